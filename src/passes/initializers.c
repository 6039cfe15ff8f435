/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds what runs when a state was made fresh: the start function, and the
 * initializers that JavaScript has called, in the order in which they returned
 * for the first time.
 * For: modules that keep their own JavaScript and can be reset in place.
 * Relies on: start, export-trampolines, which notes the initializers.
 *
 * An exception that comes out of it leaves the module dead: what has begun only
 * in part is nothing to call.
 */

#include <stdlib.h>

#include "ir/build.h"
#include "passes/reset.h"
#include "passes/standalone.h"
#include "util/mem.h"

struct code {
	BinaryenExpressionRef *items; /* owned */
	size_t count;
};

static void add(struct code *code, BinaryenExpressionRef item)
{
	code->items =
		up_grow(code->items, &code->count, sizeof(*code->items));
	code->items[code->count - 1] = item;
}

static char *order_name(size_t index)
{
	struct up_buf name = {0};

	up_buf_printf(&name, UP_INITIALIZED ".%zu", index);
	return up_buf_take(&name);
}

static void add_counter(BinaryenModuleRef m, const char *name)
{
	if (!BinaryenGetGlobal(m, name))
		BinaryenAddGlobal(m, name, BinaryenTypeInt32(), true,
				  up_i32(m, 0));
}

BinaryenExpressionRef
up_note_initialized(const struct up_pass_context *context, size_t index)
{
	BinaryenModuleRef m = context->module;

	if (!context->facts->exports[index].initializes)
		return NULL;
	char *order = order_name(index);
	add_counter(m, UP_INITIALIZED);
	add_counter(m, order);
	BinaryenExpressionRef items[] = {
		BinaryenGlobalSet(m, UP_INITIALIZED,
				  up_binary(m, BinaryenAddInt32(),
					    up_global_i32(m, UP_INITIALIZED),
					    up_i32(m, 1))),
		BinaryenGlobalSet(m, order, up_global_i32(m, UP_INITIALIZED)),
		NULL,
	};
	size_t count = UP_COUNT(items) - 1;
	if (context->facts->kept_table_count > 0)
		items[count++] = up_call(m, UP_KEEP_TABLES, NULL, 0,
					 BinaryenTypeNone());
	BinaryenExpressionRef note = BinaryenIf(
		m, BinaryenUnary(m, BinaryenEqZInt32(), up_global_i32(m, order)),
		up_block(m, items, count), NULL);
	free(order);
	return note;
}

/* `if (it was the one @turn) call it` */
static BinaryenExpressionRef call_in_turn(const struct up_pass_context *context,
					  size_t index, int32_t turn)
{
	BinaryenModuleRef m = context->module;
	const struct up_export_fact *fact = &context->facts->exports[index];
	char *order = order_name(index);
	BinaryenExpressionRef call = BinaryenIf(
		m,
		up_binary(m, BinaryenEqInt32(), up_global_i32(m, order),
			  up_i32(m, turn)),
		up_call(m, BinaryenExportGetValue(fact->export_), NULL, 0,
			BinaryenTypeNone()),
		NULL);

	free(order);
	return call;
}

static void add_initializers(const struct up_pass_context *context,
			     struct code *code)
{
	const struct up_facts *facts = context->facts;
	int32_t total = 0;

	for (size_t i = 0; i < facts->export_count; i++)
		total += facts->exports[i].initializes;
	for (int32_t turn = 1; turn <= total; turn++)
		for (size_t i = 0; i < facts->export_count; i++)
			if (facts->exports[i].initializes)
				add(code, call_in_turn(context, i, turn));
}

/* Whatever is thrown on the way: dead. */
static BinaryenExpressionRef or_dead(const struct up_pass_context *context,
				     BinaryenExpressionRef body)
{
	BinaryenModuleRef m = context->module;
	struct up_ir_catch anything = {
		.handler = up_set_running(m, UP_WASM),
		.rethrow = true,
	};

	if (!up_builds_trys(context->facts))
		return body;
	return up_ir_guard(m, context->facts->eh.out, body, &anything, 1, 0);
}

void up_pass_initializers(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	bool exnref = context->facts->eh.out == UP_EH_EXNREF;
	BinaryenType local = up_ir_exnref();
	struct code code = {0};

	if (!context->facts->reset.reruns)
		return;
	if (BinaryenGetFunction(m, UP_START))
		add(&code, up_call(m, UP_START, NULL, 0, BinaryenTypeNone()));
	add_initializers(context, &code);
	if (context->facts->kept_table_count > 0)
		add(&code, up_call(m, UP_RESTORE_TABLES, NULL, 0,
				   BinaryenTypeNone()));
	if (code.count > 0) {
		BinaryenExpressionRef all =
			or_dead(context, up_block(m, code.items, code.count));
		code.count = 0;
		add(&code, all);
	}
	if (context->facts->reset.heals) {
		add_counter(m, UP_ATTEMPTS);
		add(&code, BinaryenGlobalSet(m, UP_ATTEMPTS, up_i32(m, 0)));
	}
	if (code.count > 0)
		BinaryenAddFunction(m, UP_BEGIN_AGAIN, BinaryenTypeNone(),
				    BinaryenTypeNone(), &local, exnref,
				    up_block(m, code.items, code.count));
	free(code.items);
}
