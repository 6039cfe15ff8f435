/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/names.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/types/idents.h"
#include "diag/diag.h"
#include "util/buf.h"
#include "util/mem.h"

static bool same_text(struct up_raw_name a, struct up_raw_name b)
{
	return a.size == b.size && (a.size == 0 || !memcmp(a.text, b.text, a.size));
}

static bool same_name(struct up_raw_name a, const char *b)
{
	return same_text(a, (struct up_raw_name){b, strlen(b)});
}

static int compare_text(struct up_raw_name a, struct up_raw_name b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size > 0 ? memcmp(a.text, b.text, size) : 0;

	return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* ---- the things of the programs ---- */

/* FNV-1a: how a type says in which module it is defined. */
static uint32_t hash_of(struct up_raw_name module_path)
{
	uint32_t hash = 0x811c9dc5;

	for (size_t i = 0; i < module_path.size; i++)
		hash = (hash ^ (unsigned char)module_path.text[i]) * 0x01000193;
	return hash;
}

/* The name behind those of its namespace, as in symbols. */
static const char *qualify(struct up_arena *arena,
			   const struct up_raw_name *js_namespace,
			   size_t js_namespace_count, struct up_raw_name name)
{
	struct up_buf out = {0};
	const char *qualified;

	for (size_t i = 0; i < js_namespace_count; i++)
		up_buf_printf(&out, "%.*s__", (int)js_namespace[i].size,
			      js_namespace[i].text);
	up_buf_append(&out, name.text, name.size);
	qualified = up_arena_text(arena, out.bytes, out.size);
	up_buf_finish(&out);
	return qualified;
}

static struct up_bindgen_item *add(struct up_bindgen_names *names,
				   enum up_bindgen_item_kind kind,
				   const struct up_bindgen_program *program,
				   const void *definition,
				   struct up_raw_name name)
{
	struct up_bindgen_item *item;

	names->items = up_arena_grow(&names->arena, names->items, &names->count,
				     sizeof(*names->items));
	item = &names->items[names->count - 1];
	*item = (struct up_bindgen_item){
		.kind = kind,
		.definition = definition,
		.program = program,
		.name = name,
	};
	if (kind != UP_ITEM_CLASS)
		item->module_hash = hash_of(program->module_path);
	return item;
}

static void add_imports(struct up_bindgen_names *names,
			const struct up_bindgen_program *program)
{
	for (size_t i = 0; i < program->import_count; i++) {
		const struct up_bindgen_import *import = &program->imports[i];

		if (import->kind == UP_BINDGEN_IMPORT_STRING_ENUM)
			add(names, UP_ITEM_STRING_ENUM, program,
			    &import->string_enum, import->string_enum.name)
				->is_private = import->string_enum.is_private;
		else if (import->kind == UP_BINDGEN_IMPORT_UNION)
			add(names, UP_ITEM_UNION, program, &import->union_,
			    import->union_.name)
				->is_private = import->union_.is_private;
	}
}

static void add_program(struct up_bindgen_names *names,
			const struct up_bindgen_program *program)
{
	struct up_bindgen_item *item;

	for (size_t i = 0; i < program->class_count; i++) {
		const struct up_bindgen_class *class_ = &program->classes[i];

		item = add(names, UP_ITEM_CLASS, program, class_, class_->name);
		item->js_namespace = class_->js_namespace;
		item->js_namespace_count = class_->js_namespace_count;
		item->is_private = class_->is_private;
	}
	for (size_t i = 0; i < program->enum_count; i++) {
		const struct up_bindgen_enum *enum_ = &program->enums[i];

		item = add(names, UP_ITEM_ENUM, program, enum_, enum_->name);
		item->js_namespace = enum_->js_namespace;
		item->js_namespace_count = enum_->js_namespace_count;
		item->is_private = enum_->is_private;
	}
	add_imports(names, program);
}

/* Whether one thing was written down twice, as code is generated twice. */
static bool same_item(const struct up_bindgen_item *a,
		      const struct up_bindgen_item *b)
{
	return a->kind == b->kind && a->module_hash == b->module_hash &&
	       same_text(a->program->crate, b->program->crate) &&
	       strcmp(a->qualified, b->qualified) == 0;
}

static void find_repeated(struct up_bindgen_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		for (size_t k = 0; k < i && !names->items[i].repeated; k++)
			names->items[i].repeated =
				same_item(&names->items[i], &names->items[k]);
		names->repeats |= names->items[i].repeated;
	}
}

