/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/sections.h"

#include <inttypes.h>

#include "util/mem.h"
#include "wasm/entity.h"

/* https://webassembly.github.io/spec/core/binary/types.html */
enum { FORM_FUNC = 0x60 };

static uint64_t total(struct up_raw_count count)
{
	return (uint64_t)count.imported + count.defined;
}

/* The types of a group have indices of their own: how many is not known. */
static uint64_t type_limit(const struct up_raw_module *module)
{
	return module->gc_types ? UINT64_MAX : module->type_count;
}

/* ---- types ---- */

static int skip_valtypes(struct up_cursor *cursor, const char *number_what,
			 const char *what)
{
	struct up_raw_valtype type;
	uint32_t count;

	if (up_cursor_count(cursor, number_what, &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++)
		if (up_cursor_valtype(cursor, what, UINT64_MAX, &type) < 0)
			return -1;
	return 0;
}

int up_section_type(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of types",
			    &module->type_count) < 0)
		return -1;
	for (uint32_t i = 0; i < module->type_count; i++) {
		uint8_t form;

		if (up_cursor_byte(cursor, "a type", &form) < 0)
			return -1;
		if (form != FORM_FUNC) {
			/* Groups and subtypes: Binaryen knows them better. */
			module->gc_types = true;
			cursor->next = cursor->end;
			return 0;
		}
		if (skip_valtypes(cursor, "the number of parameters of a type",
				  "a parameter of a type") < 0 ||
		    skip_valtypes(cursor, "the number of results of a type",
				  "a result of a type") < 0)
			return -1;
	}
	return 0;
}

/* ---- what can be imported ---- */

/* Notes what makes a module special for a rewriter. */
static void note_entity(struct up_raw_module *module,
			const struct up_entity *entity)
{
	size_t offset = (size_t)entity->limits_offset;

	if (entity->kind == UP_RAW_MEMORY) {
		const struct up_raw_limits *limits = &entity->memory.limits;

		if (limits->shared)
			module->shared_memory = true;
		if (limits->is_64 && module->memory64_offset == 0)
			module->memory64_offset = offset;
	} else if (entity->kind == UP_RAW_TABLE) {
		if (entity->table.limits.is_64 && module->table64_offset == 0)
			module->table64_offset = offset;
	}
}

static int read_entity(struct up_cursor *cursor, struct up_raw_module *module,
		       enum up_raw_kind kind)
{
	struct up_entity entity;

	if (up_cursor_entity(cursor, type_limit(module), kind, &entity) < 0)
		return -1;
	note_entity(module, &entity);
	return 0;
}

int up_section_import(struct up_cursor *cursor, struct up_raw_module *module)
{
	struct up_raw_count *const counts[] = {
		[UP_RAW_FUNC] = &module->functions,
		[UP_RAW_TABLE] = &module->tables,
		[UP_RAW_MEMORY] = &module->memories,
		[UP_RAW_GLOBAL] = &module->globals,
		[UP_RAW_TAG] = &module->tags,
	};
	struct up_raw_import import;
	struct up_entity entity;

	if (up_cursor_count(cursor, "the number of imports",
			    &module->import_count) < 0)
		return -1;
	for (uint32_t i = 0; i < module->import_count; i++) {
		if (up_cursor_import(cursor, type_limit(module), &import,
				     &entity) < 0)
			return -1;
		counts[import.kind]->imported++;
		note_entity(module, &entity);
	}
	return 0;
}

/* ---- definitions ---- */

int up_section_function(struct up_cursor *cursor, struct up_raw_module *module)
{
	uint32_t type;

	if (up_cursor_count(cursor, "the number of functions",
			    &module->functions.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->functions.defined; i++)
		if (up_cursor_index(cursor, "the type index of a function",
				    type_limit(module), &type) < 0)
			return -1;
	return 0;
}

static int read_table(struct up_cursor *cursor, struct up_raw_module *module)
{
	bool has_init;

	if (up_cursor_table_prefix(cursor, &has_init) < 0 ||
	    read_entity(cursor, module, UP_RAW_TABLE) < 0)
		return -1;
	return has_init ? up_cursor_skip_const_expr(cursor) : 0;
}

int up_section_table(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of tables",
			    &module->tables.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->tables.defined; i++)
		if (read_table(cursor, module) < 0)
			return -1;
	return 0;
}

