/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_PASS_H
#define UP_PASSES_PASS_H

/*
 * The passes edit the module; each is one file with one entry, listed with its
 * reason in pass.c. They know the module only through the facts that the
 * analysis found before the first of them ran.
 */

#include <binaryen-c.h>

#include "abi.h"
#include "analysis/facts.h"
#include "unpoison/unpoison.h"

/* Names of what the passes add to the module. */
#define UP_RUNNING "unpoison.running"
#define UP_EPOCH "unpoison.epoch"
#define UP_TAG "unpoison.unwind"
#define UP_REFUSE "unpoison.refuse" /* (i32 export): never returns */
#define UP_PANIC_EXIT "unpoison.panic_exit" /* (i32 exception, i32 abort) */
#define UP_UNWIND_EXIT "unpoison.unwind_exit" /* (externref, i32 abort) */
#define UP_START UP_NAME_PREFIX "start" /* the start function, guarded */
#define UP_INSIDE UP_NAME_PREFIX "inside" /* facts->calls.marked: 1 before one */
/* A table of our own: what is entered by a trampoline for many. */
#define UP_ENTRIES UP_NAME_PREFIX "entries"
#define UP_TERMINATED UP_NAME_PREFIX "module_terminated" /* (): never returns */
#define UP_HEAL UP_NAME_PREFIX "heal" /* (): the state is fresh, or it traps */

/* What UP_RUNNING says; anything but UP_HOST refuses JavaScript's calls. */
#define UP_HOST 0 /* the host runs */
#define UP_WASM 1 /* wasm runs, or ran when it died */
#define UP_DEAD 2 /* JavaScript has said that the module died */

struct up_ways;

struct up_pass_context {
	BinaryenModuleRef module;
	const struct up_facts *facts;
	const struct up_options *options;
	/* Where a host that resolves imports itself finds them, or NULL. */
	const char *late_specifier;
	const struct up_ways *ways; /* see ways.h */
};

typedef void up_pass_fn(const struct up_pass_context *context);

struct up_pass {
	const char *name;
	up_pass_fn *run;
};

/*
 * The passes that @options ask for, in the order in which they run; ends with a
 * NULL name.
 */
const struct up_pass *up_passes_of(const struct up_options *options);

up_pass_fn up_pass_state;
up_pass_fn up_pass_panic_notes;
up_pass_fn up_pass_exits;
up_pass_fn up_pass_standalone_exits;
up_pass_fn up_pass_indirect_calls;
up_pass_fn up_pass_import_wrappers;
up_pass_fn up_pass_escaping_funcs;
up_pass_fn up_pass_names;
up_pass_fn up_pass_export_trampolines;
up_pass_fn up_pass_start;
up_pass_fn up_pass_abort_door;
up_pass_fn up_pass_logical_sizes;
up_pass_fn up_pass_segments;
up_pass_fn up_pass_initializers;
up_pass_fn up_pass_reset_state;
up_pass_fn up_pass_kept_tables;
up_pass_fn up_pass_heal;
up_pass_fn up_pass_runtime_exports;
up_pass_fn up_pass_late_imports;
up_pass_fn up_pass_dialect;
up_pass_fn up_pass_sections;

/*
 * The internal name of a function of the glue, see abi.h; imported at the
 * first use. Static, do not free.
 */
const char *up_host(const struct up_pass_context *context, const char *name);

/* Whether functions can be entered by exceptions: there are trys to build. */
static inline bool up_builds_trys(const struct up_facts *facts)
{
	return facts->eh.out != UP_EH_NONE;
}

/* `running = value` */
BinaryenExpressionRef up_set_running(BinaryenModuleRef m, int32_t value);

#endif
