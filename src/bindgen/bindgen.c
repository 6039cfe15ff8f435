/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/bindgen.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/interpret.h"
#include "bindgen/symbols.h"
#include "diag/diag.h"
#include "util/mem.h"
#include "wasm/recode.h"

static const char placeholder[] = "__wbindgen_placeholder__";
static const char describe_prefix[] = "__wbindgen_describe_";

/* An import of the placeholder module. */
struct import {
	const char *base;
	const char *function;
	bool claimed; /* some program speaks of it */
};

/* An exported function. */
struct export {
	struct up_raw_name name;
	uint32_t function;
};

struct join {
	struct up_bindgen *bindgen;
	BinaryenModuleRef module;
	const struct up_contents *contents; /* of the same */
	const char *const *names; /* of its functions, or NULL */
	struct up_report *report;
	struct up_interpreter interpreter;
	struct export *exports; /* owned; sorted by name */
	size_t export_count;
	/* Owned; by function, what it has described, as several ask. */
	const struct up_bindgen_type **described;
	const struct up_described *found; /* by function; or NULL */
	struct import *imports; /* owned; sorted by base */
	size_t import_count;
	struct up_symbols symbols; /* of the program in work */
};

/* ---- what the module has ---- */

static int compare_imports(const void *a, const void *b)
{
	return strcmp(((const struct import *)a)->base,
		      ((const struct import *)b)->base);
}

static void list_imports(struct join *join)
{
	BinaryenIndex count = BinaryenGetNumFunctions(join->module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(join->module, i);

		if (BinaryenFunctionGetBody(function) ||
		    strcmp(BinaryenFunctionImportGetModule(function),
			   placeholder) != 0)
			continue;
		join->imports = up_grow(join->imports, &join->import_count,
					sizeof(*join->imports));
		join->imports[join->import_count - 1] = (struct import){
			.base = BinaryenFunctionImportGetBase(function),
			.function = BinaryenFunctionGetName(function),
		};
	}
	if (join->import_count > 0)
		qsort(join->imports, join->import_count,
		      sizeof(*join->imports), compare_imports);
}

static int compare_exports(const void *a, const void *b)
{
	const struct up_raw_name *one = &((const struct export *)a)->name;
	const struct up_raw_name *two = &((const struct export *)b)->name;

	if (one->size != two->size)
		return one->size < two->size ? -1 : 1;
	return one->size > 0 ? memcmp(one->text, two->text, one->size) : 0;
}

static void list_exports(struct join *join)
{
	const struct up_contents *contents = join->contents;

	join->exports = up_alloc((contents->export_count + 1) *
				 sizeof(*join->exports));
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			join->exports[join->export_count++] = (struct export){
				.name = contents->exports[i].name,
				.function = contents->exports[i].index,
			};
	qsort(join->exports, join->export_count, sizeof(*join->exports),
	      compare_exports);
}

/* The index of the function, or UP_NO_INDEX. */
static uint32_t exported_index(const struct join *join, const char *name)
{
	struct export key = {.name = {name, strlen(name)}};
	const struct export *found =
		bsearch(&key, join->exports, join->export_count, sizeof(key),
			compare_exports);

	return found ? found->function : UP_NO_INDEX;
}

static const char *name_of(const struct join *join, uint32_t function)
{
	if (join->names)
		return join->names[function];
	return BinaryenFunctionGetName(
		BinaryenGetFunctionByIndex(join->module, function));
}

static const char *exported(const struct join *join, const char *name)
{
	uint32_t function = exported_index(join, name);

	return function == UP_NO_INDEX ? NULL : name_of(join, function);
}

static const char *imported(struct join *join, const char *base)
{
	struct import key = {.base = base}, *found = NULL;

	if (join->import_count > 0)
		found = bsearch(&key, join->imports, join->import_count,
				sizeof(key), compare_imports);
	if (!found)
		return NULL;
	found->claimed = true;
	return found->function;
}

/* ---- types ---- */

static int report_type(struct join *join, const char *symbol,
		       const char *problem)
{
	return up_input_error(join->report,
			      "the description of '%s' in the bindings cannot "
			      "be read: %s; build the crate again, without "
			      "tools in between",
			      symbol, problem);
}

