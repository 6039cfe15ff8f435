/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets JavaScript set the constants of the table, as the first thing that
 * the start function does.
 * For: modules that use the table.
 * Relies on: sweep, so that it is known whether they do; start.
 */

#include <stdlib.h>

#include "bindgen/passes/pass.h"

int up_rewire_init(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenType none = BinaryenTypeNone();
	BinaryenFunctionRef start = BinaryenGetStart(m);
	BinaryenExpressionRef calls[2];
	size_t count = 0;

	if (!up_values_used(r))
		return 0;
	char *import = up_new_name(m, "import", UP_BINDGEN_INIT);
	char *name = up_new_name(m, "bindings", "init");

	up_ir_add_import(m, import, UP_BINDGEN_MODULE, UP_BINDGEN_INIT, none,
			 none);
	calls[count++] = up_call(m, import, NULL, 0, none);
	if (start)
		calls[count++] = up_call(m, BinaryenFunctionGetName(start),
					 NULL, 0, none);
	BinaryenSetStart(m, BinaryenAddFunction(m, name, none, none, NULL, 0,
						up_block(m, calls, count)));
	free(import);
	free(name);
	return 0;
}
