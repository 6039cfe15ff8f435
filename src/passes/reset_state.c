/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: exports __wbg_reset_state, which makes the state what it was just after
 * instantiation, and starts a new epoch.
 * For: modules that can be reset in place.
 * Relies on: segments, logical-sizes, start, initializers; on panic-notes for its
 * flag.
 *
 * `running` is 1 while it works: should it trap, the module stays dead.
 */

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "ir/build.h"
#include "passes/pass.h"
#include "passes/reset.h"
#include "passes/standalone.h"
#include "util/mem.h"

#define PAGE_SHIFT 16

struct code {
	BinaryenModuleRef m;
	BinaryenExpressionRef *items; /* owned */
	size_t count;
};

static void add(struct code *code, BinaryenExpressionRef item)
{
	code->items =
		up_grow(code->items, &code->count, sizeof(*code->items));
	code->items[code->count - 1] = item;
}

static void add_set(struct code *code, const char *global,
		    BinaryenExpressionRef value)
{
	add(code, BinaryenGlobalSet(code->m, global, value));
}

/* hidden = size - initial; noted = size */
static void hide(struct code *code, const char *name, bool imported,
		 uint32_t initial, bool is_memory)
{
	BinaryenModuleRef m = code->m;
	char *hidden = up_sized_name(UP_HIDDEN, is_memory, name);
	char *noted = up_sized_name(UP_NOTED, is_memory, name);
	char *start = up_sized_name(UP_INITIAL, is_memory, name);

	if (up_has_hidden(m, is_memory, name)) {
		BinaryenExpressionRef first =
			imported ? up_global_i32(m, start)
				 : up_i32(m, (int32_t)initial);
		add_set(code, noted,
			is_memory ? BinaryenMemorySize(m, name, false)
				  : up_ir_table_size(m, name));
		add_set(code, hidden,
			up_binary(m, BinaryenSubInt32(),
				  up_global_i32(m, noted), first));
	}
	free(hidden);
	free(noted);
	free(start);
}

/* The pages that the module has asked for: what lies behind is clear. */
static BinaryenExpressionRef used_pages(BinaryenModuleRef m, const char *memory)
{
	if (!up_has_hidden(m, true, memory))
		return BinaryenMemorySize(m, memory, false);
	char *size = up_sized_name(UP_SIZE, true, memory);
	BinaryenExpressionRef pages =
		up_call(m, size, NULL, 0, BinaryenTypeInt32());
	free(size);
	return pages;
}

/* (used pages - @less) << 16 */
static BinaryenExpressionRef end_of(BinaryenModuleRef m, const char *memory,
				    int32_t less)
{
	BinaryenExpressionRef pages = used_pages(m, memory);

	if (less)
		pages = up_binary(m, BinaryenSubInt32(), pages,
				  up_i32(m, less));
	return up_binary(m, BinaryenShlInt32(), pages, up_i32(m, PAGE_SHIFT));
}

/*
 * Zeroes a memory. Hidden pages were zeroed when they became so: a module that
 * ran out of memory once must not pay for all of it for ever. The last page goes
 * apart: the size of a memory of 4 GiB does not fit into an i32.
 */
static void clear_memory(struct code *code, const char *memory)
{
	BinaryenModuleRef m = code->m;
	BinaryenExpressionRef fills[] = {
		BinaryenMemoryFill(m, up_i32(m, 0), up_i32(m, 0),
				   end_of(m, memory, 1), memory),
		BinaryenMemoryFill(m, end_of(m, memory, 1), up_i32(m, 0),
				   up_i32(m, 1 << PAGE_SHIFT), memory),
	};

	add(code, BinaryenIf(m, used_pages(m, memory),
			     up_block(m, fills, UP_COUNT(fills)), NULL));
}

