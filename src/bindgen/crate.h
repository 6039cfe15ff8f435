/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_CRATE_H
#define UP_BINDGEN_CRATE_H

/*
 * A module that cargo made of a crate with `#[wasm_bindgen]`, from what it says
 * about itself to its JavaScript: the one way into this folder.
 */

#include <binaryen-c.h>

#include "bindgen/adapters.h"
#include "bindgen/bindgen.h"
#include "bindgen/print/bindings.h"
#include "bindgen/types/types.h"
#include "glue/interface.h"
#include "unpoison/unpoison.h"
#include "wasm/module.h"

/* What shows of the target. */
struct up_crate_target {
	bool commonjs;
	struct up_bindgen_init_options init; /* @named is found out here */
};

struct up_crate {
	struct up_bindgen bindgen;
	struct up_adapters adapters;
	struct up_reserved reserved;
	struct up_bindings bindings;
	struct up_glue_bindings texts; /* of @bindings, as the glue takes them */
	struct up_glue_binding *exports; /* owned; of @texts */
	struct up_buf types, init_types, raw_types;
	bool tidy; /* some throws are no aborts: UP_BINDGEN_SETTLE is there */
};

/* Whether @raw is such a module. */
bool up_crate_is(const struct up_raw_module *raw);

/* What there is of the code. */
struct up_crate_code {
	const struct up_contents *contents; /* borrowed, of the same module */
	/*
	 * Of its functions, in Binaryen's module, with NULL for what is not there
	 * and is named by nothing that is; NULL: all are there.
	 */
	const char *const *names;
	/* Of bodies that are not in Binaryen's module: enum up_body_trait. */
	uint32_t traits;
	struct up_ahead *ahead; /* of the same contents */
};

/*
 * By body an enum up_body_wish: what is looked into, beside what has an instruction
 * that changes tables or memories, throws, or refers to a function; and what only
 * describes. A body that is not there does what nobody knows. The caller frees it.
 */
uint8_t *up_crate_wishes(const struct up_contents *contents);

/*
 * Reads what @module says, and edits it so that its border is what JavaScript
 * can do. Returns 0, or -1 after reporting, and *@ret is untouched.
 */
int up_crate_open(struct up_crate *ret, BinaryenModuleRef module,
		  const struct up_crate_code *code,
		  const struct up_options *options,
		  const struct up_crate_target *target,
		  struct up_report *report);

/* What calls the handler of aborts that the crate has set; NULL: none can be. */
BinaryenFunctionRef up_crate_abort_handler(BinaryenModuleRef module);

/*
 * Writes its JavaScript, and lets @interface have it; that then borrows from
 * @crate. Returns 0, or -1 after reporting.
 */
int up_crate_bind(struct up_crate *crate, struct up_interface *interface,
		  const struct up_options *options,
		  const struct up_crate_target *target,
		  struct up_report *report);

/* Exports what only that JavaScript is to see, after the interface was taken. */
void up_crate_export(const struct up_crate *crate, BinaryenModuleRef module);

/* Takes a zeroed struct too. */
void up_crate_finish(struct up_crate *crate);

#endif