/* Runs what describes, and sets the type. */
static int describe(struct join *join, uint32_t function, const char *symbol,
		    struct up_raw_name *ret_key,
		    const struct up_bindgen_type **ret)
{
	const struct up_bindgen_schema *schema = join->symbols.schema;
	const struct up_bindgen_type *type;
	struct up_bindgen_words words;
	const char *problem = NULL;

	if (up_interpret(&join->interpreter, function, &words) < 0)
		return report_type(join, symbol, join->interpreter.problem);
	type = up_bindgen_type_read(schema, &words, ret_key,
				    &join->bindgen->arena, &problem);
	if (!type)
		return report_type(join, symbol, problem);
	*ret = type;
	return 0;
}

/* What has been found out about @function before, or NULL. */
static const struct up_bindgen_type *find_found(struct join *join,
						uint32_t function)
{
	const struct up_described *found = &join->found[function];

	if (!join->found || !found->type ||
	    !up_interpreter_charge(&join->interpreter, found->steps,
				   found->words))
		return NULL;
	return found->type;
}

/* The type of @name; stays NULL if nothing in the module describes it. */
static int find_type(struct join *join, const char *name,
		     const struct up_bindgen_type **ret)
{
	struct up_buf export_ = {0};
	uint32_t function;
	int err = 0;

	up_buf_printf(&export_, "%s%s", describe_prefix, name);
	function = exported_index(join, export_.bytes);
	up_buf_finish(&export_);
	if (function == UP_NO_INDEX)
		return 0;
	if (!join->described[function])
		join->described[function] = find_found(join, function);
	if (!join->described[function])
		err = describe(join, function, name, NULL,
			       &join->described[function]);
	if (err == 0)
		*ret = join->described[function];
	return err;
}

/* A type that has to be that of a function. */
static int find_function_type(struct join *join,
			      struct up_bindgen_symbol *symbol,
			      size_t arguments)
{
	if (find_type(join, symbol->name, &symbol->type) < 0)
		return -1;
	if (symbol->type && (symbol->type->kind != UP_TYPE_FUNCTION ||
			     symbol->type->item_count != arguments + 2))
		return report_type(join, symbol->name,
				   "it is not that of a function with these "
				   "arguments");
	return 0;
}

/* ---- a symbol of each kind ---- */

static void set_export(struct join *join, struct up_bindgen_symbol *symbol,
		       const char *name)
{
	symbol->name = name;
	if (name)
		symbol->function = exported(join, name);
}

static void set_import(struct join *join, struct up_bindgen_symbol *symbol,
		       const char *name)
{
	symbol->name = name;
	symbol->function = imported(join, name);
}

static void set_shim(struct join *join, struct up_bindgen_symbol *symbol,
		     struct up_raw_name shim)
{
	set_import(join, symbol,
		   up_arena_text(&join->bindgen->arena, shim.text, shim.size));
}

/* `self` is described as any other argument is not: not at all. */
static int join_export(struct join *join, struct up_bindgen_export *export_)
{
	set_export(join, &export_->symbol,
		   up_symbol_export(&join->symbols, export_));
	return find_function_type(join, &export_->symbol,
				  export_->function.argument_count);
}

static int join_function(struct join *join,
			 struct up_bindgen_import_function *function)
{
	set_shim(join, &function->symbol, function->shim);
	/* What is bound for each instance is described there. */
	if (function->per_instance)
		return 0;
	return find_function_type(join, &function->symbol,
				  function->function.argument_count);
}

static int join_static(struct join *join, struct up_bindgen_static *static_)
{
	set_shim(join, &static_->symbol, static_->shim);
	return find_type(join, static_->symbol.name, &static_->symbol.type);
}

/* The count is bounded by what is described, not by what is claimed. */
static int join_union(struct join *join, struct up_bindgen_union *union_)
{
	size_t count = 0;

	while (count < union_->type_count) {
		struct up_bindgen_symbol *symbol;
		const char *name = up_symbol_union(&join->symbols, union_,
						   (uint32_t)count);

		union_->types = up_arena_grow(&join->bindgen->arena,
					      union_->types, &count,
					      sizeof(*symbol));
		symbol = &union_->types[count - 1];
		symbol->name = name;
		if (find_type(join, name, &symbol->type) < 0)
			return -1;
		if (!symbol->type)
			return report_type(join, name, "it is not there");
	}
	return 0;
}

