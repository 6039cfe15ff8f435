/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/sections.h"

#include <inttypes.h>
#include <string.h>

#include "diag/diag.h"
#include "util/mem.h"

/* https://webassembly.github.io/spec/core/binary/types.html */
enum {
	FORM_FUNC = 0x60,
	REF_NULLABLE = 0x63, /* (ref null ht): a heap type follows */
	REF_NON_NULL = 0x64, /* (ref ht) */
	TABLE_WITH_INIT = 0x40,
};

enum limits_flag {
	LIMITS_MAX = 1 << 0,
	LIMITS_SHARED = 1 << 1,
	LIMITS_64 = 1 << 2,
	LIMITS_PAGE_SIZE = 1 << 3,
	LIMITS_KNOWN = (1 << 4) - 1,
};

/* https://webassembly.github.io/spec/core/binary/modules.html */
enum external_kind {
	KIND_FUNC,
	KIND_TABLE,
	KIND_MEMORY,
	KIND_GLOBAL,
	KIND_TAG,
};

static uint64_t total(struct up_raw_count count)
{
	return (uint64_t)count.imported + count.defined;
}

/* ---- types ---- */

/* A value type; a reference type is one too. */
static int skip_valtype(struct up_cursor *cursor, const char *what)
{
	uint8_t byte;
	int64_t heap_type;

	if (up_cursor_byte(cursor, what, &byte) < 0)
		return -1;
	if (byte == REF_NULLABLE || byte == REF_NON_NULL)
		return up_cursor_s33(cursor, what, &heap_type);
	return 0;
}

static int skip_valtypes(struct up_cursor *cursor, const char *number_what,
			 const char *what)
{
	uint32_t count;

	if (up_cursor_count(cursor, number_what, &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++)
		if (skip_valtype(cursor, what) < 0)
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

static int skip_type_index(struct up_cursor *cursor,
			   const struct up_raw_module *module, const char *what)
{
	uint32_t index;

	/* The types of a group have indices of their own. */
	return up_cursor_index(cursor, what,
			       module->gc_types ? UINT64_MAX
						: module->type_count,
			       &index);
}

/* ---- what can be imported ---- */

static int skip_limit(struct up_cursor *cursor, const char *what, bool is_64)
{
	uint64_t u64;
	uint32_t u32;

	if (is_64)
		return up_cursor_u64(cursor, what, &u64);
	return up_cursor_u32(cursor, what, &u32);
}

/* Limits: sets @ret_flags, and *@first_64 if they are the first 64-bit ones. */
static int read_limits(struct up_cursor *cursor, const char *what,
		       uint8_t *ret_flags, size_t *first_64)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint32_t page_size;
	uint8_t flags;
	bool is_64;

	if (up_cursor_byte(cursor, what, &flags) < 0)
		return -1;
	if ((flags & ~LIMITS_KNOWN) != 0)
		return up_cursor_unknown(cursor, offset,
					 "%s has the unknown flags 0x%02x",
					 what, flags);
	is_64 = (flags & LIMITS_64) != 0;
	if (skip_limit(cursor, what, is_64) < 0)
		return -1;
	if ((flags & LIMITS_MAX) != 0 && skip_limit(cursor, what, is_64) < 0)
		return -1;
	if ((flags & LIMITS_PAGE_SIZE) != 0 &&
	    up_cursor_u32(cursor, "the page size of a memory", &page_size) < 0)
		return -1;
	if (is_64 && *first_64 == 0)
		*first_64 = (size_t)offset;
	*ret_flags = flags;
	return 0;
}

static int read_table_type(struct up_cursor *cursor,
			   struct up_raw_module *module)
{
	uint8_t flags;

	if (skip_valtype(cursor, "the type of a table") < 0)
		return -1;
	return read_limits(cursor, "a limit of a table", &flags,
			   &module->table64_offset);
}

static int read_memory_type(struct up_cursor *cursor,
			    struct up_raw_module *module)
{
	uint8_t flags;

	if (read_limits(cursor, "a limit of a memory", &flags,
			&module->memory64_offset) < 0)
		return -1;
	if ((flags & LIMITS_SHARED) != 0)
		module->shared_memory = true;
	return 0;
}

static int skip_global_type(struct up_cursor *cursor)
{
	uint8_t mutability;

	if (skip_valtype(cursor, "the type of a global") < 0)
		return -1;
	return up_cursor_byte(cursor, "the mutability of a global",
			      &mutability);
}

static int skip_tag_type(struct up_cursor *cursor,
			 const struct up_raw_module *module)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint8_t attribute;

	if (up_cursor_byte(cursor, "the attribute of a tag", &attribute) < 0)
		return -1;
	if (attribute != 0)
		return up_cursor_unknown(cursor, offset,
					 "a tag has the unknown attribute "
					 "0x%02x",
					 attribute);
	return skip_type_index(cursor, module, "the type index of a tag");
}

