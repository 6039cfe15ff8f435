/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/bindings.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "glue/dict.h"
#include "glue/idents.h"
#include "glue/workers.h"
#include "util/mem.h"

/* How a value type appears to JavaScript, and to TypeScript. */
static const struct {
	const char *coercion; /* flag of the template; NULL: passed as it is */
	const char *ts_type;
} valtypes[] = {
	[UP_I32] = {"i32", "number"},
	[UP_I64] = {"i64", "bigint"},
	[UP_F32] = {"float", "number"},
	[UP_F64] = {"float", "number"},
	[UP_V128] = {NULL, "never"},
	[UP_FUNCREF] = {"funcref", "Function | null"},
	[UP_EXTERNREF] = {NULL, "any"},
	[UP_EXNREF] = {NULL, "never"},
	[UP_OTHERREF] = {NULL, "any"},
};

static const struct {
	const char *name; /* as an error says it */
	const char *export_type;
	const char *import_type;
} kinds[] = {
	[UP_KIND_FUNC] = {"function", "", ""},
	[UP_KIND_TABLE] = {"table", "WebAssembly.Table", "WebAssembly.Table"},
	[UP_KIND_MEMORY] = {"memory", "WebAssembly.Memory",
			    "WebAssembly.Memory"},
	[UP_KIND_GLOBAL] = {"global", "WebAssembly.Global", "any"},
	[UP_KIND_TAG] = {"tag", "object", "object"},
};

static const char *const coercions[] = {"i32", "i64", "float", "funcref"};

bool up_glue_coerces(enum up_valtype type)
{
	return valtypes[type].coercion != NULL;
}

static bool has_param(const struct up_signature *type, enum up_valtype wanted)
{
	for (size_t i = 0; i < type->param_count; i++)
		if (type->params[i] == wanted)
			return true;
	return false;
}

static bool has_result(const struct up_signature *type, enum up_valtype wanted)
{
	for (size_t i = 0; i < type->result_count; i++)
		if (type->results[i] == wanted)
			return true;
	return false;
}

/* Whether the engine refuses every call between JavaScript and wasm. */
static bool cannot_cross(const struct up_signature *type)
{
	return has_param(type, UP_V128) || has_param(type, UP_EXNREF) ||
	       has_result(type, UP_V128) || has_result(type, UP_EXNREF);
}

static void set_joined(struct up_dict *dict, const char *name,
		       const char *prefix, const char *suffix)
{
	struct up_buf text = {0};

	up_buf_printf(&text, "%s%s", prefix, suffix);
	up_dict_take(dict, name, &text);
}

static void set_written(struct up_dict *dict, const char *name,
			void (*write)(struct up_buf *, const char *),
			const char *text)
{
	struct up_buf buf = {0};

	write(&buf, text);
	up_dict_take(dict, name, &buf);
}

static void set_params(struct up_dict *dict, const struct up_signature *type)
{
	struct up_buf names = {0}, typed = {0};

	for (size_t i = 0; i < type->param_count; i++) {
		const char *comma = i ? ", " : "";

		up_buf_printf(&names, "%sp%zu", comma, i);
		up_buf_printf(&typed, "%sp%zu: %s", comma, i,
			      valtypes[type->params[i]].ts_type);
	}
	up_dict_take(dict, "params", &names);
	up_dict_take(dict, "ts_params", &typed);
}

static void set_result(struct up_dict *dict, const struct up_signature *type)
{
	bool many = type->result_count > 1;
	struct up_buf text = {0};

	up_buf_puts(&text, many ? "[" : "");
	for (size_t i = 0; i < type->result_count; i++)
		up_buf_printf(&text, "%s%s", i ? ", " : "",
			      valtypes[type->results[i]].ts_type);
	up_buf_puts(&text, many ? "]" : type->result_count ? "" : "void");
	up_dict_take(dict, "ts_result", &text);
}

/* An item of @list, unless JavaScript values of that type pass as they are. */
static void add_coercion(struct up_dict *dict, const char *list,
			 const char *operand, struct up_buf *text,
			 enum up_valtype type)
{
	const char *coercion = valtypes[type].coercion;
	struct up_dict *item;

