/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/contents.h"

#include <stdlib.h>

#include "util/mem.h"
#include "wasm/contents_parts.h"
#include "wasm/entity.h"

/* ---- index spaces ---- */

static uint64_t total(struct up_raw_count count)
{
	return (uint64_t)count.imported + count.defined;
}

/* The outline has counted them one by one, except for globals. */
static void make_index_spaces(struct up_contents *contents)
{
	const struct up_raw_module *raw = contents->raw;

	contents->imports =
		up_alloc(raw->import_count * sizeof(contents->imports[0]));
	contents->exports =
		up_alloc(raw->export_count * sizeof(contents->exports[0]));
	contents->functions = up_alloc(total(raw->functions) *
				       sizeof(contents->functions[0]));
	contents->tables =
		up_alloc(total(raw->tables) * sizeof(contents->tables[0]));
	contents->memories =
		up_alloc(total(raw->memories) * sizeof(contents->memories[0]));
	contents->tags = up_alloc(total(raw->tags) * sizeof(contents->tags[0]));
	contents->bodies =
		up_alloc(raw->body_count * sizeof(contents->bodies[0]));
}

static void add_global(struct up_contents *contents,
		       const struct up_raw_global *global)
{
	size_t count = contents->global_count;

	contents->globals = up_grow(contents->globals, &count,
				    sizeof(contents->globals[0]));
	contents->globals[contents->global_count++] = *global;
}

/* ---- imports ---- */

static uint32_t add_entity(struct up_contents *contents,
			   struct up_entity *entity)
{
	switch (entity->kind) {
	case UP_RAW_FUNC:
		contents->functions[contents->function_count] = entity->type;
		contents->imported_functions++;
		return contents->function_count++;
	case UP_RAW_TABLE:
		entity->table.imported = true;
		contents->tables[contents->table_count] = entity->table;
		return contents->table_count++;
	case UP_RAW_MEMORY:
		entity->memory.imported = true;
		contents->memories[contents->memory_count] = entity->memory;
		return contents->memory_count++;
	case UP_RAW_GLOBAL:
		entity->global.imported = true;
		add_global(contents, &entity->global);
		return contents->global_count - 1;
	case UP_RAW_TAG:
	default:
		contents->tags[contents->tag_count] = entity->type;
		contents->imported_tags++;
		return contents->tag_count++;
	}
}

int up_contents_import(struct up_cursor *cursor, struct up_contents *contents)
{
	uint32_t count;

	if (up_cursor_count(cursor, "the number of imports", &count) < 0)
		return -1;
	while (contents->import_count < count) {
		struct up_raw_import *import =
			&contents->imports[contents->import_count];
		struct up_entity entity;

		if (up_cursor_import(cursor, contents->type_count, import,
				     &entity) < 0)
			return -1;
		import->index = add_entity(contents, &entity);
		contents->import_count++;
	}
	return 0;
}

/* ---- definitions ---- */

int up_contents_function(struct up_cursor *cursor, struct up_contents *contents)
{
	uint32_t count;

	if (up_cursor_count(cursor, "the number of functions", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_index(cursor, "the type index of a function",
				    contents->type_count,
				    &contents->functions
					     [contents->function_count]) < 0)
			return -1;
		contents->function_count++;
	}
	return 0;
}

int up_contents_table(struct up_cursor *cursor, struct up_contents *contents)
{
	struct up_const_expr init;
	struct up_entity entity;
	uint32_t count;
	bool has_init;

	if (up_cursor_count(cursor, "the number of tables", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_table_prefix(cursor, &has_init) < 0 ||
		    up_cursor_entity(cursor, contents->type_count,
				     UP_RAW_TABLE, &entity) < 0)
			return -1;
		if (has_init && up_contents_const(cursor, contents, entity.table.type,
					      &init) < 0)
			return -1;
		entity.table.has_init =
			has_init && init.kind != UP_CONST_NULL;
		contents->tables[contents->table_count++] = entity.table;
	}
	return 0;
}

int up_contents_memory(struct up_cursor *cursor, struct up_contents *contents)
{
	struct up_entity entity;
	uint32_t count;

	if (up_cursor_count(cursor, "the number of memories", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_entity(cursor, contents->type_count,
				     UP_RAW_MEMORY, &entity) < 0)
			return -1;
		contents->memories[contents->memory_count++] = entity.memory;
	}
	return 0;
}

int up_contents_tag(struct up_cursor *cursor, struct up_contents *contents)
{
	struct up_entity entity;
	uint32_t count;

	if (up_cursor_count(cursor, "the number of tags", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_entity(cursor, contents->type_count, UP_RAW_TAG,
				     &entity) < 0)
			return -1;
		contents->tags[contents->tag_count++] = entity.type;
	}
	return 0;
}

