/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/recode.h"

#include <stdbool.h>

#include "wasm/leb128.h"

/* ---- what follows an opcode ---- */

/* One for each word of the column `immediates` in opcode_*.def. */
enum shape {
	SHAPE_other, /* nothing that is carried */
	SHAPE_none,
	SHAPE_number, /* any integer */
	SHAPE_i32,
	SHAPE_bytes_1,
	SHAPE_bytes_4,
	SHAPE_bytes_8,
	SHAPE_bytes_16,
	SHAPE_block,
	SHAPE_labels,
	SHAPE_tag,
	SHAPE_try_table,
	SHAPE_function,
	SHAPE_type_table,
	SHAPE_memarg,
	SHAPE_memarg_byte,
	SHAPE_memory,
	SHAPE_memory_memory,
	SHAPE_data,
	SHAPE_data_memory,
	SHAPE_table,
	SHAPE_element_table,
	SHAPE_table_table,
	SHAPE_global,
	SHAPE_types,
	SHAPE_heap,

	/* the words themselves */
	SHAPE_i64 = SHAPE_number,
	SHAPE_local_get = SHAPE_number,
	SHAPE_local_set = SHAPE_number,
	SHAPE_local_tee = SHAPE_number,
	SHAPE_fence = SHAPE_bytes_1,
	SHAPE_lane_2 = SHAPE_bytes_1,
	SHAPE_lane_4 = SHAPE_bytes_1,
	SHAPE_lane_8 = SHAPE_bytes_1,
	SHAPE_lane_16 = SHAPE_bytes_1,
	SHAPE_shuffle = SHAPE_bytes_16,
	SHAPE_unreachable = SHAPE_none,
	SHAPE_return = SHAPE_none,
	SHAPE_drop = SHAPE_none,
	SHAPE_select_plain = SHAPE_none,
	SHAPE_select = SHAPE_types,
	SHAPE_if = SHAPE_block,
	SHAPE_else = SHAPE_none,
	SHAPE_end = SHAPE_none,
	SHAPE_br = SHAPE_number,
	SHAPE_br_if = SHAPE_number,
	SHAPE_br_table = SHAPE_labels,
	SHAPE_try = SHAPE_block,
	SHAPE_catch = SHAPE_tag,
	SHAPE_catch_all = SHAPE_none,
	SHAPE_delegate = SHAPE_number,
	SHAPE_rethrow = SHAPE_number,
	SHAPE_throw = SHAPE_tag,
	SHAPE_throw_ref = SHAPE_none,
	SHAPE_call = SHAPE_function,
	SHAPE_return_call = SHAPE_function,
	SHAPE_ref_func = SHAPE_function,
	SHAPE_call_indirect = SHAPE_type_table,
	SHAPE_return_call_indirect = SHAPE_type_table,
	SHAPE_ref_null = SHAPE_heap,
	SHAPE_ref_is_null = SHAPE_none,
	SHAPE_memarg_1 = SHAPE_memarg,
	SHAPE_memarg_2 = SHAPE_memarg,
	SHAPE_memarg_4 = SHAPE_memarg,
	SHAPE_memarg_8 = SHAPE_memarg,
	SHAPE_memarg_16 = SHAPE_memarg,
	SHAPE_memarg_lane_1 = SHAPE_memarg_byte,
	SHAPE_memarg_lane_2 = SHAPE_memarg_byte,
	SHAPE_memarg_lane_4 = SHAPE_memarg_byte,
	SHAPE_memarg_lane_8 = SHAPE_memarg_byte,
	SHAPE_memory_grow = SHAPE_memory,
	SHAPE_element = SHAPE_data,
	SHAPE_table_get = SHAPE_table,
	SHAPE_table_set = SHAPE_table,
	SHAPE_table_grow = SHAPE_table,
	SHAPE_table_fill = SHAPE_table,
	SHAPE_table_init = SHAPE_element_table,
	SHAPE_table_copy = SHAPE_table_table,
	SHAPE_global_get = SHAPE_global,
	SHAPE_global_set = SHAPE_global,

