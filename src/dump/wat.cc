// SPDX-License-Identifier: MIT OR Apache-2.0

// The module in the text format of WebAssembly: what wabt's wasm2wat prints, or
// what Binaryen does, where wabt cannot read the module. Both have read all of it
// before the sink gets anything.

#include <algorithm>
#include <cstring>
#include <exception>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dump/wabt_read.h"
#include "wabt/apply-names.h"
#include "wabt/stream.h"
#include "wabt/wat-writer.h"

extern "C" {
#include "diag/diag.h"
#include "dump/printer.h"
}
#include "ir/ir.h"

namespace
{

// Where the text goes. What is nested deeper is not set in further: the lines would
// be nothing but blanks, as many as the square of the depth.
class Text
{
      public:
	explicit Text(struct up_dump_out *out) : out(out) {}

	int put(const char *bytes, size_t size)
	{
		while (size > 0 && out->err == 0) {
			size_t used = leading ? put_blanks(bytes, size)
					      : put_line(bytes, size);
			bytes += used;
			size -= used;
		}
		return out->err;
	}

      private:
	static constexpr size_t MAX_INDENT = 200;

	struct up_dump_out *out;
	bool leading = true; // nothing but blanks yet in this line
	size_t indent = 0; // how many

	size_t put_blanks(const char *bytes, size_t size)
	{
		size_t blanks = 0;

		while (blanks < size && bytes[blanks] == ' ')
			blanks++;
		size_t kept = std::min(blanks, MAX_INDENT - indent);
		up_buf_append(&out->buf, bytes, kept);
		indent += kept;
		leading = blanks == size;
		return blanks;
	}

	// Up to the end of the line, or of what there is of it.
	size_t put_line(const char *bytes, size_t size)
	{
		auto *end = static_cast<const char *>(
			std::memchr(bytes, '\n', size));
		size_t length = end ? (size_t)(end - bytes) + 1 : size;

		up_buf_append(&out->buf, bytes, length);
		up_dump_pass(out);
		leading = end != nullptr;
		indent = 0;
		return length;
	}
};

// wabt writes a text from its beginning to its end; that goes to the sink.
class SinkStream : public wabt::Stream
{
      public:
	explicit SinkStream(struct up_dump_out *out) : text(out) {}

      protected:
	wabt::Result WriteDataImpl(size_t, const void *data,
				   size_t size) override
	{
		return text.put(static_cast<const char *>(data), size) == 0
			       ? wabt::Result::Ok
			       : wabt::Result::Error;
	}

	wabt::Result MoveDataImpl(size_t, size_t, size_t) override
	{
		return wabt::Result::Error;
	}

	wabt::Result TruncateImpl(size_t) override
	{
		return wabt::Result::Error;
	}

      private:
	Text text;
};

int take(const char *bytes, size_t size, void *data)
{
	return static_cast<Text *>(data)->put(bytes, size);
}

// One dump.
struct Job {
	const struct up_raw_module *raw;
	struct up_dump_out *out;
	struct up_report *report;
};

int report_invalid(const up_wabt_result &result, struct up_report *report)
{
	return up_error(report, UP_FAULT_INPUT,
			result.offset > 0 ? result.offset : UP_NO_OFFSET,
			"%s (says wabt %s); the module is not valid",
			result.message.c_str(), WABT_VERSION_STRING);
}

// Another opinion, where wabt has none: its errors are only for those.
int print_by_binaryen(const Job &job, const up_wabt_result &result)
{
	bool unknown = result.verdict == up_wabt_verdict::UNKNOWN;
	struct up_report quiet = {};
	struct up_report *report = unknown ? job.report : &quiet;
	BinaryenModuleRef module = up_ir_read_mended(job.raw, false, report);
	int err = module == nullptr ? -1 : up_ir_validate(module, report);

	if (err == 0) {
		up_warning(job.report,
			   "the text is Binaryen's, which differs from that "
			   "of wasm2wat: wabt %s cannot read the module (%s)",
			   WABT_VERSION_STRING, result.message.c_str());
		Text text(job.out);
		err = up_ir_print(module, take, &text);
	} else if (!unknown) {
		report_invalid(result, job.report);
	}
	if (module != nullptr)
		BinaryenModuleDispose(module);
	return err;
}

// What may stand in a name of the text format. wabt writes '_' for all else.
bool is_valid(char c)
{
	return c > ' ' && c < 0x7f && std::strchr("\"(),;[]{}", c) == nullptr;
}

std::string written(std::string name)
{
	for (char &c : name)
		if (!is_valid(c))
			c = '_';
	return name;
}

// Names that would be written the same get numbers, or the text would mean
// something else.
void part(const std::vector<std::string *> &names)
{
	std::set<std::string> taken;
	std::map<std::string, size_t> numbers;

	for (const std::string *name : names)
		if (written(*name) == *name)
			taken.insert(*name);
	for (std::string *name : names) {
		std::string text = written(*name);
		if (text == *name)
			continue;
		while (!taken.insert(text).second) {
			size_t number = ++numbers[written(*name)];
			text = written(*name) + "." + std::to_string(number);
		}
		*name = text;
	}
}

template <typename List> void part_all(const List &things)
{
	std::vector<std::string *> names;

	for (auto *thing : things)
		if (!thing->name.empty())
			names.push_back(&thing->name);
	part(names);
}

void part_locals(wabt::Func *func)
{
	std::map<wabt::Index, std::string> locals;
	std::vector<std::string *> names;
	bool changed = false;

	for (const auto &entry : func->bindings) {
		locals[entry.second.index] = entry.first;
		changed |= written(entry.first) != entry.first;
	}
	if (!changed)
		return;
	for (auto &local : locals)
		names.push_back(&local.second);
	part(names);
	func->bindings.clear();
	for (const auto &local : locals)
		func->bindings.emplace(local.second, wabt::Binding(local.first));
}

void part_names(wabt::Module *module)
{
	part_all(module->types);
	part_all(module->funcs);
	part_all(module->tables);
	part_all(module->memories);
	part_all(module->globals);
	part_all(module->tags);
	part_all(module->elem_segments);
	part_all(module->data_segments);
	for (wabt::Func *func : module->funcs)
		part_locals(func);
}

int print_by_wabt(const Job &job, wabt::Module *module)
{
	SinkStream stream(job.out);

	part_names(module);
	// As wasm2wat does: names that cannot be applied are left out.
	(void)wabt::ApplyNames(module);
	(void)wabt::WriteWat(&stream, module, wabt::WriteWatOptions());
	return job.out->err;
}

int print(const Job &job)
{
	wabt::Module module;
	up_wabt_result result =
		up_wabt_read(job.raw->bytes, job.raw->size, true, &module);

	if (result.verdict == up_wabt_verdict::VALID)
		return print_by_wabt(job, &module);
	module = wabt::Module();
	return print_by_binaryen(job, result);
}

} // namespace

// Both recurse on the nesting of blocks: see process/child.h.
int up_dump_print_wat(const struct up_model *model,
		      const struct up_dump_options *, struct up_dump_out *out,
		      struct up_report *report)
{
	try {
		return print({&model->raw, out, report});
	} catch (const std::exception &problem) {
		return up_input_error(report, "cannot print the module: %s",
				      problem.what());
	}
}
