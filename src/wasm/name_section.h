/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_NAME_SECTION_H
#define UP_WASM_NAME_SECTION_H

#include <stdbool.h>

#include "util/buf.h"
#include "wasm/module.h"

/* How to read a name section that cannot be read as it is. */
enum up_names {
	/*
	 * The proposal for extended names gave the number 10 to tags before it
	 * gave it to fields, and 11 to tags: wabt still writes the old number.
	 */
	UP_NAMES_OLD_TAGS,
	UP_NAMES_AGREED, /* the subsections of the standard: module to locals */
	UP_NAMES_NONE,
};

/*
 * A copy of the module of @raw with only those names, as far as subsections are
 * whole. Names are no part of what a module does: a section that cannot be read
 * is no reason to refuse it.
 */
void up_name_section_mend(const struct up_raw_module *raw, enum up_names names,
			  struct up_buf *ret_bytes);

/*
 * Writes an underscore for each NUL in a name of @raw: to us names are texts of C,
 * where two with a NUL might be one. False if there is none and *@ret_bytes is
 * untouched; else it gets the module, with all things where they were.
 */
bool up_name_section_clear(const struct up_raw_module *raw,
			   struct up_buf *ret_bytes);

#endif