	/* of proposals that are not carried */
	SHAPE_label = SHAPE_other,
	SHAPE_cast_label = SHAPE_other,
	SHAPE_type_tag = SHAPE_other,
	SHAPE_resume = SHAPE_other,
	SHAPE_resume_throw = SHAPE_other,
	SHAPE_call_ref = SHAPE_other,
	SHAPE_return_call_ref = SHAPE_other,
	SHAPE_type = SHAPE_other,
	SHAPE_type_type = SHAPE_other,
	SHAPE_type_u32 = SHAPE_other,
	SHAPE_type_data = SHAPE_other,
	SHAPE_type_element = SHAPE_other,
	SHAPE_ordered_global_get = SHAPE_other,
	SHAPE_ordered_global_set = SHAPE_other,
	SHAPE_ordered_table = SHAPE_other,
	SHAPE_ordered_table_write = SHAPE_other,
	SHAPE_ordered_type = SHAPE_other,
	SHAPE_ordered_type_u32 = SHAPE_other,
};

#define UP_OPCODE(code, name, immediates, takes, gives, feature) \
	[code] = SHAPE_##immediates,

static const uint8_t shapes[256] = {
#include "wasm/opcode_base.def"
#include "wasm/opcode_eh.def"
#include "wasm/opcode_reference.def"
#include "wasm/opcode_stack.def"
#include "wasm/opcode_tail_call.def"
};

static const uint8_t shapes_misc[] = {
#include "wasm/opcode_misc.def"
};

static const uint8_t shapes_simd[] = {
#include "wasm/opcode_simd.def"
};

static const uint8_t shapes_atomics[] = {
#include "wasm/opcode_atomics.def"
};

#undef UP_OPCODE

enum { PREFIX_MISC = 0xfc, PREFIX_SIMD = 0xfd, PREFIX_ATOMICS = 0xfe };

static const struct {
	const uint8_t *shapes;
	size_t count;
} prefixes[] = {
	{shapes_misc, sizeof(shapes_misc)},
	{shapes_simd, sizeof(shapes_simd)},
	{shapes_atomics, sizeof(shapes_atomics)},
};

/* ---- and what it says of the body ---- */

enum {
	OP_LOCAL_TEE = 0x22,
	OP_GLOBAL_GET = 0x23,
	OP_GLOBAL_SET = 0x24,
	OP_I32_CONST = 0x41,
	OP_I32_SUB = 0x6b,
};

static const uint16_t traits[256] = {
	[0x06] = UP_BODY_LEGACY_EH, /* try */
	[0x08] = UP_BODY_THROW, /* throw */
	[0x0a] = UP_BODY_EXNREF, /* throw_ref */
	[0x11] = UP_BODY_CALL_INDIRECT,
	[0x12] = UP_BODY_TAIL_CALL, /* return_call */
	[0x13] = UP_BODY_TAIL_CALL | UP_BODY_CALL_INDIRECT,
	[0x1f] = UP_BODY_EXNREF, /* try_table */
	[0x25] = UP_BODY_STATE, /* table.get */
	[0x26] = UP_BODY_STATE, /* table.set */
	[0x3f] = UP_BODY_STATE, /* memory.size */
	[0x40] = UP_BODY_STATE, /* memory.grow */
	[0xd2] = UP_BODY_REF_FUNC,
};

enum { MISC_MEMORY_INIT = 8, MISC_DATA_DROP = 9, MISC_TABLE_INIT = 12 };

/* memory.copy and memory.fill touch contents alone. */
static uint32_t misc_traits(uint32_t number)
{
	return number == MISC_MEMORY_INIT || number == MISC_DATA_DROP ||
			       number >= MISC_TABLE_INIT
		       ? UP_BODY_STATE
		       : 0;
}

/* ---- going over a body ---- */

