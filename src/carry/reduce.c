/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The module without the bodies that are carried, and without what goes. */

#include <string.h>

#include "carry/carry.h"
#include "wasm/cursor.h"
#include "wasm/foreign.h"
#include "wasm/leb128.h"

enum { SECTION_CUSTOM = 0, SECTION_EXPORT = 7, SECTION_CODE = 10 };

/* ---- code ---- */

static void put_body(const struct up_carry *carry, uint32_t i,
		     struct up_buf *out)
{
	/* No locals; unreachable; end. */
	static const char stub[] = {3, 0, 0x00, 0x0b};
	const struct up_raw_body *body = &carry->contents.bodies[i];

	if (carry->carried[i]) {
		up_buf_append(out, stub, sizeof(stub));
		return;
	}
	up_leb128_put_u32(out, (uint32_t)body->size);
	up_buf_append(out, carry->contents.raw->bytes + body->offset,
		      body->size);
}

static void put_code(const struct up_carry *carry, struct up_buf *out)
{
	struct up_buf code = {0};

	up_leb128_put_u32(&code, carry->contents.body_count);
	for (uint32_t i = 0; i < carry->contents.body_count; i++)
		put_body(carry, i, &code);
	up_leb128_put_part(out, SECTION_CODE, code.bytes, code.size);
	up_buf_finish(&code);
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
		up_leb128_put_u32(&exports, export_->index);
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
		else if (carry->gone && section->id == SECTION_EXPORT)
			put_exports(carry, out);
		else if (carry->gone && section == names)
			put_names(carry, section, out);
		else
			up_buf_append(out, raw->bytes + section->offset,
				      end - section->offset);
	}
}
