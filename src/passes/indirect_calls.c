/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets the module say so when it calls by a table. An entry by a table that
 * nobody has announced is JavaScript's, and has to find the module alive. And
 * where JavaScript can grow a table, lets its functions there be called as
 * imported ones are: the host runs, and may call the module.
 * For: modules that keep their own JavaScript, whose functions it can get at by
 * tables; what is called by references is not told apart (facts->calls).
 * Relies on: state, standalone-exits; runs before code of other passes is added.
 *
 *   call_indirect (args) (index)
 *      =>  call_indirect (args) (inside = 1; index)
 *   where JavaScript can grow the table
 *      =>  indirect(args, index)
 *   indirect(args, index):  if index < initial:
 *                             return call_indirect (args) (inside = 1; index)
 *                           trap if the table has no function there
 *                           as in a wrapper: call_indirect (args) (index)
 */

#include <stdlib.h>
#include <string.h>

#include "ir/build.h"
#include "ir/refs.h"
#include "ir/state.h"
#include "passes/standalone.h"
#include "passes/wrapper.h"
#include "util/buf.h"
#include "util/mem.h"

static BinaryenExpressionRef mark(BinaryenModuleRef m)
{
	return BinaryenGlobalSet(m, UP_INSIDE, up_i32(m, 1));
}

/* Whether between the mark and the call something else may be called. */
static bool calls_something(BinaryenModuleRef m, BinaryenExpressionRef e)
{
	return (BinaryenExpressionGetSideEffects(e, m) &
		BinaryenSideEffectCalls()) != 0;
}

/* The index of a call, marked. */
static BinaryenExpressionRef marked(BinaryenModuleRef m,
				    BinaryenFunctionRef function,
				    BinaryenExpressionRef target)
{
	BinaryenExpressionRef simple[] = {mark(m), target};

	if (!calls_something(m, target))
		return up_block(m, simple, UP_COUNT(simple));
	BinaryenIndex index =
		BinaryenFunctionAddVar(function, BinaryenTypeInt32());
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, index, target),
		mark(m),
		up_get_i32(m, index),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* ---- tables that JavaScript can grow ---- */

static uint32_t initial_size(BinaryenModuleRef m, const char *name)
{
	for (uint32_t i = 0; i < up_ir_table_count(m); i++) {
		struct up_ir_table table = up_ir_table_at(m, i);
		if (strcmp(table.name, name) == 0)
			return table.initial;
	}
	return 0;
}

/* The module dies of calling what is not there, and not the host. */
static BinaryenExpressionRef check_entry(BinaryenModuleRef m, const char *table,
					 BinaryenIndex index)
{
	BinaryenType type = BinaryenTableGetType(BinaryenGetTable(m, table));
	BinaryenExpressionRef entry =
		BinaryenTableGet(m, table, up_get_i32(m, index), type);

	return BinaryenIf(m, BinaryenRefIsNull(m, entry),
			  BinaryenUnreachable(m), NULL);
}

/* `if (index < initial) return` the call by the table, marked. */
static BinaryenExpressionRef call_own(const struct up_pass_context *context,
				      BinaryenExpressionRef like,
				      BinaryenIndex index)
{
	BinaryenModuleRef m = context->module;
	const char *table = BinaryenCallIndirectGetTable(like);
	bool tail_call = context->facts->code.tail_calls;
	BinaryenExpressionRef target = up_get_i32(m, index);
	BinaryenExpressionRef own =
		up_binary(m, BinaryenLtUInt32(), up_get_i32(m, index),
			  up_i32(m, (int32_t)initial_size(m, table)));

	if (context->facts->calls.marked)
		target = marked(m, NULL, target);
	BinaryenExpressionRef call =
		up_ir_call_by_table(m, like, target, tail_call);
	BinaryenExpressionRef plain[] = {call, BinaryenReturn(m, NULL)};
	if (!tail_call)
		call = BinaryenExpressionGetType(call) == BinaryenTypeNone()
			       ? up_block(m, plain, UP_COUNT(plain))
			       : BinaryenReturn(m, call);
	return BinaryenIf(m, own, call, NULL);
}

