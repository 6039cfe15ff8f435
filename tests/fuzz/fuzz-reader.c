/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The readers of src/wasm, which nothing of others stands in front of: a module's
 * outline, its contents, its code; and the last touch to its custom sections.
 */

#include <string.h>

#include "fuzz.h"
#include "util/buf.h"
#include "wasm/code.h"
#include "wasm/contents.h"
#include "wasm/module.h"
#include "wasm/name_section.h"
#include "wasm/retouch.h"
#include "wasm/validate.h"

const size_t fuzz_prefix = 0;

/* ---- code ---- */

static void check_index(uint32_t index, uint32_t count)
{
	fuzz_check(index < count);
}

static void visit(const struct up_code_event *event, void *data)
{
	const struct up_contents *contents = data;

	fuzz_check(event->offset < contents->raw->size);
	switch (event->kind) {
	case UP_CODE_CALL:
	case UP_CODE_REF_FUNC:
		check_index(event->index, contents->function_count);
		break;
	case UP_CODE_CALL_INDIRECT:
		check_index(event->other, contents->table_count);
		check_index(event->index, contents->type_count);
		break;
	case UP_CODE_CALL_REF:
		check_index(event->index, contents->type_count);
		break;
	case UP_CODE_THROW:
	case UP_CODE_CATCH:
		check_index(event->index, contents->tag_count);
		break;
	case UP_CODE_GLOBAL_GET:
	case UP_CODE_GLOBAL_SET:
		check_index(event->index, contents->global_count);
		break;
	case UP_CODE_TABLE_GROW:
	case UP_CODE_TABLE_WRITE:
		check_index(event->index, contents->table_count);
		break;
	default:
		break;
	}
}

/* Returns whether all of it can be read. */
static bool read_code(const struct up_contents *contents)
{
	bool readable = true;

	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];
		struct fuzz_report report;
		uint64_t features = 0;
		int result;

		fuzz_check(body->offset + body->size <= contents->raw->size);
		fuzz_report_init(&report, contents->raw->size);
		result = up_code_scan(contents, body, UINT32_MAX, visit,
				      (void *)contents, &features,
				      &report.report);
		fuzz_check_result(&report, result);
		readable &= result == 0;
	}
	return readable;
}

/* What cannot be read is not valid; what is covered does not get less by that. */
static void validate(const struct up_contents *contents, bool readable)
{
	struct fuzz_report report;
	bool covered;
	int result;

	fuzz_report_init(&report, contents->raw->size);
	result = up_validate(contents, &covered, &report.report);
	fuzz_check_result(&report, result);
	fuzz_check(readable || result < 0);
	fuzz_check(!covered || up_validate_covers(contents));
}

static void read_contents(const struct up_raw_module *raw)
{
	struct fuzz_report report;
	struct up_contents contents = {0};
	int result;

	fuzz_report_init(&report, raw->size);
	result = up_contents_read(raw, &contents, &report.report);
	fuzz_check_result(&report, result);
	if (result == 0)
		validate(&contents, read_code(&contents));
	up_contents_finish(&contents);
}

/* ---- sections ---- */

static void check_sections(const struct up_raw_module *raw)
{
	size_t end = 8;

	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];

		fuzz_check(section->offset == end);
		fuzz_check(section->payload_offset > section->offset);
		end = section->payload_offset + section->payload_size;
		fuzz_check(end <= raw->size);
	}
	fuzz_check(end == raw->size);
}

/* What is made of a module can be read again. */
static void check_made(const struct up_buf *made)
{
	struct up_raw_module raw;
	struct up_report report = {0};

	fuzz_check(up_raw_module_read((const uint8_t *)made->bytes, made->size,
				      &raw, &report) == 0);
	up_raw_module_finish(&raw);
}

static void retouch(const struct up_raw_module *raw)
{
	for (unsigned bits = 0; bits < 8; bits++) {
		struct up_retouch how = {
			.drop_names = (bits & 1) != 0,
			.drop_producers = (bits & 2) != 0,
			.demangle = (bits & 4) != 0,
		};
		struct up_buf bytes = {0};

		up_buf_append(&bytes, raw->bytes, raw->size);
		up_retouch(&bytes, &how);
		check_made(&bytes);
		up_buf_finish(&bytes);
	}
}

/* Where there are any names. */
static void mend(const struct up_raw_module *raw)
{
	if (up_raw_module_custom(raw, "name") == NULL)
		return;
	for (enum up_names names = UP_NAMES_OLD_TAGS; names <= UP_NAMES_NONE;
	     names++) {
		struct up_buf bytes = {0};

		up_name_section_mend(raw, names, &bytes);
		check_made(&bytes);
		up_buf_finish(&bytes);
	}
}

/* ---- all of it ---- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_report report;
	struct up_raw_module raw;
	int result;

	fuzz_report_init(&report, size);
	result = up_raw_module_read(data, size, &raw, &report.report);
	fuzz_check_result(&report, result);
	if (result < 0)
		return 0;
	check_sections(&raw);
	fuzz_report_init(&report, size);
	result = up_raw_module_check(&raw, &report.report);
	fuzz_check_result(&report, result);
	read_contents(&raw);
	retouch(&raw);
	mend(&raw);
	up_raw_module_finish(&raw);
	return 0;
}
