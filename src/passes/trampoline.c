/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "passes/trampoline.h"

#include "abi.h"
#include "ir/build.h"

/* The locals of a trampoline; those that it does not need are not there. */
struct locals {
	BinaryenType types[5];
	BinaryenIndex count;
	BinaryenIndex first; /* the index of types[0] */
	BinaryenIndex result, stack, exception, object, exnref;
};

static BinaryenIndex add_local(struct locals *locals, BinaryenType type)
{
	locals->types[locals->count] = type;
	return locals->first + locals->count++;
}

static struct locals make_locals(const struct up_facts *facts,
				 BinaryenFunctionRef target)
{
	struct locals locals = {.first = (BinaryenIndex)up_param_count(target)};
	BinaryenType results = BinaryenFunctionGetResults(target);

	if (results != BinaryenTypeNone())
		locals.result = add_local(&locals, results);
	if (!up_builds_trys(facts))
		return locals;
	if (facts->stack_pointer)
		locals.stack = add_local(&locals, BinaryenTypeInt32());
	if (facts->panic_tag)
		locals.exception = add_local(&locals, BinaryenTypeInt32());
	if (facts->eh.unwinds)
		locals.object = add_local(&locals, BinaryenTypeExternref());
	if (facts->eh.out == UP_EH_EXNREF && facts->eh.trusts)
		locals.exnref = add_local(&locals, up_ir_exnref());
	return locals;
}

/* `__stack_pointer = sp0`, then @next. */
static BinaryenExpressionRef unwound(const struct up_pass_context *context,
				     const struct locals *locals,
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

/* The same, and out through one of the functions of exits.c. */
static BinaryenExpressionRef leave_by(const struct up_pass_context *context,
				      const struct locals *locals,
				      const char *exit,
				      BinaryenExpressionRef payload, bool aborts)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef args[] = {payload, up_i32(m, aborts)};
	BinaryenExpressionRef items[] = {
		up_call(m, exit, args, 2, BinaryenTypeNone()),
		BinaryenUnreachable(m),
	};

	return unwound(context, locals, up_block(m, items, UP_COUNT(items)));
}

/* --unwind trust: whatever else comes out is an unwind as well. */
static BinaryenExpressionRef let_pass(const struct up_pass_context *context,
				      const struct locals *locals)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		up_set_running(m, UP_HOST),
		up_call(m, up_host(context, UP_ABI_PASS), NULL, 0,
			BinaryenTypeNone()),
	};

	return unwound(context, locals, up_block(m, items, UP_COUNT(items)));
}

static BinaryenExpressionRef guard(const struct up_pass_context *context,
				   const struct up_trampoline *trampoline,
				   const struct locals *locals,
				   BinaryenExpressionRef call)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	struct up_ir_catch clauses[3];
	size_t count = 0;

	if (facts->panic_tag)
		clauses[count++] = (struct up_ir_catch){
			.tag = facts->panic_tag,
			.local = locals->exception,
			.handler = leave_by(context, locals, UP_PANIC_EXIT,
					    up_get_i32(m, locals->exception),
					    trampoline->aborts),
		};
	if (facts->eh.unwinds)
		clauses[count++] = (struct up_ir_catch){
			.tag = UP_TAG,
			.local = locals->object,
			.handler = leave_by(
				context, locals, UP_UNWIND_EXIT,
				BinaryenLocalGet(m, locals->object,
						 BinaryenTypeExternref()),
				trampoline->aborts),
		};
	if (facts->eh.trusts && !trampoline->aborts)
		clauses[count++] = (struct up_ir_catch){
			.handler = let_pass(context, locals),
			.rethrow = true,
		};
	if (count == 0)
		return call;
	return up_ir_guard(m, facts->eh.out, call, clauses, count,
			   locals->exnref);
}

/* `if (running == wasm) return target(args)` */
static BinaryenExpressionRef pass_on(const struct up_pass_context *context,
				     BinaryenFunctionRef target)
{
	BinaryenModuleRef m = context->module;
	bool tail_call = context->facts->code.tail_calls;
	BinaryenExpressionRef call = up_forward(
		m, BinaryenFunctionGetName(target), target, tail_call);
	BinaryenExpressionRef inside =
		up_binary(m, BinaryenEqInt32(), up_global_i32(m, UP_RUNNING),
			  up_i32(m, UP_WASM));
	BinaryenExpressionRef plain[] = {call, BinaryenReturn(m, NULL)};

	if (!tail_call)
		call = BinaryenFunctionGetResults(target) == BinaryenTypeNone()
			       ? up_block(m, plain, UP_COUNT(plain))
			       : BinaryenReturn(m, call);
	return BinaryenIf(m, inside, call, NULL);
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

void up_add_trampoline(const struct up_pass_context *context,
		       const struct up_trampoline *trampoline)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	BinaryenFunctionRef target = trampoline->target;
	BinaryenType results = BinaryenFunctionGetResults(target);
	struct locals locals = make_locals(facts, target);
	BinaryenExpressionRef items[6];
	size_t count = 0;

	BinaryenExpressionRef call = up_forward(
		m, BinaryenFunctionGetName(target), target, false);
	if (results != BinaryenTypeNone())
		call = BinaryenLocalSet(m, locals.result, call);
	if (trampoline->reentrant)
		items[count++] = pass_on(context, target);
	items[count++] = trampoline->posthumous
				 ? enter_dead(context)
				 : up_enter(context, trampoline->export_index);
	if (up_builds_trys(facts)) {
		if (facts->stack_pointer)
			items[count++] = BinaryenLocalSet(
				m, locals.stack,
				up_global_i32(m, facts->stack_pointer));
		call = guard(context, trampoline, &locals, call);
	}
	items[count++] = call;
	items[count++] = up_set_running(
		m, trampoline->posthumous ? UP_DEAD : UP_HOST);
	if (results != BinaryenTypeNone())
		items[count++] = BinaryenLocalGet(m, locals.result, results);
	BinaryenFunctionRef added = up_ir_add_function_like(
		m, trampoline->name, target, locals.types, locals.count,
		up_block(m, items, count));
	up_ir_fix_locals(m, added);
}
