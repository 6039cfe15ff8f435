/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/schema.h"

#include <assert.h>
#include <string.h>

#include "diag/diag.h"
#include "util/buf.h"
#include "util/utf8.h"
#include "wasm/cursor.h"

static const char section_name[] = "__wasm_bindgen_unstable";

/* Enums of program.h are written through a pointer to their tag. */
static_assert(sizeof(enum up_bindgen_module_kind) == sizeof(unsigned) &&
		      sizeof(enum up_bindgen_method_kind) == sizeof(unsigned) &&
		      sizeof(enum up_bindgen_operation) == sizeof(unsigned) &&
		      sizeof(enum up_bindgen_start) == sizeof(unsigned) &&
		      sizeof(enum up_bindgen_import_kind) == sizeof(unsigned),
	      "an enum is not as large as unsigned");

/* ---- one record ---- */

struct decoder {
	const struct up_bindgen_schema *schema;
	struct up_cursor *cursor;
	struct up_arena *arena;
};

static int read_record(struct decoder *decoder,
		       const struct up_bindgen_field_def *field, char *base);

/* A byte that is below @limit. */
static int read_number(struct decoder *decoder, const char *what,
		       unsigned limit, unsigned *ret_number)
{
	uint64_t offset = up_cursor_offset(decoder->cursor);
	uint8_t byte;

	if (up_cursor_byte(decoder->cursor, what, &byte) < 0)
		return -1;
	if (byte >= limit)
		return up_cursor_error(decoder->cursor, offset,
				       "'%s' in the bindings has the unknown "
				       "value %u",
				       what, byte);
	*ret_number = byte;
	return 0;
}

/* Those that a schema does not have are behind those that it has. */
static int read_choice(struct decoder *decoder,
		       const struct up_bindgen_field_def *field, char *at)
{
	const struct up_bindgen_choice_def *choice = field->choice;
	unsigned count = 0, number = 0;

	while (!choice[count].last &&
	       up_bindgen_schema_has(decoder->schema,
				     choice[count].payload.age))
		count++;
	if (read_number(decoder, field->name, count, &number) < 0)
		return -1;
	choice += number;
	memcpy(at + choice->tag, &choice->value, sizeof(choice->value));
	if (choice->payload.shape == UP_SHAPE_END)
		return 0;
	return read_record(decoder,
			   (const struct up_bindgen_field_def[]){
				   choice->payload, {.shape = UP_SHAPE_END}},
			   at);
}

static int read_bool(struct decoder *decoder, const char *what, char *at)
{
	unsigned number = 0;

	if (read_number(decoder, what, 2, &number) < 0)
		return -1;
	*(bool *)at = number != 0;
	return 0;
}

/* A name, or a part of one: JavaScript's may have a NUL, those of C may not. */
static int read_text(struct decoder *decoder, const char *what,
		     struct up_raw_name *ret_text)
{
	uint64_t offset = up_cursor_offset(decoder->cursor);

	if (up_cursor_name(decoder->cursor, what, ret_text) < 0)
		return -1;
	if (ret_text->size > 0 && memchr(ret_text->text, '\0', ret_text->size))
		return up_error(decoder->cursor->report, UP_FAULT_INPUT, offset,
				"'%s', a %s in the bindings, has a NUL behind "
				"that, which is not supported; rename it in the "
				"source",
				ret_text->text, what);
	return 0;
}

/* One thing at its place, whatever it is. */
static int read_one(struct decoder *decoder,
		    const struct up_bindgen_field_def *field, char *at)
{
	switch (field->shape) {
	case UP_SHAPE_YES:
		*(bool *)at = true;
		return 0;
	case UP_SHAPE_BOOL:
		return read_bool(decoder, field->name, at);
	case UP_SHAPE_U32:
		return up_cursor_u32(decoder->cursor, field->name,
				     (uint32_t *)at);
	case UP_SHAPE_TEXT:
		return read_text(decoder, field->name,
				 (struct up_raw_name *)at);
	case UP_SHAPE_DATA:
		return up_cursor_name(decoder->cursor, field->name,
				      (struct up_raw_name *)at);
	case UP_SHAPE_RECORD:
		return read_record(decoder, field->record, at);
	case UP_SHAPE_CHOICE:
		return read_choice(decoder, field, at);
	case UP_SHAPE_END:
		break;
	}
	return 0;
}

