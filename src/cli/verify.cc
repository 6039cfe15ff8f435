/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/verify.h"

#include <cinttypes>

#include "dump/wabt_read.h"
#include "process/child.h"

extern "C" {
#include "diag/diag.h"
#include "diag/progress.h"
}

namespace
{

struct Output {
	const uint8_t *bytes;
	size_t size;
};

int verify(const struct up_link *, struct up_report *report, void *data)
{
	auto *output = static_cast<const Output *>(data);
	wabt::Module module;

	up_progress_begin(report, "verify");
	up_wabt_result result =
		up_wabt_read(output->bytes, output->size, false, &module);
	up_progress_made(report, output->size, 0);
	up_progress_end(report);
	switch (result.verdict) {
	case up_wabt_verdict::UNKNOWN:
		up_warning(report,
			   "the output was not verified: it has %s, which "
			   "wabt %s cannot read; validate it in the engine "
			   "that will run it",
			   result.message.c_str(), WABT_VERSION_STRING);
		return 0;
	case up_wabt_verdict::INVALID:
		return up_input_error(
			report,
			"the rewritten module is not valid, so nothing was "
			"written (wabt %s, output offset 0x%" PRIx64
			": %s); please report this with the input",
			WABT_VERSION_STRING, result.offset,
			result.message.c_str());
	default:
		return 0;
	}
}

} // namespace

int up_verify(const uint8_t *bytes, size_t size, struct up_report *report)
{
	Output output = {bytes, size};
	struct up_child_job job = {};

	job.work = verify;
	job.data = &output;
	job.advice = "wabt could not verify the output; leave out --verify";
	return up_child_call(&job, report);
}
