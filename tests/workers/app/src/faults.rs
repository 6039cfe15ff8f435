// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can go wrong.

use std::hint::black_box;
use worker::{Error, Response, Result};

/// No answer may have this in it.
const PRIVATE: &str = "password-of-the-database";

pub fn commit(fault: &str) -> Result<Response> {
    match fault {
        "panic" => panic!("{PRIVATE} does not fit {}", fault.len()),
        "abort" => core::arch::wasm32::unreachable(),
        "oom" => eat(),
        "overflow" => Response::ok(sink(1).to_string()),
        "error" => Err(Error::RustError(PRIVATE.to_string())),
        _ => Response::error("no such thing", 404),
    }
}

// Until there is no more: build.rs says how much there is.
fn eat() -> ! {
    let mut eaten: Vec<Vec<u8>> = Vec::new();
    loop {
        eaten.push(black_box(Vec::with_capacity(16 << 20)));
    }
}

#[inline(never)]
fn sink(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if black_box(true) {
        frame[black_box(7)] + sink(depth + 1)
    } else {
        frame[black_box(3)]
    }
}
