/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/code.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diag/progress.h"
#include "util/mem.h"
#include "wasm/code_scan.h"
#include "wasm/validate.h"

/* ---- the instructions ---- */

#define UP_OPCODE(code, name, immediates, takes, gives, feature)         \
	[code] = {name,       up_code_read_##immediates, takes,           \
		  sizeof(takes) - 1, (gives)[0], UP_FEATURE_##feature},

static const struct up_opcode opcodes[256] = {
#include "wasm/opcode_base.def"
#include "wasm/opcode_eh.def"
#include "wasm/opcode_reference.def"
#include "wasm/opcode_stack.def"
#include "wasm/opcode_tail_call.def"
};

static const struct up_opcode opcodes_gc[] = {
#include "wasm/opcode_gc.def"
};

static const struct up_opcode opcodes_misc[] = {
#include "wasm/opcode_misc.def"
};

static const struct up_opcode opcodes_simd[] = {
#include "wasm/opcode_simd.def"
};

static const struct up_opcode opcodes_atomics[] = {
#include "wasm/opcode_atomics.def"
};

#undef UP_OPCODE

enum { FIRST_PREFIX = 0xfb };

#define OPCODES(table) {table, sizeof(table) / sizeof((table)[0])}

static const struct {
	const struct up_opcode *opcodes;
	size_t count;
} prefixes[] = {
	OPCODES(opcodes_gc), /* 0xfb */
	OPCODES(opcodes_misc), /* 0xfc */
	OPCODES(opcodes_simd), /* 0xfd */
	OPCODES(opcodes_atomics), /* 0xfe */
};

/* ---- features ---- */

const char *up_feature_name(enum up_code_feature feature)
{
	static const char *const names[] = {
#define UP_FEATURE(id, name) name,
#include "wasm/feature.def"
#undef UP_FEATURE
	};

	return names[feature];
}

/* ---- going over a body ---- */

int up_scan_error(const struct up_scan *scan, const char *what)
{
	return up_cursor_error(&scan->cursor,
			       (uint64_t)(scan->at - scan->cursor.start), "%s",
			       what);
}

void up_scan_push(struct up_scan *scan, enum up_scan_frame frame)
{
	if (scan->depth == scan->capacity) {
		uint8_t *frames = up_alloc(scan->capacity * 2);

		memcpy(frames, scan->frames, scan->depth);
		if (scan->frames != scan->shallow)
			free(scan->frames);
		scan->frames = frames;
		scan->capacity *= 2;
	}
	scan->frames[scan->depth++] =
		(uint8_t)(frame | (scan->dead ? UP_FRAME_DEAD : 0));
}

static int unknown(const struct up_scan *scan, uint8_t byte)
{
	return up_cursor_unknown(&scan->cursor,
				 (uint64_t)(scan->at - scan->cursor.start),
				 "the opcode 0x%02x is unknown", byte);
}

static int read_prefixed(struct up_scan *scan, uint8_t prefix)
{
	uint32_t number;

	if (prefix < FIRST_PREFIX ||
	    prefix - FIRST_PREFIX >= (int)(sizeof(prefixes) /
					   sizeof(prefixes[0])))
		return unknown(scan, prefix);
	if (up_cursor_u32(&scan->cursor, "an opcode", &number) < 0)
		return -1;
	if (number >= prefixes[prefix - FIRST_PREFIX].count)
		scan->opcode = &opcodes[prefix];
	else
		scan->opcode = &prefixes[prefix - FIRST_PREFIX].opcodes[number];
	if (scan->opcode->name == NULL)
		return up_cursor_unknown(
			&scan->cursor,
			(uint64_t)(scan->at - scan->cursor.start),
			"the opcode 0x%02x 0x%" PRIx32 " is unknown", prefix,
			number);
	return 0;
}

enum {
	OP_UNREACHABLE = 0x00,
	OP_THROW = 0x08,
	OP_RETHROW = 0x09,
	OP_THROW_REF = 0x0a,
	OP_BR = 0x0c,
	OP_BR_TABLE = 0x0e,
	OP_RETURN = 0x0f,
	OP_RETURN_CALL = 0x12,
	OP_RETURN_CALL_INDIRECT = 0x13,
	OP_RETURN_CALL_REF = 0x15,
};

/* Whether control does not go on behind the instruction. */
static bool is_final(uint8_t byte)
{
	switch (byte) {
	case OP_UNREACHABLE:
	case OP_THROW:
	case OP_RETHROW:
	case OP_THROW_REF:
	case OP_BR:
	case OP_BR_TABLE:
	case OP_RETURN:
	case OP_RETURN_CALL:
	case OP_RETURN_CALL_INDIRECT:
	case OP_RETURN_CALL_REF:
		return true;
	default:
		return false;
	}
}

/* Takes the operands of the instruction, and leaves its result. */
static int apply(struct up_scan *scan)
{
	const struct up_opcode *opcode = scan->opcode;
	struct up_types *types = scan->types;
	size_t count = opcode->take_count, same = 0;
	size_t at = types->height - count;
	uint8_t result = (uint8_t)opcode->gives;

	if (opcode->takes[0] == UP_TYPE_SPECIAL)
		return 0;
	if (types->height - types->floor >= count)
		while (same < count &&
		       types->operands[at + same] ==
			       (uint8_t)opcode->takes[same])
			same++;
	if (same == count)
		types->height -= count;
	else if (up_types_pop(scan, opcode->takes, count) < 0)
		return -1;
	if (result == 0)
		return 0;
	if (types->height == types->capacity)
		return up_types_push(scan, &result, 1);
	types->operands[types->height++] = result;
	return 0;
}

static int read_instructions(struct up_scan *scan)
{
	while (scan->depth > 0) {
		uint8_t byte;

		scan->at = scan->cursor.next;
		if (scan->cursor.next == scan->cursor.end)
			return up_scan_error(scan, "the bytes end inside a "
						   "function body");
		byte = *scan->cursor.next++;
		scan->opcode = &opcodes[byte];
		if (scan->opcode->name == NULL && read_prefixed(scan, byte) < 0)
			return -1;
		scan->features |= 1ull << scan->opcode->feature;
		if (scan->types != NULL &&
		    (UP_TYPES_JUDGED >> scan->opcode->feature & 1) == 0)
			up_types_leave(scan);
		if (scan->opcode->read != NULL && scan->opcode->read(scan) < 0)
			return -1;
		if (scan->types != NULL && apply(scan) < 0)
			return -1;
		scan->dead |= is_final(byte);
	}
	return 0;
}

static int check_end(const struct up_scan *scan)
{
	if (up_cursor_left(&scan->cursor) == 0)
		return 0;
	return up_cursor_error(&scan->cursor, up_cursor_offset(&scan->cursor),
			       "a function body has %zu bytes behind its end",
			       up_cursor_left(&scan->cursor));
}

/* What engines take, as the JavaScript API of WebAssembly has them agree on. */
enum { LOCALS_MAX = 50000 };

/* What follows may be large whatever it takes in bytes: 4294967295 locals are 6. */
static int read_locals(struct up_scan *scan)
{
	struct up_cursor *cursor = &scan->cursor;
	struct up_raw_valtype type;
	uint32_t groups, count;
	uint64_t total = 0;

	if (up_cursor_count(cursor, "the number of locals", &groups) < 0)
		return -1;
	while (groups-- > 0) {
		uint64_t offset = up_cursor_offset(cursor);

		if (up_cursor_u32(cursor, "the number of locals", &count) < 0 ||
		    up_cursor_valtype(cursor, "a local",
				      scan->contents->type_count, &type) < 0)
			return -1;
		total += count;
		if (total > LOCALS_MAX)
			return up_cursor_error(cursor, offset,
					       "a function has too many "
					       "locals, %" PRIu64
					       "; engines take %d",
					       total, LOCALS_MAX);
		scan->features |= up_valtype_features(type);
		if (scan->types != NULL)
			up_types_locals(scan, count, type);
	}
	return 0;
}

static int scan_body(struct up_scan *scan)
{
	bool constant = scan->types != NULL &&
			scan->types->function == UP_NO_INDEX;
	int err = 0;

	scan->capacity = UP_SCAN_SHALLOW;
	scan->frames = scan->shallow;
	up_scan_push(scan, UP_FRAME_FUNCTION);
	if (!constant)
		err = read_locals(scan);
	if (err == 0)
		err = read_instructions(scan);
	if (err == 0 && !constant)
		err = check_end(scan);
	if (scan->frames != scan->shallow)
		free(scan->frames);
	return err;
}

static struct up_cursor cursor_of(const struct up_contents *contents,
				  const struct up_raw_body *body,
				  struct up_report *report)
{
	const uint8_t *start = contents->raw->bytes;

	return (struct up_cursor){start + body->offset,
				  start + body->offset + body->size, start,
				  report};
}

int up_code_scan(const struct up_contents *contents,
		 const struct up_raw_body *body, uint32_t kinds,
		 up_code_visitor *visit, void *data, uint64_t *features,
		 struct up_report *report)
{
	struct up_scan scan = {
		.cursor = cursor_of(contents, body, report),
		.contents = contents,
		.kinds = kinds,
		.visit = visit,
		.data = data,
	};
	int err = scan_body(&scan);

	*features |= scan.features & ((1ull << UP_FEATURE_COUNT) - 1);
	return err;
}

int up_code_scan_typed(const struct up_contents *contents,
		       const struct up_raw_body *body, struct up_types *types,
		       struct up_report *report)
{
	struct up_scan scan = {
		.cursor = cursor_of(contents, body, report),
		.contents = contents,
		.types = types,
	};

	return scan_body(&scan);
}

static uint64_t code_bytes(const struct up_contents *contents)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < contents->body_count; i++)
		bytes += contents->bodies[i].size;
	return bytes;
}

int up_code_check(const struct up_contents *contents, bool *ret_valid,
		  struct up_report *report)
{
	int err = up_validate(contents, ret_valid, report);

	up_progress_made(report, code_bytes(contents), contents->body_count);
	return err;
}
