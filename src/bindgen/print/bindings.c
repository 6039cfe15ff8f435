/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* All of the bindings, in their order. */

#include "bindgen/print/bindings.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/print/convert.h"
#include "bindgen/passes/passes.h"
#include "bindgen/print/printer.h"
#include "bindgen/print/shake.h"
#include "diag/diag.h"
#include "glue/embedded.h"
#include "glue/idents.h"

/* ---- what the parts share ---- */

const char *up_text(struct up_printer *p, const char *format, ...)
{
	struct up_buf text = {0};
	const char *copy;
	va_list args;

	va_start(args, format);
	up_buf_vprintf(&text, format, args);
	va_end(args);
	copy = up_arena_text(&p->arena, text.size ? text.bytes : "",
			     text.size);
	up_buf_finish(&text);
	return copy;
}

const char *up_raw_text(struct up_printer *p, struct up_raw_name name)
{
	return up_arena_text(&p->arena, name.text ? name.text : "",
			     name.text ? name.size : 0);
}

/* @text as the arena's; it is empty then. */
static const char *keep(struct up_printer *p, struct up_buf *text)
{
	const char *copy = up_arena_text(&p->arena, text->size ? text->bytes : "",
					 text->size);

	up_buf_finish(text);
	return copy;
}

const char *up_literal(struct up_printer *p, const char *text)
{
	struct up_buf literal = {0};

	up_js_string(&literal, text);
	return keep(p, &literal);
}

const char *up_member(struct up_printer *p, const char *name)
{
	struct up_buf member = {0};

	up_js_member(&member, name);
	return keep(p, &member);
}

const char *up_expression(struct up_printer *p, const char *section,
			  const char *name, const char *const *args,
			  size_t count)
{
	struct up_buf text = {0};

	if (!up_convert(&p->conversions, &text, section, name, args, count))
		p->problem = up_text(p, "no expression %s.%s", section, name);
	return keep(p, &text);
}

const char *up_local_name(struct up_printer *p, const char *name)
{
	const char *base = up_ident_valid(name) ? name : "item";
	const char *local = base;

	for (unsigned i = 1; up_ident_reserved(local) ||
			     !up_names_add(&p->taken, local, strlen(local));
	     i++)
		local = up_text(p, "%s_%u", base, i);
	return local;
}

static struct up_template_set templates(void)
{
	return (struct up_template_set){up_embedded_files,
					up_embedded_file_count};
}

struct up_dict *up_printer_dict(struct up_printer *p)
{
	const struct up_print_options *options = p->options;
	struct up_dict *dict = up_dict_create();

	up_dict_flag(dict, "recovers", options->recovers);
	up_dict_flag(dict, "any_catches", options->catches);
	up_dict_flag(dict, "texts", options->texts);
	up_dict_flag(dict, "commonjs", options->commonjs);
	up_dict_flag(dict, "debug", options->debug);
	up_dict_flag(dict, "tidy", options->tidy);
	up_dict_flag(dict, "references", p->adapters->references);
	return dict;
}

void up_expand(struct up_printer *p, const char *template,
	       const struct up_dict *dict, struct up_buf *out)
{
	struct up_template_set set = templates();

	if (up_template_expand(&set, template, dict, out, p->report) < 0)
		p->problem = up_text(p, "the template %s", template);
}

void up_indent(const struct up_buf *text, const char *indent,
	       struct up_buf *out)
{
	const char *at = text->size ? text->bytes : "";

	while (*at) {
		size_t size = strcspn(at, "\n");

		if (size > 0)
			up_buf_puts(out, indent);
		up_buf_append(out, at, size);
		at += size;
		if (*at) {
			up_buf_puts(out, "\n");
			at++;
		}
	}
}

/* ---- what the package exports ---- */

static struct up_binding *add_export(struct up_printer *p, const char *name,
				     const char *local, bool imported)
{
	struct up_bindings *out = p->out;
	struct up_binding *binding;

	out->exports = up_arena_grow(&out->arena, out->exports,
				     &out->export_count, sizeof(*binding));
	binding = &out->exports[out->export_count - 1];
	binding->name = up_arena_text(&out->arena, name, strlen(name));
	binding->value = up_arena_text(&out->arena, local, strlen(local));
	/* What the code only hands on gets a name for the outside. */
	if (imported)
		local = up_local_name(p, name);
	binding->local = up_arena_text(&out->arena, local, strlen(local));
	return binding;
}

static void add_space(struct up_printer *p, const char *path, const char *value,
		      bool declared)
{
	struct up_space *space;

	p->spaces = up_arena_grow(&p->arena, p->spaces, &p->space_count,
				  sizeof(*space));
	space = &p->spaces[p->space_count - 1];
	*space = (struct up_space){path, value, declared};
}

