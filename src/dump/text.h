/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_TEXT_H
#define UP_DUMP_TEXT_H

/* The parts of the text form, and how it looks: see text.c. */

#include "dump/printer.h"

enum {
	UP_TEXT_WIDTH = 80,
};

struct up_text {
	const struct up_model *model;
	struct up_dump_out *out;
	struct up_buf *buf; /* of @out */
	bool colour;
};

/* How a piece of text is shown, where there are colours. */
enum up_tone {
	UP_TONE_PLAIN,
	UP_TONE_TITLE,
	UP_TONE_FAINT,
	UP_TONE_GOOD,
	UP_TONE_DOUBT,
	UP_TONE_BAD,
	UP_TONE_COUNT,
};

/* ---- parts, in the order of the output ---- */

void up_text_summary(struct up_text *text);
void up_text_exports(struct up_text *text);
void up_text_imports(struct up_text *text);
void up_text_landmarks(struct up_text *text);
void up_text_panic_ways(struct up_text *text);
void up_text_abort_ways(struct up_text *text);
void up_text_cost(struct up_text *text);
void up_text_sections(struct up_text *text);
void up_text_functions(struct up_text *text);
void up_text_advice(struct up_text *text);

/* ---- pieces ---- */

/* An empty line and the heading of a part, which is its own tone. */
void up_text_heading(struct up_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends @string in a tone, and goes back to the plain one. */
void up_text_toned(struct up_text *text, enum up_tone tone, const char *string,
		   size_t size);

/*
 * Appends words on as many lines as they need, the first one from column
 * @column on, the others after @indent spaces. What is longer than a line is cut.
 * The words are any bytes, and are escaped.
 */
void up_text_wrapped(struct up_text *text, size_t column, size_t indent,
		     const char *words);

/* Appends "1 table", "1,234 tables". */
void up_text_put_count(struct up_buf *buf, uint64_t count, const char *one,
		       const char *many);

/* Appends a name of the module, escaped; of an empty one there is something, too. */
void up_text_put_name(struct up_buf *buf, struct up_raw_name name);

/* Appends what people call a function, escaped. */
void up_text_put_function(struct up_buf *buf, const struct up_model *model,
			  uint32_t index);

#endif
