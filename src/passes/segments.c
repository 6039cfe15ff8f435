/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: makes active segments passive, so that they can be applied again, and
 * applies them in the start function as instantiation would have done. What the
 * module itself drops is only marked as dropped. Data of which nobody speaks is
 * gathered in one segment: an active segment takes fewer bytes than a memory.init,
 * but a call with two small numbers takes fewer than either.
 * For: modules that can be reset in place; element segments only where tables
 * may change.
 * Relies on: running after start, whose function follows that of this pass; on
 * reset-state, which sets the globals of this pass back.
 *
 *   put(gap, size):  to += gap; memory[to ...] = the next size bytes of data
 *                    to += size; from += size
 */

#include <stdlib.h>
#include <string.h>

#include "ir/build.h"
#include "passes/pass.h"
#include "passes/reset.h"
#include "util/mem.h"

#define INSTANTIATE UP_NAME_PREFIX "instantiate"
#define PUT UP_NAME_PREFIX "put"
#define PUT_TO UP_NAME_PREFIX "put.to"
#define PUT_FROM UP_NAME_PREFIX "put.from"

struct items {
	BinaryenExpressionRef *list; /* owned */
	size_t count;
};

static void add(struct items *items, BinaryenExpressionRef item)
{
	items->list =
		up_grow(items->list, &items->count, sizeof(*items->list));
	items->list[items->count - 1] = item;
}

static bool is_of_data(const struct up_ir_access *access)
{
	return access->op == UP_OP_MEMORY_INIT ||
	       access->op == UP_OP_DATA_DROP || access->op == UP_OP_ARRAY_DATA;
}

static char *dropped_name(bool data, const char *segment)
{
	return up_name(data ? UP_DROPPED "data." : UP_DROPPED "elem.", segment);
}

/* ---- what the module does with its segments ---- */

struct where {
	BinaryenModuleRef module;
	BinaryenFunctionRef function;
};

/* Adds the global that says whether a segment was dropped, once. */
static void add_dropped(BinaryenModuleRef m, bool data, const char *segment,
			bool active)
{
	char *name = dropped_name(data, segment);

	/* To the module an active segment has been dropped from the start. */
	if (!BinaryenGetGlobal(m, name))
		BinaryenAddGlobal(m, name, BinaryenTypeInt32(), !active,
				  up_i32(m, active));
	free(name);
}

static bool is_active(BinaryenModuleRef m, bool data, const char *name)
{
	uint32_t count = up_ir_segment_count(m);

	for (uint32_t i = 0; i < count; i++) {
		struct up_ir_segment segment = up_ir_segment_at(m, i);
		if (segment.data == data && strcmp(segment.name, name) == 0)
			return segment.target;
	}
	return false;
}

/* Finds the segments of which it matters whether they are dropped. */
static void mark_drops(BinaryenExpressionRef *slot, void *data)
{
	BinaryenModuleRef m = data;
	struct up_ir_access access = up_ir_access_of(*slot);
	bool drop = access.op == UP_OP_DATA_DROP ||
		    access.op == UP_OP_ELEM_DROP;
	bool of_data = is_of_data(&access);

	if (!access.segment)
		return;
	bool active = is_active(m, of_data, access.segment);
	if (drop || active)
		add_dropped(m, of_data, access.segment, active);
}

/* A part of a segment that was dropped: only 0 entries from 0 do not trap. */
static BinaryenExpressionRef unless_empty(BinaryenModuleRef m,
					  const char *dropped,
					  BinaryenExpressionRef from,
					  BinaryenExpressionRef n)
{
	BinaryenExpressionRef beyond = up_binary(m, BinaryenOrInt32(), from, n);

	return BinaryenIf(m,
			  up_binary(m, BinaryenAndInt32(),
				    up_global_i32(m, dropped),
				    up_binary(m, BinaryenNeInt32(), beyond,
					      up_i32(m, 0))),
			  BinaryenUnreachable(m), NULL);
}

/*
 * `init(to, from, n)` of a segment that may be dropped: then it has no bytes,
 * so that only an n of 0 from 0 does not trap.
 */
