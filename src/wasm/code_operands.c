/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Numbers, and indices of locals, globals, tables, elements and types. */

#include "wasm/code_scan.h"

/* ---- numbers ---- */

int up_code_read_u32(struct up_scan *scan)
{
	uint32_t value;

	return up_scan_u32(scan, &value);
}

int up_code_read_i32(struct up_scan *scan)
{
	struct up_cursor *cursor = &scan->cursor;
	int32_t value;

	if (cursor->next < cursor->end && *cursor->next < 0x80)
		value = (*cursor->next++ ^ 0x40) - 0x40; /* a sign, six bits */
	else if (up_cursor_s32(cursor, scan->opcode->name, &value) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_I32_CONST, .value = value);
	return 0;
}

int up_code_read_i64(struct up_scan *scan)
{
	int64_t value;

	return up_cursor_s64(&scan->cursor, scan->opcode->name, &value);
}

int up_code_read_bytes_4(struct up_scan *scan)
{
	return up_scan_skip(scan, 4);
}

int up_code_read_bytes_8(struct up_scan *scan)
{
	return up_scan_skip(scan, 8);
}

int up_code_read_bytes_16(struct up_scan *scan)
{
	return up_scan_skip(scan, 16);
}

/* ---- tables ---- */

static int read_element(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the element segment of an instruction",
			     scan->contents->element_count, ret);
}

int up_code_read_element(struct up_scan *scan)
{
	uint32_t segment;

	return read_element(scan, &segment);
}

static int read_table(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the table of an instruction",
			     scan->contents->table_count, ret);
}

int up_code_read_table(struct up_scan *scan)
{
	uint32_t table;

	return read_table(scan, &table);
}

int up_code_read_table_get(struct up_scan *scan)
{
	uint32_t table;

	if (read_table(scan, &table) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_table_get(scan, table));
}

static int read_table_write(struct up_scan *scan, uint32_t *ret)
{
	if (read_table(scan, ret) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_WRITE, .index = *ret);
	return 0;
}

int up_code_read_table_write(struct up_scan *scan)
{
	uint32_t table;

	return read_table_write(scan, &table);
}

int up_code_read_table_set(struct up_scan *scan)
{
	uint32_t table;

	if (read_table_write(scan, &table) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_table_set(scan, table));
}

int up_code_read_table_fill(struct up_scan *scan)
{
	uint32_t table;

	if (read_table_write(scan, &table) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_table_fill(scan, table));
}

int up_code_read_table_grow(struct up_scan *scan)
{
	uint32_t table;

	if (read_table(scan, &table) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_GROW, .index = table);
	return UP_SCAN_TYPED(scan, up_types_table_grow(scan, table));
}

int up_code_read_table_init(struct up_scan *scan)
{
	uint32_t element, table;

	if (read_element(scan, &element) < 0 ||
	    read_table_write(scan, &table) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_table_init(scan, element, table));
}

int up_code_read_table_copy(struct up_scan *scan)
{
	uint32_t to, from;

	if (read_table(scan, &to) < 0 || read_table(scan, &from) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_WRITE, .index = to, .other = from);
	return UP_SCAN_TYPED(scan, up_types_table_copy(scan, to, from));
}

/* ---- operands, locals ---- */

int up_code_read_drop(struct up_scan *scan)
{
	return UP_SCAN_TYPED(scan, up_types_drop(scan));
}

int up_code_read_select_plain(struct up_scan *scan)
{
	return UP_SCAN_TYPED(scan, up_types_select_plain(scan));
}

int up_code_read_local_get(struct up_scan *scan)
{
	uint32_t local;

	if (up_scan_u32(scan, &local) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_local_get(scan, local));
}

int up_code_read_local_set(struct up_scan *scan)
{
	uint32_t local;

	if (up_scan_u32(scan, &local) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_local_set(scan, local));
}

int up_code_read_local_tee(struct up_scan *scan)
{
	uint32_t local;

	if (up_scan_u32(scan, &local) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_local_tee(scan, local));
}

/* ---- globals ---- */

static int read_global(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the global of an instruction",
			     scan->contents->global_count, ret);
}

int up_code_read_global_get(struct up_scan *scan)
{
	uint32_t global;

	if (read_global(scan, &global) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_GLOBAL_GET, .index = global);
	return UP_SCAN_TYPED(scan, up_types_global_get(scan, global));
}

int up_code_read_global_set(struct up_scan *scan)
{
	uint32_t global;

	if (read_global(scan, &global) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_GLOBAL_SET, .index = global);
	return UP_SCAN_TYPED(scan, up_types_global_set(scan, global));
}

/* ---- types ---- */

int up_code_read_select(struct up_scan *scan)
{
	struct up_raw_valtype type = {0};
	uint32_t count;

	if (up_cursor_count(&scan->cursor, "the number of types of a select",
			    &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++) {
		if (up_cursor_valtype(&scan->cursor, "the type of a select",
				      scan->contents->type_count, &type) < 0)
			return -1;
		scan->features |= up_valtype_features(type);
	}
	return UP_SCAN_TYPED(scan, up_types_select(scan, count, type));
}

int up_code_read_heap(struct up_scan *scan)
{
	int64_t heap;

	if (up_cursor_heap_type(&scan->cursor, "the type of an instruction",
				scan->contents->type_count, &heap) < 0)
		return -1;
	scan->features |= up_heap_features(heap);
	return 0;
}

/* Types that are judged are of one byte, the same as that of the reference. */
int up_code_read_ref_null(struct up_scan *scan)
{
	const uint8_t *heap = scan->cursor.next;

	if (up_code_read_heap(scan) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_ref_null(scan, *heap));
}

int up_code_read_ref_is_null(struct up_scan *scan)
{
	return UP_SCAN_TYPED(scan, up_types_ref_is_null(scan));
}

int up_code_read_type(struct up_scan *scan)
{
	uint32_t type;

	return up_scan_type(scan, &type);
}

int up_code_read_type_type(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_type(scan);
}

int up_code_read_type_u32(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_u32(scan);
}

int up_code_read_type_data(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_data(scan);
}

int up_code_read_type_element(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_element(scan);
}

/* ---- those with a memory order ahead of the rest ---- */

int up_code_read_ordered_global_get(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_global_get(scan);
}

int up_code_read_ordered_global_set(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_global_set(scan);
}

int up_code_read_ordered_table(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_table(scan);
}

int up_code_read_ordered_table_write(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_table_write(scan);
}

int up_code_read_ordered_type(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_type(scan);
}

int up_code_read_ordered_type_u32(struct up_scan *scan)
{
	return up_scan_skip(scan, 1) < 0 ? -1 : up_code_read_type_u32(scan);
}