/* ---- identifiers ---- */

static bool is_taken(const struct up_bindgen_names *names, const char *ident)
{
	for (size_t i = 0; i < names->taken_count; i++)
		if (strcmp(names->taken[i], ident) == 0)
			return true;
	return false;
}

static void take(struct up_bindgen_names *names, const char *ident)
{
	names->taken = up_arena_grow(&names->arena, names->taken,
				     &names->taken_count,
				     sizeof(*names->taken));
	names->taken[names->taken_count - 1] = ident;
}

/* @name as an identifier, with a number behind it where it is taken. */
static const char *take_like(struct up_bindgen_names *names, const char *name)
{
	const char *ident = up_ts_ident(&names->arena, name, strlen(name));
	struct up_buf numbered = {0};

	for (unsigned i = 2; is_taken(names, ident); i++) {
		up_buf_finish(&numbered);
		up_buf_printf(&numbered, "%s%u", name, i);
		ident = up_ts_ident(&names->arena, numbered.bytes,
				    numbered.size);
	}
	up_buf_finish(&numbered);
	take(names, ident);
	return ident;
}

/* What older releases leave out of the names of what is in a namespace. */
static bool shows_namespaces(const struct up_bindgen_names *names)
{
	return names->bindgen->programs.schema->local_namespaces;
}

const char *up_bindgen_names_add(struct up_bindgen_names *names,
				 const struct up_raw_name *js_namespace,
				 size_t js_namespace_count,
				 struct up_raw_name name)
{
	size_t count = shows_namespaces(names) ? js_namespace_count : 0;

	return take_like(names,
			 qualify(&names->arena, js_namespace, count, name));
}

/* What an import is found by among the things that JavaScript knows anyway. */
static struct up_raw_name root_of(const struct up_bindgen_import *import)
{
	if (import->js_namespace_count > 0)
		return import->js_namespace[0];
	if (import->kind == UP_BINDGEN_IMPORT_STATIC)
		return import->static_.name;
	if (import->kind == UP_BINDGEN_IMPORT_TYPE)
		return import->type.name;
	if (import->kind != UP_BINDGEN_IMPORT_FUNCTION)
		return (struct up_raw_name){0};
	return import->function.is_method ? import->function.class_name
					  : import->function.function.name;
}

/*
 * What the declarations of a package refer to, or have of their own. They would mean
 * something of the crate if it were declared by that name.
 */
static const char *const declared[] = {
	"Abort",	  "AbortHook",	    "AbortReason",   "ArrayBuffer",
	"BigInt64Array",  "BigUint64Array", "BufferSource",
	"CreateInstanceOptions", "EntrypointOptions", "Float32Array",
	"Float64Array",	  "InitInput",	    "InitOutput",    "InstanceType",
	"Int16Array",	  "Int32Array",	    "Int8Array",
	"ModuleInstance", "ModuleWorker",   "Object",	     "Omit",
	"PanicLocation",  "Promise",
	"RecoveryPolicy", "RecoveryState",  "Request",	     "ResetHook",
	"Response",	  "Symbol",	    "SyncInitInput", "URL",
	"Uint16Array",	  "Uint32Array",    "Uint8Array",
	"Uint8ClampedArray", "WebAssembly", "__wbg_init",
};

bool up_bindgen_names_declared(const char *name)
{
	for (size_t i = 0; i < sizeof(declared) / sizeof(*declared); i++)
		if (strcmp(declared[i], name) == 0)
			return true;
	return false;
}

/* A class of the crate must not hide the one of JavaScript that it uses. */
static void take_globals(struct up_bindgen_names *names,
			 const struct up_adapters *adapters)
{
	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_bindgen_import *import =
			adapters->items[i].import;
		struct up_raw_name root;
		const char *name;

		if (!import || import->module.kind != UP_BINDGEN_GLOBAL)
			continue;
		root = root_of(import);
		if (root.size == 0)
			continue;
		name = up_arena_text(&names->arena, root.text, root.size);
		if (!is_taken(names, name))
			take(names, name);
	}
}

