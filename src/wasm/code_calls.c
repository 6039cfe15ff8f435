/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Calls, and references to functions. */

#include "wasm/code_scan.h"

static int read_call(struct up_scan *scan, bool tail)
{
	uint32_t function;

	if (up_scan_index(scan, "the function of a call",
			  scan->contents->function_count, &function) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_CALL, .index = function, .tail = tail);
	return UP_SCAN_TYPED(
		scan,
		up_types_call(scan, scan->contents->functions[function], tail));
}

static int read_call_indirect(struct up_scan *scan, bool tail)
{
	uint32_t type, table;

	if (up_scan_type(scan, &type) < 0 ||
	    up_scan_index(scan, "the table of a call",
			  scan->contents->table_count, &table) < 0)
		return -1;
	if (table > 0)
		up_scan_need(scan, UP_FEATURE_REFERENCE_TYPES);
	UP_SCAN_REPORT(scan, UP_CODE_CALL_INDIRECT, .index = type,
		       .other = table, .tail = tail);
	return UP_SCAN_TYPED(scan, up_types_call_indirect(scan, type, table,
							  tail));
}

static int read_call_ref(struct up_scan *scan, bool tail)
{
	uint32_t type;

	if (up_scan_type(scan, &type) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_CALL_REF, .index = type, .tail = tail);
	return UP_SCAN_TYPED(scan, up_types_leave(scan));
}

int up_code_read_call(struct up_scan *scan)
{
	return read_call(scan, false);
}

int up_code_read_return_call(struct up_scan *scan)
{
	return read_call(scan, true);
}

int up_code_read_call_indirect(struct up_scan *scan)
{
	return read_call_indirect(scan, false);
}

int up_code_read_return_call_indirect(struct up_scan *scan)
{
	return read_call_indirect(scan, true);
}

int up_code_read_call_ref(struct up_scan *scan)
{
	return read_call_ref(scan, false);
}

int up_code_read_return_call_ref(struct up_scan *scan)
{
	return read_call_ref(scan, true);
}

int up_code_read_ref_func(struct up_scan *scan)
{
	uint32_t function;

	if (up_scan_index(scan, "the function of ref.func",
			  scan->contents->function_count, &function) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_REF_FUNC, .index = function);
	return UP_SCAN_TYPED(scan, up_types_ref_func(scan, function));
}
