/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_CHECK_H
#define UP_TESTS_CHECK_H

/*
 * What every unit test needs: cmocka with the headers it asks for, and a report
 * that remembers.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unpoison/diag.h"

enum {
	CHECK_MESSAGE_SIZE = 512,
};

/* The last finding, and how many there were. */
struct check_report {
	struct up_report report; /* pass its address to the library */
	char message[CHECK_MESSAGE_SIZE];
	uint64_t offset;
	enum up_severity severity;
	enum up_fault fault;
	int errors;
	int warnings;
};

static inline void check_record(const struct up_diag *diag, void *data)
{
	struct check_report *record = data;

	snprintf(record->message, sizeof(record->message), "%s", diag->message);
	record->offset = diag->offset;
	record->severity = diag->severity;
	record->fault = diag->fault;
	record->errors += diag->severity == UP_ERROR;
	record->warnings += diag->severity == UP_WARNING;
}

static inline void check_report_init(struct check_report *record)
{
	*record = (struct check_report){
		.report = {.fn = check_record, .data = record},
		.offset = UP_NO_OFFSET,
	};
}

/* Asserts that @text holds @part; says both if not. */
static inline void check_contains(const char *text, const char *part)
{
	if (text == NULL || part == NULL) {
		fail();
		return;
	}
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, text);
}

#endif