/*
 * The list grows with what is there. The count alone proves nothing: an element
 * takes more memory than bytes.
 */
static int read_many(struct decoder *decoder,
		     const struct up_bindgen_field_def *field, char *base)
{
	void *items = NULL;
	size_t count = 0;
	uint32_t claimed;

	if (up_cursor_count(decoder->cursor, field->name, &claimed) < 0)
		return -1;
	if (claimed == 0)
		items = up_arena_alloc(decoder->arena, 0);
	while (count < claimed) {
		items = up_arena_grow(decoder->arena, items, &count,
				      field->size);
		if (read_one(decoder, field,
			     (char *)items + (count - 1) * field->size) < 0)
			return -1;
	}
	memcpy(base + field->offset, &items, sizeof(items));
	memcpy(base + field->extra, &count, sizeof(count));
	return 0;
}

static int read_field(struct decoder *decoder,
		      const struct up_bindgen_field_def *field, char *base)
{
	unsigned there = 1;

	if ((field->times == UP_MAYBE || field->times == UP_MAYBE_MANY) &&
	    read_number(decoder, field->name, 2, &there) < 0)
		return -1;
	if (!there)
		return 0;
	if (field->times == UP_MANY || field->times == UP_MAYBE_MANY)
		return read_many(decoder, field, base);
	if (field->times == UP_MAYBE && field->extra != 0)
		*(bool *)(base + field->extra) = true;
	return read_one(decoder, field, base + field->offset);
}

static int read_record(struct decoder *decoder,
		       const struct up_bindgen_field_def *field, char *base)
{
	for (; field->shape != UP_SHAPE_END; field++)
		if (up_bindgen_schema_has(decoder->schema, field->age) &&
		    read_field(decoder, field, base) < 0)
			return -1;
	return 0;
}

/* ---- the section ---- */

/* A length of four bytes, low first, and that many bytes. */
static int read_blob(struct up_cursor *cursor, const char *what,
		     struct up_cursor *ret_part)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_cursor at = *cursor, part;
	uint32_t size = 0;

	for (unsigned shift = 0; shift < 32; shift += 8) {
		uint8_t byte;

		if (up_cursor_byte(&at, what, &byte) < 0)
			return -1;
		size |= (uint32_t)byte << shift;
	}
	if (size > up_cursor_left(&at))
		return up_cursor_error(cursor, offset,
				       "%s of the bindings is %u bytes long, "
				       "but %zu are left",
				       what, size, up_cursor_left(&at));
	part = at;
	part.end = at.next + size;
	at.next += size;
	*cursor = at;
	*ret_part = part;
	return 0;
}

/* The text behind @key in the line that leads a program. */
static bool find_value(const struct up_cursor *line, const char *key,
		       struct up_raw_name *ret_value)
{
	size_t size = up_cursor_left(line), key_size = strlen(key);
	const char *text = (const char *)line->next;
	const char *at = memmem(text, size, key, key_size);
	const char *end;

	if (!at)
		return false;
	at += key_size;
	end = memchr(at, '"', size - (size_t)(at - text));
	if (!end || !up_utf8_valid(at, (size_t)(end - at)))
		return false;
	*ret_value = (struct up_raw_name){at, (size_t)(end - at)};
	return true;
}

static bool find_versions(const struct up_cursor *line,
			  struct up_raw_name *ret_schema,
			  struct up_raw_name *ret_release)
{
	return up_cursor_left(line) > 0 && line->next[0] == '{' &&
	       find_value(line, "\"schema_version\":\"", ret_schema) &&
	       find_value(line, "\"version\":\"", ret_release);
}

