/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_MODEL_H
#define UP_INSPECT_MODEL_H

/*
 * What there is to know of a module without rewriting it: what --dump shows.
 * Made once by inspect.c, from the parts below in their order; the printers of
 * dump/ read it and find out nothing for themselves.
 */

#include "analysis/landmark_names.h"
#include "analysis/policy.h"
#include "inspect/survey.h"
#include "unpoison/unpoison.h"
#include "util/buf.h"
#include "wasm/contents.h"

struct up_texts;

enum up_panic_strategy {
	UP_PANIC_NONE, /* the module has nothing that panics */
	UP_PANIC_UNWIND,
	UP_PANIC_ABORT,
	UP_PANIC_UNKNOWN,
};

/* What becomes of an exception on its way out of an export. */
enum up_verdict {
	UP_VERDICT_SAFE, /* the frames that it crosses were compiled to unwind */
	UP_VERDICT_ABORTS,
	UP_VERDICT_UNKNOWN, /* of a toolchain that is not recognised */
};

/* One call on a way through the module. */
struct up_step {
	uint32_t function;
	bool indirect; /* called through a table or a reference */
};

/* A way: the export's own function first. No steps: there is none. */
struct up_way {
	struct up_step *steps; /* owned */
	size_t count;
};

struct up_model_landmark {
	enum up_role role;
	uint32_t function;
	/*
	 * How it was recognised: NULL by its name; else it has none, and this is
	 * what it was taken for (static).
	 */
	const char *taken_for;
};

struct up_model_import {
	bool unwind_safe;
};

/* What a trampoline catches, as bits. */
enum up_catches {
	UP_CATCHES_PANIC = 1 << 0, /* the toolchain's exception */
	UP_CATCHES_UNWIND = 1 << 1, /* those of JavaScript, on safe paths */
	UP_CATCHES_ALL = 1 << 2, /* whatever else there is */
	UP_CATCHES_SOME = 1 << 3, /* it is not known which */
};

/* What the protection of an export costs, by cost.c. */
struct up_cost {
	bool known; /* else the rest means nothing */
	bool about; /* a byte of an index may be more or less */
	uint32_t code; /* bytes of the trampoline's body */
	uint32_t name; /* bytes of its name; 0: it has none */
	uint32_t catches; /* enum up_catches; 0: it has no try */
	uint32_t coerced; /* arguments that the JavaScript converts */
};

struct up_model_export {
	enum up_verdict unwind; /* SAFE for what is no function */
	bool can_panic;
	bool reaches_indirect; /* by a call_indirect or call_ref */
	uint32_t *reaches; /* owned; indices of imports, ascending; functions */
	size_t reach_count;
	/* The shortest way to what panics; the last step is that function. */
	struct up_way panic;
	/*
	 * With UP_VERDICT_ABORTS in a module that unwinds: the shortest way to
	 * the function that lets nothing through; the last step is what it
	 * calls instead (panic_cannot_unwind, __clang_call_terminate).
	 */
	struct up_way abort;
	/* Of a module that was rewritten: it is a trampoline for this one. */
	uint32_t behind; /* or UP_NO_INDEX */
	struct up_cost cost;
};

/* What the program was made with and is written in. */
struct up_identity {
	char *toolchain; /* owned: "rustc 1.96.0", or NULL */
	char *language; /* owned: "Rust", or NULL */
	char *detail; /* owned: more for a person, "wasm-bindgen 0.2.130", or NULL */
	enum up_panic_strategy panic;
	/*
	 * Whoever panics may just trap, in spite of names: TinyGo's panic=trap,
	 * for one, makes an `unreachable` of each check.
	 */
	bool traps;
	uint32_t panic_tag; /* the toolchain's exception, or UP_NO_INDEX */
	/* "0.2.130" of __wasm_bindgen_unstable. Owned, or NULL: no such section. */
	char *bindgen_schema;
};

