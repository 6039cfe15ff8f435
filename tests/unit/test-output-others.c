/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Writing files while others do something: signals, readers, threads, the dead. */

#include "output-root.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "cli/interrupt.h"

/* As the tool does it. */
static int write_interruptibly(struct check_report *record)
{
	static const struct up_write_options options = {
		.cancelled = up_interrupt_pending,
	};
	struct up_files files = three_files();
	struct up_interrupt interrupt;
	int ret;

	check_report_init(record);
	up_interrupt_begin(&interrupt);
	ret = up_files_write_with(&files, "pkg", &options, &record->report);
	up_interrupt_end(&interrupt);
	up_files_finish(&files);
	return ret;
}

/* A signal while the files are written: cleaned up, then it has its effect. */
static void test_interrupt(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	char *before;

	(void)state;
	put_old_files();
	before = describe_root();
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		pid_t child = fork();
		char *after;
		int status;

		assert_true(child >= 0);
		if (child == 0) {
			struct check_report record;

			faults.no_tmpfile = true;
			faults.signal_in_write = signals[i];
			write_interruptibly(&record);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		after = describe_root();
		assert_string_equal(after, before);
		free(after);
	}
	free(before);
}

/* Somebody who ignores a signal (nohup) goes on ignoring it. */
static void test_ignored_signal(void **state)
{
	struct check_report record;

	(void)state;
	put_old_files();
	signal(SIGHUP, SIG_IGN);
	faults.signal_in_write = SIGHUP;
	assert_int_equal(write_interruptibly(&record), 0);
	assert_ptr_equal(signal(SIGHUP, SIG_DFL), SIG_IGN);
	check_file("pkg/a.js", "new js");
}

static int asked;

static bool cancel_at_last(void *data)
{
	int *countdown = data;

	asked++;
	return --*countdown < 0;
}

/* However often it is asked: nothing has changed, and it says why. */
static void test_cancelling(void **state)
{
	struct up_files files = three_files();
	int times;

	(void)state;
	put_old_files();
	for (times = 0;; times++) {
		int countdown = times;
		struct up_write_options options = {cancel_at_last, &countdown};
		char *before = describe_root();
		struct check_report record;
		char *after;

		check_report_init(&record);
		faults.calls[CALL_WRITE] = (struct fault){5, false, EINTR};
		if (up_files_write_with(&files, "pkg", &options,
					&record.report) == 0) {
			free(before);
			break;
		}
		after = describe_root();
		assert_string_equal(after, before);
		check_contains(record.message, "interrupted before anything");
		assert_int_equal(record.fault, UP_FAULT_OUTPUT);
		free(before);
		free(after);
	}
	/* Once for each file, for the write, and before the renames. */
	assert_int_equal(times, 5);
	up_files_finish(&files);
}

static void no_handler(int signal)
{
	(void)signal;
}

/* The library sets no handlers, and leaves those of others alone. */
static void test_handlers_are_the_callers(void **state)
{
	struct sigaction before = {.sa_handler = no_handler}, after;
	struct check_report record;
	sigset_t pending;

	(void)state;
	sigemptyset(&before.sa_mask);
	assert_int_equal(sigaction(SIGTERM, &before, NULL), 0);
	faults.signal_in_write = SIGTERM;
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(sigaction(SIGTERM, NULL, &after), 0);
	assert_ptr_equal(after.sa_handler, no_handler);
	signal(SIGTERM, SIG_DFL);
	assert_int_equal(sigpending(&pending), 0);
	assert_int_equal(sigismember(&pending, SIGTERM), 0);
}

/* A pipe whose reader goes away is an error, not the end of the process. */
static void test_pipe_without_reader(void **state)
{
	struct check_report record;
	struct up_files files = {0};
	size_t size = 1 << 18; /* more than a pipe holds */
	sigset_t pending;
	int status;
	pid_t child;

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	add(&files, "pipe", "");
	free(files.files[0].bytes);
	files.files[0].bytes = calloc(1, size);
	files.files[0].size = size;
	child = fork();
	if (child == 0) {
		int fd = open("pipe", O_RDONLY);
		char byte;

		_exit(read(fd, &byte, 1) == 1 ? 0 : 1);
	}
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, ".", &record.report), -1);
	check_contains(record.message, "pipe: cannot be written (Broken pipe)");
	assert_int_equal(record.fault, UP_FAULT_OUTPUT);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(sigpending(&pending), 0);
	assert_int_equal(sigismember(&pending, SIGPIPE), 0);
	up_files_finish(&files);
}

/* So is a limit on the size of files, where the system would send a signal. */
static void test_limit_on_size(void **state)
{
	struct rlimit old, small;

	(void)state;
	put_old_files();
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){.rlim_cur = 5, .rlim_max = old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	check_failure("pkg", "cannot be written (File too large); make room");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
}

struct set_of_thread {
	const char *dir;
	int failures;
	int signs;
};

static void *write_often(void *data)
{
	struct set_of_thread *set = data;

	for (int i = 0; i < 200; i++) {
		struct check_report record;

		set->failures += write_three(set->dir, &record) != 0;
		set->signs += record.errors + record.warnings;
	}
	return NULL;
}

