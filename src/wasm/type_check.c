/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The stacks: operands, and the blocks that they belong to. */

#include "wasm/type_check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/code_scan.h"

/* ---- types ---- */

enum up_type up_type_of(struct up_raw_valtype type)
{
	if (type.shared)
		return UP_TYPE_NONE;
	switch (type.code) {
	case UP_VT_I32:
		return UP_TYPE_I32;
	case UP_VT_I64:
		return UP_TYPE_I64;
	case UP_VT_F32:
		return UP_TYPE_F32;
	case UP_VT_F64:
		return UP_TYPE_F64;
	case UP_VT_V128:
		return UP_TYPE_V128;
	case UP_VT_FUNCREF:
		return UP_TYPE_FUNCREF;
	case UP_VT_EXTERNREF:
		return UP_TYPE_EXTERNREF;
	case UP_VT_EXNREF:
		return UP_TYPE_EXNREF;
	default:
		return UP_TYPE_NONE;
	}
}

const char *up_type_name(uint8_t type)
{
	switch (type) {
	case UP_TYPE_I32:
		return "an i32";
	case UP_TYPE_I64:
		return "an i64";
	case UP_TYPE_F32:
		return "an f32";
	case UP_TYPE_F64:
		return "an f64";
	case UP_TYPE_V128:
		return "a v128";
	case UP_TYPE_FUNCREF:
		return "a funcref";
	case UP_TYPE_EXTERNREF:
		return "an externref";
	case UP_TYPE_EXNREF:
		return "an exnref";
	default:
		return "another type";
	}
}

/* () -> one result; what a block has that does not refer to a type. */
static const struct up_type_function *single(uint8_t type)
{
#define SINGLE(letter) {.results = {(const uint8_t *)(letter), 1}}
	static const struct up_type_function singles[] = {
		SINGLE("i"), SINGLE("l"), SINGLE("f"), SINGLE("d"),
		SINGLE("v"), SINGLE("F"), SINGLE("X"), SINGLE("E"),
	};
#undef SINGLE
	size_t i = 0;

	while (*singles[i].results.types != type)
		i++;
	return &singles[i];
}

static bool same_list(struct up_type_list a, struct up_type_list b)
{
	return a.count == b.count &&
	       (a.count == 0 || memcmp(a.types, b.types, a.count) == 0);
}

/* ---- messages ---- */

int up_types_error(const struct up_scan *scan, const char *format, ...)
{
	const struct up_types *types = scan->types;
	struct up_buf what = {0};
	va_list args;

	if (types->function == UP_NO_INDEX)
		up_buf_printf(&what, "a constant expression: ");
	else
		up_buf_printf(&what, "function %lu: ",
			      (unsigned long)types->function);
	va_start(args, format);
	up_buf_vprintf(&what, format, args);
	va_end(args);
	up_error(scan->cursor.report, UP_FAULT_INPUT,
		 (uint64_t)(scan->at - scan->cursor.start),
		 "%s; check the module with wasm-validate", what.bytes);
	up_buf_finish(&what);
	return -1;
}

/* ---- bodies ---- */

static void enter(struct up_types *types,
		  const struct up_type_function *type, bool loop)
{
	if (types->depth == types->block_capacity) {
		types->block_capacity = types->block_capacity * 2 + 64;
		types->blocks = up_realloc(types->blocks,
					   types->block_capacity *
						   sizeof(types->blocks[0]));
	}
	types->blocks[types->depth++] = (struct up_type_block){
		.type = type,
		.floor = (uint32_t)types->height,
		.loop = loop,
	};
	types->floor = types->height;
}

void up_types_begin(struct up_types *types, uint32_t function,
		    struct up_type_function type)
{
	types->function = function;
	types->params = type.params;
	types->height = 0;
	types->depth = 0;
	types->local_count = 0;
	types->group_count = 0;
	types->outermost = (struct up_type_function){.results = type.results};
	enter(types, &types->outermost, false);
}

static void add_group(struct up_types *types, uint8_t type)
{
	if (types->group_count == types->group_capacity) {
		types->group_capacity = types->group_capacity * 2 + 16;
		types->groups = up_realloc(types->groups,
					   types->group_capacity *
						   sizeof(types->groups[0]));
	}
	types->groups[types->group_count++] =
		(struct up_type_locals){types->local_count, type};
}

void up_types_locals(struct up_scan *scan, uint32_t count,
		     struct up_raw_valtype type)
{
	struct up_types *types = scan->types;
	uint8_t letter = (uint8_t)up_type_of(type);
	uint64_t start = types->local_count;
	uint64_t near_count = UP_TYPE_NEAR_LOCALS;

	if (letter == UP_TYPE_NONE) {
		up_types_leave(scan);
		return;
	}
	types->local_count += count;
	if (types->local_count < near_count)
		near_count = types->local_count;
	if (start < near_count)
		memset(types->near_locals + start, letter, near_count - start);
	if (types->local_count > UP_TYPE_NEAR_LOCALS)
		add_group(types, letter);
}

