// SPDX-License-Identifier: MIT OR Apache-2.0

// As much memory as the platform lets a Worker have.
fn main() {
    println!("cargo::rustc-link-arg-cdylib=--max-memory={}", 128 << 20);
    println!("cargo::rerun-if-changed=build.rs");
}