/* Two at once, in two directories and in the same: all are whole. */
static void test_threads(void **state)
{
	static const char *const dirs[] = {"one", "other", "other", "one"};
	struct set_of_thread sets[4] = {0};
	pthread_t threads[4];
	char *found;

	(void)state;
	assert_int_equal(mkdir("one", 0755), 0);
	assert_int_equal(mkdir("other", 0755), 0);
	for (size_t i = 0; i < 4; i++) {
		sets[i].dir = dirs[i];
		assert_int_equal(pthread_create(&threads[i], NULL, write_often,
						&sets[i]),
				 0);
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(sets[i].failures, 0);
		assert_int_equal(sets[i].signs, 0);
	}
	found = describe_root();
	assert_string_equal(found, "./one/\n./one/a.d.ts: new types\n"
				   "./one/a.js: new js\n"
				   "./one/a_bg.wasm: new wasm\n"
				   "./other/\n./other/a.d.ts: new types\n"
				   "./other/a.js: new js\n"
				   "./other/a_bg.wasm: new wasm\n");
	free(found);
}

/* A link may lead two files of a set to one place. */
static void test_two_files_in_one_place(void **state)
{
	(void)state;
	assert_int_equal(mkdir("pkg", 0755), 0);
	put("pkg/a.js", "old js");
	assert_int_equal(symlink("a.js", "pkg/a_bg.wasm"), 0);
	check_failure("pkg", "pkg/a.js: is the place of two files, a.js and "
			     "a_bg.wasm");
}

/* More files than stay open at once. */
static void test_many_files(void **state)
{
	struct up_files files = {0};
	struct check_report record;
	char *first, *again;

	(void)state;
	for (int i = 0; i < 150; i++) {
		char name[32];

		snprintf(name, sizeof(name), "snippets/%d.js", i);
		add(&files, name, name);
	}
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, "pkg", &record.report), 0);
	first = describe_root();
	assert_int_equal(up_files_write(&files, "pkg", &record.report), 0);
	again = describe_root();
	assert_string_equal(first, again);
	assert_null(strstr(first, ".unpoison"));
	check_contains(first, "./pkg/snippets/149.js: snippets/149.js\n");
	free(first);
	free(again);
	up_files_finish(&files);
}

/* What a killed process has left goes; what somebody works with stays. */
static void test_sweeping(void **state)
{
	static const char stale[] = "pkg/.unpoison-0123456789abcdef";
	static const char in_use[] = "pkg/.unpoison-fedcba9876543210";
	static const char *const others[] = {
		"pkg/.unpoison-keep-0123456789abcdef",
		"pkg/.unpoison-0123456789abcde",
		"pkg/.unpoison-0123456789abcdef0",
		"pkg/.unpoison-0123456789abcdeX",
		"pkg/.unpoison-",
	};
	struct check_report record;
	int fd;

	(void)state;
	put_old_files();
	put(stale, "half a fi");
	put(in_use, "soon a file");
	fd = open(in_use, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		put(others[i], "of somebody else");
	assert_int_equal(symlink("a.js", "pkg/.unpoison-00000000000000aa"), 0);
	/* A failed run cleans up after itself alone. */
	faults.calls[CALL_SYNC] = (struct fault){1, false, EIO};
	check_failure("pkg", "Input/output error");
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(access(stale, F_OK), -1);
	check_file(in_use, "soon a file");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		check_file(others[i], "of somebody else");
	check_file("pkg/.unpoison-00000000000000aa", "new js");
	close(fd);
}

/* Another name of an old file keeps what it had. */
static void test_hard_links(void **state)
{
	struct check_report record;

	(void)state;
	put_old_files();
	assert_int_equal(link("pkg/a.js", "other"), 0);
	assert_int_equal(write_three("pkg", &record), 0);
	check_file("other", "old js");
	check_file("pkg/a.js", "new js");
}

/* A name that only a process knows, of a file that is gone. */
static void test_removed_file(void **state)
{
	char name[32];
	struct up_files files = {0};
	struct check_report record;
	int fd;

	(void)state;
	put("gone", "text");
	fd = open("gone", O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(unlink("gone"), 0);
	snprintf(name, sizeof(name), "%d", fd);
	add(&files, name, "new");
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, "/proc/self/fd",
					&record.report),
			 -1);
	check_contains(record.message, "No such file");
	up_files_finish(&files);
	close(fd);
}

static void test_output_directory_that_is_a_bad_link(void **state)
{
	(void)state;
	assert_int_equal(symlink("nothing", "pkg"), 0);
	check_failure("pkg", "pkg: cannot be written (No such file");
	assert_int_equal(unlink("pkg"), 0);
	assert_int_equal(symlink("pkg", "pkg"), 0);
	check_failure("pkg", "remove the symbolic link");
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up_root, tear_down_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_interrupt),
		TEST(test_ignored_signal),
		TEST(test_cancelling),
		TEST(test_handlers_are_the_callers),
		TEST(test_pipe_without_reader),
		TEST(test_limit_on_size),
		TEST(test_threads),
		TEST(test_two_files_in_one_place),
		TEST(test_many_files),
		TEST(test_sweeping),
		TEST(test_hard_links),
		TEST(test_removed_file),
		TEST(test_output_directory_that_is_a_bad_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