/* What the rewriting would do, or why it would not. */
struct up_plan {
	char *refusal; /* owned: why the module cannot be rewritten, or NULL */
	bool texts; /* of Rust's panics are kept */
	struct up_reset_facts reset;
	uint32_t trampolines; /* exports */
	uint32_t wrappers; /* imports */
	enum up_entry_guard entries; /* who guards what is in tables */
	enum up_standalone standalone;
};

/* What an earlier run has left: the custom section `unpoison`. */
struct up_rewritten {
	bool is; /* else the rest means nothing */
	char *version, *reset, *eh; /* owned; "" where it does not say */
	char *standalone; /* owned: contain, heal; "": it has JavaScript of ours */
	uint64_t input_bytes; /* of the module before; 0: it does not say */
	uint32_t trampolines, wrappers;
	bool tag;
	bool counted; /* it says trampolines, wrappers, tag */
};

/* What an optimizer would drop, in functions and in bytes of their bodies. */
struct up_waste {
	uint32_t unreached; /* nobody can call them */
	uint64_t unreached_bytes;
	uint32_t repeated; /* the same as another, which is not counted */
	uint64_t repeated_bytes;
};

struct up_model {
	char *path; /* owned */
	struct up_raw_module raw;
	struct up_contents contents;
	struct up_survey survey;
	/* Owned. Of each imported function, which of the imports it is; */
	uint32_t *import_of;
	uint32_t *export_of; /* of each function, its first export or UP_NO_INDEX */

	struct up_identity identity;
	struct up_rewritten rewritten;
	struct up_model_landmark *landmarks; /* owned; by function, then role */
	size_t landmark_count;
	struct up_model_import *imports; /* owned; one for each of @contents */
	struct up_model_export *exports; /* owned; one for each of @contents */
	struct up_eh_policy eh; /* @in: the dialect of the module */
	struct up_plan plan;
	struct up_waste waste;
	/* Features that the module declares or uses, sorted. Owned. */
	char **features;
	size_t feature_count;
	/* What to do next, the most important first. Owned. */
	char **advice;
	size_t advice_count;
};

/*
 * Makes the model of the module in @bytes, which it borrows, as @options (those
 * of a rewriting) would have it. Returns it (the caller destroys it), or NULL
 * after reporting what is malformed.
 */
struct up_model *up_model_create(const uint8_t *bytes, size_t size,
				 const char *path,
				 const struct up_options *options,
				 struct up_report *report);

/* Takes NULL too. */
void up_model_destroy(struct up_model *model);

/* ---- the parts of up_model_create(), one file each, in this order ---- */

/* Toolchain, language, landmarks, strategy. @texts is what the survey had. */
void up_inspect_identity(struct up_model *model, const struct up_texts *texts);

/* What an earlier run has left. */
void up_inspect_rewritten(struct up_model *model);

/* The plan, and which imports are unwind-safe. */
void up_inspect_plan(struct up_model *model, const struct up_options *options);

/* What each export may get to: all of struct up_model_export. */
void up_inspect_exports(struct up_model *model,
			const struct up_options *options);

/* What protection costs them. */
void up_inspect_cost(struct up_model *model, const struct up_options *options);

void up_inspect_waste(struct up_model *model);
void up_inspect_features(struct up_model *model);
void up_inspect_advice(struct up_model *model);

/* ---- small questions ---- */

/* The type of the function @index. */
const struct up_raw_type *up_model_type(const struct up_model *model,
					uint32_t index);

/*
 * Whether an export of a rewritten module is the tool's: the glue calls it, and it
 * lets nothing out.
 */
bool up_model_is_own(const struct up_model *model, uint32_t export_);

/*
 * Whether an export is a function that only describes a crate's bindings: those
 * do not stay.
 */
bool up_model_describes(const struct up_model *model, uint32_t export_);

/*
 * Appends what people call the function @index: its name in the source
 * (demangled) if it has one, else the import or export that it is, else
 * "function N". Any bytes that the module has: to be escaped by who prints.
 */
void up_model_put_function(const struct up_model *model, uint32_t index,
			   struct up_buf *buf);

#endif
