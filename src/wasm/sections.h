/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_SECTIONS_H
#define UP_WASM_SECTIONS_H

#include "wasm/cursor.h"

/*
 * Each reads the contents of one section, up to the end of @cursor, and puts
 * what it finds into @module, where the sections before it have left theirs.
 * Returns 0, or -1 after reporting; what @module then holds does not matter.
 */
typedef int up_section_reader(struct up_cursor *cursor,
			      struct up_raw_module *module);

#define UP_SECTION(id, name, reader) up_section_reader up_section_##reader;
#include "wasm/section.def"
#undef UP_SECTION

/* The custom section `target_features`. */
up_section_reader up_section_target_features;

#endif
