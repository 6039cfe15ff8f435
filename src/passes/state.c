/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds the globals `running` and `epoch`, and the tag that marks a
 * JavaScript exception on an unwind-safe path.
 * For: every module; the tag only where some path is unwind-safe.
 * Relies on: nothing.
 */

#include "ir/build.h"
#include "passes/pass.h"

void up_pass_state(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;

	BinaryenAddGlobal(m, UP_RUNNING, BinaryenTypeInt32(), true,
			  up_i32(m, UP_HOST));
	BinaryenAddGlobal(m, UP_EPOCH, BinaryenTypeInt32(), true, up_i32(m, 0));
	if (!context->facts->eh.tagged)
		return;
	BinaryenAddTag(m, UP_TAG, BinaryenTypeExternref(), BinaryenTypeNone());
}