static BinaryenExpressionRef init_unless_dropped(BinaryenModuleRef m,
						 const struct up_ir_access *a,
						 const char *dropped)
{
	struct up_ir_segment segment = {
		.name = a->segment,
		.data = a->op == UP_OP_MEMORY_INIT,
	};
	struct up_buf name = {0};
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenType params[] = {i32, i32, i32};
	BinaryenExpressionRef args[] = {a->operands[0], a->operands[1],
					a->operands[2]};

	up_buf_printf(&name, UP_NAME_PREFIX "init.%s.%s.%s",
		      segment.data ? "data" : "elem", a->segment, a->target);
	if (!BinaryenGetFunction(m, name.bytes)) {
		BinaryenExpressionRef items[] = {
			unless_empty(m, dropped, up_get_i32(m, 1),
				     up_get_i32(m, 2)),
			up_ir_segment_init(m, a->target, &segment,
					   up_get_i32(m, 0), up_get_i32(m, 1),
					   up_get_i32(m, 2)),
		};
		BinaryenAddFunction(m, name.bytes, BinaryenTypeCreate(params, 3),
				    BinaryenTypeNone(), NULL, 0,
				    up_block(m, items, UP_COUNT(items)));
	}
	BinaryenExpressionRef call =
		up_call(m, name.bytes, args, 3, BinaryenTypeNone());
	up_buf_finish(&name);
	return call;
}

/* The name of what tells whether a part of a dropped segment may be asked for. */
static char *alive_name(bool data, const char *segment)
{
	return up_name(data ? UP_NAME_PREFIX "alive.data."
			    : UP_NAME_PREFIX "alive.elem.",
		       segment);
}

/* `alive(from, n)`: n, or a trap as for a segment that is empty. */
static void add_alive(BinaryenModuleRef m, const char *name,
		      const char *dropped)
{
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenType params[] = {i32, i32};
	BinaryenExpressionRef items[] = {
		unless_empty(m, dropped, up_get_i32(m, 0), up_get_i32(m, 1)),
		up_get_i32(m, 1),
	};

	if (!BinaryenGetFunction(m, name))
		BinaryenAddFunction(m, name, BinaryenTypeCreate(params, 2), i32,
				    NULL, 0,
				    BinaryenBlock(m, NULL, items,
						  UP_COUNT(items), i32));
}

/* An array of a segment that may be dropped; its code stays as it is. */
static void check_array(const struct where *where,
			BinaryenExpressionRef expression,
			const struct up_ir_access *access, const char *dropped)
{
	BinaryenModuleRef m = where->module;
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenIndex from = BinaryenFunctionAddVar(where->function, i32);
	char *name = alive_name(is_of_data(access), access->segment);
	BinaryenExpressionRef args[] = {up_get_i32(m, from),
					access->operands[1]};

	add_alive(m, name, dropped);
	up_ir_array_access_set(
		expression,
		BinaryenLocalTee(m, from, access->operands[0], i32),
		up_call(m, name, args, UP_COUNT(args), i32));
	free(name);
}

static void redirect(BinaryenExpressionRef *slot, void *data)
{
	const struct where *where = data;
	BinaryenModuleRef m = where->module;
	struct up_ir_access access = up_ir_access_of(*slot);
	char *dropped;

	if (!access.segment)
		return;
	dropped = dropped_name(is_of_data(&access), access.segment);
	BinaryenGlobalRef global = BinaryenGetGlobal(m, dropped);
	if (global) {
		switch (access.op) {
		case UP_OP_MEMORY_INIT:
		case UP_OP_TABLE_INIT:
			*slot = init_unless_dropped(m, &access, dropped);
			break;
		case UP_OP_ARRAY_DATA:
		case UP_OP_ARRAY_ELEM:
			check_array(where, *slot, &access, dropped);
			break;
		default:
			*slot = BinaryenGlobalIsMutable(global)
					? BinaryenGlobalSet(m, dropped,
							    up_i32(m, 1))
					: BinaryenNop(m);
		}
	}
	free(dropped);
}

/* ---- applying them ---- */

