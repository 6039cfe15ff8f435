/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: takes back exports that JavaScript does not use: what describes, what
 * the passes export anew, the run time of wasm-bindgen, what the linker adds.
 * For: those that @needed does not name. What the crate exports by itself
 * (`#[no_mangle]`), its memory and its `main` stay.
 * Relies on: nothing.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/pass.h"
#include "util/mem.h"

static const char *const run_time[] = {
	"__wbindgen", "__wbg_", "__externref_",
};

static const char *const others[] = {
	"__abort_handler", "__instance_terminated",
	"__data_end", "__heap_base", "__indirect_function_table",
};

bool up_is_needed(const struct up_rewiring *r, const char *name)
{
	for (size_t i = 0; r->needed[i]; i++)
		if (strcmp(r->needed[i], name) == 0)
			return true;
	return false;
}

const char *up_exported_function(const struct up_rewiring *r, const char *name)
{
	BinaryenExportRef export_ = BinaryenGetExport(r->module, name);

	if (!export_ ||
	    BinaryenExportGetKind(export_) != BinaryenExternalFunction())
		return NULL;
	return BinaryenExportGetValue(export_);
}

static bool is_internal(const char *name)
{
	for (size_t i = 0; i < UP_COUNT(run_time); i++)
		if (strncmp(name, run_time[i], strlen(run_time[i])) == 0)
			return true;
	for (size_t i = 0; i < UP_COUNT(others); i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return false;
}

static void unexport(struct up_rewiring *r, const char *name)
{
	if (name && BinaryenGetExport(r->module, name))
		BinaryenRemoveExport(r->module, name);
}

/* The name by which the crate exports what an adapter is for. */
static const char *original_name(const struct up_adapter *adapter)
{
	switch (adapter->role) {
	case UP_ADAPTER_EXPORT:
		return adapter->export_ ? adapter->export_->symbol.name : NULL;
	case UP_ADAPTER_GETTER:
		return adapter->field ? adapter->field->getter.name : NULL;
	case UP_ADAPTER_SETTER:
		return adapter->field ? adapter->field->setter.name : NULL;
	case UP_ADAPTER_FREE:
		return adapter->class_ ? adapter->class_->free_.name : NULL;
	case UP_ADAPTER_UPCAST:
		return adapter->class_ ? adapter->class_->upcast.name : NULL;
	default:
		return NULL;
	}
}

static bool is_exported_as(const struct up_rewiring *r,
			   const struct up_adapter *adapter)
{
	const char *function = up_exported_function(r, adapter->name);

	return function && strcmp(function, adapter->function) == 0;
}

static void unexport_internal(struct up_rewiring *r)
{
	BinaryenIndex count = BinaryenGetNumExports(r->module);
	const char **names = up_alloc((count + 1) * sizeof(*names));
	size_t found = 0;

	for (BinaryenIndex i = 0; i < count; i++) {
		const char *name = BinaryenExportGetName(
			BinaryenGetExportByIndex(r->module, i));

		if (is_internal(name) && !up_is_needed(r, name))
			names[found++] = name;
	}
	for (size_t i = 0; i < found; i++)
		unexport(r, names[i]);
	free(names);
}

int up_rewire_unexport(struct up_rewiring *r)
{
	for (size_t i = 0; i < r->bindgen->describer_count; i++)
		unexport(r, r->bindgen->describers[i]);
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];

		if (up_adapter_is_import(adapter))
			continue;
		unexport(r, original_name(adapter));
		if (is_exported_as(r, adapter))
			unexport(r, adapter->name);
	}
	unexport_internal(r);
	return 0;
}
