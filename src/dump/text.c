/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The model as text, for eyes: a summary of six facts, then tables, from what
 * callers care about to what takes the space. At most 80 columns wide; names of
 * the module are escaped and, where they are too long, cut in the middle.
 */

#include "dump/text.h"

#include <stdarg.h>
#include <string.h>

#include "util/escape.h"
#include "util/width.h"

/* Of terminals: Select Graphic Rendition, ECMA-48. */
static const char *const tone_codes[UP_TONE_COUNT] = {
	[UP_TONE_TITLE] = "1", /* bold */
	[UP_TONE_FAINT] = "2", /* faint */
	[UP_TONE_GOOD] = "32", /* green */
	[UP_TONE_DOUBT] = "33", /* yellow */
	[UP_TONE_BAD] = "31", /* red */
};

void up_text_toned(struct up_text *text, enum up_tone tone, const char *string,
		   size_t size)
{
	bool toned = text->colour && tone_codes[tone] != NULL;

	if (toned)
		up_buf_printf(text->buf, "\x1b[%sm", tone_codes[tone]);
	up_buf_append(text->buf, string, size);
	if (toned)
		up_buf_puts(text->buf, "\x1b[0m");
}

void up_text_heading(struct up_text *text, const char *format, ...)
{
	struct up_buf heading = {0};
	va_list args;

	up_dump_pass(text->out);
	va_start(args, format);
	up_buf_vprintf(&heading, format, args);
	va_end(args);
	up_buf_puts(text->buf, "\n");
	up_text_toned(text, UP_TONE_TITLE, heading.bytes, heading.size);
	up_buf_puts(text->buf, "\n");
	up_buf_finish(&heading);
}

/* ---- words on lines ---- */

void up_text_wrapped(struct up_text *text, size_t column, size_t indent,
		     const char *words)
{
	struct up_buf safe = {0};
	const char *word;
	bool first = true; /* of its line */

	up_escape_put(&safe, words, strlen(words));
	word = safe.size > 0 ? safe.bytes : "";
	word += strspn(word, " ");
	while (*word != '\0') {
		size_t size = strcspn(word, " ");
		size_t width = up_width(word, size);

		if (!first && column + 1 + width > UP_TEXT_WIDTH) {
			up_buf_printf(text->buf, "\n%*s", (int)indent, "");
			column = indent;
			first = true;
		}
		if (!first) {
			up_buf_puts(text->buf, " ");
			column++;
		}
		up_width_put_cut(text->buf, word, size, UP_TEXT_WIDTH - column);
		column += width;
		first = false;
		word += size;
		word += strspn(word, " ");
	}
	up_buf_puts(text->buf, "\n");
	up_buf_finish(&safe);
}

/* ---- numbers and names ---- */

void up_text_put_count(struct up_buf *buf, uint64_t count, const char *one,
		       const char *many)
{
	up_buf_put_number(buf, count);
	up_buf_printf(buf, " %s", count == 1 ? one : many);
}

void up_text_put_name(struct up_buf *buf, struct up_raw_name name)
{
	if (name.size == 0)
		up_buf_puts(buf, "\"\"");
	up_escape_put(buf, name.text, name.size);
}

void up_text_put_function(struct up_buf *buf, const struct up_model *model,
			  uint32_t index)
{
	struct up_buf name = {0};

	up_model_put_function(model, index, &name);
	up_text_put_name(buf, (struct up_raw_name){name.bytes, name.size});
	up_buf_finish(&name);
}

/* ---- all of it ---- */

int up_dump_print_text(const struct up_model *model,
		       const struct up_dump_options *options,
		       struct up_dump_out *out, struct up_report *report)
{
	struct up_text text = {
		.model = model,
		.out = out,
		.buf = &out->buf,
		.colour = options->colour,
	};

	(void)report;
	up_text_summary(&text);
	up_text_exports(&text);
	up_text_imports(&text);
	up_text_panic_ways(&text);
	up_text_abort_ways(&text);
	up_text_landmarks(&text);
	up_text_cost(&text);
	up_text_sections(&text);
	up_text_functions(&text);
	up_text_advice(&text);
	return 0;
}
