/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/input.h"
#include "util/mem.h"

static char path[] = "unpoison-test-XXXXXX";

static int set_up_file(void **state)
{
	int fd;

	(void)state;
	strcpy(path + sizeof(path) - sizeof("XXXXXX"), "XXXXXX");
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int tear_down_file(void **state)
{
	(void)state;
	return unlink(path);
}

static void put(const char *bytes, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static void check_failure(const char *input, const char *message)
{
	struct check_report record;
	struct up_buf bytes = {.size = 7};

	check_report_init(&record);
	assert_int_equal(up_input_read(input, &bytes, &record.report), -1);
	check_contains(record.message, message);
	assert_int_equal(record.fault, UP_FAULT_INPUT);
	assert_int_equal(record.offset, UP_NO_OFFSET);
	assert_int_equal(bytes.size, 7);
	assert_null(bytes.bytes);
}

static void test_contents(void **state)
{
	struct check_report record;
	struct up_buf bytes = {0};
	size_t size = (3 << 20) + 17; /* more than one read takes */
	char *text = up_alloc(size);

	(void)state;
	text[0] = 'a';
	text[size - 1] = 'z';
	put(text, size);
	check_report_init(&record);
	assert_int_equal(up_input_read(path, &bytes, &record.report), 0);
	assert_int_equal(bytes.size, size);
	assert_memory_equal(bytes.bytes, text, size);
	up_buf_finish(&bytes);
	free(text);
}

static void test_standard_input(void **state)
{
	struct check_report record;
	struct up_buf bytes = {0};
	int saved = dup(STDIN_FILENO);
	int fd;

	(void)state;
	put("abc", 3);
	fd = open(path, O_RDONLY);
	assert_true(saved >= 0 && fd >= 0);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	check_report_init(&record);
	assert_int_equal(up_input_read("-", &bytes, &record.report), 0);
	assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
	assert_string_equal(bytes.bytes, "abc");
	up_buf_finish(&bytes);
	close(saved);
	close(fd);
}

static void test_failures(void **state)
{
	(void)state;
	check_failure("/", "is a directory; pass the .wasm file");
	check_failure("/nonexistent/x.wasm", "there is no such file; check");
	check_failure(path, "is empty;");
	if (geteuid() != 0) {
		assert_int_equal(chmod(path, 0), 0);
		check_failure(path, "no permission");
	}
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up_file, tear_down_file)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_contents),
		TEST(test_standard_input),
		TEST(test_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
