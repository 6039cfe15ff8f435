/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DIAG_DIAG_H
#define UP_DIAG_DIAG_H

#include "unpoison/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Report an error, and return -1 so that a caller can `return up_error(…)`.
 * The message says what is wrong and what to do about it.
 */
int up_error(struct up_report *report, enum up_fault fault, uint64_t offset,
	     const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The short form for errors in the input that have no single place. */
#define up_input_error(report, ...) \
	up_error(report, UP_FAULT_INPUT, UP_NO_OFFSET, __VA_ARGS__)

void up_warning(struct up_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Hands over what was found elsewhere, as if it had been found here. */
void up_report_pass(struct up_report *report, const struct up_diag *diag);

#ifdef __cplusplus
}
#endif

#endif
