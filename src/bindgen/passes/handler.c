/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds the function that calls the handler of aborts which the crate has
 * set with `wasm_bindgen::handler::set_on_abort`, and says in memory that the
 * instance is dead, for crates that look at that.
 * For: modules that say where the handler is kept, and have code that knows the
 * place.
 * Relies on: nothing. It is exported until everything unused is gone.
 */

#include <string.h>

#include "bindgen/passes/pass.h"
#include "ir/state.h"

struct search {
	uint32_t address;
	bool found;
};

/* The value of the constant that is exported as @name, or 0. */
static uint32_t exported_address(BinaryenModuleRef m, const char *name)
{
	BinaryenExportRef export_ = BinaryenGetExport(m, name);
	BinaryenExpressionRef init;

	if (!export_ ||
	    BinaryenExportGetKind(export_) != BinaryenExternalGlobal())
		return 0;
	init = BinaryenGlobalGetInitExpr(
		BinaryenGetGlobal(m, BinaryenExportGetValue(export_)));
	if (!init || BinaryenExpressionGetId(init) != BinaryenConstId() ||
	    BinaryenExpressionGetType(init) != BinaryenTypeInt32())
		return 0;
	return (uint32_t)BinaryenConstGetValueI32(init);
}

static bool is_constant(BinaryenExpressionRef e, uint32_t value)
{
	return BinaryenExpressionGetId(e) == BinaryenConstId() &&
	       BinaryenExpressionGetType(e) == BinaryenTypeInt32() &&
	       (uint32_t)BinaryenConstGetValueI32(e) == value;
}

/* The address, or a store to it in two parts. */
static void look_for_address(BinaryenExpressionRef *slot, void *data)
{
	struct search *search = data;
	BinaryenExpressionRef e = *slot;

	if (is_constant(e, search->address))
		search->found = true;
	else if (BinaryenExpressionGetId(e) == BinaryenStoreId())
		search->found |= is_constant(
			BinaryenStoreGetPtr(e),
			search->address - BinaryenStoreGetOffset(e));
}

static bool is_known(BinaryenModuleRef m, uint32_t address)
{
	struct search search = {.address = address};
	BinaryenIndex count = BinaryenGetNumFunctions(m);

	for (BinaryenIndex i = 0; i < count && !search.found; i++) {
		BinaryenFunctionRef function = BinaryenGetFunctionByIndex(m, i);

		if (BinaryenFunctionGetBody(function))
			up_ir_walk(function, look_for_address, &search);
	}
	return search.found;
}

static const char *function_table(BinaryenModuleRef m)
{
	for (uint32_t i = 0; i < up_ir_table_count(m); i++) {
		struct up_ir_table table = up_ir_table_at(m, i);

		if (up_ir_is_func(table.type))
			return table.name;
	}
	return NULL;
}

int up_rewire_handler(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenType none = BinaryenTypeNone();
	uint32_t handler = exported_address(m, "__abort_handler");
	uint32_t flag = exported_address(m, "__instance_terminated");
	const char *memory = up_ir_memory(m), *table = function_table(m);
	BinaryenExpressionRef items[2];
	size_t count = 0;

	if (!handler || !memory || !table || !is_known(m, handler))
		return 0;
	if (flag)
		items[count++] = up_store(m, memory, up_i32(m, 0), flag,
					  up_i32(m, 1));
	items[count++] = BinaryenCallIndirect(
		m, table, up_load(m, memory, up_i32(m, 0), handler), NULL, 0,
		none, none);
	BinaryenAddFunction(m, UP_BINDGEN_ABORT_HANDLER, none, none, NULL, 0,
			    up_block(m, items, count));
	BinaryenAddFunctionExport(m, UP_BINDGEN_ABORT_HANDLER,
				  UP_BINDGEN_ABORT_HANDLER);
	return 0;
}

int up_rewire_hide_handler(struct up_rewiring *r)
{
	if (BinaryenGetFunction(r->module, UP_BINDGEN_ABORT_HANDLER))
		BinaryenRemoveExport(r->module, UP_BINDGEN_ABORT_HANDLER);
	return 0;
}
