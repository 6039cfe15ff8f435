/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include "diag/diag.h"
#include "diag/diag_print.h"

/* What up_diag_print() prints; caller frees. */
static char *print(const char *input, const struct up_diag *diag)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	assert_non_null(stream);
	up_diag_print(stream, input, diag);
	fclose(stream);
	return text;
}

static void check_print(const char *input, struct up_diag diag,
			const char *expected)
{
	char *text = print(input, &diag);

	assert_string_equal(text, expected);
	free(text);
}

static void test_first_error_decides(void **state)
{
	struct check_report record;

	(void)state;
	check_report_init(&record);
	up_warning(&record.report, "w%d", 1);
	assert_int_equal(record.report.fault, UP_FAULT_NONE);
	assert_int_equal(record.severity, UP_WARNING);
	assert_string_equal(record.message, "w1");
	assert_int_equal(up_error(&record.report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
				  "a"),
			 -1);
	assert_int_equal(up_input_error(&record.report, "%s", "b"), -1);
	assert_int_equal(record.report.fault, UP_FAULT_OUTPUT);
	assert_int_equal(record.fault, UP_FAULT_INPUT);
	assert_int_equal(record.errors, 2);
	assert_int_equal(record.warnings, 1);
}

static void test_no_callback(void **state)
{
	struct up_report report = {0};

	(void)state;
	up_warning(&report, "%s", "w");
	assert_int_equal(up_error(&report, UP_FAULT_USAGE, 3, "e"), -1);
	assert_int_equal(report.fault, UP_FAULT_USAGE);
}

static void test_print_forms(void **state)
{
	struct up_diag diag = {
		.severity = UP_ERROR,
		.fault = UP_FAULT_INPUT,
		.offset = 0x1f,
		.message = "is odd; mend it",
	};

	(void)state;
	check_print("a.wasm", diag,
		    "unpoison: a.wasm: offset 0x1f: is odd; mend it\n");
	diag.offset = UP_NO_OFFSET;
	check_print("a.wasm", diag, "unpoison: a.wasm: is odd; mend it\n");
	check_print(NULL, diag, "unpoison: is odd; mend it\n");
	diag.fault = UP_FAULT_OUTPUT;
	check_print("a.wasm", diag, "unpoison: is odd; mend it\n");
	diag.fault = UP_FAULT_USAGE;
	check_print("a.wasm", diag, "unpoison: is odd; mend it\n");
	diag.fault = UP_FAULT_NONE;
	diag.severity = UP_WARNING;
	check_print("a.wasm", diag,
		    "unpoison: a.wasm: warning: is odd; mend it\n");
	diag.severity = UP_NOTE;
	check_print("a.wasm", diag,
		    "unpoison: a.wasm: note: is odd; mend it\n");
}

static void test_escaping(void **state)
{
	struct up_diag diag = {
		.severity = UP_ERROR,
		.fault = UP_FAULT_INPUT,
		.offset = UP_NO_OFFSET,
	};

	(void)state;
	diag.message = "n\n\r\t\x1b[31m\x7f";
	check_print("a", diag, "unpoison: a: n\\n\\r\\t\\u{1b}[31m\\u{7f}\n");
	diag.message = "bad \xff\xc3 é \xc2\x9b \xe2\x80\xae \xed\xa0\x80";
	check_print("a", diag,
		    "unpoison: a: bad \\xff\\xc3 é \\u{9b} \\u{202e} "
		    "\\xed\\xa0\\x80\n");
	diag.message = "m";
	check_print("a\nb", diag, "unpoison: a\\nb: m\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_error_decides),
		cmocka_unit_test(test_no_callback),
		cmocka_unit_test(test_print_forms),
		cmocka_unit_test(test_escaping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