int up_contents_global(struct up_cursor *cursor, struct up_contents *contents)
{
	struct up_const_expr init;
	struct up_entity entity;
	uint32_t count;

	if (up_cursor_count(cursor, "the number of globals", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_entity(cursor, contents->type_count,
				     UP_RAW_GLOBAL, &entity) < 0 ||
		    up_contents_const(cursor, contents, entity.global.type,
				      &init) < 0)
			return -1;
		if (init.kind == UP_CONST_I32) {
			entity.global.has_value = true;
			entity.global.value = (int32_t)init.value;
		}
		add_global(contents, &entity.global);
	}
	return 0;
}

/* ---- exports, start ---- */

static void mark_exported(struct up_contents *contents,
			  const struct up_raw_export *export)
{
	if (export->kind == UP_RAW_TABLE)
		contents->tables[export->index].exported = true;
	else if (export->kind == UP_RAW_MEMORY)
		contents->memories[export->index].exported = true;
	else if (export->kind == UP_RAW_GLOBAL)
		contents->globals[export->index].exported = true;
}

int up_contents_export(struct up_cursor *cursor, struct up_contents *contents)
{
	const uint64_t totals[] = {
		[UP_RAW_FUNC] = contents->function_count,
		[UP_RAW_TABLE] = contents->table_count,
		[UP_RAW_MEMORY] = contents->memory_count,
		[UP_RAW_GLOBAL] = contents->global_count,
		[UP_RAW_TAG] = contents->tag_count,
	};
	uint32_t count;

	if (up_cursor_count(cursor, "the number of exports", &count) < 0)
		return -1;
	while (contents->export_count < count) {
		struct up_raw_export *export =
			&contents->exports[contents->export_count];

		if (up_cursor_export(cursor, totals, export) < 0)
			return -1;
		mark_exported(contents, export);
		contents->export_count++;
	}
	return 0;
}

int up_contents_start(struct up_cursor *cursor, struct up_contents *contents)
{
	return up_cursor_index(cursor, "the index of the start function",
			       contents->function_count, &contents->start);
}

int up_contents_data_count(struct up_cursor *cursor,
			   struct up_contents *contents)
{
	/* The outline has compared it with the data section. */
	cursor->next = cursor->end;
	up_contents_need(contents, UP_FEATURE_BULK_MEMORY);
	return 0;
}

int up_contents_code(struct up_cursor *cursor, struct up_contents *contents)
{
	uint32_t count;

	if (up_cursor_count(cursor, "the number of function bodies", &count) <
	    0)
		return -1;
	while (contents->body_count < count) {
		struct up_raw_body *body =
			&contents->bodies[contents->body_count];
		struct up_cursor part;

		if (up_cursor_part(cursor, "a function body", &part) < 0)
			return -1;
		body->offset = (size_t)up_cursor_offset(&part);
		body->size = up_cursor_left(&part);
		contents->body_count++;
	}
	return 0;
}

/* ---- sections ---- */

static const struct {
	uint8_t id;
	const char *name;
	up_contents_reader *read;
} readers[] = {
#define UP_SECTION(id, name, reader) {id, name, up_contents_##reader},
#include "wasm/section.def"
#undef UP_SECTION
};

static int read_section(struct up_contents *contents,
			const struct up_raw_section *section,
			struct up_report *report)
{
	struct up_cursor cursor =
		up_cursor_over(contents->raw, section, report);

	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		if (readers[i].id != section->id)
			continue;
		if (readers[i].read(&cursor, contents) < 0)
			return -1;
		return up_cursor_section_end(&cursor, readers[i].name);
	}
	return 0; /* a custom one */
}

int up_contents_read(const struct up_raw_module *raw, struct up_contents *ret,
		     struct up_report *report)
{
	struct up_contents contents = {
		.raw = raw,
		.start = UP_NO_INDEX,
		.arena = up_alloc(sizeof(struct up_arena)),
	};

	make_index_spaces(&contents);
	for (size_t i = 0; i < raw->section_count; i++) {
		if (read_section(&contents, &raw->sections[i], report) < 0) {
			up_contents_finish(&contents);
			return -1;
		}
	}
	up_contents_names(&contents);
	up_contents_producers(&contents);
	up_contents_features(&contents);
	*ret = contents;
	return 0;
}

void up_contents_finish(struct up_contents *contents)
{
	free(contents->types);
	free(contents->imports);
	free(contents->exports);
	free(contents->functions);
	free(contents->tables);
	free(contents->memories);
	free(contents->globals);
	free(contents->tags);
	free(contents->elements);
	free(contents->data);
	free(contents->bodies);
	free(contents->function_names);
	free(contents->global_names);
	free(contents->tag_names);
	free(contents->producers);
	free(contents->consts);
	free(contents->const_functions);
	if (contents->arena != NULL)
		up_arena_finish(contents->arena);
	free(contents->arena);
	*contents = (struct up_contents){0};
}

uint32_t up_contents_first_mutable_i32(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->global_count; i++)
		if (contents->globals[i].mutable_ &&
		    contents->globals[i].type.code == UP_VT_I32)
			return i;
	return UP_NO_INDEX;
}
