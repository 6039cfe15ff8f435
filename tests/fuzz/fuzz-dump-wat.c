/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* A module in the text format, by wabt or Binaryen: ASCII, or refused. */

#include "dump/dump.h"
#include "fuzz.h"
#include "util/buf.h"

const size_t fuzz_prefix = 0;

struct job {
	const uint8_t *bytes;
	size_t size;
	struct fuzz_report report;
	struct up_buf text;
	int result;
};

static int take(const char *bytes, size_t size, void *data)
{
	up_buf_append(data, bytes, size);
	return 0;
}

static void work(void *data)
{
	struct job *job = data;
	struct up_dump_options options = {
		.format = UP_DUMP_WAT,
		.path = "a.wasm",
		.sink = take,
		.data = &job->text,
	};
	const struct up_options rewrite = {.name = "a"};

	job->result = up_dump_here(job->bytes, job->size, &options, &rewrite,
				   &job->report.report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job job = {.bytes = data, .size = size};

	fuzz_report_init(&job.report, size);
	if (fuzz_contained(work, &job)) {
		fuzz_check_result(&job.report, job.result);
		fuzz_check((job.text.size > 0) == (job.result == 0));
		fuzz_check_shown(job.text.bytes, job.text.size);
	}
	up_buf_finish(&job.text);
	return 0;
}
