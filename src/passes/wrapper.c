/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "passes/wrapper.h"

#include "ir/build.h"
#include "passes/ways.h"

/* What a wrapper keeps while the host runs. */
struct kept {
	BinaryenIndex epoch;
	/*
	 * Where the glue guards entries of tables, they may also be called by
	 * somebody whom it does not see: then `running` was 0. Else there is none.
	 */
	BinaryenIndex running;
	bool has_running;
};

/*
 * `if (running or epoch != epoch0) unreachable`, then `running = wasm`. A trap
 * it must be: an exception would run the cleanups of frames that are dead.
 */
static BinaryenExpressionRef resume(BinaryenModuleRef m,
				    const struct kept *kept)
{
	BinaryenExpressionRef dead = up_binary(
		m, BinaryenOrInt32(), up_global_i32(m, UP_RUNNING),
		up_binary(m, BinaryenNeInt32(), up_global_i32(m, UP_EPOCH),
			  up_get_i32(m, kept->epoch)));
	BinaryenExpressionRef items[] = {
		BinaryenIf(m, dead, BinaryenUnreachable(m), NULL),
		kept->has_running
			? BinaryenGlobalSet(m, UP_RUNNING,
					    up_get_i32(m, kept->running))
			: up_set_running(m, UP_WASM),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* The import has thrown: back in the module, and on. */
static struct up_ir_catch catch_all(const struct up_pass_context *context,
				    const struct up_import_fact *fact,
				    const struct kept *kept)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[] = {
		resume(m, kept),
		context->ways->thrown(context, fact),
	};

	return (struct up_ir_catch){
		.handler = items[1] ? up_block(m, items, 2) : items[0],
		.rethrow = true,
	};
}

static struct kept keep(const struct up_pass_context *context,
			BinaryenFunctionRef function)
{
	BinaryenType i32 = BinaryenTypeInt32();
	struct kept kept = {
		.epoch = BinaryenFunctionAddVar(function, i32),
		.has_running = context->facts->entries == UP_ENTRIES_GLUE,
	};

	if (kept.has_running)
		kept.running = BinaryenFunctionAddVar(function, i32);
	return kept;
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
	struct kept kept = keep(context, function);

	if (results != BinaryenTypeNone()) {
		result = BinaryenFunctionAddVar(function, results);
		call = BinaryenLocalSet(m, result, call);
	}
	if (eh == UP_EH_EXNREF)
		exnref = BinaryenFunctionAddVar(function, up_ir_exnref());
	if (up_builds_trys(context->facts)) {
		struct up_ir_catch anything = catch_all(context, import, &kept);
		call = up_ir_guard(m, eh, call, &anything, 1, exnref);
	}
	BinaryenExpressionRef body[6];
	size_t count = 0;
	body[count++] =
		BinaryenLocalSet(m, kept.epoch, up_global_i32(m, UP_EPOCH));
	if (kept.has_running)
		body[count++] = BinaryenLocalSet(m, kept.running,
						 up_global_i32(m, UP_RUNNING));
	body[count++] = up_set_running(m, UP_HOST);
	body[count++] = call;
	body[count++] = resume(m, &kept);
	if (results != BinaryenTypeNone())
		body[count++] = BinaryenLocalGet(m, result, results);
	BinaryenFunctionSetBody(function, up_block(m, body, count));
}
