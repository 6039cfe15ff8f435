/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/cursor.h"

#include <inttypes.h>

#include "diag/diag.h"
#include "util/buf.h"
#include "util/utf8.h"
#include "wasm/leb128.h"

struct up_cursor up_cursor_over(const struct up_raw_module *module,
				const struct up_raw_section *section,
				struct up_report *report)
{
	const uint8_t *next = module->bytes + section->payload_offset;

	return (struct up_cursor){next, next + section->payload_size,
				  module->bytes, report};
}

static void report_at(const struct up_cursor *cursor, uint64_t offset,
		      const char *format, va_list args, const char *advice)
	__attribute__((format(printf, 3, 0)));

static void report_at(const struct up_cursor *cursor, uint64_t offset,
		      const char *format, va_list args, const char *advice)
{
	struct up_buf what = {0};

	up_buf_vprintf(&what, format, args);
	up_error(cursor->report, UP_FAULT_INPUT, offset, "%s; %s", what.bytes,
		 advice);
	up_buf_finish(&what);
}

int up_cursor_error(const struct up_cursor *cursor, uint64_t offset,
		    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_at(cursor, offset, format, args,
		  "the module is damaged, build or fetch it again");
	va_end(args);
	return -1;
}

int up_cursor_unknown(const struct up_cursor *cursor, uint64_t offset,
		      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_at(cursor, offset, format, args,
		  "the module is damaged, or made with a WebAssembly feature "
		  "that is not supported; build it without");
	va_end(args);
	return -1;
}

static int cut_off(const struct up_cursor *cursor, const char *what)
{
	return up_cursor_error(cursor, up_cursor_offset(cursor),
			       "the bytes end inside %s", what);
}

static int leb128_result(const struct up_cursor *cursor, const char *what,
			 enum up_leb128 result)
{
	switch (result) {
	case UP_LEB128_OK:
		return 0;
	case UP_LEB128_TRUNCATED:
		return cut_off(cursor, what);
	case UP_LEB128_TOO_LONG:
		return up_cursor_error(
			cursor, up_cursor_offset(cursor),
			"%s is a LEB128 number of too many bytes", what);
	case UP_LEB128_TOO_LARGE:
	default:
		return up_cursor_error(
			cursor, up_cursor_offset(cursor),
			"%s is a LEB128 number too large for its "
			"type",
			what);
	}
}

int up_cursor_byte(struct up_cursor *cursor, const char *what,
		   uint8_t *ret_byte)
{
	if (cursor->next == cursor->end)
		return cut_off(cursor, what);
	*ret_byte = *cursor->next++;
	return 0;
}

int up_cursor_u32(struct up_cursor *cursor, const char *what,
		  uint32_t *ret_value)
{
	/* As most are. */
	if (cursor->next != cursor->end && *cursor->next < 0x80) {
		*ret_value = *cursor->next++;
		return 0;
	}
	return leb128_result(cursor, what,
			     up_leb128_u32(&cursor->next, cursor->end,
					   ret_value));
}

int up_cursor_u64(struct up_cursor *cursor, const char *what,
		  uint64_t *ret_value)
{
	return leb128_result(cursor, what,
			     up_leb128_u64(&cursor->next, cursor->end,
					   ret_value));
}

int up_cursor_s32(struct up_cursor *cursor, const char *what,
		  int32_t *ret_value)
{
	return leb128_result(cursor, what,
			     up_leb128_s32(&cursor->next, cursor->end,
					   ret_value));
}

int up_cursor_s33(struct up_cursor *cursor, const char *what,
		  int64_t *ret_value)
{
	return leb128_result(cursor, what,
			     up_leb128_s33(&cursor->next, cursor->end,
					   ret_value));
}

int up_cursor_s64(struct up_cursor *cursor, const char *what,
		  int64_t *ret_value)
{
	return leb128_result(cursor, what,
			     up_leb128_s64(&cursor->next, cursor->end,
					   ret_value));
}

int up_cursor_count(struct up_cursor *cursor, const char *what,
		    uint32_t *ret_count)
{
	struct up_cursor ahead = *cursor;
	uint32_t count;

	if (up_cursor_u32(&ahead, what, &count) < 0)
		return -1;
	if (count > up_cursor_left(&ahead))
		return up_cursor_error(cursor, up_cursor_offset(cursor),
				       "%s is %" PRIu32 ", but only %zu bytes "
				       "are left",
				       what, count, up_cursor_left(&ahead));
	*cursor = ahead;
	*ret_count = count;
	return 0;
}

int up_cursor_part(struct up_cursor *cursor, const char *what,
		   struct up_cursor *ret_part)
{
	struct up_cursor ahead = *cursor;
	uint32_t size;

	if (up_cursor_u32(&ahead, what, &size) < 0)
		return -1;
	if (size > up_cursor_left(&ahead))
		return up_cursor_error(cursor, up_cursor_offset(cursor),
				       "%s claims %" PRIu32 " bytes, %zu are "
				       "left",
				       what, size, up_cursor_left(&ahead));
	*ret_part = ahead;
	ret_part->end = ahead.next + size;
	cursor->next = ahead.next + size;
	return 0;
}

int up_cursor_name(struct up_cursor *cursor, const char *what,
		   struct up_raw_name *ret_name)
{
	struct up_cursor ahead = *cursor;
	struct up_cursor part;

	if (up_cursor_part(&ahead, what, &part) < 0)
		return -1;
	if (!up_utf8_valid(part.next, up_cursor_left(&part)))
		return up_cursor_error(cursor, up_cursor_offset(&part),
				       "%s is not valid UTF-8", what);
	ret_name->text = (const char *)part.next;
	ret_name->size = up_cursor_left(&part);
	*cursor = ahead;
	return 0;
}

int up_cursor_skip(struct up_cursor *cursor, const char *what, uint64_t size)
{
	if (size > up_cursor_left(cursor))
		return cut_off(cursor, what);
	cursor->next += size;
	return 0;
}

int up_cursor_index(struct up_cursor *cursor, const char *what, uint64_t limit,
		    uint32_t *ret_index)
{
	struct up_cursor ahead = *cursor;
	uint32_t index;

	if (up_cursor_u32(&ahead, what, &index) < 0)
		return -1;
	if (index >= limit)
		return up_cursor_error(cursor, up_cursor_offset(cursor),
				       "%s is %" PRIu32 ", but there are only "
				       "%" PRIu64,
				       what, index, limit);
	*cursor = ahead;
	*ret_index = index;
	return 0;
}

int up_cursor_section_end(const struct up_cursor *cursor, const char *name)
{
	if (up_cursor_left(cursor) == 0)
		return 0;
	return up_cursor_error(cursor, up_cursor_offset(cursor),
			       "the %s section has %zu bytes too many", name,
			       up_cursor_left(cursor));
}
