/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "dump/text_table.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/width.h"

enum {
	MARGIN = 2, /* in front of a row, and between columns */
	ROOM = UP_TEXT_WIDTH - MARGIN,
	LEAST = 8, /* no column is cut below that, */
	LEAST_FIRST = 16, /* nor one that gives first, as long as others can */
};

void up_text_table_add(struct up_text_table *table, struct up_buf *buf,
		       enum up_tone tone)
{
	struct up_text_cell *cell;

	table->cells = up_grow(table->cells, &table->cell_count,
			       sizeof(table->cells[0]));
	cell = &table->cells[table->cell_count - 1];
	cell->text = buf->size > 0 ? up_buf_take(buf) : up_strdup("");
	cell->tone = tone;
}

void up_text_table_puts(struct up_text_table *table, const char *string,
			enum up_tone tone)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, string);
	up_text_table_add(table, &buf, tone);
}

/* ---- widths ---- */

static size_t width_of(const char *text)
{
	return up_width(text, strlen(text));
}

static void measure(const struct up_text_table *table, size_t *widths)
{
	for (size_t i = 0; i < table->column_count; i++)
		widths[i] = width_of(table->columns[i].title);
	for (size_t i = 0; i < table->cell_count; i++) {
		size_t width = width_of(table->cells[i].text);
		size_t column = i % table->column_count;

		if (width > widths[column])
			widths[column] = width;
	}
}

static size_t sum_of(const struct up_text_table *table, const size_t *widths)
{
	size_t sum = (table->column_count - 1) * MARGIN;

	for (size_t i = 0; i < table->column_count; i++)
		sum += widths[i];
	return sum;
}

/*
 * The widest of the columns that give this or more, and how wide the next one is,
 * which is at least @least.
 */
static size_t find_widest(const struct up_text_table *table,
			  const size_t *widths, enum up_text_gives gives,
			  size_t least, size_t *ret_next)
{
	size_t widest = table->column_count;

	*ret_next = least;
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].gives < gives)
			continue;
		if (widest < table->column_count &&
		    widths[i] <= widths[widest]) {
			if (widths[i] > *ret_next)
				*ret_next = widths[i];
			continue;
		}
		if (widest < table->column_count && widths[widest] > *ret_next)
			*ret_next = widths[widest];
		widest = i;
	}
	return widest;
}

/*
 * Takes from the widest until all fits: down to the next one at once, then in
 * turns, so that those which are as wide give the same.
 */
static void fit(const struct up_text_table *table, size_t *widths,
		enum up_text_gives gives, size_t least)
{
	size_t sum = sum_of(table, widths);

	while (sum > ROOM) {
		size_t next;
		size_t widest =
			find_widest(table, widths, gives, least, &next);
		size_t cut;

		if (widest == table->column_count || widths[widest] <= least)
			return;
		cut = widths[widest] > next ? widths[widest] - next : 1;
		if (cut > sum - ROOM)
			cut = sum - ROOM;
		widths[widest] -= cut;
		sum -= cut;
	}
}

/* ---- printing ---- */

static void put_cell(struct up_text *text, const struct up_text_column *column,
		     const char *content, enum up_tone tone, size_t width,
		     bool last)
{
	struct up_buf cut = {0};
	size_t pad;

	up_width_put_cut(&cut, content, strlen(content), width);
	pad = width - up_width(cut.bytes, cut.size);
	if (column->right)
		up_buf_printf(text->buf, "%*s", (int)pad, "");
	up_text_toned(text, tone, cut.bytes, cut.size);
	if (!column->right && !last)
		up_buf_printf(text->buf, "%*s", (int)pad, "");
	up_buf_finish(&cut);
}

static void put_titles(const struct up_text_table *table, const size_t *widths,
		       struct up_text *text)
{
	for (size_t i = 0; i < table->column_count; i++) {
		up_buf_printf(text->buf, "%*s", MARGIN, "");
		put_cell(text, &table->columns[i], table->columns[i].title,
			 UP_TONE_FAINT, widths[i],
			 i + 1 == table->column_count);
	}
	up_buf_puts(text->buf, "\n");
}

void up_text_table_print(struct up_text_table *table, struct up_text *text)
{
	size_t widths[UP_TEXT_COLUMNS] = {0};

	measure(table, widths);
	fit(table, widths, UP_GIVES_FIRST, LEAST_FIRST);
	fit(table, widths, UP_GIVES, LEAST);
	put_titles(table, widths, text);
	for (size_t i = 0; i < table->cell_count; i++) {
		size_t column = i % table->column_count;
		bool last = column + 1 == table->column_count;

		up_buf_printf(text->buf, "%*s", MARGIN, "");
		put_cell(text, &table->columns[column], table->cells[i].text,
			 table->cells[i].tone, widths[column], last);
		if (last)
			up_buf_puts(text->buf, "\n");
		free(table->cells[i].text);
	}
	free(table->cells);
	table->cells = NULL;
	table->cell_count = 0;
	up_dump_pass(text->out);
}

void up_text_table_more(struct up_text *text, size_t left, const char *where)
{
	struct up_buf line = {0};

	if (left == 0)
		return;
	up_buf_puts(&line, "… and ");
	up_buf_put_number(&line, left);
	up_buf_printf(&line, " more%s", where);
	up_buf_printf(text->buf, "%*s", MARGIN, "");
	up_text_toned(text, UP_TONE_FAINT, line.bytes, line.size);
	up_buf_puts(text->buf, "\n");
	up_buf_finish(&line);
}
