/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * All of rewriting. The first bytes of the input say how, and the module follows.
 */

#include "fuzz.h"
#include "util/buf.h"

enum { OPTIONS_SIZE = 4 };

const size_t fuzz_prefix = OPTIONS_SIZE;

static const char *const safe[] = {"env.*"};
static const char *const aborting[] = {"a*"};
static const struct up_rename renames[] = {{"f", "renamed"}};

/* Each byte has its own; see also seeds.py, which writes them. */
static struct up_options read_options(const uint8_t bytes[OPTIONS_SIZE])
{
	struct up_options options = {
		.name = "mod",
		.target = bytes[0] & 7,
		.eh = (bytes[0] >> 3) % 3,
		.unwind = (bytes[0] >> 5) % 3,
		.reset = bytes[1] & 3,
		.standalone = (bytes[1] >> 2) % 3,
		.optimize = (bytes[1] >> 4) % 5,
		.typescript = (bytes[2] & 1) != 0,
		.keep_debug = (bytes[2] & 2) != 0,
		.remove_names = (bytes[2] & 4) != 0,
		.remove_producers = (bytes[2] & 8) != 0,
		.debug = (bytes[2] & 16) != 0,
		.no_demangle = (bytes[2] & 32) != 0,
		.omit_default_module_path = (bytes[2] & 64) != 0,
		.typed_array_buffers = (bytes[2] & 128) != 0,
		.shrink = (bytes[3] & 3) % 3,
		.encode_into = (bytes[3] >> 2) % 3,
		.unwind_safe_imports = safe,
		.unwind_safe_import_count = (bytes[3] >> 4) & 1,
		.abort_exports = aborting,
		.abort_export_count = (bytes[3] >> 5) & 1,
		.renames = renames,
		.rename_count = (bytes[3] >> 6) & 1,
		.keep_lld_exports = (bytes[3] & 128) != 0,
	};

	if (options.standalone != UP_STANDALONE_NO)
		options.target = UP_TARGET_NONE;
	return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct up_options options;

	if (size < OPTIONS_SIZE)
		return 0;
	options = read_options(data);
	fuzz_rewrite(data + OPTIONS_SIZE, size - OPTIONS_SIZE, &options, NULL,
		     0);
	return 0;
}