static void reset_memories(struct code *code)
{
	for (uint32_t i = 0; i < up_ir_memory_count(code->m); i++) {
		struct up_ir_memory memory = up_ir_memory_at(code->m, i);
		if (!memory.imported)
			clear_memory(code, memory.name);
		hide(code, memory.name, memory.imported, memory.initial, true);
	}
}

static void clear_table(struct code *code, const struct up_ir_table *table)
{
	BinaryenModuleRef m = code->m;
	BinaryenExpressionRef value =
		table->init ? BinaryenExpressionCopy(table->init, m)
			    : up_ir_zero(m, table->type);

	add(code, up_ir_table_fill(m, table->name, up_i32(m, 0), value,
				   up_ir_table_size(m, table->name)));
}

static void reset_tables(struct code *code)
{
	for (uint32_t i = 0; i < up_ir_table_count(code->m); i++) {
		struct up_ir_table table = up_ir_table_at(code->m, i);
		if (strcmp(table.name, UP_ENTRIES) == 0)
			continue;
		if (!table.imported)
			clear_table(code, &table);
		hide(code, table.name, table.imported, table.initial, false);
	}
}

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* What the protocol keeps over a reset, or sets by itself. */
static bool is_kept(const char *name)
{
	static const char *const kept[] = {
		UP_RUNNING, UP_EPOCH, UP_HIDDEN,      UP_NOTED,
		UP_INITIAL, UP_SAVED, UP_INITIALIZED, UP_ATTEMPTS,
	};

	for (size_t i = 0; i < UP_COUNT(kept); i++)
		if (has_prefix(name, kept[i]))
			return true;
	return false;
}

/* Globals by their initializers; imported ones by what they were. */
static void reset_globals(struct code *code)
{
	BinaryenModuleRef m = code->m;
	BinaryenIndex count = BinaryenGetNumGlobals(m);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenGlobalRef global = BinaryenGetGlobalByIndex(m, i);
		const char *name = BinaryenGlobalGetName(global);
		BinaryenExpressionRef init = BinaryenGlobalGetInitExpr(global);
		char *saved = up_name(UP_SAVED, name);

		if (BinaryenGlobalIsMutable(global) && !is_kept(name)) {
			if (init)
				add_set(code, name,
					BinaryenExpressionCopy(init, m));
			else if (BinaryenGetGlobal(m, saved))
				add_set(code, name,
					BinaryenGlobalGet(
						m, saved,
						BinaryenGlobalGetType(global)));
		}
		free(saved);
	}
}

/* What the state begins with, or NULL. */
static const char *what_runs(BinaryenModuleRef m)
{
	if (BinaryenGetFunction(m, UP_BEGIN_AGAIN))
		return UP_BEGIN_AGAIN;
	return BinaryenGetFunction(m, UP_START) ? UP_START : NULL;
}

void up_pass_reset_state(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_reset_facts *reset = &context->facts->reset;
	const char *last = what_runs(m);
	struct code code = {.m = m};

	if (!reset->in_place)
		return;
	add(&code, up_set_running(m, UP_WASM));
	add_set(&code, UP_EPOCH,
		up_binary(m, BinaryenAddInt32(), up_global_i32(m, UP_EPOCH),
			  up_i32(m, 1)));
	if (reset->restores)
		add(&code, up_call(m, up_host(context, UP_ABI_RESTORE), NULL, 0,
				   BinaryenTypeNone()));
	reset_memories(&code);
	if (reset->tables)
		reset_tables(&code);
	reset_globals(&code);
	add(&code, up_call(m, UP_APPLY, NULL, 0, BinaryenTypeNone()));
	add(&code, up_set_running(m, UP_HOST));
	if (last)
		add(&code, up_call(m, last, NULL, 0, BinaryenTypeNone()));
	BinaryenAddFunction(m, UP_RESET, BinaryenTypeNone(), BinaryenTypeNone(),
			    NULL, 0, up_block(m, code.items, code.count));
	BinaryenAddFunctionExport(m, UP_RESET, UP_ABI_RESET);
	free(code.items);
}
