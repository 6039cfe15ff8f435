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

#include <stdlib.h>

#include "abi.h"
#include "ir/build.h"
#include "passes/pass.h"
#include "util/buf.h"
#include "util/mem.h"

/*
 * `if (running or epoch != epoch0) unreachable`, then `running = wasm`. A trap
 * it must be: an exception would run the cleanups of frames that are dead.
 */
static BinaryenExpressionRef resume(BinaryenModuleRef m, BinaryenIndex epoch0)
{
	BinaryenExpressionRef dead = up_binary(
		m, BinaryenOrInt32(), up_global_i32(m, UP_RUNNING),
		up_binary(m, BinaryenNeInt32(), up_global_i32(m, UP_EPOCH),
			  up_get_i32(m, epoch0)));
	BinaryenExpressionRef items[] = {
		BinaryenIf(m, dead, BinaryenUnreachable(m), NULL),
		up_set_running(m, UP_WASM),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* The call of the host, its results in a local if it has any. */
static BinaryenExpressionRef call_host(BinaryenModuleRef m, const char *host,
				       BinaryenFunctionRef import,
				       BinaryenIndex result)
{
	BinaryenExpressionRef call = up_forward(m, host, import, false);

	if (BinaryenFunctionGetResults(import) == BinaryenTypeNone())
		return call;
	return BinaryenLocalSet(m, result, call);
}

static void wrap(const struct up_pass_context *context,
		 BinaryenFunctionRef import)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	BinaryenType results = BinaryenFunctionGetResults(import);
	struct up_buf name = {0};
	BinaryenIndex result = 0, exnref = 0;

	up_buf_printf(&name, UP_NAME_PREFIX "import.%s",
		      BinaryenFunctionGetName(import));
	up_ir_interpose(m, import, name.bytes);

	BinaryenIndex epoch0 = BinaryenFunctionAddVar(import,
						      BinaryenTypeInt32());
	if (results != BinaryenTypeNone())
		result = BinaryenFunctionAddVar(import, results);
	if (facts->eh.out == UP_EH_EXNREF)
		exnref = BinaryenFunctionAddVar(import, up_ir_exnref());

	BinaryenExpressionRef call = call_host(m, name.bytes, import, result);
	if (up_builds_trys(facts)) {
		struct up_ir_catch anything = {
			.handler = resume(m, epoch0),
			.rethrow = true,
		};
		call = up_ir_guard(m, facts->eh.out, call, &anything, 1, exnref);
	}
	BinaryenExpressionRef body[] = {
		BinaryenLocalSet(m, epoch0, up_global_i32(m, UP_EPOCH)),
		up_set_running(m, UP_HOST),
		call,
		resume(m, epoch0),
		BinaryenLocalGet(m, result, results),
	};
	size_t count = UP_COUNT(body) - (results == BinaryenTypeNone());
	BinaryenFunctionSetBody(import, up_block(m, body, count));
	up_ir_fix_locals(m, import);
	up_buf_finish(&name);
}

static void refresh(BinaryenExpressionRef *slot, void *data)
{
	up_ir_refresh_reference(data, *slot);
}

/* References to imports are now references to functions of the module. */
static void refresh_references(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenIndex count = BinaryenGetNumFunctions(m);

	up_ir_walk_initializers(m, refresh, m);
	if (!context->facts->code.references)
		return;
	for (BinaryenIndex i = 0; i < count; i++)
		up_ir_walk(BinaryenGetFunctionByIndex(m, i), refresh, m);
}

void up_pass_import_wrappers(const struct up_pass_context *context)
{
	if (context->facts->import_count == 0)
		return;
	for (size_t i = 0; i < context->facts->import_count; i++)
		wrap(context, context->facts->imports[i].function);
	refresh_references(context);
}
