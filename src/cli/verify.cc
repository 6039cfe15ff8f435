/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/verify.h"

#include <cinttypes>

#include "dump/wabt_read.h"

extern "C" {
#include "diag/diag.h"
}

int up_verify(const uint8_t *bytes, size_t size, struct up_report *report)
{
	wabt::Module module;
	up_wabt_result result = up_wabt_read(bytes, size, false, &module);

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
