/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/contents_parts.h"
#include "wasm/entity.h"

static void of_imports(struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->import_count; i++)
		if (contents->imports[i].kind == UP_RAW_GLOBAL &&
		    contents->globals[contents->imports[i].index].mutable_)
			up_contents_need(contents, UP_FEATURE_MUTABLE_GLOBALS);
	for (uint32_t i = 0; i < contents->global_count; i++) {
		const struct up_raw_global *global = &contents->globals[i];

		contents->features |= up_valtype_features(global->type);
		if (global->exported && global->mutable_)
			up_contents_need(contents, UP_FEATURE_MUTABLE_GLOBALS);
	}
}

static void of_limits(struct up_contents *contents,
		      const struct up_raw_limits *limits)
{
	if (limits->is_64)
		up_contents_need(contents, UP_FEATURE_MEMORY64);
	if (limits->has_page_size)
		up_contents_need(contents, UP_FEATURE_CUSTOM_PAGE_SIZES);
}

static void of_tables(struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->table_count; i++) {
		const struct up_raw_table *table = &contents->tables[i];

		/* A table of funcref is as old as tables. */
		if (table->type.code != UP_VT_FUNCREF)
			contents->features |= up_valtype_features(table->type);
		of_limits(contents, &table->limits);
		if (table->limits.shared)
			up_contents_need(contents,
					 UP_FEATURE_SHARED_EVERYTHING);
	}
	if (contents->table_count > 1)
		up_contents_need(contents, UP_FEATURE_REFERENCE_TYPES);
}

static void of_memories(struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->memory_count; i++) {
		of_limits(contents, &contents->memories[i].limits);
		if (contents->memories[i].limits.shared)
			up_contents_need(contents, UP_FEATURE_ATOMICS);
	}
	if (contents->memory_count > 1)
		up_contents_need(contents, UP_FEATURE_MULTIMEMORY);
}

static void of_segments(struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->data_count; i++)
		if (contents->data[i].mode == UP_SEGMENT_PASSIVE)
			up_contents_need(contents, UP_FEATURE_BULK_MEMORY);
	for (uint32_t i = 0; i < contents->element_count; i++)
		if (contents->elements[i].mode == UP_SEGMENT_PASSIVE)
			up_contents_need(contents, UP_FEATURE_BULK_MEMORY);
		else if (contents->elements[i].mode == UP_SEGMENT_DECLARATIVE)
			up_contents_need(contents, UP_FEATURE_REFERENCE_TYPES);
}

void up_contents_features(struct up_contents *contents)
{
	of_imports(contents);
	of_tables(contents);
	of_memories(contents);
	of_segments(contents);
	if (contents->tag_count > 0)
		up_contents_need(contents, UP_FEATURE_EXCEPTION_HANDLING);
}
