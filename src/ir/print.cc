// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Binaryen's printer, whose text goes on as it comes: it is many times as large
// as the module.

#include <ostream>
#include <streambuf>
#include <string>

#include "ir/ir.h"
#include "support/colors.h"
#include "wasm.h"

namespace {

class Sink : public std::streambuf {
public:
	Sink(up_ir_sink* take, void* data) : take(take), data(data) {}

	int err = 0;

protected:
	int_type overflow(int_type c) override
	{
		char byte = traits_type::to_char_type(c);
		return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
	}

	std::streamsize xsputn(const char* bytes, std::streamsize size) override
	{
		if (err == 0)
			err = take(bytes, (size_t)size, data);
		return err == 0 ? size : 0;
	}

private:
	up_ir_sink* take;
	void* data;
};

// Binaryen sets the names of custom sections into comments as they are.
std::string shown(const std::string& name)
{
	static const char digits[] = "0123456789abcdef";
	std::string text;

	for (char letter : name) {
		auto c = (unsigned char)letter;
		if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
			text += (char)c;
			continue;
		}
		text += '\\';
		text += digits[c >> 4];
		text += digits[c & 15];
	}
	return text;
}

} // namespace

int up_ir_print(BinaryenModuleRef module, up_ir_sink* take, void* data)
{
	Sink sink(take, data);
	std::ostream stream(&sink);
	bool colours = Colors::isEnabled();

	for (auto& section : ((wasm::Module*)module)->customSections)
		section.name = shown(section.name);

	Colors::setEnabled(false);
	stream << *(wasm::Module*)module;
	Colors::setEnabled(colours);
	return sink.err;
}
