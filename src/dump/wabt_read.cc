// SPDX-License-Identifier: MIT OR Apache-2.0

#include "dump/wabt_read.h"

#include <exception>

#include "wabt/binary-reader-ir.h"
#include "wabt/binary-reader.h"
#include "wabt/error.h"
#include "wabt/feature.h"
#include "wabt/validator.h"

extern "C" {
#include "wasm/module.h"
}

namespace
{

// Encodings that wabt 1.0.32 does not know. Its reader stops right behind the
// first byte of one.
const struct {
	uint8_t byte;
	const char *name;
} unreadable[] = {
	{0x1f, "try_table"},  {0x0a, "throw_ref"},	    {0x69, "exnref"},
	{0x74, "nullexnref"}, {0xfb, "garbage collection"},
};

// What wabt's reader has met at @offset that it does not know, or NULL.
const char *find_unreadable(const uint8_t *bytes, size_t size, size_t offset)
{
	if (offset == 0 || offset > size)
		return nullptr;
	for (const auto &known : unreadable)
		if (bytes[offset - 1] == known.byte)
			return known.name;
	return nullptr;
}

// Whether the types alone are more than wabt reads.
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

up_wabt_result invalid(const wabt::Errors &errors)
{
	if (errors.empty())
		return {up_wabt_verdict::INVALID, "no reason given", 0};
	return {up_wabt_verdict::INVALID, errors.front().message,
		errors.front().loc.offset};
}

up_wabt_result read(const uint8_t *bytes, size_t size, bool names,
		    wabt::Module *module)
{
	wabt::Features features;
	wabt::Errors errors;

	features.EnableAll();
	// With these on, wabt 1.0.32 no longer takes a ref.func for a funcref.
	features.disable_function_references();
	// Custom sections that only its own annotations can say.
	features.disable_code_metadata();
	wabt::ReadBinaryOptions options(features, nullptr, names, true, false);
	if (wabt::Failed(wabt::ReadBinaryIr("module", bytes, size, options,
					    &errors, module))) {
		const char *what =
			errors.empty()
				? nullptr
				: find_unreadable(bytes, size,
						  errors.front().loc.offset);
		if (what != nullptr)
			return {up_wabt_verdict::UNKNOWN, what, 0};
		return invalid(errors);
	}
	wabt::ValidateOptions validate(features);
	if (wabt::Failed(wabt::ValidateModule(module, &errors, validate)))
		return invalid(errors);
	return {up_wabt_verdict::VALID, "", 0};
}

} // namespace

up_wabt_result up_wabt_read(const uint8_t *bytes, size_t size, bool names,
			    wabt::Module *module)
{
	if (has_gc_types(bytes, size))
		return {up_wabt_verdict::UNKNOWN, "garbage collected types", 0};
	try {
		return read(bytes, size, names, module);
	} catch (const std::exception &problem) {
		return {up_wabt_verdict::INVALID, problem.what(), 0};
	}
}
