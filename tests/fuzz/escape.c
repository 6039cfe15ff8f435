/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Binaryen and wabt end the process on what they do not expect. In the library
 * that is a child, and ends as a diagnostic; here it would end the fuzzing. So
 * the functions that they call for it are these, which leave the work instead.
 * What it held is lost. An assertion of our own is a finding.
 */

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process/deep.h"
#include "fuzz.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#endif

static __thread jmp_buf *way_out; /* NULL outside of the work */
static __thread const char *upper_end; /* of the stack that is given up */
static bool has_lost; /* memory, to what was given up */

struct work {
	void (*fn)(void *data);
	void *data;
	bool done;
};

static _Noreturn void leave(void)
{
	jmp_buf *out = way_out;
	const char here = 0;
	uintptr_t lower_end = (uintptr_t)&here - 4096;

	way_out = NULL;
	has_lost = true;
#ifdef HAS_ASAN
	/* Frames that do not end leave their marks. */
	ASAN_UNPOISON_MEMORY_REGION((void *)lower_end,
				    (uintptr_t)upper_end - lower_end);
#else
	(void)lower_end;
#endif
	longjmp(*out, 1);
}

static void start(struct work *work)
{
	jmp_buf out;
	const char here = 0;

	upper_end = &here;
	if (setjmp(out) == 0) {
		way_out = &out;
		work->fn(work->data);
		work->done = true;
	}
	way_out = NULL;
}

/* ---- the stack: that of one thread, which is there from the first work on ---- */

static struct work *next;
static sem_t wanted, ended;

static void serve(void *data)
{
	(void)data;
	for (;;) {
		while (sem_wait(&wanted) < 0)
			continue;
		start(next);
		sem_post(&ended);
	}
}

static void *run_server(void *data)
{
	up_deep_call(serve, data);
	return NULL;
}

static void start_server(void)
{
	pthread_t thread;

	fuzz_check(sem_init(&wanted, 0, 0) == 0 && sem_init(&ended, 0, 0) == 0);
	fuzz_check(pthread_create(&thread, NULL, run_server, NULL) == 0);
}

bool fuzz_contained(void (*fn)(void *data), void *data)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct work work = {.fn = fn, .data = data};

	pthread_once(&once, start_server);
	next = &work;
	sem_post(&wanted);
	while (sem_wait(&ended) < 0)
		continue;
	return work.done;
}

/* ---- in the place of the C library's ---- */

_Noreturn void abort(void)
{
	if (way_out != NULL)
		leave();
	__builtin_trap();
}

/* libFuzzer ends by this as well, with other numbers than Fatal(). */
_Noreturn void _Exit(int status)
{
	if (way_out != NULL && status == EXIT_FAILURE)
		leave();
	_exit(status);
}

/* Ours are known by the root of the tree, as it is in the name of this file. */
static bool is_ours(const char *file)
{
	static const char tail[] = "tests/fuzz/escape.c";
	size_t root = strlen(__FILE__) - strlen(tail);

	return strncmp(file, __FILE__, root) == 0 &&
	       (strncmp(file + root, "src/", 4) == 0 ||
		strncmp(file + root, "tests/", 6) == 0);
}

_Noreturn void __assert_fail(const char *what, const char *file,
			     unsigned line, const char *function);
_Noreturn void __assert_fail(const char *what, const char *file,
			     unsigned line, const char *function)
{
	if (way_out != NULL && !is_ours(file))
		leave();
	fuzz_fail("%s:%u: %s: assertion `%s' failed", file, line, function,
		  what);
}

/* LeakSanitizer asks: once something was given up, all that it held leaks. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return has_lost;
}
