/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Where JavaScript and the module meet: exported and imported functions, and
 * references to functions that JavaScript can get hold of in other ways.
 */

#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"
#include "util/mem.h"

/* Whether any parameter or result of a function is such. */
static bool has_any(BinaryenType types, bool (*is)(BinaryenType))
{
	size_t count = BinaryenTypeArity(types);
	BinaryenType *each = up_alloc((count + 1) * sizeof(*each));
	bool found = false;

	BinaryenTypeExpand(types, each);
	for (size_t i = 0; i < count; i++)
		found |= is(each[i]);
	free(each);
	return found;
}

static bool is_reference(BinaryenType type)
{
	switch (up_ir_valtype(type)) {
	case UP_I32:
	case UP_I64:
	case UP_F32:
	case UP_F64:
	case UP_V128: /* JavaScript cannot call such a function at all */
		return false;
	default:
		return true;
	}
}

static bool all_numbers(BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(module, i);
		if (has_any(BinaryenFunctionGetParams(function),
			    is_reference) ||
		    has_any(BinaryenFunctionGetResults(function),
			    is_reference))
			return false;
	}
	return true;
}

static void find_imports(struct up_facts *facts, BinaryenModuleRef module,
			 const struct up_options *options,
			 struct up_entry_ground *ground)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(module, i);
		if (BinaryenFunctionGetBody(function))
			continue;
		facts->imports = up_grow(facts->imports, &facts->import_count,
					 sizeof(*facts->imports));
		facts->imports[facts->import_count - 1] =
			(struct up_import_fact){
				.function = function,
				.unwind_safe = up_policy_import_unwinds(
					options, &facts->eh,
					BinaryenFunctionImportGetModule(
						function),
					BinaryenFunctionImportGetBase(
						function)),
			};
		ground->others |=
			has_any(BinaryenFunctionGetParams(function),
				up_ir_is_func);
	}
}

static bool is_imported(const char *module_name)
{
	return module_name && *module_name;
}

static void find_export(struct up_facts *facts, BinaryenModuleRef module,
			const struct up_options *options,
			struct up_entry_ground *ground,
			BinaryenExportRef export_)
{
	const char *value = BinaryenExportGetValue(export_);
	BinaryenExternalKind kind = BinaryenExportGetKind(export_);

	if (kind == BinaryenExternalTable())
		ground->tables |= up_ir_is_func(BinaryenTableGetType(
			BinaryenGetTable(module, value)));
	if (kind == BinaryenExternalGlobal())
		ground->others |= up_ir_is_func(BinaryenGlobalGetType(
			BinaryenGetGlobal(module, value)));
	if (kind != BinaryenExternalFunction())
		return;
	ground->others |= has_any(BinaryenFunctionGetResults(
					  BinaryenGetFunction(module, value)),
				  up_ir_is_func);
	facts->exports = up_grow(facts->exports, &facts->export_count,
				 sizeof(*facts->exports));
	facts->exports[facts->export_count - 1] = (struct up_export_fact){
		.export_ = export_,
		.aborts = up_policy_export_aborts(
			options, BinaryenExportGetName(export_)),
	};
}

void up_find_boundary(struct up_facts *facts, BinaryenModuleRef module,
		      const struct up_options *options)
{
	BinaryenIndex exports = BinaryenGetNumExports(module);
	BinaryenIndex tables = BinaryenGetNumTables(module);
	struct up_entry_ground ground = {
		.bindings = facts->raw &&
			    up_raw_module_custom(facts->raw,
						 "__wasm_bindgen_unstable"),
	};

	find_imports(facts, module, options, &ground);
	for (BinaryenIndex i = 0; i < exports; i++)
		find_export(facts, module, options, &ground,
			    BinaryenGetExportByIndex(module, i));
	for (BinaryenIndex i = 0; i < tables; i++) {
		BinaryenTableRef table = BinaryenGetTableByIndex(module, i);
		if (is_imported(BinaryenTableImportGetModule(table)))
			ground.others |=
				up_ir_is_func(BinaryenTableGetType(table));
	}
	ground.numbers = ground.tables && all_numbers(module);
	facts->entries = up_policy_entries(&ground, &facts->eh, options);
}
