/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Blocks, branches and exceptions: what begins, what ends, what has a label. */

#include <inttypes.h>

#include "wasm/code_scan.h"

enum {
	LOOP = 0x03, /* the opcode */
	BLOCK_EMPTY = 0x40,
	FIRST_NEGATIVE = 0x40, /* of numbers of one byte */
	MANY_BYTES = 0x80,
	CAST_KNOWN = 3, /* which of both types may be null */
};

/* The clauses of try_table. */
enum clause {
	CLAUSE_CATCH,
	CLAUSE_CATCH_REF,
	CLAUSE_CATCH_ALL,
	CLAUSE_CATCH_ALL_REF,
};

/* Those of resume. */
enum on_clause { ON_LABEL, ON_SWITCH };

static enum up_scan_frame top(const struct up_scan *scan)
{
	return (enum up_scan_frame)(scan->frames[scan->depth - 1] &
				    UP_FRAME_KIND);
}

/* The innermost frame goes on as another kind: an else, a handler. */
static void begin_arm(struct up_scan *scan, enum up_scan_frame frame)
{
	uint8_t *at = &scan->frames[scan->depth - 1];

	*at = (uint8_t)((*at & (unsigned)~UP_FRAME_KIND) | (unsigned)frame |
			(scan->dead ? 0 : UP_FRAME_JOINED));
	scan->dead = *at & UP_FRAME_DEAD;
}

static void end_frame(struct up_scan *scan)
{
	uint8_t frame = scan->frames[--scan->depth];

	/* An if without an else is passed by. */
	if (frame & UP_FRAME_JOINED ||
	    (frame & UP_FRAME_KIND) == UP_FRAME_IF)
		scan->dead = frame & UP_FRAME_DEAD;
}

/* ---- types of blocks ---- */

static int read_block_index(struct up_scan *scan)
{
	const struct up_raw_type *type;
	uint32_t index;

	if (up_cursor_index(&scan->cursor, "the type of a block",
			    scan->contents->type_count, &index) < 0)
		return -1;
	type = &scan->contents->types[index];
	if (type->form != UP_FORM_FUNC)
		return up_scan_error(scan, "the type of a block is not one of "
					   "a function");
	if (scan->types != NULL)
		up_types_block_index(scan, index);
	if (type->param_count > 0 || type->result_count > 1)
		up_scan_need(scan, UP_FEATURE_MULTIVALUE);
	return 0;
}

static int read_block_type(struct up_scan *scan)
{
	struct up_cursor *cursor = &scan->cursor;
	struct up_raw_valtype type;
	uint8_t byte;

	if (up_cursor_left(cursor) == 0)
		return up_cursor_byte(cursor, "the type of a block", &byte);
	byte = *cursor->next;
	if (byte == BLOCK_EMPTY) {
		cursor->next++;
		if (scan->types != NULL)
			up_types_block_empty(scan);
		return 0;
	}
	/* An index has 33 bits and a sign, and so a 0 where this one has 1. */
	if (byte < FIRST_NEGATIVE || byte >= MANY_BYTES)
		return read_block_index(scan);
	if (up_cursor_valtype(cursor, "the type of a block",
			      scan->contents->type_count, &type) < 0)
		return -1;
	scan->features |= up_valtype_features(type);
	if (scan->types != NULL)
		up_types_block_result(scan, type);
	return 0;
}

/* ---- blocks ---- */

/* Its type has been read. */
static int open_block(struct up_scan *scan, enum up_scan_frame frame)
{
	UP_SCAN_REPORT(scan, UP_CODE_BLOCK, .index = 0);
	up_scan_push(scan, frame);
	return UP_SCAN_TYPED(scan, up_types_open(scan, *scan->at == LOOP));
}

int up_code_read_block(struct up_scan *scan)
{
	if (read_block_type(scan) < 0 || open_block(scan, UP_FRAME_BLOCK) < 0)
		return -1;
	if (*scan->at == LOOP)
		scan->frames[scan->depth - 1] |= UP_FRAME_LOOP;
	return 0;
}

int up_code_read_if(struct up_scan *scan)
{
	if (read_block_type(scan) < 0 ||
	    UP_SCAN_TYPED(scan, up_types_pop(scan, "i", 1)) < 0)
		return -1;
	return open_block(scan, UP_FRAME_IF);
}

int up_code_read_else(struct up_scan *scan)
{
	if (top(scan) != UP_FRAME_IF)
		return up_scan_error(scan, "an else is not in an if");
	begin_arm(scan, UP_FRAME_BLOCK);
	return UP_SCAN_TYPED(scan, up_types_else(scan));
}

/* The innermost frame ends, or goes on without being a handler. */
static void leave_handler(struct up_scan *scan)
{
	if (top(scan) == UP_FRAME_CATCH || top(scan) == UP_FRAME_CATCH_ALL)
		scan->handlers--;
}

