/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Values of JavaScript in the table. Its first slots are a stack for values
 * that are lent for the length of a call; the constants follow, and behind them
 * what the run time of the crate hands out, which grows the table for that.
 *
 * Each kind of move is a function of its own, which is there if it is used.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/pass.h"
#include "diag/diag.h"
#include "ir/state.h"

/* undefined, null, true, false */
enum { CONSTANTS = 4 };

static bool is_release(struct up_raw_name version, const char *release)
{
	size_t size = strlen(release);

	return version.size >= size &&
	       memcmp(version.text, release, size) == 0 &&
	       (version.size == size || version.text[size] < '0' ||
		version.text[size] > '9');
}

uint32_t up_bindgen_first_value(const struct up_bindgen *bindgen)
{
	struct up_raw_name version = bindgen->programs.version;

	/* They have the schema of later ones, but not this. */
	if (is_release(version, "0.2.107") || is_release(version, "0.2.108"))
		return 128;
	return 1024;
}

uint32_t up_values_reserved(const struct up_rewiring *r)
{
	return up_bindgen_first_value(r->bindgen) + CONSTANTS;
}

bool up_values_used(const struct up_rewiring *r)
{
	return BinaryenGetTable(r->module, UP_BINDGEN_TABLE);
}

void up_values_add(struct up_rewiring *r)
{
	if (!up_values_used(r))
		BinaryenAddTable(r->module, UP_BINDGEN_TABLE,
				 up_values_reserved(r), UINT32_MAX,
				 BinaryenTypeExternref(), NULL);
}

/* ---- the instructions ---- */

static BinaryenExpressionRef table_get(struct up_rewiring *r,
				       BinaryenExpressionRef slot)
{
	up_values_add(r);
	return BinaryenTableGet(r->module, UP_BINDGEN_TABLE, slot,
				BinaryenTypeExternref());
}

static BinaryenExpressionRef table_set(struct up_rewiring *r,
				       BinaryenExpressionRef slot,
				       BinaryenExpressionRef value)
{
	up_values_add(r);
	return BinaryenTableSet(r->module, UP_BINDGEN_TABLE, slot, value);
}

static BinaryenExpressionRef get_value(struct up_rewiring *r,
				       BinaryenIndex local)
{
	return BinaryenLocalGet(r->module, local, BinaryenTypeExternref());
}

/* ---- the run time of the crate ---- */

static bool has_signature(const struct up_rewiring *r, const char *name,
			  BinaryenType params, BinaryenType results)
{
	BinaryenFunctionRef function =
		name ? BinaryenGetFunction(r->module, name) : NULL;

	return function && BinaryenFunctionGetParams(function) == params &&
	       BinaryenFunctionGetResults(function) == results;
}

static bool report_lack(const struct up_rewiring *r, const char *what)
{
	up_input_error(r->report,
		       "has no function '%s', which keeps the values of "
		       "JavaScript that the crate holds; build the crate again "
		       "without tools in between",
		       what);
	return false;
}

static bool can_alloc(const struct up_rewiring *r)
{
	return has_signature(r, r->alloc, BinaryenTypeNone(),
			     BinaryenTypeInt32()) ||
	       report_lack(r, "__externref_table_alloc");
}

static bool can_dealloc(const struct up_rewiring *r)
{
	return has_signature(r, r->dealloc, BinaryenTypeInt32(),
			     BinaryenTypeNone()) ||
	       report_lack(r, "__externref_table_dealloc");
}

static BinaryenExpressionRef alloc(struct up_rewiring *r)
{
	return up_call(r->module, r->alloc, NULL, 0, BinaryenTypeInt32());
}

static BinaryenExpressionRef dealloc(struct up_rewiring *r,
				     BinaryenExpressionRef slot)
{
	return up_call(r->module, r->dealloc, &slot, 1, BinaryenTypeNone());
}

/* ---- the functions ---- */

/* (slot) -> value: value = table[slot]; dealloc(slot); return value */
static void add_take(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenType value = BinaryenTypeExternref();
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, 1, table_get(r, up_get_i32(m, 0))),
		dealloc(r, up_get_i32(m, 0)),
		get_value(r, 1),
	};

	r->values.take = up_new_name(m, "values", "take");
	BinaryenAddFunction(m, r->values.take, BinaryenTypeInt32(), value,
			    &value, 1, up_block(m, items, UP_COUNT(items)));
}

/* (value) -> slot: slot = alloc(); table[slot] = value; return slot */
static void add_put(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenType slot = BinaryenTypeInt32();
	BinaryenExpressionRef items[] = {
		table_set(r, BinaryenLocalTee(m, 1, alloc(r), slot),
			  get_value(r, 0)),
		up_get_i32(m, 1),
	};

	r->values.put = up_new_name(m, "values", "put");
	BinaryenAddFunction(m, r->values.put, BinaryenTypeExternref(), slot,
			    &slot, 1, up_block(m, items, UP_COUNT(items)));
}

