/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What JavaScript sees of the module: the input of the glue. */

#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "glue/interface.h"
#include "ir/ir.h"
#include "ir/state.h"
#include "util/mem.h"

static enum up_valtype *list_types(BinaryenType types, size_t *count)
{
	*count = BinaryenTypeArity(types);
	BinaryenType *each = up_alloc((*count + 1) * sizeof(*each));
	enum up_valtype *list = up_alloc((*count + 1) * sizeof(*list));

	BinaryenTypeExpand(types, each);
	for (size_t i = 0; i < *count; i++)
		list[i] = up_ir_valtype(each[i]);
	free(each);
	return list;
}

static struct up_signature signature_of(BinaryenFunctionRef function)
{
	struct up_signature type;

	type.params = list_types(BinaryenFunctionGetParams(function),
				 &type.param_count);
	type.results = list_types(BinaryenFunctionGetResults(function),
				  &type.result_count);
	return type;
}

static const char *renamed(const struct up_options *options, const char *name)
{
	for (size_t i = 0; i < options->rename_count; i++)
		if (strcmp(options->renames[i].from, name) == 0)
			return options->renames[i].to;
	return name;
}

static enum up_kind kind_of(BinaryenExternalKind kind)
{
	if (kind == BinaryenExternalTable())
		return UP_KIND_TABLE;
	if (kind == BinaryenExternalMemory())
		return UP_KIND_MEMORY;
	if (kind == BinaryenExternalGlobal())
		return UP_KIND_GLOBAL;
	if (kind == BinaryenExternalTag())
		return UP_KIND_TAG;
	return UP_KIND_FUNC;
}

static bool is_guarded_table(const struct up_facts *facts,
			     BinaryenModuleRef module,
			     BinaryenExportRef export_)
{
	return facts->entries == UP_ENTRIES_GLUE &&
	       BinaryenExportGetKind(export_) == BinaryenExternalTable() &&
	       up_ir_is_func(BinaryenTableGetType(BinaryenGetTable(
		       module, BinaryenExportGetValue(export_))));
}

static void add_export(struct up_interface *interface,
		       const struct up_facts *facts, BinaryenModuleRef module,
		       const struct up_options *options,
		       BinaryenExportRef export_)
{
	const char *name = BinaryenExportGetName(export_);

	interface->exports =
		up_grow(interface->exports, &interface->export_count,
			sizeof(*interface->exports));
	struct up_glue_export *added =
		&interface->exports[interface->export_count - 1];
	added->name = up_strdup(name);
	added->js_name = up_strdup(renamed(options, name));
	added->kind = kind_of(BinaryenExportGetKind(export_));
	added->entries = is_guarded_table(facts, module, export_);
	if (added->kind == UP_KIND_FUNC)
		added->type = signature_of(BinaryenGetFunction(
			module, BinaryenExportGetValue(export_)));
}

struct collect {
	struct up_interface *interface;
	const struct up_facts *facts;
	size_t next; /* of the facts' imports: both have them in one order */
};

static bool is_unwind_safe(struct collect *collect,
			   BinaryenFunctionRef function)
{
	const struct up_facts *facts = collect->facts;

	for (size_t i = 0; i < facts->import_count; i++) {
		size_t at = (collect->next + i) % facts->import_count;
		if (facts->imports[at].function != function)
			continue;
		collect->next = at + 1;
		return facts->imports[at].unwind_safe;
	}
	return false;
}

static void add_import(const struct up_ir_import *import, void *data)
{
	struct collect *collect = data;
	struct up_interface *interface = collect->interface;

	interface->imports =
		up_grow(interface->imports, &interface->import_count,
			sizeof(*interface->imports));
	struct up_glue_import *added =
		&interface->imports[interface->import_count - 1];
	added->module = up_strdup(import->module);
	added->name = up_strdup(import->base);
	added->kind = import->kind;
	if (!import->function)
		return;
	added->type = signature_of(import->function);
	added->catches = is_unwind_safe(collect, import->function);
}

void up_interface_init(struct up_interface *interface,
		       const struct up_facts *facts, BinaryenModuleRef module,
		       const struct up_options *options)
{
	BinaryenIndex count = BinaryenGetNumExports(module);
	struct collect collect = {.interface = interface, .facts = facts};

	*interface = (struct up_interface){
		.eh = facts->eh.out != UP_EH_NONE,
		.unwinds = facts->eh.unwinds,
		.resets_in_place = facts->reset.in_place,
		.reinstantiates = facts->reset.reinstantiates,
		.start = BinaryenGetStart(module),
		.abort_handler = facts->abort_handler != NULL,
		.memory = facts->memory &&
			  (facts->panic.hook || facts->panic_tag),
	};
	interface->only_memory =
		interface->memory && up_ir_memory_count(module) == 1;
	for (BinaryenIndex i = 0; i < count; i++)
		add_export(interface, facts, module, options,
			   BinaryenGetExportByIndex(module, i));
	up_ir_each_import(module, add_import, &collect);
}

static void finish_signature(struct up_signature *type)
{
	free(type->params);
	free(type->results);
}

void up_interface_finish(struct up_interface *interface)
{
	for (size_t i = 0; i < interface->export_count; i++) {
		free(interface->exports[i].name);
		free(interface->exports[i].js_name);
		finish_signature(&interface->exports[i].type);
	}
	for (size_t i = 0; i < interface->import_count; i++) {
		free(interface->imports[i].module);
		free(interface->imports[i].name);
		finish_signature(&interface->imports[i].type);
	}
	free(interface->exports);
	free(interface->imports);
	*interface = (struct up_interface){0};
}
