/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPE_H
#define UP_BINDGEN_TYPE_H

/*
 * The type of a function, a value or a field, as the crate describes it: words
 * that its describing functions say one by one, and the tree they stand for.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "wasm/module.h"

enum up_bindgen_type_kind {
#define UP_TYPE(id, name) UP_TYPE_##id,
#include "bindgen/type.def"
#undef UP_TYPE
};

/* How JavaScript gets the sequence in an argument of an import. */
enum up_bindgen_sequence {
	UP_SEQUENCE_VIEW,
	UP_SEQUENCE_COPY, /* a typed array of its own */
	UP_SEQUENCE_ARRAY, /* a plain Array */
};

struct up_bindgen_type {
	enum up_bindgen_type_kind kind;

	/*
	 * What is inside. A function has its arguments, then what it returns,
	 * then what the caller gets of that (not the same where it is async).
	 * A closure has its function. All owned by the arena, as are texts.
	 */
	struct up_bindgen_type *items;
	size_t item_count;

	struct up_raw_name name; /* of a struct, enum, union or class */
	struct up_raw_name crate; /* that defines it; may be missing */
	uint32_t module_hash; /* of the Rust module that does; 0 if unknown */

	uint32_t hole; /* enum: what stands for none */
	uint32_t variant_count; /* string enum: the value of an invalid one */

	uint32_t function; /* of a function: in the table of the module */
	uint32_t destructor; /* of a closure, likewise; 0 if it has none */
	bool owned; /* closure: dropped by JavaScript */
	bool mutable_; /* closure: must not be entered again */

	enum up_bindgen_sequence sequence;
	bool of_vectors; /* the choice was made for vectors, not slices */
	bool is_explicit; /* it was written on this very argument */
};

/* Which schemas have something, by the N of their version 0.2.N. */
struct up_bindgen_age {
	unsigned since;
	unsigned before; /* 0: all later ones */
};

/*
 * One type of a schema, and what follows its number; a letter each:
 *   t  a type               T  a count, and that many types
 *   f  a function: table index, count, arguments, result, inner result
 *   F  likewise, behind the number of the type function
 *   n  the name             c  the identifier of a crate
 *   m  a hash of a module   h  the hole
 *   v  the count of variants
 *   d  a destructor         o  owned (0 or 1)    u  mutable (0 or 1)
 *   s  a choice of how sequences come
 */
struct up_bindgen_tag {
	enum up_bindgen_type_kind kind;
	const char *follows;
	struct up_bindgen_age age;
};

struct up_bindgen_words {
	uint32_t *items; /* owned by who made it: free() */
	size_t count;
};

struct up_bindgen_schema;

/*
 * Makes a type of words, all of them; with @ret_key the words start with a
 * text. Returns NULL and a problem in @ret_problem (static) if they are none.
 */
const struct up_bindgen_type *up_bindgen_type_read(
	const struct up_bindgen_schema *schema,
	const struct up_bindgen_words *words, struct up_raw_name *ret_key,
	struct up_arena *arena, const char **ret_problem);

/* Appends a type in a short stable form. */
void up_bindgen_type_print(const struct up_bindgen_type *type,
			   struct up_buf *buf);

#endif
