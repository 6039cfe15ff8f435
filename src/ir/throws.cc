// SPDX-License-Identifier: MIT OR Apache-2.0

#include "ir/throws.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "ir/find_all.h"
#include "ir/flow.h"
#include "ir/module-utils.h"
#include "ir/utils.h"
#include "wasm-builder.h"
#include "wasm.h"

using namespace wasm;

namespace up {

namespace {

/* Sizes in expressions, from which on a function is not looked at, or copied. */
enum : Index { MOST_HARMLESS = 1000, MOST_THROWING = 200, MOST_COPIED = 400 };

/* Calls between an export and a throw. */
enum : int { MOST_DEPTH = 8 };

/* The low bits of a stack pointer that is a multiple of 16. */
enum : int32_t { MOST_LENT = 15, STACK_ALIGNMENT = 16 };

/* How a function was entered: see Place. All are of its whole activation. */
struct Entry {
	int32_t stack, lent;
	uint64_t frames, released;

	auto operator<=>(const Entry&) const = default;
};

/* A function that is entered in one way, with nothing done before. */
struct Context {
	Function* function;
	Entry entry;
	bool useful = false; /* it has something to mark, or callees do */
	bool alone = true; /* the function is entered in no other way */
	Function* made = nullptr; /* it, or a copy */
	/* What a throw gives back, from __stack_pointer there. */
	std::vector<std::pair<Expression*, int32_t>> throws;
	std::vector<std::pair<Expression*, int32_t>> indirect;
	std::vector<std::pair<Expression*, Context*>> calls;
};

/* A function in the table that finds out whether nothing was done before it. */
struct Closure {
	Function* function;
	uint32_t index; /* in the table */
	std::vector<Expression*> throws;
};

class Marker : public Callees {
public:
	Marker(Module& module, const struct up_throws& input,
	       struct up_throws_found& found)
		: module(module), input(input), found(found)
	{
		stack_pointer = input.stack_pointer;
	}

	void run()
	{
		list_references();
		find_throwers();
		if (throwers.empty())
			return;
		find_contexts();
		find_closures();
		settle_contexts();
		make_contexts();
		mark_closures();
		mark_helpers();
		found.other = count_others();
	}

	/* ---- what callees do ---- */

	up_call kind(Name function) override
	{
		if (throwers.count(function))
			return UP_CALL_THROWS;
		auto [it, added] = kinds.insert({function, UP_CALL_OTHER});
		if (added)
			it->second = input.kind(function.str.data(), input.arg);
		return it->second;
	}

	std::optional<uint64_t> writes(Name name) override
	{
		auto [it, added] = harmless.insert({name, std::nullopt});
		auto* function = module.getFunction(name);

		if (!added || function->imported() ||
		    is_large(function, MOST_HARMLESS))
			return it->second; /* not so if it calls itself */
		Flow flow = flow_of(function, *this, ~uint64_t(0), 0);
		if (!flow.failed && flow.returns && flow.clean)
			harmless[name] = flow.writes;
		return harmless[name];
	}

private:
	Module& module;
	const struct up_throws& input;
	struct up_throws_found& found;

	/* Imports, and what only calls them. */
	std::unordered_set<Name> throwers;
	std::unordered_set<Name> throwing; /* calls those, or a callee does */
	std::unordered_map<Name, up_call> kinds;
	std::unordered_map<Name, std::optional<uint64_t>> harmless;
	std::unordered_map<Function*, Index> sizes;
	std::unordered_map<Name, Index> references; /* of all kinds */
	std::unordered_map<Name, std::vector<Name>> callers;
	bool fixed_table = true; /* the table of functions does not change */
	std::vector<std::unique_ptr<Context>> contexts; /* callers first */
	std::map<std::pair<Function*, Entry>, Context*> known; /* of them */
	std::vector<std::pair<Export*, Context*>> roots;
	std::vector<Closure> closures;
	std::set<Expression*> marked;

	bool is_large(Function* function, Index most)
	{
		auto [it, added] = sizes.insert({function, 0});
		if (added)
			it->second = Measurer::measure(function->body);
		return it->second > most;
	}

	/* ---- the whole module ---- */

