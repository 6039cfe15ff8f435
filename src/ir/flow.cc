// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/flow.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "ir/iteration.h"

using namespace wasm;

namespace up {

namespace {

/* Where a pointer comes from, besides parameters. */
enum : int32_t { STACK = -1, FRESH = -2 };

struct Value {
	enum Kind : uint8_t {
		OTHER,
		CONSTANT, /* offset */
		POINTER, /* base + offset; offset 0 unless exact */
		LOADED, /* what is in memory at base + offset */
		LOWERED, /* that, less 1 */
		OLD, /* what was there before the store that is pending */
		IS_OLD, /* whether that store changed nothing */
		IS_NEW, /* whether it changed something */
	} kind = OTHER;
	bool exact = true;
	uint8_t bytes = 0;
	int32_t base = 0;
	int32_t offset = 0;

	bool operator==(const Value&) const = default;
};

Value constant(int32_t value)
{
	return {Value::CONSTANT, true, 0, 0, value};
}

Value pointer(int32_t base, int32_t offset)
{
	return {Value::POINTER, true, 0, base, offset};
}

Value join(const Value& a, const Value& b)
{
	if (a == b)
		return a;
	if (a.kind == Value::POINTER && b.kind == Value::POINTER &&
	    a.base == b.base)
		return {Value::POINTER, false, 0, a.base, 0};
	return {};
}

enum Level : uint8_t {
	CLEAN,
	PENDING, /* unless the last store wrote what was there */
	DIRTY,
};

struct State {
	bool reachable = false;
	Level level = CLEAN;
	Store* pending = nullptr; /* the store that is */
	int32_t written = 0; /* by it */
	std::optional<int32_t> stack, lent;
	std::vector<Value> locals;

	bool operator==(const State&) const = default;

	void spoil()
	{
		level = DIRTY;
		pending = nullptr;
		written = 0;
		stack = lent = std::nullopt;
		std::fill(locals.begin(), locals.end(), Value());
	}

	void merge(const State& other)
	{
		if (!other.reachable)
			return;
		if (!reachable) {
			*this = other;
			return;
		}
		if (level == DIRTY)
			return;
		if (other.level == DIRTY ||
		    (pending && other.pending && pending != other.pending)) {
			spoil();
			return;
		}
		if (other.pending) {
			level = other.level;
			pending = other.pending;
			written = other.written;
		}
		if (stack != other.stack)
			stack = std::nullopt;
		if (lent != other.lent)
			lent = std::nullopt;
		for (size_t i = 0; i < locals.size(); i++)
			locals[i] = join(locals[i], other.locals[i]);
	}
};

class Walk {
public:
	Walk(Function* function, Callees& callees, uint64_t frames,
	     uint64_t released)
		: function(function), callees(callees), frames(frames),
		  released(released)
	{
	}

	Flow run()
	{
		State state;
		state.reachable = true;
		state.stack = state.lent = 0;
		state.locals.resize(function->getNumLocals());
		for (Index i = 0; i < function->getNumParams(); i++)
			if (function->getLocalType(i) == Type::i32)
				state.locals[i] = pointer((int32_t)i, 0);
		visit(function->body, state);
		exit.merge(state);
		flow.returns = exit.reachable;
		flow.clean = exit.level == CLEAN;
		if (flow.failed)
			flow.places.clear();
		return flow;
	}

private:
	Function* function;
	Callees& callees;
	uint64_t frames, released;
	Flow flow;
	State exit;
	std::map<Name, State> labels;
	std::unordered_map<Expression*, size_t> known; /* calls, in @flow */
	uint32_t steps = 0;

	/* More than any body takes whose loops settle as usual. */
	static constexpr uint32_t MOST_STEPS = 4000000;

	/* ---- memory ---- */

	bool may_write(const Value& where)
	{
		if (where.kind != Value::POINTER)
			return false;
		if (where.base < 0)
			return true;
		if (where.base >= 64 || !(frames >> where.base & 1))
			return false;
		flow.writes |= uint64_t(1) << where.base;
		return true;
	}

