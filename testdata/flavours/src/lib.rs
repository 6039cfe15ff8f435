// SPDX-License-Identifier: MIT OR Apache-2.0

//! Every way in which a module can fail, and the state by which one can tell
//! what is left of it: one export each. Built three times from the same source:
//! with panic=abort, and unwinding in the legacy and in the exnref dialect of
//! wasm exceptions. The names of the exports are relied on by tests/node.

use std::alloc::{self, Layout};
use std::hint::black_box;
use std::panic::{catch_unwind, panic_any, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};

#[link(wasm_import_module = "env")]
extern "C-unwind" {
    fn host(x: i32) -> i32;
    fn log(x: i32);
}

// Nothing can go wrong here.

#[no_mangle]
pub extern "C-unwind" fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

#[no_mangle]
pub extern "C-unwind" fn add64(a: i64, b: i64) -> i64 {
    a.wrapping_add(b)
}

// State that has to outlive a panic.

static COUNTER: Mutex<u32> = Mutex::new(0);

fn locked(mutex: &Mutex<u32>) -> MutexGuard<'_, u32> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

#[no_mangle]
pub extern "C-unwind" fn bump() -> u32 {
    let mut counter = locked(&COUNTER);
    *counter += 1;
    *counter
}

#[no_mangle]
pub extern "C-unwind" fn counter() -> u32 {
    *locked(&COUNTER)
}

// Panics: each way to raise one, each kind of payload.

#[no_mangle]
pub extern "C-unwind" fn index(i: u32) -> u32 {
    let squares: Vec<u32> = (0..10).map(|n| n * n).collect();
    squares[i as usize]
}

#[no_mangle]
pub extern "C-unwind" fn boom_str() {
    panic!("boom")
}

#[no_mangle]
pub extern "C-unwind" fn boom_fmt(x: i32) {
    panic!("value {x} is bad")
}

#[no_mangle]
pub extern "C-unwind" fn boom_unwrap() {
    black_box(Err::<(), &str>("nope")).unwrap()
}

#[no_mangle]
pub extern "C-unwind" fn boom_any() {
    panic_any(42i32)
}

static PAYLOAD_DROPS: AtomicU32 = AtomicU32::new(0);

struct Payload;

impl Drop for Payload {
    fn drop(&mut self) {
        PAYLOAD_DROPS.fetch_add(1, Relaxed);
    }
}

#[no_mangle]
pub extern "C-unwind" fn boom_box() {
    panic_any(Payload)
}

#[no_mangle]
pub extern "C-unwind" fn payload_drops() -> u32 {
    PAYLOAD_DROPS.load(Relaxed)
}

#[no_mangle]
pub extern "C-unwind" fn boom_resume() {
    resume_unwind(Box::new("resumed".to_string()))
}

/// Not `C-unwind`: nothing may unwind out of it, so this aborts in every build.
#[no_mangle]
pub extern "C" fn boom_c() {
    panic!("c boom")
}

// Panics that are caught on the way, and those that follow them.

#[no_mangle]
pub extern "C-unwind" fn caught_then_boom() {
    let _ = catch_unwind(|| panic!("first"));
    panic!("second")
}

struct CatchesInDrop;

impl Drop for CatchesInDrop {
    fn drop(&mut self) {
        let _ = catch_unwind(|| panic!("inner"));
    }
}

#[no_mangle]
pub extern "C-unwind" fn nested_drop_boom() {
    let _guard = CatchesInDrop;
    panic!("outer")
}

/// 1: the panic was caught inside the module.
#[no_mangle]
pub extern "C-unwind" fn catch_inside() -> u32 {
    catch_unwind(|| panic!("never seen")).is_err().into()
}

#[no_mangle]
pub extern "C-unwind" fn is_panicking() -> u32 {
    std::thread::panicking().into()
}

static LOCK: Mutex<u32> = Mutex::new(0);

#[no_mangle]
pub extern "C-unwind" fn lock_panics() {
    let _held = LOCK.lock();
    panic!("held")
}

