/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Which bodies are carried, and the module without them. */

#include <stdlib.h>
#include <string.h>

#include "analysis/landmark_names.h"
#include "carry/carry.h"
#include "diag/progress.h"
#include "util/mem.h"
#include "wasm/foreign.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

enum { SECTION_CUSTOM = 0, SECTION_CODE = 10 };

static bool starts(const struct up_raw_name *name, const char *prefix)
{
	size_t size = strlen(prefix);

	return name->size >= size && memcmp(name->text, prefix, size) == 0;
}

/* Sections that speak of places inside of bodies. */
static bool has_places(const struct up_raw_module *raw)
{
	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];
		if (section->id == SECTION_CUSTOM &&
		    starts(&section->name, "metadata.code."))
			return true;
	}
	return false;
}

static bool can_carry(const struct up_raw_module *raw,
		      const struct up_options *options)
{
	return !raw->gc_types && !options->optimize && !options->shrink &&
	       options->eh == UP_EH_NONE &&
	       !(options->keep_debug && raw->has_dwarf) && !has_places(raw);
}

/* The global by which frames of the shadow stack are found without names. */
static uint32_t first_mutable_i32(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->global_count; i++)
		if (contents->globals[i].mutable_ &&
		    contents->globals[i].type.code == UP_VT_I32)
			return i;
	return UP_NO_INDEX;
}

static bool is_landmark(const struct up_contents *contents, uint32_t function)
{
	const struct up_raw_type *type =
		&contents->types[contents->functions[function]];
	enum up_role role;

	if (!contents->function_names)
		return false;
	const struct up_raw_name *name = &contents->function_names[function];
	return name->size > 0 &&
	       up_landmark_role(name->text, name->size, type->param_count,
				&role);
}

/* What analysis looks at, or passes change. */
static uint32_t kept_traits(const struct up_options *options)
{
	uint32_t traits = UP_BODY_THROW | UP_BODY_REF_FUNC | UP_BODY_STATE |
			  UP_BODY_OTHER;

	if (options->standalone != UP_STANDALONE_NO)
		traits |= UP_BODY_CALL_INDIRECT;
	return traits;
}

static void choose(struct up_carry *carry, const struct up_options *options,
		   struct up_report *report)
{
	const struct up_contents *contents = &carry->contents;
	uint32_t kept = kept_traits(options);
	uint32_t stack_pointer = first_mutable_i32(contents);

	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];
		uint32_t traits = up_body_traits(
			contents->raw->bytes + body->offset, body->size,
			stack_pointer, carry->uses);
		up_progress_far(report, i, contents->body_count);
		if ((traits & kept) != 0 ||
		    is_landmark(contents, contents->imported_functions + i))
			continue;
		/* One frame is enough to know the stack by. */
		if ((traits & UP_BODY_FRAME) != 0) {
			stack_pointer = UP_NO_INDEX;
			continue;
		}
		carry->carried[i] = true;
		carry->carried_bytes += body->size;
		carry->carried_count++;
		carry->traits |= traits;
	}
}

int up_carry_init(struct up_carry *carry, const struct up_raw_module *raw,
		  const struct up_options *options, struct up_report *report)
{
	*carry = (struct up_carry){0};
	if (!can_carry(raw, options))
		return 0;
	if (up_contents_read(raw, &carry->contents, report) < 0)
		return -1;
	carry->carried = up_alloc((carry->contents.body_count + 1) *
				 sizeof(*carry->carried));
	carry->uses = up_alloc((carry->contents.function_count + 1) *
			       sizeof(*carry->uses));
	choose(carry, options, report);
	return 0;
}

void up_carry_finish(struct up_carry *carry)
{
	up_contents_finish(&carry->contents);
	free(carry->carried);
	free(carry->uses);
	for (size_t i = 0; i < UP_CARRY_KINDS; i++)
		free(carry->names[i]);
	*carry = (struct up_carry){0};
}

/* ---- the module without them ---- */

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
	static const char id = SECTION_CODE;
	struct up_buf code = {0};

	up_leb128_put_u32(&code, carry->contents.body_count);
	for (uint32_t i = 0; i < carry->contents.body_count; i++)
		put_body(carry, i, &code);
	up_buf_append(out, &id, 1);
	up_leb128_put_u32(out, (uint32_t)code.size);
	up_buf_append(out, code.bytes, code.size);
	up_buf_finish(&code);
}

void up_carry_reduce(const struct up_carry *carry, struct up_buf *out)
{
	const struct up_raw_module *raw = carry->contents.raw;

	up_buf_append(out, raw->bytes, UP_WASM_HEADER_SIZE);
	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];
		size_t end = section->payload_offset + section->payload_size;
		if (section->id == SECTION_CODE)
			put_code(carry, out);
		else
			up_buf_append(out, raw->bytes + section->offset,
				      end - section->offset);
	}
}
