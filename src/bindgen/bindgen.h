/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_BINDGEN_H
#define UP_BINDGEN_BINDGEN_H

/*
 * What a crate with `#[wasm_bindgen]` says about itself: its programs, and for
 * each thing in them the symbol, the function and the type that the module has.
 * Only reads.
 */

#include <binaryen-c.h>
#include <stddef.h>

#include "bindgen/ahead.h"
#include "bindgen/program.h"
#include "bindgen/schema.h"
#include "bindgen/type.h"
#include "unpoison/diag.h"
#include "util/arena.h"
#include "util/buf.h"
#include "wasm/contents.h"

/*
 * A function that stands for an import: it describes itself, and each call of
 * it is one of JavaScript. Without a key it is a cast: what it is given becomes
 * a value of JavaScript, and that becomes what it returns.
 */
struct up_bindgen_generic {
	const char *function; /* its name in Binaryen's module */
	struct up_raw_name key; /* the shim of an import; empty: a cast */
	const struct up_bindgen_type *type;
};

struct up_bindgen {
	struct up_arena arena; /* has all of this */
	struct up_bindgen_programs programs;
	struct up_bindgen_generic *generics;
	size_t generic_count;
	/*
	 * Imports that the tool provides and that no program speaks of: what
	 * the run time of wasm-bindgen asks for by names that it fixes.
	 */
	struct up_bindgen_symbol *intrinsics;
	size_t intrinsic_count;
	/* Functions whose exports describe, all of them; for removal. */
	const char **describers; /* names of exports */
	size_t describer_count;
};

/*
 * Reads the bindings of @module, which is valid and has @contents. @names: what
 * its functions are called, by index, with NULL for what is not there; NULL where
 * all are, in their order. @found: what has been found out before, or NULL; its
 * arena and programs, where there are any, become those of *@ret.
 * Returns 0 and fills *@ret, which the caller finishes and which lives no
 * longer than both; it is empty for a module without bindings. Or returns -1
 * after reporting, and *@ret is untouched.
 */
int up_bindgen_read(struct up_bindgen *ret, BinaryenModuleRef module,
		    const struct up_contents *contents,
		    const char *const *names, struct up_found *found,
		    struct up_report *report);

/* Takes a zeroed struct too. */
void up_bindgen_finish(struct up_bindgen *bindgen);

/* Appends everything in a stable form for people and tests. */
void up_bindgen_print(const struct up_bindgen *bindgen, struct up_buf *buf);

#endif
