/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The tables of the text, and the advice. */

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "dump/text_table.h"
#include "dump/types.h"
#include "dump/words.h"
#include "inspect/trampolines.h"
#include "util/escape.h"
#include "util/mem.h"
#include "util/width.h"
#include "wasm/raw_name.h"

/* How much is shown of what can be long. */
enum {
	MAX_EXPORTS = 100,
	MAX_IMPORTS = 60,
	MAX_LANDMARKS = 30,
	MAX_SECTIONS = 30,
	MAX_FUNCTIONS = 10,
	LIST_WIDTH = 20, /* of imports that an export reaches */
};

static const char in_json[] = " (all are in --dump=json)";

static void put_kind_and_type(struct up_buf *buf, const struct up_model *model,
			      enum up_raw_kind kind, uint32_t index)
{
	struct up_buf type = {0};

	up_type_put(&type, &model->contents, kind, index);
	/* What has parameters or results needs no word. */
	if (kind != UP_RAW_FUNC || type.size == 0)
		up_buf_puts(buf, up_kind_name(kind));
	if (kind != UP_RAW_FUNC && type.size > 0)
		up_buf_puts(buf, " ");
	up_buf_append(buf, type.bytes, type.size);
	up_buf_finish(&type);
}

static void put_import_name(struct up_buf *buf, const struct up_model *model,
			    uint32_t index)
{
	struct up_buf name = {0};

	up_word_put_import(&name, &model->contents, index);
	up_escape_put(buf, name.bytes, name.size);
	up_buf_finish(&name);
}

/* What a rewritten module imports for the tool's sake, not for its own. */
static bool is_protocol(const struct up_model *model, uint32_t index)
{
	struct up_raw_name name;

	return up_trampoline_protocol(model, index, &name);
}

/* ---- exports ---- */

static const struct up_text_column export_columns[] = {
	{.title = "name", .gives = UP_GIVES},
	{.title = "unwind"},
	{.title = "panics"},
	{.title = "reaches"}, /* at most LIST_WIDTH, see put_reached() */
	{.title = "type", .gives = UP_GIVES_FIRST},
};

static const enum up_tone verdict_tones[] = {
	[UP_VERDICT_SAFE] = UP_TONE_GOOD,
	[UP_VERDICT_ABORTS] = UP_TONE_BAD,
	[UP_VERDICT_UNKNOWN] = UP_TONE_DOUBT,
};

/* By name, if there are few; else how many. */
static void put_reached(struct up_buf *buf, const struct up_model *model,
			const struct up_model_export *what)
{
	static const char indirect[] = "indirect";
	size_t room = LIST_WIDTH, count = 0;
	bool fits = true;

	if (what->reaches_indirect)
		room -= strlen(indirect) + 2;
	for (size_t i = 0; i < what->reach_count; i++) {
		if (is_protocol(model, what->reaches[i]))
			continue;
		if (count++ > 0 && fits)
			up_buf_puts(buf, ", ");
		if (fits)
			put_import_name(buf, model, what->reaches[i]);
		fits = fits && up_width(buf->bytes, buf->size) <= room;
	}
	if (!fits) {
		buf->size = 0;
		up_text_put_count(buf, count, "import", "imports");
	}
	if (what->reaches_indirect)
		up_buf_printf(buf, "%s%s", buf->size > 0 ? ", " : "", indirect);
	if (buf->size == 0)
		up_buf_puts(buf, "-");
}

