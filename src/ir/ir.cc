// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The only C++ of the project: see ir.h. Each function does one thing that
// Binaryen's C API has no call for, and lets no exception out.

#include "ir/ir.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <numeric>
#include <optional>
#include <vector>

#include "diag/diag.h"
#include "ir/module-utils.h"
#include "ir/silence.h"
#include "ir/type-updating.h"
#include "ir/utils.h"
#include "util/mem.h"
#include "parser/wat-parser.h"
#include "pass.h"
#include "wasm-binary.h"
#include "wasm-builder.h"
#include "wasm-traversal.h"
#include "wasm-validator.h"
#include "wasm.h"

using namespace wasm;

namespace {

Module* mod(BinaryenModuleRef module) { return (Module*)module; }

struct Visitor : PostWalker<Visitor, UnifiedExpressionVisitor<Visitor>> {
	up_ir_visitor* visit;
	void* data;

	void visitExpression(Expression*) {
		visit((BinaryenExpressionRef*)getCurrentPointer(), data);
	}
};

void walk(Expression*& root, Module* module, up_ir_visitor* visit, void* data)
{
	if (!root)
		return;
	Visitor visitor;
	visitor.visit = visit;
	visitor.data = data;
	visitor.setModule(module);
	visitor.walk(root);
}

// Features whose presence changes how Binaryen encodes what every engine
// understands without them, by how rare they are: GC, then those that hardly any
// engine has, then one that none has.
const FeatureSet::Feature DEMANDING[][6] = {
	{FeatureSet::GC},
	{FeatureSet::Strings, FeatureSet::StackSwitching,
	 FeatureSet::SharedEverything, FeatureSet::CustomDescriptors,
	 FeatureSet::Multibyte},
	{FeatureSet::CompactImports},
};
const int LEVELS = 3;

// All but those of @level and above.
void set_features(Module* module, int level)
{
	FeatureSet features = FeatureSet::All;
	for (int i = level; i < LEVELS; i++)
		for (auto feature : DEMANDING[i])
			features.disable(feature);
	module->features = features;
	// The section is carried over as it came, see passes/sections.c.
	module->hasFeaturesSection = false;
}

// Whether a type is written as it is without GC. Others become what they are a
// kind of: (ref func) a funcref.
bool is_plain(Type type)
{
	return std::all_of(type.begin(), type.end(), [](const Type& t) {
		return !t.isRef() ||
		       (t.isNullable() && t.getHeapType().isBasic() &&
			t.getHeapType() == t.getHeapType().getTop());
	});
}

// Whether all that others can be linked with has such types.
bool has_plain_types(Module* module)
{
	for (auto& global : module->globals)
		if (!is_plain(global->type))
			return false;
	for (auto& table : module->tables)
		if (!is_plain(table->type))
			return false;
	for (auto& tag : module->tags)
		if (!is_plain(tag->params()))
			return false;
	for (auto& function : module->functions)
		if (!is_plain(function->getParams()) ||
		    !is_plain(function->getResults()))
			return false;
	return true;
}

bool is_valid(Module* module)
{
	WasmValidator validator;
	WasmValidator::Flags flags =
		WasmValidator::Globally | WasmValidator::Quiet;
	return validator.validate(*module, flags);
}

int invalid(struct up_report* report)
{
	return up_input_error(report, "the module is not valid; "
				      "wasm-validate tells where");
}

} // namespace

// The writer ends names at a NUL, and what is left may be another section's name.
static void drop_cut_sections(Module& module)
{
	std::erase_if(module.customSections, [](const CustomSection& section) {
		return section.name.find('\0') != std::string::npos;
	});
}

