/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The small helpers for text and memory: glob, utf8, buf, mem. */

#include "check.h"
#include "util/buf.h"
#include "util/glob.h"
#include "util/mem.h"
#include "util/utf8.h"

/* ---- glob ---- */

static const struct {
	const char *pattern;
	const char *text;
	bool matches;
} globs[] = {
	{"", "", true},
	{"", "a", false},
	{"abc", "abc", true},
	{"abc", "abcd", false},
	{"abcd", "abc", false},
	{"*", "", true},
	{"*", "env.log", true},
	{"env.*", "env.log", true},
	{"env.*", "envlog", false},
	{"*.log", "env.log", true},
	{"*log", "loglog", true},
	{"a*b*c", "aXXbYYbZc", true},
	{"a*b*c", "aXXbYYbZ", false},
	{"**a**", "a", true},
	{"a?c", "abc", true},
	{"a?c", "ac", false},
	{"?", "", false},
	{"?", "é", true},
	{"??", "é", false},
	{"[a-c]x", "bx", true},
	{"[a-c]x", "dx", false},
	{"[!a-c]x", "dx", true},
	{"[!a-c]x", "ax", false},
	{"[]a]", "]", true},
	{"[!]a]", "]", false},
	{"[a-]", "-", true},
	{"[a-]", "b", false},
	{"[\\]]", "]", true},
	{"[à-ü]", "é", true},
	{"[", "[", true},
	{"[ab", "[ab", true},
	{"[ab", "a", false},
	{"[!", "[!", true},
	{"\\*", "*", true},
	{"\\*", "a", false},
	{"\\[a]", "[a]", true},
	{"a\\", "a\\", true},
	{"\xff?", "\xff\xfe", true},
	{"__wbg_*_[0-9a-f]*", "__wbg_log_12ab", true},
};

static void test_glob(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++)
		if (up_glob_match(globs[i].pattern, globs[i].text) !=
		    globs[i].matches)
			fail_msg("'%s' and '%s'", globs[i].pattern,
				 globs[i].text);
}

/* Takes longer than any test may if stars are tried one within the other. */
static void test_glob_blow_up(void **state)
{
	struct up_buf pattern = {0};
	struct up_buf text = {0};

	(void)state;
	for (int i = 0; i < 200; i++)
		up_buf_puts(&pattern, "a*");
	up_buf_puts(&pattern, "b");
	for (int i = 0; i < 5000; i++)
		up_buf_puts(&text, "a");
	assert_false(up_glob_match(pattern.bytes, text.bytes));
	up_buf_finish(&pattern);
	up_buf_finish(&text);
}

/* ---- UTF-8 ---- */

static const struct {
	const char *bytes;
	size_t size;
	bool valid;
} texts[] = {
#define TEXT(bytes, valid) {bytes, sizeof(bytes) - 1, valid},
	TEXT("", true)
	TEXT("abc", true)
	TEXT("a\0b", true)
	TEXT("\xc3\xa9", true)
	TEXT("\xe2\x82\xac", true)
	TEXT("\xf0\x9f\x98\x80", true)
	TEXT("\xf4\x8f\xbf\xbf", true)
	TEXT("\xc3", false)
	TEXT("\xe2\x82", false)
	TEXT("\xf0\x9f\x98", false)
	TEXT("\x80", false)
	TEXT("\xc3\x28", false)
	TEXT("\xc0\x80", false) /* longer than need be */
	TEXT("\xe0\x80\x80", false)
	TEXT("\xf0\x80\x80\x80", false)
	TEXT("\xed\xa0\x80", false) /* a surrogate */
	TEXT("\xf4\x90\x80\x80", false) /* above U+10FFFF */
	TEXT("\xf8\x88\x80\x80\x80", false)
	TEXT("\xff", false)
#undef TEXT
};

static void test_utf8_valid(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (up_utf8_valid(texts[i].bytes, texts[i].size) !=
		    texts[i].valid)
			fail_msg("text %zu", i);
}

static void test_utf8_decode(void **state)
{
	uint32_t point = 7;

	(void)state;
	assert_int_equal(up_utf8_decode("\xf0\x9f\x98\x80x", 5, &point), 4);
	assert_int_equal(point, 0x1f600);
	assert_int_equal(up_utf8_decode("\xc0\x80", 2, &point), 0);
	assert_int_equal(up_utf8_decode("", 0, &point), 0);
	assert_int_equal(point, 0x1f600);
}

/* ---- buffers and memory ---- */

static void test_buf(void **state)
{
	struct up_buf buf = {0};
	char *text;

	(void)state;
	up_buf_finish(&buf);
	up_buf_append(&buf, NULL, 0);
	assert_string_equal(buf.bytes, "");
	up_buf_puts(&buf, "a");
	up_buf_printf(&buf, "%d-%s", 12, "");
	up_buf_printf(&buf, "%s", "");
	up_buf_append(&buf, "\0z", 2);
	assert_int_equal(buf.size, 7 - 1);
	assert_memory_equal(buf.bytes, "a12-\0z", 7);
	for (int i = 0; i < 1000; i++)
		up_buf_printf(&buf, "%03d,", i);
	assert_int_equal(buf.size, 6 + 4000);
	assert_string_equal(buf.bytes + 6 + 3996, "999,");
	text = up_buf_take(&buf);
	assert_memory_equal(text, "a12-\0z", 6);
	free(text);
	assert_null(buf.bytes);
	text = up_buf_take(&buf);
	assert_string_equal(text, "");
	free(text);
}

static void test_grow(void **state)
{
	uint32_t *array = NULL;
	size_t count = 0;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		array = up_grow(array, &count, sizeof(*array));
		assert_int_equal(count, i + 1);
		assert_int_equal(array[i], 0);
		array[i] = i;
	}
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(array[i], i);
	free(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_blow_up),
		cmocka_unit_test(test_utf8_valid),
		cmocka_unit_test(test_utf8_decode),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
