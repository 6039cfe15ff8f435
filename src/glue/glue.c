/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Prints the JavaScript of a module: templates filled with its interface. */

#include "glue/glue.h"

#include <string.h>

#include "abi.h"
#include "diag/diag.h"
#include "glue/bindings.h"
#include "glue/idents.h"
#include "glue/targets.h"
#include "glue/workers.h"
#include "io/output.h"
#include "util/utf8.h"

#define TYPES_SUFFIX ".d.ts"

/* Room for the files of the target, and the types. */
enum { MAX_FILES = UP_TARGET_FILES + 1 };

struct printing {
	const struct up_interface *interface;
	const struct up_options *options;
	const struct up_target_row *target;
	struct up_report *report;
	struct up_dict *dict;
};

/* Whether the package exports @name itself, or a part of it for the others. */
static bool is_taken(const struct printing *p, const char *name)
{
	bool crate = p->interface->bindings != NULL;
	bool late = p->target->late;

	/* A crate may have an `init` of its own: the default export does that too. */
	if (crate && !strcmp(name, "init"))
		return false;
	if (up_ident_of_glue(name) || (late && up_ident_of_bundler(name)))
		return true;
	return crate && (!strcmp(name, "StaleInstanceError") ||
			 (late && !strcmp(name, "__StaleInstanceError")) ||
			 (p->options->debug && !strcmp(name, "__wasm")));
}

/* What cannot be the name of an export, whoever asks for it. @from: its name now. */
static int check_name(const struct printing *p, const char *name,
		      const char *from)
{
	const char *whose = p->interface->bindings ? "crate exports"
						   : "module exports";

	if (is_taken(p, name))
		return up_input_error(p->report,
				      "the %s '%s', a name that the generated "
				      "JavaScript needs itself; pass --rename "
				      "%s=NEW",
				      whose, name, from);
	if (!strcmp(name, "then"))
		return up_input_error(p->report,
				      "the %s 'then', by which JavaScript takes the "
				      "package for a promise: who waits for it "
				      "calls that; pass --rename %s=NEW",
				      whose, from);
	if (!up_utf8_valid(name, strlen(name)))
		return up_error(p->report, UP_FAULT_USAGE, UP_NO_OFFSET,
				"--rename %s=%s: the new name is not valid UTF-8",
				from, name);
	return 0;
}

static int twice(const struct printing *p, const char *name, const char *from)
{
	return up_input_error(p->report,
			      "two exports are called '%s'; pass --rename %s=NEW",
			      name, from);
}

static int check_export(const struct printing *p, size_t index)
{
	const struct up_glue_export *export_ = &p->interface->exports[index];
	const char *name = export_->js_name;

	if (check_name(p, name, export_->name) < 0)
		return -1;
	if (up_ident_of_hosts(export_->name))
		return up_input_error(p->report,
				      "the export '%s' begins like the names that "
				      "hosts keep for themselves: they refuse to "
				      "import such a module; rename it in the "
				      "source",
				      export_->name);
	/* Names of a module differ: only a renamed one can meet another. */
	bool renamed = strcmp(name, export_->name) != 0;
	for (size_t i = 0; renamed && i < p->interface->export_count; i++)
		if (i != index && up_glue_shows(&p->interface->exports[i]) &&
		    !strcmp(p->interface->exports[i].js_name, name))
			return twice(p, name, export_->name);
	return 0;
}

static int check_import(const struct printing *p, size_t index)
{
	const struct up_glue_import *import = &p->interface->imports[index];

	if (!strcmp(import->module, UP_ABI_MODULE))
		return up_input_error(p->report,
				      "the import %s.%s is in the module '%s', "
				      "which the generated JavaScript needs "
				      "itself; rename it in the source",
				      import->module, import->name,
				      UP_ABI_MODULE);
	if (p->target->late && import->kind != UP_KIND_FUNC)
		return up_input_error(p->report,
				      "the import %s.%s is not a function: a "
				      "bundler cannot provide it; use --target "
				      "web",
				      import->module, import->name);
	return 0;
}

static int check_binding(const struct printing *p, size_t index)
{
	const struct up_glue_binding *all = p->interface->bindings->exports;
	const char *name = all[index].name;

	for (size_t i = 0; i < index; i++)
		if (!strcmp(all[i].name, name))
			return twice(p, name, all[index].origin);
	return check_name(p, name, all[index].origin);
}

/*
 * The name is part of URLs and of JavaScript. Bundlers, and the runtime of Workers,
 * take what modules are imported by for paths.
 */
