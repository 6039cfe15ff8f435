// SPDX-License-Identifier: MIT OR Apache-2.0
//! A Durable Object that counts twice: in its memory, and in its storage.

use crate::faults;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::OnceLock;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::*;

// Atomics, since a panic that unwinds must not leave a cell half-way.
#[durable_object(fetch)]
pub struct Counter {
    state: State,
    unstored: AtomicU32,
    // What was in the storage when this object was constructed.
    found: Rc<OnceLock<u32>>,
}

impl DurableObject for Counter {
    fn new(state: State, _env: Env) -> Self {
        let found = Rc::new(OnceLock::new());
        let (storage, cell) = (state.storage(), found.clone());
        let _reading = state.block_concurrency_while(async move {
            let _ = cell.set(storage.get("count").await?.unwrap_or(0));
            Ok(())
        });
        Self { state, unstored: AtomicU32::new(0), found }
    }

    /// `/WHAT/NAME/add` counts; `/WHAT/NAME/get` tells; all else are faults.
    async fn fetch(&self, req: Request) -> Result<Response> {
        let url = req.url()?;
        match url.path().rsplit('/').next() {
            Some("add") => self.add().await?,
            Some("get") => (),
            Some(fault) => return faults::commit(fault),
            None => return Response::error("no such thing", 404),
        }
        // Nobody should be asked before the initialisation has ended.
        let found = self.found.get().map_or("-".to_string(), u32::to_string);
        let stored: u32 = self.state.storage().get("count").await?.unwrap_or(0);
        Response::ok(format!("{} {stored} {found}", self.unstored.load(Relaxed)))
    }
}

impl Counter {
    async fn add(&self) -> Result<()> {
        self.unstored.fetch_add(1, Relaxed);
        let stored: u32 = self.state.storage().get("count").await?.unwrap_or(0);
        self.state.storage().put("count", stored + 1).await
    }
}