int up_types_leave(struct up_scan *scan)
{
	scan->types->left = true;
	scan->types = NULL;
	return 0;
}

/* ---- operands ---- */

static struct up_type_block *innermost(struct up_types *types)
{
	return &types->blocks[types->depth - 1];
}

/* Says which of @have operands is none of the @want; those below are missing. */
static int mismatch(const struct up_scan *scan, const uint8_t *have,
		    const uint8_t *want, size_t count)
{
	const char *name = scan->opcode->name;

	while (count-- > 0)
		if (have[count] != want[count] && have[count] != UP_TYPE_ANY)
			return up_types_error(scan,
					      "%s takes %s, but there is %s",
					      name, up_type_name(want[count]),
					      up_type_name(have[count]));
	return up_types_error(scan, "%s takes %s, but there is nothing", name,
			      up_type_name(want[-1]));
}

/* Without a way out of the loop: so it goes over many at a time. */
static bool differ(const uint8_t *found, const uint8_t *want, size_t count)
{
	unsigned wrong = 0;

	if (count == 0 || memcmp(found, want, count) == 0)
		return false;
	for (size_t i = 0; i < count; i++)
		wrong |= (unsigned)(found[i] != want[i]) &
			 (unsigned)(found[i] != UP_TYPE_ANY);
	return wrong != 0;
}

int up_types_pop(struct up_scan *scan, const void *list, size_t count)
{
	struct up_types *types = scan->types;
	size_t have = types->height - types->floor;
	const uint8_t *found, *want;

	if (count == 0)
		return 0;
	if (have > count)
		have = count;
	want = (const uint8_t *)list + (count - have);
	found = types->operands;
	if (have > 0)
		found += types->height - have;
	if (differ(found, want, have) ||
	    (have < count && !innermost(types)->unreachable))
		return mismatch(scan, found, want, have);
	types->height -= have;
	return 0;
}

static void make_room(struct up_types *types, size_t count)
{
	while (types->capacity - types->height < count) {
		types->capacity = types->capacity * 2 + 64;
		types->operands = up_realloc(types->operands, types->capacity);
	}
}

int up_types_push(struct up_scan *scan, const void *list, size_t count)
{
	struct up_types *types = scan->types;

	if (count == 0)
		return 0;
	make_room(types, count);
	memcpy(types->operands + types->height, list, count);
	types->height += count;
	if (types->height > UP_TYPE_OPERANDS_MAX)
		return up_types_error(scan, "it has more than %d operands at a "
					    "time",
				      UP_TYPE_OPERANDS_MAX);
	return 0;
}

int up_types_change(struct up_scan *scan, const char *takes, const char *gives)
{
	return up_types_pop(scan, takes, strlen(takes)) < 0
		       ? -1
		       : up_types_push(scan, gives, strlen(gives));
}

static int pop_list(struct up_scan *scan, struct up_type_list list)
{
	return up_types_pop(scan, list.types, list.count);
}

static int push_list(struct up_scan *scan, struct up_type_list list)
{
	return up_types_push(scan, list.types, list.count);
}

void up_types_unreachable(struct up_scan *scan)
{
	scan->types->height = scan->types->floor;
	innermost(scan->types)->unreachable = true;
}

/* ---- blocks ---- */

void up_types_block_index(struct up_scan *scan, uint32_t type)
{
	scan->types->opening = &scan->types->functions[type];
}

void up_types_block_result(struct up_scan *scan, struct up_raw_valtype type)
{
	uint8_t letter = (uint8_t)up_type_of(type);

	if (letter == UP_TYPE_NONE)
		up_types_leave(scan);
	else
		scan->types->opening = single(letter);
}

void up_types_block_empty(struct up_scan *scan)
{
	static const struct up_type_function empty = {0};

	scan->types->opening = &empty;
}

int up_types_open(struct up_scan *scan, bool loop)
{
	const struct up_type_function *type = scan->types->opening;

	if (pop_list(scan, type->params) < 0)
		return -1;
	enter(scan->types, type, loop);
	return push_list(scan, type->params);
}

/* The results are there, and nothing else. */
static int close_arm(struct up_scan *scan)
{
	struct up_types *types = scan->types;

	if (pop_list(scan, innermost(types)->type->results) < 0)
		return -1;
	if (types->height == types->floor)
		return 0;
	return up_types_error(scan, "%s finds %zu operands too many, the last "
				    "is %s",
			      scan->opcode->name, types->height - types->floor,
			      up_type_name(types->operands[types->height - 1]));
}

static int next_arm(struct up_scan *scan, struct up_type_list list)
{
	if (close_arm(scan) < 0)
		return -1;
	innermost(scan->types)->unreachable = false;
	return push_list(scan, list);
}

