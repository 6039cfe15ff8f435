/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: exports what only the glue needs: __unpoison_terminate, by which
 * JavaScript declares the module dead and learns how it died; __unpoison_mark, by
 * which it says that it enters a function of a table; the memory from which panic
 * texts are read; the tag that the glue throws.
 * For: every module; the mark where the glue guards tables, the memory where it
 * may hold texts, the tag where some path is unwind-safe.
 * Relies on: state.
 */

#include "abi.h"
#include "ir/build.h"
#include "passes/pass.h"

#define TERMINATE UP_NAME_PREFIX "terminate"
#define MARK UP_NAME_PREFIX "mark"

/* 2 if the shadow stack pointer is out of its range, else 0. */
static BinaryenExpressionRef stack_status(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;

	if (!facts->stack_pointer || !facts->stack_high)
		return up_i32(m, 0);
	BinaryenExpressionRef above = up_binary(
		m, BinaryenGtUInt32(), up_global_i32(m, facts->stack_pointer),
		up_i32(m, (int32_t)facts->stack_high));
	BinaryenExpressionRef below = up_binary(
		m, BinaryenLtUInt32(), up_global_i32(m, facts->stack_pointer),
		up_i32(m, (int32_t)facts->stack_low));
	return up_binary(m, BinaryenShlInt32(),
			 up_binary(m, BinaryenOrInt32(), above, below),
			 up_i32(m, 1));
}

static void add_terminate(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenExpressionRef was_running =
		up_binary(m, BinaryenNeInt32(), up_get_i32(m, 0),
			  up_i32(m, UP_HOST));
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, 0, up_global_i32(m, UP_RUNNING)),
		up_set_running(m, UP_DEAD),
		up_binary(m, BinaryenOrInt32(), was_running,
			  stack_status(context)),
	};

	BinaryenAddFunction(m, TERMINATE, BinaryenTypeNone(), i32, &i32, 1,
			    up_block(m, items, UP_COUNT(items)));
	BinaryenAddFunctionExport(m, TERMINATE, UP_ABI_TERMINATE);
}

static void add_mark(BinaryenModuleRef m)
{
	enum { FROM, TO, WAS };
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenType params[] = {i32, i32};
	BinaryenExpressionRef was = BinaryenLocalTee(
		m, WAS, up_global_i32(m, UP_RUNNING), i32);
	BinaryenExpressionRef items[] = {
		BinaryenIf(m,
			   up_binary(m, BinaryenEqInt32(), was,
				     up_get_i32(m, FROM)),
			   BinaryenGlobalSet(m, UP_RUNNING,
					     up_get_i32(m, TO)),
			   NULL),
		up_get_i32(m, WAS),
	};

	BinaryenAddFunction(m, MARK, BinaryenTypeCreate(params, 2), i32, &i32,
			    1, up_block(m, items, UP_COUNT(items)));
	BinaryenAddFunctionExport(m, MARK, UP_ABI_MARK);
}

void up_pass_runtime_exports(const struct up_pass_context *context)
{
	const struct up_facts *facts = context->facts;

	add_terminate(context);
	if (facts->entries == UP_ENTRIES_GLUE)
		add_mark(context->module);
	if (facts->memory && (facts->panic.hook || facts->panic_tag))
		BinaryenAddMemoryExport(context->module, facts->memory,
					UP_ABI_MEMORY);
	/* webpack stops reading exports at the first tag: so it is the last. */
	if (facts->eh.tagged)
		BinaryenAddTagExport(context->module, UP_TAG, UP_ABI_TAG);
}
