/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/phases.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "util/buf.h"

enum { COLUMNS = 5, CELL = 32 };

static const char *const titles[COLUMNS] = {"phase", "ms", "bytes",
					    "functions", "peak MiB"};

struct table {
	char cells[UP_PHASES_MAX + 2][COLUMNS][CELL];
	size_t rows;
};

void up_phases_note(struct up_phases *phases,
		    const struct up_progress *progress)
{
	if (progress->ended != 0 && phases->count < UP_PHASES_MAX)
		phases->rows[phases->count++] = *progress;
}

/* Nothing where there is nothing to say. */
static void put_number(char cell[static CELL], uint64_t number)
{
	struct up_buf text = {0};

	if (number == 0)
		return;
	up_buf_put_number(&text, number);
	snprintf(cell, CELL, "%s", text.bytes);
	up_buf_finish(&text);
}

static void add_row(struct table *table, const char *name, uint64_t time,
		    const struct up_progress *row)
{
	char (*cells)[CELL] = table->cells[table->rows++];
	uint64_t tenths = time / 100000;

	snprintf(cells[0], CELL, "%s", name);
	snprintf(cells[1], CELL, "%" PRIu64 ".%d", tenths / 10,
		 (int)(tenths % 10));
	put_number(cells[2], row->bytes);
	put_number(cells[3], row->functions);
	put_number(cells[4], row->memory >> 20);
}

static void add_total(struct table *table, const struct up_phases *phases)
{
	const struct up_progress *rows = phases->rows;
	struct up_progress whole = {0};

	for (size_t i = 0; i < phases->count; i++)
		if (rows[i].memory > whole.memory)
			whole.memory = rows[i].memory;
	add_row(table, "all",
		rows[phases->count - 1].ended - rows[0].began, &whole);
}

static void measure(const struct table *table, int widths[static COLUMNS])
{
	for (size_t column = 0; column < COLUMNS; column++) {
		widths[column] = 0;
		for (size_t row = 0; row < table->rows; row++) {
			int width = (int)strlen(table->cells[row][column]);

			if (width > widths[column])
				widths[column] = width;
		}
	}
}

static void put_row(struct up_buf *text, const char (*cells)[CELL],
		    const int widths[static COLUMNS])
{
	size_t last = COLUMNS;

	while (cells[last - 1][0] == '\0')
		last--;
	up_buf_printf(text, "%-*s", widths[0], cells[0]);
	for (size_t i = 1; i < last; i++)
		up_buf_printf(text, "  %*s", widths[i], cells[i]);
	up_buf_puts(text, "\n");
}

void up_phases_print(const struct up_phases *phases)
{
	struct table table = {.rows = 1};
	struct up_buf text = {0};
	int widths[COLUMNS];

	if (phases->count == 0)
		return;
	for (size_t i = 0; i < COLUMNS; i++)
		snprintf(table.cells[0][i], CELL, "%s", titles[i]);
	for (size_t i = 0; i < phases->count; i++)
		add_row(&table, phases->rows[i].phase,
			phases->rows[i].ended - phases->rows[i].began,
			&phases->rows[i]);
	add_total(&table, phases);
	measure(&table, widths);
	for (size_t i = 0; i < table.rows; i++)
		put_row(&text, (const char (*)[CELL])table.cells[i], widths);
	fputs(text.bytes, stderr);
	up_buf_finish(&text);
}
