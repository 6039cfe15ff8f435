/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * With JavaScript of our own: whatever leaves the module does so by a function of
 * exits.c, which tells the glue; the glue throws the errors.
 */

#include "ir/build.h"
#include "passes/ways.h"

static BinaryenExpressionRef refuse(const struct up_pass_context *context,
				    int32_t export_index)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef index = up_i32(m, export_index);

	return up_call(m, UP_REFUSE, &index, 1, BinaryenTypeNone());
}

/* `__stack_pointer = sp0`, and out through one of the functions of exits.c. */
static BinaryenExpressionRef leave_by(const struct up_pass_context *context,
				      const struct up_locals *locals,
				      const char *exit,
				      BinaryenExpressionRef payload, bool aborts)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef args[] = {payload, up_i32(m, aborts)};
	BinaryenExpressionRef items[] = {
		up_call(m, exit, args, 2, BinaryenTypeNone()),
		BinaryenUnreachable(m),
	};

	return up_unwound(context, locals, up_block(m, items, UP_COUNT(items)));
}

/* --unwind trust: whatever else comes out is an unwind as well. */
static BinaryenExpressionRef let_pass(const struct up_pass_context *context,
				      const struct up_locals *locals)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		up_set_running(m, UP_HOST),
		up_call(m, up_host(context, UP_ABI_PASS), NULL, 0,
			BinaryenTypeNone()),
	};

	return up_unwound(context, locals, up_block(m, items, UP_COUNT(items)));
}

static struct up_ir_catch catch_panic(const struct up_pass_context *context,
				      struct up_locals *locals, bool aborts)
{
	BinaryenIndex exception = up_add_local(locals, BinaryenTypeInt32());

	return (struct up_ir_catch){
		.tag = context->facts->panic_tag,
		.local = exception,
		.handler = leave_by(context, locals, UP_PANIC_EXIT,
				    up_get_i32(context->module, exception),
				    aborts),
	};
}

static struct up_ir_catch catch_unwind(const struct up_pass_context *context,
				       struct up_locals *locals, bool aborts)
{
	BinaryenIndex object = up_add_local(locals, BinaryenTypeExternref());

	return (struct up_ir_catch){
		.tag = UP_TAG,
		.local = object,
		.handler = leave_by(context, locals, UP_UNWIND_EXIT,
				    BinaryenLocalGet(context->module, object,
						     BinaryenTypeExternref()),
				    aborts),
	};
}

static BinaryenExpressionRef guard(const struct up_pass_context *context,
				   const struct up_trampoline *trampoline,
				   struct up_locals *locals,
				   BinaryenExpressionRef call)
{
	const struct up_facts *facts = context->facts;
	bool aborts = trampoline->aborts;
	struct up_ir_catch clauses[3];
	BinaryenIndex exnref = 0;
	size_t count = 0;

	if (facts->panic_tag)
		clauses[count++] = catch_panic(context, locals, aborts);
	if (facts->eh.tagged)
		clauses[count++] = catch_unwind(context, locals, aborts);
	if (facts->eh.trusts && !aborts)
		clauses[count++] = (struct up_ir_catch){
			.handler = let_pass(context, locals),
			.rethrow = true,
		};
	if (facts->eh.trusts && facts->eh.out == UP_EH_EXNREF)
		exnref = up_add_local(locals, up_ir_exnref());
	if (count == 0)
		return call;
	return up_ir_guard(context->module, facts->eh.out, call, clauses,
			   count, exnref);
}

/* The shims of the glue see to what they let through. */
static BinaryenExpressionRef thrown(const struct up_pass_context *context,
				    const struct up_import_fact *import)
{
	(void)context;
	(void)import;
	return NULL;
}

const struct up_ways up_host_ways = {refuse, guard, thrown};