	/* What was loaded through a parameter may be there no more. */
	static void forget_loaded(State& state)
	{
		for (auto& local : state.locals)
			if (local.kind == Value::LOADED ||
			    local.kind == Value::LOWERED)
				local = Value();
	}

	void write(const Value& where, State& state)
	{
		if (state.level == DIRTY)
			return;
		if (!may_write(where))
			state.spoil();
		else if (where.base >= 0)
			forget_loaded(state);
	}

	/* Lowers the count in front of an object that is to be freed. */
	bool releases(const Value& where, const Value& value)
	{
		return where.kind == Value::POINTER && where.exact &&
		       where.base >= 0 && where.base < 64 &&
		       (released >> where.base & 1) && where.offset < 0 &&
		       value.kind == Value::LOWERED &&
		       value.base == where.base && value.offset == where.offset;
	}

	/*
	 * What lies where a constant is stored is in a local: should that turn
	 * out to be the same, nothing was done. So does `Option::take()`.
	 */
	bool suspend(Store* store, const Value& where, const Value& value,
		     State& state)
	{
		bool found = false;

		if (state.level != CLEAN || where.kind != Value::POINTER ||
		    !where.exact || where.base < 0 ||
		    value.kind != Value::CONSTANT)
			return false;
		for (auto& local : state.locals) {
			bool same = local.kind == Value::LOADED &&
				    local.base == where.base &&
				    local.offset == where.offset &&
				    local.bytes == store->bytes;
			if (same)
				local = Value{Value::OLD};
			found |= same;
		}
		if (!found)
			return false;
		forget_loaded(state);
		state.level = PENDING;
		state.pending = store;
		state.written = value.offset;
		return true;
	}

	void visit_store(Store* store, State& state)
	{
		Value where = visit(store->ptr, state);
		Value value = visit(store->value, state);

		if (!state.reachable || state.level == DIRTY)
			return;
		if (store->isAtomic()) {
			state.spoil();
			return;
		}
		if (where.kind == Value::POINTER && where.exact)
			where.offset += (int32_t)store->offset.addr;
		if (releases(where, value))
			forget_loaded(state);
		else if (may_write(where) ||
			 !suspend(store, where, value, state))
			write(where, state);
	}

	Value visit_load(Load* load, State& state)
	{
		Value where = visit(load->ptr, state);

		if (load->isAtomic())
			state.spoil();
		if (state.level != CLEAN || where.kind != Value::POINTER ||
		    !where.exact || where.base < 0 || load->type != Type::i32 ||
		    load->signed_)
			return {};
		return {Value::LOADED, true, load->bytes, where.base,
			where.offset + (int32_t)load->offset.addr};
	}

	/* ---- conditions ---- */

	static Value negated(const Value& value, const State& state)
	{
		if (value.kind == Value::IS_OLD)
			return {Value::IS_NEW};
		if (value.kind == Value::IS_NEW)
			return {Value::IS_OLD};
		if (value.kind == Value::OLD && state.written == 0)
			return {Value::IS_OLD};
		return {};
	}

	static Value compared(const Value& a, const Value& b,
			      const State& state, bool equal)
	{
		if (a.kind == Value::CONSTANT)
			return b.kind == Value::CONSTANT
				       ? Value()
				       : compared(b, a, state, equal);
		if (a.kind != Value::OLD || b.kind != Value::CONSTANT ||
		    b.offset != state.written)
			return {};
		return {equal ? Value::IS_OLD : Value::IS_NEW};
	}

	/* What is known where @condition is true, or false. */
	static void refine(State& state, const Value& condition, bool holds)
	{
		bool unchanged =
			holds ? condition.kind == Value::IS_OLD
			      : condition.kind == Value::IS_NEW ||
					(condition.kind == Value::OLD &&
					 state.written == 0);

		if (state.level != PENDING || !unchanged)
			return;
		state.level = CLEAN;
		state.pending = nullptr;
		state.written = 0;
		for (auto& local : state.locals)
			if (local.kind >= Value::OLD)
				local = Value();
	}

	/* ---- values ---- */

