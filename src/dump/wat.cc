// SPDX-License-Identifier: MIT OR Apache-2.0

// The module in the text format of WebAssembly: what wabt's wasm2wat prints, or
// what Binaryen does, where wabt cannot read the module. Both have read all of it
// before the sink gets anything.

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

// wabt writes a text from its beginning to its end; that goes to the sink.
class SinkStream : public wabt::Stream
{
      public:
	explicit SinkStream(struct up_dump_out *out) : out(out) {}

      protected:
	wabt::Result WriteDataImpl(size_t, const void *data,
				   size_t size) override
	{
		up_buf_append(&out->buf, data, size);
		up_dump_pass(out);
		return out->err == 0 ? wabt::Result::Ok : wabt::Result::Error;
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
	struct up_dump_out *out;
};

int take(const char *bytes, size_t size, void *data)
{
	auto *out = static_cast<struct up_dump_out *>(data);

	up_buf_append(&out->buf, bytes, size);
	up_dump_pass(out);
	return out->err;
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
		err = up_ir_print(module, take, job.out);
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
