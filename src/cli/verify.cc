/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/verify.h"

#include <cinttypes>

#include "wabt/binary-reader-ir.h"
#include "wabt/binary-reader.h"
#include "wabt/config.h"
#include "wabt/error.h"
#include "wabt/ir.h"
#include "wabt/validator.h"

extern "C" {
#include "diag/diag.h"
#include "wasm/module.h"
}

namespace
{

/*
 * Encodings that wabt 1.0.32 does not know. Its reader stops right behind the
 * first byte of one.
 */
const struct {
	uint8_t byte;
	const char *name;
} unreadable[] = {
	{0x1f, "try_table"},  {0x0a, "throw_ref"},	    {0x69, "exnref"},
	{0x74, "nullexnref"}, {0xfb, "garbage collection"},
};

/* What wabt's reader has met at @offset that it does not know, or NULL. */
const char *find_unreadable(const uint8_t *bytes, size_t size, size_t offset)
{
	if (offset == 0 || offset > size)
		return nullptr;
	for (const auto &known : unreadable)
		if (bytes[offset - 1] == known.byte)
			return known.name;
	return nullptr;
}

/* Whether the types alone are more than wabt reads. */
bool has_gc_types(const uint8_t *bytes, size_t size)
{
	struct up_report ignored = {};
	struct up_raw_module module;

	if (up_raw_module_read(bytes, size, &module, &ignored) < 0)
		return false;
	bool gc_types = module.gc_types;
	up_raw_module_finish(&module);
	return gc_types;
}

int report_unverified(const char *what, struct up_report *report)
{
	up_warning(report,
		   "the output was not verified: it has %s, which wabt %s "
		   "cannot read; validate it in the engine that will run it",
		   what, WABT_VERSION_STRING);
	return 0;
}

int report_invalid(const wabt::Errors &errors, struct up_report *report)
{
	const char *message = "no reason given";
	uint64_t offset = 0;

	if (!errors.empty()) {
		message = errors.front().message.c_str();
		offset = errors.front().loc.offset;
	}
	return up_input_error(report,
			      "the rewritten module is not valid, so nothing "
			      "was written (wabt %s, output offset 0x%" PRIx64
			      ": %s); please report this with the input",
			      WABT_VERSION_STRING, offset, message);
}

} // namespace

int up_verify(const uint8_t *bytes, size_t size, struct up_report *report)
{
	wabt::Features features;
	wabt::Errors errors;
	wabt::Module module;

	if (has_gc_types(bytes, size))
		return report_unverified("garbage collected types", report);
	features.EnableAll();
	// With these on, wabt 1.0.32 no longer takes a ref.func for a funcref.
	features.disable_function_references();
	wabt::ReadBinaryOptions read(features, nullptr, false, true, false);
	if (wabt::Failed(wabt::ReadBinaryIr("output", bytes, size, read,
					    &errors, &module))) {
		const char *what =
			errors.empty()
				? nullptr
				: find_unreadable(bytes, size,
						  errors.front().loc.offset);

		return what != nullptr ? report_unverified(what, report)
				       : report_invalid(errors, report);
	}
	wabt::ValidateOptions validate(features);
	if (wabt::Failed(wabt::ValidateModule(&module, &errors, validate)))
		return report_invalid(errors, report);
	return 0;
}
