/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The model as JSON, as unpoison-json(7) describes it. One import, export,
 * landmark, section or piece of advice stands on each line, so that lines can be
 * searched and compared.
 */

#include <inttypes.h>
#include <stdlib.h>

#include "dump/producers.h"
#include "dump/printer.h"
#include "dump/types.h"
#include "dump/words.h"
#include "util/json.h"
#include "util/mem.h"

struct printer {
	const struct up_model *model;
	struct up_dump_out *out;
	struct up_buf *buf; /* of @out */
	struct up_buf scratch; /* for a string that is made of parts */
	bool first; /* nothing stands before in the list */
	/*
	 * "module.name" of all imports, as they are printed: exports may reach
	 * many. Import i begins at import_at[i] and ends where the next begins.
	 */
	struct up_buf imports;
	size_t *import_at; /* owned */
};

/* ---- values ---- */

static void put_name(struct printer *p, const char *key,
		     struct up_raw_name name)
{
	up_buf_printf(p->buf, "\"%s\": ", key);
	up_json_put_bytes(p->buf, name.text, name.size);
}

static void put_text(struct printer *p, const char *key, const char *text)
{
	up_buf_printf(p->buf, "\"%s\": ", key);
	if (text)
		up_json_put_string(p->buf, text);
	else
		up_buf_puts(p->buf, "null");
}

static void put_bool(struct printer *p, const char *key, bool value)
{
	up_buf_printf(p->buf, "\"%s\": %s", key, value ? "true" : "false");
}

static void put_number(struct printer *p, const char *key, uint64_t value)
{
	up_buf_printf(p->buf, "\"%s\": %" PRIu64, key, value);
}

static void put_number_or_null(struct printer *p, const char *key, bool there,
			       uint64_t value)
{
	if (there)
		put_number(p, key, value);
	else
		put_text(p, key, NULL);
}

static void put_comma(struct printer *p)
{
	up_buf_puts(p->buf, ", ");
}

/* What is in the scratch buffer, which is empty then. */
static void put_scratch(struct printer *p, const char *key)
{
	if (key)
		up_buf_printf(p->buf, "\"%s\": ", key);
	up_json_put_bytes(p->buf, p->scratch.bytes, p->scratch.size);
	p->scratch.size = 0;
}

/* ---- lists of one element on each line ---- */

static void begin_list(struct printer *p, const char *indent, const char *key)
{
	up_buf_printf(p->buf, "%s\"%s\": [", indent, key);
	p->first = true;
}

static void begin_element(struct printer *p, const char *indent)
{
	up_dump_pass(p->out);
	up_buf_printf(p->buf, "%s\n  %s", p->first ? "" : ",", indent);
	p->first = false;
}

static void end_list(struct printer *p, const char *indent, const char *end)
{
	if (!p->first)
		up_buf_printf(p->buf, "\n%s", indent);
	up_buf_printf(p->buf, "]%s", end);
}

/* ---- the module ---- */

static void put_limits(struct printer *p, const struct up_raw_limits *limits)
{
	put_number(p, "initial", limits->initial);
	put_comma(p);
	put_number_or_null(p, "max", limits->has_max, limits->max);
}

static void put_memory(struct printer *p, const struct up_contents *contents)
{
	const struct up_raw_memory *memory = contents->memories;

	if (contents->memory_count == 0) {
		put_text(p, "memory", NULL);
		return;
	}
	up_buf_puts(p->buf, "\"memory\": {");
	put_limits(p, &memory->limits);
	put_comma(p);
	put_bool(p, "shared", memory->limits.shared);
	put_comma(p);
	put_bool(p, "imported", memory->imported);
	up_buf_puts(p->buf, "}");
}

static void put_tables(struct printer *p, const struct up_contents *contents)
{
	begin_list(p, "    ", "tables");
	for (uint32_t i = 0; i < contents->table_count; i++) {
		const struct up_raw_table *table = &contents->tables[i];

		begin_element(p, "    ");
		up_type_put_value(&p->scratch, &table->type);
		up_buf_puts(p->buf, "{");
		put_scratch(p, "type");
		put_comma(p);
		put_limits(p, &table->limits);
		put_comma(p);
		put_bool(p, "imported", table->imported);
		put_comma(p);
		put_bool(p, "exported", table->exported);
		up_buf_puts(p->buf, "}");
	}
	end_list(p, "    ", ",\n");
}

