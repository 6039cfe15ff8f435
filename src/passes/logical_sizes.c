/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets the module ask for and grow the size that a memory or table would
 * have without resets. A memory never shrinks; after a reset the pages that it
 * has too many are hidden, and come back zeroed when the module grows it.
 * For: memories and tables that the module grows, if it can be reset in place.
 * Relies on: running before any other code is added.
 *
 *   size():  if size != noted: hidden = 0
 *            return size - hidden
 *   grow(n): old = size()
 *            if n > hidden: if grow(n - hidden) fails: return -1
 *            clear what was hidden and is not any more
 *            hidden = max(hidden - n, 0); return old
 */

#include <stdlib.h>
#include <string.h>

#include "ir/build.h"
#include "passes/reset.h"
#include "util/mem.h"

char *up_name(const char *prefix, const char *name)
{
	struct up_buf full = {0};

	up_buf_printf(&full, "%s%s", prefix, name);
	return up_buf_take(&full);
}

char *up_sized_name(const char *prefix, bool is_memory, const char *name)
{
	struct up_buf full = {0};

	up_buf_printf(&full, "%s%s.%s", prefix, is_memory ? "memory" : "table",
		      name);
	return up_buf_take(&full);
}

bool up_has_hidden(BinaryenModuleRef m, bool is_memory, const char *name)
{
	char *hidden = up_sized_name(UP_HIDDEN, is_memory, name);
	bool has = BinaryenGetGlobal(m, hidden);

	free(hidden);
	return has;
}

/* A memory or a table, and the names of what is added for it. */
struct sized {
	BinaryenModuleRef m;
	const char *name;
	bool is_memory;
	BinaryenType element; /* of a table */
	char *hidden, *noted, *size, *grow;
};

static struct sized make_sized(BinaryenModuleRef m, const char *name,
			       bool is_memory, BinaryenType element)
{
	return (struct sized){
		.m = m,
		.name = name,
		.is_memory = is_memory,
		.element = element,
		.hidden = up_sized_name(UP_HIDDEN, is_memory, name),
		.noted = up_sized_name(UP_NOTED, is_memory, name),
		.size = up_sized_name(UP_SIZE, is_memory, name),
		.grow = up_sized_name(UP_GROW, is_memory, name),
	};
}

static void finish_sized(struct sized *s)
{
	free(s->hidden);
	free(s->noted);
	free(s->size);
	free(s->grow);
}

static BinaryenExpressionRef whole_size(const struct sized *s)
{
	return s->is_memory ? BinaryenMemorySize(s->m, s->name, false)
			    : up_ir_table_size(s->m, s->name);
}

static void add_size(const struct sized *s)
{
	BinaryenModuleRef m = s->m;
	BinaryenExpressionRef grown_by_others = up_binary(
		m, BinaryenNeInt32(), whole_size(s), up_global_i32(m, s->noted));
	BinaryenExpressionRef items[] = {
		BinaryenIf(m, grown_by_others,
			   BinaryenGlobalSet(m, s->hidden, up_i32(m, 0)), NULL),
		up_binary(m, BinaryenSubInt32(), whole_size(s),
			  up_global_i32(m, s->hidden)),
	};

	BinaryenAddFunction(m, s->size, BinaryenTypeNone(), BinaryenTypeInt32(),
			    NULL, 0, up_block(m, items, UP_COUNT(items)));
}

/* The parameters and locals of grow: a table's has the value before. */
struct grow_locals {
	BinaryenIndex value, delta, old, hidden;
};

static struct grow_locals grow_locals(const struct sized *s)
{
	BinaryenIndex first = s->is_memory ? 0 : 1;

	return (struct grow_locals){0, first, first + 1, first + 2};
}

/* grow by (delta - hidden), for which the engine is asked */
static BinaryenExpressionRef really_grow(const struct sized *s,
					 const struct grow_locals *l)
{
	BinaryenModuleRef m = s->m;
	BinaryenExpressionRef more =
		up_binary(m, BinaryenSubInt32(), up_get_i32(m, l->delta),
			  up_get_i32(m, l->hidden));

	if (s->is_memory)
		return BinaryenMemoryGrow(m, more, s->name, false);
	return BinaryenTableGrow(m, s->name,
				 BinaryenLocalGet(m, l->value, s->element),
				 more);
}

static BinaryenExpressionRef to_bytes(BinaryenModuleRef m,
				      BinaryenExpressionRef pages)
{
	return up_binary(m, BinaryenShlInt32(), pages, up_i32(m, 16));
}

/* Clears min(hidden, delta) pages or entries from `old` on. */
static BinaryenExpressionRef clear(const struct sized *s,
				   const struct grow_locals *l)
{
	BinaryenModuleRef m = s->m;
	BinaryenExpressionRef less =
		up_binary(m, BinaryenLtUInt32(), up_get_i32(m, l->delta),
			  up_get_i32(m, l->hidden));
	BinaryenExpressionRef count =
		BinaryenSelect(m, less, up_get_i32(m, l->delta),
			       up_get_i32(m, l->hidden));
	BinaryenExpressionRef old = up_get_i32(m, l->old);

	if (s->is_memory)
		return BinaryenMemoryFill(m, to_bytes(m, old), up_i32(m, 0),
					  to_bytes(m, count), s->name);
	return up_ir_table_fill(m, s->name, old,
				BinaryenLocalGet(m, l->value, s->element),
				count);
}