static char *function_name(size_t index)
{
	struct up_buf name = {0};

	up_buf_printf(&name, UP_INDIRECT "%zu", index);
	return up_buf_take(&name);
}

static void add_call_function(const struct up_pass_context *context,
			      const char *name, BinaryenExpressionRef like)
{
	BinaryenModuleRef m = context->module;
	BinaryenFunctionRef function = up_ir_add_call_function(m, name, like);
	BinaryenIndex index = (BinaryenIndex)up_param_count(function) - 1;
	const char *table = BinaryenCallIndirectGetTable(like);
	/* What JavaScript has made may throw, like any import. */
	struct up_import_fact foreign = {
		.function = function,
		.unwind_safe = context->facts->eh.recognised ||
			       context->facts->eh.trusts,
	};

	up_set_wrapper_body(
		context, &foreign,
		up_ir_call_by_table(m, like, up_get_i32(m, index), false));
	BinaryenExpressionRef items[] = {
		call_own(context, like, index),
		check_entry(m, table, index),
		BinaryenFunctionGetBody(function),
	};
	BinaryenFunctionSetBody(function, up_block(m, items, UP_COUNT(items)));
	up_ir_fix_locals(m, function);
}

/* The functions that were added, by a call that each was added for. */
struct added {
	BinaryenExpressionRef *likes; /* owned */
	size_t count;
};

static size_t find_or_add(const struct up_pass_context *context,
			  struct added *added, BinaryenExpressionRef call)
{
	for (size_t i = 0; i < added->count; i++)
		if (up_ir_same_call(added->likes[i], call))
			return i;
	added->likes =
		up_grow(added->likes, &added->count, sizeof(*added->likes));
	added->likes[added->count - 1] = call;
	char *name = function_name(added->count - 1);
	add_call_function(context, name, call);
	free(name);
	return added->count - 1;
}

static BinaryenExpressionRef call_instead(const struct up_pass_context *context,
					  struct added *added,
					  BinaryenExpressionRef call)
{
	char *name = function_name(find_or_add(context, added, call));
	BinaryenExpressionRef instead =
		up_ir_call_instead(context->module, call, name);

	free(name);
	return instead;
}

/* ---- all of them ---- */

static bool is_open(const struct up_facts *facts, const char *table)
{
	for (size_t i = 0; i < facts->calls.open_table_count; i++)
		if (strcmp(facts->calls.open_tables[i], table) == 0)
			return true;
	return false;
}

struct edit {
	const struct up_pass_context *context;
	struct added *added;
	BinaryenFunctionRef function;
};

static void redirect(BinaryenExpressionRef *slot, void *data)
{
	const struct edit *edit = data;
	const struct up_pass_context *context = edit->context;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenCallIndirectId())
		return;
	if (is_open(context->facts, BinaryenCallIndirectGetTable(e)))
		*slot = call_instead(context, edit->added, e);
	else if (context->facts->calls.marked)
		BinaryenCallIndirectSetTarget(
			e, marked(context->module, edit->function,
				  BinaryenCallIndirectGetTarget(e)));
}

void up_pass_indirect_calls(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_call_facts *calls = &context->facts->calls;
	const struct up_function_list *callers = &context->facts->code.callers;
	struct added added = {0};

	if (calls->marked)
		BinaryenAddGlobal(m, UP_INSIDE, BinaryenTypeInt32(), true,
				  up_i32(m, 0));
	if (!calls->marked && calls->open_table_count == 0)
		return;
	for (size_t i = 0; i < callers->count; i++) {
		struct edit edit = {context, &added, callers->items[i]};
		up_ir_walk(callers->items[i], redirect, &edit);
	}
	free(added.likes);
}
