/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_CROSSING_H
#define UP_BINDGEN_CROSSING_H

/*
 * How values cross the border between Rust and JavaScript: as words of wasm.
 * This is the calling convention of wasm-bindgen's crate (its traits FromWasmAbi
 * and IntoWasmAbi), as far as it can be seen from a type.
 */

#include <stdbool.h>
#include <stddef.h>

#include "bindgen/schema.h"
#include "bindgen/type.h"
#include "util/arena.h"

enum up_word {
	UP_WORD_I32,
	UP_WORD_I64,
	UP_WORD_F32,
	UP_WORD_F64,
	/*
	 * A value of JavaScript. The code of the crate has an i32 for it, an
	 * index of the table (or heap) of values; at the border it is an
	 * externref where the module has references.
	 */
	UP_WORD_REF, /* the index is given away with it */
	UP_WORD_REF_LENT, /* it is lent for the length of the call */
};

/* Words one behind the other; owned by an arena. Zeroed is empty. */
struct up_words {
	enum up_word *items;
	size_t count;
};

enum up_direction {
	UP_INTO_RUST, /* an argument of an export, the result of an import */
	UP_OUT_OF_RUST, /* the result of an export, an argument of an import */
};

/* Which values of JavaScript stand for the absence of one. */
enum up_absence {
	UP_PRESENT, /* none: there always is one */
	UP_ABSENT_OPTION, /* undefined and null alike */
	UP_ABSENT_NULL, /* null; undefined is for the type inside */
	UP_ABSENT_EITHER, /* undefined and null, each for itself */
};

/* A type without what is around it, and what that was. */
struct up_crossing {
	const struct up_bindgen_type *core;
	enum up_absence absence;
	bool result; /* or an error */
	bool lent; /* by a reference */
	bool kept; /* by one that outlives the call: values come as owned */
	bool mutable_;
	bool clamped;
	/* How it comes as a sequence: what was said for slices, for vectors. */
	enum up_bindgen_sequence slice, vector;
};

struct up_crossing up_crossing_of(const struct up_bindgen_type *type);

/*
 * Appends the words of a value of @type. False if no value of it can cross in
 * that direction; @words is untouched then. Types of several words that come
 * back from a function come as its several results.
 */
bool up_crossing_words(const struct up_bindgen_schema *schema,
		       const struct up_bindgen_type *type,
		       enum up_direction direction, struct up_arena *arena,
		       struct up_words *words);

/*
 * Whether the elements of a sequence of @item are converted one by one (each in
 * its own words, in memory), rather than lie there as they are.
 */
bool up_crossing_encoded(const struct up_bindgen_schema *schema,
			 const struct up_bindgen_type *item);

#endif