	void list_references()
	{
		struct Lister
			: PostWalker<Lister, UnifiedExpressionVisitor<Lister>> {
			Marker& marker;
			Lister(Marker& marker) : marker(marker) {}

			void visitExpression(Expression* e)
			{
				if (auto* call = e->dynCast<Call>())
					marker.add_call(getFunction(), call);
				else if (auto* ref = e->dynCast<RefFunc>())
					marker.references[ref->func]++;
				else if (e->is<TableSet>() || e->is<TableGrow>() ||
					 e->is<TableFill>() ||
					 e->is<TableCopy>() || e->is<TableInit>())
					marker.see_table(e);
			}
		} lister(*this);

		lister.walkModule(&module);
		for (auto& export_ : module.exports) {
			if (export_->kind == ExternalKind::Function)
				references[*export_->getInternalName()]++;
			else if (export_->kind == ExternalKind::Table &&
				 module.getTable(*export_->getInternalName())
					 ->type.isFunction())
				fixed_table = false;
		}
		if (module.start.is())
			references[module.start]++;
		for (auto& table : module.tables)
			if (table->imported() && table->type.isFunction())
				fixed_table = false;
	}

	void add_call(Function* caller, Call* call)
	{
		references[call->target]++;
		auto& list = callers[call->target];
		if (list.empty() || list.back() != caller->name)
			list.push_back(caller->name);
	}

	void see_table(Expression* e)
	{
		Name table;

		if (auto* set = e->dynCast<TableSet>())
			table = set->table;
		else if (auto* grow = e->dynCast<TableGrow>())
			table = grow->table;
		else if (auto* fill = e->dynCast<TableFill>())
			table = fill->table;
		else if (auto* copy = e->dynCast<TableCopy>())
			table = copy->destTable;
		else
			table = e->cast<TableInit>()->table;
		if (module.getTable(table)->type.isFunction())
			fixed_table = false;
	}

	/* ---- what throws ---- */

	/* Does nothing but throw, on all ways. */
	bool only_throws(Function* function)
	{
		if (function->imported() || is_large(function, MOST_THROWING))
			return false;
		Flow flow = flow_of(function, *this, 0, 0);
		if (flow.failed || flow.returns || !flow.plain)
			return false;
		bool any = false;
		for (auto& [call, place] : flow.places) {
			if (!is_throw(call))
				continue;
			any = true;
			if (!place.clean)
				return false;
		}
		return any;
	}

	bool is_throw(Expression* e)
	{
		auto* call = e->dynCast<Call>();

		return call && !call->isReturn && throwers.count(call->target);
	}

	void find_throwers()
	{
		std::vector<Name> work;

		for (auto& function : module.functions)
			if (function->imported() &&
			    kind(function->name) == UP_CALL_THROWS)
				work.push_back(function->name);
		for (size_t i = 0; i < work.size(); i++) {
			throwers.insert(work[i]);
			for (auto caller : callers[work[i]])
				if (!throwers.count(caller) &&
				    only_throws(module.getFunction(caller)))
					work.push_back(caller);
		}
		/* What was not harmless may be so by now. */
		harmless.clear();
		work.assign(throwers.begin(), throwers.end());
		for (size_t i = 0; i < work.size(); i++)
			for (auto caller : callers[work[i]])
				if (throwing.insert(caller).second)
					work.push_back(caller);
	}

	/* ---- contexts ---- */

	/* Where the activation was entered, at a place in @context. */
	static std::optional<Entry> entry_at(const Context& context,
					     const Place& place)
	{
		if (!place.clean || !place.stack || !place.lent)
			return {};
		return Entry{context.entry.stack + *place.stack,
			     context.entry.lent + *place.lent, place.frames, 0};
	}

	static std::optional<int32_t> mark_at(const Context& context,
					      const Place& place)
	{
		auto entry = entry_at(context, place);

		if (!entry || entry->lent < 0 || entry->lent > MOST_LENT ||
		    entry->stack % STACK_ALIGNMENT != 0)
			return {};
		return entry->lent - entry->stack;
	}

