/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_CONTENTS_OPEN_H
#define UP_TESTS_CONTENTS_OPEN_H

/* A module that is built, read, and compared with what was built. */

#include "check.h"
#include "module-builder.h"
#include "wasm/code.h"
#include "wasm/contents.h"

/* @count entries of a section. */
#define PUT(b, section, count, bytes) \
	put(b, section, count, bytes, sizeof(bytes) - 1)

static inline void put(struct builder *b, enum build_section section, uint32_t count,
		const char *bytes, size_t size)
{
	up_buf_append(&b->sections[section], bytes, size);
	b->counts[section] += count;
}

struct opened {
	uint8_t *bytes; /* a copy that ends where the bytes end */
	struct up_raw_module raw;
	struct up_contents contents;
	struct check_report record;
};

/* Returns what reading returns. */
static inline int try_open(struct opened *opened, const struct up_buf *module)
{
	memset(opened, 0, sizeof(*opened));
	opened->bytes = malloc(module->size);
	assert_non_null(opened->bytes);
	memcpy(opened->bytes, module->bytes, module->size);
	check_report_init(&opened->record);
	if (up_raw_module_read(opened->bytes, module->size, &opened->raw,
			       &opened->record.report) < 0)
		return -1;
	return up_contents_read(&opened->raw, &opened->contents,
				&opened->record.report);
}

static inline void finish(struct opened *opened)
{
	up_contents_finish(&opened->contents);
	up_raw_module_finish(&opened->raw);
	free(opened->bytes);
}

/* Frees @module, and the builder it came from is empty. */
static inline const struct up_contents *open_module(struct opened *opened,
						    struct up_buf module)
{
	if (try_open(opened, &module) < 0)
		fail_msg("0x%llx: %s",
			 (unsigned long long)opened->record.offset,
			 opened->record.message);
	assert_int_equal(opened->record.errors, 0);
	up_buf_finish(&module);
	return &opened->contents;
}

static inline void check_name(struct up_raw_name name, const char *text, size_t size)
{
	assert_int_equal(name.size, size);
	assert_memory_equal(name.text, text, size);
}

#define CHECK_NAME(name, text) check_name(name, text, sizeof(text) - 1)

/* Two functions without anything, two tables, a memory. */
static inline void make_base(struct builder *b)
{
	build_type(b, "", "");
	build_table(b, 8);
	build_table(b, 8);
	PUT(b, BUILD_MEMORY, 1, "\0\1");
	for (int i = 0; i < 2; i++) {
		build_function(b, 0);
		build_end(b);
	}
}

#endif
