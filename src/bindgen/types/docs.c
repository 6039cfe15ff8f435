/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/docs.h"

#include <string.h>

/* What ends a comment does not end it if it is part of one. */
static void append_escaped(struct up_buf *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '/' && out->size > 0 &&
		    out->bytes[out->size - 1] == '*')
			up_buf_puts(out, "\\");
		up_buf_append(out, text + i, 1);
	}
}

static void add_line(struct up_docs *docs, struct up_arena *arena,
		     struct up_buf *line)
{
	while (line->size > 0 && (line->bytes[line->size - 1] == '\r' ||
				  line->bytes[line->size - 1] == '\n'))
		line->size--;
	docs->lines = up_arena_grow(arena, docs->lines, &docs->count,
				    sizeof(*docs->lines));
	docs->lines[docs->count - 1] = up_arena_text(
		arena, line->size > 0 ? line->bytes : "", line->size);
	up_buf_finish(line);
	*line = (struct up_buf){0};
}

static void add_text(struct up_docs *docs, struct up_arena *arena,
		     struct up_raw_name text)
{
	struct up_buf line = {0};
	size_t start = 0;

	for (size_t i = 0; i <= text.size; i++) {
		if (i < text.size && text.text[i] != '\n')
			continue;
		if (i > start && text.text[start] != ' ')
			up_buf_puts(&line, " ");
		append_escaped(&line, text.text + start, i - start);
		add_line(docs, arena, &line);
		start = i + 1;
	}
}

void up_docs_add(struct up_docs *docs, struct up_arena *arena,
		 const struct up_raw_name *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_text(docs, arena, texts[i]);
}

void up_docs_add_tag(struct up_docs *docs, struct up_arena *arena,
		     const char *tag, const char *dash,
		     struct up_raw_name description)
{
	struct up_buf line = {0};

	up_buf_puts(&line, tag);
	if (description.text) {
		up_buf_puts(&line, dash);
		up_buf_append(&line, description.text, description.size);
	}
	add_text(docs, arena, (struct up_raw_name){line.bytes, line.size});
	up_buf_finish(&line);
}

/* JSDoc's way of writing the type of a parameter and whether it is optional. */
static void print_tag(const struct up_ts_param *param, bool typed,
		      struct up_buf *tag)
{
	bool optional = typed && param->optional;

	up_buf_puts(tag, "@param ");
	if (typed)
		up_buf_printf(tag, "{%s%s} ", param->rest ? "..." : "",
			      param->type);
	up_buf_printf(tag, "%s%s%s", optional ? "[" : "", param->name,
		      optional ? "]" : "");
}

static void add_tags(struct up_docs *docs, struct up_arena *arena,
		     const struct up_ts_signature *signature, bool typed)
{
	struct up_raw_name result = signature->result_description;
	struct up_buf tag = {0};

	for (size_t i = 0; i < signature->count; i++) {
		print_tag(&signature->params[i], typed, &tag);
		up_docs_add_tag(docs, arena, tag.bytes, " - ",
				signature->params[i].description);
		up_buf_finish(&tag);
		tag = (struct up_buf){0};
	}
	if (!signature->result ||
	    (!result.text && (!typed || !strcmp(signature->result, "void"))))
		return;
	up_buf_puts(&tag, "@returns");
	if (typed)
		up_buf_printf(&tag, " {%s}", signature->result);
	up_docs_add_tag(docs, arena, tag.bytes, " ", result);
	up_buf_finish(&tag);
}

void up_docs_add_export(struct up_docs *docs, struct up_arena *arena,
			const struct up_adapter *adapter,
			const struct up_ts_signature *signature, bool typed)
{
	const struct up_bindgen_export *export_ = adapter->export_;
	const struct up_bindgen_field *field = adapter->field;

	if (export_)
		up_docs_add(docs, arena, export_->comments,
			    export_->comment_count);
	else
		up_docs_add(docs, arena, field->comments, field->comment_count);
	if (typed ? (export_ ? export_->function.jsdoc : field->jsdoc)
		  : up_ts_signature_described(signature))
		add_tags(docs, arena, signature, typed);
}

void up_docs_fill(const struct up_docs *docs, struct up_dict *item)
{
	up_dict_list(item, "docs");
	for (size_t i = 0; i < docs->count; i++)
		up_dict_set(up_dict_add(item, "docs"), "line", docs->lines[i]);
}

void up_docs_print(const struct up_docs *docs, const char *indent,
		   struct up_buf *out)
{
	if (docs->count == 0)
		return;
	up_buf_printf(out, "%s/**\n", indent);
	for (size_t i = 0; i < docs->count; i++)
		up_buf_printf(out, "%s *%s\n", indent, docs->lines[i]);
	up_buf_printf(out, "%s */\n", indent);
}
