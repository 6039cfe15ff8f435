#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Golden tests: of the passes, and of --dump.

    run.py passes TOOL CASE.wat
    run.py dump TOOL WASM_OPT CASE.wat
    run.py orphans FOLDER

The first line of a case says what to run. For passes it is
`;; RUN: pass,pass key=value`, and what TOOL prints is compared with CASE.out
beside it. For --dump it is `;; RUN: [OPTION...]`, options of TOOL, which describes
the assembled module; CASE.txt and CASE.json are what --dump and --dump=json print.
A second line `;; WAT: [OPTION...]` has options of wat2wasm in the place of
--debug-names; cases that end in .exnref.wat are assembled by Binaryen.

With BLESS=1 what came out is written there instead. What belongs to no case is an
error.
"""

import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

WABT = ["--enable-exceptions", "--enable-tail-call", "--enable-threads",
        "--enable-multi-memory", "--enable-extended-const"]
BINARYEN = ["-g", "--enable-exception-handling", "--enable-reference-types",
            "--enable-multivalue", "--enable-mutable-globals"]


def directive(case, word="RUN", default=None):
    prefix = f";; {word}:"
    for line in case.read_text().splitlines()[:2]:
        if line.startswith(prefix):
            return line[len(prefix):].split()
    if default is None:
        sys.exit(f"{case}: the first line has to be '{prefix} …'")
    return default


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{command}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def compare(got, expected):
    if os.environ.get("BLESS"):
        expected.write_text(got)
        return True
    if not expected.exists():
        sys.exit(f"{expected} is missing; make it with BLESS=1 and read it")
    want = expected.read_text()
    if got != want:
        sys.stdout.writelines(difflib.unified_diff(
            want.splitlines(True), got.splitlines(True),
            str(expected), "what came out"))
    return got == want


def check_passes(tool, case):
    case = pathlib.Path(case)
    got = run([tool, case, *directive(case)])
    return compare(got, case.with_suffix(".out"))


def assemble(wasm_opt, case, folder):
    output = folder / (case.name.split(".")[0] + ".wasm")
    if case.name.endswith(".exnref.wat"):
        run([wasm_opt, *BINARYEN, case, "-o", output])
    else:
        flags = directive(case, "WAT", ["--debug-names"])
        run(["wat2wasm", *WABT, *flags, case, "-o", output])
    return output.name


def check_dump(tool, wasm_opt, case):
    tool, case = os.path.abspath(tool), pathlib.Path(case).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        module = assemble(wasm_opt, case, folder)
        flags = directive(case)
        same = [compare(run([tool, dump, *flags, module], cwd=folder),
                        case.with_suffix(suffix))
                for dump, suffix in [("--dump", ".txt"), ("--dump=json", ".json")]]
    return all(same)


def check_orphans(folder):
    orphans = [out for out in pathlib.Path(folder).glob("**/*")
               if out.suffix in {".out", ".txt", ".json"} and
               not out.with_suffix(".wat").exists()]
    if orphans:
        sys.exit("no case for " + ", ".join(map(str, orphans)))
    return True


if __name__ == "__main__":
    checks = {"passes": check_passes, "dump": check_dump,
              "orphans": check_orphans}
    sys.exit(not checks[sys.argv[1]](*sys.argv[2:]))
