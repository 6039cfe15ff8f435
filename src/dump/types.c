/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "dump/types.h"

#include <inttypes.h>

#include "wasm/leb128.h"

/* A heap type is a signed number; this many bits of it are the code. */
enum { CODE_MASK = 0x7f };

static const struct reference {
	uint8_t code;
	const char *heap;
	const char *name;
} references[] = {
#define UP_REFERENCE(code, heap, name) {code, heap, name},
#include "dump/reference.def"
#undef UP_REFERENCE
};

static const char *const kind_names[] = {
	[UP_RAW_FUNC] = "func",	    [UP_RAW_TABLE] = "table",
	[UP_RAW_MEMORY] = "memory", [UP_RAW_GLOBAL] = "global",
	[UP_RAW_TAG] = "tag",
};

static const struct {
	uint8_t id;
	const char *name;
} section_names[] = {
#define UP_SECTION(id, name, reader) {id, name},
#include "wasm/section.def"
#undef UP_SECTION
};

const char *up_kind_name(enum up_raw_kind kind)
{
	return kind_names[kind];
}

const char *up_section_name(uint8_t id)
{
	size_t count = sizeof(section_names) / sizeof(section_names[0]);

	for (size_t i = 0; i < count; i++)
		if (section_names[i].id == id)
			return section_names[i].name;
	return NULL;
}

void up_section_extent(const struct up_raw_module *raw,
		       const struct up_raw_section *section, size_t *ret_offset,
		       size_t *ret_size)
{
	const uint8_t *next = raw->bytes + section->offset + 1;
	uint32_t size = 0;

	up_leb128_u32(&next, raw->bytes + raw->size, &size);
	*ret_offset = (size_t)(next - raw->bytes);
	*ret_size = size;
}

/* ---- types of values ---- */

static const struct reference *find_reference(uint8_t code)
{
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		if (references[i].code == code)
			return &references[i];
	return NULL;
}

static void put_heap(struct up_buf *buf, int64_t heap)
{
	const struct reference *known;

	if (heap >= 0) {
		up_buf_printf(buf, "%" PRId64, heap);
		return;
	}
	known = find_reference((uint8_t)(heap & CODE_MASK));
	if (known)
		up_buf_puts(buf, known->heap);
	else
		up_buf_printf(buf, "%#x", (unsigned)(heap & CODE_MASK));
}

static const char *number_name(uint8_t code)
{
	switch (code) {
	case UP_VT_I32:
		return "i32";
	case UP_VT_I64:
		return "i64";
	case UP_VT_F32:
		return "f32";
	case UP_VT_F64:
		return "f64";
	case UP_VT_V128:
		return "v128";
	default:
		return NULL;
	}
}

void up_type_put_value(struct up_buf *buf, const struct up_raw_valtype *type)
{
	const struct reference *known = find_reference(type->code);
	const char *number = number_name(type->code);

	if (number) {
		up_buf_puts(buf, number);
	} else if (known) {
		up_buf_puts(buf, known->name);
	} else if (type->code == UP_VT_REF || type->code == UP_VT_REF_NULL) {
		up_buf_puts(buf, type->code == UP_VT_REF ? "(ref "
							 : "(ref null ");
		put_heap(buf, type->heap);
		up_buf_puts(buf, ")");
	} else {
		up_buf_printf(buf, "%#x", type->code);
	}
}

/* ---- types of what a module has ---- */

static void put_list(struct up_buf *buf, const char *word,
		     const struct up_raw_valtype *types, uint32_t count)
{
	up_buf_printf(buf, "(%s", word);
	for (uint32_t i = 0; i < count; i++) {
		up_buf_puts(buf, " ");
		up_type_put_value(buf, &types[i]);
	}
	up_buf_puts(buf, ")");
}

void up_type_put_func(struct up_buf *buf, const struct up_raw_type *type)
{
	if (type->param_count > 0)
		put_list(buf, "param", type->params, type->param_count);
	if (type->param_count > 0 && type->result_count > 0)
		up_buf_puts(buf, " ");
	if (type->result_count > 0)
		put_list(buf, "result", type->results, type->result_count);
}

void up_type_put_limits(struct up_buf *buf, const struct up_raw_limits *limits)
{
	if (limits->is_64)
		up_buf_puts(buf, "i64 ");
	up_buf_printf(buf, "%" PRIu64, limits->initial);
	if (limits->has_max)
		up_buf_printf(buf, " %" PRIu64, limits->max);
	if (limits->shared)
		up_buf_puts(buf, " shared");
	if (limits->has_page_size)
		up_buf_printf(buf, " (pagesize %" PRIu64 ")",
			      UINT64_C(1) << (limits->page_size & 63));
}

static void put_table(struct up_buf *buf, const struct up_raw_table *table)
{
	up_type_put_limits(buf, &table->limits);
	up_buf_puts(buf, " ");
	up_type_put_value(buf, &table->type);
}

static void put_global(struct up_buf *buf, const struct up_raw_global *global)
{
	if (global->mutable_)
		up_buf_puts(buf, "(mut ");
	up_type_put_value(buf, &global->type);
	if (global->mutable_)
		up_buf_puts(buf, ")");
}

void up_type_put(struct up_buf *buf, const struct up_contents *contents,
		 enum up_raw_kind kind, uint32_t index)
{
	switch (kind) {
	case UP_RAW_FUNC:
		up_type_put_func(buf,
				 &contents->types[contents->functions[index]]);
		break;
	case UP_RAW_TABLE:
		put_table(buf, &contents->tables[index]);
		break;
	case UP_RAW_MEMORY:
		up_type_put_limits(buf, &contents->memories[index].limits);
		break;
	case UP_RAW_GLOBAL:
		put_global(buf, &contents->globals[index]);
		break;
	case UP_RAW_TAG:
		up_type_put_func(buf, &contents->types[contents->tags[index]]);
		break;
	}
}