struct recoder {
	const uint8_t *next, *end;
	const uint8_t *copied; /* what is before it is in @out */
	const struct up_index_maps *maps; /* NULL: nothing is copied */
	const struct up_code_part *prologue; /* NULL without @maps */
	struct up_buf *out;
	up_body_use_visitor *visit; /* or NULL */
	void *data; /* its */
	uint32_t stack_pointer; /* whose frames are looked for */
	uint32_t *uses; /* of functions; or NULL */
	uint32_t traits;
};

static inline uint32_t read_u32(struct recoder *r)
{
	uint32_t value = *r->next & 0x7f;

	for (int shift = 7; *r->next++ >= 0x80; shift += 7)
		value |= (uint32_t)(*r->next & 0x7f) << shift;
	return value;
}

/* Any integer, whatever its size. */
static inline void skip_number(struct recoder *r)
{
	while (*r->next++ >= 0x80)
		continue;
}

static void copy(struct recoder *r, const uint8_t *to)
{
	if (to > r->copied)
		up_buf_append(r->out, r->copied, (size_t)(to - r->copied));
	r->copied = to;
}

static const uint32_t *map_of(const struct recoder *r, enum up_body_use use)
{
	switch (use) {
	case UP_USE_TYPE:
		return r->maps->types;
	case UP_USE_FUNCTION:
		return r->maps->functions;
	case UP_USE_TABLE:
		return r->maps->tables;
	case UP_USE_MEMORY:
		return r->maps->memories;
	case UP_USE_GLOBAL:
		return r->maps->globals;
	case UP_USE_TAG:
		return r->maps->tags;
	default:
		return NULL;
	}
}

static void index_of(struct recoder *r, enum up_body_use use)
{
	const uint8_t *at = r->next;
	uint32_t old = read_u32(r);
	const uint32_t *map;

	if (r->visit)
		r->visit(use, old, r->data);
	if (!r->maps)
		return;
	map = map_of(r, use);
	if (!map || map[old] == old)
		return;
	copy(r, at);
	up_leb128_put_u32(r->out, map[old]);
	r->copied = r->next;
}

static void function_index(struct recoder *r)
{
	if (r->uses)
		r->uses[read_u32(r)]++;
	else
		index_of(r, UP_USE_FUNCTION);
}

/* A number that is passed over if nobody wants it. */
static void number_of(struct recoder *r, enum up_body_use use)
{
	const uint8_t *at = r->next;
	uint64_t value = 0;
	int shift = 0;

	skip_number(r);
	if (!r->visit)
		return;
	for (; at < r->next && shift < 64; shift += 7)
		value |= (uint64_t)(*at++ & 0x7f) << shift;
	/* The sign goes up to where the 32 bits end. */
	if (use == UP_USE_I32_CONST && (r->next[-1] & 0x40) != 0 && shift < 32)
		value |= UINT64_MAX << shift;
	if (use == UP_USE_OFFSET && value > UINT32_MAX)
		value = UINT32_MAX;
	r->visit(use, (uint32_t)value, r->data);
}

enum { VOID = 0x40 };

static void check_type(struct recoder *r, uint8_t code)
{
	if (code < UP_VT_V128 && code != UP_VT_FUNCREF &&
	    code != UP_VT_EXTERNREF && code != UP_VT_EXNREF)
		r->traits |= UP_BODY_OTHER;
}

/* A type's index as 33 bits with a sign, or one byte for what needs none. */
static void block_type(struct recoder *r)
{
	const uint8_t *at = r->next;
	const uint32_t *map = r->maps ? r->maps->types : NULL;
	uint8_t bytes[5];
	size_t size = 0;
	uint32_t value;

	if (*at < 0x80 && (*at & 0x40) != 0) {
		r->next++;
		if (*at != VOID)
			check_type(r, *at);
		return;
	}
	value = read_u32(r);
	if (!map || map[value] == value)
		return;
	copy(r, at);
	for (value = map[value]; value >= 0x40; value >>= 7)
		bytes[size++] = (uint8_t)(value | 0x80);
	bytes[size++] = (uint8_t)value;
	up_buf_append(r->out, bytes, size);
	r->copied = r->next;
}

static void labels(struct recoder *r)
{
	for (uint64_t left = (uint64_t)read_u32(r) + 1; left > 0; left--)
		skip_number(r);
}

