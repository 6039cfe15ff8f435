/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_CONVERT_H
#define UP_BINDGEN_PRINT_CONVERT_H

/* The expressions of js/conversions.js, with their parameters filled in. */

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

/*
 * Appends the expression @name of @section, its parameters replaced by @args;
 * of statements only what is between the braces. False if there is no such
 * expression, or if it wants more arguments.
 */
bool up_convert(struct up_buf *out, const char *section, const char *name,
		const char *const *args, size_t count);

bool up_convert_exists(const char *section, const char *name);

/* Whether an expression is one operand wherever it is set in. */
bool up_convert_is_operand(const char *expression);

#endif