static struct up_type_list tag_list(const struct up_scan *scan, uint32_t tag)
{
	uint32_t type = scan->types->contents->tags[tag];

	return scan->types->functions[type].params;
}

int up_types_else(struct up_scan *scan)
{
	return next_arm(scan, innermost(scan->types)->type->params);
}

int up_types_catch(struct up_scan *scan, uint32_t tag)
{
	return next_arm(scan, tag_list(scan, tag));
}

int up_types_catch_all(struct up_scan *scan)
{
	return next_arm(scan, (struct up_type_list){0});
}

int up_types_end(struct up_scan *scan, bool passed_by)
{
	struct up_types *types = scan->types;
	const struct up_type_function *type = innermost(types)->type;

	if (close_arm(scan) < 0)
		return -1;
	if (passed_by && !same_list(type->params, type->results))
		return up_types_error(scan, "an if without else has results "
					    "that are not its parameters");
	if (--types->depth == 0)
		return 0;
	types->floor = innermost(types)->floor;
	return push_list(scan, type->results);
}

/* ---- branches ---- */

static struct up_type_block *block_of(const struct up_scan *scan,
				      uint32_t label)
{
	return &scan->types->blocks[scan->types->depth - 1 - label];
}

static struct up_type_list label_list(const struct up_type_block *block)
{
	return block->loop ? block->type->params : block->type->results;
}

int up_types_br(struct up_scan *scan, uint32_t label)
{
	if (pop_list(scan, label_list(block_of(scan, label))) < 0)
		return -1;
	up_types_unreachable(scan);
	return 0;
}

int up_types_br_if(struct up_scan *scan, uint32_t label)
{
	struct up_type_list list = label_list(block_of(scan, label));

	if (up_types_pop(scan, "i", 1) < 0 || pop_list(scan, list) < 0)
		return -1;
	return push_list(scan, list);
}

int up_types_br_table(struct up_scan *scan)
{
	scan->types->br_tables++;
	return up_types_pop(scan, "i", 1);
}

/* The same block a second time has been looked at. */
int up_types_br_table_label(struct up_scan *scan, uint32_t label,
			    uint32_t first)
{
	struct up_types *types = scan->types;
	struct up_type_block *block = block_of(scan, label);
	struct up_type_list list = label_list(block);
	size_t height = types->height;

	if (block->table == types->br_tables)
		return 0;
	block->table = types->br_tables;
	if (list.count != label_list(block_of(scan, first)).count)
		return up_types_error(scan, "the labels of a br_table take "
					    "%zu and %zu operands",
				      label_list(block_of(scan, first)).count,
				      list.count);
	if (pop_list(scan, list) < 0)
		return -1;
	types->height = height;
	return 0;
}

int up_types_return(struct up_scan *scan)
{
	if (pop_list(scan, scan->types->outermost.results) < 0)
		return -1;
	up_types_unreachable(scan);
	return 0;
}

int up_types_throw(struct up_scan *scan, uint32_t tag)
{
	if (pop_list(scan, tag_list(scan, tag)) < 0)
		return -1;
	up_types_unreachable(scan);
	return 0;
}

int up_types_throw_ref(struct up_scan *scan)
{
	if (up_types_pop(scan, "E", 1) < 0)
		return -1;
	up_types_unreachable(scan);
	return 0;
}

int up_types_clause(struct up_scan *scan, uint32_t label, uint32_t tag,
		    bool ref)
{
	struct up_type_list want = label_list(block_of(scan, label));
	struct up_type_list list = {0};

	if (tag != UP_NO_INDEX)
		list = tag_list(scan, tag);
	if (ref && want.count > 0 &&
	    want.types[want.count - 1] == UP_TYPE_EXNREF)
		want.count--;
	else if (ref)
		want.count = SIZE_MAX;
	if (same_list(want, list))
		return 0;
	return up_types_error(scan, "the label of a clause of try_table takes "
				    "other operands than the clause has");
}

/* ---- calls ---- */

int up_types_call(struct up_scan *scan, uint32_t type, bool tail)
{
	struct up_types *types = scan->types;
	const struct up_type_function *callee = &types->functions[type];

	if (pop_list(scan, callee->params) < 0)
		return -1;
	if (!tail)
		return push_list(scan, callee->results);
	if (!same_list(callee->results, types->outermost.results))
		return up_types_error(scan, "%s is of a function that has "
					    "other results",
				      scan->opcode->name);
	up_types_unreachable(scan);
	return 0;
}

int up_types_call_indirect(struct up_scan *scan, uint32_t type, uint32_t table,
			   bool tail)
{
	if (scan->types->tables[table] != UP_TYPE_FUNCREF)
		return up_types_error(scan, "%s is for a table that is not of "
					    "funcref",
				      scan->opcode->name);
	return up_types_pop(scan, "i", 1) < 0 ? -1
					      : up_types_call(scan, type, tail);
}
