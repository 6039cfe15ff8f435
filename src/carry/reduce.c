/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The module without the bodies that are carried, and without what goes. */

#include <string.h>

#include "carry/carry.h"
#include "wasm/cursor.h"
#include "wasm/foreign.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

enum {
	SECTION_CUSTOM = 0,
	SECTION_FUNCTION = 3,
	SECTION_EXPORT = 7,
	SECTION_START = 8,
	SECTION_ELEMENT = 9,
	SECTION_CODE = 10,
};

/* The index that a function has from now on. */
static uint32_t index_of(const struct up_carry *carry, uint32_t function)
{
	return carry->left ? carry->left[function] : function;
}

/* Whether the body is none of the module any more. */
static bool is_out(const struct up_carry *carry, uint32_t body)
{
	return carry->left && carry->gone[body];
}

static uint32_t count_bodies(const struct up_carry *carry)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < carry->contents.body_count; i++)
		count += !is_out(carry, i);
	return count;
}

/* ---- code ---- */

static void put_body(const struct up_carry *carry, uint32_t i,
		     struct up_buf *scratch, struct up_buf *out)
{
	/* No locals; unreachable; end. */
	static const char stub[] = {3, 0, 0x00, 0x0b};
	static const struct up_code_part nothing = {(const uint8_t *)"", 0};
	const struct up_index_maps maps = {.functions = carry->left};
	const struct up_raw_body *body = &carry->contents.bodies[i];
	const uint8_t *bytes = carry->contents.raw->bytes + body->offset;

	if (carry->carried[i]) {
		up_buf_append(out, stub, sizeof(stub));
		return;
	}
	if (!carry->left) {
		up_leb128_put_text(out, (const char *)bytes, body->size);
		return;
	}
	scratch->size = 0;
	up_body_recode(bytes, body->size, &maps, &nothing, scratch);
	up_leb128_put_text(out, scratch->bytes, scratch->size);
}

static void put_code(const struct up_carry *carry, struct up_buf *out)
{
	struct up_buf code = {0}, scratch = {0};

	up_leb128_put_u32(&code, count_bodies(carry));
	for (uint32_t i = 0; i < carry->contents.body_count; i++)
		if (!is_out(carry, i))
			put_body(carry, i, &scratch, &code);
	up_leb128_put_part(out, SECTION_CODE, code.bytes, code.size);
	up_buf_finish(&code);
	up_buf_finish(&scratch);
}

static void put_types_of_bodies(const struct up_carry *carry,
				struct up_buf *out)
{
	const struct up_contents *contents = &carry->contents;
	struct up_buf types = {0};

	up_leb128_put_u32(&types, count_bodies(carry));
	for (uint32_t i = 0; i < contents->body_count; i++)
		if (!is_out(carry, i))
			up_leb128_put_u32(
				&types,
				contents->functions
					[contents->imported_functions + i]);
	up_leb128_put_part(out, SECTION_FUNCTION, types.bytes, types.size);
	up_buf_finish(&types);
}

static void put_start(const struct up_carry *carry, struct up_buf *out)
{
	struct up_buf start = {0};

	up_leb128_put_u32(&start, index_of(carry, carry->contents.start));
	up_leb128_put_part(out, SECTION_START, start.bytes, start.size);
	up_buf_finish(&start);
}

/* Those of leave.c: active ones, with a number for their offset. */
static void put_elements(const struct up_carry *carry, struct up_buf *out)
{
	enum { OF_A_TABLE = 2, I32_CONST = 0x41, END = 0x0b, FUNCTIONS = 0 };
	const struct up_contents *contents = &carry->contents;
	struct up_buf elements = {0};

	up_leb128_put_u32(&elements, contents->element_count);
	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];
		uint32_t table = element->table;

		up_leb128_put_u32(&elements, table > 0 ? OF_A_TABLE : 0);
		if (table > 0)
			up_leb128_put_u32(&elements, table);
		up_leb128_put_u32(&elements, I32_CONST);
		up_leb128_put_s32(&elements, (int32_t)element->offset);
		up_leb128_put_u32(&elements, END);
		if (table > 0)
			up_leb128_put_u32(&elements, FUNCTIONS);
		up_leb128_put_u32(&elements, element->count);
		for (uint32_t k = 0; k < element->count; k++)
			up_leb128_put_u32(&elements,
					  index_of(carry,
						   element->functions[k]));
	}
	up_leb128_put_part(out, SECTION_ELEMENT, elements.bytes,
			   elements.size);
	up_buf_finish(&elements);
}

/* ---- what speaks of functions that go ---- */

static bool goes(const struct up_carry *carry, uint32_t function)
{
	uint32_t imported = carry->contents.imported_functions;

	return function >= imported &&
	       function < carry->contents.function_count &&
	       carry->gone[function - imported];
}

static bool is_left(const struct up_carry *carry,
		    const struct up_raw_export *export_)
{
	return export_->kind != UP_RAW_FUNC || !goes(carry, export_->index);
}

