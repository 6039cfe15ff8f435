/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The exports of the module itself, and how it is started. */

#include <string.h>

#include "bindgen/print/words.h"
#include "bindgen/types/idents.h"
#include "bindgen/types/templates.h"
#include "bindgen/types/types.h"
#include "glue/idents.h"

static const char *const words[] = {
	[UP_WORD_I32] = "number", [UP_WORD_I64] = "bigint",
	[UP_WORD_F32] = "number", [UP_WORD_F64] = "number",
	[UP_WORD_REF] = "any",	  [UP_WORD_REF_LENT] = "any",
};

static const char *const valtypes[] = {
	[UP_I32] = "number",	[UP_I64] = "bigint", [UP_F32] = "number",
	[UP_F64] = "number",	[UP_V128] = "any",   [UP_FUNCREF] = "any",
	[UP_EXTERNREF] = "any", [UP_EXNREF] = "any", [UP_OTHERREF] = "any",
};

/* The types of parameters or results, however those are kept. */
struct words {
	const enum up_word *words; /* or NULL */
	const enum up_valtype *valtypes;
	size_t count;
};

static const char *word(const struct words *list, size_t i)
{
	return list->words ? words[list->words[i]] : valtypes[list->valtypes[i]];
}

/* a, b, … z, then a1, b1 … */
static void print_letter(struct up_buf *out, size_t i)
{
	up_buf_printf(out, "%c", (int)('a' + i % 26));
	if (i >= 26)
		up_buf_printf(out, "%zu", i / 26);
}

static void print_function(struct up_buf *out, struct words params,
			   struct words results)
{
	up_buf_puts(out, "(");
	for (size_t i = 0; i < params.count; i++) {
		up_buf_puts(out, i > 0 ? ", " : "");
		print_letter(out, i);
		up_buf_printf(out, ": %s", word(&params, i));
	}
	up_buf_puts(out, ") => ");
	up_buf_puts(out, results.count == 0 ? "void" : "");
	up_buf_puts(out, results.count > 1 ? "[" : "");
	for (size_t i = 0; i < results.count; i++)
		up_buf_printf(out, "%s%s", i > 0 ? ", " : "", word(&results, i));
	up_buf_puts(out, results.count > 1 ? "]" : "");
}

/* What is being filled, and the identifiers that are used. */
struct filling {
	struct up_dict *dict;
	bool awaited; /* init() resolves to it */
	struct up_names taken;
};

/* An identifier like @name that nothing else has. */
static void print_local(struct filling *f, const char *name, struct up_buf *out)
{
	up_buf_printf(out, "_%s", name);
	for (size_t i = 0; i < out->size; i++)
		if (!up_ts_ident_valid(&out->bytes[i], 1) &&
		    !(out->bytes[i] >= '0' && out->bytes[i] <= '9'))
			out->bytes[i] = '_';
	while (!up_names_add(&f->taken, out->bytes, out->size))
		up_buf_puts(out, "_");
}

static void add_raw(struct filling *f, const char *name, struct up_buf *type)
{
	size_t size = strlen(name);
	bool plain = up_ts_ident_valid(name, size) && !up_ident_reserved(name);
	struct up_dict *item;
	struct up_buf text = {0};

	/* It would be taken for a promise. */
	if (f->awaited && strcmp(name, "then") == 0) {
		up_buf_finish(type);
		return;
	}
	item = up_dict_add(f->dict, "raw");
	up_dict_flag(item, "plain", plain);
	up_ts_key(&text, name, size);
	up_dict_take(item, "key", &text);
	up_buf_finish(&text);
	text = (struct up_buf){0};
	up_js_export_name(&text, name);
	up_dict_take(item, "export_name", &text);
	up_buf_finish(&text);
	text = (struct up_buf){0};
	if (!plain)
		print_local(f, name, &text);
	up_dict_set(item, "local", plain ? name : text.bytes);
	up_buf_finish(&text);
	up_dict_take(item, "type", type);
}

