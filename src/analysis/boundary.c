/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Where JavaScript and the module meet: exported and imported functions, and
 * references to functions that JavaScript can get hold of in other ways.
 */

#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"
#include "util/buf.h"
#include "util/glob.h"
#include "util/mem.h"

static bool matches_any(const char *const *globs, size_t count,
			const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (up_glob_match(globs[i], text))
			return true;
	return false;
}

static bool import_is_named(const struct up_options *options,
			    BinaryenFunctionRef import)
{
	const char *base = BinaryenFunctionImportGetBase(import);
	struct up_buf full = {0};

	up_buf_printf(&full, "%s.%s", BinaryenFunctionImportGetModule(import),
		      base);
	bool named = matches_any(options->unwind_safe_imports,
				 options->unwind_safe_import_count, base) ||
		     matches_any(options->unwind_safe_imports,
				 options->unwind_safe_import_count, full.bytes);
	up_buf_finish(&full);
	return named;
}

/* Whether any parameter or result of a function is a function itself. */
static bool hands_funcs(BinaryenType types)
{
	size_t count = BinaryenTypeArity(types);
	BinaryenType *each = up_alloc((count + 1) * sizeof(*each));
	bool found = false;

	BinaryenTypeExpand(types, each);
	for (size_t i = 0; i < count; i++)
		found |= up_ir_is_func(each[i]);
	free(each);
	return found;
}

static void find_imports(struct up_facts *facts, BinaryenModuleRef module,
			 const struct up_options *options)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);
	/* Named imports widen what is recognised; alone they are all. */
	bool recognised = facts->panic_tag && facts->eh != UP_EH_NONE &&
			  options->unwind != UP_UNWIND_NEVER;

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
				.unwind_safe =
					facts->trusts || recognised ||
					(options->unwind != UP_UNWIND_NEVER &&
					 import_is_named(options, function)),
			};
		facts->funcs_escape |=
			hands_funcs(BinaryenFunctionGetParams(function));
	}
}

static bool is_imported(const char *module_name)
{
	return module_name && *module_name;
}

static void find_export(struct up_facts *facts, BinaryenModuleRef module,
			const struct up_options *options,
			BinaryenExportRef export_)
{
	const char *value = BinaryenExportGetValue(export_);
	BinaryenExternalKind kind = BinaryenExportGetKind(export_);

	if (kind == BinaryenExternalTable())
		facts->funcs_escape |= up_ir_is_func(BinaryenTableGetType(
			BinaryenGetTable(module, value)));
	if (kind == BinaryenExternalGlobal())
		facts->funcs_escape |= up_ir_is_func(BinaryenGlobalGetType(
			BinaryenGetGlobal(module, value)));
	if (kind != BinaryenExternalFunction())
		return;
	facts->funcs_escape |= hands_funcs(BinaryenFunctionGetResults(
		BinaryenGetFunction(module, value)));
	facts->exports = up_grow(facts->exports, &facts->export_count,
				 sizeof(*facts->exports));
	facts->exports[facts->export_count - 1] = (struct up_export_fact){
		.export_ = export_,
		.aborts = options->unwind == UP_UNWIND_NEVER ||
			  matches_any(options->abort_exports,
				      options->abort_export_count,
				      BinaryenExportGetName(export_)),
	};
}

void up_find_boundary(struct up_facts *facts, BinaryenModuleRef module,
		      const struct up_options *options)
{
	BinaryenIndex exports = BinaryenGetNumExports(module);
	BinaryenIndex tables = BinaryenGetNumTables(module);

	find_imports(facts, module, options);
	for (BinaryenIndex i = 0; i < exports; i++)
		find_export(facts, module, options,
			    BinaryenGetExportByIndex(module, i));
	for (BinaryenIndex i = 0; i < tables; i++) {
		BinaryenTableRef table = BinaryenGetTableByIndex(module, i);
		if (is_imported(BinaryenTableImportGetModule(table)))
			facts->funcs_escape |=
				up_ir_is_func(BinaryenTableGetType(table));
	}
}