BinaryenModuleRef up_ir_read(const uint8_t* bytes, size_t size, bool dwarf,
			     struct up_report* report)
{
	auto* module = new Module;
	up_silence silence;
	try {
		std::vector<char> input((const char*)bytes,
					(const char*)bytes + size);
		std::vector<char> source_map;
		WasmBinaryReader reader(*module, FeatureSet::All, input,
					source_map);
		reader.setDWARF(dwarf);
		reader.read();
		module->typeIndices.clear();
		drop_cut_sections(*module);
		return module;
	} catch (ParseException& problem) {
		// What a length leads to may be anywhere.
		uint64_t offset = problem.col == Index(-1) ||
						  problem.col > size
					  ? UP_NO_OFFSET
					  : problem.col;
		up_error(report, UP_FAULT_INPUT, offset,
			 "%s; the module is damaged or uses a feature that is "
			 "not known here, check it with wasm-validate",
			 problem.text.c_str());
	} catch (std::bad_alloc&) {
		up_input_error(report, UP_NO_MEMORY_ADVICE);
	} catch (std::exception& problem) {
		up_input_error(report, "cannot read the module: %s",
			       problem.what());
	}
	delete module;
	return nullptr;
}

BinaryenModuleRef up_ir_parse(const char* text, struct up_report* report)
{
	auto* module = new Module;
	module->features = FeatureSet::All;
	auto result = WATParser::parseModule(*module, text);
	if (!result.getErr())
		return module;
	up_input_error(report, "%s", result.getErr()->msg.c_str());
	delete module;
	return nullptr;
}

int up_ir_write(BinaryenModuleRef module, const struct up_ir_writing* how,
		struct up_buf* ret_bytes, struct up_report* report)
{
	try {
		PassOptions options;
		options.debugInfo = true;
		options.optimizeLevel = how->optimize;
		options.shrinkLevel = how->shrink;
		options.optimizeStackIR = options.generateStackIR =
			how->optimize >= 3 || how->shrink >= 1;
		BufferWithRandomAccess buffer;
		WasmBinaryWriter writer(mod(module), buffer, options);
		writer.setNamesSection(how->names);
		writer.write();
		up_buf_append(ret_bytes, buffer.data(), buffer.size());
		return 0;
	} catch (std::bad_alloc&) {
		return up_input_error(report, UP_NO_MEMORY_ADVICE);
	} catch (std::exception& problem) {
		return up_input_error(report, "cannot encode the module: %s",
				      problem.what());
	}
}

int up_ir_validate(BinaryenModuleRef module, struct up_report* report)
{
	return is_valid(mod(module)) ? 0 : invalid(report);
}

namespace {

// Whether tables get entries that are known only when the module runs.
bool has_computed_entries(Module* module)
{
	for (auto& segment : module->elementSegments)
		for (auto* item : segment->data)
			if (!item->is<RefFunc>() && !item->is<RefNull>())
				return true;
	return false;
}

} // namespace

void up_ir_optimize(BinaryenModuleRef module, int optimize, int shrink)
{
	PassOptions options;
	options.optimizeLevel = optimize;
	options.shrinkLevel = shrink;
	// They take such an entry for a null.
	if (has_computed_entries(mod(module)))
		options.passesToSkip = {"directize",
					"remove-unused-module-elements"};
	PassRunner runner(mod(module), options);
	runner.addDefaultOptimizationPasses();
	runner.run();
}

void up_ir_walk(BinaryenFunctionRef function, up_ir_visitor* visit, void* data)
{
	walk(((Function*)function)->body, nullptr, visit, data);
}

void up_ir_walk_initializers(BinaryenModuleRef module, up_ir_visitor* visit,
			     void* data)
{
	auto* m = mod(module);
	for (auto& global : m->globals)
		walk(global->init, m, visit, data);
	for (auto& table : m->tables)
		walk(table->init, m, visit, data);
	for (auto& segment : m->elementSegments)
		for (auto*& item : segment->data)
			walk(item, m, visit, data);
}

enum up_eh up_ir_eh_of(BinaryenExpressionRef expression)
{
	auto* e = (Expression*)expression;
	if (e->is<Try>() || e->is<Rethrow>())
		return UP_EH_LEGACY;
	if (e->is<TryTable>() || e->is<ThrowRef>())
		return UP_EH_EXNREF;
	return UP_EH_NONE;
}