#[no_mangle]
pub extern "C-unwind" fn lock_is_poisoned() -> u32 {
    LOCK.is_poisoned().into()
}

// Calls to JavaScript, with and without a destructor on the way back.

static DROPS: AtomicU32 = AtomicU32::new(0);

struct CountsDrops;

impl Drop for CountsDrops {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Relaxed);
    }
}

#[no_mangle]
pub extern "C-unwind" fn guarded_call(x: i32) -> i32 {
    let _guard = CountsDrops;
    unsafe { host(x) }
}

#[no_mangle]
pub extern "C-unwind" fn plain_call(x: i32) -> i32 {
    unsafe { host(x) }
}

#[no_mangle]
pub extern "C-unwind" fn drops() -> u32 {
    DROPS.load(Relaxed)
}

#[no_mangle]
pub extern "C-unwind" fn call_log(x: i32) {
    unsafe { log(x) }
}

// Aborts in every build.

/// Ends in `handle_alloc_error`.
#[no_mangle]
pub extern "C-unwind" fn oom() {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    loop {
        kept.push(Vec::with_capacity(64 << 20));
        black_box(&kept);
    }
}

/// Recursion whose frames need no memory: the engine's stack runs out first.
#[no_mangle]
pub extern "C-unwind" fn recurse(n: u32) -> u32 {
    if n == 0 {
        return 0;
    }
    recurse(n - 1).wrapping_mul(31) ^ n
}

/// Recursion with 16 KiB in linear memory per frame: the shadow stack runs out
/// first, after 64 of them.
#[no_mangle]
pub extern "C-unwind" fn shadow(n: u32) -> u32 {
    let mut frame = [n as u8; 16 << 10];
    black_box(&mut frame);
    if n == 0 {
        return 0;
    }
    shadow(n - 1).wrapping_add(u32::from(frame[n as usize % frame.len()]))
}

#[no_mangle]
pub extern "C-unwind" fn trap() {
    core::arch::wasm32::unreachable()
}

/// A wild pointer, past the end of any memory below 4 GiB.
#[no_mangle]
pub extern "C-unwind" fn oob() -> u32 {
    let wild = black_box(0xffff_fff0_usize) as *const u32;
    unsafe { wild.read_volatile() }
}

/// For hosts that lose patience.
#[no_mangle]
pub extern "C-unwind" fn spin(n: u64) -> u64 {
    let mut sum = 0u64;
    for i in 0..n {
        sum = black_box(sum ^ i);
    }
    sum
}

// The allocator and the memory, as JavaScript uses them.

fn layout(len: u32) -> Layout {
    Layout::array::<u8>(len as usize).expect("more than half of the address space")
}

#[no_mangle]
pub extern "C-unwind" fn alloc(len: u32) -> *mut u8 {
    let layout = layout(len.max(1));
    let block = unsafe { alloc::alloc(layout) };
    if block.is_null() {
        alloc::handle_alloc_error(layout)
    }
    block
}

/// # Safety
/// `block` came from `alloc(len)`, and goes back once.
#[no_mangle]
pub unsafe extern "C-unwind" fn dealloc(block: *mut u8, len: u32) {
    alloc::dealloc(block, layout(len.max(1)))
}

/// # Safety
/// `block` points to `len` bytes.
#[no_mangle]
pub unsafe extern "C-unwind" fn sum(block: *const u8, len: u32) -> u32 {
    let bytes = std::slice::from_raw_parts(block, len as usize);
    bytes.iter().map(|&byte| u32::from(byte)).sum()
}

/// The address of a local: the same at each call, unless stack got lost.
#[no_mangle]
pub extern "C-unwind" fn stack_pointer_drift_probe() -> u32 {
    let local = 0u8;
    black_box(&local) as *const u8 as u32
}

#[no_mangle]
pub extern "C-unwind" fn mem_pages() -> u32 {
    core::arch::wasm32::memory_size(0) as u32
}
