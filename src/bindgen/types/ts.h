/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_TS_H
#define UP_BINDGEN_TYPES_TS_H

/* How types of Rust and the functions of a crate read in TypeScript. */

#include "bindgen/types/names.h"

/* What the types of a module are written by. */
struct up_ts {
	const struct up_bindgen_names *names;
	/* Typed arrays that are results say what is below: TypeScript 5.7. */
	bool typed_array_buffers;
};

/*
 * Appends the type of a value: what JavaScript may give for it, or what it gets.
 * The type of a promise is not in it.
 */
void up_bindgen_ts_type(const struct up_ts *ts,
			const struct up_bindgen_type *type,
			enum up_direction direction, struct up_buf *out);

struct up_ts_param {
	const char *name;
	const char *type; /* without what leaving it out means */
	struct up_raw_name description; /* may be missing */
	bool optional; /* may be left out */
	bool rest; /* and all that come behind it */
};

/* An export as JavaScript sees it. */
struct up_ts_signature {
	struct up_ts_param *params; /* as all of this, of an arena */
	size_t count;
	const char *result; /* NULL: of a constructor */
	struct up_raw_name result_description; /* may be missing */
	/* There is one parameter, and it may be left out for its type. */
	bool option;
};

/*
 * Reads the signature of an adapter that JavaScript calls by a name: of a
 * function, a method, or one that gets or sets.
 */
void up_ts_signature_read(struct up_ts_signature *ret, const struct up_ts *ts,
			  const struct up_adapter *adapter,
			  struct up_arena *arena);

/* Appends the parameters in parentheses, and what it returns. */
void up_ts_signature_print(const struct up_ts_signature *signature,
			   struct up_buf *out);

/* Whether the text of a comment says more than the signature. */
bool up_ts_signature_described(const struct up_ts_signature *signature);

#endif