bool up_ir_is_tail_call(BinaryenExpressionRef expression)
{
	auto* e = (Expression*)expression;
	if (auto* call = e->dynCast<Call>())
		return call->isReturn;
	if (auto* call = e->dynCast<CallIndirect>())
		return call->isReturn;
	if (auto* call = e->dynCast<CallRef>())
		return call->isReturn;
	return false;
}

bool up_ir_is_ref_call(BinaryenExpressionRef expression)
{
	return ((Expression*)expression)->is<CallRef>();
}

namespace {

// In the dialect of try, catch, rethrow.
Expression* guard_legacy(Module& module, Expression* body,
			 const up_ir_catch* clauses, size_t count)
{
	Builder builder(module);
	Name label("up_try");
	std::vector<Name> tags;
	std::vector<Expression*> handlers;
	for (size_t i = 0; i < count; i++) {
		auto* handler = (Expression*)clauses[i].handler;
		std::vector<Expression*> code;
		if (clauses[i].tag) {
			Name tag(clauses[i].tag);
			tags.push_back(tag);
			auto type = module.getTag(tag)->params();
			code.push_back(builder.makeLocalSet(
				clauses[i].local, builder.makePop(type)));
		}
		code.push_back(handler);
		if (clauses[i].rethrow)
			code.push_back(builder.makeRethrow(label));
		handlers.push_back(builder.makeBlock(code));
	}
	return builder.makeTry(label, body, tags, handlers, Type::none);
}

// What a clause gives to its handler, and the local that it is put in.
struct Caught {
	Type type;
	Index local;
};

Caught caught_by(Module& module, const up_ir_catch& clause, Index exnref_local)
{
	Type exnref(HeapType::exn, Nullable);
	if (!clause.tag)
		return clause.rethrow ? Caught{exnref, exnref_local}
				      : Caught{Type::none, 0};
	if (clause.rethrow)
		return {Type(up_ir_caught(&module, clause.tag)),
			clause.caught};
	return {module.getTag(Name(clause.tag))->params(), clause.local};
}

Expression* part_of(Builder& builder, const Caught& caught, Index part)
{
	auto* all = builder.makeLocalGet(caught.local, caught.type);
	if (!caught.type.isTuple())
		return all;
	return builder.makeTupleExtract(all, part);
}

// In the dialect of try_table, throw_ref: one block a clause, the first clause
// innermost; falling out of the outermost block is the way without exception.
Expression* guard_exnref(Module& module, Expression* body,
			 const up_ir_catch* clauses, size_t count,
			 Index exnref_local)
{
	Builder builder(module);
	Name done("up_done");
	std::vector<Name> tags, targets;
	std::vector<bool> refs;
	for (size_t i = 0; i < count; i++) {
		tags.push_back(clauses[i].tag ? Name(clauses[i].tag) : Name());
		targets.push_back(Name("up_catch" + std::to_string(i)));
		refs.push_back(clauses[i].rethrow);
	}
	auto* code = (Expression*)builder.makeSequence(
		builder.makeTryTable(body, tags, targets, refs, Type::none),
		builder.makeBreak(done));
	for (size_t i = 0; i < count; i++) {
		auto caught = caught_by(module, clauses[i], exnref_local);
		Expression* block = builder.makeBlock(targets[i], {code},
						      caught.type);
		if (caught.type != Type::none)
			block = builder.makeLocalSet(caught.local, block);
		std::vector<Expression*> next{block};
		if (clauses[i].tag && clauses[i].rethrow)
			next.push_back(builder.makeLocalSet(
				clauses[i].local, part_of(builder, caught, 0)));
		next.push_back((Expression*)clauses[i].handler);
		if (clauses[i].rethrow)
			next.push_back(builder.makeThrowRef(part_of(
				builder, caught,
				(Index)(caught.type.size() - 1))));
		code = builder.makeBlock(next);
	}
	return builder.makeBlock(done, {code}, Type::none);
}

} // namespace