/* hidden = max(hidden - delta, 0); noted = the whole size */
static BinaryenExpressionRef note(const struct sized *s,
				  const struct grow_locals *l)
{
	BinaryenModuleRef m = s->m;
	BinaryenExpressionRef some_left =
		up_binary(m, BinaryenGtUInt32(), up_get_i32(m, l->hidden),
			  up_get_i32(m, l->delta));
	BinaryenExpressionRef left =
		up_binary(m, BinaryenSubInt32(), up_get_i32(m, l->hidden),
			  up_get_i32(m, l->delta));
	BinaryenExpressionRef items[] = {
		BinaryenGlobalSet(m, s->hidden,
				  BinaryenSelect(m, some_left, left,
						 up_i32(m, 0))),
		BinaryenGlobalSet(m, s->noted, whole_size(s)),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* if (delta > hidden && really_grow() == -1) return -1 */
static BinaryenExpressionRef grow_or_fail(const struct sized *s,
					  const struct grow_locals *l)
{
	BinaryenModuleRef m = s->m;
	BinaryenExpressionRef failed = up_binary(
		m, BinaryenEqInt32(), really_grow(s, l), up_i32(m, -1));

	return BinaryenIf(
		m,
		up_binary(m, BinaryenGtUInt32(), up_get_i32(m, l->delta),
			  up_get_i32(m, l->hidden)),
		BinaryenIf(m, failed, BinaryenReturn(m, up_i32(m, -1)), NULL),
		NULL);
}

static void add_grow(const struct sized *s)
{
	BinaryenModuleRef m = s->m;
	struct grow_locals l = grow_locals(s);
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenType table_params[] = {s->element, i32};
	BinaryenType locals[] = {i32, i32};
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, l.old, up_call(m, s->size, NULL, 0, i32)),
		BinaryenLocalSet(m, l.hidden, up_global_i32(m, s->hidden)),
		grow_or_fail(s, &l),
		BinaryenIf(m, up_get_i32(m, l.hidden), clear(s, &l), NULL),
		note(s, &l),
		up_get_i32(m, l.old),
	};

	BinaryenAddFunction(
		m, s->grow,
		s->is_memory ? i32 : BinaryenTypeCreate(table_params, 2), i32,
		locals, UP_COUNT(locals), up_block(m, items, UP_COUNT(items)));
}

static void add_sized(struct sized s)
{
	BinaryenType i32 = BinaryenTypeInt32();

	BinaryenAddGlobal(s.m, s.hidden, i32, true, up_i32(s.m, 0));
	BinaryenAddGlobal(s.m, s.noted, i32, true, up_i32(s.m, 0));
	add_size(&s);
	add_grow(&s);
	finish_sized(&s);
}

/* Whether one of the functions grows this memory or table. */
struct search {
	enum up_ir_op op;
	const char *target;
	bool found;
};

static void look_for_grow(BinaryenExpressionRef *slot, void *data)
{
	struct search *search = data;
	struct up_ir_access access = up_ir_access_of(*slot);

	if (access.op == search->op &&
	    strcmp(access.target, search->target) == 0)
		search->found = true;
}

static bool is_grown(const struct up_facts *facts, enum up_ir_op op,
		     const char *target)
{
	struct search search = {op, target, false};
	const struct up_function_list *list = &facts->code.accessors;

	for (size_t i = 0; i < list->count && !search.found; i++)
		up_ir_walk(list->items[i], look_for_grow, &search);
	return search.found;
}

static void redirect(BinaryenExpressionRef *slot, void *data)
{
	BinaryenModuleRef m = data;
	struct up_ir_access access = up_ir_access_of(*slot);
	bool is_memory = access.op == UP_OP_MEMORY_SIZE ||
			 access.op == UP_OP_MEMORY_GROW;
	bool size = access.op == UP_OP_MEMORY_SIZE ||
		    access.op == UP_OP_TABLE_SIZE;
	bool grow = access.op == UP_OP_MEMORY_GROW ||
		    access.op == UP_OP_TABLE_GROW;

	if ((!size && !grow) || !up_has_hidden(m, is_memory, access.target))
		return;
	char *function =
		up_sized_name(size ? UP_SIZE : UP_GROW, is_memory, access.target);
	*slot = up_call(m, function, access.operands, access.operand_count,
			BinaryenTypeInt32());
	free(function);
}

void up_pass_logical_sizes(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	const struct up_function_list *list = &facts->code.accessors;

	if (!facts->reset.in_place)
		return;
	for (uint32_t i = 0; i < up_ir_memory_count(m); i++) {
		struct up_ir_memory memory = up_ir_memory_at(m, i);
		if (is_grown(facts, UP_OP_MEMORY_GROW, memory.name))
			add_sized(make_sized(m, memory.name, true, 0));
	}
	for (uint32_t i = 0; i < up_ir_table_count(m); i++) {
		struct up_ir_table table = up_ir_table_at(m, i);
		if (is_grown(facts, UP_OP_TABLE_GROW, table.name))
			add_sized(make_sized(m, table.name, false, table.type));
	}
	for (size_t i = 0; i < list->count; i++)
		up_ir_walk(list->items[i], redirect, m);
}
