/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/json.h"

#include <inttypes.h>
#include <string.h>

#include "util/escape.h"
#include "util/utf8.h"

/* Nobody nests deeper; the reader's own stack has an end. */
enum { MAX_DEPTH = 128 };

static int skip(struct up_json *json, int depth);

static void skip_space(struct up_json *json)
{
	while (json->next < json->end && *json->next &&
	       strchr(" \t\r\n", *json->next))
		json->next++;
}

/* Whether @c is what comes next; it is read then. */
static bool take(struct up_json *json, char c)
{
	skip_space(json);
	if (json->next >= json->end || *json->next != c)
		return false;
	json->next++;
	return true;
}

static bool is_digit(const struct up_json *json)
{
	return json->next < json->end && *json->next >= '0' &&
	       *json->next <= '9';
}

enum up_json_kind up_json_kind(struct up_json *json)
{
	skip_space(json);
	if (json->next >= json->end)
		return UP_JSON_NONE;
	switch (*json->next) {
	case '{':
		return UP_JSON_OBJECT;
	case '[':
		return UP_JSON_ARRAY;
	case '"':
		return UP_JSON_STRING;
	case 't':
	case 'f':
	case 'n':
		return UP_JSON_WORD;
	default:
		return is_digit(json) || *json->next == '-' ? UP_JSON_NUMBER
							    : UP_JSON_NONE;
	}
}

/* ---- strings ---- */

static int read_hex(struct up_json *json, uint32_t *ret_unit)
{
	static const char digits[] = "0123456789abcdef";

	*ret_unit = 0;
	for (int i = 0; i < 4; i++) {
		const char *digit;

		if (json->next >= json->end || !*json->next)
			return -1;
		digit = strchr(digits, *json->next | 0x20);
		if (!digit || *json->next < '0')
			return -1;
		*ret_unit = *ret_unit << 4 | (uint32_t)(digit - digits);
		json->next++;
	}
	return 0;
}

static void put_code_point(struct up_buf *out, uint32_t point)
{
	char bytes[4];
	size_t size = point < 0x80 ? 1 : point < 0x800 ? 2
		      : point < 0x10000		       ? 3
						       : 4;
	static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = size; i-- > 1; point >>= 6)
		bytes[i] = (char)(0x80 | (point & 0x3f));
	bytes[0] = (char)(leads[size] | point);
	up_buf_append(out, bytes, size);
}

static int read_unicode(struct up_json *json, struct up_buf *out)
{
	uint32_t point, low;

	if (read_hex(json, &point) < 0 || point == 0)
		return -1;
	if (point >= 0xdc00 && point < 0xe000)
		return -1;
	if (point >= 0xd800 && point < 0xdc00) {
		if (json->end - json->next < 2 ||
		    memcmp(json->next, "\\u", 2) != 0)
			return -1;
		json->next += 2;
		if (read_hex(json, &low) < 0 || low < 0xdc00 || low >= 0xe000)
			return -1;
		point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	}
	put_code_point(out, point);
	return 0;
}

static int read_escape(struct up_json *json, struct up_buf *out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *name;

	if (json->next >= json->end || !*json->next)
		return -1;
	if (*json->next == 'u') {
		json->next++;
		return read_unicode(json, out);
	}
	name = strchr(names, *json->next++);
	if (!name)
		return -1;
	up_buf_append(out, &values[name - names], 1);
	return 0;
}

int up_json_string(struct up_json *json, struct up_buf *ret_text)
{
	struct up_buf text = {0};

	if (!take(json, '"'))
		return -1;
	up_buf_puts(&text, "");
	while (json->next < json->end && *json->next != '"') {
		if ((unsigned char)*json->next < ' ')
			goto fail;
		if (*json->next != '\\') {
			up_buf_append(&text, json->next++, 1);
			continue;
		}
		json->next++;
		if (read_escape(json, &text) < 0)
			goto fail;
	}
	if (!take(json, '"') || !up_utf8_valid(text.bytes, text.size))
		goto fail;
	*ret_text = text;
	return 0;
fail:
	up_buf_finish(&text);
	return -1;
}

