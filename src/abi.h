/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_ABI_H
#define UP_ABI_H

/*
 * The names by which a rewritten module and the generated JavaScript know each
 * other: the one place where both sides of the protocol are written down. The
 * JavaScript side is src/glue/js/instance.js and host.js.
 *
 * Two private globals hold the state: `running` (0: the host runs, 1: wasm
 * runs, 2: the module is dead and JavaScript has said so) and `epoch` (the
 * number of resets so far). JavaScript that enters and finds `running` at
 * anything but 0 has found a poisoned instance.
 */

/* The module of all imports below. Only those that are used are imported. */
#define UP_ABI_MODULE "__unpoison"

/*
 * (i32 export) -> (), never returns. An export trampoline was entered while
 * `running` was not 0. @export counts the module's exports from 0; it is
 * negative for what is entered by a table or as a value. Throws a
 * TerminatedError; if nobody has noticed yet that the module died, this is
 * where it is noticed ('host-terminated').
 */
#define UP_ABI_TERMINATED "terminated"

/*
 * (i32 exception, i32 abort) -> i32. The toolchain's panic exception is about
 * to leave the module. @exception is the payload of the tag, a pointer to what
 * the toolchain threw. Makes the PanicError and keeps it; memory may change
 * afterwards. Returns 1 if the exception is Rust's (its class says so).
 */
#define UP_ABI_PANIC "panic"

/*
 * () -> (), never returns. Throws what `panic` made: as an unwind, or as an
 * abort if its @abort was 1 (then `running` still is 1).
 */
#define UP_ABI_RAISE "raise"

/*
 * (externref x, i32 abort) -> (), never returns. The JavaScript exception x
 * has crossed the module's frames and leaves it: throws x itself.
 */
#define UP_ABI_UNWIND "unwind"

/*
 * () -> (). With --unwind trust: the next exception that comes out of the
 * module is an unwind, whatever it is; it cannot be named, only let through.
 */
#define UP_ABI_PASS "pass"

/*
 * (i32 text, i32 text_size, i32 file, i32 file_size, i32 line, i32 column).
 * A Rust panic has begun. Called once before its text is formatted (text 0),
 * and again with the text if there is one. Pointers are unchecked.
 */
#define UP_ABI_NOTE_PANIC "note_panic"

/*
 * (i32 exception) -> (). The panic that was noted last is now thrown as
 * @exception.
 */
#define UP_ABI_NOTE_THROW "note_throw"

/* () -> (). The language's own out-of-memory handler has begun. */
#define UP_ABI_NOTE_OOM "note_oom"

/*
 * () -> (). In the middle of a reset in place: imported memories and tables are
 * to be what they were before the module was instantiated; pages and entries
 * that came later are zeros and nulls. The module then applies its segments.
 */
#define UP_ABI_RESTORE "restore"

/*
 * Exported () -> (): memory, globals and tables as they were after instantiation,
 * `running` 0, one epoch later; then the start function runs. Works on a dead
 * module too; frames of the old epoch trap when they resume. The start function
 * may trap (`running` stays 1) or unwind.
 */
#define UP_ABI_RESET "__wbg_reset_state"

/* Exported tag (externref): a JavaScript exception on an unwind-safe path. */
#define UP_ABI_TAG "__unpoison_unwind"

/*
 * Exported () -> i32: sets `running` to 2, dead and known. Returns bit 0: it was
 * not 0 before; bit 1: the shadow stack pointer is outside its range.
 */
#define UP_ABI_TERMINATE "__unpoison_terminate"

/*
 * Exported (i32 from, i32 to) -> i32: sets `running` to @to if it is @from, and
 * returns what it was. Around a call of what an exported table of functions
 * holds; only where the glue guards these.
 */
#define UP_ABI_MARK "__unpoison_mark"

/*
 * Exported () -> (), to be called on a dead module only: calls the handler of
 * aborts that the module has set for itself, from the start of the shadow stack.
 * Its imports work as ever. Afterwards the module is dead again if the handler
 * returned; else (what it threw comes out) JavaScript has to say so again,
 * unless the state was reset meanwhile.
 */
#define UP_ABI_ABORT_HANDLER "__unpoison_abort_handler"

/* Exported memory 0, for reading panic texts. */
#define UP_ABI_MEMORY "__unpoison_memory"

/* Exported () -> (): the module's start function, guarded like an export. */
#define UP_ABI_START "__unpoison_start"

/*
 * Exported () -> i32: whether what the module is throwing right now, by an
 * import that does nothing else, is to leave it as an unwind: it has no frame on
 * the way that a destructor is due in. If so, the stacks are by then as the
 * return of the activation would have left them. Only bindings have it.
 */
#define UP_ABI_SETTLE "__unpoison_settle"

/* Functions and globals inside the module whose names begin so are the tool's. */
#define UP_NAME_PREFIX "unpoison."

/* Exports whose names begin so are the protocol's own, hidden by the glue. */
#define UP_ABI_PREFIX "__unpoison_"

/*
 * The custom section that marks a rewritten module, a JSON object: `version` of
 * the tool, `reset` (in-place, reinstantiate, auto, none), `eh` (legacy, exnref,
 * none), how many `trampolines` and `wrappers` there are for exports and imports,
 * `unwind` (whether the tag above is there), `input_bytes` of the module before;
 * `standalone` (contain, heal) if it is one of those, which have nothing of the
 * above but UP_ABI_RESET, where they can be reset.
 */
#define UP_ABI_SECTION "unpoison"

#endif
