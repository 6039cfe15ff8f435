/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/idents.h"

#include <stdint.h>
#include <string.h>

#include "glue/idents.h"
#include "util/utf8.h"

struct range {
	uint32_t first;
	uint32_t last;
};

/*
 * What is neither letter nor mark nor digit, in blocks: most of what else there
 * is may be in an identifier. Names of Rust are identifiers anyway; this is for
 * the texts that a crate gives instead.
 */
static const struct range others[] = {
	{0x80, 0xa9},	    {0xab, 0xb4},	{0xb6, 0xb6},
	{0xb8, 0xb9},	    {0xbb, 0xbf},	{0xd7, 0xd7},
	{0xf7, 0xf7},	    {0x2000, 0x200b},	{0x200e, 0x203e},
	{0x2041, 0x2053},   {0x2055, 0x2070},	{0x2072, 0x207e},
	{0x2080, 0x208f},   {0x20a0, 0x20cf},	{0x2190, 0x245f},
	{0x2500, 0x2bff},   {0x2e00, 0x3004},	{0x3008, 0x3020},
	{0x3030, 0x3030},   {0xd800, 0xf8ff},	{0xfe10, 0xfe1f},
	{0xfe45, 0xfe4c},   {0xfe50, 0xfe6f},	{0xfeff, 0xff0f},
	{0xff1a, 0xff20},   {0xff3b, 0xff3e},	{0xff40, 0xff40},
	{0xff5b, 0xff65},   {0xffe0, 0xffff},	{0x1f000, 0x1faff},
	{0xe0000, 0x10ffff},
};

static bool is_ascii_letter(uint32_t point)
{
	return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

static bool is_part(uint32_t point, bool first)
{
	if (point < 0x80)
		return is_ascii_letter(point) || point == '_' ||
		       point == '$' ||
		       (!first && point >= '0' && point <= '9');
	/* The middle dot, and the two that join or do not join letters. */
	if (point == 0xb7 || point == 0x200c || point == 0x200d)
		return !first;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (point >= others[i].first && point <= others[i].last)
			return false;
	return true;
}

/* The size of the code point at @at, and whether it may stand there. */
static size_t step(const char *text, size_t size, size_t at, bool *ret_part)
{
	uint32_t point = 0;
	size_t length = up_utf8_decode(text + at, size - at, &point);

	*ret_part = length > 0 && is_part(point, at == 0);
	return length > 0 ? length : 1;
}

bool up_ts_ident_valid(const char *text, size_t size)
{
	bool part = size > 0;

	for (size_t at = 0; at < size && part;)
		at += step(text, size, at, &part);
	return part;
}

const char *up_ts_ident(struct up_arena *arena, const char *text, size_t size)
{
	struct up_buf out = {0};
	const char *ident;
	bool part;

	for (size_t at = 0, length; at < size; at += length) {
		length = step(text, size, at, &part);
		if (part)
			up_buf_append(&out, text + at, length);
		else
			up_buf_puts(&out, "_");
	}
	if (out.size == 0)
		up_buf_puts(&out, "_");
	if (up_ident_reserved(out.bytes)) {
		ident = up_arena_alloc(arena, out.size + 2);
		((char *)ident)[0] = '_';
		memcpy((char *)ident + 1, out.bytes, out.size);
	} else {
		ident = up_arena_text(arena, out.bytes, out.size);
	}
	up_buf_finish(&out);
	return ident;
}

bool up_ts_path_valid(const char *text, size_t size)
{
	size_t start = 0;

	for (size_t i = 0; i <= size; i++) {
		if (i < size && text[i] != '.')
			continue;
		if (!up_ts_ident_valid(text + start, i - start))
			return false;
		start = i + 1;
	}
	return true;
}

bool up_ts_is_symbol(const char *text, size_t size)
{
	static const char start[] = "[Symbol.";
	size_t length = sizeof(start) - 1;

	return size > length + 1 && memcmp(text, start, length) == 0 &&
	       text[size - 1] == ']' &&
	       up_ts_ident_valid(text + length, size - length - 1);
}

/* As the fields of a tuple are called. */
static bool is_index(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return size == 1 || (size > 1 && size < 10 && text[0] != '0');
}

void up_ts_key(struct up_buf *out, const char *text, size_t size)
{
	if (is_index(text, size) || up_ts_ident_valid(text, size))
		up_buf_append(out, text, size);
	else
		up_js_string_sized(out, text, size);
}

void up_ts_class_key(struct up_buf *out, const char *text, size_t size)
{
	static const char constructor[] = "constructor";

	if (up_ts_is_symbol(text, size))
		up_buf_append(out, text, size);
	else if (size == sizeof(constructor) - 1 &&
		 memcmp(text, constructor, size) == 0)
		up_buf_printf(out, "['%s']", constructor);
	else
		up_ts_key(out, text, size);
}
