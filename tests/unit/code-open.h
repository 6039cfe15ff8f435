/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_CODE_OPEN_H
#define UP_TESTS_CODE_OPEN_H

/* A function body, in a module that has something of everything. */

#include "check.h"
#include "module-builder.h"
#include "util/mem.h"
#include "wasm/code.h"

/*
 * Around each body: types 0 () -> (), 1 (i32) -> (i32), 2 an array; functions
 * 0 (imported) and 1; one of all else, but 2 tables. The body has no locals.
 */
static inline struct up_buf make_module(const char *body, size_t size)
{
	struct builder b = {0};

	build_type(&b, "", "");
	build_type(&b, "i", "i");
	up_buf_append(&b.sections[BUILD_TYPE], "\x5e\x7f\1", 3);
	b.counts[BUILD_TYPE]++;
	build_import(&b, "m", "f", 0);
	build_table(&b, 1);
	build_table(&b, 1);
	up_buf_append(&b.sections[BUILD_MEMORY], "\0\1", 2);
	b.counts[BUILD_MEMORY]++;
	build_tag(&b, 0);
	up_buf_append(&b.sections[BUILD_GLOBAL], "\x7f\1\x41\0\x0b", 5);
	b.counts[BUILD_GLOBAL]++;
	build_passive(&b, 0);
	up_buf_append(&b.sections[BUILD_DATA], "\1\0", 2);
	b.counts[BUILD_DATA]++;
	build_byte(&b.sections[BUILD_DATA_COUNT], 1);
	b.counts[BUILD_DATA_COUNT]++;
	build_function(&b, 0);
	/* Without the number of locals that build_function() has put there. */
	b.body.size = 0;
	up_leb128_put_u32(&b.sections[BUILD_CODE], (uint32_t)size);
	up_buf_append(&b.sections[BUILD_CODE], body, size);
	b.counts[BUILD_CODE]++;
	return build_module(&b);
}

struct scanned {
	struct up_code_event *events; /* owned */
	size_t count;
	uint64_t features;
	size_t start; /* of the body */
	struct check_report record;
};

static inline void record_event(const struct up_code_event *event, void *data)
{
	struct scanned *scanned = data;

	scanned->events = up_grow(scanned->events, &scanned->count,
				  sizeof(scanned->events[0]));
	scanned->events[scanned->count - 1] = *event;
}

/* Returns what scanning returns; the caller frees the events. */
static inline int scan(const char *body, size_t size, uint32_t kinds,
		       struct scanned *ret)
{
	struct up_buf module = make_module(body, size);
	uint8_t *copy = malloc(module.size);
	struct up_raw_module raw = {0};
	struct up_contents contents = {0};
	int err;

	assert_non_null(copy);
	memcpy(copy, module.bytes, module.size);
	memset(ret, 0, sizeof(*ret));
	check_report_init(&ret->record);
	if (up_raw_module_read(copy, module.size, &raw, &ret->record.report) <
		    0 ||
	    up_contents_read(&raw, &contents, &ret->record.report) < 0)
		fail_msg("%s", ret->record.message);
	ret->start = contents.bodies[0].offset;
	err = up_code_scan(&contents, &contents.bodies[0], kinds, record_event,
			   ret, &ret->features, &ret->record.report);
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	up_buf_finish(&module);
	free(copy);
	return err;
}

#endif
