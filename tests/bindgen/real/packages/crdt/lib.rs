// SPDX-License-Identifier: MIT OR Apache-2.0

pub use crdt_kit::*;