	Value visit_binary(Binary* binary, State& state)
	{
		Value a = visit(binary->left, state);
		Value b = visit(binary->right, state);

		/* What was in memory may have changed in the meantime. */
		if (a.kind >= Value::LOADED && !binary->right->is<Const>() &&
		    !binary->right->is<LocalGet>())
			a = Value();
		switch (binary->op) {
		case EqInt32:
			return compared(a, b, state, true);
		case NeInt32:
			return compared(a, b, state, false);
		case AddInt32:
			if (a.kind == Value::CONSTANT)
				std::swap(a, b);
			break;
		case SubInt32:
			if (b.kind == Value::CONSTANT)
				b.offset = (int32_t)-(uint32_t)b.offset;
			break;
		default:
			return {};
		}
		if (b.kind != Value::CONSTANT)
			return {};
		if (a.kind == Value::LOADED && b.offset == -1) {
			a.kind = Value::LOWERED;
			return a;
		}
		if (a.kind != Value::POINTER && a.kind != Value::CONSTANT)
			return {};
		if (a.exact)
			a.offset = (int32_t)((uint32_t)a.offset +
					     (uint32_t)b.offset);
		return a;
	}

	bool is_stack(Name global)
	{
		return callees.stack_pointer &&
		       global == callees.stack_pointer;
	}

	Value visit_global_get(GlobalGet* get, State& state)
	{
		if (!is_stack(get->name) || !state.stack)
			return {};
		return pointer(STACK, *state.stack);
	}

	void visit_global_set(GlobalSet* set, State& state)
	{
		Value value = visit(set->value, state);

		if (!is_stack(set->name))
			state.spoil();
		if (state.level == DIRTY)
			return;
		state.stack = std::nullopt;
		if (value.kind == Value::POINTER && value.base == STACK &&
		    value.exact)
			state.stack = value.offset;
	}

	void set_local(Index index, const Value& value, State& state)
	{
		if (state.level != DIRTY)
			state.locals[index] = value;
	}

	Value visit_select(Select* select, State& state)
	{
		Value a = visit(select->ifTrue, state);
		Value b = visit(select->ifFalse, state);

		visit(select->condition, state);
		Value either = join(a, b);
		return either.kind == Value::POINTER ? either : Value();
	}

	/* ---- calls ---- */

	void note(Expression* call, const std::vector<Value>& args,
		  const State& state)
	{
		Place place = {state.level == CLEAN, state.stack, state.lent, 0};

		for (size_t i = 0; i < args.size() && i < 64; i++)
			if (args[i].kind == Value::POINTER &&
			    (args[i].base == STACK ||
			     (args[i].base >= 0 && args[i].base < 64 &&
			      (frames >> args[i].base & 1))))
				place.frames |= uint64_t(1) << i;
		auto [it, added] = known.insert({call, flow.places.size()});
		if (added) {
			flow.places.emplace_back(call, place);
			return;
		}
		Place& all = flow.places[it->second].second;
		all.clean &= place.clean;
		all.frames &= place.frames;
		if (all.stack != place.stack)
			all.stack = std::nullopt;
		if (all.lent != place.lent)
			all.lent = std::nullopt;
	}

	std::vector<Value> visit_all(ExpressionList& list, State& state)
	{
		std::vector<Value> values;

		for (auto* item : list)
			values.push_back(visit(item, state));
		return values;
	}

	/* A function that is not known for anything. */
	void call_other(Call* call, const std::vector<Value>& args, State& state)
	{
		flow.plain = false;
		if (state.level == DIRTY)
			return;
		auto written = callees.writes(call->target);
		if (!written) {
			state.spoil();
			return;
		}
		for (size_t i = 0; i < args.size() && i < 64; i++)
			if (*written >> i & 1)
				write(args[i], state);
	}

