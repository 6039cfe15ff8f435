/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <inttypes.h>

#include "wasm/code.h"
#include "wasm/cursor.h"
#include "wasm/entity.h"

static const uint8_t opcode_end = 0x0b;

enum { UP_FEATURE_NONE = UP_FEATURE_COUNT };

struct const_instruction {
	uint8_t prefix;
	uint32_t opcode;
	const char *name;
	const char *immediates;
	uint8_t feature;
};

static const struct const_instruction instructions[] = {
#define UP_CONST(prefix, opcode, name, immediates, feature) \
	{prefix, opcode, name, immediates, UP_FEATURE_##feature},
#include "wasm/const_expr.def"
#undef UP_CONST
};

enum {
	INSTRUCTION_COUNT = sizeof(instructions) / sizeof(instructions[0]),
};

struct reader {
	struct up_cursor cursor;
	uint64_t functions; /* how many there are */
	up_const_visitor *visit; /* may be NULL */
	void *data;
	unsigned count; /* of instructions so far */
	struct up_const_expr expr;
};

static void found(struct reader *reader, enum up_const_kind kind,
		  uint32_t value)
{
	reader->expr.kind = kind;
	reader->expr.value = value;
	if (kind == UP_CONST_FUNC && reader->visit != NULL)
		reader->visit(value, reader->data);
}

static int read_immediate(struct reader *reader, const char *what,
			  char immediate)
{
	struct up_cursor *cursor = &reader->cursor;
	uint32_t u32;
	int32_t s32;
	int64_t s64;

	switch (immediate) {
	case 'u':
		return up_cursor_u32(cursor, what, &u32);
	case 'f':
		if (up_cursor_index(cursor, "the function of ref.func",
				    reader->functions, &u32) < 0)
			return -1;
		found(reader, UP_CONST_FUNC, u32);
		return 0;
	case 'i':
		if (up_cursor_s32(cursor, what, &s32) < 0)
			return -1;
		found(reader, UP_CONST_I32, (uint32_t)s32);
		return 0;
	case 'l':
		return up_cursor_s64(cursor, what, &s64);
	case 'h':
		found(reader, UP_CONST_NULL, 0);
		return up_cursor_heap_type(cursor, what, UINT64_MAX, &s64);
	case '4':
		return up_cursor_skip(cursor, what, 4);
	case '8':
		return up_cursor_skip(cursor, what, 8);
	default: /* 's' */
		return up_cursor_skip(cursor, what, 16);
	}
}

static bool is_prefix(uint8_t byte)
{
	for (size_t i = 0; i < INSTRUCTION_COUNT; i++)
		if (instructions[i].prefix == byte && byte != 0)
			return true;
	return false;
}

static int unknown(const struct up_cursor *cursor, uint64_t offset,
		   uint8_t prefix, uint32_t opcode)
{
	if (prefix != 0)
		return up_cursor_unknown(cursor, offset,
					 "the opcode 0x%x 0x%" PRIx32 " is not "
					 "one of a constant expression",
					 prefix, opcode);
	return up_cursor_unknown(cursor, offset,
				 "the opcode 0x%" PRIx32 " is not one of a "
				 "constant expression",
				 opcode);
}

static int read_immediates(struct reader *reader,
			   const struct const_instruction *known)
{
	reader->count++;
	reader->expr.features |= 1ull << known->feature;
	for (const char *c = known->immediates; *c != '\0'; c++)
		if (read_immediate(reader, known->name, *c) < 0)
			return -1;
	return 0;
}

/* Reads one instruction, the first byte of which is @byte at @offset. */
static int read_instruction(struct reader *reader, uint64_t offset,
			    uint8_t byte)
{
	uint8_t prefix = is_prefix(byte) ? byte : 0;
	uint32_t opcode = byte;

	if (prefix != 0 &&
	    up_cursor_u32(&reader->cursor,
			  "an instruction of a constant expression",
			  &opcode) < 0)
		return -1;
	for (size_t i = 0; i < INSTRUCTION_COUNT; i++)
		if (instructions[i].prefix == prefix &&
		    instructions[i].opcode == opcode)
			return read_immediates(reader, &instructions[i]);
	return unknown(&reader->cursor, offset, prefix, opcode);
}

int up_cursor_const_expr(struct up_cursor *cursor, uint64_t functions,
			 up_const_visitor *visit, void *data,
			 struct up_const_expr *ret)
{
	struct reader reader = {
		.cursor = *cursor,
		.functions = functions,
		.visit = visit,
		.data = data,
	};

	for (;;) {
		uint64_t offset = up_cursor_offset(&reader.cursor);
		uint8_t byte;

		if (up_cursor_byte(&reader.cursor, "a constant expression",
				   &byte) < 0)
			return -1;
		if (byte == opcode_end)
			break;
		if (read_instruction(&reader, offset, byte) < 0)
			return -1;
	}
	if (reader.count != 1)
		reader.expr.kind = UP_CONST_OTHER;
	reader.expr.features &= (1ull << UP_FEATURE_COUNT) - 1;
	*ret = reader.expr;
	*cursor = reader.cursor;
	return 0;
}

int up_cursor_skip_const_expr(struct up_cursor *cursor)
{
	struct up_const_expr expr;

	return up_cursor_const_expr(cursor, UINT64_MAX, NULL, NULL, &expr);
}
