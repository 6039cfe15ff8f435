/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: exports the function by which JavaScript lets the module's own handler
 * of aborts run. The module is dead then: all other doors are shut, and only
 * this one may be entered; it starts on an empty shadow stack, since the abort
 * may have come of a full one.
 * For: modules that can have set such a handler.
 * Relies on: state, exits, import-wrappers.
 */

#include "abi.h"
#include "passes/trampoline.h"

#define DOOR UP_NAME_PREFIX "abort_door"

void up_pass_abort_door(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;

	if (!context->facts->abort_handler)
		return;
	up_add_trampoline(context,
			  &(struct up_trampoline){
				  .name = DOOR,
				  .target = context->facts->abort_handler,
				  .export_index = UP_NO_EXPORT,
				  .aborts = true,
				  .posthumous = true,
			  });
	BinaryenAddFunctionExport(m, DOOR, UP_ABI_ABORT_HANDLER);
}