int up_section_memory(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of memories",
			    &module->memories.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->memories.defined; i++)
		if (read_entity(cursor, module, UP_RAW_MEMORY) < 0)
			return -1;
	return 0;
}

int up_section_tag(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of tags",
			    &module->tags.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->tags.defined; i++)
		if (read_entity(cursor, module, UP_RAW_TAG) < 0)
			return -1;
	return 0;
}

/* Only how many there are; Binaryen reads the rest. */
static int read_count_only(struct up_cursor *cursor, const char *what,
			   uint32_t *ret_count)
{
	if (up_cursor_count(cursor, what, ret_count) < 0)
		return -1;
	cursor->next = cursor->end;
	return 0;
}

int up_section_global(struct up_cursor *cursor, struct up_raw_module *module)
{
	return read_count_only(cursor, "the number of globals",
			       &module->globals.defined);
}

int up_section_element(struct up_cursor *cursor, struct up_raw_module *module)
{
	return read_count_only(cursor, "the number of element segments",
			       &module->element_count);
}

int up_section_export(struct up_cursor *cursor, struct up_raw_module *module)
{
	const uint64_t totals[] = {
		[UP_RAW_FUNC] = total(module->functions),
		[UP_RAW_TABLE] = total(module->tables),
		[UP_RAW_MEMORY] = total(module->memories),
		[UP_RAW_GLOBAL] = total(module->globals),
		[UP_RAW_TAG] = total(module->tags),
	};
	struct up_raw_export export;

	if (up_cursor_count(cursor, "the number of exports",
			    &module->export_count) < 0)
		return -1;
	for (uint32_t i = 0; i < module->export_count; i++)
		if (up_cursor_export(cursor, totals, &export) < 0)
			return -1;
	return 0;
}

int up_section_start(struct up_cursor *cursor, struct up_raw_module *module)
{
	uint32_t index;

	module->has_start = true;
	return up_cursor_index(cursor, "the index of the start function",
			       total(module->functions), &index);
}

int up_section_data_count(struct up_cursor *cursor,
			  struct up_raw_module *module)
{
	module->has_data_count = true;
	return up_cursor_u32(cursor, "the data count", &module->data_count);
}

int up_section_code(struct up_cursor *cursor, struct up_raw_module *module)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_cursor body;

	if (up_cursor_count(cursor, "the number of function bodies",
			    &module->body_count) < 0)
		return -1;
	if (module->body_count != module->functions.defined)
		return up_cursor_error(cursor, offset,
				       "there are %" PRIu32 " function bodies "
				       "for %" PRIu32 " functions",
				       module->body_count,
				       module->functions.defined);
	for (uint32_t i = 0; i < module->body_count; i++)
		if (up_cursor_part(cursor, "a function body", &body) < 0)
			return -1;
	return 0;
}

int up_section_data(struct up_cursor *cursor, struct up_raw_module *module)
{
	uint64_t offset = up_cursor_offset(cursor);

	if (read_count_only(cursor, "the number of data segments",
			    &module->data_segment_count) < 0)
		return -1;
	if (module->has_data_count &&
	    module->data_segment_count != module->data_count)
		return up_cursor_error(cursor, offset,
				       "there are %" PRIu32 " data segments, "
				       "but the data count is %" PRIu32,
				       module->data_segment_count,
				       module->data_count);
	return 0;
}

/* ---- custom sections ---- */

/*
 * https://github.com/WebAssembly/tool-conventions, Linking.md, "Target Features
 * Section".
 */
int up_section_target_features(struct up_cursor *cursor,
			       struct up_raw_module *module)
{
	const char *what = "a target feature";
	uint32_t count;

	if (up_cursor_count(cursor, "the number of target features", &count) <
	    0)
		return -1;
	for (uint32_t i = 0; i < count; i++) {
		struct up_raw_feature *feature;
		struct up_raw_name name;
		uint8_t prefix;

		if (up_cursor_byte(cursor, what, &prefix) < 0 ||
		    up_cursor_name(cursor, what, &name) < 0)
			return -1;
		module->features =
			up_grow(module->features, &module->feature_count,
				sizeof(module->features[0]));
		feature = &module->features[module->feature_count - 1];
		feature->prefix = (char)prefix;
		feature->name = name;
	}
	return 0;
}
