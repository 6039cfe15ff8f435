/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What protection costs all exports, and each of them. */

#include "dump/text_table.h"

enum { MAX_COSTS = 30 };

static const struct up_text_column columns[] = {
	{.title = "export", .gives = UP_GIVES},
	{.title = "code", .right = true},
	{.title = "name", .right = true},
	{.title = "catches"},
	{.title = "arguments"},
};

static void add_bytes(struct up_text_table *table, uint64_t bytes, bool about)
{
	struct up_buf cell = {0};

	up_buf_puts(&cell, about ? "~" : "");
	up_buf_put_number(&cell, bytes);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

static void add_catches(struct up_text_table *table, uint32_t catches)
{
	static const struct {
		uint32_t bit;
		const char *word;
	} words[] = {
		{UP_CATCHES_PANIC, "panics"},
		{UP_CATCHES_UNWIND, "unwinds"},
		{UP_CATCHES_ALL, "the rest"},
		{UP_CATCHES_SOME, "yes"},
	};
	struct up_buf cell = {0};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (catches & words[i].bit)
			up_buf_printf(&cell, "%s%s",
				      cell.size > 0 ? ", " : "", words[i].word);
	if (cell.size == 0)
		up_buf_puts(&cell, "-");
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

static void add_arguments(struct up_text_table *table, uint32_t coerced)
{
	struct up_buf cell = {0};

	if (coerced > 0)
		up_buf_printf(&cell, "%u converted", coerced);
	else
		up_buf_puts(&cell, "-");
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

static void add_cost(struct up_text_table *table, const struct up_model *model,
		     uint32_t index)
{
	const struct up_cost *cost = &model->exports[index].cost;
	struct up_buf cell = {0};

	up_text_put_name(&cell, model->contents.exports[index].name);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
	add_bytes(table, cost->code, cost->about);
	add_bytes(table, cost->name, cost->about && cost->name > 0);
	add_catches(table, cost->catches);
	add_arguments(table, cost->coerced);
}

struct sum {
	uint64_t code, name;
	uint32_t count;
	bool about;
};

static struct sum sum_of(const struct up_model *model)
{
	struct sum sum = {0};

	for (uint32_t i = 0; i < model->contents.export_count; i++) {
		const struct up_cost *cost = &model->exports[i].cost;

		sum.count += cost->known;
		sum.code += cost->code;
		sum.name += cost->name;
		sum.about |= cost->about;
	}
	return sum;
}

static void add_sum(struct up_text_table *table, const struct sum *sum)
{
	struct up_buf cell = {0};

	up_buf_puts(&cell, "all ");
	up_buf_put_number(&cell, sum->count);
	up_text_table_add(table, &cell, UP_TONE_TITLE);
	add_bytes(table, sum->code, sum->about);
	add_bytes(table, sum->name, sum->about && sum->name > 0);
	for (size_t i = 0; i < 2; i++)
		up_text_table_puts(table, "-", UP_TONE_FAINT);
}

void up_text_cost(struct up_text *text)
{
	const struct up_model *model = text->model;
	struct up_text_table table = {.columns = columns, .column_count = 5};
	struct sum sum = sum_of(model);
	uint32_t shown = 0;

	if (sum.count == 0)
		return;
	if (sum.count > 1)
		add_sum(&table, &sum);
	for (uint32_t i = 0; i < model->contents.export_count; i++)
		if (model->exports[i].cost.known && shown < MAX_COSTS &&
		    ++shown)
			add_cost(&table, model, i);
	up_text_heading(text, "Cost of protection, in bytes");
	up_text_table_print(&table, text);
	up_text_table_more(text, sum.count - shown, " exports");
}
