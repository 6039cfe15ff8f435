/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * A look into a module, up to what is printed: the model and all that is found out
 * for it, without Binaryen. What is printed can be shown and read.
 */

#include <string.h>

#include "dump/dump.h"
#include "fuzz.h"
#include "util/buf.h"
#include "util/json.h"

const size_t fuzz_prefix = 0;

static const char *const any[] = {"*"};

/* The default, and the one that is asked for most. */
static const struct up_options rewritings[] = {
	{.name = "a", .typescript = true},
	{
		.name = "a",
		.target = UP_TARGET_NODEJS,
		.unwind = UP_UNWIND_TRUST,
		.reset = UP_RESET_IN_PLACE,
		.unwind_safe_imports = any,
		.unwind_safe_import_count = 1,
		.abort_exports = any,
		.abort_export_count = 1,
		.keep_debug = true,
	},
};

static int take(const char *bytes, size_t size, void *data)
{
	up_buf_append(data, bytes, size);
	return 0;
}

static int dump(const uint8_t *bytes, size_t size, enum up_dump_format format,
		const struct up_options *rewrite, struct up_buf *ret_text)
{
	struct up_dump_options options = {
		.format = format,
		.path = "a.wasm",
		.sink = take,
		.data = ret_text,
	};
	struct fuzz_report report;
	int result;

	fuzz_report_init(&report, size);
	result = up_dump_here(bytes, size, &options, rewrite, &report.report);
	fuzz_check_result(&report, result);
	fuzz_check((ret_text->size > 0) == (result == 0));
	return result;
}

static void check_json(const struct up_buf *text)
{
	struct up_json json = {text->bytes, text->bytes + text->size};

	fuzz_check_shown(text->bytes, text->size);
	fuzz_check(up_json_kind(&json) == UP_JSON_OBJECT);
	/* The strings of our reader are C's. */
	if (memmem(text->bytes, text->size, "\\u0000", 6) != NULL)
		return;
	fuzz_check(up_json_skip(&json) == 0);
	fuzz_check(up_json_ends(&json));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < 2; i++) {
		struct up_buf text = {0}, json = {0};
		int result = dump(data, size, UP_DUMP_TEXT, &rewritings[i],
				  &text);

		fuzz_check_shown(text.bytes, text.size);
		fuzz_check(dump(data, size, UP_DUMP_JSON, &rewritings[i],
				&json) == result);
		if (result == 0)
			check_json(&json);
		up_buf_finish(&text);
		up_buf_finish(&json);
	}
	return 0;
}