static bool is_ours(const struct up_facts *facts,
		    const struct up_ir_segment *segment)
{
	return segment->target &&
	       (segment->data || (facts->reset.tables &&
				  strcmp(segment->target, UP_ENTRIES) != 0));
}

/* The data that is put in the places of many segments, one after the other. */
struct gathered {
	bool any;
	uint32_t index; /* of the segment that has all of it */
	uint32_t to; /* where the next one would follow */
	bool *gone; /* owned; by segment: its bytes are there now */
};

/* Fewer than these are not worth a function. */
enum { MIN_GATHERED = 4 };

/* Whether it is a segment at a constant place, of which no instruction speaks. */
static bool can_gather(BinaryenModuleRef m, const struct up_ir_segment *segment)
{
	if (!segment->data || !segment->target ||
	    strcmp(segment->target, up_ir_memory_at(m, 0).name) != 0 ||
	    BinaryenExpressionGetId(segment->offset) != BinaryenConstId())
		return false;
	char *dropped = dropped_name(true, segment->name);
	bool named = BinaryenGetGlobal(m, dropped);
	free(dropped);
	return !named;
}

static bool is_worth_it(BinaryenModuleRef m)
{
	uint32_t count = up_ir_segment_count(m), found = 0;

	for (uint32_t i = 0; i < count && found < MIN_GATHERED; i++) {
		struct up_ir_segment segment = up_ir_segment_at(m, i);
		found += can_gather(m, &segment);
	}
	return found == MIN_GATHERED;
}

static BinaryenExpressionRef advance(BinaryenModuleRef m, const char *global,
				     BinaryenIndex local)
{
	return BinaryenGlobalSet(m, global,
				 up_binary(m, BinaryenAddInt32(),
					   up_global_i32(m, global),
					   up_get_i32(m, local)));
}

static void add_put(BinaryenModuleRef m, const struct up_ir_segment *data)
{
	enum { GAP, SIZE };
	BinaryenType words[] = {BinaryenTypeInt32(), BinaryenTypeInt32()};
	const char *memory = up_ir_memory_at(m, 0).name;
	BinaryenExpressionRef body[] = {
		advance(m, PUT_TO, GAP),
		up_ir_segment_init(m, memory, data, up_global_i32(m, PUT_TO),
				   up_global_i32(m, PUT_FROM),
				   up_get_i32(m, SIZE)),
		advance(m, PUT_TO, SIZE),
		advance(m, PUT_FROM, SIZE),
	};

	BinaryenAddGlobal(m, PUT_TO, BinaryenTypeInt32(), true, up_i32(m, 0));
	BinaryenAddGlobal(m, PUT_FROM, BinaryenTypeInt32(), true, up_i32(m, 0));
	BinaryenAddFunction(m, PUT, BinaryenTypeCreate(words, 2),
			    BinaryenTypeNone(), NULL, 0,
			    up_block(m, body, UP_COUNT(body)));
}

/* Adds a segment to what is gathered, and to @apply that it is put. */
static void gather(BinaryenModuleRef m, struct gathered *gathered,
		   const struct up_ir_segment *segment, uint32_t index,
		   struct items *apply)
{
	int32_t place = BinaryenConstGetValueI32(segment->offset);
	BinaryenExpressionRef args[] = {
		up_i32(m, (int32_t)((uint32_t)place - gathered->to)),
		up_i32(m, (int32_t)segment->size),
	};

	add(apply, up_call(m, PUT, args, UP_COUNT(args), BinaryenTypeNone()));
	gathered->to = (uint32_t)place + segment->size;
	gathered->gone[index] = gathered->any;
	if (gathered->any) {
		up_ir_append_data(m, gathered->index, index);
		return;
	}
	up_ir_make_passive(m, segment);
	add_put(m, segment);
	gathered->any = true;
	gathered->index = index;
}

/* Makes active segments passive; what applies them goes to @apply. */
static void take_segments(const struct up_pass_context *context,
			  struct items *apply)
{
	BinaryenModuleRef m = context->module;
	uint32_t count = up_ir_segment_count(m);
	struct gathered gathered = {.gone = up_alloc(count + 1)};
	bool gathers = is_worth_it(m);

