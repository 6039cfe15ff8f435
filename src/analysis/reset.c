/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * How the state can be made fresh. In place needs a memory that nobody else is
 * using at the same time; a new instance needs a host that lets JavaScript
 * instantiate, and memories that come with the instance or can be put back.
 */

#include "analysis/facts.h"
#include "diag/diag.h"
#include "ir/ir.h"
#include "ir/state.h"

struct memories {
	bool shared, imported, shared_import, odd;
};

static struct memories look_at_memories(BinaryenModuleRef module)
{
	struct memories found = {0};
	uint32_t count = up_ir_memory_count(module);

	for (uint32_t i = 0; i < count; i++) {
		struct up_ir_memory memory = up_ir_memory_at(module, i);
		found.shared |= memory.shared;
		found.imported |= memory.imported;
		found.shared_import |= memory.shared && memory.imported;
		found.odd |= memory.odd_pages;
	}
	return found;
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

static int check_in_place(const struct memories *memories,
			  struct up_report *report)
{
	if (memories->shared)
		return up_input_error(
			report,
			"--reset in-place: the memory is shared, and threads "
			"that use it cannot be stopped; pass --reset "
			"reinstantiate if the module defines it, else --reset "
			"none");
	if (memories->odd)
		return up_input_error(
			report,
			"--reset in-place: the memory has pages of another "
			"size than 64 KiB; pass --reset reinstantiate");
	return 0;
}

static int check_reinstantiate(const struct memories *memories, bool late,
			       struct up_report *report)
{
	if (memories->shared_import)
		return up_input_error(
			report,
			"the memory is shared and imported: threads that use "
			"it cannot be stopped, so the state cannot be made "
			"fresh; pass --reset none");
	if (late && memories->shared)
		return up_input_error(
			report,
			"the memory is shared, so the state can be made fresh "
			"only by a new instance, which JavaScript cannot make "
			"with this target; pass --target web, or --reset none");
	if (late)
		return up_error(
			report, UP_FAULT_USAGE, UP_NO_OFFSET,
			"--reset reinstantiate: with this target the host "
			"instantiates the module, and only once; pass --reset "
			"in-place, or --target web");
	return 0;
}

int up_find_reset(struct up_facts *facts, BinaryenModuleRef module,
		  const struct up_options *options, bool late,
		  struct up_report *report)
{
	struct up_reset_facts *reset = &facts->reset;
	struct memories memories = look_at_memories(module);
	bool can_in_place = !memories.shared && !memories.odd;
	bool glue = options->target != UP_TARGET_NONE;

	if (options->reset == UP_RESET_NONE)
		return 0;
	if (options->reset == UP_RESET_IN_PLACE &&
	    check_in_place(&memories, report) < 0)
		return -1;
	if ((options->reset == UP_RESET_REINSTANTIATE ||
	     (!can_in_place && glue)) &&
	    check_reinstantiate(&memories, late, report) < 0)
		return -1;
	reset->in_place = can_in_place &&
			  options->reset != UP_RESET_REINSTANTIATE;
	/*
	 * A new instance of a module that imports its memory would get the old
	 * one, as large as it has become: nothing is given back by that.
	 */
	reset->reinstantiates =
		glue && !late && options->reset != UP_RESET_IN_PLACE &&
		!(reset->in_place && memories.imported);
	reset->tables = facts->code.table_write || exports_table(module) ||
			imports_table(module);
	reset->restores = reset->in_place &&
			  (memories.imported || imports_table(module));
	return 0;
}