static int check_files(const struct printing *p)
{
	const char *name = p->options->name;
	bool paths = p->target->late || p->target->worker;

	if (!up_utf8_valid(name, strlen(name)))
		return up_input_error(p->report,
				      "the output name '%s' is not valid UTF-8; "
				      "pass another one as --out-name",
				      name);
	for (; paths && *name; name++) {
		if (!up_url_differs(*name) && *name != '!' && *name != '*')
			continue;
		up_warning(p->report,
			   "the output name '%s' has a '%c', which bundlers take "
			   "for something else than a browser: they may not find "
			   "the module; pass another one as --out-name",
			   p->options->name, *name);
		break;
	}
	return 0;
}

static bool has_export(const struct up_interface *interface, const char *name)
{
	const struct up_glue_bindings *bindings = interface->bindings;

	for (size_t i = 0; bindings && i < bindings->export_count; i++)
		if (!strcmp(bindings->exports[i].origin, name))
			return true;
	for (size_t i = 0; !bindings && i < interface->export_count; i++)
		if (!strcmp(interface->exports[i].name, name))
			return true;
	return false;
}

static int check_renames(const struct printing *p)
{
	for (size_t i = 0; i < p->options->rename_count; i++) {
		const struct up_rename *rename = &p->options->renames[i];

		if (!has_export(p->interface, rename->from))
			return up_error(p->report, UP_FAULT_USAGE, UP_NO_OFFSET,
					"--rename %s=%s: there is no export "
					"'%s'; leave the option out",
					rename->from, rename->to, rename->from);
	}
	return 0;
}

static int check(const struct printing *p)
{
	const struct up_glue_bindings *bindings = p->interface->bindings;

	if (check_files(p) < 0)
		return -1;
	for (size_t i = 0; bindings && i < bindings->export_count; i++)
		if (check_binding(p, i) < 0)
			return -1;
	for (size_t i = 0; i < p->interface->export_count; i++)
		if (!bindings && up_glue_shows(&p->interface->exports[i]) &&
		    check_export(p, i) < 0)
			return -1;
	for (size_t i = 0; i < p->interface->import_count; i++)
		if (check_import(p, i) < 0)
			return -1;
	return up_worker_check(p->interface, p->options, p->report);
}

/* What the file @base@suffix is imported by, fit for a string literal. */
static void set_url(struct up_dict *dict, const char *key, const char *base,
		    const char *suffix, bool scripts)
{
	struct up_buf name = {0}, url = {0}, text = {0};

	up_buf_printf(&name, "%s%s", base, suffix);
	/* How a script is read is for the page to say. */
	if (scripts)
		up_js_url(&url, name.bytes);
	else
		up_js_specifier(&url, name.bytes);
	up_js_text(&text, url.bytes, url.size);
	up_dict_take(dict, key, &text);
	up_buf_finish(&url);
	up_buf_finish(&name);
}

static void set_file_names(struct up_dict *dict, const char *base, bool scripts)
{
	struct up_buf name = {0}, text = {0};

	/* In a comment that says a URL in quotes. */
	up_js_url(&text, base);
	up_dict_set(dict, "base", text.bytes + strlen("./"));
	up_buf_finish(&text);

	text = (struct up_buf){0};
	up_buf_printf(&name, "./%s.js", base);
	up_js_string(&text, name.bytes);
	up_dict_take(dict, "self", &text);
	up_buf_finish(&name);

	name = (struct up_buf){0};
	up_buf_printf(&name, "%s_bg.wasm", base);
	up_js_string(&text, name.bytes);
	up_dict_take(dict, "wasm_name", &text);
	up_buf_finish(&name);

	set_url(dict, "wasm_url", base, "_bg.wasm", scripts);
	set_url(dict, "bg_url", base, "_bg.js", scripts);
}

bool up_glue_imports_late(const struct up_options *options,
			  struct up_buf *ret_specifier)
{
	const struct up_target_row *target = up_target_find(options->target);
	struct up_buf name = {0};