	Value visit_call(Call* call, State& state)
	{
		auto args = visit_all(call->operands, state);

		if (!state.reachable)
			return {};
		note(call, args, state);
		forget_loaded(state);
		auto kind = callees.kind(call->target);
		flow.plain &= kind == UP_CALL_THROWS || kind == UP_CALL_MOVES;
		switch (kind) {
		case UP_CALL_THROWS:
			state.reachable = false;
			break;
		case UP_CALL_OTHER:
			call_other(call, args, state);
			break;
		case UP_CALL_WRITES:
			write(args.empty() ? Value() : args[0], state);
			break;
		case UP_CALL_LENDS:
			if (state.lent)
				++*state.lent;
			break;
		case UP_CALL_ENDS:
			if (state.lent)
				--*state.lent;
			break;
		case UP_CALL_ALLOCATES:
			if (state.level != DIRTY)
				return pointer(FRESH, 0);
			break;
		default:
			break;
		}
		if (call->isReturn && state.reachable) {
			exit.merge(state);
			state.reachable = false;
		}
		return {};
	}

	void visit_call_indirect(CallIndirect* call, State& state)
	{
		auto args = visit_all(call->operands, state);

		visit(call->target, state);
		if (!state.reachable)
			return;
		note(call, args, state);
		leave_for_unknown(call->isReturn, state);
	}

	void leave_for_unknown(bool is_return, State& state)
	{
		flow.plain = false;
		state.spoil();
		if (is_return) {
			exit.merge(state);
			state.reachable = false;
		}
	}

	/* ---- control flow ---- */

	void branch(Name label, const State& state)
	{
		labels[label].merge(state);
	}

	Value visit_block(Block* block, State& state)
	{
		Value last;

		for (auto* item : block->list)
			last = visit(item, state);
		auto found = labels.find(block->name);
		if (!block->name.is() || found == labels.end())
			return last;
		state.merge(found->second);
		labels.erase(found);
		return {};
	}

	Value visit_loop(Loop* loop, State& state)
	{
		State entry = state;
		Value last;

		for (;;) {
			state = entry;
			last = visit(loop->body, state);
			auto found = labels.find(loop->name);
			if (!loop->name.is() || found == labels.end())
				return last;
			State next = entry;
			next.merge(found->second);
			labels.erase(found);
			if (next == entry || flow.failed)
				return last;
			entry = next;
		}
	}

	Value visit_if(If* iff, State& state)
	{
		Value condition = visit(iff->condition, state);
		State other = state;

		refine(state, condition, true);
		refine(other, condition, false);
		Value a = visit(iff->ifTrue, state);
		Value b = iff->ifFalse ? visit(iff->ifFalse, other) : Value();
		state.merge(other);
		return join(a, b);
	}

	Value visit_break(Break* br, State& state)
	{
		Value value = br->value ? visit(br->value, state) : Value();

		if (!br->condition) {
			branch(br->name, state);
			state.reachable = false;
			return value;
		}
		Value condition = visit(br->condition, state);
		State taken = state;
		refine(taken, condition, true);
		branch(br->name, taken);
		refine(state, condition, false);
		return value.kind == Value::POINTER ? value : Value();
	}

	void visit_switch(Switch* sw, State& state)
	{
		if (sw->value)
			visit(sw->value, state);
		visit(sw->condition, state);
		for (auto target : sw->targets)
			branch(target, state);
		branch(sw->default_, state);
		state.reachable = false;
	}

	/* ---- the rest ---- */

	void visit_children(Expression* e, State& state)
	{
		for (auto* child : ChildIterator(e))
			visit(child, state);
	}

	/* What only makes values of values. */
	static bool is_value(Expression* e)
	{
		switch (e->_id) {
		case Expression::NopId:
		case Expression::DropId:
		case Expression::UnaryId:
		case Expression::MemorySizeId:
		case Expression::RefNullId:
		case Expression::RefIsNullId:
		case Expression::RefFuncId:
		case Expression::TableGetId:
		case Expression::TableSizeId:
		case Expression::TupleMakeId:
		case Expression::TupleExtractId:
		case Expression::SIMDExtractId:
		case Expression::SIMDReplaceId:
		case Expression::SIMDShuffleId:
		case Expression::SIMDTernaryId:
		case Expression::SIMDShiftId:
		case Expression::SIMDLoadId:
			return true;
		default:
			return false;
		}
	}

