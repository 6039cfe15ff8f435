/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds the function in which calls of a dead module end, and what the
 * module notes about exceptions.
 * For: modules that keep their own JavaScript.
 * Relies on: state.
 *
 *   module_terminated()       traps; its name is in the stack of the error
 */

#include "ir/build.h"
#include "passes/standalone.h"

void up_pass_standalone_exits(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	/* Like no other function, so that an optimizer does not join them. */
	BinaryenExpressionRef body[3] = {up_set_running(m, UP_DEAD)};
	size_t count = 1;

	/* Of a call by a table that died before it came to anybody. */
	if (context->facts->calls.marked)
		body[count++] = BinaryenGlobalSet(m, UP_INSIDE, up_i32(m, 0));
	body[count++] = BinaryenUnreachable(m);
	up_ir_keep_frame(BinaryenAddFunction(
		m, UP_TERMINATED, BinaryenTypeNone(), BinaryenTypeNone(), NULL,
		0, up_block(m, body, count)));
	if (context->facts->eh.notes)
		BinaryenAddGlobal(m, UP_THROWN, BinaryenTypeInt32(), true,
				  up_i32(m, 0));
}
