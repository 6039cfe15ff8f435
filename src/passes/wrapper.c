/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "passes/wrapper.h"

#include "ir/build.h"
#include "passes/ways.h"

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

/* The import has thrown: back in the module, and on. */
static struct up_ir_catch catch_all(const struct up_pass_context *context,
				    const struct up_import_fact *fact,
				    BinaryenIndex epoch0)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		resume(m, epoch0),
		context->ways->thrown(context, fact),
	};

	return (struct up_ir_catch){
		.handler = items[1] ? up_block(m, items, 2) : items[0],
		.rethrow = true,
	};
}

void up_set_wrapper_body(const struct up_pass_context *context,
			 const struct up_import_fact *import,
			 BinaryenExpressionRef call)
{
	BinaryenModuleRef m = context->module;
	BinaryenFunctionRef function = import->function;
	enum up_eh eh = context->facts->eh.out;
	BinaryenType results = BinaryenFunctionGetResults(function);
	BinaryenIndex result = 0, exnref = 0;
	BinaryenIndex epoch0 = BinaryenFunctionAddVar(function,
						      BinaryenTypeInt32());

	if (results != BinaryenTypeNone()) {
		result = BinaryenFunctionAddVar(function, results);
		call = BinaryenLocalSet(m, result, call);
	}
	if (eh == UP_EH_EXNREF)
		exnref = BinaryenFunctionAddVar(function, up_ir_exnref());
	if (up_builds_trys(context->facts)) {
		struct up_ir_catch anything = catch_all(context, import, epoch0);
		call = up_ir_guard(m, eh, call, &anything, 1, exnref);
	}
	BinaryenExpressionRef body[] = {
		BinaryenLocalSet(m, epoch0, up_global_i32(m, UP_EPOCH)),
		up_set_running(m, UP_HOST),
		call,
		resume(m, epoch0),
		BinaryenLocalGet(m, result, results),
	};
	size_t count = UP_COUNT(body) - (results == BinaryenTypeNone());
	BinaryenFunctionSetBody(function, up_block(m, body, count));
}
