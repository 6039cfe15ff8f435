/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: gives bodies to imports of the run time that are about slots of the
 * table, so that JavaScript is not asked. A clone is a new slot with the same
 * value; the crate does not ask for clones of constants.
 * For: modules with references. Without, the values are JavaScript's to keep,
 * and these are imports like others.
 * Relies on: nothing.
 */

#include "bindgen/passes/intrinsics.h"

#include <string.h>

#include "diag/diag.h"
#include "ir/state.h"

static BinaryenExpressionRef clone_ref(struct up_rewiring *r)
{
	return up_value_put(r, up_value_get(r, up_get_i32(r->module, 0)));
}

static BinaryenExpressionRef drop_ref(struct up_rewiring *r)
{
	BinaryenExpressionRef slot = up_get_i32(r->module, 0);

	return up_value_dealloc(r, slot);
}

static BinaryenExpressionRef table_grow(struct up_rewiring *r)
{
	up_values_add(r);
	return BinaryenTableGrow(r->module, UP_BINDGEN_TABLE,
				 up_ir_zero(r->module, BinaryenTypeExternref()),
				 up_get_i32(r->module, 0));
}

static BinaryenExpressionRef set_null(struct up_rewiring *r)
{
	up_values_add(r);
	return BinaryenTableSet(r->module, UP_BINDGEN_TABLE,
				up_get_i32(r->module, 0),
				up_ir_zero(r->module, BinaryenTypeExternref()));
}

/* Where the slots end that are never freed. */
static BinaryenExpressionRef statics_end(struct up_rewiring *r)
{
	return up_i32(r->module, (int32_t)up_values_reserved(r));
}

static const struct intrinsic {
	const char *module;
	const char *base;
	bool param, result; /* an i32 each */
	BinaryenExpressionRef (*body)(struct up_rewiring *r);
} intrinsics[] = {
	{UP_PLACEHOLDER, "__wbindgen_object_clone_ref", true, true, clone_ref},
	{UP_PLACEHOLDER, "__wbindgen_object_drop_ref", true, false, drop_ref},
	{UP_XFORM, "__wbindgen_externref_table_grow", true, true, table_grow},
	{UP_XFORM, "__wbindgen_externref_table_set_null", true, false, set_null},
	{UP_XFORM, "__wbindgen_externref_statics_end", false, true, statics_end},
};

bool up_is_made_in_wasm(const struct up_rewiring *r, const char *name)
{
	for (size_t i = 0; r->adapters->references && i < UP_COUNT(intrinsics);
	     i++)
		if (strcmp(intrinsics[i].base, name) == 0)
			return true;
	return false;
}

static const struct intrinsic *find(BinaryenFunctionRef function)
{
	const char *module = BinaryenFunctionImportGetModule(function);
	const char *base = BinaryenFunctionImportGetBase(function);

	for (size_t i = 0; i < UP_COUNT(intrinsics); i++)
		if (strcmp(intrinsics[i].module, module) == 0 &&
		    strcmp(intrinsics[i].base, base) == 0)
			return &intrinsics[i];
	return NULL;
}

static BinaryenType word(bool is_there)
{
	return is_there ? BinaryenTypeInt32() : BinaryenTypeNone();
}

static int give_body(struct up_rewiring *r, BinaryenFunctionRef function)
{
	const struct intrinsic *intrinsic = find(function);
	BinaryenExpressionRef body;

	if (!intrinsic)
		return 0;
	if (BinaryenFunctionGetParams(function) != word(intrinsic->param) ||
	    BinaryenFunctionGetResults(function) != word(intrinsic->result))
		return up_input_error(r->report,
				      "its import '%s' has a signature that is "
				      "not known here; build the crate with a "
				      "release of wasm-bindgen that is",
				      intrinsic->base);
	body = intrinsic->body(r);
	if (!body)
		return -1;
	up_ir_make_defined(function, body);
	return 0;
}

int up_rewire_intrinsics(struct up_rewiring *r)
{
	BinaryenIndex count = BinaryenGetNumFunctions(r->module);

	for (BinaryenIndex i = 0; r->adapters->references && i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(r->module, i);

		if (!BinaryenFunctionGetBody(function) &&
		    give_body(r, function) < 0)
			return -1;
	}
	return 0;
}
