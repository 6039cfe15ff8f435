/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: turns the module's legacy trys into try_tables.
 * For: modules in the legacy dialect, with --eh exnref.
 * Relies on: being after all passes that add code.
 */

#include "passes/pass.h"

void up_pass_dialect(const struct up_pass_context *context)
{
	const char *pass = "translate-to-exnref";

	if (context->facts->eh.in == UP_EH_LEGACY &&
	    context->facts->eh.out == UP_EH_EXNREF)
		BinaryenModuleRunPasses(context->module, &pass, 1);
}