	/* A function that may throw and is called cleanly; NULL if of no use. */
	Context* find_callee(const Context& context, Call* call,
			     const Place& place, int depth)
	{
		auto entry = entry_at(context, place);
		auto* function = module.getFunction(call->target);

		if (!entry || call->isReturn || function->imported() ||
		    !throwing.count(call->target) || depth == MOST_DEPTH)
			return nullptr;
		auto* callee = find_context(function, *entry, depth + 1);
		return callee->useful ? callee : nullptr;
	}

	Context* find_context(Function* function, const Entry& entry, int depth)
	{
		auto*& slot = known[{function, entry}];
		if (slot)
			return slot; /* of no use while it is under way */
		contexts.push_back(std::make_unique<Context>());
		auto* context = slot = contexts.back().get();
		context->function = function;
		context->entry = entry;
		Flow flow = flow_of(function, *this, entry.frames,
				    entry.released);
		for (auto& [e, place] : flow.places) {
			auto* call = e->dynCast<Call>();
			if (is_throw(e) || !call) {
				auto mark = mark_at(*context, place);
				if (mark)
					(call ? context->throws
					      : context->indirect)
						.emplace_back(e, *mark);
			} else if (auto* callee =
					   find_callee(*context, call, place,
							depth)) {
				context->calls.emplace_back(e, callee);
			}
		}
		context->useful = !context->throws.empty() ||
				  !context->indirect.empty() ||
				  !context->calls.empty();
		return context;
	}

	const struct up_throws_root* find_root(Name name)
	{
		for (size_t i = 0; i < input.root_count; i++)
			if (name == input.roots[i].name)
				return &input.roots[i];
		return nullptr;
	}

	void find_contexts()
	{
		for (auto& export_ : module.exports) {
			auto* root = find_root(export_->name);
			if (!root || export_->kind != ExternalKind::Function)
				continue;
			auto* function =
				module.getFunction(*export_->getInternalName());
			if (function->imported())
				continue;
			Entry entry = {0, 0, 0, root->frees};
			roots.emplace_back(export_.get(),
					   find_context(function, entry, 0));
		}
	}

	/* ---- closures ---- */

	/* Where in the table each function is; UINT32_MAX: in several places. */
	std::map<Name, uint32_t> table_entries()
	{
		std::map<Name, uint32_t> entries;

		for (auto& segment : module.elementSegments) {
			auto* offset = segment->offset
					       ? segment->offset->dynCast<Const>()
					       : nullptr;
			if (segment->table.is() && !offset)
				return {};
			for (size_t i = 0; i < segment->data.size(); i++) {
				auto* ref = segment->data[i]->dynCast<RefFunc>();
				if (!ref || !offset)
					continue;
				auto at = (uint32_t)(offset->value.getUnsigned() + i);
				auto [it, added] = entries.insert({ref->func, at});
				if (!added)
					it->second = UINT32_MAX;
			}
		}
		return entries;
	}

	/* The types that are called cleanly through the only table there is. */
	std::unordered_set<HeapType> called_types()
	{
		std::unordered_set<HeapType> types;

		for (auto& context : contexts)
			for (auto& [call, mark] : context->indirect)
				types.insert(call->cast<CallIndirect>()->heapType);
		return types;
	}

	bool has_one_table()
	{
		return std::count_if(module.tables.begin(), module.tables.end(),
				     [](auto& table) {
					     return table->type.isFunction();
				     }) == 1;
	}

	/* Then it is in the table for another reason. */
	bool has_context(Function* function)
	{
		return std::any_of(contexts.begin(), contexts.end(),
				   [&](auto& context) {
					   return context->useful &&
						  context->function == function;
				   });
	}

	void find_closures()
	{
		auto types = called_types();

		if (!fixed_table || types.empty() || !has_one_table())
			return;
		for (auto& [name, index] : table_entries()) {
			auto* function = module.getFunction(name);
			if (index == UINT32_MAX || function->imported() ||
			    !throwing.count(name) || throwers.count(name) ||
			    has_context(function) ||
			    !types.count(function->type.getHeapType()))
				continue;
			Closure closure = {function, index, {}};
			Flow flow = flow_of(function, *this, 0, 0);
			for (auto& [call, place] : flow.places)
				if (is_throw(call) && place.clean)
					closure.throws.push_back(call);
			if (!closure.throws.empty())
				closures.push_back(closure);
		}
	}