static int join_import(struct join *join, struct up_bindgen_import *import)
{
	switch (import->kind) {
	case UP_BINDGEN_IMPORT_FUNCTION:
		return join_function(join, &import->function);
	case UP_BINDGEN_IMPORT_STATIC:
		return join_static(join, &import->static_);
	case UP_BINDGEN_IMPORT_STRING:
		set_shim(join, &import->string.symbol, import->string.shim);
		return 0;
	case UP_BINDGEN_IMPORT_TYPE:
		set_shim(join, &import->type.symbol,
			 import->type.instanceof_shim);
		return 0;
	case UP_BINDGEN_IMPORT_UNION:
		return join_union(join, &import->union_);
	case UP_BINDGEN_IMPORT_STRING_ENUM:
		break;
	}
	return 0;
}

static int join_field(struct join *join, const struct up_bindgen_class *class_,
		      struct up_bindgen_field *field)
{
	set_export(join, &field->getter,
		   up_symbol_field(&join->symbols, class_, field, "get"));
	if (!field->readonly)
		set_export(join, &field->setter,
			   up_symbol_field(&join->symbols, class_, field,
					   "set"));
	return find_type(join, field->getter.name, &field->getter.type);
}

static int join_class(struct join *join, struct up_bindgen_class *class_)
{
	const struct up_symbols *symbols = &join->symbols;

	set_export(join, &class_->free_,
		   up_symbol_class(symbols, class_, "free"));
	set_import(join, &class_->wrap,
		   up_symbol_class(symbols, class_, "new"));
	set_import(join, &class_->unwrap,
		   up_symbol_class(symbols, class_, "unwrap"));
	set_export(join, &class_->upcast, up_symbol_upcast(symbols, class_));
	for (size_t i = 0; i < class_->field_count; i++)
		if (join_field(join, class_, &class_->fields[i]) < 0)
			return -1;
	return 0;
}

