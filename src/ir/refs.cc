// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/refs.h"

#include "wasm-builder.h"
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

bool up_ir_same_call(BinaryenExpressionRef call, BinaryenExpressionRef other)
{
	auto* one = ((Expression*)call)->cast<CallIndirect>();
	auto* two = ((Expression*)other)->cast<CallIndirect>();
	return one->table == two->table && one->heapType == two->heapType;
}

BinaryenFunctionRef up_ir_add_call_function(BinaryenModuleRef module,
					    const char* name,
					    BinaryenExpressionRef like)
{
	auto type = ((Expression*)like)->cast<CallIndirect>()->heapType;
	auto signature = type.getSignature();
	std::vector<Type> params(signature.params.begin(),
				 signature.params.end());
	params.push_back(Type::i32);
	auto function = Builder::makeFunction(
		Name(name),
		Type(Signature(Type(params), signature.results), NonNullable,
		     Exact),
		{}, nullptr);
	function->hasExplicitName = true;
	return ((Module*)module)->addFunction(std::move(function));
}

BinaryenExpressionRef up_ir_call_by_table(BinaryenModuleRef module,
					  BinaryenExpressionRef like,
					  BinaryenExpressionRef target,
					  bool tail_call)
{
	auto* call = ((Expression*)like)->cast<CallIndirect>();
	Builder builder(*(Module*)module);
	std::vector<Expression*> args;
	Index index = 0;
	for (auto type : call->heapType.getSignature().params)
		args.push_back(builder.makeLocalGet(index++, type));
	return builder.makeCallIndirect(call->table, (Expression*)target, args,
					call->heapType, tail_call);
}

BinaryenExpressionRef up_ir_call_instead(BinaryenModuleRef module,
					 BinaryenExpressionRef ref,
					 const char* name)
{
	auto* call = ((Expression*)ref)->cast<CallIndirect>();
	std::vector<Expression*> args(call->operands.begin(),
				      call->operands.end());
	args.push_back(call->target);
	return Builder(*(Module*)module)
		.makeCall(Name(name), args,
			  call->heapType.getSignature().results,
			  call->isReturn);
}

bool up_ir_table_can_grow(BinaryenModuleRef module, const char* name)
{
	auto* table = ((Module*)module)->getTable(Name(name));
	return !table->hasMax() || table->max > table->initial;
}

void up_ir_forget_names(BinaryenModuleRef module, const char* const* kept)
{
	auto* m = (Module*)module;
	auto forget = [](auto& things) {
		for (auto& thing : things)
			thing->hasExplicitName = false;
	};
	forget(m->globals);
	forget(m->memories);
	forget(m->tables);
	forget(m->elementSegments);
	forget(m->dataSegments);
	forget(m->tags);
	for (auto& function : m->functions) {
		bool keeps = false;
		for (auto* prefix = kept; *prefix; prefix++)
			keeps |= function->name.startsWith(
				std::string_view(*prefix));
		function->hasExplicitName &= keeps;
		function->localNames.clear();
	}
}

void up_ir_drop_sections(BinaryenModuleRef module, const char* prefix)
{
	auto& sections = ((Module*)module)->customSections;
	std::erase_if(sections, [&](const CustomSection& section) {
		return section.name.starts_with(prefix);
	});
}