int up_code_read_end(struct up_scan *scan)
{
	UP_SCAN_REPORT(scan, UP_CODE_END, .index = 0);
	if (UP_SCAN_TYPED(scan, up_types_end(scan, top(scan) ==
							   UP_FRAME_IF)) < 0)
		return -1;
	leave_handler(scan);
	end_frame(scan);
	return 0;
}

/* ---- branches ---- */

static int read_label(struct up_scan *scan, uint32_t *ret)
{
	uint8_t *frame;

	if (up_scan_index(scan, "the label of a branch", scan->depth, ret) < 0)
		return -1;
	frame = &scan->frames[scan->depth - 1 - *ret];
	if (!scan->dead && !(*frame & UP_FRAME_LOOP))
		*frame |= UP_FRAME_JOINED;
	return 0;
}

int up_code_read_label(struct up_scan *scan)
{
	uint32_t label;

	return read_label(scan, &label);
}

int up_code_read_br(struct up_scan *scan)
{
	uint32_t label;

	if (read_label(scan, &label) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_br(scan, label));
}

int up_code_read_br_if(struct up_scan *scan)
{
	uint32_t label;

	if (read_label(scan, &label) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_br_if(scan, label));
}

int up_code_read_return(struct up_scan *scan)
{
	return UP_SCAN_TYPED(scan, up_types_return(scan));
}

int up_code_read_br_table(struct up_scan *scan)
{
	uint32_t count, label, first = 0;

	if (up_cursor_count(&scan->cursor, "the number of labels of a br_table",
			    &count) < 0)
		return -1;
	if (UP_SCAN_TYPED(scan, up_types_br_table(scan)) < 0)
		return -1;
	/* And one more, for all other numbers. */
	for (uint64_t i = 0; i <= count; i++) {
		if (read_label(scan, &label) < 0)
			return -1;
		if (i == 0)
			first = label;
		if (UP_SCAN_TYPED(scan, up_types_br_table_label(scan, label,
								first)) < 0)
			return -1;
	}
	if (scan->types != NULL)
		up_types_unreachable(scan);
	return 0;
}

int up_code_read_cast_label(struct up_scan *scan)
{
	const char *what = "the type of a cast";
	uint64_t types = scan->contents->type_count;
	uint32_t label;
	int64_t heap;
	uint8_t flags;

	if (up_cursor_byte(&scan->cursor, scan->opcode->name, &flags) < 0)
		return -1;
	if (flags > CAST_KNOWN)
		return up_cursor_unknown(&scan->cursor,
					 up_cursor_offset(&scan->cursor) - 1,
					 "a cast has the unknown flags 0x%02x",
					 flags);
	if (read_label(scan, &label) < 0 ||
	    up_cursor_heap_type(&scan->cursor, what, types, &heap) < 0 ||
	    up_cursor_heap_type(&scan->cursor, what, types, &heap) < 0)
		return -1;
	return 0;
}

/* ---- exceptions ---- */

static int read_tag(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the tag of an instruction",
			     scan->contents->tag_count, ret);
}

int up_code_read_unreachable(struct up_scan *scan)
{
	if (!scan->dead)
		UP_SCAN_REPORT(scan, UP_CODE_UNREACHABLE, .index = 0);
	if (scan->types != NULL)
		up_types_unreachable(scan);
	return 0;
}

int up_code_read_throw(struct up_scan *scan)
{
	uint32_t tag;

	if (read_tag(scan, &tag) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_THROW, .index = tag);
	return UP_SCAN_TYPED(scan, up_types_throw(scan, tag));
}

int up_code_read_throw_ref(struct up_scan *scan)
{
	UP_SCAN_REPORT(scan, UP_CODE_THROW_REF, .exnref = true);
	return UP_SCAN_TYPED(scan, up_types_throw_ref(scan));
}

int up_code_read_try(struct up_scan *scan)
{
	if (read_block_type(scan) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TRY, .exnref = false);
	up_scan_push(scan, UP_FRAME_TRY);
	return UP_SCAN_TYPED(scan, up_types_open(scan, false));
}

/* A handler takes the place of what is before it. */
static int open_handler(struct up_scan *scan, const char *message)
{
	if (top(scan) != UP_FRAME_TRY && top(scan) != UP_FRAME_CATCH)
		return up_scan_error(scan, message);
	leave_handler(scan);
	return 0;
}

int up_code_read_catch(struct up_scan *scan)
{
	uint32_t tag;

	if (open_handler(scan, "a catch is not in a try, or behind its "
			       "catch_all") < 0 ||
	    read_tag(scan, &tag) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_CATCH, .index = tag);
	begin_arm(scan, UP_FRAME_CATCH);
	scan->handlers++;
	return UP_SCAN_TYPED(scan, up_types_catch(scan, tag));
}