BinaryenExpressionRef up_ir_guard(BinaryenModuleRef module, enum up_eh eh,
				  BinaryenExpressionRef body,
				  const struct up_ir_catch* clauses,
				  size_t count, BinaryenIndex exnref_local)
{
	auto* code = (Expression*)body;
	if (eh == UP_EH_EXNREF)
		return guard_exnref(*mod(module), code, clauses, count,
				    exnref_local);
	return guard_legacy(*mod(module), code, clauses, count);
}

BinaryenType up_ir_exnref(void)
{
	return Type(HeapType::exn, Nullable).getID();
}

BinaryenType up_ir_caught(BinaryenModuleRef module, const char* tag)
{
	auto params = mod(module)->getTag(Name(tag))->params();
	std::vector<Type> types(params.begin(), params.end());
	types.push_back(Type(HeapType::exn, Nullable));
	return Type(Tuple(types)).getID();
}

void up_ir_keep_frame(BinaryenFunctionRef function)
{
	((Function*)function)->noFullInline = true;
	((Function*)function)->noPartialInline = true;
}

enum up_valtype up_ir_valtype(BinaryenType id)
{
	Type type(id);
	if (type == Type::i32)
		return UP_I32;
	if (type == Type::i64)
		return UP_I64;
	if (type == Type::f32)
		return UP_F32;
	if (type == Type::f64)
		return UP_F64;
	if (type == Type::v128)
		return UP_V128;
	if (type == Type(HeapType::func, Nullable))
		return UP_FUNCREF;
	if (type == Type(HeapType::ext, Nullable))
		return UP_EXTERNREF;
	// also nullexnref
	if (type.isRef() && type.getHeapType().getTop() == HeapType::exn)
		return UP_EXNREF;
	return UP_OTHERREF;
}

bool up_ir_is_func(BinaryenType id)
{
	Type type(id);
	return type.isRef() && type.getHeapType().getTop() == HeapType::func;
}

bool up_ir_has_plain_type(BinaryenFunctionRef function)
{
	auto type = ((Function*)function)->type.getHeapType();
	return type == HeapType(type.getSignature());
}

BinaryenFunctionRef up_ir_add_function_like(BinaryenModuleRef module,
					    const char* name,
					    BinaryenFunctionRef like,
					    const BinaryenType* locals,
					    size_t local_count,
					    BinaryenExpressionRef body)
{
	auto heap_type = ((Function*)like)->type.getHeapType();
	std::vector<Type> vars;
	for (size_t i = 0; i < local_count; i++)
		vars.push_back(Type(locals[i]));
	auto function = Builder::makeFunction(
		Name(name), Type(heap_type, NonNullable, Exact),
		std::move(vars), (Expression*)body);
	function->hasExplicitName = true;
	return mod(module)->addFunction(std::move(function));
}

void up_ir_interpose(BinaryenModuleRef module, BinaryenFunctionRef import,
		     const char* name)
{
	auto* wrapper = (Function*)import;
	auto function = std::make_unique<Function>();
	function->setName(Name(name), true);
	function->module = wrapper->module;
	function->base = wrapper->base;
	function->type = wrapper->type;
	mod(module)->addFunction(std::move(function));
	wrapper->module = wrapper->base = Name();
	// What is defined here is known exactly, which what is imported is not.
	wrapper->type = wrapper->type.with(Exact);
}

void up_ir_refresh_reference(BinaryenModuleRef module,
			     BinaryenExpressionRef reference)
{
	auto* ref = ((Expression*)reference)->dynCast<RefFunc>();
	if (ref)
		ref->finalize(*mod(module));
}

void up_ir_retype(BinaryenModuleRef module, BinaryenFunctionRef function)
{
	ReFinalize().walkFunctionInModule((Function*)function, mod(module));
}

void up_ir_fix_locals(BinaryenModuleRef module, BinaryenFunctionRef function)
{
	TypeUpdating::handleNonDefaultableLocals((Function*)function,
						 *mod(module));
}

