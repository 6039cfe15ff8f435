/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Instructions whose types depend on what they refer to, or what is there. */

#include <inttypes.h>

#include "wasm/code_scan.h"

static int push(struct up_scan *scan, uint8_t type)
{
	struct up_types *types = scan->types;

	if (types->height == types->capacity)
		return up_types_push(scan, &type, 1);
	types->operands[types->height++] = type;
	return 0;
}

static int pop(struct up_scan *scan, uint8_t type)
{
	struct up_types *types = scan->types;

	if (types->height == types->floor ||
	    types->operands[types->height - 1] != type)
		return up_types_pop(scan, &type, 1);
	types->height--;
	return 0;
}

/* ---- whatever there is ---- */

static int pop_any(struct up_scan *scan, uint8_t *ret)
{
	struct up_types *types = scan->types;

	*ret = UP_TYPE_ANY;
	if (types->height > types->floor)
		*ret = types->operands[--types->height];
	else if (!types->blocks[types->depth - 1].unreachable)
		return up_types_error(scan,
				      "%s takes an operand, but there is "
				      "nothing",
				      scan->opcode->name);
	return 0;
}

static bool is_reference(uint8_t type)
{
	return type == UP_TYPE_FUNCREF || type == UP_TYPE_EXTERNREF ||
	       type == UP_TYPE_EXNREF;
}

int up_types_drop(struct up_scan *scan)
{
	uint8_t type;

	return pop_any(scan, &type);
}

int up_types_select_plain(struct up_scan *scan)
{
	uint8_t one, other;

	if (pop(scan, UP_TYPE_I32) < 0 || pop_any(scan, &other) < 0 ||
	    pop_any(scan, &one) < 0)
		return -1;
	if (is_reference(one) || is_reference(other))
		return up_types_error(scan, "a select without a type takes no "
					    "references");
	if (one != other && one != UP_TYPE_ANY && other != UP_TYPE_ANY)
		return up_types_error(scan, "select takes two of a type, but "
					    "there are %s and %s",
				      up_type_name(one), up_type_name(other));
	return push(scan, one == UP_TYPE_ANY ? other : one);
}

int up_types_select(struct up_scan *scan, uint32_t count,
		    struct up_raw_valtype type)
{
	uint8_t letter = (uint8_t)up_type_of(type);
	uint8_t takes[] = {letter, letter, UP_TYPE_I32};

	if (count != 1)
		return up_types_error(scan, "select has %" PRIu32 " types, not "
					    "one",
				      count);
	if (letter == UP_TYPE_NONE)
		return up_types_leave(scan);
	return up_types_pop(scan, takes, sizeof(takes)) < 0
		       ? -1
		       : push(scan, letter);
}

/* ---- locals, globals ---- */

/* The type of a local far behind: the first group that ends behind it. */
static uint8_t far_local(const struct up_types *types, uint64_t local)
{
	size_t from = 0, to = types->group_count - 1;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (types->groups[middle].end > local)
			to = middle;
		else
			from = middle + 1;
	}
	return types->groups[from].type;
}

static int local_type(struct up_scan *scan, uint32_t local, uint8_t *ret)
{
	const struct up_types *types = scan->types;
	uint64_t index = local;

	if (index < types->params.count) {
		*ret = types->params.types[index];
		return 0;
	}
	index -= types->params.count;
	if (index >= types->local_count)
		return up_types_error(scan, "%s is of local %" PRIu32 ", but "
					    "there are only %" PRIu64,
				      scan->opcode->name, local,
				      types->params.count + types->local_count);
	*ret = index < UP_TYPE_NEAR_LOCALS ? types->near_locals[index]
					   : far_local(types, index);
	return 0;
}

int up_types_local_get(struct up_scan *scan, uint32_t local)
{
	uint8_t type;

	return local_type(scan, local, &type) < 0 ? -1 : push(scan, type);
}

int up_types_local_set(struct up_scan *scan, uint32_t local)
{
	uint8_t type;

	return local_type(scan, local, &type) < 0 ? -1 : pop(scan, type);
}

int up_types_local_tee(struct up_scan *scan, uint32_t local)
{
	uint8_t type;

	if (local_type(scan, local, &type) < 0 || pop(scan, type) < 0)
		return -1;
	return push(scan, type);
}

