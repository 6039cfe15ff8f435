/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/adapters.h"

#include <string.h>

#include "bindgen/border_names.h"
#include "diag/diag.h"
#include "ir/body.h"
#include "util/buf.h"

struct listing {
	struct up_adapters *adapters;
	struct up_bindgen *bindgen;
	BinaryenModuleRef module;
	struct up_report *report;
	const struct up_bindgen_program *program; /* the one in work */
};

static const struct up_bindgen_type unit = {.kind = UP_TYPE_UNIT};
static const struct up_bindgen_type value = {.kind = UP_TYPE_EXTERNREF};
static const struct up_bindgen_type text = {.kind = UP_TYPE_STRING};
static const struct up_bindgen_type pointer = {.kind = UP_TYPE_RAW_POINTER};
static const struct up_bindgen_type lent_items[] = {{.kind = UP_TYPE_EXTERNREF}};
static const struct up_bindgen_type lent_value = {
	.kind = UP_TYPE_REF,
	/* Nobody writes to what is const as a whole. */
	.items = (struct up_bindgen_type *)lent_items,
	.item_count = 1,
};

/* ---- one adapter ---- */

/* Where it goes is known before the others are: the list may move. */
static struct up_adapter *add(struct listing *listing, enum up_adapter_role role,
			      const char *function, const char *name)
{
	struct up_adapters *adapters = listing->adapters;
	struct up_adapter *adapter;

	adapters->items = up_arena_grow(&listing->bindgen->arena,
					adapters->items, &adapters->count,
					sizeof(*adapter));
	adapter = &adapters->items[adapters->count - 1];
	*adapter = (struct up_adapter){
		.role = role,
		.function = function,
		.name = name,
		.program = listing->program,
	};
	return adapter;
}

static int cannot_cross(struct listing *listing,
			const struct up_adapter *adapter,
			const struct up_bindgen_type *type)
{
	struct up_buf printed = {0};
	int err;

	up_bindgen_type_print(type, &printed);
	err = up_input_error(listing->report,
			     "a value of the type %s cannot cross between Rust "
			     "and JavaScript as '%s' wants; change the type of "
			     "that function in the crate",
			     printed.bytes, adapter->name);
	up_buf_finish(&printed);
	return err;
}

static int cross(struct listing *listing, struct up_adapter *adapter,
		 const struct up_bindgen_type *type, bool into_rust,
		 struct up_words *words)
{
	if (up_crossing_words(listing->bindgen->programs.schema, type,
			      into_rust ? UP_INTO_RUST : UP_OUT_OF_RUST,
			      &listing->bindgen->arena, words))
		return 0;
	return cannot_cross(listing, adapter, type);
}

/* Appends the words of a parameter, from the side that gives it. */
static int take(struct listing *listing, struct up_adapter *adapter,
		const struct up_bindgen_type *type)
{
	return cross(listing, adapter, type, !up_adapter_is_import(adapter),
		     &adapter->params);
}

static int give(struct listing *listing, struct up_adapter *adapter,
		const struct up_bindgen_type *type)
{
	return cross(listing, adapter, type, up_adapter_is_import(adapter),
		     &adapter->results);
}

/* Functions that are suspended in the middle, and others called meanwhile. */
static int check_suspends(struct listing *listing,
			  const struct up_bindgen_function *function,
			  bool suspending)
{
	if (!function->jspi && !suspending)
		return 0;
	return up_input_error(listing->report,
			      "'%.*s' waits for a promise inside of the module "
			      "(JSPI), which this version cannot do; make it an "
			      "async function without that attribute",
			      (int)function->name.size, function->name.text);
}

/* The words of a function's arguments and of its result. */
static int fill(struct listing *listing, struct up_adapter *adapter,
		const struct up_bindgen_type *function)
{
	size_t count = function->item_count - 2;

	adapter->type = function;
	for (size_t i = 0; i < count; i++)
		if (take(listing, adapter, &function->items[i]) < 0)
			return -1;
	return give(listing, adapter, &function->items[count]);
}

/* ---- closures ---- */

static bool same_type(const struct up_bindgen_type *a,
		      const struct up_bindgen_type *b)
{
	struct up_buf x = {0}, y = {0};
	bool same;

	up_bindgen_type_print(a, &x);
	up_bindgen_type_print(b, &y);
	same = x.size == y.size && memcmp(x.bytes, y.bytes, x.size) == 0;
	up_buf_finish(&x);
	up_buf_finish(&y);
	return same;
}