static void add_function(struct up_text_table *table,
			 const struct up_model *model,
			 const struct up_model_export *what)
{
	struct up_buf cell = {0};

	up_text_table_puts(table, up_word_verdict(what->unwind),
			   verdict_tones[what->unwind]);
	up_text_table_puts(table, what->can_panic ? "yes" : "no",
			   what->can_panic ? UP_TONE_DOUBT : UP_TONE_GOOD);
	put_reached(&cell, model, what);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

static void add_export(struct up_text_table *table,
		       const struct up_model *model, uint32_t index)
{
	const struct up_raw_export *export_ = &model->contents.exports[index];
	struct up_buf cell = {0};

	up_text_put_name(&cell, export_->name);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
	if (export_->kind == UP_RAW_FUNC) {
		add_function(table, model, &model->exports[index]);
	} else {
		for (size_t i = 0; i < 3; i++)
			up_text_table_puts(table, "-", UP_TONE_FAINT);
	}
	put_kind_and_type(&cell, model, export_->kind, export_->index);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

void up_text_exports(struct up_text *text)
{
	const struct up_model *model = text->model;
	struct up_text_table table = {.columns = export_columns,
				      .column_count = 5};
	uint32_t count = model->contents.export_count;
	uint32_t shown = 0, described = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (up_model_describes(model, i))
			described++;
		else if (shown < MAX_EXPORTS && ++shown)
			add_export(&table, model, i);
	}
	if (count == 0)
		return;
	up_text_heading(text, "Exports");
	if (shown > 0)
		up_text_table_print(&table, text);
	up_text_table_more(text, count - described - shown, in_json);
	up_text_table_more(text, described,
			   " (__wbindgen_describe_*: types, for wasm-bindgen)");
}

/* ---- imports ---- */

static const struct up_text_column import_columns[] = {
	{.title = "name", .gives = UP_GIVES},
	{.title = "unwind"},
	{.title = "type", .gives = UP_GIVES_FIRST},
};

static void add_import(struct up_text_table *table,
		       const struct up_model *model, uint32_t index)
{
	const struct up_raw_import *import = &model->contents.imports[index];
	bool safe = model->imports[index].unwind_safe;
	struct up_buf cell = {0};

	put_import_name(&cell, model, index);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
	if (import->kind != UP_RAW_FUNC)
		up_text_table_puts(table, "-", UP_TONE_FAINT);
	else
		up_text_table_puts(table, safe ? "safe" : "aborts",
				   safe ? UP_TONE_GOOD : UP_TONE_BAD);
	put_kind_and_type(&cell, model, import->kind, import->index);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

void up_text_imports(struct up_text *text)
{
	struct up_text_table table = {.columns = import_columns,
				      .column_count = 3};
	uint32_t count = text->model->contents.import_count;
	uint32_t shown = 0, protocol = 0;

	if (count == 0)
		return;
	for (uint32_t i = 0; i < count; i++) {
		if (is_protocol(text->model, i))
			protocol++;
		else if (shown < MAX_IMPORTS && ++shown)
			add_import(&table, text->model, i);
	}
	up_text_heading(text, "Imports");
	if (shown > 0)
		up_text_table_print(&table, text);
	up_text_table_more(text, count - protocol - shown, in_json);
	up_text_table_more(text, protocol,
			   " (" UP_ABI_MODULE ".*: the rewriting's own)");
}

/* ---- landmarks ---- */

static const struct up_text_column landmark_columns[] = {
	{.title = "role"},
	{.title = "index", .right = true},
	{.title = "function", .gives = UP_GIVES},
};

static void add_landmark(struct up_text_table *table,
			 const struct up_model *model,
			 const struct up_model_landmark *landmark)
{
	struct up_buf cell = {0};

	up_text_table_puts(table, up_role_name(landmark->role), UP_TONE_PLAIN);
	up_buf_printf(&cell, "%u", landmark->function);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
	up_text_put_function(&cell, model, landmark->function);
	if (landmark->taken_for)
		up_buf_printf(&cell, ", taken for %s", landmark->taken_for);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

void up_text_landmarks(struct up_text *text)
{
	struct up_text_table table = {.columns = landmark_columns,
				      .column_count = 3};
	size_t count = text->model->landmark_count;
	size_t shown = count < MAX_LANDMARKS ? count : MAX_LANDMARKS;

	if (count == 0)
		return;
	for (size_t i = 0; i < shown; i++)
		add_landmark(&table, text->model, &text->model->landmarks[i]);
	up_text_heading(text, "Landmarks");
	up_text_table_print(&table, text);
	up_text_table_more(text, count - shown, in_json);
}

/* ---- bytes ---- */

static const struct up_text_column section_columns[] = {
	{.title = "bytes", .right = true},
	{.title = "share", .right = true},
	{.title = "offset", .right = true},
	{.title = "section", .gives = UP_GIVES},
};

struct extent {
	const struct up_raw_section *section;
	size_t offset, size;
};

/* The largest first; then as they come. */
static int compare_extents(const void *a, const void *b)
{
	const struct extent *one = a;
	const struct extent *other = b;

	if (one->size != other->size)
		return one->size > other->size ? -1 : 1;
	return one->offset < other->offset ? -1 : 1;
}

static struct extent *sorted_extents(const struct up_raw_module *raw)
{
	struct extent *extents = up_alloc(raw->section_count *
					  sizeof(*extents));

	for (size_t i = 0; i < raw->section_count; i++) {
		extents[i].section = &raw->sections[i];
		up_section_extent(raw, &raw->sections[i], &extents[i].offset,
				  &extents[i].size);
	}
	qsort(extents, raw->section_count, sizeof(*extents), compare_extents);
	return extents;
}

/* Two cells: bytes, and how much of the file that is. */
static void add_bytes(struct up_text_table *table, size_t size, size_t whole)
{
	struct up_buf cell = {0};

	up_buf_put_number(&cell, size);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
	up_buf_printf(&cell, "%.1f %%", 100.0 * (double)size / (double)whole);
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

static void add_extent(struct up_text_table *table,
		       const struct up_raw_module *raw,
		       const struct extent *extent)
{
	const char *known = up_section_name(extent->section->id);
	struct up_buf cell = {0};

	add_bytes(table, extent->size, raw->size);
	up_buf_printf(&cell, "%#zx", extent->offset);
	up_text_table_add(table, &cell, UP_TONE_FAINT);
	if (known) {
		up_buf_puts(&cell, known);
	} else {
		up_buf_puts(&cell, "custom ");
		up_escape_put(&cell, extent->section->name.text,
			      extent->section->name.size);
	}
	up_text_table_add(table, &cell, UP_TONE_PLAIN);
}

void up_text_sections(struct up_text *text)
{
	const struct up_raw_module *raw = &text->model->raw;
	struct up_text_table table = {.columns = section_columns,
				      .column_count = 4};
	size_t shown = raw->section_count < MAX_SECTIONS ? raw->section_count
							 : MAX_SECTIONS;
	struct extent *extents;

	if (raw->section_count == 0)
		return;
	extents = sorted_extents(raw);
	for (size_t i = 0; i < shown; i++)
		add_extent(&table, raw, &extents[i]);
	free(extents);
	up_text_heading(text, "Bytes by section");
	up_text_table_print(&table, text);
	up_text_table_more(text, raw->section_count - shown, in_json);
}

static const struct up_text_column function_columns[] = {
	{.title = "bytes", .right = true},
	{.title = "share", .right = true},
	{.title = "index", .right = true},
	{.title = "function", .gives = UP_GIVES},
};

/* The indices of the largest bodies in @top, the largest first. */
static size_t find_largest(const struct up_contents *contents, uint32_t *top)
{
	size_t count = 0;

	for (uint32_t i = 0; i < contents->body_count; i++) {
		size_t at = count;

		while (at > 0 && contents->bodies[i].size >
					 contents->bodies[top[at - 1]].size)
			at--;
		if (at == MAX_FUNCTIONS)
			continue;
		count += count < MAX_FUNCTIONS;
		memmove(top + at + 1, top + at,
			(count - at - 1) * sizeof(*top));
		top[at] = i;
	}
	return count;
}

void up_text_functions(struct up_text *text)
{
	const struct up_contents *contents = &text->model->contents;
	struct up_text_table table = {.columns = function_columns,
				      .column_count = 4};
	uint32_t top[MAX_FUNCTIONS];
	size_t count = find_largest(contents, top);
	struct up_buf cell = {0};

	for (size_t i = 0; i < count; i++) {
		uint32_t index = contents->imported_functions + top[i];

		add_bytes(&table, contents->bodies[top[i]].size,
			  text->model->raw.size);
		up_buf_printf(&cell, "%u", index);
		up_text_table_add(&table, &cell, UP_TONE_FAINT);
		up_text_put_function(&cell, text->model, index);
		up_text_table_add(&table, &cell, UP_TONE_PLAIN);
	}
	if (count == 0)
		return;
	up_text_heading(text, "Largest functions");
	up_text_table_print(&table, text);
}

/* ---- advice ---- */

void up_text_advice(struct up_text *text)
{
	const struct up_model *model = text->model;

	if (model->advice_count == 0)
		return;
	up_text_heading(text, "Advice");
	for (size_t i = 0; i < model->advice_count; i++) {
		up_buf_puts(text->buf, "  - ");
		up_text_wrapped(text, 4, 4, model->advice[i]);
	}
}
