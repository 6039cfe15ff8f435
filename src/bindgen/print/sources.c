/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Where imports come from: globals, modules, files that the crate brings. */

#include <stdlib.h>
#include <string.h>

#include "bindgen/print/printer.h"
#include "bindgen/types/idents.h"
#include "diag/diag.h"
#include "glue/idents.h"
#include "io/output.h"

/* A name that is imported from a module of JavaScript. */
struct up_source {
	const char *module; /* the specifier */
	const char *name;
	const char *local;
};

static struct up_raw_name root_of(const struct up_bindgen_import *import,
				  struct up_raw_name name)
{
	return import->js_namespace_count ? import->js_namespace[0] : name;
}

/* ---- modules ---- */

static bool same(struct up_raw_name a, struct up_raw_name b)
{
	return a.size == b.size && a.size > 0 &&
	       memcmp(a.text, b.text, a.size) == 0;
}

/* How many inline_js the programs of the same crate have before this one. */
static size_t inline_before(const struct up_printer *p,
			    const struct up_bindgen_program *program)
{
	const struct up_bindgen_programs *programs = &p->bindgen->programs;
	size_t count = 0;

	for (size_t i = 0; &programs->items[i] != program; i++)
		if (same(programs->items[i].crate, program->crate))
			count += programs->items[i].inline_js_count;
	return count;
}

/* The path of a file that the crate brings; it starts with ./snippets. */
static const char *snippet_path(struct up_printer *p,
				const struct up_bindgen_program *program,
				const struct up_bindgen_module *module)
{
	return module->kind == UP_BINDGEN_INLINE
		       ? up_text(p, "./snippets/%s/inline%zu.js",
				 up_raw_text(p, program->crate),
				 inline_before(p, program) + module->index)
		       : up_text(p, "./snippets/%s",
				 up_raw_text(p, module->name));
}

/* Modules are imported by URLs; require() takes paths. */
static const char *specifier_of(struct up_printer *p,
				const struct up_bindgen_program *program,
				const struct up_bindgen_module *module)
{
	struct up_buf url = {0};
	const char *path;

	if (module->kind == UP_BINDGEN_RAW_MODULE)
		return up_raw_text(p, module->name);
	path = snippet_path(p, program, module);
	if (p->options->commonjs)
		return path;
	up_js_specifier(&url, path + strlen("./"));
	path = up_text(p, "%s", url.bytes);
	up_buf_finish(&url);
	return path;
}

static const char *from_module(struct up_printer *p, const char *module,
			       const char *name)
{
	struct up_source *source;

	for (size_t i = 0; i < p->source_count; i++)
		if (!strcmp(p->sources[i].module, module) &&
		    !strcmp(p->sources[i].name, name))
			return p->sources[i].local;
	p->sources = up_arena_grow(&p->arena, p->sources, &p->source_count,
				   sizeof(*source));
	source = &p->sources[p->source_count - 1];
	source->module = module;
	source->name = name;
	source->local = up_local_name(
		p, strcmp(name, "default") ? name : "default_");
	return source->local;
}

/* ---- globals ---- */

static const struct up_bindgen_import_type *
find_prefixed(struct up_printer *p, struct up_raw_name name)
{
	const struct up_bindgen_programs *programs = &p->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++)
		for (size_t k = 0; k < programs->items[i].import_count; k++) {
			const struct up_bindgen_import *import =
				&programs->items[i].imports[k];

			if (import->kind == UP_BINDGEN_IMPORT_TYPE &&
			    import->type.vendor_prefix_count > 0 &&
			    same(import->type.name, name))
				return &import->type;
		}
	return NULL;
}

/* A global that some hosts have under another name. */
static const char *prefixed(struct up_printer *p,
			    const struct up_bindgen_import_type *type)
{
	const char *name = up_raw_text(p, type->name);
	const char *others = "undefined";
	const char *args[2];

	for (size_t i = type->vendor_prefix_count; i > 0; i--) {
		args[0] = up_text(p, "%s%s",
				  up_raw_text(p, type->vendor_prefixes[i - 1]),
				  name);
		args[1] = others;
		others = up_expression(p, "act", "prefixed", args, 2);
	}
	args[0] = name;
	args[1] = others;
	return up_text(p, "(%s)",
		       up_expression(p, "act", "prefixed", args, 2));
}

static const char *base_of(struct up_printer *p,
			   const struct up_adapter *adapter,
			   struct up_raw_name name)
{
	const struct up_bindgen_import *import = adapter->import;
	struct up_raw_name root = root_of(import, name);
	const struct up_bindgen_import_type *type;