const struct up_adapter *up_adapters_closure(const struct up_adapters *adapters,
					     const struct up_bindgen_type *type)
{
	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];

		if (adapter->role == UP_ADAPTER_CLOSURE &&
		    adapter->type->function == type->function &&
		    same_type(adapter->type, type))
			return adapter;
	}
	return NULL;
}

static const char *destructor_name(struct up_arena *arena, uint32_t index)
{
	struct up_buf name = {0};
	const char *copy;

	up_buf_printf(&name, "__wbg_destroy_%u", index);
	copy = up_arena_text(arena, name.bytes, name.size);
	up_buf_finish(&name);
	return copy;
}

static const struct up_adapter *find_destructor(const struct up_adapters *adapters,
						const char *name)
{
	for (size_t i = 0; i < adapters->count; i++)
		if (adapters->items[i].role == UP_ADAPTER_DESTRUCTOR &&
		    !strcmp(adapters->items[i].name, name))
			return &adapters->items[i];
	return NULL;
}

const char *up_adapters_destructor(const struct up_adapters *adapters,
				   const struct up_bindgen_type *type)
{
	struct up_arena arena = {0};
	const struct up_adapter *found = find_destructor(
		adapters, destructor_name(&arena, type->destructor));

	up_arena_finish(&arena);
	return found ? found->name : NULL;
}

static int no_entry(struct listing *listing, uint32_t index)
{
	return up_input_error(listing->report,
			      "the bindings speak of the function %u of the "
			      "table, and it has none there; build the crate "
			      "again without tools in between",
			      index);
}

static int add_destructor(struct listing *listing,
			  const struct up_bindgen_type *type)
{
	const char *function =
		up_body_table_entry(listing->module, type->destructor);
	const char *name =
		destructor_name(&listing->bindgen->arena, type->destructor);
	struct up_adapter *adapter;

	if (find_destructor(listing->adapters, name))
		return 0;
	if (!function)
		return no_entry(listing, type->destructor);
	adapter = add(listing, UP_ADAPTER_DESTRUCTOR, function, name);
	if (take(listing, adapter, &pointer) < 0)
		return -1;
	return take(listing, adapter, &pointer);
}

static int list_closures(struct listing *listing,
			 const struct up_bindgen_type *type);

static int add_closure(struct listing *listing,
		       const struct up_bindgen_type *type)
{
	const char *function =
		up_body_table_entry(listing->module, type->function);
	struct up_buf name = {0};
	struct up_adapter *adapter;

	if (up_adapters_closure(listing->adapters, type))
		return 0;
	if (!function)
		return no_entry(listing, type->function);
	up_buf_printf(&name, "__wbg_closure_%zu", listing->adapters->count);
	adapter = add(listing, UP_ADAPTER_CLOSURE, function,
		      up_arena_text(&listing->bindgen->arena, name.bytes,
				    name.size));
	up_buf_finish(&name);
	if (take(listing, adapter, &pointer) < 0 ||
	    take(listing, adapter, &pointer) < 0 ||
	    fill(listing, adapter, type) < 0)
		return -1;
	for (size_t i = 0; i < type->item_count; i++)
		if (list_closures(listing, &type->items[i]) < 0)
			return -1;
	return 0;
}

/* All that a type has in it. */
static int list_closures(struct listing *listing,
			 const struct up_bindgen_type *type)
{
	if (type->kind == UP_TYPE_FUNCTION)
		return add_closure(listing, type);
	if (type->kind == UP_TYPE_CLOSURE && type->destructor != 0 &&
	    add_destructor(listing, type) < 0)
		return -1;
	for (size_t i = 0; i < type->item_count; i++)
		if (list_closures(listing, &type->items[i]) < 0)
			return -1;
	return 0;
}

static int list_closures_of(struct listing *listing,
			    const struct up_bindgen_type *function)
{
	for (size_t i = 0; i < function->item_count; i++)
		if (list_closures(listing, &function->items[i]) < 0)
			return -1;
	return 0;
}

/* ---- what JavaScript calls ---- */

