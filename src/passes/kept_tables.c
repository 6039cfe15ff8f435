/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets a state that begins again have the entries that JavaScript has added
 * to tables of its values while an initializer ran: wasm-bindgen's puts undefined,
 * null, true and false there, by growing the table, and the module knows them by
 * their indices. A table that has grown once has its end elsewhere.
 * For: exported tables of externref in modules with initializers.
 * Relies on: initializers, whose functions call those of this pass; on being after
 * reset-state, which would clear what is kept here.
 *
 *   keep_tables():     kept = table[initial ...]
 *   restore_tables():  table[initial + i] = kept[i] where it is null; if the
 *                      module itself has not grown it yet, it ends there
 */

#include <stdlib.h>

#include "ir/build.h"
#include "passes/reset.h"
#include "passes/standalone.h"

#define KEPT UP_NAME_PREFIX "kept."
#define AGAIN "up_again" /* the label of a loop */

struct kept {
	BinaryenModuleRef m;
	struct up_ir_table table;
	char *name; /* of the table that keeps the entries; owned */
};

enum { INDEX }; /* the local of both functions */

static BinaryenExpressionRef kept_size(const struct kept *k)
{
	return up_ir_table_size(k->m, k->name);
}

/* initial + @more */
static BinaryenExpressionRef behind(const struct kept *k,
				    BinaryenExpressionRef more)
{
	return up_binary(k->m, BinaryenAddInt32(),
			 up_i32(k->m, (int32_t)k->table.initial), more);
}

/* table[initial + index] */
static BinaryenExpressionRef entry(const struct kept *k)
{
	return BinaryenTableGet(k->m, k->table.name,
				behind(k, up_get_i32(k->m, INDEX)),
				k->table.type);
}

static BinaryenExpressionRef keep_entry(const struct kept *k)
{
	return BinaryenTableSet(k->m, k->name, up_get_i32(k->m, INDEX),
				entry(k));
}

static BinaryenExpressionRef restore_entry(const struct kept *k)
{
	BinaryenModuleRef m = k->m;
	BinaryenExpressionRef value = BinaryenTableGet(
		m, k->name, up_get_i32(m, INDEX), k->table.type);

	return BinaryenIf(m, BinaryenRefIsNull(m, entry(k)),
			  BinaryenTableSet(m, k->table.name,
					   behind(k, up_get_i32(m, INDEX)),
					   value),
			  NULL);
}

/* @body for every index of what is kept. */
static BinaryenExpressionRef for_each(const struct kept *k,
				      BinaryenExpressionRef body)
{
	BinaryenModuleRef m = k->m;
	BinaryenExpressionRef next =
		up_binary(m, BinaryenAddInt32(), up_get_i32(m, INDEX),
			  up_i32(m, 1));
	BinaryenExpressionRef once[] = {
		body,
		BinaryenLocalSet(m, INDEX, next),
		BinaryenBreak(m, AGAIN, NULL, NULL),
	};
	BinaryenExpressionRef more =
		up_binary(m, BinaryenLtUInt32(), up_get_i32(m, INDEX),
			  kept_size(k));
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, INDEX, up_i32(m, 0)),
		BinaryenLoop(m, AGAIN,
			     BinaryenIf(m, more,
					up_block(m, once, UP_COUNT(once)),
					NULL)),
	};

	return up_block(m, items, UP_COUNT(items));
}

static BinaryenExpressionRef keep(const struct kept *k)
{
	BinaryenModuleRef m = k->m;
	BinaryenExpressionRef new_ones =
		up_binary(m, BinaryenSubInt32(),
			  up_ir_table_size(m, k->table.name),
			  behind(k, kept_size(k)));
	BinaryenExpressionRef items[] = {
		BinaryenDrop(m, BinaryenTableGrow(
					m, k->name,
					up_ir_zero(m, k->table.type), new_ones)),
		for_each(k, keep_entry(k)),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* The module sees the table end behind what is restored. */
static BinaryenExpressionRef end_there(const struct kept *k)
{
	BinaryenModuleRef m = k->m;
	const char *table = k->table.name;
	char *hidden = up_sized_name(UP_HIDDEN, false, table);
	char *noted = up_sized_name(UP_NOTED, false, table);
	BinaryenExpressionRef rest =
		up_binary(m, BinaryenSubInt32(), up_ir_table_size(m, table),
			  behind(k, kept_size(k)));
	BinaryenExpressionRef items[] = {
		BinaryenGlobalSet(m, noted, up_ir_table_size(m, table)),
		BinaryenGlobalSet(m, hidden, rest),
		up_ir_table_fill(m, table, behind(k, kept_size(k)),
				 up_ir_zero(m, k->table.type),
				 up_global_i32(m, hidden)),
	};
	/* As the reset has left it. */
	BinaryenExpressionRef untouched =
		up_binary(m, BinaryenEqInt32(), up_global_i32(m, noted),
			  behind(k, up_global_i32(m, hidden)));
	BinaryenExpressionRef end = BinaryenIf(
		m, untouched, up_block(m, items, UP_COUNT(items)), NULL);

	free(hidden);
	free(noted);
	return end;
}

static BinaryenExpressionRef restore(const struct kept *k)
{
	BinaryenModuleRef m = k->m;
	BinaryenExpressionRef items[] = {
		for_each(k, restore_entry(k)),
		BinaryenNop(m),
	};

	if (up_has_hidden(m, false, k->table.name))
		items[1] = BinaryenIf(m, kept_size(k), end_there(k), NULL);
	return up_block(m, items, UP_COUNT(items));
}

static void add_function(BinaryenModuleRef m, const char *name,
			 BinaryenExpressionRef *items, size_t count)
{
	BinaryenType i32 = BinaryenTypeInt32();

	BinaryenAddFunction(m, name, BinaryenTypeNone(), BinaryenTypeNone(),
			    &i32, 1, up_block(m, items, count));
}

void up_pass_kept_tables(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_facts *facts = context->facts;
	uint32_t count = up_ir_table_count(m);
	BinaryenExpressionRef keeps[UP_MAX_KEPT_TABLES];
	BinaryenExpressionRef restores[UP_MAX_KEPT_TABLES];
	size_t kept_count = 0;

	if (facts->kept_table_count == 0)
		return;
	for (uint32_t i = 0; i < count; i++) {
		struct kept k = {.m = m, .table = up_ir_table_at(m, i)};
		if (!up_is_kept_table(facts, k.table.name))
			continue;
		k.name = up_name(KEPT, k.table.name);
		BinaryenAddTable(m, k.name, 0, UINT32_MAX, k.table.type,
				 NULL);
		keeps[kept_count] = keep(&k);
		restores[kept_count++] = restore(&k);
		free(k.name);
	}
	add_function(m, UP_KEEP_TABLES, keeps, kept_count);
	add_function(m, UP_RESTORE_TABLES, restores, kept_count);
}