void up_ir_export_retarget(BinaryenExportRef export_, const char* name)
{
	((Export*)export_)->setInternalName(Name(name));
}

void up_ir_remove_start(BinaryenModuleRef module) { mod(module)->start = Name(); }

void up_ir_each_import(BinaryenModuleRef module, up_ir_import_visitor* visit,
		       void* data)
{
	auto* m = mod(module);
	auto tell = [&](enum up_kind kind, Importable* import,
			BinaryenFunctionRef function) {
		struct up_ir_import found = {kind, import->module.str.data(),
					     import->base.str.data(), function};
		visit(&found, data);
	};
	ModuleUtils::iterImportedFunctions(*m, [&](Function* function) {
		tell(UP_KIND_FUNC, function, (BinaryenFunctionRef)function);
	});
	ModuleUtils::iterImportedTables(*m, [&](Table* table) {
		tell(UP_KIND_TABLE, table, nullptr);
	});
	ModuleUtils::iterImportedMemories(*m, [&](Memory* memory) {
		tell(UP_KIND_MEMORY, memory, nullptr);
	});
	ModuleUtils::iterImportedGlobals(*m, [&](Global* global) {
		tell(UP_KIND_GLOBAL, global, nullptr);
	});
	ModuleUtils::iterImportedTags(
		*m, [&](Tag* tag) { tell(UP_KIND_TAG, tag, nullptr); });
}

void up_ir_import_rename(BinaryenFunctionRef import, const char* module_name,
			 const char* base)
{
	((Function*)import)->module = Name(module_name);
	((Function*)import)->base = Name(base);
}

bool up_ir_has_explicit_name(BinaryenFunctionRef function)
{
	return ((Function*)function)->hasExplicitName;
}

void up_ir_limit_features(BinaryenModuleRef module, bool gc)
{
	set_features(mod(module), gc ? 1 : 0);
}

int up_ir_settle_features(BinaryenModuleRef module, bool gc, bool judged,
			  struct up_report* report)
{
	gc = gc || !has_plain_types(mod(module));
	if (judged && !gc) {
		set_features(mod(module), 0);
		return 0;
	}
	for (int level = gc ? 1 : 0; level < LEVELS; level++) {
		set_features(mod(module), level);
		if (is_valid(mod(module)))
			return 0;
	}
	return invalid(report);
}

uint32_t up_ir_tag_count(BinaryenModuleRef module)
{
	return (uint32_t)mod(module)->tags.size();
}

BinaryenTagRef up_ir_tag_at(BinaryenModuleRef module, uint32_t index)
{
	return (BinaryenTagRef)mod(module)->tags[index].get();
}

const char* up_ir_memory(BinaryenModuleRef module)
{
	auto* m = mod(module);
	return m->memories.empty() ? nullptr : m->memories[0]->name.str.data();
}

uint64_t up_ir_data_end(BinaryenModuleRef module)
{
	uint64_t end = 0;
	for (auto& segment : mod(module)->dataSegments) {
		if (!segment->offset)
			continue;
		auto* offset = segment->offset->dynCast<Const>();
		if (!offset)
			return UINT64_MAX;
		uint64_t last = (uint32_t)offset->value.getInteger() +
				(uint64_t)segment->data.size();
		end = std::max(end, last);
	}
	return end;
}

void up_ir_order_functions(BinaryenModuleRef module, const uint32_t* weights)
{
	auto& functions = mod(module)->functions;
	std::vector<uint32_t> order(functions.size());
	std::iota(order.begin(), order.end(), 0);
	std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
		return weights[a] != weights[b] ? weights[a] > weights[b]
						: a < b;
	});
	std::vector<std::unique_ptr<Function>> sorted;
	for (uint32_t i : order)
		sorted.push_back(std::move(functions[i]));
	functions = std::move(sorted);
}

void up_ir_drop_dwarf(BinaryenModuleRef module)
{
	auto& sections = mod(module)->customSections;
	std::erase_if(sections, [](const CustomSection& section) {
		return section.name.starts_with(".debug_");
	});
}
