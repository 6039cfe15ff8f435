// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/mentions.h"

#include <optional>
#include <unordered_set>
#include <vector>

#include "wasm-builder.h"
#include "wasm.h"

using namespace wasm;

namespace {

Type type_of(uint8_t code)
{
	switch (code) {
	case UP_VT_I32:
		return Type::i32;
	case UP_VT_I64:
		return Type::i64;
	case UP_VT_F32:
		return Type::f32;
	case UP_VT_F64:
		return Type::f64;
	case UP_VT_V128:
		return Type::v128;
	case UP_VT_FUNCREF:
		return Type(HeapType::func, Nullable);
	case UP_VT_EXNREF:
		return Type(HeapType::exn, Nullable);
	default:
		return Type(HeapType::ext, Nullable);
	}
}

Type list_of(const struct up_raw_valtype* types, uint32_t count)
{
	std::vector<Type> list;

	for (uint32_t i = 0; i < count; i++)
		list.push_back(type_of(types[i].code));
	return Type(Tuple(list));
}

} // namespace

struct up_ir_mentions {
	Module& module;
	const struct up_contents& contents;
	std::vector<Function*> functions; /* by index; null: gone */
	std::vector<std::optional<HeapType>> types;
	/* By use and index: the body that has mentioned it last. */
	std::vector<uint32_t> seen[UP_USE_I32_CONST];
	uint32_t body = 1;
	uint32_t type = 0; /* of the call whose table comes next */
	std::vector<Expression*> list;

	up_ir_mentions(Module& module, const struct up_contents& contents,
		       const bool* gone)
		: module(module), contents(contents),
		  functions(contents.function_count),
		  types(contents.type_count)
	{
		uint32_t imported = contents.imported_functions;
		size_t next = 0;

		for (uint32_t i = 0; i < contents.function_count; i++)
			if (!gone || i < imported || !gone[i - imported])
				functions[i] = module.functions[next++].get();
		seen[UP_USE_TYPE].resize(contents.type_count);
		seen[UP_USE_MEMORY].resize(contents.memory_count);
		seen[UP_USE_GLOBAL].resize(contents.global_count);
		seen[UP_USE_TAG].resize(contents.tag_count);
	}

	/* Once for each body is enough. */
	bool is_new(enum up_body_use use, uint32_t index)
	{
		uint32_t& last = seen[use][index];
		bool found = last == body;

		last = body;
		return !found;
	}

	HeapType called_type(uint32_t index)
	{
		auto& type = types[index];
		auto& raw = contents.types[index];

		if (!type)
			type = HeapType(Signature(
				list_of(raw.params, raw.param_count),
				list_of(raw.results, raw.result_count)));
		return *type;
	}

	Expression* indirect_call(uint32_t table)
	{
		auto* call = module.allocator.alloc<CallIndirect>();

		call->table = module.tables[table]->name;
		call->heapType = called_type(type);
		call->target = Builder(module).makeConst(int32_t(0));
		call->type = call->heapType.getSignature().results;
		return call;
	}

	void mention(enum up_body_use use, uint32_t index)
	{
		Builder build(module);

		switch (use) {
		case UP_USE_FUNCTION: {
			auto* call = module.allocator.alloc<Call>();
			call->target = functions[index]->name;
			call->type = Type::none;
			list.push_back(call);
			break;
		}
		case UP_USE_TYPE:
			type = index;
			break;
		case UP_USE_TABLE:
			if (index > 0 || is_new(UP_USE_TYPE, type))
				list.push_back(indirect_call(index));
			break;
		case UP_USE_MEMORY:
			if (is_new(use, index))
				list.push_back(build.makeMemorySize(
					module.memories[index]->name));
			break;
		case UP_USE_GLOBAL:
			if (is_new(use, index))
				list.push_back(build.makeGlobalGet(
					module.globals[index]->name,
					module.globals[index]->type));
			break;
		case UP_USE_TAG:
			if (is_new(use, index))
				list.push_back(build.makeThrow(
					module.tags[index].get(), {}));
			break;
		default:
			break;
		}
	}
};

void up_ir_remove_functions(BinaryenModuleRef module, uint32_t imported,
			    const bool* gone)
{
	auto& m = *(Module*)module;
	std::unordered_set<Function*> set;

	for (size_t i = imported; i < m.functions.size(); i++)
		if (gone[i - imported])
			set.insert(m.functions[i].get());
	m.removeFunctions([&](Function* function) {
		return set.count(function) > 0;
	});
}

struct up_ir_mentions* up_ir_mentions_create(BinaryenModuleRef module,
					     const struct up_contents* contents,
					     const bool* gone)
{
	return new up_ir_mentions(*(Module*)module, *contents, gone);
}

void up_ir_mentions_destroy(struct up_ir_mentions* mentions)
{
	delete mentions;
}

void up_ir_mention(enum up_body_use use, uint32_t value, void* mentions)
{
	if (use < UP_USE_I32_CONST)
		((struct up_ir_mentions*)mentions)->mention(use, value);
}

BinaryenExpressionRef up_ir_mentions_put(struct up_ir_mentions* mentions,
					 uint32_t function)
{
	auto& module = mentions->module;
	auto* body = module.allocator.alloc<Block>();

	body->list.reserve(mentions->list.size() + 1);
	body->list.push_back(Builder(module).makeUnreachable());
	for (auto* mention : mentions->list)
		body->list.push_back(mention);
	body->type = Type::unreachable;
	mentions->functions[function]->body = body;
	mentions->list.clear();
	mentions->body++;
	return body;
}

bool up_ir_mentions_drop(BinaryenModuleRef module, const char* name,
			 BinaryenExpressionRef body)
{
	auto* function = ((Module*)module)->getFunctionOrNull(Name(name));

	if (!function || function->body != (Expression*)body)
		return false;
	function->body = function->body->cast<Block>()->list[0];
	return true;
}
