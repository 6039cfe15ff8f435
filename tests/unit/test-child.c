/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Work in a child: what comes back, and that nothing it does reaches us. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "diag/diag.h"
#include "process/child.h"
#include "process/link.h"
#include "util/mem.h"

enum { TEXT = UP_MESSAGE_JOB };

/* AddressSanitizer's allocator ends the process for what is too much. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

typedef int work_fn(const struct up_link *link, struct up_report *report,
		    void *data);

/* What a test expects, and what came. */
struct outcome {
	char text[256]; /* all messages, one after the other */
	size_t taken;
	int answer; /* of take */
};

static int take(uint32_t kind, uint8_t **bytes, size_t size, void *data)
{
	struct outcome *outcome = data;

	assert_int_equal(kind, TEXT);
	assert_int_equal((*bytes)[size], 0);
	strncat(outcome->text, (char *)*bytes,
		sizeof(outcome->text) - strlen(outcome->text) - 1);
	outcome->taken++;
	return outcome->answer;
}

static int call(work_fn *work, struct outcome *outcome,
		struct check_report *record)
{
	const struct up_child_job job = {
		.work = work,
		.take = take,
		.data = outcome,
		.advice = "do the other",
	};

	*outcome = (struct outcome){.answer = outcome->answer};
	check_report_init(record);
	return up_child_call(&job, &record->report);
}

static void check_ends(work_fn *work, const char *message)
{
	struct check_report record;
	struct outcome outcome = {0};

	assert_int_equal(call(work, &outcome, &record), -1);
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.report.fault, UP_FAULT_INPUT);
	check_contains(record.message, message);
	/* Nobody is left to be waited for. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* ---- what comes back ---- */

static int say_words(const struct up_link *link, struct up_report *report,
		     void *data)
{
	(void)data;
	up_child_send(link, TEXT, "one ", 4);
	up_warning(report, "a %s", "warning");
	up_child_send(link, TEXT, "", 0);
	up_child_send(link, TEXT, "two", 3);
	return 7;
}

static void test_words_and_result(void **state)
{
	struct check_report record;
	struct outcome outcome = {0};

	(void)state;
	assert_int_equal(call(say_words, &outcome, &record), 7);
	assert_string_equal(outcome.text, "one two");
	assert_int_equal(outcome.taken, 3);
	assert_int_equal(record.warnings, 1);
	assert_string_equal(record.message, "a warning");
	assert_int_equal(record.report.fault, UP_FAULT_NONE);
}

static int report_error(const struct up_link *link, struct up_report *report,
			void *data)
{
	(void)link;
	(void)data;
	up_error(report, UP_FAULT_USAGE, 0x123456789, "%0*d", 2000, 5);
	return up_error(report, UP_FAULT_INPUT, 1, "second");
}

static char long_message[4096];

static void keep_first(const struct up_diag *diag, void *data)
{
	uint64_t *offset = data;

	if (long_message[0] == '\0') {
		snprintf(long_message, sizeof(long_message), "%s",
			 diag->message);
		*offset = diag->offset;
	}
}

static void test_errors_whole(void **state)
{
	const struct up_child_job job = {.work = report_error, .advice = ""};
	uint64_t offset = 0;
	struct up_report report = {.fn = keep_first, .data = &offset};

	(void)state;
	assert_int_equal(up_child_call(&job, &report), -1);
	assert_int_equal(report.fault, UP_FAULT_USAGE);
	assert_int_equal(strlen(long_message), 2000);
	assert_true(offset == 0x123456789);
	/* And where nobody listens, the fault is known all the same. */
	report = (struct up_report){0};
	assert_int_equal(up_child_call(&job, &report), -1);
	assert_int_equal(report.fault, UP_FAULT_USAGE);
}

static int send_megabytes(const struct up_link *link, struct up_report *report,
			  void *data)
{
	static char much[1 << 20];

	(void)report;
	(void)data;
	memset(much, 'm', sizeof(much));
	for (int i = 0; i < 16; i++)
		up_child_send(link, TEXT, much, sizeof(much));
	return 0;
}

static void test_taker_has_enough(void **state)
{
	struct check_report record;
	struct outcome outcome = {.answer = -3};

	(void)state;
	assert_int_equal(call(send_megabytes, &outcome, &record), -3);
	assert_int_equal(outcome.taken, 1);
	assert_int_equal(record.errors, 0);
	outcome.answer = 0;
	assert_int_equal(call(send_megabytes, &outcome, &record), 0);
	assert_int_equal(outcome.taken, 16);
}

/* ---- ends ---- */

#define WORK(name) \
	static int name(const struct up_link *link, struct up_report *report, \
			void *data)

WORK(assert_nothing)
{
	(void)link, (void)report, (void)data;
	/* As glibc writes it, whether assertions are compiled in or not. */
	fputs("tool: /home/somebody/wasm.cpp:12: void f(): Assertion `x < 3' "
	      "failed.\n",
	      stderr);
	abort();
}

WORK(be_fatal)
{
	(void)link, (void)report, (void)data;
	fputs("Fatal: there is no such thing\n", stderr);
	_exit(EXIT_FAILURE);
}

WORK(run_out_of_memory)
{
	(void)link, (void)report, (void)data;
	return up_alloc((size_t)1 << 62) == NULL;
}

WORK(throw_bad_alloc)
{
	(void)link, (void)report, (void)data;
	fputs("terminate called after throwing an instance of "
	      "'std::bad_alloc'\n  what():  std::bad_alloc\n",
	      stderr);
	abort();
}