static void try_table(struct recoder *r)
{
	block_type(r);
	for (uint32_t left = read_u32(r); left > 0; left--) {
		/* catch and catch_ref have a tag. */
		if (*r->next++ < 2)
			index_of(r, UP_USE_TAG);
		skip_number(r);
	}
}

enum { MEMARG_ALIGNMENT = 0xf, MEMARG_ARRAY = 1 << 5, MEMARG_MEMORY = 1 << 6 };

static void memarg(struct recoder *r)
{
	uint32_t flags = read_u32(r);

	/* An access with an order, or of an array. */
	if ((flags & ~(uint32_t)(MEMARG_MEMORY | MEMARG_ALIGNMENT)) != 0) {
		r->traits |= UP_BODY_OTHER;
		return;
	}
	if ((flags & MEMARG_MEMORY) != 0)
		index_of(r, UP_USE_MEMORY);
	else if (r->visit)
		r->visit(UP_USE_MEMORY, 0, r->data);
	number_of(r, UP_USE_OFFSET);
}

/* Of a select: each is one byte here. */
static void types(struct recoder *r)
{
	for (uint32_t left = read_u32(r); left > 0; left--)
		check_type(r, *r->next++);
}

static void operands(struct recoder *r, enum shape shape)
{
	switch (shape) {
	case SHAPE_other:
		r->traits |= UP_BODY_OTHER;
		break;
	case SHAPE_none:
		break;
	case SHAPE_number:
	case SHAPE_data:
		skip_number(r);
		break;
	case SHAPE_i32:
		number_of(r, UP_USE_I32_CONST);
		break;
	case SHAPE_bytes_1:
		r->next++;
		break;
	case SHAPE_bytes_4:
		r->next += 4;
		break;
	case SHAPE_bytes_8:
		r->next += 8;
		break;
	case SHAPE_bytes_16:
		r->next += 16;
		break;
	case SHAPE_block:
		block_type(r);
		break;
	case SHAPE_labels:
		labels(r);
		break;
	case SHAPE_tag:
		index_of(r, UP_USE_TAG);
		break;
	case SHAPE_try_table:
		try_table(r);
		break;
	case SHAPE_function:
		function_index(r);
		break;
	case SHAPE_type_table:
		index_of(r, UP_USE_TYPE);
		index_of(r, UP_USE_TABLE);
		break;
	case SHAPE_memarg:
		memarg(r);
		break;
	case SHAPE_memarg_byte:
		memarg(r);
		r->next++;
		break;
	case SHAPE_memory_memory:
		index_of(r, UP_USE_MEMORY);
		index_of(r, UP_USE_MEMORY);
		break;
	case SHAPE_data_memory:
		skip_number(r);
		index_of(r, UP_USE_MEMORY);
		break;
	case SHAPE_memory:
		index_of(r, UP_USE_MEMORY);
		break;
	case SHAPE_table_table:
		index_of(r, UP_USE_TABLE);
		index_of(r, UP_USE_TABLE);
		break;
	case SHAPE_element_table:
		skip_number(r);
		index_of(r, UP_USE_TABLE);
		break;
	case SHAPE_table:
		index_of(r, UP_USE_TABLE);
		break;
	case SHAPE_global:
		index_of(r, UP_USE_GLOBAL);
		break;
	case SHAPE_types:
		types(r);
		break;
	case SHAPE_heap:
		check_type(r, *r->next++);
		break;
	}
}

static enum shape prefixed(struct recoder *r, uint8_t prefix)
{
	uint32_t number = read_u32(r);

	if (prefix < PREFIX_MISC || prefix > PREFIX_ATOMICS ||
	    number >= prefixes[prefix - PREFIX_MISC].count)
		return SHAPE_other;
	if (prefix == PREFIX_MISC)
		r->traits |= misc_traits(number);
	return prefixes[prefix - PREFIX_MISC].shapes[number];
}