	if (import->module.kind != UP_BINDGEN_GLOBAL)
		return from_module(p,
				   specifier_of(p, adapter->program,
						&import->module),
				   up_raw_text(p, root));
	if (up_names_has(p->own, root.text, root.size))
		/* Not as a member: `wasm.` is what is asked of the module. */
		return up_text(p, "globalThis['%s']", up_raw_text(p, root));
	type = find_prefixed(p, root);
	return type ? prefixed(p, type) : up_raw_text(p, root);
}

/* A crate may name a path: several members, or a value to look in for one. */
const char *up_import_member(struct up_printer *p, const char *name)
{
	struct up_buf text = {0};
	const char *path;

	size_t length = strlen(name);

	if (length > 2 && name[0] == '[' && name[length - 1] == ']' &&
	    up_ts_path_valid(name + 1, length - 2))
		return name;
	for (const char *part = name;; part++) {
		size_t size = strcspn(part, ".");

		up_js_member(&text, up_text(p, "%.*s", (int)size, part));
		part += size;
		if (!*part)
			break;
	}
	path = up_text(p, "%s", text.bytes);
	up_buf_finish(&text);
	return path;
}

static const char *fields_of(struct up_printer *p,
			     const struct up_bindgen_import *import,
			     struct up_raw_name name, bool optional)
{
	struct up_buf text = {0};
	const char *fields;

	for (size_t i = 1; i < import->js_namespace_count + 1; i++) {
		bool last = i == import->js_namespace_count;
		const char *field = up_raw_text(
			p, last ? name : import->js_namespace[i]);

		if (import->js_namespace_count == 0)
			break;
		if (optional)
			up_buf_puts(&text, up_ident_valid(field) ? "?" : "?.");
		up_buf_puts(&text, up_import_member(p, field));
	}
	fields = up_text(p, "%s", text.size ? text.bytes : "");
	up_buf_finish(&text);
	return fields;
}

const char *up_import_source(struct up_printer *p,
			     const struct up_adapter *adapter,
			     struct up_raw_name name)
{
	return up_text(p, "%s%s", base_of(p, adapter, name),
		       fields_of(p, adapter->import, name, false));
}

const char *up_import_static(struct up_printer *p,
			     const struct up_adapter *adapter,
			     struct up_raw_name name, bool optional)
{
	const char *root = base_of(p, adapter, name);
	const char *args[2] = {root, NULL};

	if (!optional)
		return up_import_source(p, adapter, name);
	args[1] = up_text(p, "%s%s", root,
			  fields_of(p, adapter->import, name, true));
	return adapter->import->module.kind == UP_BINDGEN_GLOBAL
		       ? up_expression(p, "act", "global", args, 2)
		       : args[1];
}

/* The names of globals that the code refers to are not for anything else. */
void up_reserve_globals(struct up_printer *p)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];
		const struct up_bindgen_import *import = adapter->import;
		struct up_raw_name name = {0};

		if (!import || import->module.kind != UP_BINDGEN_GLOBAL)
			continue;
		if (import->kind == UP_BINDGEN_IMPORT_FUNCTION)
			name = import->function.is_method
				       ? import->function.class_name
				       : import->function.function.name;
		else if (import->kind == UP_BINDGEN_IMPORT_STATIC)
			name = import->static_.name;
		else if (import->kind == UP_BINDGEN_IMPORT_TYPE)
			name = import->type.name;
		name = root_of(import, name);
		if (name.size)
			up_names_add(&p->taken, name.text, name.size);
	}
}

/* ---- links ---- */

static const struct up_raw_name *
contents_of(const struct up_bindgen_program *program,
	    const struct up_bindgen_module *module)
{
	if (module->kind == UP_BINDGEN_INLINE)
		return module->index < program->inline_js_count
			       ? &program->inline_js[module->index]
			       : NULL;
	for (size_t i = 0; i < program->local_module_count; i++)
		if (same(program->local_modules[i].identifier, module->name))
			return &program->local_modules[i].contents;
	return NULL;
}

const char *up_import_link(struct up_printer *p,
			   const struct up_adapter *adapter)
{
	const struct up_bindgen_module *module = &adapter->linked->module;
	const struct up_raw_name *contents =
		contents_of(adapter->program, module);
	bool file = p->options->split_linked_modules || !contents;
	struct up_buf literal = {0};
	const char *args[1], *text;

	if (file)
		up_js_string(&literal,
			     specifier_of(p, adapter->program, module));
	else
		up_js_string_sized(&literal, contents->text, contents->size);
	args[0] = up_text(p, "%s", literal.bytes);
	up_buf_finish(&literal);
	text = up_expression(p, "act",
			     !file                  ? "url"
			     : p->options->commonjs ? "file_commonjs"
			     : p->options->scripts  ? "file_script"
						    : "file",
			     args, 1);
	return text;
}

/* ---- what is printed ---- */

