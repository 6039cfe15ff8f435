/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PASSES_PASS_H
#define UP_BINDGEN_PASSES_PASS_H

/*
 * What the passes of this folder have in common. Each is one file with one
 * entry, listed with its reason in rewire.c.
 */

#include <stdbool.h>

#include "bindgen/passes/passes.h"
#include "ir/build.h"
#include "ir/refs.h"
#include "util/buf.h"

/* Where the crate imports from what the tool provides. */
#define UP_PLACEHOLDER "__wbindgen_placeholder__"
#define UP_XFORM "__wbindgen_externref_xform__"

/* Names of what values.c has added so far; owned. */
struct up_values {
	char *take, *put, *lend, *end; /* functions */
	char *top; /* a global */
};

void up_values_finish(struct up_values *values);

struct up_rewiring {
	BinaryenModuleRef module;
	uint32_t traits; /* of bodies that are not in it: enum up_body_trait */
	const struct up_adapters *adapters;
	const struct up_bindgen *bindgen;
	const char *const *needed;
	struct up_report *report;
	/* What guards are built in; none where no exception is caught. */
	enum up_eh eh;
	/* Of the run time, or NULL: () -> index, (index) -> (). */
	const char *alloc;
	const char *dealloc;
	struct up_values values;
};

/* 0, or -1 after reporting. */
typedef int up_rewire_fn(struct up_rewiring *r);

up_rewire_fn up_rewire_generics;
up_rewire_fn up_rewire_imports;
up_rewire_fn up_rewire_intrinsics;
up_rewire_fn up_rewire_references;
up_rewire_fn up_rewire_handler;
up_rewire_fn up_rewire_unexport;
up_rewire_fn up_rewire_exports;
up_rewire_fn up_rewire_start;
up_rewire_fn up_rewire_sweep;
up_rewire_fn up_rewire_init;
up_rewire_fn up_rewire_throws;
up_rewire_fn up_rewire_hide_handler;

/* ---- the two signatures of a function at the border: border.c ---- */

struct up_border {
	/* What the code of the crate has. */
	BinaryenType core_params, core_results;
	/* What JavaScript sees. */
	BinaryenType params, results;
	/* Its first parameter says where in memory the results go. */
	bool in_memory;
	bool differs;
};

/*
 * Works out the signatures of @adapter. Reports and returns -1 if its function
 * @function has another.
 */
int up_border_init(struct up_border *ret, const struct up_rewiring *r,
		   const struct up_adapter *adapter,
		   BinaryenFunctionRef function);

/* The type of a word in the crate, and at the border. */
BinaryenType up_word_core(enum up_word word);
BinaryenType up_word_border(const struct up_rewiring *r, enum up_word word);

/* Whether a word is a reference at the border. */
bool up_word_is_ref(const struct up_rewiring *r, enum up_word word);

/*
 * Where a word lies in memory behind others that end at *@end, as in a struct
 * of C; moves *@end behind it.
 */
uint32_t up_word_offset(enum up_word word, uint32_t *end);

/* The global of the shadow stack, or NULL. */
const char *up_find_stack_pointer(BinaryenModuleRef m);

/* "PREFIX.NAME", or with ticks if a function has that name; caller frees. */
char *up_new_name(BinaryenModuleRef m, const char *prefix, const char *name);

/* ---- values in the table: values.c ---- */

/* Whether there is a table. */
bool up_values_used(const struct up_rewiring *r);

/* Adds the table if it is not there. */
void up_values_add(struct up_rewiring *r);

/* The number of the slots that are there from the start. */
uint32_t up_values_reserved(const struct up_rewiring *r);

/*
 * Expressions that move values in and out of slots; NULL after reporting what
 * the module lacks for that.
 *   get      what is in a slot
 *   take     likewise, and the slot is free
 *   dealloc  frees a slot of the run time; constants stay
 *   put      the slot, a new one
 *   lend     likewise, to be ended: slots of a stack, while there are some
 *   end      frees a slot that was lent, or any
 */
BinaryenExpressionRef up_value_get(struct up_rewiring *r,
				   BinaryenExpressionRef slot);
BinaryenExpressionRef up_value_take(struct up_rewiring *r,
				    BinaryenExpressionRef slot);
BinaryenExpressionRef up_value_dealloc(struct up_rewiring *r,
				       BinaryenExpressionRef slot);
BinaryenExpressionRef up_value_put(struct up_rewiring *r,
				   BinaryenExpressionRef value);
BinaryenExpressionRef up_value_lend(struct up_rewiring *r,
				    BinaryenExpressionRef value);
BinaryenExpressionRef up_value_end(struct up_rewiring *r,
				   BinaryenExpressionRef slot);

/* Whether the JavaScript uses this export of the run time. */
bool up_is_needed(const struct up_rewiring *r, const char *name);

/* The function that is exported as @name, or NULL. */
const char *up_exported_function(const struct up_rewiring *r, const char *name);

#endif