	if (!coercion) {
		up_buf_finish(text);
		return;
	}
	item = up_dict_add(dict, list);
	for (size_t i = 0; i < sizeof(coercions) / sizeof(*coercions); i++)
		up_dict_flag(item, coercions[i], !strcmp(coercions[i], coercion));
	up_dict_take(item, operand, text);
}

static void add_coercions(struct up_dict *dict, const struct up_signature *type)
{
	bool many = type->result_count > 1;
	struct up_buf text = {0};

	up_dict_list(dict, "coerced");
	for (size_t i = 0; i < type->param_count; i++) {
		up_buf_printf(&text, "p%zu", i);
		add_coercion(dict, "coerced", "param", &text, type->params[i]);
	}
	up_dict_list(dict, "results");
	for (size_t i = 0; i < type->result_count; i++) {
		if (many)
			up_buf_printf(&text, "result[%zu]", i);
		else
			up_buf_puts(&text, "result");
		add_coercion(dict, "results", "at", &text, type->results[i]);
	}
	up_dict_flag(dict, "many", many);
	up_buf_printf(&text, "%zu", type->result_count);
	up_dict_take(dict, "result_count", &text);
}

static void fill_function(struct up_dict *item, const struct up_signature *type)
{
	set_params(item, type);
	set_result(item, type);
	add_coercions(item, type);
	up_dict_flag(item, "impossible", cannot_cross(type));
	up_dict_flag(item, "otherref", has_param(type, UP_OTHERREF));
}

/*
 * Whether a declaration of types can have the name itself. Names like those that
 * the others get there instead would meet them, as would that of a Worker; in a
 * namespace there are none of these.
 */
static bool is_declared(const struct up_dict *item, const char *name)
{
	bool local = !strncmp(name, "x_", 2) || !strcmp(name, "ModuleWorker");

	return up_ident_valid(name) && !up_ident_reserved(name) &&
	       (up_dict_test(item, "scripts") > 0 || !local);
}

/* Whether it may return a promise. */
static bool is_promising(const struct up_glue_export *export_)
{
	return up_glue_shows(export_) && !cannot_cross(&export_->type) &&
	       (has_result(&export_->type, UP_EXTERNREF) ||
		has_result(&export_->type, UP_OTHERREF));
}

static void fill_export(struct up_dict *item,
			const struct up_glue_export *export_, size_t index)
{
	const char *name = export_->js_name;
	bool function = export_->kind == UP_KIND_FUNC;
	struct up_buf handle = {0};

	/* What the generated code calls it by: apart from all its own names. */
	if (up_ident_valid(name))
		up_buf_puts(&handle, name);
	else
		up_buf_printf(&handle, "%zu", index);
	set_joined(item, "local", "x_", handle.bytes);
	set_joined(item, "raw", "w_", handle.bytes);
	up_buf_finish(&handle);

	up_dict_set(item, "name", name);
	set_written(item, "literal", up_js_string, name);
	set_written(item, "key", up_js_key, name);
	set_written(item, "member", up_js_member, name);
	set_written(item, "export_name", up_js_export_name, name);
	set_written(item, "wasm_key", up_js_key, export_->name);
	up_dict_set(item, "ts_type", kinds[export_->kind].export_type);
	up_dict_flag(item, "function", function);
	up_dict_flag(item, "entries", export_->entries);
	up_dict_flag(item, "promising", is_promising(export_));
	up_dict_flag(item, "proto", up_ident_sets_prototype(name));
	up_dict_flag(item, "declared", is_declared(item, name));
	if (function)
		fill_function(item, &export_->type);
}

static void fill_binding(struct up_dict *item,
			 const struct up_glue_binding *binding)
{
	up_dict_set(item, "name", binding->name);
	up_dict_set(item, "local", binding->local);
	up_dict_set(item, "value", binding->value);
	up_dict_flag(item, "function", true);
	up_dict_flag(item, "defined", binding->kind == UP_BINDING_FUNCTION);
	up_dict_flag(item, "proto", up_ident_sets_prototype(binding->name));
	set_written(item, "key", up_js_key, binding->name);
	set_written(item, "literal", up_js_string, binding->name);
	set_written(item, "member", up_js_member, binding->name);
	set_written(item, "export_name", up_js_export_name, binding->name);
}