static void put_exports(const struct up_carry *carry, struct up_buf *out)
{
	const struct up_contents *contents = &carry->contents;
	struct up_buf exports = {0};
	uint32_t count = 0;

	for (uint32_t i = 0; i < contents->export_count; i++)
		count += is_left(carry, &contents->exports[i]);
	up_leb128_put_u32(&exports, count);
	for (uint32_t i = 0; i < contents->export_count; i++) {
		const struct up_raw_export *export_ = &contents->exports[i];
		char kind = (char)export_->kind;

		if (!is_left(carry, export_))
			continue;
		up_leb128_put_text(&exports, export_->name.text,
				   export_->name.size);
		up_buf_append(&exports, &kind, 1);
		up_leb128_put_u32(&exports,
				  export_->kind == UP_RAW_FUNC
					  ? index_of(carry, export_->index)
					  : export_->index);
	}
	up_leb128_put_part(out, SECTION_EXPORT, exports.bytes, exports.size);
	up_buf_finish(&exports);
}

/* The names of functions; -1 if they cannot be read. */
static int put_functions(const struct up_carry *carry, struct up_cursor *names,
			 struct up_buf *out)
{
	struct up_buf left = {0};
	uint32_t count, index, left_count = 0;
	struct up_raw_name name;
	int err = up_cursor_count(names, "the number of names", &count);

	for (; err == 0 && count > 0; count--) {
		if (up_cursor_u32(names, "an index", &index) < 0 ||
		    up_cursor_name(names, "a name", &name) < 0) {
			err = -1;
		} else if (!goes(carry, index)) {
			/* What no function has may be anything. */
			if (index < carry->contents.function_count)
				index = index_of(carry, index);
			up_leb128_put_u32(&left, index);
			up_leb128_put_text(&left, name.text, name.size);
			left_count++;
		}
	}
	up_leb128_put_u32(out, left_count);
	up_buf_append(out, left.bytes, left.size);
	up_buf_finish(&left);
	return err;
}

static int put_subsections(const struct up_carry *carry,
			   struct up_cursor *cursor, struct up_buf *out)
{
	enum { FUNCTIONS = 1 };
	struct up_buf part = {0};
	struct up_cursor names;
	int err = 0;
	uint8_t id;

	while (err == 0 && up_cursor_left(cursor) > 0) {
		err = up_cursor_byte(cursor, "a subsection", &id);
		if (err == 0)
			err = up_cursor_part(cursor, "its names", &names);
		if (err < 0)
			break;
		part.size = 0;
		if (id == FUNCTIONS)
			err = put_functions(carry, &names, &part);
		else
			up_buf_append(&part, names.next,
				      up_cursor_left(&names));
		up_leb128_put_part(out, id, part.bytes, part.size);
	}
	up_buf_finish(&part);
	return err;
}

static void put_names(const struct up_carry *carry,
		      const struct up_raw_section *section, struct up_buf *out)
{
	static const char title[] = "\4name";
	const uint8_t *start =
		carry->contents.raw->bytes + section->payload_offset;
	struct up_report quiet = {0};
	struct up_cursor cursor = {start, start + section->payload_size,
				   carry->contents.raw->bytes, &quiet};
	struct up_buf payload = {0};

	up_buf_append(&payload, title, sizeof(title) - 1);
	if (put_subsections(carry, &cursor, &payload) < 0) {
		payload.size = sizeof(title) - 1;
		up_buf_append(&payload, start, section->payload_size);
	}
	up_leb128_put_part(out, SECTION_CUSTOM, payload.bytes, payload.size);
	up_buf_finish(&payload);
}

/* Of a crate, what it says about itself: that has been read from the input. */
static bool is_read(const struct up_carry *carry,
		    const struct up_raw_section *section)
{
	static const char prefix[] = "__wasm_bindgen_";
	size_t size = sizeof(prefix) - 1;

	return carry->gone && section->id == SECTION_CUSTOM &&
	       section->name.size >= size &&
	       memcmp(section->name.text, prefix, size) == 0;
}

void up_carry_reduce(const struct up_carry *carry, struct up_buf *out)
{
	const struct up_raw_module *raw = carry->contents.raw;
	const struct up_raw_section *names = up_raw_module_custom(raw, "name");

	up_buf_append(out, raw->bytes, UP_WASM_HEADER_SIZE);
	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];
		size_t end = section->payload_offset + section->payload_size;
		if (is_read(carry, section))
			continue;
		if (section->id == SECTION_CODE)
			put_code(carry, out);
		else if (carry->left && section->id == SECTION_FUNCTION)
			put_types_of_bodies(carry, out);
		else if (carry->left && section->id == SECTION_START)
			put_start(carry, out);
		else if (carry->left && section->id == SECTION_ELEMENT)
			put_elements(carry, out);
		else if (carry->gone && section->id == SECTION_EXPORT)
			put_exports(carry, out);
		else if (carry->gone && section == names)
			put_names(carry, section, out);
		else
			up_buf_append(out, raw->bytes + section->offset,
				      end - section->offset);
	}
}
