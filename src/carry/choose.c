/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Which bodies are carried. */

#include <stdlib.h>
#include <string.h>

#include "analysis/landmark_names.h"
#include "carry/carry.h"
#include "diag/progress.h"
#include "util/mem.h"
#include "wasm/recode.h"

enum { SECTION_CUSTOM = 0 };

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

/* Of modules that something is removed from, in which some of these may be. */
enum { MOST_FRAMES = 8 };

static void choose(struct up_carry *carry, const struct up_options *options,
		   const uint8_t *wishes, struct up_report *report)
{
	const struct up_contents *contents = &carry->contents;
	uint32_t wanted = kept_traits(options);
	uint32_t stack_pointer = up_contents_first_mutable_i32(contents);
	int frames = wishes ? MOST_FRAMES : 1;

	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];
		uint32_t traits = up_body_traits(
			contents->raw->bytes + body->offset, body->size,
			stack_pointer, carry->uses);
		up_progress_far(report, i, contents->body_count);
		enum up_body_wish wish = wishes ? wishes[i] : UP_BODY_NO_WISH;

		if (wish == UP_BODY_GOES) {
			carry->gone[i] = carry->carried[i] = true;
			carry->traits |= traits;
			continue;
		}
		if ((traits & wanted) != 0 || wish == UP_BODY_WANTED ||
		    is_landmark(contents, contents->imported_functions + i))
			continue;
		/* One frame is enough to know the stack by. */
		if ((traits & UP_BODY_FRAME) != 0) {
			if (--frames == 0)
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
		  struct up_report *report)
{
	*carry = (struct up_carry){0};
	return up_contents_read(raw, &carry->contents, report);
}

void up_carry_choose(struct up_carry *carry, const struct up_options *options,
		     const uint8_t *wishes, struct up_report *report)
{
	if (!can_carry(carry->contents.raw, options))
		return;
	carry->carried = up_alloc((carry->contents.body_count + 1) *
				 sizeof(*carry->carried));
	carry->uses = up_alloc((carry->contents.function_count + 1) *
			       sizeof(*carry->uses));
	if (wishes)
		carry->gone = up_alloc((carry->contents.body_count + 1) *
				       sizeof(*carry->gone));
	choose(carry, options, wishes, report);
	if (wishes)
		up_carry_leave(carry);
}

void up_carry_finish(struct up_carry *carry)
{
	up_contents_finish(&carry->contents);
	free(carry->carried);
	free(carry->uses);
	free(carry->stubs);
	free(carry->gone);
	free(carry->left);
	for (size_t i = 0; i < UP_CARRY_KINDS; i++)
		free(carry->names[i]);
	*carry = (struct up_carry){0};
}