static bool has_space(const struct up_printer *p, const char *path)
{
	for (size_t i = 0; i < p->space_count; i++)
		if (!strcmp(p->spaces[i].path, path))
			return true;
	return false;
}

static const char *member_path(struct up_printer *p, const char *object,
			       const char *name)
{
	return up_text(p, "%s%s", object, up_member(p, name));
}

/* The object of a namespace, which is made when it is first spoken of. */
static const char *namespace_object(struct up_printer *p, const char *parent,
				    const char *name)
{
	const char *path;

	if (parent) {
		path = member_path(p, parent, name);
		if (!has_space(p, path))
			add_space(p, path, "{}", false);
		return path;
	}
	for (size_t i = 0; i < p->out->export_count; i++)
		if (!strcmp(p->out->exports[i].name, name))
			return p->out->exports[i].local;
	path = up_local_name(p, name);
	add_export(p, name, path, false);
	add_space(p, path, "{}", true);
	return path;
}

struct up_binding *up_add_binding(struct up_printer *p,
				  const struct up_raw_name *namespaces,
				  size_t count, const char *name,
				  const char *local)
{
	const char *object = NULL;

	if (count == 0)
		return add_export(p, name, local, false);
	for (size_t i = 0; i < count; i++)
		object = namespace_object(p, object,
					  up_raw_text(p, namespaces[i]));
	add_space(p, member_path(p, object, name), local, false);
	return NULL;
}

void up_add_imported(struct up_printer *p, const char *name, const char *value)
{
	add_export(p, name, value, true);
}

static void print_namespaces(struct up_printer *p)
{
	struct up_dict *dict = up_printer_dict(p);

	up_dict_list(dict, "spaces");
	for (size_t i = 0; i < p->space_count; i++) {
		const struct up_space *space = &p->spaces[i];
		struct up_dict *item = up_dict_add(dict, "spaces");

		up_dict_set(item, "path", space->path);
		up_dict_set(item, "value", space->value);
		up_dict_flag(item, "declared", space->declared);
	}
	up_expand(p, "bindgen/namespaces.js", dict, &p->out->code);
	up_dict_destroy(dict);
}

/* ---- parts ---- */

static void print_functions(struct up_printer *p)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];
		const struct up_bindgen_export *export_ = adapter->export_;
		const char *name, *local;
		struct up_binding *binding;
		struct up_buf *out;

		if (adapter->role != UP_ADAPTER_EXPORT ||
		    export_->class_name.text ||
		    export_->start == UP_BINDGEN_START_PRIVATE)
			continue;
		name = up_raw_text(p, export_->function.name);
		local = up_local_name(p, name);
		binding = up_add_binding(p, export_->js_namespace,
					 export_->js_namespace_count, name,
					 local);
		if (binding)
			binding->kind = UP_BINDING_FUNCTION;
		out = binding ? &p->out->functions : &p->out->code;
		up_print_function(p, adapter, NULL, binding ? NULL : local,
				  out);
		up_buf_puts(out, "\n");
	}
}

static void add_slot(struct up_dict *dict, struct up_printer *p, uint32_t index,
		     const char *value)
{
	struct up_dict *slot = up_dict_add(dict, "slots");

	up_dict_set(slot, "index", up_text(p, "%u", index));
	up_dict_set(slot, "value", value);
}

/* The values that the table of references begins with. */
static void list_slots(struct up_printer *p, struct up_dict *dict)
{
	static const char *const values[] = {"undefined", "null", "true",
					     "false"};
	uint32_t first = up_bindgen_first_value(p->bindgen);

	up_dict_list(dict, "slots");
	add_slot(dict, p, 0, "undefined");
	for (uint32_t i = 0; i < 4; i++)
		add_slot(dict, p, first + i, values[i]);
}

static void print_helpers(struct up_printer *p)
{
	const struct up_buf *code[] = {&p->out->code, &p->out->functions,
				       &p->out->shims, &p->out->needs};
	struct up_dict *dict = up_printer_dict(p);
	struct up_buf all = {0};

	up_dict_flag(dict, "encode_into",
		     p->options->encode_into != UP_ENCODE_INTO_NEVER);
	up_dict_flag(dict, "encode_test",
		     p->options->encode_into == UP_ENCODE_INTO_TEST);
	up_dict_flag(dict, "encode_copy",
		     p->options->encode_into != UP_ENCODE_INTO_ALWAYS);
	up_dict_set(dict, "heap_offset",
		    up_text(p, "%u", up_bindgen_first_value(p->bindgen)));
	list_slots(p, dict);
	up_expand(p, "bindgen/helpers.js", dict, &all);
	up_shake(&all, code, sizeof(code) / sizeof(*code), &p->out->helpers);
	up_buf_finish(&all);
	up_dict_destroy(dict);
}

