/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: puts a function in the place of every imported one, which tells the
 * host's time from wasm's: `running` is 0 while the host runs. On the way back
 * it traps if the module died meanwhile, or if the frame is of an older epoch.
 * For: every imported function. Exceptions are looked at only in modules where
 * they run through frames.
 * Relies on: state. The functions of the glue are not wrapped: they are
 * imported by other passes and call no code of the user's.
 */

#include "ir/build.h"
#include "passes/wrapper.h"
#include "util/buf.h"

static void wrap(const struct up_pass_context *context,
		 const struct up_import_fact *fact)
{
	BinaryenModuleRef m = context->module;
	BinaryenFunctionRef import = fact->function;
	struct up_buf name = {0};

	up_buf_printf(&name, UP_NAME_PREFIX "import.%s",
		      BinaryenFunctionGetName(import));
	up_ir_interpose(m, import, name.bytes);
	up_set_wrapper_body(context, fact,
			    up_forward(m, name.bytes, import, false));
	up_ir_fix_locals(m, import);
	up_buf_finish(&name);
}

struct refresh {
	BinaryenModuleRef module;
	bool any; /* references were seen */
};

static void refresh(BinaryenExpressionRef *slot, void *data)
{
	struct refresh *walk = data;

	if (BinaryenExpressionGetId(*slot) != BinaryenRefFuncId())
		return;
	up_ir_refresh_reference(walk->module, *slot);
	walk->any = true;
}

/*
 * References to imports are now references to functions of the module, of which
 * more is known: casts of them have to be told.
 */
static void refresh_references(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenIndex count = BinaryenGetNumFunctions(m);
	struct refresh walk = {.module = m};

	up_ir_walk_initializers(m, refresh, &walk);
	if (!context->facts->code.references)
		return;
	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function = BinaryenGetFunctionByIndex(m, i);
		walk.any = false;
		up_ir_walk(function, refresh, &walk);
		if (walk.any)
			up_ir_retype(m, function);
	}
}

void up_pass_import_wrappers(const struct up_pass_context *context)
{
	if (context->facts->import_count == 0)
		return;
	for (size_t i = 0; i < context->facts->import_count; i++)
		wrap(context, &context->facts->imports[i]);
	refresh_references(context);
}
