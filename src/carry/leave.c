/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Of a crate, most functions only describe, and go before anything is done. They
 * are not even numbered for Binaryen, where nothing else could tell: all that is
 * left has a name, and all that names functions by their indices is known here.
 */

#include <stdlib.h>

#include "carry/carry.h"
#include "util/mem.h"
#include "wasm/cursor.h"
#include "wasm/recode.h"

/* What is inside of bodies has names, by the indices of functions. */
static bool has_inner_names(const struct up_raw_module *raw)
{
	enum { LOCALS = 2, LABELS = 3 };
	const struct up_raw_section *section = up_raw_module_custom(raw, "name");
	struct up_report quiet = {0};
	struct up_cursor cursor, part;
	uint8_t id;

	if (!section)
		return false;
	cursor = up_cursor_over(raw, section, &quiet);
	while (up_cursor_left(&cursor) > 0) {
		if (up_cursor_byte(&cursor, "a subsection", &id) < 0 ||
		    up_cursor_part(&cursor, "its names", &part) < 0 ||
		    id == LOCALS || id == LABELS)
			return true;
	}
	return false;
}

/* One that the module may as well have been written with. */
static bool is_plain(const struct up_raw_element *element)
{
	if (element->mode != UP_SEGMENT_ACTIVE || !element->has_offset ||
	    element->type.code != UP_VT_FUNCREF)
		return false;
	for (uint32_t i = 0; i < element->count; i++)
		if (element->functions[i] == UP_NO_INDEX)
			return false;
	return true;
}

static bool has_plain_elements(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->element_count; i++)
		if (!is_plain(&contents->elements[i]))
			return false;
	return contents->const_function_count == 0;
}

/* Whether what is given to Binaryen can be told about other indices. */
static bool has_plain_bodies(const struct up_carry *carry)
{
	const struct up_contents *contents = &carry->contents;

	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];
		uint32_t function = contents->imported_functions + i;

		if (carry->gone[i])
			continue;
		if (contents->function_names[function].size == 0)
			return false;
		if (!carry->carried[i] &&
		    (up_body_traits(contents->raw->bytes + body->offset,
				    body->size, UP_NO_INDEX, NULL) &
		     UP_BODY_OTHER) != 0)
			return false;
	}
	return true;
}

void up_carry_leave(struct up_carry *carry)
{
	const struct up_contents *contents = &carry->contents;
	uint32_t imported = contents->imported_functions, next = 0;

	if (!contents->function_names || has_inner_names(contents->raw) ||
	    !has_plain_elements(contents) || !has_plain_bodies(carry))
		return;
	carry->left = up_alloc((contents->function_count + 1) *
			       sizeof(*carry->left));
	for (uint32_t i = 0; i < contents->function_count; i++)
		carry->left[i] = i >= imported && carry->gone[i - imported]
					 ? UP_NO_INDEX
					 : next++;
}
