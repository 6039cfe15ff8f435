/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_TEXT_TABLE_H
#define UP_DUMP_TEXT_TABLE_H

/* A table that fits into the width, whatever its cells hold. */

#include "dump/text.h"

enum { UP_TEXT_COLUMNS = 6 };

/* Which cells are cut where the table would be too wide. */
enum up_text_gives {
	UP_GIVES_NOTHING,
	UP_GIVES,
	UP_GIVES_FIRST, /* before others do, as long as something is left */
};

struct up_text_column {
	const char *title;
	bool right; /* numbers */
	enum up_text_gives gives;
};

struct up_text_cell {
	char *text; /* owned; safe to show */
	enum up_tone tone;
};

/* Zeroed but for @columns, it is an empty table. */
struct up_text_table {
	const struct up_text_column *columns;
	size_t column_count;
	struct up_text_cell *cells; /* owned; row by row */
	size_t cell_count;
};

/* Adds what is in @buf, which is empty then, as the next cell. */
void up_text_table_add(struct up_text_table *table, struct up_buf *buf,
		       enum up_tone tone);
void up_text_table_puts(struct up_text_table *table, const char *string,
			enum up_tone tone);

/* Appends all of it, and frees what it holds. */
void up_text_table_print(struct up_text_table *table, struct up_text *text);

/* Below a table: that @left rows are not shown. None is nothing. */
void up_text_table_more(struct up_text *text, size_t left, const char *where);

#endif