static void add_adapters(struct filling *f, const struct up_adapters *adapters)
{
	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];
		struct words params = {adapter->params.items, NULL,
				       adapter->params.count};
		struct words results = {adapter->results.items, NULL,
					adapter->results.count};
		struct up_buf type = {0};

		if (up_adapter_is_import(adapter))
			continue;
		print_function(&type, params, results);
		add_raw(f, adapter->name, &type);
	}
}

static bool is_adapter(const struct up_adapters *adapters, const char *name)
{
	for (size_t i = 0; i < adapters->count; i++)
		if (!up_adapter_is_import(&adapters->items[i]) &&
		    strcmp(adapters->items[i].name, name) == 0)
			return true;
	return false;
}

static void add_export(struct filling *f, const struct up_glue_export *export_)
{
	struct words params = {NULL, export_->type.params,
			       export_->type.param_count};
	struct words results = {NULL, export_->type.results,
				export_->type.result_count};
	struct up_buf type = {0};

	if (export_->kind == UP_KIND_FUNC)
		print_function(&type, params, results);
	else if (export_->kind == UP_KIND_MEMORY)
		up_buf_puts(&type, "WebAssembly.Memory");
	else if (export_->kind == UP_KIND_TABLE)
		up_buf_puts(&type, "WebAssembly.Table");
	else if (export_->kind == UP_KIND_GLOBAL)
		up_buf_puts(&type, "WebAssembly.Global");
	else
		up_buf_puts(&type, "any"); /* a tag: TypeScript has no name */
	add_raw(f, export_->name, &type);
}

/* What is declared by its own name comes before what gets another one. */
static void take_names(struct filling *f, const struct up_adapters *adapters,
		       const struct up_interface *interface)
{
	for (size_t i = 0; i < adapters->count; i++)
		up_names_add(&f->taken, adapters->items[i].name,
			     strlen(adapters->items[i].name));
	for (size_t i = 0; interface && i < interface->export_count; i++)
		up_names_add(&f->taken, interface->exports[i].name,
			     strlen(interface->exports[i].name));
}

static struct up_dict *fill(const struct up_adapters *adapters,
			    const struct up_interface *interface, bool awaited)
{
	struct filling f = {.dict = up_dict_create(), .awaited = awaited};

	up_dict_list(f.dict, "raw");
	take_names(&f, adapters, interface);
	for (size_t i = 0; interface && i < interface->export_count; i++)
		if (interface->exports[i].kind != UP_KIND_FUNC)
			add_export(&f, &interface->exports[i]);
	add_adapters(&f, adapters);
	for (size_t i = 0; interface && i < interface->export_count; i++)
		if (interface->exports[i].kind == UP_KIND_FUNC &&
		    !is_adapter(adapters, interface->exports[i].name))
			add_export(&f, &interface->exports[i]);
	up_names_finish(&f.taken);
	return f.dict;
}

int up_bindgen_print_raw_types(const struct up_adapters *adapters,
			       const struct up_interface *interface,
			       struct up_report *report, struct up_buf *out)
{
	struct up_dict *dict = fill(adapters, interface, false);
	int err = up_ts_expand("raw.d.ts", dict, report, out);

	up_dict_destroy(dict);
	return err;
}

int up_bindgen_print_init_types(const struct up_adapters *adapters,
				const struct up_interface *interface,
				const struct up_bindgen_init_options *options,
				struct up_report *report, struct up_buf *out)
{
	struct up_dict *dict = fill(adapters, interface, true);
	int err;

	up_dict_flag(dict, "late", options->late);
	up_dict_flag(dict, "finds_module", options->finds_module);
	up_dict_flag(dict, "finds_path", options->finds_path);
	up_dict_flag(dict, "named", options->named);
	up_dict_flag(dict, "scripts", options->global != NULL);
	up_dict_set(dict, "global", options->global ? options->global : "");
	up_dict_set(dict, "declare", options->global ? "declare " : "export ");
	up_dict_flag(dict, "worker", options->worker);
	up_dict_set(dict, "sources", options->sources);
	up_dict_set(dict, "sync_sources", options->sync_sources);
	err = up_ts_expand("init.d.ts", dict, report, out);
	up_dict_destroy(dict);
	return err;
}