/* The global that has the lowest slot of the stack that is in use. */
static void add_top(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	uint32_t first = up_bindgen_first_value(r->bindgen);
	struct up_buf name = {0};

	if (r->values.top)
		return;
	up_buf_puts(&name, "values.top");
	while (BinaryenGetGlobal(m, name.bytes))
		up_buf_puts(&name, "'");
	r->values.top = up_buf_take(&name);
	BinaryenAddGlobal(m, r->values.top, BinaryenTypeInt32(), true,
			  up_i32(m, (int32_t)first));
}

/*
 * (value) -> slot: if (top > 1) { top--; table[top] = value; return top; }
 *                  return put(value)
 * Slot 0 is a constant. When the stack is full, JavaScript and wasm have called
 * each other a thousand times over, which is no reason to fail.
 */
static void add_lend(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenType slot = BinaryenTypeInt32();
	r->values.lend = up_new_name(m, "values", "lend");
	BinaryenExpressionRef lower = up_binary(
		m, BinaryenSubInt32(), up_global_i32(m, r->values.top), up_i32(m, 1));
	BinaryenExpressionRef on_stack[] = {
		BinaryenGlobalSet(m, r->values.top, BinaryenLocalTee(m, 1, lower, slot)),
		table_set(r, up_get_i32(m, 1), get_value(r, 0)),
		up_get_i32(m, 1),
	};
	BinaryenExpressionRef has_room = up_binary(
		m, BinaryenGtUInt32(), up_global_i32(m, r->values.top), up_i32(m, 1));

	BinaryenAddFunction(
		m, r->values.lend, BinaryenTypeExternref(), slot, &slot, 1,
		BinaryenIf(m, has_room,
			   up_block(m, on_stack, UP_COUNT(on_stack)),
			   up_value_put(r, get_value(r, 0))));
}

/*
 * (slot): if (slot < first) { table[slot] = null; top = slot + 1; }
 *         else dealloc(slot)
 * Frames that left without an end, by an exception that nobody caught, are put
 * right by the next outer one.
 */
static void add_end(struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	int32_t first = (int32_t)up_bindgen_first_value(r->bindgen);
	BinaryenExpressionRef on_stack[] = {
		table_set(r, up_get_i32(m, 0),
			  up_ir_zero(m, BinaryenTypeExternref())),
		BinaryenGlobalSet(m, r->values.top,
				  up_binary(m, BinaryenAddInt32(),
					    up_get_i32(m, 0), up_i32(m, 1))),
	};
	r->values.end = up_new_name(m, "values", "end");
	BinaryenExpressionRef is_on_stack =
		up_binary(m, BinaryenLtUInt32(), up_get_i32(m, 0),
			  up_i32(m, first));

	BinaryenAddFunction(m, r->values.end, BinaryenTypeInt32(), BinaryenTypeNone(),
			    NULL, 0,
			    BinaryenIf(m, is_on_stack,
				       up_block(m, on_stack,
						UP_COUNT(on_stack)),
				       dealloc(r, up_get_i32(m, 0))));
}

void up_values_finish(struct up_values *values)
{
	free(values->take);
	free(values->put);
	free(values->lend);
	free(values->end);
	free(values->top);
}

/* ---- calls of them ---- */

BinaryenExpressionRef up_value_get(struct up_rewiring *r,
				   BinaryenExpressionRef slot)
{
	return table_get(r, slot);
}

BinaryenExpressionRef up_value_take(struct up_rewiring *r,
				    BinaryenExpressionRef slot)
{
	if (!can_dealloc(r))
		return NULL;
	if (!r->values.take)
		add_take(r);
	return up_call(r->module, r->values.take, &slot, 1, BinaryenTypeExternref());
}

BinaryenExpressionRef up_value_dealloc(struct up_rewiring *r,
				       BinaryenExpressionRef slot)
{
	return can_dealloc(r) ? dealloc(r, slot) : NULL;
}

BinaryenExpressionRef up_value_put(struct up_rewiring *r,
				   BinaryenExpressionRef value)
{
	if (!can_alloc(r))
		return NULL;
	if (!r->values.put)
		add_put(r);
	return up_call(r->module, r->values.put, &value, 1, BinaryenTypeInt32());
}

BinaryenExpressionRef up_value_lend(struct up_rewiring *r,
				    BinaryenExpressionRef value)
{
	if (!can_alloc(r))
		return NULL;
	add_top(r);
	if (!r->values.lend)
		add_lend(r);
	return up_call(r->module, r->values.lend, &value, 1, BinaryenTypeInt32());
}

BinaryenExpressionRef up_value_end(struct up_rewiring *r,
				   BinaryenExpressionRef slot)
{
	if (!can_dealloc(r))
		return NULL;
	add_top(r);
	if (!r->values.end)
		add_end(r);
	return up_call(r->module, r->values.end, &slot, 1, BinaryenTypeNone());
}