/* Whether a frame of the shadow stack is made: behind `global.get G`. */
static bool makes_frame(const struct recoder *at, uint32_t global)
{
	struct recoder r = *at;

	if (*r.next++ != OP_I32_CONST)
		return false;
	skip_number(&r);
	if (*r.next++ != OP_I32_SUB)
		return false;
	if (*r.next == OP_LOCAL_TEE) {
		r.next++;
		skip_number(&r);
	}
	if (*r.next++ != OP_GLOBAL_SET)
		return false;
	return read_u32(&r) == global;
}

static void note_frame(struct recoder *r)
{
	struct recoder after = *r;

	if (read_u32(&after) == r->stack_pointer &&
	    makes_frame(&after, r->stack_pointer))
		r->traits |= UP_BODY_FRAME;
}

static void locals(struct recoder *r)
{
	for (uint32_t left = read_u32(r); left > 0; left--) {
		skip_number(r);
		check_type(r, *r->next++);
	}
}

static void instruction(struct recoder *r)
{
	uint8_t byte = *r->next++;
	enum shape shape = shapes[byte];

	r->traits |= traits[byte];
	if (byte == OP_GLOBAL_GET && r->stack_pointer != UP_NO_INDEX)
		note_frame(r);
	if (byte >= PREFIX_MISC - 1)
		shape = prefixed(r, byte);
	operands(r, shape);
}

/* Behind the number at @at. */
static inline const uint8_t *behind(const uint8_t *at)
{
	while (*at++ >= 0x80)
		continue;
	return at;
}

/*
 * Passes over instructions of which nobody wants to know more than that they are
 * there: most of them, and many in a row.
 */
static void pass_plain(struct recoder *r)
{
	const uint8_t *next = r->next;
	bool unasked = !r->visit;
	uint32_t found = 0;

	while (next < r->end) {
		enum shape shape = shapes[*next];

		if (shape != SHAPE_none && shape != SHAPE_number &&
		    (!unasked ||
		     (shape != SHAPE_i32 &&
		      (shape != SHAPE_memarg || next[1] > MEMARG_ALIGNMENT))))
			break;
		found |= traits[*next++];
		if (shape == SHAPE_memarg)
			next++;
		if (shape != SHAPE_none)
			next = behind(next);
	}
	r->next = next;
	r->traits |= found;
}

static void go_over(struct recoder *r)
{
	locals(r);
	if (r->prologue) {
		copy(r, r->next);
		up_buf_append(r->out, r->prologue->bytes, r->prologue->size);
	}
	for (;;) {
		pass_plain(r);
		if (r->next >= r->end || (r->traits & UP_BODY_OTHER) != 0)
			break;
		instruction(r);
	}
}

uint32_t up_body_traits(const uint8_t *bytes, size_t size,
			uint32_t stack_pointer, uint32_t *uses)
{
	struct recoder r = {
		.next = bytes,
		.end = bytes + size,
		.stack_pointer = stack_pointer,
		.uses = uses,
	};

	go_over(&r);
	return r.traits;
}

void up_body_each_use(const uint8_t *bytes, size_t size,
		      up_body_use_visitor *visit, void *data)
{
	struct recoder r = {
		.next = bytes,
		.end = bytes + size,
		.stack_pointer = UP_NO_INDEX,
		.visit = visit,
		.data = data,
	};

	go_over(&r);
}

const uint8_t *up_body_skip(const uint8_t *at, const uint8_t *end)
{
	struct recoder r = {
		.next = at,
		.end = end,
		.stack_pointer = UP_NO_INDEX,
	};

	instruction(&r);
	return (r.traits & UP_BODY_OTHER) != 0 ? NULL : r.next;
}

void up_body_recode(const uint8_t *bytes, size_t size,
		    const struct up_index_maps *maps,
		    const struct up_code_part *prologue, struct up_buf *out)
{
	struct recoder r = {
		.next = bytes,
		.end = bytes + size,
		.copied = bytes,
		.stack_pointer = UP_NO_INDEX,
		.maps = maps,
		.prologue = prologue,
		.out = out,
	};

	go_over(&r);
	copy(&r, r.end);
}