static void put_features(struct printer *p)
{
	up_buf_puts(p->buf, "    \"features\": [");
	for (size_t i = 0; i < p->model->feature_count; i++) {
		if (i > 0)
			put_comma(p);
		up_json_put_string(p->buf, p->model->features[i]);
	}
	up_buf_puts(p->buf, "],\n");
}

static void put_rewritten(struct printer *p,
			  const struct up_rewritten *rewritten)
{
	if (!rewritten->is) {
		put_text(p, "rewritten", NULL);
		return;
	}
	up_buf_puts(p->buf, "\"rewritten\": {");
	put_text(p, "version", rewritten->version);
	put_comma(p);
	put_text(p, "reset", rewritten->reset);
	put_comma(p);
	put_text(p, "eh", rewritten->eh);
	if (rewritten->standalone[0]) {
		put_comma(p);
		put_text(p, "standalone", rewritten->standalone);
	}
	up_buf_puts(p->buf, "}");
}

static void next_member(struct printer *p)
{
	up_buf_puts(p->buf, ",\n    ");
}

static void put_origin(struct printer *p)
{
	const struct up_model *model = p->model;

	up_buf_puts(p->buf, "  \"module\": {\n    ");
	put_text(p, "toolchain", model->identity.toolchain);
	next_member(p);
	put_text(p, "language", model->identity.language);
	next_member(p);
	up_buf_puts(p->buf, "\"producers\": ");
	up_producers_put(p->buf, &model->contents);
	up_buf_puts(p->buf, ",\n");
	put_features(p);
	up_buf_puts(p->buf, "    ");
	put_text(p, "eh", up_word_eh(model->eh.in));
	next_member(p);
	put_text(p, "panic", up_word_panic(model->identity.panic));
}

static void put_module(struct printer *p)
{
	const struct up_model *model = p->model;
	const struct up_contents *contents = &model->contents;

	put_origin(p);
	next_member(p);
	put_memory(p, contents);
	up_buf_puts(p->buf, ",\n");
	put_tables(p, contents);
	up_buf_puts(p->buf, "    ");
	put_number_or_null(p, "start", contents->start != UP_NO_INDEX,
			   contents->start);
	next_member(p);
	put_bool(p, "names", contents->function_names != NULL);
	next_member(p);
	put_bool(p, "dwarf", model->raw.has_dwarf);
	next_member(p);
	put_rewritten(p, &model->rewritten);
	up_buf_puts(p->buf, "\n  },\n");
}

/* ---- the lists ---- */

static void put_type(struct printer *p, enum up_raw_kind kind, uint32_t index)
{
	put_text(p, "kind", up_kind_name(kind));
	put_comma(p);
	up_type_put(&p->scratch, &p->model->contents, kind, index);
	put_scratch(p, "type");
	put_comma(p);
}

static void put_imports(struct printer *p)
{
	const struct up_contents *contents = &p->model->contents;

	begin_list(p, "  ", "imports");
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		begin_element(p, "  ");
		up_buf_puts(p->buf, "{");
		put_name(p, "module", import->module);
		put_comma(p);
		put_name(p, "name", import->name);
		put_comma(p);
		put_type(p, import->kind, import->index);
		put_bool(p, "unwind_safe", p->model->imports[i].unwind_safe);
		up_buf_puts(p->buf, "}");
	}
	end_list(p, "  ", ",\n");
}

static void list_imports(struct printer *p)
{
	const struct up_contents *contents = &p->model->contents;
	uint32_t count = contents->import_count;

	p->import_at = up_alloc(((size_t)count + 1) * sizeof(*p->import_at));
	for (uint32_t i = 0; i < count; i++) {
		p->import_at[i] = p->imports.size;
		up_word_put_import(&p->scratch, contents, i);
		up_json_put_bytes(&p->imports, p->scratch.bytes,
				  p->scratch.size);
		p->scratch.size = 0;
	}
	p->import_at[count] = p->imports.size;
}

