// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/refs.h"

#include "wasm.h"

using namespace wasm;

void up_ir_make_import(BinaryenFunctionRef ref, const char* module_name,
		       const char* base)
{
	auto* function = (Function*)ref;
	function->body = nullptr;
	function->vars.clear();
	function->localNames.clear();
	function->localIndices.clear();
	function->clearDebugInfo();
	function->module = Name(module_name);
	function->base = Name(base);
	// What is imported can be of a subtype, as far as is known here.
	function->type = function->type.with(Inexact);
}

void up_ir_make_defined(BinaryenFunctionRef import, BinaryenExpressionRef body)
{
	auto* function = (Function*)import;
	function->module = function->base = Name();
	function->type = function->type.with(Exact);
	function->body = (Expression*)body;
}

void up_ir_add_import(BinaryenModuleRef module, const char* name,
		      const char* module_name, const char* base,
		      BinaryenType params, BinaryenType results)
{
	auto function = std::make_unique<Function>();
	function->setName(Name(name), true);
	function->module = Name(module_name);
	function->base = Name(base);
	function->type = Type(Signature(Type(params), Type(results)),
			      NonNullable, Inexact);
	((Module*)module)->addFunction(std::move(function));
}

void up_ir_drop_sections(BinaryenModuleRef module, const char* prefix)
{
	auto& sections = ((Module*)module)->customSections;
	std::erase_if(sections, [&](const CustomSection& section) {
		return section.name.starts_with(prefix);
	});
}