/* ---- one name for each ---- */

/* Classes and enums are values; what is only a type may be there besides. */
static bool is_value(const struct up_bindgen_item *item)
{
	return item->kind == UP_ITEM_CLASS || item->kind == UP_ITEM_ENUM;
}

/* Public things first, then values, then by crate: the same in any build. */
static int compare_items(const void *a, const void *b)
{
	const struct up_bindgen_item *left = *(struct up_bindgen_item *const *)a;
	const struct up_bindgen_item *right =
		*(struct up_bindgen_item *const *)b;
	int order = strcmp(left->qualified, right->qualified);

	if (order == 0)
		order = left->is_private - right->is_private;
	if (order == 0)
		order = is_value(right) - is_value(left);
	if (order == 0)
		order = compare_text(left->program->crate,
				     right->program->crate);
	if (order == 0)
		order = compare_text(left->program->module_path,
				     right->program->module_path);
	return order != 0 ? order : (left->kind > right->kind) -
					    (left->kind < right->kind);
}

static int clash(const struct up_bindgen_item *a,
		 const struct up_bindgen_item *b, struct up_report *report)
{
	struct up_raw_name one = a->program->crate, other = b->program->crate;

	return up_input_error(report,
			      "the name '%s' is exported more than once, by the "
			      "crates %.*s and %.*s; give one of them a js_name "
			      "or a js_namespace, or make it private",
			      a->qualified, (int)one.size, one.text,
			      (int)other.size, other.text);
}

/* Whether both want to be the one thing of that kind that has the name. */
static bool rivals(const struct up_bindgen_item *a,
		   const struct up_bindgen_item *b)
{
	return !a->is_private && !b->is_private &&
	       (a->kind == b->kind || (is_value(a) && is_value(b))) &&
	       strcmp(a->qualified, b->qualified) == 0;
}

/* The name that JavaScript has it by ends in the number that it got. */
static void name_item(struct up_bindgen_names *names,
		      struct up_bindgen_item *item, bool first)
{
	size_t count = shows_namespaces(names) ? item->js_namespace_count : 0;
	const char *wanted = qualify(&names->arena, item->js_namespace, count,
				     item->name);

	item->local = take_like(names, wanted);
	item->exported =
		first ? up_arena_text(&names->arena, item->name.text,
				      item->name.size)
		      : item->local;
}

static int name_items(struct up_bindgen_names *names,
		      struct up_bindgen_item **sorted, size_t count,
		      struct up_report *report)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = i; k-- > 0;)
			if (rivals(sorted[k], sorted[i]))
				return clash(sorted[k], sorted[i], report);
		name_item(names, sorted[i],
			  i == 0 || strcmp(sorted[i - 1]->qualified,
					   sorted[i]->qualified) != 0);
	}
	return 0;
}

static int name_all(struct up_bindgen_names *names, struct up_report *report)
{
	struct up_bindgen_item **sorted =
		up_alloc((names->count + 1) * sizeof(struct up_bindgen_item *));
	size_t count = 0;
	int err;

	for (size_t i = 0; i < names->count; i++)
		if (!names->items[i].repeated)
			sorted[count++] = &names->items[i];
	qsort(sorted, count, sizeof(*sorted), compare_items);
	err = name_items(names, sorted, count, report);
	free(sorted);
	return err;
}

static const struct up_bindgen_item *
first_like(const struct up_bindgen_names *names,
	   const struct up_bindgen_item *item)
{
	const struct up_bindgen_item *first = names->items;

	while (!same_item(first, item))
		first++;
	return first;
}

int up_bindgen_names_init(struct up_bindgen_names *ret,
			  const struct up_bindgen *bindgen,
			  const struct up_adapters *adapters,
			  struct up_report *report)
{
	struct up_bindgen_names names = {.bindgen = bindgen};

