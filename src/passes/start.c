/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: guards the start function like an export. With JavaScript of our own
 * it becomes the export __unpoison_start, which the glue calls when it knows
 * the instance, so that a failing start is told apart and its text read;
 * without, it stays the start function.
 * For: modules with a start function.
 * Relies on: state, exits, import-wrappers.
 */

#include "abi.h"
#include "ir/ir.h"
#include "passes/trampoline.h"

void up_pass_start(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenFunctionRef start = BinaryenGetStart(m);

	if (!start)
		return;
	bool glue = context->options->target != UP_TARGET_NONE;
	up_add_trampoline(
		context,
		&(struct up_trampoline){
			.name = UP_START,
			.target = start,
			.export_index = glue ? (int32_t)BinaryenGetNumExports(m)
					     : UP_NO_EXPORT,
			.aborts = context->options->unwind == UP_UNWIND_NEVER,
		});
	if (glue) {
		BinaryenAddFunctionExport(m, UP_START, UP_ABI_START);
		up_ir_remove_start(m);
	} else {
		BinaryenSetStart(m, BinaryenGetFunction(m, UP_START));
	}
}
