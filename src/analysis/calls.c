/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Calls by tables in modules that keep their own JavaScript, which may call by
 * the same tables, and may have put functions of its own there (emscripten's
 * addFunction).
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"
#include "ir/refs.h"

static bool is_known(const struct up_call_facts *calls, const char *name)
{
	for (size_t i = 0; i < calls->open_table_count; i++)
		if (strcmp(calls->open_tables[i], name) == 0)
			return true;
	return false;
}

/* Where an imported table has the module's functions is the host's affair. */
static bool is_open(BinaryenModuleRef module, const char *name)
{
	BinaryenTableRef table = BinaryenGetTable(module, name);
	const char *from = BinaryenTableImportGetModule(table);

	return (!from || !*from) &&
	       up_ir_is_func(BinaryenTableGetType(table)) &&
	       up_ir_table_can_grow(module, name);
}

void up_find_calls(struct up_facts *facts, BinaryenModuleRef module,
		   const struct up_options *options)
{
	struct up_call_facts *calls = &facts->calls;
	BinaryenIndex count = BinaryenGetNumExports(module);

	if (options->standalone == UP_STANDALONE_NO ||
	    facts->entries == UP_ENTRIES_NONE)
		return;
	calls->marked = !facts->code.ref_calls;
	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenExportRef export_ = BinaryenGetExportByIndex(module, i);
		const char *name = BinaryenExportGetValue(export_);
		if (BinaryenExportGetKind(export_) == BinaryenExternalTable() &&
		    is_open(module, name) && !is_known(calls, name) &&
		    calls->open_table_count < UP_MAX_OPEN_TABLES)
			calls->open_tables[calls->open_table_count++] = name;
	}
}