int up_code_read_catch_all(struct up_scan *scan)
{
	if (open_handler(scan, "a catch_all is not in a try, or is the second "
			       "one") < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_CATCH_ALL, .exnref = false);
	begin_arm(scan, UP_FRAME_CATCH_ALL);
	scan->handlers++;
	return UP_SCAN_TYPED(scan, up_types_catch_all(scan));
}

/* Ends a try without handlers; its label counts from outside of it. */
int up_code_read_delegate(struct up_scan *scan)
{
	uint32_t label;

	if (top(scan) != UP_FRAME_TRY)
		return up_scan_error(scan, "a delegate is not in a try, or "
					   "behind a catch");
	if (UP_SCAN_TYPED(scan, up_types_end(scan, false)) < 0)
		return -1;
	end_frame(scan);
	if (read_label(scan, &label) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_DELEGATE, .index = label);
	return 0;
}

int up_code_read_rethrow(struct up_scan *scan)
{
	uint32_t label;
	uint8_t frame;

	if (read_label(scan, &label) < 0)
		return -1;
	frame = scan->frames[scan->depth - 1 - label] & UP_FRAME_KIND;
	if (frame != UP_FRAME_CATCH && frame != UP_FRAME_CATCH_ALL)
		return up_scan_error(scan, "the label of a rethrow is not that "
					   "of a catch");
	UP_SCAN_REPORT(scan, UP_CODE_RETHROW, .index = label);
	if (scan->types != NULL)
		up_types_unreachable(scan);
	return 0;
}

static int read_clause(struct up_scan *scan)
{
	uint32_t label, tag = 0;
	bool has_tag, ref;
	uint8_t code;

	if (up_cursor_byte(&scan->cursor, "a clause of a try_table", &code) < 0)
		return -1;
	if (code > CLAUSE_CATCH_ALL_REF)
		return up_cursor_unknown(&scan->cursor,
					 up_cursor_offset(&scan->cursor) - 1,
					 "a clause of a try_table is of the "
					 "unknown kind 0x%02x",
					 code);
	has_tag = code == CLAUSE_CATCH || code == CLAUSE_CATCH_REF;
	ref = code == CLAUSE_CATCH_REF || code == CLAUSE_CATCH_ALL_REF;
	if ((has_tag && read_tag(scan, &tag) < 0) ||
	    read_label(scan, &label) < 0)
		return -1;
	if (has_tag)
		UP_SCAN_REPORT(scan, UP_CODE_CATCH, .index = tag,
			       .other = label, .ref = ref, .exnref = true);
	else
		UP_SCAN_REPORT(scan, UP_CODE_CATCH_ALL, .other = label,
			       .ref = ref, .exnref = true);
	return UP_SCAN_TYPED(scan,
			     up_types_clause(scan, label,
					     has_tag ? tag : UP_NO_INDEX, ref));
}

/* The labels of its clauses count from outside of it. */
int up_code_read_try_table(struct up_scan *scan)
{
	uint32_t count;

	if (read_block_type(scan) < 0 ||
	    up_cursor_count(&scan->cursor, "the number of clauses of a "
					   "try_table",
			    &count) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TRY, .exnref = true);
	while (count-- > 0)
		if (read_clause(scan) < 0)
			return -1;
	up_scan_push(scan, UP_FRAME_BLOCK);
	return UP_SCAN_TYPED(scan, up_types_open(scan, false));
}

/* ---- continuations ---- */

int up_code_read_tag(struct up_scan *scan)
{
	uint32_t tag;

	return read_tag(scan, &tag);
}

int up_code_read_type_tag(struct up_scan *scan)
{
	uint32_t type;

	return up_scan_type(scan, &type) < 0 ? -1 : up_code_read_tag(scan);
}

static int read_on_clause(struct up_scan *scan)
{
	uint32_t tag, label;
	uint8_t code;

	if (up_cursor_byte(&scan->cursor, "a clause of a resume", &code) < 0)
		return -1;
	if (code > ON_SWITCH)
		return up_cursor_unknown(&scan->cursor,
					 up_cursor_offset(&scan->cursor) - 1,
					 "a clause of a resume is of the "
					 "unknown kind 0x%02x",
					 code);
	if (read_tag(scan, &tag) < 0)
		return -1;
	return code == ON_LABEL ? read_label(scan, &label) : 0;
}

static int read_on_clauses(struct up_scan *scan)
{
	uint32_t count;

	if (up_cursor_count(&scan->cursor, "the number of clauses of a resume",
			    &count) < 0)
		return -1;
	while (count-- > 0)
		if (read_on_clause(scan) < 0)
			return -1;
	return 0;
}

int up_code_read_resume(struct up_scan *scan)
{
	uint32_t type;

	return up_scan_type(scan, &type) < 0 ? -1 : read_on_clauses(scan);
}

int up_code_read_resume_throw(struct up_scan *scan)
{
	return up_code_read_type_tag(scan) < 0 ? -1 : read_on_clauses(scan);
}
