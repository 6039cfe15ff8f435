/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/diag_print.h"

#include <inttypes.h>
#include <string.h>

#include "util/utf8.h"

/* Code points that a terminal acts upon or that hide what is printed. */
static const struct {
	uint32_t first;
	uint32_t last;
} unsafe[] = {
	{0x00, 0x1f}, /* C0 controls */
	{0x7f, 0x9f}, /* DEL, C1 controls */
	{0x200b, 0x200f}, /* zero width; direction marks */
	{0x2028, 0x202e}, /* line separators; direction embeddings */
	{0x2060, 0x206f}, /* invisible operators; direction isolates */
	{0xfeff, 0xfeff}, /* byte order mark */
};

static const char *const severity_words[] = {
	[UP_NOTE] = "note: ",
	[UP_WARNING] = "warning: ",
	[UP_ERROR] = "",
};

static bool is_unsafe(uint32_t point)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (unsafe[i].first <= point && point <= unsafe[i].last)
			return true;
	return false;
}

static void escape_point(struct up_buf *buf, uint32_t point)
{
	switch (point) {
	case '\n':
		up_buf_puts(buf, "\\n");
		break;
	case '\r':
		up_buf_puts(buf, "\\r");
		break;
	case '\t':
		up_buf_puts(buf, "\\t");
		break;
	default:
		up_buf_printf(buf, "\\u{%" PRIx32 "}", point);
		break;
	}
}

void up_diag_escape(struct up_buf *buf, const char *text)
{
	size_t size = strlen(text);

	while (size > 0) {
		uint32_t point;
		size_t length = up_utf8_decode(text, size, &point);

		if (length == 0) {
			length = 1;
			up_buf_printf(buf, "\\x%02x", (unsigned char)*text);
		} else if (is_unsafe(point)) {
			escape_point(buf, point);
		} else {
			up_buf_append(buf, text, length);
		}
		text += length;
		size -= length;
	}
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
