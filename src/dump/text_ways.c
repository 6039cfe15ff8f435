/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The ways through the module that show why an export can panic, or aborts. */

#include <string.h>

#include "dump/text_table.h"
#include "util/width.h"

enum {
	MAX_WAYS = 12,
	MAX_STEPS = 12, /* of a way; its end is shown in any case */
};

static void put_calls(struct up_buf *line, const struct up_step *step)
{
	up_buf_puts(line, step->indirect ? "→ (indirect) " : "→ ");
}

/* The export, and what it calls, on one line. */
static void put_whole(struct up_text *text, const struct up_way *way,
		      size_t first, struct up_buf *line)
{
	for (size_t i = first; i < way->count; i++) {
		up_buf_puts(line, " ");
		put_calls(line, &way->steps[i]);
		up_text_put_function(line, text->model,
				     way->steps[i].function);
	}
}

static void put_step(struct up_text *text, const struct up_step *step)
{
	struct up_buf line = {0};

	up_buf_puts(&line, "    ");
	put_calls(&line, step);
	up_text_put_function(&line, text->model, step->function);
	up_width_put_cut(text->buf, line.bytes, line.size, UP_TEXT_WIDTH);
	up_buf_puts(text->buf, "\n");
	up_buf_finish(&line);
}

/* One on each line: the beginning of the way, and its end. */
static void put_steps(struct up_text *text, const struct up_way *way,
		      size_t first)
{
	size_t count = way->count - first;
	size_t left_out = count > MAX_STEPS ? count - MAX_STEPS + 1 : 0;
	size_t head = first + (left_out > 0 ? MAX_STEPS / 2 : count);

	for (size_t i = first; i < head; i++)
		put_step(text, &way->steps[i]);
	if (left_out == 0)
		return;
	up_buf_printf(text->buf, "    … %zu more calls\n", left_out);
	for (size_t i = head + left_out; i < way->count; i++)
		put_step(text, &way->steps[i]);
}

/* Appends the name of an export; whether its function has the same name. */
static bool put_export(struct up_text *text, uint32_t index,
		       const struct up_way *way, struct up_buf *line)
{
	const struct up_raw_name *name =
		&text->model->contents.exports[index].name;
	size_t start = line->size;
	struct up_buf function = {0};
	bool same;

	up_text_put_name(line, *name);
	up_text_put_function(&function, text->model, way->steps[0].function);
	same = function.size == line->size - start &&
	       (function.size == 0 ||
		memcmp(function.bytes, line->bytes + start, function.size) == 0);
	up_buf_finish(&function);
	return same;
}

static void put_way(struct up_text *text, uint32_t index,
		    const struct up_way *way)
{
	struct up_buf line = {0};
	struct up_buf whole = {0};
	size_t first;

	up_buf_puts(&line, "  ");
	first = put_export(text, index, way, &line) ? 1 : 0;
	up_buf_append(&whole, line.bytes, line.size);
	if (way->count == first)
		up_buf_puts(&whole, ", itself");
	if (way->count <= MAX_STEPS)
		put_whole(text, way, first, &whole);
	if (way->count <= MAX_STEPS &&
	    up_width(whole.bytes, whole.size) <= UP_TEXT_WIDTH) {
		up_buf_append(text->buf, whole.bytes, whole.size);
		up_buf_puts(text->buf, "\n");
	} else {
		up_width_put_cut(text->buf, line.bytes, line.size,
				 UP_TEXT_WIDTH);
		up_buf_puts(text->buf, "\n");
		put_steps(text, way, first);
	}
	up_buf_finish(&line);
	up_buf_finish(&whole);
}

static const struct up_way *panic_way(const struct up_model_export *export_)
{
	return &export_->panic;
}

static const struct up_way *abort_way(const struct up_model_export *export_)
{
	return &export_->abort;
}

static void put_ways(struct up_text *text, const char *heading,
		     const struct up_way *(*way_of)(
			     const struct up_model_export *))
{
	const struct up_model *model = text->model;
	size_t shown = 0, left = 0;

	for (uint32_t i = 0; i < model->contents.export_count; i++) {
		const struct up_way *way = way_of(&model->exports[i]);

		if (way->count == 0 || up_model_describes(model, i))
			continue;
		if (shown == MAX_WAYS) {
			left++;
			continue;
		}
		if (shown++ == 0)
			up_text_heading(text, "%s", heading);
		put_way(text, i, way);
	}
	up_text_table_more(text, left, left == 1 ? " export" : " exports");
}

void up_text_panic_ways(struct up_text *text)
{
	put_ways(text, "Shortest ways to a panic", panic_way);
}

void up_text_abort_ways(struct up_text *text)
{
	put_ways(text, "Shortest ways to where unwinding aborts", abort_way);
}
