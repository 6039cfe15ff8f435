// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/state.h"

#include "wasm-builder.h"
#include "wasm.h"

using namespace wasm;

namespace {

Module* mod(BinaryenModuleRef module) { return (Module*)module; }

Expression* expr(BinaryenExpressionRef e) { return (Expression*)e; }

const char* text(Name name) { return name.str.data(); }

up_ir_access access(up_ir_op op, Name target, Name segment,
		    std::initializer_list<Expression*> operands)
{
	up_ir_access found = {op, text(target), text(segment), {}, 0};
	for (auto* operand : operands)
		found.operands[found.operand_count++] = operand;
	return found;
}

// What makes or fills an array of a segment.
up_ir_access array_access_of(Expression* e)
{
	auto of = [](up_ir_op op, auto* array) {
		return access(op, Name(), array->segment,
			      {array->offset, array->size});
	};
	if (auto* array = e->dynCast<ArrayNewData>())
		return of(UP_OP_ARRAY_DATA, array);
	if (auto* array = e->dynCast<ArrayInitData>())
		return of(UP_OP_ARRAY_DATA, array);
	if (auto* array = e->dynCast<ArrayNewElem>())
		return of(UP_OP_ARRAY_ELEM, array);
	if (auto* array = e->dynCast<ArrayInitElem>())
		return of(UP_OP_ARRAY_ELEM, array);
	return access(UP_OP_OTHER, Name(), Name(), {});
}

} // namespace

uint32_t up_ir_memory_count(BinaryenModuleRef module)
{
	return (uint32_t)mod(module)->memories.size();
}

struct up_ir_memory up_ir_memory_at(BinaryenModuleRef module, uint32_t index)
{
	auto& memory = mod(module)->memories[index];
	return {text(memory->name), memory->imported(), memory->shared,
		memory->pageSizeLog2 != Memory::kDefaultPageSizeLog2,
		(uint32_t)memory->initial};
}

uint32_t up_ir_table_count(BinaryenModuleRef module)
{
	return (uint32_t)mod(module)->tables.size();
}

struct up_ir_table up_ir_table_at(BinaryenModuleRef module, uint32_t index)
{
	auto& table = mod(module)->tables[index];
	return {text(table->name), table->imported(), table->type.getID(),
		(uint32_t)table->initial, table->init};
}

uint32_t up_ir_segment_count(BinaryenModuleRef module)
{
	auto* m = mod(module);
	return (uint32_t)(m->elementSegments.size() + m->dataSegments.size());
}

struct up_ir_segment up_ir_segment_at(BinaryenModuleRef module, uint32_t index)
{
	auto* m = mod(module);
	auto elements = (uint32_t)m->elementSegments.size();
	if (index < elements) {
		auto& segment = m->elementSegments[index];
		return {text(segment->name), false, text(segment->table),
			segment->offset, (uint32_t)segment->data.size()};
	}
	auto& segment = m->dataSegments[index - elements];
	return {text(segment->name), true, text(segment->memory),
		segment->offset, (uint32_t)segment->data.size()};
}

void up_ir_make_passive(BinaryenModuleRef module,
			const struct up_ir_segment* segment)
{
	if (segment->data) {
		auto* data = mod(module)->getDataSegment(segment->name);
		data->memory = Name();
		data->offset = nullptr;
	} else {
		auto* elements = mod(module)->getElementSegment(segment->name);
		elements->table = Name();
		elements->offset = nullptr;
	}
}

void up_ir_append_data(BinaryenModuleRef module, uint32_t to, uint32_t from)
{
	auto* m = mod(module);
	auto elements = (uint32_t)m->elementSegments.size();
	auto& target = m->dataSegments[to - elements]->data;
	auto& source = m->dataSegments[from - elements]->data;
	target.insert(target.end(), source.begin(), source.end());
}

