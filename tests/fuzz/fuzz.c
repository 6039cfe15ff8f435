/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/utf8.h"

const char *fuzz_save;

_Noreturn void fuzz_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	/* Neither abort() nor exit(), which are caught: see escape.c. */
	__builtin_trap();
}

void fuzz_check_shown(const char *text, size_t size)
{
	size_t length;

	for (size_t at = 0; at < size; at += length) {
		uint32_t point;

		length = up_utf8_decode(text + at, size - at, &point);
		if (length == 0 || (point < ' ' && point != '\n') ||
		    (point >= 0x7f && point < 0xa0))
			fuzz_fail("byte %zu cannot be shown: %.*s", at,
				  (int)size, text);
	}
}

static void look_at(const struct up_diag *diag, void *data)
{
	struct fuzz_report *report = data;

	fuzz_check(diag->message != NULL && diag->message[0] != '\0');
	fuzz_check((diag->severity == UP_ERROR) ==
		   (diag->fault != UP_FAULT_NONE));
	if (diag->offset != UP_NO_OFFSET && diag->offset > report->size)
		fuzz_fail("%s: at %llu, behind the end at %zu", diag->message,
			  (unsigned long long)diag->offset, report->size);
	report->errors += diag->severity == UP_ERROR;
}

void fuzz_report_init(struct fuzz_report *report, size_t size)
{
	*report = (struct fuzz_report){
		.report = {.fn = look_at, .data = report},
		.size = size,
	};
}

void fuzz_check_result(const struct fuzz_report *report, int result)
{
	if (result < 0) {
		fuzz_check(report->errors == 1);
		fuzz_check(report->report.fault == UP_FAULT_INPUT ||
			   report->report.fault == UP_FAULT_USAGE);
	} else {
		fuzz_check(report->errors == 0);
		fuzz_check(report->report.fault == UP_FAULT_NONE);
	}
}
