// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/body.h"

#include "ir/find_all.h"
#include "wasm.h"

using namespace wasm;

BinaryenExpressionRef up_body_guarded(BinaryenExpressionRef expression)
{
	if (auto* old = ((Expression*)expression)->dynCast<Try>())
		return old->body;
	return ((Expression*)expression)->cast<TryTable>()->body;
}

void up_body_each_data(BinaryenModuleRef module, up_body_data_visitor* visit,
		       void* arg)
{
	for (auto& segment : ((Module*)module)->dataSegments) {
		if (segment->isPassive())
			continue;
		auto* offset = segment->offset->dynCast<Const>();
		if (!offset || segment->data.empty())
			continue;
		up_body_data data = {offset->value.getUnsigned(),
				     segment->data.data(),
				     segment->data.size()};
		visit(&data, arg);
	}
}

void up_body_each_call(BinaryenFunctionRef function,
		       up_body_call_visitor* visit, void* arg)
{
	auto* body = ((Function*)function)->body;
	if (!body)
		return;
	for (auto* call : FindAll<Call>(body).list)
		visit(call->target.str.data(), arg);
}

/* All bodies are searched for one name: nothing is listed on the way. */
struct CallCounter : PostWalker<CallCounter> {
	Name target;
	uint32_t count = 0;

	void visitCall(Call* call) { count += call->target == target; }
};

uint32_t up_body_count_calls(BinaryenFunctionRef function, const char* target)
{
	auto*& body = ((Function*)function)->body;
	CallCounter counter;

	counter.target = target;
	if (body)
		counter.walk(body);
	return counter.count;
}

const char* up_body_table_entry(BinaryenModuleRef module, uint32_t index)
{
	auto& m = *(Module*)module;
	const char* found = nullptr;
	Name table;

	for (auto& candidate : m.tables) {
		if (!candidate->type.isFunction())
			continue;
		table = candidate->name;
		break;
	}
	for (auto& segment : m.elementSegments) {
		auto* offset = segment->offset
				       ? segment->offset->dynCast<Const>()
				       : nullptr;
		if (!offset || segment->table != table)
			continue;
		uint64_t first = offset->value.getUnsigned();
		if (index < first || index - first >= segment->data.size())
			continue;
		auto* entry = segment->data[index - first]->dynCast<RefFunc>();
		if (entry)
			found = entry->func.str.data();
	}
	return found;
}
