/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_RECODE_H
#define UP_WASM_RECODE_H

/*
 * Function bodies as bytes: what is in them, and the same ones with other
 * indices. For bodies that up_code_check() has been over, of modules without the
 * types of garbage collection.
 */

#include "util/buf.h"
#include "wasm/contents.h"

/* What a body names, and numbers that places in memory are made of. */
enum up_body_use {
	UP_USE_TYPE, /* of call_indirect; its table comes next */
	UP_USE_FUNCTION, /* by a call, or ref.func */
	UP_USE_TABLE,
	UP_USE_MEMORY,
	UP_USE_GLOBAL,
	UP_USE_TAG,
	UP_USE_I32_CONST, /* @value its bits */
	UP_USE_OFFSET, /* of an access to memory, cut off at 32 bits */
};

typedef void up_body_use_visitor(enum up_body_use use, uint32_t value,
				 void *data);

/* What a body has, as bits. */
enum up_body_trait {
	UP_BODY_LEGACY_EH = 1 << 0,
	UP_BODY_EXNREF = 1 << 1,
	UP_BODY_THROW = 1 << 2, /* throw, not throw_ref and rethrow */
	UP_BODY_TAIL_CALL = 1 << 3,
	UP_BODY_CALL_INDIRECT = 1 << 4,
	UP_BODY_REF_FUNC = 1 << 5,
	/* Sizes of memories and tables, segments, writes to tables. */
	UP_BODY_STATE = 1 << 6,
	/* global.get, i32.const, i32.sub, [local.tee], global.set of the stack */
	UP_BODY_FRAME = 1 << 7,
	UP_BODY_OTHER = 1 << 8, /* what cannot be carried over */
};

/* What is going to be done with a body. */
enum up_body_wish {
	UP_BODY_NO_WISH,
	UP_BODY_WANTED, /* somebody looks into it */
	UP_BODY_GOES, /* nothing uses it but what is removed itself */
};

/* New indices by old ones; NULL: they stay as they are. */
struct up_index_maps {
	const uint32_t *types;
	const uint32_t *functions;
	const uint32_t *tables;
	const uint32_t *memories;
	const uint32_t *globals;
	const uint32_t *tags;
};

/* Instructions, as bytes. */
struct up_code_part {
	const uint8_t *bytes;
	size_t size;
};

/*
 * What is in the @size bytes of a body at @bytes. @stack_pointer is the global
 * that UP_BODY_FRAME is about, or UP_NO_INDEX. Counts in @uses, by index, how
 * often the body names functions.
 */
uint32_t up_body_traits(const uint8_t *bytes, size_t size,
			uint32_t stack_pointer, uint32_t *uses);

/* Calls @visit for all that the body uses, in its order, one as often as it is. */
void up_body_each_use(const uint8_t *bytes, size_t size,
		      up_body_use_visitor *visit, void *data);

/*
 * The instruction behind the one at @at; behind a block's type, for what has one.
 * NULL where that is nothing that can be carried.
 */
const uint8_t *up_body_skip(const uint8_t *at, const uint8_t *end);

/*
 * Appends the body with other indices to @out; behind its locals comes @prologue,
 * whose indices are right already. It must not have UP_BODY_OTHER;
 * indices of segments stay as they are.
 */
void up_body_recode(const uint8_t *bytes, size_t size,
		    const struct up_index_maps *maps,
		    const struct up_code_part *prologue, struct up_buf *out);

#endif
