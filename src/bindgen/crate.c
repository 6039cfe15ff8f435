/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/crate.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/check.h"
#include "bindgen/packages.h"
#include "abi.h"
#include "bindgen/passes/passes.h"
#include "diag/diag.h"
#include "io/output.h"
#include "util/mem.h"

bool up_crate_is(const struct up_raw_module *raw)
{
	return up_raw_module_custom(raw, "__wasm_bindgen_unstable") != NULL;
}

/* The crate was compiled for one way or the other; it says which. */
static bool has_references(const struct up_raw_module *raw)
{
	static const char name[] = "reference-types";

	for (size_t i = 0; i < raw->feature_count; i++)
		if (raw->features[i].prefix != '-' &&
		    raw->features[i].name.size == sizeof(name) - 1 &&
		    !memcmp(raw->features[i].name.text, name, sizeof(name) - 1))
			return true;
	return false;
}

/* What of the text is known before the module was looked at. */
static struct up_print_options
print_options(const struct up_options *options,
	      const struct up_crate_target *target)
{
	return (struct up_print_options){
		.commonjs = target->commonjs,
		.scripts = target->init.global != NULL,
		.recovers = options->reset != UP_RESET_NONE,
		.catches = true,
		.texts = true,
		.debug = options->debug,
		.encode_into = options->encode_into,
		.renames = options->renames,
		.rename_count = options->rename_count,
		.omit_imports = options->omit_imports,
		.split_linked_modules = options->split_linked_modules,
	};
}

/* Imports that nothing called but what described are gone. */
static void drop_unused(struct up_adapters *adapters, BinaryenModuleRef module)
{
	size_t kept = 0;

	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];

		if (!up_adapter_is_import(adapter) ||
		    BinaryenGetFunction(module, adapter->function))
			adapters->items[kept++] = *adapter;
	}
	adapters->count = kept;
}

/*
 * The exports that are to stay: what JavaScript wants, and if asked for what the
 * linker adds. The caller frees the list, not the names.
 */
static const char **list_needed(const char *const *needed,
				BinaryenModuleRef module,
				const struct up_options *options)
{
	static const char *const linker[] = {
		"__data_end", "__heap_base", "__indirect_function_table",
	};
	const char **list = NULL;
	size_t count = 0, size = sizeof(*list);

	for (; *needed; needed++) {
		list = up_grow(list, &count, size);
		list[count - 1] = *needed;
	}
	for (size_t i = 0; i < sizeof(linker) / sizeof(*linker); i++)
		if (options->keep_lld_exports &&
		    BinaryenGetExport(module, linker[i])) {
			list = up_grow(list, &count, size);
			list[count - 1] = linker[i];
		}
	return up_grow(list, &count, size);
}

/* A first text tells what JavaScript wants of the module. */
static int rewire(struct up_crate *crate, BinaryenModuleRef module,
		  uint32_t traits, const struct up_options *options,
		  const struct up_crate_target *target,
		  struct up_report *report)
{
	struct up_print_options print = print_options(options, target);
	struct up_bindings draft = {0};
	int err;

	/* What is imported and not used is still there. */
	print.scripts = false;
	err = up_bindings_init(&draft, &crate->bindgen, &crate->adapters,
			       &print, &crate->reserved, report);

	if (err == 0) {
		const char **needed = list_needed(draft.needed, module,
						  options);

		err = up_bindgen_rewire(&crate->adapters, &crate->bindgen,
					module, traits, needed, report);
		free(needed);
	}
	up_bindings_finish(&draft);
	crate->tidy = BinaryenGetFunction(module, UP_BINDGEN_SETTLE) != NULL;
	if (err == 0)
		drop_unused(&crate->adapters, module);
	return err;
}

/* What it says, and what its JavaScript must not be called. */
static int read(struct up_crate *crate, BinaryenModuleRef module,
		const struct up_crate_code *code, struct up_report *report)
{
	struct up_found found = {0};
	int err;

	up_ahead_take(code->ahead, &found);
	crate->reserved = found.reserved;
	found.reserved = (struct up_reserved){0};
	err = up_bindgen_read(&crate->bindgen, module, code->contents,
			      code->names, &found, report);
	up_found_finish(&found);
	return err;
}

int up_crate_open(struct up_crate *ret, BinaryenModuleRef module,
		  const struct up_crate_code *code,
		  const struct up_options *options,
		  const struct up_crate_target *target,
		  struct up_report *report)
{
	struct up_crate crate = {0};
	int err;

	if (options->target == UP_TARGET_NONE)
		return up_input_error(report,
				      "is a crate with #[wasm_bindgen], which "
				      "is of no use without its JavaScript; "
				      "pass --out-dir in place of -o");
	err = read(&crate, module, code, report);
	if (err == 0)
		err = up_adapters_init(&crate.adapters, &crate.bindgen, module,
				       has_references(code->contents->raw),
				       report);
	if (err == 0)
		err = rewire(&crate, module, code->traits, options, target,
			     report);
	if (err < 0) {
		up_crate_finish(&crate);
		return -1;
	}
	*ret = crate;
	return 0;
}

BinaryenFunctionRef up_crate_abort_handler(BinaryenModuleRef module)
{
	return BinaryenGetFunction(module, UP_BINDGEN_ABORT_HANDLER);
}

static const char *text_of(const struct up_buf *buf)
{
	return buf->size ? buf->bytes : "";
}

