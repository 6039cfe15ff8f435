/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets every reference to a function go to a trampoline, so that
 * JavaScript enters through one even where it got hold of the function by a
 * table or as a value. The module calls the same references: then running is
 * 1, and the trampoline only passes on.
 * For: modules that export or import a table of functions, or hand functions
 * to JavaScript; others keep their tables as they are.
 * Relies on: state, exits.
 */

#include <string.h>

#include "ir/ir.h"
#include "passes/trampoline.h"
#include "util/buf.h"

static const char *trampoline_for(const struct up_pass_context *context,
				  const char *function, struct up_buf *name)
{
	BinaryenModuleRef m = context->module;

	up_buf_printf(name, UP_NAME_PREFIX "func.%s", function);
	if (!BinaryenGetFunction(m, name->bytes))
		up_add_trampoline(context,
				  &(struct up_trampoline){
					  .name = name->bytes,
					  .target = BinaryenGetFunction(
						  m, function),
					  .export_index = UP_NO_EXPORT,
					  .aborts = context->options->unwind ==
						    UP_UNWIND_NEVER,
					  .reentrant = true,
				  });
	return name->bytes;
}

static void redirect(BinaryenExpressionRef *slot, void *data)
{
	BinaryenExpressionRef e = *slot;
	struct up_buf name = {0};

	if (BinaryenExpressionGetId(e) != BinaryenRefFuncId())
		return;
	BinaryenRefFuncSetFunc(
		e, trampoline_for(data, BinaryenRefFuncGetFunc(e), &name));
	up_buf_finish(&name);
}

void up_pass_escaping_funcs(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenIndex count = BinaryenGetNumFunctions(m);
	void *data = (void *)context;

	if (!context->facts->funcs_escape)
		return;
	up_ir_walk_initializers(m, redirect, data);
	if (!context->facts->code.references)
		return;
	/* Trampolines are added meanwhile; they hold no references. */
	for (BinaryenIndex i = 0; i < count; i++)
		up_ir_walk(BinaryenGetFunctionByIndex(m, i), redirect, data);
}