	if (!target || !target->late)
		return false;
	up_buf_printf(&name, "%s_bg.js", options->name);
	up_js_specifier(ret_specifier, name.bytes);
	up_buf_finish(&name);
	return true;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* Whether somebody has to give what the module imports. */
static bool imports_any(const struct up_interface *interface)
{
	for (size_t i = 0; i < interface->import_count; i++)
		if (!interface->imports[i].bound &&
		    !interface->imports[i].sourced)
			return true;
	return false;
}

static bool exports_init(const struct up_interface *interface)
{
	const struct up_glue_bindings *bindings = interface->bindings;

	for (size_t i = 0; bindings && i < bindings->export_count; i++)
		if (!strcmp(bindings->exports[i].name, "init"))
			return true;
	return false;
}

static void fill(const struct printing *p)
{
	const struct up_target_row *target = p->target;
	const char *global = up_target_global(target, p->options);
	bool needs = imports_any(p->interface);
	struct up_dict *dict = p->dict;

	up_dict_set(dict, "version", up_version());
	up_dict_set(dict, "target", target->name);
	up_dict_set(dict, "default_source", or_empty(target->default_source));
	up_dict_set(dict, "sources", or_empty(target->sources));
	up_dict_set(dict, "sync_sources", or_empty(target->sync_sources));
	up_dict_flag(dict, "commonjs", target->commonjs);
	up_dict_flag(dict, "debug",
		     p->options->debug && p->interface->bindings);
	up_dict_flag(dict, "scripts", target->scripts);
	up_dict_set(dict, "global", or_empty(global));
	up_dict_flag(dict, "late", target->late);
	up_dict_flag(dict, "finds_module", target->finds_module);
	up_dict_flag(dict, "finds_path",
		     up_target_finds_path(target, p->options));
	up_dict_flag(dict, "ready", target->self_ready && !needs);
	up_dict_flag(dict, "init", !exports_init(p->interface));
	set_file_names(dict, p->options->name, target->scripts);
	up_bind_features(dict, p->interface);
	up_dict_flag(dict, "worker", target->worker);
	up_bind_exports(dict, p->interface, target);
	up_worker_bind(dict, p->interface, p->options);
	up_bind_imports(dict, p->interface);
	up_bind_hosts(dict, p->interface);
}

static int print_file(const struct printing *p,
		      const struct up_target_file *file, struct up_buf *out)
{
	const struct up_template_set set = {up_embedded_files,
					    up_embedded_file_count};

	up_dict_flag(p->dict, "types_hint",
		     p->options->typescript && !p->target->scripts &&
			     !strcmp(file->suffix, ".js"));
	for (size_t i = 0; file->parts[i]; i++)
		if (up_template_expand(&set, file->parts[i], p->dict, out,
				       p->report) < 0)
			return -1;
	return 0;
}

static void add_file(const struct printing *p,
		     const struct up_target_file *file, struct up_buf *contents,
		     struct up_files *files)
{
	struct up_buf name = {0};

	up_buf_printf(&name, "%s%s", p->options->name, file->suffix);
	up_files_add(files, name.bytes, contents);
	up_buf_finish(&name);
}

/* All files of the target are printed before the first is handed over. */
static int print(const struct printing *p, struct up_files *files)
{
	static const struct up_target_file types = {TYPES_SUFFIX,
						    {"types.d.ts"}};
	const struct up_target_file *list[MAX_FILES];
	struct up_buf contents[MAX_FILES] = {0};
	size_t count = 0;
	int err = 0;

	while (p->target->files[count].suffix) {
		list[count] = &p->target->files[count];
		count++;
	}
	if (p->options->typescript)
		list[count++] = &types;
	for (size_t i = 0; i < count && err == 0; i++)
		err = print_file(p, list[i], &contents[i]);
	for (size_t i = 0; i < count; i++) {
		if (err == 0)
			add_file(p, list[i], &contents[i], files);
		up_buf_finish(&contents[i]);
	}
	return err;
}

/* What comes with a crate, and the types of the module itself. */
static void add_brought(const struct printing *p, struct up_files *files)
{
	static const struct up_target_file types = {"_bg.wasm.d.ts", {NULL}};
	const struct up_glue_bindings *bindings = p->interface->bindings;
	struct up_buf contents = {0};

	if (p->options->typescript) {
		up_buf_puts(&contents, bindings->raw_types);
		add_file(p, &types, &contents, files);
		up_buf_finish(&contents);
	}
	for (size_t i = 0; i < bindings->files->count; i++) {
		const struct up_file *file = &bindings->files->files[i];

		up_buf_append(&contents, file->bytes, file->size);
		up_files_add(files, file->name, &contents);
		up_buf_finish(&contents);
	}
}

static struct printing start(const struct up_interface *interface,
			     const struct up_options *options,
			     struct up_report *report)
{
	return (struct printing){
		.interface = interface,
		.options = options,
		.target = up_target_find(options->target),
		.report = report,
	};
}

int up_glue_check(const struct up_interface *interface,
		  const struct up_options *options, struct up_report *report)
{
	struct printing p = start(interface, options, report);

	if (check_renames(&p) < 0)
		return -1;
	return p.target ? check(&p) : 0;
}

int up_glue_print(const struct up_interface *interface,
		  const struct up_options *options, struct up_report *report,
		  struct up_files *files)
{
	struct printing p = start(interface, options, report);
	int err;

	if (up_glue_check(interface, options, report) < 0)
		return -1;
	if (!p.target)
		return 0; /* only the module is wanted */
	p.dict = up_dict_create();
	fill(&p);
	err = print(&p, files);
	if (err == 0 && interface->bindings)
		add_brought(&p, files);
	up_dict_destroy(p.dict);
	return err;
}
