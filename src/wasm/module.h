/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_MODULE_H
#define UP_WASM_MODULE_H

/*
 * The outline of a module, read from its bytes: what can be known without
 * reading function bodies. Binaryen ends the process on some malformed input
 * and has no offsets; so this reader goes first and finds what is wrong.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"

/* Bytes of the module, valid UTF-8 but not NUL-terminated; borrowed from it. */
struct up_raw_name {
	const char *text;
	size_t size;
};

struct up_raw_section {
	uint8_t id; /* 0: custom */
	struct up_raw_name name; /* of a custom section; else empty */
	size_t offset; /* of the id, from the start of the module */
	size_t payload_offset; /* of what is behind the size and the name */
	size_t payload_size;
};

/* Of functions, tables, memories, globals or tags. */
struct up_raw_count {
	uint32_t imported;
	uint32_t defined;
};

/* An entry of the custom section `target_features`. */
struct up_raw_feature {
	char prefix; /* '+' used, '-' must not be used, '=' required */
	struct up_raw_name name;
};

struct up_raw_module {
	const uint8_t *bytes; /* borrowed from the caller of the reader */
	size_t size;

	struct up_raw_section *sections; /* owned; in the module's order */
	size_t section_count;
	struct up_raw_feature *features; /* owned; of target_features */
	size_t feature_count;

	uint32_t type_count; /* entries; with @gc_types a group counts as one */
	uint32_t import_count;
	uint32_t export_count;
	struct up_raw_count functions;
	struct up_raw_count tables;
	struct up_raw_count memories;
	struct up_raw_count globals;
	struct up_raw_count tags;
	uint32_t element_count;
	uint32_t data_segment_count; /* of the data section */
	uint32_t data_count; /* of the data count section */
	uint32_t body_count; /* of the code section */

	bool gc_types; /* the type section has more than plain functions */
	bool has_start;
	bool has_data_count; /* the section that says so ahead of the code */
	bool has_name_section;
	bool has_dwarf; /* custom sections .debug_* */
	bool has_target_features;
	bool shared_memory;
	/* Where the first memory or table with 64-bit limits is, or 0. */
	size_t memory64_offset;
	size_t table64_offset;
};

/*
 * Reads the outline of the module in @bytes. Everything about its structure
 * that is wrong, and everything that is no core module at all, is an error with
 * the offset. Returns 0 and sets *@ret, which borrows @bytes and which the
 * caller finishes; or -1 after reporting, and *@ret is untouched.
 */
int up_raw_module_read(const uint8_t *bytes, size_t size,
		       struct up_raw_module *ret, struct up_report *report);

/* Frees what @module holds; takes a zeroed struct too. */
void up_raw_module_finish(struct up_raw_module *module);

/*
 * Whether this version can rewrite the module: not one that was rewritten
 * before, is no finished module (an object file, a dynamic library), has 64-bit
 * memory or tables, or bindings of #[wasm_bindgen]. Returns 0, or -1 after
 * reporting.
 */
int up_raw_module_check(const struct up_raw_module *module,
			struct up_report *report);

/* The first custom section of that name, borrowed from @module, or NULL. */
const struct up_raw_section *up_raw_module_custom(
	const struct up_raw_module *module, const char *name);

#endif