static const char *specifier_names(struct up_printer *p, const char *module)
{
	const char *text = "";
	const char *as = p->options->commonjs ? ": " : " as ";

	for (size_t i = 0; i < p->source_count; i++) {
		const struct up_source *source = &p->sources[i];
		struct up_buf name = {0};

		if (strcmp(source->module, module) != 0)
			continue;
		if (p->options->commonjs)
			up_js_key(&name, source->name);
		else
			up_js_export_name(&name, source->name);
		text = up_text(p, "%s%s%s", text, *text ? ", " : "",
			       name.bytes);
		if (strcmp(source->name, source->local) != 0)
			text = up_text(p, "%s%s%s", text, as, source->local);
		up_buf_finish(&name);
	}
	return text;
}

static void print_statements(struct up_printer *p)
{
	struct up_dict *dict = up_printer_dict(p);
	struct up_names done = {0};

	up_dict_list(dict, "sources");
	for (size_t i = 0; i < p->source_count; i++) {
		const char *module = p->sources[i].module;
		struct up_buf literal = {0};
		struct up_dict *item;

		if (!up_names_add(&done, module, strlen(module)))
			continue;
		item = up_dict_add(dict, "sources");
		up_js_string(&literal, module);
		up_dict_take(item, "module", &literal);
		up_buf_finish(&literal);
		up_dict_set(item, "names", specifier_names(p, module));
	}
	up_names_finish(&done);
	if (!p->options->omit_imports)
		up_expand(p, "bindgen/sources.js", dict, &p->out->sources);
	up_dict_destroy(dict);
}

/* Whether a path stays below the folder that it is put into. */
static bool stays_inside(const char *path)
{
	for (const char *part = path;; part++) {
		size_t size = strcspn(part, "/");

		if (size == 0 || (size == 1 && part[0] == '.') ||
		    (size == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		for (size_t i = 0; i < size; i++)
			if ((unsigned char)part[i] < ' ' || part[i] == '\\')
				return false;
		part += size;
		if (!*part)
			return true;
	}
}

static int add_snippet(struct up_printer *p, const char *path,
		       struct up_raw_name contents)
{
	struct up_buf bytes = {0};

	path += 2; /* ./ */
	if (!stays_inside(path))
		return up_input_error(p->report,
				      "the crate brings a file '%s' whose path "
				      "leaves the package; rename it in the "
				      "source",
				      path);
	for (size_t i = 0; i < p->out->snippets.count; i++)
		if (!strcmp(p->out->snippets.files[i].name, path))
			return 0;
	up_buf_append(&bytes, contents.text, contents.size);
	up_files_add(&p->out->snippets, path, &bytes);
	up_buf_finish(&bytes);
	return 0;
}

static int add_snippets(struct up_printer *p,
			const struct up_bindgen_program *program)
{
	for (size_t i = 0; i < program->local_module_count; i++) {
		const struct up_bindgen_local_module *file =
			&program->local_modules[i];
		struct up_bindgen_module module = {
			.kind = UP_BINDGEN_LOCAL_MODULE,
			.name = file->identifier,
		};

		if (add_snippet(p, snippet_path(p, program, &module),
				file->contents) < 0)
			return -1;
	}
	for (size_t i = 0; i < program->inline_js_count; i++) {
		struct up_bindgen_module module = {
			.kind = UP_BINDGEN_INLINE,
			.index = (uint32_t)i,
		};

		if (add_snippet(p, snippet_path(p, program, &module),
				program->inline_js[i]) < 0)
			return -1;
	}
	return 0;
}

static void add_reexports(struct up_printer *p,
			  const struct up_bindgen_program *program)
{
	for (size_t i = 0; i < program->import_count; i++) {
		const struct up_bindgen_import *import = &program->imports[i];
		struct up_adapter adapter = {.program = program,
					     .import = import};
		struct up_raw_name name = {0};

		if (!import->reexport.text)
			continue;
		if (import->kind == UP_BINDGEN_IMPORT_FUNCTION)
			name = import->function.function.name;
		else if (import->kind == UP_BINDGEN_IMPORT_STATIC)
			name = import->static_.name;
		else if (import->kind == UP_BINDGEN_IMPORT_TYPE)
			name = import->type.name;
		if (name.size)
			up_add_imported(p, up_raw_text(p, import->reexport),
					up_import_source(p, &adapter, name));
	}
}

int up_print_sources(struct up_printer *p)
{
	const struct up_bindgen_programs *programs = &p->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++) {
		add_reexports(p, &programs->items[i]);
		if (add_snippets(p, &programs->items[i]) < 0)
			return -1;
	}
	if (p->options->scripts && !p->options->omit_imports &&
	    p->source_count > 0)
		return up_input_error(p->report,
				      "the crate imports from the module '%s', "
				      "which a script cannot; choose another "
				      "--target, or pass --omit-imports",
				      p->sources[0].module);
	print_statements(p);
	return 0;
}