void up_ir_remove_segments(BinaryenModuleRef module, const bool* gone)
{
	auto* m = mod(module);
	size_t i = 0;
	std::erase_if(m->elementSegments, [&](auto&) { return gone[i++]; });
	std::erase_if(m->dataSegments, [&](auto&) { return gone[i++]; });
	m->updateMaps();
}

struct up_ir_access up_ir_access_of(BinaryenExpressionRef expression)
{
	auto* e = expr(expression);
	if (auto* size = e->dynCast<MemorySize>())
		return access(UP_OP_MEMORY_SIZE, size->memory, Name(), {});
	if (auto* grow = e->dynCast<MemoryGrow>())
		return access(UP_OP_MEMORY_GROW, grow->memory, Name(),
			      {grow->delta});
	if (auto* init = e->dynCast<MemoryInit>())
		return access(UP_OP_MEMORY_INIT, init->memory, init->segment,
			      {init->dest, init->offset, init->size});
	if (auto* drop = e->dynCast<DataDrop>())
		return access(UP_OP_DATA_DROP, Name(), drop->segment, {});
	if (auto* size = e->dynCast<TableSize>())
		return access(UP_OP_TABLE_SIZE, size->table, Name(), {});
	if (auto* grow = e->dynCast<TableGrow>())
		return access(UP_OP_TABLE_GROW, grow->table, Name(),
			      {grow->value, grow->delta});
	if (auto* set = e->dynCast<TableSet>())
		return access(UP_OP_TABLE_WRITE, set->table, Name(), {});
	if (auto* fill = e->dynCast<TableFill>())
		return access(UP_OP_TABLE_WRITE, fill->table, Name(), {});
	if (auto* copy = e->dynCast<TableCopy>())
		return access(UP_OP_TABLE_WRITE, copy->destTable, Name(), {});
	if (auto* init = e->dynCast<TableInit>())
		return access(UP_OP_TABLE_INIT, init->table, init->segment,
			      {init->dest, init->offset, init->size});
	if (auto* drop = e->dynCast<ElemDrop>())
		return access(UP_OP_ELEM_DROP, Name(), drop->segment, {});
	return array_access_of(e);
}

void up_ir_array_access_set(BinaryenExpressionRef expression,
			    BinaryenExpressionRef offset,
			    BinaryenExpressionRef size)
{
	auto set = [&](auto* array) {
		if (!array)
			return;
		array->offset = expr(offset);
		array->size = expr(size);
	};
	auto* e = expr(expression);
	set(e->dynCast<ArrayNewData>());
	set(e->dynCast<ArrayNewElem>());
	set(e->dynCast<ArrayInitData>());
	set(e->dynCast<ArrayInitElem>());
}

BinaryenExpressionRef up_ir_zero(BinaryenModuleRef module, BinaryenType type)
{
	if (!Type(type).isDefaultable())
		return nullptr;
	return Builder(*mod(module))
		.makeConstantExpression(Literal::makeZeros(Type(type)));
}

BinaryenExpressionRef up_ir_table_size(BinaryenModuleRef module,
				       const char* table)
{
	return Builder(*mod(module)).makeTableSize(Name(table));
}

BinaryenExpressionRef up_ir_table_fill(BinaryenModuleRef module,
				       const char* table,
				       BinaryenExpressionRef start,
				       BinaryenExpressionRef value,
				       BinaryenExpressionRef count)
{
	return Builder(*mod(module))
		.makeTableFill(Name(table), expr(start), expr(value),
			       expr(count));
}

BinaryenExpressionRef up_ir_segment_init(BinaryenModuleRef module,
					 const char* target,
					 const struct up_ir_segment* segment,
					 BinaryenExpressionRef destination,
					 BinaryenExpressionRef offset,
					 BinaryenExpressionRef size)
{
	Builder builder(*mod(module));
	if (segment->data)
		return builder.makeMemoryInit(segment->name, expr(destination),
					      expr(offset), expr(size),
					      Name(target));
	return builder.makeTableInit(segment->name, expr(destination),
				     expr(offset), expr(size), Name(target));
}
