/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_CONVERT_H
#define UP_BINDGEN_PRINT_CONVERT_H

/* The expressions of js/conversions.js, with their parameters filled in. */

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

/* An expression, in the text of that file. */
struct up_conversion {
	const char *section, *name, *params;
	size_t section_size, name_size;
};

/* Where each of them is: a table by name. */
struct up_conversions {
	struct up_conversion *slots; /* owned */
	size_t count;
};

enum { UP_CONVERSION_SLOTS = 512 };

void up_conversions_init(struct up_conversions *ret);
void up_conversions_finish(struct up_conversions *conversions);

/*
 * Appends the expression @name of @section, its parameters replaced by @args;
 * of statements only what is between the braces. False if there is no such
 * expression, or if it wants more arguments.
 */
bool up_convert(const struct up_conversions *conversions, struct up_buf *out,
		const char *section, const char *name, const char *const *args,
		size_t count);

bool up_convert_exists(const struct up_conversions *conversions,
		       const char *section, const char *name);

/* Whether an expression is one operand wherever it is set in. */
bool up_convert_is_operand(const char *expression);

#endif
