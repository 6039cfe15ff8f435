/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets every function be imported from the generated JavaScript, under
 * the names that it exports there.
 * For: targets where the host instantiates the module, and so resolves its
 * imports as it does those of any ES module.
 * Relies on: being after all passes that import functions; on the order of
 * imports, which is that of the interface.
 */

#include <string.h>

#include "abi.h"
#include "ir/ir.h"
#include "passes/pass.h"
#include "util/buf.h"

struct renaming {
	const char *specifier;
	size_t index; /* of the next import that is not the protocol's */
};

static void rename_import(const struct up_ir_import *import, void *data)
{
	struct renaming *renaming = data;
	struct up_buf name = {0};

	if (!import->function)
		return;
	if (strcmp(import->module, UP_ABI_MODULE) == 0)
		up_buf_printf(&name, UP_ABI_PREFIX "%s", import->base);
	else
		up_buf_printf(&name, UP_ABI_PREFIX "import_%zu",
			      renaming->index++);
	up_ir_import_rename(import->function, renaming->specifier, name.bytes);
	up_buf_finish(&name);
}

void up_pass_late_imports(const struct up_pass_context *context)
{
	struct renaming renaming = {context->late_specifier, 0};

	if (context->late_specifier)
		up_ir_each_import(context->module, rename_import, &renaming);
}
