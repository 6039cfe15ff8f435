/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "passes/trampoline.h"

#include "abi.h"
#include "ir/build.h"
#include "passes/ways.h"

BinaryenIndex up_add_local(struct up_locals *locals, BinaryenType type)
{
	locals->types[locals->count] = type;
	return locals->first + locals->count++;
}

static struct up_locals make_locals(const struct up_facts *facts,
				    const struct up_trampoline *trampoline)
{
	size_t params = up_param_count(trampoline->target);
	struct up_locals locals = {
		.first = (BinaryenIndex)(params + (trampoline->entries != NULL)),
	};
	BinaryenType results = BinaryenFunctionGetResults(trampoline->target);

	if (results != BinaryenTypeNone())
		locals.result = up_add_local(&locals, results);
	if (up_builds_trys(facts) && facts->stack_pointer)
		locals.stack = up_add_local(&locals, BinaryenTypeInt32());
	return locals;
}

BinaryenExpressionRef up_unwound(const struct up_pass_context *context,
				 const struct up_locals *locals,
				 BinaryenExpressionRef next)
{
	BinaryenModuleRef m = context->module;
	const char *stack = context->facts->stack_pointer;
	BinaryenExpressionRef items[2];
	size_t count = 0;

	if (stack)
		items[count++] = BinaryenGlobalSet(
			m, stack, up_get_i32(m, locals->stack));
	items[count++] = next;
	return up_block(m, items, count);
}

BinaryenExpressionRef up_is_inside(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;

	if (context->facts->calls.marked)
		return up_global_i32(m, UP_INSIDE);
	return up_binary(m, BinaryenEqInt32(), up_global_i32(m, UP_RUNNING),
			 up_i32(m, UP_WASM));
}

/* `if (the module calls) return target(args)` */
static BinaryenExpressionRef pass_on(const struct up_pass_context *context,
				     BinaryenFunctionRef target)
{
	BinaryenModuleRef m = context->module;
	bool tail_call = context->facts->code.tail_calls;
	BinaryenExpressionRef items[3];
	size_t count = 0;
	BinaryenExpressionRef call = up_forward(
		m, BinaryenFunctionGetName(target), target, tail_call);

	/* The mark is for one call. */
	if (context->facts->calls.marked)
		items[count++] = BinaryenGlobalSet(m, UP_INSIDE, up_i32(m, 0));
	if (tail_call) {
		items[count++] = call;
	} else if (BinaryenFunctionGetResults(target) == BinaryenTypeNone()) {
		items[count++] = call;
		items[count++] = BinaryenReturn(m, NULL);
	} else {
		items[count++] = BinaryenReturn(m, call);
	}
	return BinaryenIf(m, up_is_inside(context), up_block(m, items, count),
			  NULL);
}

/* `__stack_pointer = its start`, then `running = wasm`. */
static BinaryenExpressionRef enter_dead(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	BinaryenExpressionRef items[2];
	size_t count = 0;

	/* What lies on the stack belongs to frames that never go on. */
	if (facts->stack_pointer && facts->stack_high)
		items[count++] = BinaryenGlobalSet(
			m, facts->stack_pointer,
			up_i32(m, (int32_t)facts->stack_high));
	items[count++] = up_set_running(m, UP_WASM);
	return up_block(m, items, count);
}

/* `if (running != host) refuse`, then `running = wasm`. */
static BinaryenExpressionRef enter(const struct up_pass_context *context,
				   int32_t export_index)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		BinaryenIf(m, up_global_i32(m, UP_RUNNING),
			   context->ways->refuse(context, export_index), NULL),
		up_set_running(m, UP_WASM),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* `if (running and it gives back) return 0` */
static BinaryenExpressionRef give_back(const struct up_pass_context *context,
				       const struct up_trampoline *trampoline)
{
	BinaryenModuleRef m = context->module;
	bool results = BinaryenFunctionGetResults(trampoline->target) !=
		       BinaryenTypeNone();
	BinaryenExpressionRef dead =
		up_binary(m, BinaryenNeInt32(), up_global_i32(m, UP_RUNNING),
			  up_i32(m, UP_HOST));

	if (trampoline->releases == UP_RELEASE_POSITIVE)
		dead = up_binary(m, BinaryenAndInt32(), dead,
				 up_binary(m, BinaryenGtSInt32(),
					   up_get_i32(m, 0), up_i32(m, 0)));
	return BinaryenIf(
		m, dead, BinaryenReturn(m, results ? up_i32(m, 0) : NULL), NULL);
}

/* Which of the entries; whoever calls by a table says so. */
static BinaryenExpressionRef entry_index(const struct up_pass_context *context,
					 BinaryenFunctionRef target)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef which =
		up_get_i32(m, (BinaryenIndex)up_param_count(target));
	BinaryenExpressionRef marked[] = {
		BinaryenGlobalSet(m, UP_INSIDE, up_i32(m, 1)),
		which,
	};

	return context->facts->calls.marked
		       ? up_block(m, marked, UP_COUNT(marked))
		       : which;
}

static BinaryenExpressionRef call_target(const struct up_pass_context *context,
					 const struct up_trampoline *trampoline)
{
	BinaryenModuleRef m = context->module;
	BinaryenFunctionRef target = trampoline->target;

	if (trampoline->entries)
		return up_forward_by_table(m, trampoline->entries, target,
					   entry_index(context, target));
	return up_forward(m, BinaryenFunctionGetName(target), target, false);
}

static void add_function(BinaryenModuleRef m,
			 const struct up_trampoline *trampoline,
			 struct up_locals *locals, BinaryenExpressionRef body)
{
	BinaryenFunctionRef added;

	if (trampoline->entries)
		added = up_add_function_with_i32(
			m, trampoline->name, trampoline->target, locals->types,
			locals->count, body);
	else
		added = up_ir_add_function_like(m, trampoline->name,
						trampoline->target,
						locals->types, locals->count,
						body);
	up_ir_fix_locals(m, added);
}

void up_add_trampoline(const struct up_pass_context *context,
		       const struct up_trampoline *trampoline)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	BinaryenFunctionRef target = trampoline->target;
	BinaryenType results = BinaryenFunctionGetResults(target);
	struct up_locals locals = make_locals(facts, trampoline);
	BinaryenExpressionRef items[8];
	size_t count = 0;

	BinaryenExpressionRef call = call_target(context, trampoline);
	if (results != BinaryenTypeNone())
		call = BinaryenLocalSet(m, locals.result, call);
	if (trampoline->reentrant)
		items[count++] = pass_on(context, target);
	if (trampoline->releases != UP_RELEASE_NO)
		items[count++] = give_back(context, trampoline);
	items[count++] = trampoline->posthumous
				 ? enter_dead(context)
				 : enter(context, trampoline->export_index);
	if (up_builds_trys(facts)) {
		if (facts->stack_pointer)
			items[count++] = BinaryenLocalSet(
				m, locals.stack,
				up_global_i32(m, facts->stack_pointer));
		call = context->ways->guard(context, trampoline, &locals,
					    call);
	}
	items[count++] = call;
	items[count++] = up_set_running(
		m, trampoline->posthumous ? UP_DEAD : UP_HOST);
	if (trampoline->returned)
		items[count++] = trampoline->returned;
	if (results != BinaryenTypeNone())
		items[count++] = BinaryenLocalGet(m, locals.result, results);
	add_function(m, trampoline, &locals, up_block(m, items, count));
}