static bool same_text(struct up_raw_name a, struct up_raw_name b)
{
	return a.text && b.text && a.size == b.size &&
	       memcmp(a.text, b.text, a.size) == 0;
}

static bool same_namespace(const struct up_bindgen_class *class_,
			   const struct up_bindgen_export *export_)
{
	if (class_->js_namespace_count != export_->js_namespace_count)
		return false;
	for (size_t i = 0; i < class_->js_namespace_count; i++)
		if (!same_text(class_->js_namespace[i],
			       export_->js_namespace[i]))
			return false;
	return true;
}

/*
 * How well a class fits a method. Some schemas have no namespaces of methods,
 * and those that say Rust's names of classes may say that.
 */
static unsigned fitness(const struct up_bindgen_class *class_,
			const struct up_bindgen_export *export_)
{
	bool same_name = same_text(class_->name, export_->class_name);

	if (same_name && same_namespace(class_, export_))
		return 3;
	if (same_text(class_->rust_name, export_->class_name))
		return 2;
	return same_name;
}

/* The class that a method is of; its programs are those of its crate. */
static const struct up_bindgen_class *
find_class(const struct listing *listing,
	   const struct up_bindgen_export *export_)
{
	const struct up_bindgen_programs *programs = &listing->bindgen->programs;
	const struct up_bindgen_class *found = NULL;
	unsigned best = 0;

	for (size_t i = 0; i < programs->count; i++) {
		const struct up_bindgen_program *program = &programs->items[i];
		bool own = same_text(program->crate, listing->program->crate);

		for (size_t k = 0; k < program->class_count; k++) {
			unsigned fits = fitness(&program->classes[k], export_);

			if (fits > 0 && own)
				fits += 3;
			if (fits <= best)
				continue;
			best = fits;
			found = &program->classes[k];
		}
	}
	return found;
}

static bool has_self(const struct up_bindgen_export *export_)
{
	return export_->class_name.text &&
	       export_->method.kind == UP_BINDGEN_OPERATION &&
	       !export_->method.is_static;
}

static int add_export(struct listing *listing,
		      const struct up_bindgen_export *export_)
{
	const struct up_bindgen_symbol *symbol = &export_->symbol;
	struct up_adapter *adapter;

	if (!symbol->function || !symbol->type)
		return 0;
	if (check_suspends(listing, &export_->function, false) < 0)
		return -1;
	adapter = add(listing, UP_ADAPTER_EXPORT, symbol->function,
		      symbol->name);
	adapter->export_ = export_;
	if (export_->class_name.text)
		adapter->class_ = find_class(listing, export_);
	if (has_self(export_) && take(listing, adapter, &pointer) < 0)
		return -1;
	if (fill(listing, adapter, symbol->type) < 0)
		return -1;
	return list_closures_of(listing, symbol->type);
}

static int add_field(struct listing *listing,
		     const struct up_bindgen_class *class_,
		     const struct up_bindgen_field *field)
{
	const struct up_bindgen_symbol *getter = &field->getter;
	const struct up_bindgen_symbol *setter = &field->setter;
	struct up_adapter *adapter;

	if (getter->function && getter->type) {
		adapter = add(listing, UP_ADAPTER_GETTER, getter->function,
			      getter->name);
		adapter->class_ = class_;
		adapter->field = field;
		if (take(listing, adapter, &pointer) < 0 ||
		    give(listing, adapter, getter->type) < 0)
			return -1;
	}
	if (setter->function && getter->type) {
		adapter = add(listing, UP_ADAPTER_SETTER, setter->function,
			      setter->name);
		adapter->class_ = class_;
		adapter->field = field;
		if (take(listing, adapter, &pointer) < 0 ||
		    take(listing, adapter, getter->type) < 0)
			return -1;
	}
	return 0;
}

/* Adds one of the functions that are alike for all classes. */
static int add_fixed(struct listing *listing, enum up_adapter_role role,
		     const struct up_bindgen_symbol *symbol,
		     const struct up_bindgen_type *param,
		     const struct up_bindgen_type *result,
		     struct up_adapter **ret)
{
	if (!symbol->function)
		return 0;
	*ret = add(listing, role, symbol->function, symbol->name);
	if (param && take(listing, *ret, param) < 0)
		return -1;
	return give(listing, *ret, result);
}