	for (size_t i = 0; i < bindgen->programs.count; i++)
		add_program(&names, &bindgen->programs.items[i]);
	for (size_t i = 0; i < names.count; i++)
		names.items[i].qualified =
			qualify(&names.arena, names.items[i].js_namespace,
				names.items[i].js_namespace_count,
				names.items[i].name);
	find_repeated(&names);
	for (size_t i = 0; i < sizeof(declared) / sizeof(*declared); i++)
		take(&names, declared[i]);
	take_globals(&names, adapters);
	if (name_all(&names, report) < 0) {
		up_bindgen_names_finish(&names);
		return -1;
	}
	*ret = names;
	return 0;
}

void up_bindgen_names_finish(struct up_bindgen_names *names)
{
	up_arena_finish(&names->arena);
	*names = (struct up_bindgen_names){0};
}

/* ---- looking up ---- */

const struct up_bindgen_item *
up_bindgen_names_of(const struct up_bindgen_names *names, const void *definition)
{
	const struct up_bindgen_item *item = names->items;

	while (item->definition != definition)
		item++;
	return item->repeated ? first_like(names, item) : item;
}

static bool is_of_kind(const struct up_bindgen_item *item,
		       enum up_bindgen_type_kind kind)
{
	switch (kind) {
	case UP_TYPE_STRUCT:
		return item->kind == UP_ITEM_CLASS;
	case UP_TYPE_ENUM:
		return item->kind == UP_ITEM_ENUM;
	case UP_TYPE_STRING_ENUM:
		return item->kind == UP_ITEM_STRING_ENUM;
	case UP_TYPE_UNION:
		return item->kind == UP_ITEM_UNION;
	case UP_TYPE_NAMED_EXTERNREF: /* of a class, in older sequences */
		return item->kind == UP_ITEM_CLASS &&
		       item->js_namespace_count > 0;
	default:
		return false;
	}
}

/* Older releases say neither crate nor module, nor a namespace. */
const struct up_bindgen_item *
up_bindgen_names_of_type(const struct up_bindgen_names *names,
			 const struct up_bindgen_type *type)
{
	const struct up_bindgen_item *found = NULL;

	for (size_t i = 0; i < names->count; i++) {
		const struct up_bindgen_item *item = &names->items[i];

		if (item->repeated || !is_of_kind(item, type->kind))
			continue;
		if (!same_name(type->name, item->qualified) &&
		    (shows_namespaces(names) ||
		     !same_text(type->name, item->name)))
			continue;
		if (same_text(type->crate, item->program->crate) &&
		    type->module_hash == item->module_hash)
			return item;
		if (!found)
			found = item;
	}
	return found;
}

static bool same_namespace(const struct up_bindgen_item *a,
			   const struct up_bindgen_item *b)
{
	if (a->js_namespace_count != b->js_namespace_count)
		return false;
	for (size_t i = 0; i < a->js_namespace_count; i++)
		if (!same_text(a->js_namespace[i], b->js_namespace[i]))
			return false;
	return true;
}

/* What schemas that say Rust's names of classes name parents by. */
static bool is_rust_name(const struct up_bindgen_item *item,
			 struct up_raw_name name)
{
	const struct up_bindgen_class *class_ = item->definition;

	return class_->rust_name.text && same_text(class_->rust_name, name);
}

const struct up_bindgen_item *
up_bindgen_names_parent(const struct up_bindgen_names *names,
			const struct up_bindgen_class *class_)
{
	struct up_raw_name name = class_->extends_js_class.text
					  ? class_->extends_js_class
					  : class_->extends;
	const struct up_bindgen_item *child = up_bindgen_names_of(names, class_);
	const struct up_bindgen_item *found = NULL;
	struct up_bindgen_item wanted = {
		.js_namespace = class_->extends_js_namespace,
		.js_namespace_count = class_->extends_js_namespace_count,
	};

	for (size_t i = 0; name.text && i < names->count; i++) {
		const struct up_bindgen_item *item = &names->items[i];
		bool same = item->kind == UP_ITEM_CLASS && !item->repeated &&
			    (is_rust_name(item, name) ||
			     (same_text(item->name, name) &&
			      same_namespace(item, &wanted)));

		if (same && same_text(item->program->crate,
				      child->program->crate))
			return item;
		if (same && !found)
			found = item;
	}
	return found;
}
