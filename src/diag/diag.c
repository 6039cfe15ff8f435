/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/diag.h"

#include "util/buf.h"

static void hand_over(struct up_report *report, struct up_diag *diag,
		      const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

static void hand_over(struct up_report *report, struct up_diag *diag,
		      const char *format, va_list args)
{
	struct up_buf message = {0};

	if (report->fn == NULL)
		return;
	up_buf_vprintf(&message, format, args);
	diag->message = message.bytes;
	report->fn(diag, report->data);
	up_buf_finish(&message);
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

	if (report->fault == UP_FAULT_NONE)
		report->fault = fault;
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
