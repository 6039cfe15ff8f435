/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Exports by which a toolchain's own JavaScript makes an instance ready: the
 * start function that the module should have had. A state that the module makes
 * fresh by itself needs them again.
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"

struct border {
	size_t imports, short_imports;
};

static void count_import(const struct up_ir_import *import, void *data)
{
	struct border *border = data;

	border->imports++;
	border->short_imports += up_policy_minified_import(
		import->module, strlen(import->module), strlen(import->base));
}

/*
 * Emscripten's optimizer makes a.a, a.b and so on of the names at the border. Of
 * the functions that are exported then, its __wasm_call_ctors is the first.
 */
static bool is_minified(BinaryenModuleRef module)
{
	struct border border = {0};

	up_ir_each_import(module, count_import, &border);
	return border.imports > 0 && border.short_imports == border.imports;
}

static bool does_no_more(BinaryenModuleRef module, BinaryenExportRef export_)
{
	BinaryenFunctionRef function =
		BinaryenGetFunction(module, BinaryenExportGetValue(export_));

	return BinaryenFunctionGetParams(function) == BinaryenTypeNone() &&
	       BinaryenFunctionGetResults(function) == BinaryenTypeNone();
}

bool up_is_kept_table(const struct up_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->kept_table_count; i++)
		if (strcmp(facts->kept_tables[i], name) == 0)
			return true;
	return false;
}

static void find_kept_tables(struct up_facts *facts, BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumExports(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenExportRef export_ = BinaryenGetExportByIndex(module, i);
		if (BinaryenExportGetKind(export_) != BinaryenExternalTable())
			continue;
		const char *name = BinaryenExportGetValue(export_);
		BinaryenType type =
			BinaryenTableGetType(BinaryenGetTable(module, name));
		if (up_ir_valtype(type) == UP_EXTERNREF &&
		    !up_is_kept_table(facts, name) &&
		    facts->kept_table_count < UP_MAX_KEPT_TABLES)
			facts->kept_tables[facts->kept_table_count++] = name;
	}
}

void up_find_initializers(struct up_facts *facts, BinaryenModuleRef module)
{
	bool minified = is_minified(module);
	bool any = false;

	for (size_t i = 0; facts->reset.reruns && i < facts->export_count; i++) {
		struct up_export_fact *fact = &facts->exports[i];
		const char *name = BinaryenExportGetName(fact->export_);
		bool first = minified && i == 0 &&
			     strlen(name) <= UP_MINIFIED_NAME;

		fact->initializes = (first ||
				     up_policy_initializer(name, strlen(name))) &&
				    does_no_more(module, fact->export_);
		any |= fact->initializes;
	}
	/* None is imported where the state is made fresh without help. */
	if (any)
		find_kept_tables(facts, module);
}