WORK(get_killed)
{
	(void)link, (void)report, (void)data;
	return raise(SIGKILL);
}

WORK(leave)
{
	(void)link, (void)report, (void)data;
	_exit(0);
}

WORK(crash)
{
	(void)link, (void)report, (void)data;
	signal(SIGSEGV, SIG_DFL);
	return raise(SIGSEGV);
}

static void test_ends(void **state)
{
	(void)state;
	check_ends(assert_nothing,
		   "gave up on the module (Assertion `x < 3' failed.); do the "
		   "other");
	check_ends(be_fatal, "(there is no such thing); do the other");
	check_ends(run_out_of_memory, "out of memory");
	check_ends(throw_bad_alloc, "out of memory");
	check_ends(get_killed, "out of memory");
	check_ends(leave, "status 0");
	check_ends(crash, "crashed");
}

/* ---- what it runs on ---- */

static size_t nest(size_t depth, volatile char *above)
{
	volatile char frame[1024];

	frame[0] = *above;
	return depth == 0 ? 0 : nest(depth - 1, frame) + 1 - (size_t)frame[0];
}

WORK(go_deep)
{
	char zero = 0;

	(void)link, (void)report, (void)data;
	/* 256 MiB of frames, and more with sanitizers. */
	return nest(1 << 18, &zero) == 1 << 18 ? 0 : -1;
}

static void test_deep_stack(void **state)
{
	struct check_report record;
	struct outcome outcome = {0};

	(void)state;
	assert_int_equal(call(go_deep, &outcome, &record), 0);
}

static volatile sig_atomic_t handled;

static void handle(int signal)
{
	handled = signal;
}

WORK(look_at_signals)
{
	struct sigaction action;
	sigset_t mask;

	(void)report, (void)data;
	sigaction(SIGUSR1, NULL, &action);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	up_child_send(link, TEXT, action.sa_handler == SIG_DFL ? "d" : "h", 1);
	up_child_send(link, TEXT, sigismember(&mask, SIGUSR1) ? "b" : "o", 1);
	/* Whoever looked at it would have noted it. */
	handled = 1;
	return 0;
}

static void test_signals(void **state)
{
	struct sigaction action = {.sa_handler = handle};
	struct check_report record;
	struct outcome outcome = {0};
	sigset_t mask;

	(void)state;
	sigaction(SIGUSR1, &action, NULL);
	assert_int_equal(call(look_at_signals, &outcome, &record), 0);
	assert_string_equal(outcome.text, "do");
	/* Ours are as they were, and work. */
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	assert_false(sigismember(&mask, SIGUSR1));
	assert_int_equal(handled, 0);
	raise(SIGUSR1);
	assert_int_equal(handled, SIGUSR1);
	signal(SIGUSR1, SIG_DFL);
}

static int count_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

WORK(look_at_files)
{
	char text[32];
	int *ours = data;

	(void)report, (void)ours;
	snprintf(text, sizeof(text), "%d", count_files());
	up_child_send(link, TEXT, text, strlen(text));
	return 0;
}

static void test_files(void **state)
{
	int before = count_files(), fds[2];
	struct check_report record;
	struct outcome outcome = {0};

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(call(look_at_files, &outcome, &record), 0);
	/* Standard ones, the pipe, the directory itself, `.` and `..`. */
	assert_string_equal(outcome.text, "7");
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(count_files(), before);
}

static void test_without_standard_files(void **state)
{
	int kept[3];
	struct check_report record;
	struct outcome outcome = {0};
	int result;

	(void)state;
	for (int fd = 0; fd < 3; fd++) {
		kept[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 10);
		close(fd);
	}
	result = call(say_words, &outcome, &record);
	int ended = call(be_fatal, &outcome, &record);
	for (int fd = 0; fd < 3; fd++) {
		if (kept[fd] >= 0) {
			dup2(kept[fd], fd);
			close(kept[fd]);
		}
	}
	assert_int_equal(result, 7);
	assert_int_equal(ended, -1);
	check_contains(record.message, "there is no such thing");
}

static void test_children_not_ours(void **state)
{
	struct check_report record;
	struct outcome outcome = {0};

	(void)state;
	/* The kernel then takes them away before we can ask. */
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(call(say_words, &outcome, &record), 7);
	assert_int_equal(call(be_fatal, &outcome, &record), -1);
	check_contains(record.message, "there is no such thing");
	signal(SIGCHLD, SIG_DFL);
}

/* ---- several at once ---- */

static void *call_often(void *data)
{
	int *failures = data;

	for (int i = 0; i < 50; i++) {
		struct up_report report = {0};
		struct outcome outcome = {0};
		const struct up_child_job job = {
			.work = i % 5 == 0 ? be_fatal : say_words,
			.take = take,
			.data = &outcome,
			.advice = "",
		};
		int expected = i % 5 == 0 ? -1 : 7;

		*failures += up_child_call(&job, &report) != expected;
	}
	return NULL;
}

/*
 * The locks of gcc 12's AddressSanitizer are not made for fork(): a child waits for
 * ever for one that another thread had. There, one thread has to do.
 */
#ifdef __SANITIZE_ADDRESS__
enum { THREADS = 1 };
#else
enum { THREADS = 4 };
#endif

static void test_threads(void **state)
{
	pthread_t threads[THREADS];
	int failures[THREADS] = {0};

	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, call_often, &failures[i]);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(failures[i], 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_and_result),
		cmocka_unit_test(test_errors_whole),
		cmocka_unit_test(test_taker_has_enough),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_deep_stack),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_without_standard_files),
		cmocka_unit_test(test_children_not_ours),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