static void put_reached(struct printer *p, const struct up_model_export *what)
{
	up_buf_puts(p->buf, "\"reaches_imports\": [");
	for (size_t i = 0; i < what->reach_count; i++) {
		const size_t *at = &p->import_at[what->reaches[i]];

		if (i > 0)
			up_buf_append(p->buf, ", ", 2);
		up_buf_append(p->buf, p->imports.bytes + at[0], at[1] - at[0]);
		up_dump_pass(p->out);
	}
	up_buf_puts(p->buf, "], ");
}

static void put_exports(struct printer *p)
{
	const struct up_contents *contents = &p->model->contents;

	begin_list(p, "  ", "exports");
	for (uint32_t i = 0; i < contents->export_count; i++) {
		const struct up_raw_export *export_ = &contents->exports[i];
		const struct up_model_export *what = &p->model->exports[i];

		begin_element(p, "  ");
		up_buf_puts(p->buf, "{");
		put_name(p, "name", export_->name);
		put_comma(p);
		put_type(p, export_->kind, export_->index);
		put_text(p, "unwind", up_word_verdict(what->unwind));
		put_comma(p);
		put_bool(p, "can_panic", what->can_panic);
		put_comma(p);
		put_reached(p, what);
		put_bool(p, "reaches_indirect", what->reaches_indirect);
		up_buf_puts(p->buf, "}");
	}
	end_list(p, "  ", ",\n");
}

static void put_landmarks(struct printer *p)
{
	begin_list(p, "  ", "landmarks");
	for (size_t i = 0; i < p->model->landmark_count; i++) {
		const struct up_model_landmark *landmark =
			&p->model->landmarks[i];

		begin_element(p, "  ");
		up_model_put_function(p->model, landmark->function,
				      &p->scratch);
		up_buf_puts(p->buf, "{");
		put_scratch(p, "name");
		put_comma(p);
		put_text(p, "role", up_role_name(landmark->role));
		put_comma(p);
		put_number(p, "index", landmark->function);
		up_buf_puts(p->buf, "}");
	}
	end_list(p, "  ", ",\n");
}

static void put_section_name(struct printer *p,
			     const struct up_raw_section *section)
{
	const char *known = up_section_name(section->id);

	if (known)
		put_text(p, "name", known);
	else
		put_name(p, "name", section->name);
}

static void put_sections(struct printer *p)
{
	const struct up_raw_module *raw = &p->model->raw;

	begin_list(p, "  ", "sections");
	for (size_t i = 0; i < raw->section_count; i++) {
		size_t offset, size;

		up_section_extent(raw, &raw->sections[i], &offset, &size);
		begin_element(p, "  ");
		up_buf_puts(p->buf, "{");
		put_number(p, "id", raw->sections[i].id);
		put_comma(p);
		put_section_name(p, &raw->sections[i]);
		put_comma(p);
		put_number(p, "offset", offset);
		put_comma(p);
		put_number(p, "size", size);
		up_buf_puts(p->buf, "}");
	}
	end_list(p, "  ", ",\n");
}

static void put_advice(struct printer *p)
{
	begin_list(p, "  ", "advice");
	for (size_t i = 0; i < p->model->advice_count; i++) {
		begin_element(p, "  ");
		up_json_put_string(p->buf, p->model->advice[i]);
	}
	end_list(p, "  ", "\n");
}

static void put_file(struct printer *p)
{
	up_buf_puts(p->buf, "  \"tool\": {");
	put_text(p, "name", "unpoison");
	put_comma(p);
	put_text(p, "version", up_version());
	up_buf_puts(p->buf, "},\n  \"file\": {");
	put_text(p, "path", p->model->path);
	put_comma(p);
	put_number(p, "bytes", p->model->raw.size);
	up_buf_puts(p->buf, "},\n");
}

int up_dump_print_json(const struct up_model *model,
		       const struct up_dump_options *options,
		       struct up_dump_out *out, struct up_report *report)
{
	struct printer p = {.model = model, .out = out, .buf = &out->buf};

	(void)options;
	(void)report;
	up_buf_puts(p.buf, "{\n");
	put_file(&p);
	put_module(&p);
	put_imports(&p);
	list_imports(&p);
	put_exports(&p);
	put_landmarks(&p);
	put_sections(&p);
	put_advice(&p);
	up_buf_puts(p.buf, "}\n");
	up_buf_finish(&p.scratch);
	up_buf_finish(&p.imports);
	free(p.import_at);
	return 0;
}