	/* What changes more than the frame, and goes on behind itself. */
	static bool is_deed(Expression* e)
	{
		switch (e->_id) {
		case Expression::CallRefId:
		case Expression::MemoryGrowId:
		case Expression::MemoryInitId:
		case Expression::DataDropId:
		case Expression::AtomicRMWId:
		case Expression::AtomicCmpxchgId:
		case Expression::AtomicWaitId:
		case Expression::AtomicNotifyId:
		case Expression::AtomicFenceId:
		case Expression::SIMDLoadStoreLaneId:
		case Expression::TableSetId:
		case Expression::TableGrowId:
		case Expression::TableFillId:
		case Expression::TableCopyId:
		case Expression::TableInitId:
		case Expression::ElemDropId:
			return true;
		default:
			return false;
		}
	}

	void visit_rest(Expression* e, State& state)
	{
		visit_children(e, state);
		if (is_value(e))
			return;
		/* Exceptions, fibers, casts that branch: not of this module. */
		if (!is_deed(e))
			flow.failed = true;
		leave_for_unknown(e->is<CallRef>() &&
					  e->cast<CallRef>()->isReturn,
				  state);
	}

	void visit_bulk(Expression* dest, Expression* second, Expression* size,
			State& state)
	{
		Value where = visit(dest, state);

		visit(second, state);
		visit(size, state);
		write(where, state);
	}

	Value visit(Expression* e, State& state)
	{
		if (++steps > MOST_STEPS)
			flow.failed = true;
		if (!state.reachable || flow.failed)
			return {};
		switch (e->_id) {
		case Expression::BlockId:
			return visit_block(e->cast<Block>(), state);
		case Expression::LoopId:
			return visit_loop(e->cast<Loop>(), state);
		case Expression::IfId:
			return visit_if(e->cast<If>(), state);
		case Expression::BreakId:
			return visit_break(e->cast<Break>(), state);
		case Expression::SwitchId:
			visit_switch(e->cast<Switch>(), state);
			return {};
		case Expression::ReturnId:
			visit_children(e, state);
			exit.merge(state);
			state.reachable = false;
			return {};
		case Expression::UnreachableId:
			state.reachable = false;
			return {};
		default:
			return visit_value(e, state);
		}
	}

	Value visit_value(Expression* e, State& state)
	{
		switch (e->_id) {
		case Expression::ConstId:
			return e->type == Type::i32
				       ? constant(e->cast<Const>()
							  ->value.geti32())
				       : Value();
		case Expression::LocalGetId:
			return state.locals[e->cast<LocalGet>()->index];
		case Expression::LocalSetId: {
			auto* set = e->cast<LocalSet>();
			Value value = visit(set->value, state);
			set_local(set->index, value, state);
			return value;
		}
		case Expression::GlobalGetId:
			return visit_global_get(e->cast<GlobalGet>(), state);
		case Expression::BinaryId:
			return visit_binary(e->cast<Binary>(), state);
		case Expression::UnaryId: {
			auto* unary = e->cast<Unary>();
			Value value = visit(unary->value, state);
			return unary->op == EqZInt32 ? negated(value, state)
						     : Value();
		}
		case Expression::SelectId:
			return visit_select(e->cast<Select>(), state);
		case Expression::LoadId:
			return visit_load(e->cast<Load>(), state);
		case Expression::CallId:
			return visit_call(e->cast<Call>(), state);
		default:
			visit_effect(e, state);
			return {};
		}
	}

	void visit_effect(Expression* e, State& state)
	{
		if (auto* store = e->dynCast<Store>())
			visit_store(store, state);
		else if (auto* set = e->dynCast<GlobalSet>())
			visit_global_set(set, state);
		else if (auto* copy = e->dynCast<MemoryCopy>())
			visit_bulk(copy->dest, copy->source, copy->size, state);
		else if (auto* fill = e->dynCast<MemoryFill>())
			visit_bulk(fill->dest, fill->value, fill->size, state);
		else if (auto* call = e->dynCast<CallIndirect>())
			visit_call_indirect(call, state);
		else
			visit_rest(e, state);
	}
};

} // namespace

Flow flow_of(Function* function, Callees& callees, uint64_t frames,
	     uint64_t released)
{
	return Walk(function, callees, frames, released).run();
}

} // namespace up
