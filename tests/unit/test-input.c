/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"

#include <pthread.h>

#include "faults.h"
#include "io/input.h"
#include "util/mem.h"

static char path[] = "unpoison-test-XXXXXX";

static int set_up_file(void **state)
{
	int fd;

	(void)state;
	memset(&faults, 0, sizeof(faults));
	strcpy(path + sizeof(path) - sizeof("XXXXXX"), "XXXXXX");
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int tear_down_file(void **state)
{
	(void)state;
	memset(&faults, 0, sizeof(faults));
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
	memcpy(text, "\0asm", 4);
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

/* Root may read everything: then as somebody else. */
static void check_no_permission(void)
{
	bool root = geteuid() == 0;

	assert_int_equal(chmod(path, 0), 0);
	if (root)
		assert_int_equal(seteuid(65534), 0);
	check_failure(path, "no permission");
	if (root)
		assert_int_equal(seteuid(0), 0);
}

static void test_failures(void **state)
{
	(void)state;
	check_failure("/", "is a directory; pass the .wasm file");
	check_failure("/nonexistent/x.wasm", "there is no such file; check");
	check_failure(path, "is empty;");
	check_failure("/dev/null", "is empty;");
	check_no_permission();
}

/* What is no module is not read to its end, which may not come. */
static void test_endless_input(void **state)
{
	struct check_report record;
	struct up_buf bytes = {0};

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_input_read("/dev/zero", &bytes, &record.report), 0);
	assert_in_range(bytes.size, 4, 4 << 20);
	up_buf_finish(&bytes);
}

static void *write_later(void *data)
{
	const int *fd = data;

	for (size_t i = 0; i < 8; i++) {
		usleep(2000);
		assert_int_equal(write(*fd, &"\0asm\1\0\0\0"[i], 1), 1);
	}
	close(*fd);
	return NULL;
}

/* One that does not block is waited for. */
static void test_pipe_that_does_not_block(void **state)
{
	struct check_report record;
	struct up_buf bytes = {0};
	pthread_t thread;
	char name[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	assert_int_equal(pthread_create(&thread, NULL, write_later, &ends[1]),
			 0);
	check_report_init(&record);
	faults.calls[CALL_READ] = (struct fault){3, false, EAGAIN};
	assert_int_equal(up_input_read(name, &bytes, &record.report), 0);
	assert_int_equal(bytes.size, 8);
	assert_memory_equal(bytes.bytes, "\0asm\1\0\0\0", 8);
	pthread_join(thread, NULL);
	close(ends[0]);
	up_buf_finish(&bytes);
}

static void test_interrupted_read_goes_on(void **state)
{
	struct check_report record;
	struct up_buf bytes = {0};

	(void)state;
	put("\0asm\1\0\0\0", 8);
	check_report_init(&record);
	faults.calls[CALL_READ] = (struct fault){1, false, EINTR};
	assert_int_equal(up_input_read(path, &bytes, &record.report), 0);
	assert_int_equal(bytes.size, 8);
	up_buf_finish(&bytes);
	faults.calls[CALL_READ] = (struct fault){2, false, EIO};
	check_failure(path, "cannot be read (Input/output error); try again");
}

/* Somebody writes to it, as a build that still goes on. */
static void grow_file(void)
{
	FILE *file = fopen(path, "a");

	faults.in_read = NULL;
	assert_non_null(file);
	fputs("more", file);
	fclose(file);
}

static void touch_file(void)
{
	static const struct timespec times[2] = {{1, 2}, {3, 4}};

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_file_that_changes(void **state)
{
	(void)state;
	put("\0asm\1\0\0\0", 8);
	faults.in_read = grow_file;
	check_failure(path, "was changed while it was read; wait until");
	faults.in_read = touch_file;
	check_failure(path, "was changed while it was read; wait until");
	faults.in_read = NULL;
}

static void test_no_memory(void **state)
{
	static char module[3 << 20] = "\0asm";
	int failures = 0;

	(void)state;
	put(module, sizeof(module));
	for (int i = 1;; i++) {
		struct check_report record;
		struct up_buf bytes = {0};

		check_report_init(&record);
		faults.memory = (struct fault){i, true, ENOMEM};
		if (up_input_read(path, &bytes, &record.report) == 0) {
			up_buf_finish(&bytes);
			break;
		}
		failures++;
		assert_null(bytes.bytes);
		check_contains(record.message, "out of memory; free some");
	}
	faults.memory.countdown = 0;
	assert_true(failures >= 3);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up_file, tear_down_file)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_contents),
		TEST(test_standard_input),
		TEST(test_failures),
		TEST(test_endless_input),
		TEST(test_pipe_that_does_not_block),
		TEST(test_interrupted_read_goes_on),
		TEST(test_file_that_changes),
		TEST(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
