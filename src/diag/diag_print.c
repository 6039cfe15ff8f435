/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/diag_print.h"

#include <inttypes.h>
#include <string.h>

#include "util/escape.h"

static const char *const severity_words[] = {
	[UP_NOTE] = "note: ",
	[UP_WARNING] = "warning: ",
	[UP_ERROR] = "",
};

void up_diag_escape(struct up_buf *buf, const char *text)
{
	up_escape_put(buf, text, strlen(text));
}

void up_diag_print(FILE *stream, const char *input, const struct up_diag *diag)
{
	struct up_buf line = {0};

	up_buf_puts(&line, "unpoison: ");
	if (input != NULL &&
	    (diag->fault == UP_FAULT_NONE || diag->fault == UP_FAULT_INPUT)) {
		up_diag_escape(&line, input);
		up_buf_puts(&line, ": ");
	}
	if (diag->offset != UP_NO_OFFSET)
		up_buf_printf(&line, "offset 0x%" PRIx64 ": ", diag->offset);
	up_buf_puts(&line, severity_words[diag->severity]);
	up_diag_escape(&line, diag->message);
	up_buf_puts(&line, "\n");
	/* Nobody is left to tell when stderr itself cannot be written. */
	(void)fwrite(line.bytes, 1, line.size, stream);
	up_buf_finish(&line);
}