static int read_import_kind(struct up_cursor *cursor,
			    struct up_raw_module *module)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint8_t kind;

	if (up_cursor_byte(cursor, "the kind of an import", &kind) < 0)
		return -1;
	switch (kind) {
	case KIND_FUNC:
		module->functions.imported++;
		return skip_type_index(cursor, module,
				       "the type index of an import");
	case KIND_TABLE:
		module->tables.imported++;
		return read_table_type(cursor, module);
	case KIND_MEMORY:
		module->memories.imported++;
		return read_memory_type(cursor, module);
	case KIND_GLOBAL:
		module->globals.imported++;
		return skip_global_type(cursor);
	case KIND_TAG:
		module->tags.imported++;
		return skip_tag_type(cursor, module);
	default:
		return up_cursor_unknown(cursor, offset,
					 "an import is of the unknown kind "
					 "0x%02x",
					 kind);
	}
}

/* A name that other programs are to find a thing by, as C has texts. */
static int read_name(struct up_cursor *cursor, const char *what)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_raw_name name;

	if (up_cursor_name(cursor, what, &name) < 0)
		return -1;
	if (name.size > 0 && memchr(name.text, '\0', name.size))
		return up_error(cursor->report, UP_FAULT_INPUT, offset,
				"%s, which begins with '%s', has a NUL in it, "
				"which is not supported; rename it in the source",
				what, name.text);
	return 0;
}

int up_section_import(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of imports",
			    &module->import_count) < 0)
		return -1;
	for (uint32_t i = 0; i < module->import_count; i++)
		if (read_name(cursor, "the module name of an import") < 0 ||
		    read_name(cursor, "the name of an import") < 0 ||
		    read_import_kind(cursor, module) < 0)
			return -1;
	return 0;
}

/* ---- definitions ---- */

int up_section_function(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of functions",
			    &module->functions.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->functions.defined; i++)
		if (skip_type_index(cursor, module,
				    "the type index of a function") < 0)
			return -1;
	return 0;
}

static int read_table(struct up_cursor *cursor, struct up_raw_module *module)
{
	const char *what = "a table";
	uint8_t byte;

	if (up_cursor_left(cursor) == 0 || *cursor->next != TABLE_WITH_INIT)
		return read_table_type(cursor, module);
	/* 0x40 0x00, then the type and what every element begins as. */
	if (up_cursor_byte(cursor, what, &byte) < 0 ||
	    up_cursor_byte(cursor, what, &byte) < 0 ||
	    read_table_type(cursor, module) < 0)
		return -1;
	return up_cursor_skip_const_expr(cursor);
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
		if (read_memory_type(cursor, module) < 0)
			return -1;
	return 0;
}

int up_section_tag(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of tags",
			    &module->tags.defined) < 0)
		return -1;
	for (uint32_t i = 0; i < module->tags.defined; i++)
		if (skip_tag_type(cursor, module) < 0)
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

static int read_export(struct up_cursor *cursor,
		       const struct up_raw_module *module)
{
	const struct {
		const char *what;
		struct up_raw_count count;
	} kinds[] = {
		[KIND_FUNC] = {"the index of an exported function",
			       module->functions},
		[KIND_TABLE] = {"the index of an exported table",
				module->tables},
		[KIND_MEMORY] = {"the index of an exported memory",
				 module->memories},
		[KIND_GLOBAL] = {"the index of an exported global",
				 module->globals},
		[KIND_TAG] = {"the index of an exported tag", module->tags},
	};
	uint64_t offset;
	uint32_t index;
	uint8_t kind;

	if (read_name(cursor, "the name of an export") < 0)
		return -1;
	offset = up_cursor_offset(cursor);
	if (up_cursor_byte(cursor, "the kind of an export", &kind) < 0)
		return -1;
	if (kind >= sizeof(kinds) / sizeof(kinds[0]))
		return up_cursor_unknown(cursor, offset,
					 "an export is of the unknown kind "
					 "0x%02x",
					 kind);
	return up_cursor_index(cursor, kinds[kind].what,
			       total(kinds[kind].count), &index);
}

int up_section_export(struct up_cursor *cursor, struct up_raw_module *module)
{
	if (up_cursor_count(cursor, "the number of exports",
			    &module->export_count) < 0)
		return -1;
	for (uint32_t i = 0; i < module->export_count; i++)
		if (read_export(cursor, module) < 0)
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
