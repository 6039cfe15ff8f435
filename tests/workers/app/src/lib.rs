// SPDX-License-Identifier: MIT OR Apache-2.0
//! A Worker that can be made to fail in every way there is.
//!
//! `/ok`, `/slow?ms=N` and `/counter/...` are what it is for; `/panic`, `/abort`,
//! `/oom` and `/overflow` are its faults, also at the end of `/counter/NAME/`.

mod counter;
mod faults;

use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use worker::*;

thread_local! {
    // Of this state of the module: how far it has come, and how often it was asked.
    static REQUESTS: Cell<u32> = const { Cell::new(0) };
}

#[event(start)]
fn started() {
    console_log!("started");
}

#[event(fetch)]
async fn fetch(req: Request, env: Env, _ctx: Context) -> Result<Response> {
    let requests = REQUESTS.get() + 1;
    REQUESTS.set(requests);
    let url = req.url()?;
    let path: Vec<&str> = url.path().split('/').skip(1).collect();
    match path[..] {
        ["ok"] => Response::ok("ok"),
        ["requests"] => Response::ok(requests.to_string()),
        ["slow"] => {
            wait(milliseconds(&url)).await;
            Response::ok("slow")
        }
        // Fails with others of its kind in the middle of their work.
        ["slow", fault] => {
            wait(milliseconds(&url)).await;
            faults::commit(fault)
        }
        ["counter", name, ..] => {
            let counters = env.durable_object("COUNTER")?;
            counters.get_by_name(name)?.fetch_with_request(req).await
        }
        ["told", name] => {
            let counters = env.durable_object("COUNTER")?;
            counters.get_by_name(name)?.fetch_with_str("http://counter/told/get").await
        }
        ["queue", text] => {
            env.queue("JOBS")?.send(text.to_string()).await?;
            Response::ok("queued")
        }
        [fault] => faults::commit(fault),
        _ => Response::error("no such thing", 404),
    }
}

async fn wait(ms: u64) {
    Delay::from(Duration::from_millis(ms)).await;
}

fn milliseconds(url: &Url) -> u64 {
    let mut pairs = url.query_pairs();
    let ms = pairs.find(|(key, _)| key == "ms").and_then(|(_, value)| value.parse().ok());
    ms.unwrap_or(10)
}

/// What a message says is done: counted, or a fault.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _ctx: Context) -> Result<()> {
    let counters = env.durable_object("COUNTER")?;
    for message in batch.messages()? {
        if let Some(fault) = message.body().strip_prefix("fault-") {
            faults::commit(fault)?;
        }
        counters.get_by_name("queue")?.fetch_with_str("http://counter/queue/add").await?;
        message.ack();
    }
    Ok(())
}

#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _ctx: ScheduleContext) {
    if let Some(fault) = event.cron().strip_prefix("fault-") {
        let _ = faults::commit(fault);
    }
    let counter = env.durable_object("COUNTER").and_then(|counters| counters.get_by_name("cron"));
    let _ = counter.expect("a counter").fetch_with_str("http://counter/cron/add").await;
}

/// A remote procedure: the one that this Worker has.
#[wasm_bindgen]
pub async fn add(a: u32, b: u32) -> u32 {
    a + b
}
