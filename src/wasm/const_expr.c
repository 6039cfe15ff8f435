/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <inttypes.h>

#include "wasm/cursor.h"

static const uint8_t opcode_end = 0x0b;

struct const_instruction {
	uint8_t prefix;
	uint32_t opcode;
	const char *name;
	const char *immediates;
};

static const struct const_instruction instructions[] = {
#define UP_CONST(prefix, opcode, name, immediates) \
	{prefix, opcode, name, immediates},
#include "wasm/const_expr.def"
#undef UP_CONST
};

enum {
	INSTRUCTION_COUNT = sizeof(instructions) / sizeof(instructions[0]),
};

static int skip_immediate(struct up_cursor *cursor, const char *what,
			  char immediate)
{
	uint32_t u32;
	int32_t s32;
	int64_t s64;

	switch (immediate) {
	case 'u':
		return up_cursor_u32(cursor, what, &u32);
	case 'i':
		return up_cursor_s32(cursor, what, &s32);
	case 'l':
		return up_cursor_s64(cursor, what, &s64);
	case 'h':
		return up_cursor_s33(cursor, what, &s64);
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

/* Skips one instruction, the first byte of which is @byte at @offset. */
static int skip_instruction(struct up_cursor *cursor, uint64_t offset,
			    uint8_t byte)
{
	const char *what = "an instruction of a constant expression";
	uint8_t prefix = is_prefix(byte) ? byte : 0;
	uint32_t opcode = byte;

	if (prefix != 0 && up_cursor_u32(cursor, what, &opcode) < 0)
		return -1;
	for (size_t i = 0; i < INSTRUCTION_COUNT; i++) {
		const struct const_instruction *known = &instructions[i];

		if (known->prefix != prefix || known->opcode != opcode)
			continue;
		for (const char *c = known->immediates; *c != '\0'; c++)
			if (skip_immediate(cursor, known->name, *c) < 0)
				return -1;
		return 0;
	}
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

int up_cursor_skip_const_expr(struct up_cursor *cursor)
{
	struct up_cursor ahead = *cursor;

	for (;;) {
		uint64_t offset = up_cursor_offset(&ahead);
		uint8_t byte;

		if (up_cursor_byte(&ahead, "a constant expression", &byte) < 0)
			return -1;
		if (byte == opcode_end)
			break;
		if (skip_instruction(&ahead, offset, byte) < 0)
			return -1;
	}
	*cursor = ahead;
	return 0;
}
