/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Without JavaScript of our own: the module sees to itself. An unwind is let out
 * as it is, the very exception; all that is done is to put back the state that
 * an activation has. What is no unwind is not caught at all, and leaves `running`
 * as it is. A call that finds the module dead traps in a function whose name says
 * so, or has the state made fresh.
 */

#include "ir/build.h"
#include "passes/standalone.h"
#include "passes/ways.h"

static BinaryenExpressionRef refuse(const struct up_pass_context *context,
				    int32_t export_index)
{
	const char *name = context->facts->reset.heals ? UP_HEAL
						       : UP_TERMINATED;

	(void)export_index;
	return up_call(context->module, name, NULL, 0, BinaryenTypeNone());
}

/* Locals of a trampoline that only this file needs. */
struct kept {
	BinaryenIndex thrown; /* UP_THROWN as it was, if there are notes */
	BinaryenIndex exnref;
};

static BinaryenExpressionRef put_back(const struct up_pass_context *context,
				      const struct kept *kept)
{
	BinaryenModuleRef m = context->module;

	return BinaryenGlobalSet(m, UP_THROWN, up_get_i32(m, kept->thrown));
}

/* As if the call had returned; the exception then goes on. */
static BinaryenExpressionRef let_out(const struct up_pass_context *context,
				     const struct up_locals *locals,
				     const struct kept *kept)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[2] = {up_set_running(m, UP_HOST)};
	size_t count = 1;

	if (context->facts->eh.notes)
		items[count++] = put_back(context, kept);
	return up_unwound(context, locals, up_block(m, items, count));
}

static struct up_ir_catch catch_panic(const struct up_pass_context *context,
				      struct up_locals *locals,
				      const struct kept *kept)
{
	const char *tag = context->facts->panic_tag;
	struct up_ir_catch catch = {
		.tag = tag,
		.local = up_add_local(locals, BinaryenTypeInt32()),
		.handler = let_out(context, locals, kept),
		.rethrow = true,
	};

	if (context->facts->eh.out == UP_EH_EXNREF)
		catch.caught = up_add_local(
			locals, up_ir_caught(context->module, tag));
	return catch;
}

/* Whatever else comes out: an exception of JavaScript, or of another tag. */
static struct up_ir_catch catch_all(const struct up_pass_context *context,
				    const struct up_locals *locals,
				    const struct kept *kept)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef out = let_out(context, locals, kept);

	if (context->facts->eh.notes)
		out = BinaryenIf(m, up_global_i32(m, UP_THROWN), out, NULL);
	return (struct up_ir_catch){.handler = out, .rethrow = true};
}

/*
 * Of nested calls each has its own note: what destructors call while one is on
 * the way out does not touch it.
 */
static BinaryenExpressionRef with_note(const struct up_pass_context *context,
				       const struct kept *kept,
				       BinaryenExpressionRef guarded)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, kept->thrown, up_global_i32(m, UP_THROWN)),
		BinaryenGlobalSet(m, UP_THROWN, up_i32(m, 0)),
		guarded,
		put_back(context, kept),
	};

	return up_block(m, items, UP_COUNT(items));
}

static BinaryenExpressionRef guard(const struct up_pass_context *context,
				   const struct up_trampoline *trampoline,
				   struct up_locals *locals,
				   BinaryenExpressionRef call)
{
	const struct up_facts *facts = context->facts;
	struct up_ir_catch clauses[2];
	struct kept kept = {0};
	size_t count = 0;

	if (trampoline->aborts || !facts->eh.unwinds)
		return call;
	if (facts->eh.notes)
		kept.thrown = up_add_local(locals, BinaryenTypeInt32());
	if (facts->eh.out == UP_EH_EXNREF)
		kept.exnref = up_add_local(locals, up_ir_exnref());
	/* Without notes all is let out alike. */
	if (facts->eh.notes && facts->panic_tag)
		clauses[count++] = catch_panic(context, locals, &kept);
	clauses[count++] = catch_all(context, locals, &kept);
	call = up_ir_guard(context->module, facts->eh.out, call, clauses,
			   count, kept.exnref);
	return facts->eh.notes ? with_note(context, &kept, call) : call;
}

static BinaryenExpressionRef thrown(const struct up_pass_context *context,
				    const struct up_import_fact *import)
{
	BinaryenModuleRef m = context->module;

	if (!context->facts->eh.notes)
		return NULL;
	return BinaryenGlobalSet(m, UP_THROWN, up_i32(m, import->unwind_safe));
}

const struct up_ways up_standalone_ways = {refuse, guard, thrown};