static int add_class(struct listing *listing,
		     const struct up_bindgen_class *class_)
{
	struct up_adapter *adapters[4] = {NULL};

	if (add_fixed(listing, UP_ADAPTER_FREE, &class_->free_, &pointer, &unit,
		      &adapters[0]) < 0 ||
	    (adapters[0] && take(listing, adapters[0], &pointer) < 0))
		return -1;
	if (adapters[0])
		adapters[0]->class_ = class_;
	if (add_fixed(listing, UP_ADAPTER_UPCAST, &class_->upcast, &pointer,
		      &pointer, &adapters[1]) < 0)
		return -1;
	if (adapters[1])
		adapters[1]->class_ = class_;
	if (add_fixed(listing, UP_ADAPTER_WRAP, &class_->wrap, &pointer, &value,
		      &adapters[2]) < 0)
		return -1;
	if (adapters[2])
		adapters[2]->class_ = class_;
	if (add_fixed(listing, UP_ADAPTER_UNWRAP, &class_->unwrap,
		      &lent_value, &pointer, &adapters[3]) < 0)
		return -1;
	if (adapters[3])
		adapters[3]->class_ = class_;
	for (size_t i = 0; i < class_->field_count; i++)
		if (add_field(listing, class_, &class_->fields[i]) < 0)
			return -1;
	return 0;
}

/* ---- what the module calls ---- */

static int add_function(struct listing *listing,
			const struct up_bindgen_import *import)
{
	const struct up_bindgen_symbol *symbol = &import->function.symbol;
	struct up_adapter *adapter;

	if (!symbol->function || !symbol->type)
		return 0;
	if (check_suspends(listing, &import->function.function,
			   import->function.suspending) < 0)
		return -1;
	adapter = add(listing, UP_ADAPTER_IMPORT, symbol->function,
		      symbol->name);
	adapter->import = import;
	if (fill(listing, adapter, symbol->type) < 0)
		return -1;
	return list_closures_of(listing, symbol->type);
}

static int add_import(struct listing *listing,
		      const struct up_bindgen_import *import)
{
	struct up_adapter *adapter = NULL;
	int err = 0;

	switch (import->kind) {
	case UP_BINDGEN_IMPORT_FUNCTION:
		return add_function(listing, import);
	case UP_BINDGEN_IMPORT_STATIC:
		if (import->static_.symbol.type)
			err = add_fixed(listing, UP_ADAPTER_STATIC,
					&import->static_.symbol, NULL,
					import->static_.symbol.type, &adapter);
		break;
	case UP_BINDGEN_IMPORT_STRING:
		err = add_fixed(listing, UP_ADAPTER_STRING,
				&import->string.symbol, NULL, &value, &adapter);
		break;
	case UP_BINDGEN_IMPORT_TYPE:
		err = add_fixed(listing, UP_ADAPTER_INSTANCEOF,
				&import->type.symbol, &lent_value, &pointer,
				&adapter);
		break;
	case UP_BINDGEN_IMPORT_STRING_ENUM:
	case UP_BINDGEN_IMPORT_UNION:
		break;
	}
	if (adapter)
		adapter->import = import;
	return err;
}

static int add_linked(struct listing *listing,
		      const struct up_bindgen_linked_module *linked)
{
	struct up_adapter *adapter = NULL;
	int err = add_fixed(listing, UP_ADAPTER_LINK, &linked->symbol, NULL,
			    &text, &adapter);

	if (adapter)
		adapter->linked = linked;
	return err;
}

/* The import that a generic function binds. */
static const struct up_bindgen_import *
find_generic(struct listing *listing, struct up_raw_name key)
{
	const struct up_bindgen_programs *programs = &listing->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++) {
		listing->program = &programs->items[i];
		for (size_t k = 0; k < listing->program->import_count; k++) {
			const struct up_bindgen_import *import =
				&listing->program->imports[k];

			if (import->kind == UP_BINDGEN_IMPORT_FUNCTION &&
			    same_text(import->function.shim, key))
				return import;
		}
	}
	return NULL;
}

