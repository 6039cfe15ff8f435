/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UNPOISON_DIAG_H
#define UNPOISON_DIAG_H

/*
 * Diagnostics: what the library found wrong, as data.
 *
 * The library never prints and never ends the process. It hands each finding
 * to the callback of a struct up_report, and the function that failed returns
 * a negative value. The first error decides the exit status.
 */

#include <stdbool.h>
#include <stdint.h>

#include "unpoison/progress.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The offset of a finding that has no place in the input. */
#define UP_NO_OFFSET UINT64_MAX

enum up_severity {
	UP_NOTE,
	UP_WARNING,
	UP_ERROR,
};

/* Whose fault an error is; the values are the exit statuses of the tool. */
enum up_fault {
	UP_FAULT_NONE = 0,
	UP_FAULT_INPUT = 1, /* the input cannot be rewritten */
	UP_FAULT_USAGE = 2, /* the caller asked for something impossible */
	UP_FAULT_OUTPUT = 3, /* the output could not be written */
};

struct up_diag {
	enum up_severity severity;
	enum up_fault fault; /* UP_FAULT_NONE unless an error */
	uint64_t offset; /* bytes from the start of the input, or UP_NO_OFFSET */
	const char *message; /* what, and what to do; borrowed until the callback returns */
};

typedef void up_diag_fn(const struct up_diag *diag, void *data);

struct up_report {
	up_diag_fn *fn; /* may be NULL: findings are then only counted */
	void *data; /* handed to fn, and to progress */
	enum up_fault fault; /* of the first error; zero before */
	up_progress_fn *progress; /* may be NULL: nobody wants to know */
	struct up_progress last; /* what it was told last; zero before */
};

#ifdef __cplusplus
}
#endif
#endif