static int report_unknown(struct up_raw_name schema, struct up_raw_name release,
			  uint64_t offset, struct up_report *report)
{
	enum { LONGEST = 40 }; /* nobody needs more of a version */
	struct up_buf known = {0};
	int err;

	for (size_t i = 0; up_bindgen_schemas[i].version; i++)
		up_buf_printf(&known, "%s%s", i > 0 ? ", " : "",
			      up_bindgen_schemas[i].releases);
	err = up_error(report, UP_FAULT_INPUT, offset,
		       "is a crate with #[wasm_bindgen] of wasm-bindgen "
		       "%.*s, with the unknown schema %.*s; known are those "
		       "of wasm-bindgen %s: "
		       "update the dependency (cargo update -p wasm-bindgen "
		       "--precise %s), or let that version's wasm-bindgen run "
		       "first (--wasm-bindgen PATH)",
		       release.size > LONGEST ? LONGEST : (int)release.size,
		       release.text,
		       schema.size > LONGEST ? LONGEST : (int)schema.size,
		       schema.text, known.bytes, up_bindgen_schemas[0].version);
	up_buf_finish(&known);
	return err;
}

static int read_schema(struct up_bindgen_programs *programs,
		       const struct up_cursor *line)
{
	uint64_t offset = up_cursor_offset(line);
	const struct up_bindgen_schema *schema;
	struct up_raw_name version, release;

	if (!find_versions(line, &version, &release))
		return up_cursor_error(line, offset,
				       "the bindings do not say which version "
				       "they are");
	schema = up_bindgen_schema_find(version);
	if (!schema)
		return report_unknown(version, release, offset, line->report);
	if (programs->schema && programs->schema != schema)
		return up_error(line->report, UP_FAULT_INPUT, offset,
				"has bindings of the schemas %s and %s at the "
				"same time; let all crates use the same "
				"wasm-bindgen (cargo update)",
				programs->schema->version, schema->version);
	programs->schema = schema;
	programs->version = release;
	return 0;
}

static int read_program(struct up_bindgen_programs *programs,
			struct up_cursor *cursor, struct up_arena *arena)
{
	struct decoder decoder = {
		.schema = programs->schema,
		.cursor = cursor,
		.arena = arena,
	};
	struct up_bindgen_program *program;

	programs->items = up_arena_grow(arena, programs->items,
					&programs->count, sizeof(*program));
	program = &programs->items[programs->count - 1];
	if (read_record(&decoder, up_bindgen_record, (char *)program) < 0)
		return -1;
	if (up_cursor_left(cursor) > 0)
		return up_cursor_error(cursor, up_cursor_offset(cursor),
				       "a part of the bindings has %zu bytes "
				       "too many",
				       up_cursor_left(cursor));
	return 0;
}

static bool is_bindings(const struct up_raw_section *section)
{
	return section->id == 0 &&
	       section->name.size == sizeof(section_name) - 1 &&
	       memcmp(section->name.text, section_name,
		      sizeof(section_name) - 1) == 0;
}

static int read_section(struct up_bindgen_programs *programs,
			const struct up_raw_module *raw,
			const struct up_raw_section *section,
			struct up_arena *arena, struct up_report *report)
{
	struct up_cursor cursor = up_cursor_over(raw, section, report);

	while (up_cursor_left(&cursor) > 0) {
		struct up_cursor part;

		if (read_blob(&cursor, "the version", &part) < 0 ||
		    read_schema(programs, &part) < 0 ||
		    read_blob(&cursor, "a part", &part) < 0 ||
		    read_program(programs, &part, arena) < 0)
			return -1;
	}
	return 0;
}

int up_bindgen_programs_read(struct up_bindgen_programs *ret,
			     const struct up_raw_module *raw,
			     struct up_arena *arena, struct up_report *report)
{
	struct up_bindgen_programs programs = {0};

	for (size_t i = 0; i < raw->section_count; i++)
		if (is_bindings(&raw->sections[i]) &&
		    read_section(&programs, raw, &raw->sections[i], arena,
				 report) < 0)
			return -1;
	*ret = programs;
	return 0;
}

bool up_bindgen_schema_version(const struct up_raw_module *raw,
			       struct up_raw_name *ret_schema,
			       struct up_raw_name *ret_release)
{
	struct up_report quiet = {0};

	for (size_t i = 0; i < raw->section_count; i++) {
		struct up_cursor cursor =
			up_cursor_over(raw, &raw->sections[i], &quiet);
		struct up_cursor line;

		if (is_bindings(&raw->sections[i]) &&
		    up_cursor_left(&cursor) > 0)
			return read_blob(&cursor, "the version", &line) == 0 &&
			       find_versions(&line, ret_schema, ret_release);
	}
	return false;
}
