/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_FUZZ_H
#define UP_TESTS_FUZZ_H

/*
 * What the fuzz programs share. Each is one file with LLVMFuzzerTestOneInput();
 * what goes on around it is libFuzzer's, or in the normal build main.c's.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unpoison/unpoison.h"

/* The names are libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned seed);

/* ---- what must hold ---- */

/* Says what does not hold, and ends the process as a crash. */
_Noreturn void fuzz_fail(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#define fuzz_check(condition)                                              \
	do {                                                               \
		if (!(condition))                                          \
			fuzz_fail("%s:%d: not so: %s", __FILE__, __LINE__, \
				  #condition);                             \
	} while (0)

/* A report that looks at each finding: they are shown on terminals. */
struct fuzz_report {
	struct up_report report;
	size_t size; /* of the input: no finding is behind its end */
	unsigned errors;
};

void fuzz_report_init(struct fuzz_report *report, size_t size);

/*
 * What @result, of a function that reports, says must be what was reported:
 * nothing, or one error that tells whose fault it is.
 */
void fuzz_check_result(const struct fuzz_report *report, int result);

/* Whether @text can be shown: UTF-8 that moves no cursor but by new lines. */
void fuzz_check_shown(const char *text, size_t size);

/* ---- the work ---- */

/*
 * Calls @fn on a deep stack, as the library does. False if Binaryen or wabt would
 * have ended the process: there it is a child's, see escape.c.
 */
bool fuzz_contained(void (*fn)(void *data), void *data);

/*
 * Rewrites as up_rewrite() and looks at what comes out: modules that are read and
 * valid, JavaScript whose literals hold their names. @names as in js_check.h.
 */
void fuzz_rewrite(const uint8_t *bytes, size_t size,
		  const struct up_options *options,
		  const char *const *names, size_t name_count);

/* Where main.c wants to have the files, or NULL. */
extern const char *fuzz_save;

/* How many bytes stand in front of the module; for the mutator of modules. */
extern const size_t fuzz_prefix;

#endif
