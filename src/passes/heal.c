/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds the function by which a dead module makes its state fresh before a
 * call goes on.
 * For: --standalone=heal.
 * Relies on: standalone-exits, initializers, reset-state.
 *
 *   heal():  if attempts == limit: module_terminated
 *            attempts = attempts + 1; reset_state()
 *
 * A reset that dies leaves the module dead, and the next call tries again. Not
 * for ever: what is called while the state begins again may itself call the
 * module, find it dead, and be in the middle of what it tries to repair; from
 * inside the module that looks like the next call from outside. A state that has
 * begun forgets the attempts (initializers.c).
 */

#include "ir/build.h"
#include "passes/reset.h"
#include "passes/standalone.h"

/* More in a row than any passing reason can have. */
#define LIMIT 100

void up_pass_heal(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;

	if (!context->facts->reset.heals)
		return;
	BinaryenExpressionRef spent =
		up_binary(m, BinaryenGeUInt32(), up_global_i32(m, UP_ATTEMPTS),
			  up_i32(m, LIMIT));
	BinaryenExpressionRef body[] = {
		BinaryenIf(m, spent,
			   up_call(m, UP_TERMINATED, NULL, 0,
				   BinaryenTypeNone()),
			   NULL),
		BinaryenGlobalSet(m, UP_ATTEMPTS,
				  up_binary(m, BinaryenAddInt32(),
					    up_global_i32(m, UP_ATTEMPTS),
					    up_i32(m, 1))),
		up_call(m, UP_RESET, NULL, 0, BinaryenTypeNone()),
	};

	up_ir_keep_frame(BinaryenAddFunction(
		m, UP_HEAL, BinaryenTypeNone(), BinaryenTypeNone(), NULL, 0,
		up_block(m, body, UP_COUNT(body))));
}