/* A constant expression gets those that are there and never change. */
int up_types_global_get(struct up_scan *scan, uint32_t global)
{
	const struct up_types *types = scan->types;

	if (types->function == UP_NO_INDEX &&
	    (global >= types->globals_before ||
	     types->contents->globals[global].mutable_))
		return up_types_error(scan,
				      "global %" PRIu32 " is not constant, or "
				      "comes later",
				      global);
	return push(scan, types->globals[global]);
}

int up_types_global_set(struct up_scan *scan, uint32_t global)
{
	if (!scan->types->contents->globals[global].mutable_)
		return up_types_error(scan, "global %" PRIu32 " cannot be set",
				      global);
	return pop(scan, scan->types->globals[global]);
}

/* ---- tables ---- */

int up_types_table_get(struct up_scan *scan, uint32_t table)
{
	return pop(scan, UP_TYPE_I32) < 0
		       ? -1
		       : push(scan, scan->types->tables[table]);
}

int up_types_table_set(struct up_scan *scan, uint32_t table)
{
	uint8_t takes[] = {UP_TYPE_I32, scan->types->tables[table]};

	return up_types_pop(scan, takes, sizeof(takes));
}

int up_types_table_grow(struct up_scan *scan, uint32_t table)
{
	uint8_t takes[] = {scan->types->tables[table], UP_TYPE_I32};

	return up_types_pop(scan, takes, sizeof(takes)) < 0
		       ? -1
		       : push(scan, UP_TYPE_I32);
}

int up_types_table_fill(struct up_scan *scan, uint32_t table)
{
	uint8_t takes[] = {UP_TYPE_I32, scan->types->tables[table],
			   UP_TYPE_I32};

	return up_types_pop(scan, takes, sizeof(takes));
}

static int copy(struct up_scan *scan, uint8_t from, uint8_t to)
{
	if (from != to)
		return up_types_error(scan, "%s has different types at both "
					    "ends",
				      scan->opcode->name);
	return up_types_pop(scan, "iii", 3);
}

int up_types_table_init(struct up_scan *scan, uint32_t element, uint32_t table)
{
	return copy(scan, scan->types->elements[element],
		    scan->types->tables[table]);
}

int up_types_table_copy(struct up_scan *scan, uint32_t to, uint32_t from)
{
	return copy(scan, scan->types->tables[from], scan->types->tables[to]);
}

/* ---- references ---- */

int up_types_ref_null(struct up_scan *scan, int heap)
{
	struct up_raw_valtype type = {.code = (uint8_t)heap};
	uint8_t letter = (uint8_t)up_type_of(type);

	if (!is_reference(letter))
		return up_types_leave(scan);
	return push(scan, letter);
}

int up_types_ref_is_null(struct up_scan *scan)
{
	uint8_t type;

	if (pop_any(scan, &type) < 0)
		return -1;
	if (!is_reference(type) && type != UP_TYPE_ANY)
		return up_types_error(scan, "ref.is_null takes a reference, "
					    "but there is %s",
				      up_type_name(type));
	return push(scan, UP_TYPE_I32);
}

/* What a constant expression refers to is declared by that. */
int up_types_ref_func(struct up_scan *scan, uint32_t function)
{
	if (!scan->types->declared[function])
		return up_types_error(scan, "ref.func is of function %" PRIu32
					    ", which nothing declares: no "
					    "export, element or global",
				      function);
	return push(scan, UP_TYPE_FUNCREF);
}

/* ---- memories ---- */

/* Both are powers of two, or rather their exponents. */
int up_types_access(struct up_scan *scan, uint32_t alignment, uint32_t natural,
		    uint64_t offset)
{
	bool atomic = scan->opcode->feature == UP_FEATURE_ATOMICS;

	if (alignment > natural || (atomic && alignment != natural))
		return up_types_error(scan,
				      "%s is aligned to 2 to the power of "
				      "%" PRIu32 ", %s %" PRIu32,
				      scan->opcode->name, alignment,
				      atomic ? "not" : "more than", natural);
	if (offset > UINT32_MAX)
		return up_types_error(scan, "%s has an offset outside of the "
					    "memory",
				      scan->opcode->name);
	return 0;
}

int up_types_lane(struct up_scan *scan, uint8_t lane, unsigned lanes)
{
	if (lane < lanes)
		return 0;
	return up_types_error(scan, "%s is of lane %u, but there are only %u",
			      scan->opcode->name, lane, lanes);
}

int up_types_data(struct up_scan *scan)
{
	if (scan->types->contents->raw->has_data_count)
		return 0;
	return up_types_error(scan, "%s needs a data count section",
			      scan->opcode->name);
}
