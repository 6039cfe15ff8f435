/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Crates with #[wasm_bindgen] whose section is not what the macro wrote: it is
 * read, and if that is possible, bindings are made of it. What is in there may be
 * anything, and is data in the JavaScript.
 */

#include "bindgen/schema.h"
#include "fuzz.h"
#include "util/arena.h"
#include "wasm/module.h"

const size_t fuzz_prefix = 0;

/* Returns whether there is anything to make bindings of. */
static bool read_programs(const uint8_t *data, size_t size)
{
	struct up_bindgen_programs programs = {0};
	struct up_arena arena = {0};
	struct fuzz_report report;
	struct up_raw_module raw;
	struct up_raw_name schema, release;
	int result;

	fuzz_report_init(&report, size);
	if (up_raw_module_read(data, size, &raw, &report.report) < 0)
		return false;
	up_bindgen_schema_version(&raw, &schema, &release);
	result = up_bindgen_programs_read(&programs, &raw, &arena,
					  &report.report);
	fuzz_check_result(&report, result);
	up_arena_finish(&arena);
	up_raw_module_finish(&raw);
	return result == 0 && programs.count > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* By what is in there, so that one input is one way. */
	struct up_options options = {
		.name = "mod",
		.typescript = true,
		.target = size > 0 ? (data[size - 1] ^ size) % UP_TARGET_NONE
				   : 0,
		.debug = size % 3 == 0,
	};

	if (read_programs(data, size))
		fuzz_rewrite(data, size, &options, NULL, 0);
	return 0;
}