	for (uint32_t i = 0; i < count; i++) {
		struct up_ir_segment segment = up_ir_segment_at(m, i);
		if (!is_ours(context->facts, &segment))
			continue;
		if (gathers && can_gather(m, &segment)) {
			gather(m, &gathered, &segment, i, apply);
			continue;
		}
		up_ir_make_passive(m, &segment);
		add(apply, up_ir_segment_init(m, segment.target, &segment,
					      segment.offset, up_i32(m, 0),
					      up_i32(m, (int32_t)segment.size)));
	}
	up_ir_remove_segments(m, gathered.gone);
	free(gathered.gone);
}

/* ---- what else is to be known of the start ---- */

/* Adds the global @saved, which is set to @value at the start. */
static void remember(BinaryenModuleRef m, char *saved, BinaryenType type,
		     BinaryenExpressionRef zero, BinaryenExpressionRef value,
		     struct items *items)
{
	BinaryenAddGlobal(m, saved, type, true, zero);
	add(items, BinaryenGlobalSet(m, saved, value));
	free(saved);
}

static bool is_import(const char *module_name)
{
	return module_name && *module_name;
}

/* Sizes of imported memories and tables, values of imported globals. */
static void remember_imports(BinaryenModuleRef m, struct items *items)
{
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenIndex globals = BinaryenGetNumGlobals(m);

	for (uint32_t i = 0; i < up_ir_memory_count(m); i++) {
		struct up_ir_memory memory = up_ir_memory_at(m, i);
		if (memory.imported)
			remember(m,
				 up_sized_name(UP_INITIAL, true, memory.name),
				 i32, up_i32(m, 0),
				 BinaryenMemorySize(m, memory.name, false),
				 items);
	}
	for (uint32_t i = 0; i < up_ir_table_count(m); i++) {
		struct up_ir_table table = up_ir_table_at(m, i);
		if (table.imported)
			remember(m,
				 up_sized_name(UP_INITIAL, false, table.name),
				 i32, up_i32(m, 0),
				 up_ir_table_size(m, table.name), items);
	}
	for (BinaryenIndex i = 0; i < globals; i++) {
		BinaryenGlobalRef global = BinaryenGetGlobalByIndex(m, i);
		const char *name = BinaryenGlobalGetName(global);
		BinaryenType type = BinaryenGlobalGetType(global);
		BinaryenExpressionRef zero = up_ir_zero(m, type);
		if (zero && BinaryenGlobalIsMutable(global) &&
		    is_import(BinaryenGlobalImportGetModule(global)))
			remember(m, up_name(UP_SAVED, name), type, zero,
				 BinaryenGlobalGet(m, name, type), items);
	}
}

static void add_function(BinaryenModuleRef m, const char *name,
			 struct items *items)
{
	BinaryenAddFunction(m, name, BinaryenTypeNone(), BinaryenTypeNone(),
			    NULL, 0, up_block(m, items->list, items->count));
	free(items->list);
}

void up_pass_segments(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_function_list *list = &context->facts->code.accessors;
	struct items apply = {0}, instantiate = {0};
	BinaryenFunctionRef start = BinaryenGetStart(m);

	if (!context->facts->reset.in_place)
		return;
	for (size_t i = 0; i < list->count; i++)
		up_ir_walk(list->items[i], mark_drops, m);
	take_segments(context, &apply);
	for (size_t i = 0; i < list->count; i++)
		up_ir_walk(list->items[i], redirect,
			   &(struct where){m, list->items[i]});
	add_function(m, UP_APPLY, &apply);

	remember_imports(m, &instantiate);
	add(&instantiate, up_call(m, UP_APPLY, NULL, 0, BinaryenTypeNone()));
	if (start)
		add(&instantiate, up_call(m, BinaryenFunctionGetName(start),
					  NULL, 0, BinaryenTypeNone()));
	add_function(m, INSTANTIATE, &instantiate);
	BinaryenSetStart(m, BinaryenGetFunction(m, INSTANTIATE));
}