/* Whether the crate has an export of its own that is called `init`. */
static bool exports_init(const struct up_crate *crate)
{
	for (size_t i = 0; i < crate->bindings.export_count; i++)
		if (!strcmp(crate->bindings.exports[i].name, "init"))
			return true;
	return false;
}

/* The TypeScript. Also without it: names that clash are found here. */
static int declare(struct up_crate *crate, const struct up_interface *interface,
		   const struct up_options *options,
		   const struct up_crate_target *target,
		   struct up_report *report)
{
	struct up_bindgen_types_options how = {
		.typed_array_buffers = options->typed_array_buffers,
		.in_namespace = target->init.global != NULL,
	};
	struct up_bindgen_init_options init = target->init;
	struct up_bindgen_names names;
	struct up_bindgen_entry entries;
	int err;

	init.named = !exports_init(crate);
	if (up_bindgen_names_init(&names, &crate->bindgen, &crate->adapters,
				  report) < 0)
		return -1;
	err = up_bindgen_exports_init(&entries, &names, &crate->adapters,
				      report);
	for (size_t i = 0; err == 0 && i < options->rename_count; i++)
		up_bindgen_exports_rename(&entries, options->renames[i].from,
					  options->renames[i].to);
	if (err == 0 && !options->typescript)
		goto fail;
	if (err == 0)
		err = up_bindgen_check_types(&entries, &names, report);
	if (err == 0)
		err = up_bindgen_print_types(&names, &entries, &crate->adapters,
					     &how, report, &crate->types);
	if (err == 0)
		err = up_bindgen_print_init_types(&crate->adapters, interface,
						  &init, report,
						  &crate->init_types);
	if (err == 0)
		err = up_bindgen_print_raw_types(&crate->adapters, interface,
						 report, &crate->raw_types);
fail:
	up_bindgen_names_finish(&names);
	return err;
}

static int add_package(struct up_crate *crate,
		       const struct up_crate_target *target,
		       struct up_report *report)
{
	struct up_buf json = {0};
	int err = up_packages_print(&crate->bindgen,
				    target->init.global != NULL, report, &json);

	if (err == 0 && json.size > 0)
		up_files_add(&crate->bindings.snippets, "package.json", &json);
	up_buf_finish(&json);
	return err;
}

static void set_texts(struct up_crate *crate, const struct up_options *options)
{
	struct up_bindings *bindings = &crate->bindings;
	struct up_glue_bindings *texts = &crate->texts;
	size_t count = 0;

	for (size_t i = 0; i < bindings->export_count; i++) {
		const struct up_binding *binding = &bindings->exports[i];

		crate->exports =
			up_grow(crate->exports, &count, sizeof(*crate->exports));
		crate->exports[i] = (struct up_glue_binding){
			.kind = binding->kind,
			.constructs = binding->constructs,
			.methods = binding->methods,
			.method_count = binding->method_count,
			.name = up_renamed(options->renames,
					   options->rename_count,
					   binding->name),
			.origin = binding->name,
			.value = binding->value,
			.local = binding->local,
		};
	}
	texts->sources = text_of(&bindings->sources);
	texts->code = text_of(&bindings->code);
	texts->functions = text_of(&bindings->functions);
	texts->shims = text_of(&bindings->shims);
	texts->types = text_of(&crate->types);
	texts->init_types = text_of(&crate->init_types);
	texts->raw_types = text_of(&crate->raw_types);
	texts->files = &bindings->snippets;
	texts->exports = crate->exports;
	texts->export_count = count;
	texts->references = crate->adapters.references;
	texts->promises = bindings->promises;
	texts->compiled = bindings->compiled;
}

int up_crate_bind(struct up_crate *crate, struct up_interface *interface,
		  const struct up_options *options,
		  const struct up_crate_target *target,
		  struct up_report *report)
{
	struct up_print_options print = print_options(options, target);

	if (up_bindgen_check(&crate->bindgen, &crate->adapters, report) < 0)
		return -1;
	print.recovers =
		interface->resets_in_place || interface->reinstantiates;
	print.tidy = crate->tidy;
	print.catches = false;
	print.texts = interface->eh && interface->memory;
	for (size_t i = 0; i < interface->import_count; i++) {
		struct up_glue_import *import = &interface->imports[i];

		print.catches |= import->catches;
		import->bound = !strcmp(import->module, UP_BINDGEN_MODULE);
		/* Scripts have no modules; memories are for init(). */
		import->sourced = !import->bound && !target->init.global &&
				  import->kind != UP_KIND_MEMORY;
	}
	if (up_bindings_init(&crate->bindings, &crate->bindgen,
			     &crate->adapters, &print, &crate->reserved,
			     report) < 0)
		return -1;
	if (declare(crate, interface, options, target, report) < 0 ||
	    add_package(crate, target, report) < 0)
		return -1;
	set_texts(crate, options);
	interface->bindings = &crate->texts;
	return 0;
}

void up_crate_export(const struct up_crate *crate, BinaryenModuleRef module)
{
	if (crate->tidy)
		BinaryenAddFunctionExport(module, UP_BINDGEN_SETTLE,
					  UP_ABI_SETTLE);
}

void up_crate_finish(struct up_crate *crate)
{
	free(crate->exports);
	up_buf_finish(&crate->types);
	up_buf_finish(&crate->init_types);
	up_buf_finish(&crate->raw_types);
	up_bindings_finish(&crate->bindings);
	up_reserved_finish(&crate->reserved);
	up_bindgen_finish(&crate->bindgen);
	*crate = (struct up_crate){0};
}