/* The glue itself calls these. */
static void print_needs(struct up_printer *p)
{
	struct up_dict *dict = up_printer_dict(p);

	up_expand(p, "bindgen/needs.js", dict, &p->out->needs);
	up_dict_destroy(dict);
	if (p->adapters->references) {
		struct up_dict *shim = up_printer_dict(p);

		up_expand(p, "bindgen/init_refs.js", shim, &p->out->shims);
		up_dict_destroy(shim);
	}
}

/* ---- what they need of the module ---- */

static void note_export(const char *word, size_t size, const char *owner,
			size_t owner_size, void *data)
{
	if (owner && owner_size == 4 && !memcmp(owner, "wasm", 4))
		up_names_add(data, word, size);
}

static void list_needed(struct up_printer *p)
{
	struct up_bindings *out = p->out;
	const struct up_buf *parts[] = {&out->helpers, &out->code,
					&out->functions, &out->shims};
	struct up_names names = {0};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i]->size)
			up_words_each(parts[i]->bytes, parts[i]->size,
				      note_export, &names);
	for (size_t i = 0; i < p->drops.count; i++)
		up_names_add(&names, p->drops.items[i],
			     strlen(p->drops.items[i]));
	for (size_t i = 0; i < names.count; i++) {
		out->needed = up_arena_grow(&out->arena, out->needed,
					    &out->needed_count,
					    sizeof(*out->needed));
		out->needed[i] = up_arena_text(&out->arena, names.items[i],
					       strlen(names.items[i]));
	}
	out->needed = up_arena_grow(&out->arena, out->needed,
				    &out->needed_count, sizeof(*out->needed));
	out->needed[--out->needed_count] = NULL;
	up_names_finish(&names);
}

const char *up_closure_drop(struct up_printer *p,
			    const struct up_bindgen_type *closure)
{
	const char *name = "__wbindgen_destroy_closure";

	if (closure->destructor)
		name = up_adapters_destructor(p->adapters, closure);
	if (!name) {
		p->problem = "a closure has no destructor";
		return "";
	}
	up_names_add(&p->drops, name, strlen(name));
	return name;
}

static void finish(struct up_printer *p)
{
	up_names_finish(&p->taken);
	up_names_finish(&p->string_enums);
	up_names_finish(&p->drops);
	up_conversions_finish(&p->conversions);
	up_bindgen_names_finish(&p->names);
	up_arena_finish(&p->arena);
}

/* What the helpers are needed for comes behind them. */
static void join_code(struct up_bindings *out)
{
	struct up_buf code = out->helpers;

	out->helpers = (struct up_buf){0};
	if (out->code.size)
		up_buf_append(&code, out->code.bytes, out->code.size);
	up_buf_finish(&out->code);
	out->code = code;
}

static int print_all(struct up_printer *p)
{
	up_reserve_globals(p);
	up_list_locals(p);
	up_link_classes(p);
	print_needs(p);
	/* Shims last of those that make wrappers: they tell what is made. */
	print_functions(p);
	up_print_runners(p);
	up_print_shims(p);
	up_print_classes(p);
	up_print_enums(p);
	up_print_string_enums(p);
	if (up_print_sources(p) < 0)
		return -1;
	print_namespaces(p);
	print_helpers(p);
	list_needed(p);
	join_code(p->out);
	if (p->problem)
		return up_input_error(p->report,
				      "the bindings cannot be written: %s; the "
				      "module is damaged, or this is an error "
				      "of the tool",
				      p->problem);
	return 0;
}

int up_bindings_init(struct up_bindings *ret, const struct up_bindgen *bindgen,
		     const struct up_adapters *adapters,
		     const struct up_print_options *options,
		     const struct up_reserved *reserved,
		     struct up_report *report)
{
	struct up_bindings bindings = {0};
	struct up_printer printer = {
		.bindgen = bindgen,
		.adapters = adapters,
		.options = options,
		.report = report,
		.out = &bindings,
		.taken.base = &reserved->taken,
		.own = &reserved->own,
		.inside = &reserved->inside,
	};
	int err = up_bindgen_names_init(&printer.names, bindgen, adapters,
					report);

	up_conversions_init(&printer.conversions);

	if (err == 0)
		err = print_all(&printer);

	finish(&printer);
	if (err < 0) {
		up_bindings_finish(&bindings);
		return -1;
	}
	*ret = bindings;
	return 0;
}

const char *up_renamed(const struct up_rename *renames, size_t count,
		       const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(renames[i].from, name))
			return renames[i].to;
	return name;
}

void up_bindings_finish(struct up_bindings *bindings)
{
	up_buf_finish(&bindings->sources);
	up_buf_finish(&bindings->helpers);
	up_buf_finish(&bindings->code);
	up_buf_finish(&bindings->functions);
	up_buf_finish(&bindings->shims);
	up_buf_finish(&bindings->needs);
	up_files_finish(&bindings->snippets);
	up_arena_finish(&bindings->arena);
	*bindings = (struct up_bindings){0};
}
