/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void up_report_pass(struct up_report *report, const struct up_diag *diag)
{
	if (report->fault == UP_FAULT_NONE)
		report->fault = diag->fault;
	if (report->fn != NULL)
		report->fn(diag, report->data);
}

static void hand_over(struct up_report *report, struct up_diag *diag,
		      const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* Memory may be what has run out: then the message is cut, not lost. */
static void hand_over(struct up_report *report, struct up_diag *diag,
		      const char *format, va_list args)
{
	char brief[512];
	char *whole = NULL;
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(brief, sizeof(brief), format, args);
	if (length >= (int)sizeof(brief))
		whole = malloc((size_t)length + 1);
	if (whole != NULL)
		vsnprintf(whole, (size_t)length + 1, format, again);
	va_end(again);
	diag->message = whole != NULL ? whole : brief;
	up_report_pass(report, diag);
	free(whole);
}

int up_error(struct up_report *report, enum up_fault fault, uint64_t offset,
	     const char *format, ...)
{
	struct up_diag diag = {
		.severity = UP_ERROR,
		.fault = fault,
		.offset = offset,
	};
	va_list args;

	va_start(args, format);
	hand_over(report, &diag, format, args);
	va_end(args);
	return -1;
}

void up_warning(struct up_report *report, const char *format, ...)
{
	struct up_diag diag = {
		.severity = UP_WARNING,
		.offset = UP_NO_OFFSET,
	};
	va_list args;

	va_start(args, format);
	hand_over(report, &diag, format, args);
	va_end(args);
}