/* As one unit of UTF-16, or two. */
static void put_escape(struct up_buf *buf, uint32_t point)
{
	const uint32_t beyond = 0x10000;

	if (point < beyond) {
		up_buf_printf(buf, "\\u%04" PRIx32, point);
		return;
	}
	point -= beyond;
	up_buf_printf(buf, "\\u%04" PRIx32 "\\u%04" PRIx32,
		      0xd800 + (point >> 10), 0xdc00 + (point & 0x3ff));
}

static void put_point(struct up_buf *buf, uint32_t point, const char *text,
		      size_t length)
{
	if (up_escape_needed(point)) {
		put_escape(buf, point);
		return;
	}
	if (point == '"' || point == '\\')
		up_buf_puts(buf, "\\");
	up_buf_append(buf, text, length);
}

void up_json_put_bytes(struct up_buf *buf, const char *text, size_t size)
{
	up_buf_puts(buf, "\"");
	while (size > 0) {
		uint32_t point;
		size_t length = up_utf8_decode(text, size, &point);

		if (length == 0) {
			up_buf_puts(buf, "\xef\xbf\xbd");
			length = 1;
		} else {
			put_point(buf, point, text, length);
		}
		text += length;
		size -= length;
	}
	up_buf_puts(buf, "\"");
}

void up_json_put_string(struct up_buf *buf, const char *text)
{
	up_json_put_bytes(buf, text, strlen(text));
}

/* ---- other values ---- */

bool up_json_member(struct up_json *json, bool first, struct up_buf *ret_key,
		    int *ret_err)
{
	*ret_err = first && !take(json, '{') ? -1 : 0;
	if (*ret_err < 0 || take(json, '}'))
		return false;
	*ret_err = -1;
	if (!first && !take(json, ','))
		return false;
	if (up_json_kind(json) != UP_JSON_STRING ||
	    up_json_string(json, ret_key) < 0)
		return false;
	if (!take(json, ':')) {
		up_buf_finish(ret_key);
		return false;
	}
	*ret_err = 0;
	return true;
}

static int skip_object(struct up_json *json, int depth)
{
	struct up_buf key = {0};
	bool first = true;
	int err;

	while (up_json_member(json, first, &key, &err)) {
		up_buf_finish(&key);
		if (skip(json, depth) < 0)
			return -1;
		first = false;
	}
	return err;
}

static int skip_array(struct up_json *json, int depth)
{
	take(json, '[');
	if (take(json, ']'))
		return 0;
	do {
		if (skip(json, depth) < 0)
			return -1;
	} while (take(json, ','));
	return take(json, ']') ? 0 : -1;
}

static int skip_digits(struct up_json *json)
{
	if (!is_digit(json))
		return -1;
	while (is_digit(json))
		json->next++;
	return 0;
}

static bool next_is(const struct up_json *json, const char *any)
{
	return json->next < json->end && *json->next &&
	       strchr(any, *json->next);
}

static int skip_number(struct up_json *json)
{
	if (next_is(json, "-"))
		json->next++;
	if (next_is(json, "0"))
		json->next++;
	else if (skip_digits(json) < 0)
		return -1;
	if (next_is(json, ".")) {
		json->next++;
		if (skip_digits(json) < 0)
			return -1;
	}
	if (!next_is(json, "eE"))
		return 0;
	json->next++;
	if (next_is(json, "+-"))
		json->next++;
	return skip_digits(json);
}

static int skip_word(struct up_json *json)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < 3; i++) {
		size_t size = strlen(words[i]);

		if ((size_t)(json->end - json->next) >= size &&
		    memcmp(json->next, words[i], size) == 0) {
			json->next += size;
			return 0;
		}
	}
	return -1;
}

static int skip(struct up_json *json, int depth)
{
	struct up_buf text = {0};
	int err;

	if (depth++ > MAX_DEPTH)
		return -1;
	switch (up_json_kind(json)) {
	case UP_JSON_OBJECT:
		return skip_object(json, depth);
	case UP_JSON_ARRAY:
		return skip_array(json, depth);
	case UP_JSON_STRING:
		err = up_json_string(json, &text);
		up_buf_finish(&text);
		return err;
	case UP_JSON_NUMBER:
		return skip_number(json);
	case UP_JSON_WORD:
		return skip_word(json);
	default:
		return -1;
	}
}

int up_json_skip(struct up_json *json)
{
	return skip(json, 0);
}

bool up_json_ends(struct up_json *json)
{
	skip_space(json);
	return json->next == json->end;
}