static int join_program(struct join *join, struct up_bindgen_program *program)
{
	join->symbols.program = program;
	for (size_t i = 0; i < program->export_count; i++)
		if (join_export(join, &program->exports[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->import_count; i++)
		if (join_import(join, &program->imports[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->class_count; i++)
		if (join_class(join, &program->classes[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->linked_module_count; i++)
		set_shim(join, &program->linked_modules[i].symbol,
			 program->linked_modules[i].function_name);
	return 0;
}

/* ---- what no program speaks of ---- */

static int add_generic(struct join *join, uint32_t function)
{
	struct up_bindgen *bindgen = join->bindgen;
	const struct up_bindgen_schema *schema = join->symbols.schema;
	struct up_bindgen_generic generic = {
		.function = name_of(join, function),
	};

	if (describe(join, function, generic.function,
		     schema->marker_has_key ? &generic.key : NULL,
		     &generic.type) < 0)
		return -1;
	if (generic.type->kind != UP_TYPE_FUNCTION)
		return report_type(join, generic.function,
				   "it is not that of a function");
	bindgen->generics = up_arena_grow(&bindgen->arena, bindgen->generics,
					  &bindgen->generic_count,
					  sizeof(generic));
	bindgen->generics[bindgen->generic_count - 1] = generic;
	return 0;
}

struct count {
	uint32_t function, calls;
};

static void count_call(enum up_body_use use, uint32_t value, void *data)
{
	struct count *count = data;

	count->calls += use == UP_USE_FUNCTION && value == count->function;
}

/*
 * Functions that call the marker. More than one call in a function would mean
 * that two were merged, and one of them would be lost.
 */
static int find_generics(struct join *join)
{
	const struct up_contents *contents = join->contents;
	struct count count = {.function = join->interpreter.marker};

	for (uint32_t i = 0;
	     count.function != UP_NO_INDEX && i < contents->body_count; i++) {
		uint32_t function = contents->imported_functions + i;

		if (join->names && !join->names[function])
			continue;
		count.calls = 0;
		up_body_each_use(contents->raw->bytes +
					 contents->bodies[i].offset,
				 contents->bodies[i].size, count_call, &count);
		if (count.calls > 1)
			return report_type(join, name_of(join, function),
					   "it is that of several functions "
					   "merged into one");
		if (count.calls == 1 && add_generic(join, function) < 0)
			return -1;
	}
	return 0;
}

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void list_intrinsics(struct join *join)
{
	struct up_bindgen *bindgen = join->bindgen;

	for (size_t i = 0; i < join->import_count; i++) {
		const struct import *import = &join->imports[i];

		if (import->claimed ||
		    has_prefix(import->base, "__wbindgen_describe"))
			continue;
		bindgen->intrinsics = up_arena_grow(
			&bindgen->arena, bindgen->intrinsics,
			&bindgen->intrinsic_count,
			sizeof(*bindgen->intrinsics));
		bindgen->intrinsics[bindgen->intrinsic_count - 1] =
			(struct up_bindgen_symbol){
				.name = import->base,
				.function = import->function,
			};
	}
}

static void list_describers(struct join *join)
{
	struct up_bindgen *bindgen = join->bindgen;
	BinaryenIndex count = BinaryenGetNumExports(join->module);

	for (BinaryenIndex i = 0; i < count; i++) {
		const char *name = BinaryenExportGetName(
			BinaryenGetExportByIndex(join->module, i));

		if (!has_prefix(name, describe_prefix) &&
		    strcmp(name, "__wbindgen_skip_interpret_calls") != 0)
			continue;
		bindgen->describers = up_arena_grow(
			&bindgen->arena, bindgen->describers,
			&bindgen->describer_count,
			sizeof(*bindgen->describers));
		bindgen->describers[bindgen->describer_count - 1] = name;
	}
}

/* ---- all of it ---- */

static int join_all(struct join *join)
{
	struct up_bindgen_programs *programs = &join->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++)
		if (join_program(join, &programs->items[i]) < 0)
			return -1;
	if (find_generics(join) < 0)
		return -1;
	list_intrinsics(join);
	list_describers(join);
	return 0;
}

/* Bindings that lost the section that explains them. */
static int check_stripped(const struct join *join)
{
	if (join->import_count == 0)
		return 0;
	return up_input_error(join->report,
			      "imports what #[wasm_bindgen] needs, but its "
			      "section __wasm_bindgen_unstable is gone; pass "
			      "the module as cargo made it, before any tool "
			      "that strips it");
}

/* Moves what is there already, or reads it. */
static int read_programs(struct join *join, struct up_found *found)
{
	struct up_bindgen *bindgen = join->bindgen;

	if (!found || !found->programs.schema)
		return up_bindgen_programs_read(&bindgen->programs,
						join->contents->raw,
						&bindgen->arena, join->report);
	bindgen->programs = found->programs;
	bindgen->arena = found->arena;
	found->arena = (struct up_arena){0};
	join->found = found->described;
	return 0;
}

static int join_module(struct join *join)
{
	struct up_bindgen *bindgen = join->bindgen;
	int err;

	list_imports(join);
	if (!bindgen->programs.schema)
		return check_stripped(join);
	join->symbols.schema = bindgen->programs.schema;
	join->symbols.arena = &bindgen->arena;
	list_exports(join);
	join->described = up_alloc((join->contents->function_count + 1) *
				   sizeof(*join->described));
	up_interpreter_init(&join->interpreter, join->contents,
			    bindgen->programs.schema->marker);
	err = join_all(join);
	up_interpreter_finish(&join->interpreter);
	return err;
}

int up_bindgen_read(struct up_bindgen *ret, BinaryenModuleRef module,
		    const struct up_contents *contents,
		    const char *const *names, struct up_found *found,
		    struct up_report *report)
{
	struct up_bindgen bindgen = {0};
	struct join join = {
		.bindgen = &bindgen,
		.module = module,
		.contents = contents,
		.names = names,
		.report = report,
	};
	int err = read_programs(&join, found);

	if (err == 0)
		err = join_module(&join);
	free(join.imports);
	free(join.exports);
	free(join.described);
	if (err < 0) {
		up_arena_finish(&bindgen.arena);
		return -1;
	}
	*ret = bindgen;
	return 0;
}

void up_bindgen_finish(struct up_bindgen *bindgen)
{
	up_arena_finish(&bindgen->arena);
	*bindgen = (struct up_bindgen){0};
}
