/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * How the state can be made fresh. In place needs a memory that nobody else is
 * using at the same time; a new instance needs a host that lets JavaScript
 * instantiate, and memories that come with the instance or can be put back.
 */

#include "analysis/facts.h"
#include "ir/ir.h"
#include "ir/state.h"

static void look_at_memories(BinaryenModuleRef module,
			     struct up_reset_ground *ground)
{
	uint32_t count = up_ir_memory_count(module);

	for (uint32_t i = 0; i < count; i++) {
		struct up_ir_memory memory = up_ir_memory_at(module, i);
		ground->shared |= memory.shared;
		ground->imported |= memory.imported;
		ground->shared_import |= memory.shared && memory.imported;
		ground->odd_pages |= memory.odd_pages;
	}
}

static bool imports_table(BinaryenModuleRef module)
{
	uint32_t count = up_ir_table_count(module);

	for (uint32_t i = 0; i < count; i++)
		if (up_ir_table_at(module, i).imported)
			return true;
	return false;
}

static bool exports_table(BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumExports(module);

	for (BinaryenIndex i = 0; i < count; i++)
		if (BinaryenExportGetKind(BinaryenGetExportByIndex(module, i)) ==
		    BinaryenExternalTable())
			return true;
	return false;
}

int up_find_reset(struct up_facts *facts, BinaryenModuleRef module,
		  const struct up_options *options, bool late,
		  struct up_report *report)
{
	struct up_reset_ground ground = {
		.imports_table = imports_table(module),
		.late = late,
	};

	look_at_memories(module, &ground);
	ground.tables_change = facts->code.table_write ||
			       exports_table(module) || ground.imports_table;
	return up_policy_reset(&ground, options, &facts->reset, report);
}
