/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CARRY_CARRY_H
#define UP_CARRY_CARRY_H

/*
 * Function bodies that no pass looks into are carried over as bytes. Binaryen gets
 * a module that has stubs in their place, all else being as it was; what it writes
 * gets the bodies back, with the indices that things have by then. Reading and
 * writing the bodies is nearly all that a rewriting takes, and engines get the
 * code that the toolchain made.
 */

#include <binaryen-c.h>

#include "unpoison/unpoison.h"
#include "util/buf.h"
#include "wasm/contents.h"

enum { UP_CARRY_KINDS = 5 }; /* enum up_raw_kind */

struct up_carry {
	struct up_contents contents; /* of the input */
	bool judged; /* all of it is valid: Binaryen need not look again */
	bool *carried; /* owned, by body; NULL: all bodies stay in the module */
	uint64_t carried_bytes; /* of them, */
	uint32_t carried_count; /* and how many there are */
	/* Owned, by body: what is not even put back; NULL: all is. */
	bool *gone;
	/*
	 * Owned, by function: its index in what Binaryen gets, UP_NO_INDEX for what is
	 * gone; NULL: all have those that they had.
	 */
	uint32_t *left;
	uint32_t traits; /* of what is carried or gone: enum up_body_trait */
	uint32_t *uses; /* owned: how often bodies name each function */
	/* Owned, by body: see up_carry_mention(). */
	BinaryenExpressionRef *stubs;
	/* By kind and index: what a thing is called in Binaryen's module, or NULL. */
	const char **names[UP_CARRY_KINDS]; /* owned arrays, borrowed names */
	uint32_t counts[UP_CARRY_KINDS];
};

/*
 * Nothing of @raw is carried yet, nor judged; that has to live as long as @carry.
 * Returns 0, and the caller finishes @carry, or -1 after reporting.
 */
int up_carry_init(struct up_carry *carry, const struct up_raw_module *raw,
		  struct up_report *report);
void up_carry_finish(struct up_carry *carry);

/* Decides what is carried of what was judged. @wishes: by body an enum up_body_wish, or NULL. */
void up_carry_choose(struct up_carry *carry, const struct up_options *options,
		     const uint8_t *wishes, struct up_report *report);

/* Says so in @carry if what is gone can be left out altogether. */
void up_carry_leave(struct up_carry *carry);

/* Appends the module with stubs. Only if something is carried. */
void up_carry_reduce(const struct up_carry *carry, struct up_buf *out);

/*
 * Takes down what everything is called, before any pass runs, and removes what is
 * gone.
 */
void up_carry_note(struct up_carry *carry, BinaryenModuleRef module);

/*
 * For passes that remove what nothing names: until up_carry_settle(), what stands
 * in the place of carried bodies names all that they do. Comes right after
 * up_carry_note().
 */
void up_carry_mention(struct up_carry *carry, BinaryenModuleRef module);

/* What is removed by now, or has another body, is not carried any more. */
void up_carry_settle(struct up_carry *carry, BinaryenModuleRef module);

/*
 * Gives the functions that are named most often the short indices: those of imports,
 * which were, are now those of wrappers. Else functions stay in order.
 */
void up_carry_order(const struct up_carry *carry, BinaryenModuleRef module);

/*
 * Puts the bodies into @bytes, which is @module as it was written. Returns 0, or -1
 * after reporting, which is a mistake of ours.
 */
int up_carry_restore(const struct up_carry *carry, BinaryenModuleRef module,
		     struct up_buf *bytes, struct up_report *report);

#endif