static int add_generic(struct listing *listing,
		       const struct up_bindgen_generic *generic)
{
	bool cast = !generic->key.text || generic->key.size == 0;
	const struct up_bindgen_import *import =
		cast ? NULL : find_generic(listing, generic->key);
	struct up_buf name = {0};
	struct up_adapter *adapter;

	if (!cast && !import)
		return up_input_error(listing->report,
				      "the bindings bind an import '%.*s' that "
				      "no program of them has; build the crate "
				      "again without tools in between",
				      (int)generic->key.size,
				      generic->key.text);
	if (cast)
		listing->program = NULL;
	up_buf_printf(&name, "%.*s_%zu", cast ? 10 : (int)generic->key.size,
		      cast ? "__wbg_cast" : generic->key.text,
		      listing->adapters->count);
	adapter = add(listing, cast ? UP_ADAPTER_CAST : UP_ADAPTER_IMPORT,
		      generic->function,
		      up_arena_text(&listing->bindgen->arena, name.bytes,
				    name.size));
	up_buf_finish(&name);
	adapter->import = import;
	if (fill(listing, adapter, generic->type) < 0)
		return -1;
	return list_closures_of(listing, generic->type);
}

static enum up_word word_of(BinaryenType type)
{
	if (type == BinaryenTypeInt64())
		return UP_WORD_I64;
	if (type == BinaryenTypeFloat32())
		return UP_WORD_F32;
	if (type == BinaryenTypeFloat64())
		return UP_WORD_F64;
	return UP_WORD_I32;
}

/* An undescribed function takes and returns what it takes and returns. */
static void add_core_words(struct listing *listing, struct up_words *words,
			   BinaryenType type)
{
	BinaryenType items[16];
	uint32_t count = BinaryenTypeArity(type);

	if (count > sizeof(items) / sizeof(*items))
		return;
	BinaryenTypeExpand(type, items);
	for (uint32_t i = 0; i < count; i++) {
		words->items = up_arena_grow(&listing->bindgen->arena,
					     words->items, &words->count,
					     sizeof(*words->items));
		words->items[words->count - 1] = word_of(items[i]);
	}
}

static void add_intrinsic(struct listing *listing,
			  const struct up_bindgen_symbol *symbol)
{
	static const char looks[] = "__wbindgen_object_is_";
	BinaryenFunctionRef function =
		BinaryenGetFunction(listing->module, symbol->function);
	struct up_adapter *adapter = add(listing, UP_ADAPTER_INTRINSIC,
					 symbol->function, symbol->name);

	add_core_words(listing, &adapter->params,
		       BinaryenFunctionGetParams(function));
	/* These look at a value, whose index is all that they say of it. */
	if (strncmp(symbol->name, looks, sizeof(looks) - 1) == 0)
		for (size_t i = 0; i < adapter->params.count; i++)
			adapter->params.items[i] = UP_WORD_REF_LENT;
	add_core_words(listing, &adapter->results,
		       BinaryenFunctionGetResults(function));
}

/* ---- all of them ---- */

static int add_program(struct listing *listing,
		       const struct up_bindgen_program *program)
{
	listing->program = program;
	for (size_t i = 0; i < program->export_count; i++)
		if (add_export(listing, &program->exports[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->class_count; i++)
		if (add_class(listing, &program->classes[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->import_count; i++)
		if (add_import(listing, &program->imports[i]) < 0)
			return -1;
	for (size_t i = 0; i < program->linked_module_count; i++)
		if (add_linked(listing, &program->linked_modules[i]) < 0)
			return -1;
	return 0;
}

int up_adapters_init(struct up_adapters *ret, struct up_bindgen *bindgen,
		     BinaryenModuleRef module, bool references,
		     struct up_report *report)
{
	struct up_adapters adapters = {.references = references};
	struct listing listing = {
		.adapters = &adapters,
		.bindgen = bindgen,
		.module = module,
		.report = report,
	};

	for (size_t i = 0; i < bindgen->programs.count; i++)
		if (add_program(&listing, &bindgen->programs.items[i]) < 0)
			return -1;
	for (size_t i = 0; i < bindgen->generic_count; i++)
		if (add_generic(&listing, &bindgen->generics[i]) < 0)
			return -1;
	listing.program = NULL;
	for (size_t i = 0; i < bindgen->intrinsic_count; i++)
		add_intrinsic(&listing, &bindgen->intrinsics[i]);
	up_border_names(&adapters, bindgen, module);
	*ret = adapters;
	return 0;
}
