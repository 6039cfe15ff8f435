/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* util/json: what it reads, what it refuses. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "util/json.h"

static struct up_json json_of(const char *text)
{
	return (struct up_json){text, text + strlen(text)};
}

static bool reads(const char *text)
{
	struct up_json json = json_of(text);

	return up_json_skip(&json) == 0 && up_json_ends(&json);
}

static void test_values(void **state)
{
	static const char *const right[] = {
		"{}", "[]", " [ ] ", "\"\"", "0", "-0.5e+10", "12", "1E9",
		"true", "false", "null", "{\"a\":1}", "{\"a\":{\"b\":[]}}",
		"[1,[2,\"x\"],{}]\n", "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
	};
	static const char *const wrong[] = {
		"", " ", "{", "[", "\"", "{]", "[}", "[1,]", "{\"a\":1,}",
		"{\"a\"}", "{a:1}", "{\"a\" 1}", "[1 2]", "01", "1.", ".5",
		"-", "+1", "1e", "tru", "nulls", "\"\\x\"", "\"\\u12\"",
		"\"\\ud83d\"", "\"\\udc00\"", "\"\\u0000\"", "\"a\nb\"",
		"\"\xff\"", "1 1", "{} x", "'a'",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++)
		if (!reads(right[i]))
			fail_msg("refused: %s", right[i]);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (reads(wrong[i]))
			fail_msg("taken: %s", wrong[i]);
}

static void test_strings(void **state)
{
	struct up_json json = json_of(" \"a\\tb\\\"\\u20ac\\uD83D\\uDE00é\"");
	struct up_buf text = {0}, again = {0};

	(void)state;
	assert_int_equal(up_json_kind(&json), UP_JSON_STRING);
	assert_int_equal(up_json_string(&json, &text), 0);
	assert_string_equal(text.bytes, "a\tb\"€😀é");
	up_json_put_string(&again, text.bytes);
	assert_string_equal(again.bytes, "\"a\\u0009b\\\"€😀é\"");
	up_buf_finish(&text);
	up_buf_finish(&again);
}

static void test_members(void **state)
{
	struct up_json json = json_of("{\"a\": 1, \"b\": {\"c\": []}, \"\": \"\"}");
	static const char *const keys[] = {"a", "b", ""};
	struct up_buf key = {0};
	size_t count = 0;
	int err;

	(void)state;
	while (up_json_member(&json, count == 0, &key, &err)) {
		assert_string_equal(key.bytes, keys[count++]);
		up_buf_finish(&key);
		assert_int_equal(up_json_skip(&json), 0);
	}
	assert_int_equal(err, 0);
	assert_int_equal(count, 3);
	assert_true(up_json_ends(&json));
}

/* Neither is the stack of the reader without end. */
static void test_depth(void **state)
{
	char deep[4001];

	(void)state;
	memset(deep, '[', 2000);
	memset(deep + 2000, ']', 2000);
	deep[4000] = '\0';
	assert_false(reads(deep));
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	deep[200] = '\0';
	assert_true(reads(deep));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