	bool calls_closures(Expression* call)
	{
		auto type = call->cast<CallIndirect>()->heapType;

		return std::any_of(closures.begin(), closures.end(),
				   [&](auto& closure) {
					   return closure.function->type
							  .getHeapType() == type;
				   });
	}

	/* ---- what gets what ---- */

	/* Without what turned out to be of no use, or too much to copy. */
	bool weed()
	{
		bool changed = false;

		for (auto& context : contexts) {
			std::erase_if(context->calls, [](auto& call) {
				return !call.second->useful;
			});
			std::erase_if(context->indirect, [&](auto& call) {
				return !calls_closures(call.first);
			});
			bool useful = !context->throws.empty() ||
				      !context->indirect.empty() ||
				      !context->calls.empty();
			if (!context->alone &&
			    is_large(context->function, MOST_COPIED))
				useful = false;
			changed |= useful != context->useful;
			context->useful = useful;
		}
		return changed;
	}

	/* How often each is entered by what is changed in its place. */
	bool count_entries()
	{
		std::map<Context*, Index> entries;
		bool changed = false;

		for (auto& [export_, context] : roots)
			entries[context]++;
		for (auto& context : contexts) {
			if (!context->useful || !context->alone)
				continue;
			for (auto& [call, callee] : context->calls)
				entries[callee]++;
		}
		for (auto& context : contexts) {
			bool alone = context->alone &&
				     entries[context.get()] ==
					     references[context->function->name];
			changed |= alone != context->alone;
			context->alone = alone;
		}
		return changed;
	}

	void settle_contexts()
	{
		for (bool changes = true; changes;) {
			changes = weed();
			changes |= count_entries();
		}
	}

	/* ---- edits ---- */

	Name new_name(Name old)
	{
		std::string name = old.toString() + ".tidy";

		while (module.getFunctionOrNull(name))
			name += "'";
		return name;
	}

	/* Expressions of a function by those of the one that it is a copy of. */
	static std::map<Expression*, Expression**> pair_up(Function* old,
							   Function* made)
	{
		std::map<Expression*, Expression**> pairs;
		FindAllPointers<Call> calls(made->body);
		FindAllPointers<CallIndirect> indirect(made->body);
		size_t i = 0;

		for (auto* call : FindAll<Call>(old->body).list)
			pairs[call] = calls.list[i++];
		i = 0;
		for (auto* call : FindAll<CallIndirect>(old->body).list)
			pairs[call] = indirect.list[i++];
		return pairs;
	}

	/* Copies come first: they are of what is not changed yet. */
	void make_contexts()
	{
		std::vector<std::pair<Context*, std::map<Expression*, Expression**>>>
			all;

		for (auto& context : contexts) {
			if (!context->useful)
				continue;
			context->made = context->function;
			if (!context->alone) {
				context->made = ModuleUtils::copyFunction(
					context->function, module,
					new_name(context->function->name));
				found.copies++;
			}
			all.emplace_back(context.get(),
					 pair_up(context->function,
						 context->made));
		}
		for (auto& [context, pairs] : all)
			edit(*context, pairs);
		for (auto& [export_, context] : roots)
			if (context->useful)
				export_->setInternalName(context->made->name);
	}

	void edit(Context& context, std::map<Expression*, Expression**>& pairs)
	{
		for (auto& [call, callee] : context.calls)
			(*pairs[call])->cast<Call>()->target = callee->made->name;
		for (auto& [call, mark] : context.throws)
			mark_throw(context.made, pairs[call], entered(mark));
		for (auto& [call, mark] : context.indirect)
			mark_indirect(context.made,
				      (*pairs[call])->cast<CallIndirect>(),
				      entered(mark));
	}

	/* __stack_pointer + @mark */
	Expression* entered(int32_t mark)
	{
		Builder build(module);

		if (!stack_pointer)
			return build.makeConst(STACK_ALIGNMENT + mark);
		return build.makeBinary(
			AddInt32, build.makeGlobalGet(stack_pointer, Type::i32),
			build.makeConst(mark));
	}