/* What a crate with bindings exports; what the module does is behind that. */
static void bind_crate(struct up_dict *dict,
		       const struct up_glue_bindings *bindings,
		       const struct up_target_row *target, bool is_app)
{
	for (size_t i = 0; i < bindings->export_count; i++) {
		const struct up_glue_binding *binding = &bindings->exports[i];
		bool function = binding->kind == UP_BINDING_FUNCTION;
		struct up_dict *item;

		item = up_dict_add(dict, "exports");
		fill_binding(item, binding);
		if (target->worker && up_worker_is_object(binding))
			continue;
		/* The shim of worker-build for this target knows of no resets. */
		if (target->late && is_app && up_worker_is_object(binding))
			up_dict_share(dict, "following", item);
		else
			up_dict_share(dict, "taken", item);
		up_dict_share(dict, function ? "functions" : "others", item);
		if (binding->kind == UP_BINDING_CLASS &&
		    up_ident_valid(binding->name))
			up_dict_share(dict, "classes", item);
	}
}

bool up_glue_shows(const struct up_glue_export *export_)
{
	return strncmp(export_->name, UP_ABI_PREFIX, strlen(UP_ABI_PREFIX)) != 0;
}

void up_bind_exports(struct up_dict *dict, const struct up_interface *interface,
		     const struct up_target_row *target)
{
	static const char *const lists[] = {
		"exports", "taken", "following", "functions", "others", "classes", "values",
		"linked",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		up_dict_list(dict, lists[i]);
	if (interface->bindings) {
		bind_crate(dict, interface->bindings, target,
			   up_worker_is_app(interface));
		return;
	}
	for (size_t i = 0; i < interface->export_count; i++) {
		const struct up_glue_export *export_ = &interface->exports[i];
		bool function = export_->kind == UP_KIND_FUNC;
		struct up_dict *item;

		if (!up_glue_shows(export_))
			continue;
		item = up_dict_add(dict, "exports");
		fill_export(item, export_, i);
		up_dict_share(dict, function ? "taken" : "values", item);
		up_dict_share(dict, function ? "functions" : "others", item);
		if (!function || !cannot_cross(&export_->type))
			up_dict_share(dict, "linked", item);
	}
}

/*
 * Which imports are of one module, and which are the same, for a module may import
 * one more than once. Each is an index of the import, or NONE.
 */
struct place {
	size_t first_of_module;
	size_t next_of_module; /* in the order of the module */
	size_t first_same;
	size_t next_same;
	bool sourced; /* of the first one of a module: one of them was so far */
};

enum { NONE = -1 };

struct by_name {
	const struct up_glue_import *import;
	size_t index;
};

static int compare_names(const void *left, const void *right)
{
	const struct by_name *a = left, *b = right;
	int order = strcmp(a->import->module, b->import->module);

	if (order == 0)
		order = strcmp(a->import->name, b->import->name);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static int compare_modules(const void *left, const void *right)
{
	const struct by_name *a = left, *b = right;
	int order = strcmp(a->import->module, b->import->module);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static bool same_module(const struct by_name *a, const struct by_name *b)
{
	return !strcmp(a->import->module, b->import->module);
}

/* An array of the import's number; caller frees. */
static struct place *find_places(const struct up_interface *interface)
{
	size_t count = interface->import_count;
	struct place *places = up_alloc(count * sizeof(*places));
	struct by_name *names = up_alloc(count * sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = (struct by_name){&interface->imports[i], i};
	qsort(names, count, sizeof(*names), compare_modules);
	for (size_t i = 0, first = 0; i < count; i++) {
		struct place *place = &places[names[i].index];
		bool more = i + 1 < count && same_module(&names[i], &names[i + 1]);

		place->first_of_module = names[first].index;
		place->next_of_module = more ? names[i + 1].index : (size_t)NONE;
		first = more ? first : i + 1;
	}
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0, first = 0; i < count; i++) {
		struct place *place = &places[names[i].index];
		bool more = i + 1 < count && same_module(&names[i], &names[i + 1]) &&
			    !strcmp(names[i].import->name, names[i + 1].import->name);

		place->first_same = names[first].index;
		place->next_same = more ? names[i + 1].index : (size_t)NONE;
		first = more ? first : i + 1;
	}
	free(names);
	return places;
}

/*
 * The type of a function that stands for all imports of this name: theirs, or
 * if they differ, one that passes everything on as it is. Borrowed.
 */
static struct up_signature type_for_all(const struct up_interface *interface,
					const struct place *places, size_t first)
{
	struct up_signature type = interface->imports[first].type;

	for (size_t i = places[first].next_same; i != (size_t)NONE;
	     i = places[i].next_same) {
		const struct up_glue_import *other = &interface->imports[i];

		type.result_count = 0;
		if (other->type.param_count <= type.param_count)
			continue;
		type.params = other->type.params;
		type.param_count = other->type.param_count;
	}
	return type;
}

static bool any_param(const struct up_interface *interface,
		      enum up_valtype type)
{
	if (interface->bindings)
		return false; /* they do that themselves */
	for (size_t i = 0; i < interface->export_count; i++)
		if (up_glue_shows(&interface->exports[i]) &&
		    has_param(&interface->exports[i].type, type))
			return true;
	return false;
}

static bool any_otherref(const struct up_interface *interface)
{
	return any_param(interface, UP_OTHERREF);
}

static bool any_promising(const struct up_interface *interface)
{
	for (size_t i = 0; i < interface->export_count; i++)
		if (is_promising(&interface->exports[i]))
			return true;
	return false;
}

static bool any_entries(const struct up_interface *interface)
{
	for (size_t i = 0; i < interface->export_count; i++)
		if (interface->exports[i].entries)
			return true;
	return false;
}

static bool any_proto(const struct up_interface *interface)
{
	for (size_t i = 0; interface->bindings &&
			   i < interface->bindings->export_count;
	     i++)
		if (up_ident_sets_prototype(
			    interface->bindings->exports[i].name))
			return true;
	for (size_t i = 0; i < interface->export_count; i++)
		if (up_glue_shows(&interface->exports[i]) &&
		    up_ident_sets_prototype(interface->exports[i].js_name))
			return true;
	return false;
}

/* Whether objects have their properties in another order than the module. */
static bool any_number(const struct up_interface *interface)
{
	for (size_t i = 0; i < interface->export_count; i++) {
		const char *name = interface->exports[i].js_name;

		if (*name && !name[strspn(name, "0123456789")])
			return true;
	}
	return false;
}

static bool recovers(const struct up_interface *interface)
{
	return interface->resets_in_place || interface->reinstantiates;
}

/*
 * Whether the glue has to bring @import back: what the module defines comes
 * back with it, and so do values of globals if it is reset in place.
 */
static bool is_kept(const struct up_interface *interface,
		    const struct up_glue_import *import)
{
	if (import->kind == UP_KIND_GLOBAL)
		return interface->reinstantiates;
	return recovers(interface) && (import->kind == UP_KIND_MEMORY ||
				       import->kind == UP_KIND_TABLE);
}

static void fill_import(struct up_dict *item,
			const struct up_glue_import *import,
			const struct up_signature *type, size_t index,
			bool count_calls)
{
	bool function = import->kind == UP_KIND_FUNC;
	bool possible = function && !cannot_cross(type);
	struct up_buf number = {0};

	up_buf_printf(&number, "%zu", index);
	set_joined(item, "host", "h_", number.bytes);
	up_dict_take(item, "index", &number);
	set_written(item, "module", up_js_string, import->module);
	set_written(item, "name", up_js_string, import->name);
	set_written(item, "kind", up_js_string, kinds[import->kind].name);
	set_written(item, "key", up_js_key, import->name);
	up_dict_set(item, "ts_type", kinds[import->kind].import_type);
	up_dict_flag(item, "function", function);
	if (function)
		fill_function(item, type);
	else
		up_dict_set(item, "params", "");
	up_dict_flag(item, "otherref", count_calls);
	up_dict_flag(item, "catches", possible && import->catches);
	up_dict_flag(item, "shim", possible && (import->catches || count_calls));
}

/* One entry of `modules`, with all that is imported from it. */
static void add_module(struct up_dict *dict,
		       const struct up_interface *interface,
		       const struct place *places, size_t first,
		       bool count_calls)
{
	const char *module = interface->imports[first].module;
	struct up_dict *item = up_dict_add(dict, "modules");

	set_written(item, "key", up_js_key, module);
	for (size_t i = first; i != (size_t)NONE; i = places[i].next_of_module) {
		struct up_signature type;

		if (places[i].first_same != i)
			continue;
		type = type_for_all(interface, places, i);
		fill_import(up_dict_add(item, "members"),
			    &interface->imports[i], &type, i, count_calls);
	}
}

/* A module of JavaScript that has what the module imports from that name. */
static void add_origin(struct up_dict *dict, const char *module, size_t index)
{
	struct up_dict *item = up_dict_add(dict, "origins");
	struct up_buf number = {0};

	up_buf_printf(&number, "%zu", index);
	set_joined(item, "namespace", UP_ABI_PREFIX "from_", number.bytes);
	up_buf_finish(&number);
	set_written(item, "specifier", up_js_string, module);
	set_written(item, "key", up_js_key, module);
}

/* An import that the bindings have: where the host instantiates, by number. */
static void bind_bound(struct up_dict *dict,
		       const struct up_glue_import *import, size_t index)
{
	struct up_dict *item = up_dict_add(dict, "bound");
	struct up_buf number = {0};

	up_buf_printf(&number, "%zu", index);
	up_dict_take(item, "index", &number);
	set_written(item, "member", up_js_member, import->name);
}

void up_bind_imports(struct up_dict *dict, const struct up_interface *interface)
{
	bool count_calls = any_otherref(interface);
	bool catches = false;
	struct place *places = find_places(interface);

	up_dict_list(dict, "imports");
	up_dict_list(dict, "modules");
	up_dict_list(dict, "bound");
	up_dict_list(dict, "origins");
	for (size_t i = 0; i < interface->import_count; i++) {
		const struct up_glue_import *import = &interface->imports[i];
		struct place *module = &places[places[i].first_of_module];

		catches |= import->kind == UP_KIND_FUNC && import->catches;
		if (import->bound) {
			bind_bound(dict, import, i);
			continue;
		}
		if (module == &places[i])
			add_module(dict, interface, places, i, count_calls);
		if (import->sourced && !module->sourced)
			add_origin(dict, import->module, i);
		module->sourced |= import->sourced;
		fill_import(up_dict_add(dict, "imports"), import,
			    &import->type, i, count_calls);
	}
	up_dict_flag(dict, "any_catches", catches);
	up_dict_flag(dict, "some_room",
		     catches || recovers(interface) || interface->bindings);
	free(places);
}

void up_bind_hosts(struct up_dict *dict, const struct up_interface *interface)
{
	const struct {
		const char *name;
		bool there;
	} hosts[] = {
		{UP_ABI_TERMINATED, true},
		{UP_ABI_NOTE_OOM, true},
		{UP_ABI_PANIC, interface->eh},
		{UP_ABI_RAISE, interface->eh},
		{UP_ABI_PASS, interface->eh},
		{UP_ABI_UNWIND, interface->unwinds},
		{UP_ABI_NOTE_PANIC, interface->memory},
		{UP_ABI_NOTE_THROW, interface->eh && interface->memory},
	};

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (hosts[i].there)
			up_dict_set(up_dict_add(dict, "hosts"), "name",
				    hosts[i].name);
	for (size_t i = 0; i < interface->import_count; i++) {
		struct up_buf name = {0};

		if (interface->imports[i].kind != UP_KIND_FUNC)
			continue;
		up_buf_printf(&name, "import_%zu", i);
		up_dict_take(up_dict_add(dict, "hosts"), "name", &name);
	}
}

/* What the module imports and the glue brings back. */
static bool bind_kept(struct up_dict *dict, const struct up_interface *interface)
{
	bool any = false;

	up_dict_list(dict, "kept");
	for (size_t i = 0; i < interface->import_count; i++) {
		const struct up_glue_import *import = &interface->imports[i];
		struct up_buf number = {0};
		struct up_dict *item;

		if (!is_kept(interface, import))
			continue;
		item = up_dict_add(dict, "kept");
		up_buf_printf(&number, "%zu", i);
		set_joined(item, "host", "h_", number.bytes);
		up_buf_finish(&number);
		up_dict_set(item, "keeper", kinds[import->kind].name);
		any = true;
	}
	return any;
}

static void bind_recovery(struct up_dict *dict,
			  const struct up_interface *interface)
{
	bool recovers_ = recovers(interface);
	bool keeps = bind_kept(dict, interface);
	bool bigints = recovers_ && any_param(interface, UP_I64);
	bool numbers = recovers_ && (any_param(interface, UP_I32) ||
				     any_param(interface, UP_F32) ||
				     any_param(interface, UP_F64));

	up_dict_flag(dict, "recovers", recovers_);
	up_dict_flag(dict, "in_place", interface->resets_in_place);
	up_dict_flag(dict, "reinstantiates", interface->reinstantiates);
	up_dict_flag(dict, "recycles",
		     interface->resets_in_place && interface->reinstantiates);
	up_dict_flag(dict, "snapshots", keeps);
	up_dict_flag(dict, "restores", keeps && interface->resets_in_place);
	up_dict_flag(dict, "planned", keeps || interface->reinstantiates);
	up_dict_flag(dict, "starts", interface->start || recovers_);
	/* More than numbers are lowered. */
	up_dict_flag(dict, "lowers", any_entries(interface) || bigints);
	up_dict_flag(dict, "numbers", numbers);
	up_dict_flag(dict, "bigints", bigints);
}

void up_bind_features(struct up_dict *dict, const struct up_interface *interface)
{
	bool funcref = false;

	for (size_t i = 0; i < interface->export_count; i++)
		funcref |= !interface->bindings &&
			   has_param(&interface->exports[i].type, UP_FUNCREF);
	for (size_t i = 0; i < interface->import_count; i++)
		funcref |= interface->imports[i].catches &&
			   !interface->imports[i].bound &&
			   has_result(&interface->imports[i].type, UP_FUNCREF);
	up_dict_flag(dict, "eh", interface->eh);
	up_dict_flag(dict, "unwinds", interface->unwinds);
	up_dict_flag(dict, "start", interface->start);
	up_dict_flag(dict, "guest", interface->abort_handler);
	up_dict_flag(dict, "memory", interface->memory);
	up_dict_flag(dict, "only_memory", interface->only_memory);
	up_dict_flag(dict, "texts", interface->eh && interface->memory);
	up_dict_flag(dict, "panics", interface->eh || interface->memory);
	up_dict_flag(dict, "funcref", funcref);
	up_dict_flag(dict, "otherref", any_otherref(interface));
	up_dict_flag(dict, "any_entries", any_entries(interface));
	up_dict_flag(dict, "promises", interface->bindings
						? interface->bindings->promises
						: any_promising(interface));
	up_dict_flag(dict, "any_proto", any_proto(interface));
	up_dict_flag(dict, "any_number", any_number(interface));
	bind_recovery(dict, interface);
	up_dict_flag(dict, "bindgen", interface->bindings != NULL);
	/* What init() gives: the exports of the module itself, guarded. */
	up_dict_set(dict, "output",
		    interface->bindings ? "rawExports()" : "exported");
	up_dict_flag(dict, "heap", interface->bindings &&
					   !interface->bindings->references);
	up_dict_flag(dict, "compiled", interface->bindings &&
					       interface->bindings->compiled);
	up_dict_set(dict, "crate_sources",
		    interface->bindings ? interface->bindings->sources : "");
	up_dict_set(dict, "crate_code",
		    interface->bindings ? interface->bindings->code : "");
	up_dict_set(dict, "crate_functions",
		    interface->bindings ? interface->bindings->functions : "");
	up_dict_set(dict, "crate_types",
		    interface->bindings ? interface->bindings->types : "");
	up_dict_set(dict, "crate_init_types",
		    interface->bindings ? interface->bindings->init_types : "");
	up_dict_set(dict, "crate_shims",
		    interface->bindings ? interface->bindings->shims : "");
}