	/* Sets @tidy when all arguments are there: these may throw, too. */
	void mark_throw(Function* function, Expression** slot, Expression* value)
	{
		Builder build(module);
		auto* call = (*slot)->cast<Call>();
		Expression* set = build.makeGlobalSet(input.tidy, value);

		found.tidy++;
		marked.insert(call);
		if (FindAll<Call>(call).list.size() == 1) {
			*slot = build.makeSequence(set, call);
			return;
		}
		auto& last = call->operands.back();
		Type type = last->type;
		if (type == Type::unreachable)
			return;
		Index local = Builder::addVar(function, type);
		last = build.makeBlock(
			{build.makeLocalSet(local, last), set,
			 build.makeLocalGet(local, type)});
	}

	void mark_indirect(Function* function, CallIndirect* call,
			   Expression* value)
	{
		Builder build(module);
		if (call->target->type != Type::i32)
			return;
		Index local = Builder::addVar(function, Type::i32);
		call->target = build.makeBlock(
			{build.makeLocalSet(local, call->target),
			 build.makeGlobalSet(input.target,
					     build.makeLocalGet(local, Type::i32)),
			 build.makeGlobalSet(input.entry, value),
			 build.makeLocalGet(local, Type::i32)});
	}

	/*
	 * @target is a function's own index only if it was called just now:
	 * whatever is called by it is the first thing that runs.
	 */
	void mark_closure(const Closure& closure,
			  std::map<Expression*, Expression**>& pairs)
	{
		Builder build(module);
		auto* function = closure.function;
		Index local = Builder::addVar(function, Type::i32);

		for (auto* call : closure.throws)
			mark_throw(function, pairs[call],
				   build.makeLocalGet(local, Type::i32));
		auto* called = build.makeBinary(
			EqInt32, build.makeGlobalGet(input.target, Type::i32),
			build.makeConst((int32_t)closure.index));
		auto* value = build.makeSelect(
			called, build.makeGlobalGet(input.entry, Type::i32),
			build.makeConst(int32_t(0)));
		function->body = build.makeBlock(
			{build.makeLocalSet(local, value),
			 build.makeGlobalSet(input.target,
					     build.makeConst(int32_t(-1))),
			 function->body});
		found.closures++;
	}

	bool is_called()
	{
		for (auto& context : contexts)
			if (context->useful && !context->indirect.empty())
				return true;
		return false;
	}

	void mark_closures()
	{
		if (!is_called())
			return;
		for (auto& closure : closures) {
			auto pairs = pair_up(closure.function, closure.function);
			mark_closure(closure, pairs);
		}
	}

	/*
	 * What moves values is the crate's, and called when @tidy is set: it
	 * must not throw in its name.
	 */
	void mark_helpers()
	{
		std::vector<Name> work;
		std::set<Name> seen;

		for (auto& [name, kind] : kinds)
			if (kind == UP_CALL_MOVES)
				work.push_back(name);
		while (!work.empty()) {
			auto* function = module.getFunctionOrNull(work.back());
			work.pop_back();
			if (!function || function->imported() ||
			    !seen.insert(function->name).second)
				continue;
			for (auto** slot : FindAllPointers<Call>(function->body).list) {
				auto* call = (*slot)->cast<Call>();
				if (throwers.count(call->target))
					forbid(slot);
				else
					work.push_back(call->target);
			}
		}
	}

	void forbid(Expression** slot)
	{
		Builder build(module);
		Expression* set = build.makeGlobalSet(
			input.tidy, build.makeConst(int32_t(0)));

		*slot = build.makeSequence(set, *slot);
	}

	/* Calls of what throws, by what does more, that are not marked. */
	uint32_t count_others()
	{
		uint32_t count = 0;

		for (auto& function : module.functions) {
			if (function->imported() ||
			    throwers.count(function->name))
				continue;
			for (auto* call : FindAll<Call>(function->body).list)
				count += is_throw(call) && !marked.count(call);
		}
		return count;
	}
};

} // namespace

} // namespace up

void up_throws_mark(BinaryenModuleRef module, const struct up_throws* throws_,
		    struct up_throws_found* ret)
{
	*ret = {};
	up::Marker(*(Module*)module, *throws_, *ret).run();
}
