/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/exports.h"

#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"

struct building {
	struct up_bindgen_names *names;
	struct up_report *report;
	struct up_bindgen_entry *root;
};

/* Where something is to be, and as what. */
struct place {
	const struct up_raw_name *js_namespace;
	size_t js_namespace_count;
	struct up_raw_name name;
};

static const char *text_of(struct building *building, struct up_raw_name name)
{
	return up_arena_text(&building->names->arena, name.text, name.size);
}

const struct up_bindgen_entry *
up_bindgen_exports_find(const struct up_bindgen_entry *entries, const char *name)
{
	for (size_t i = 0; i < entries->count; i++)
		if (strcmp(entries->entries[i].name, name) == 0)
			return &entries->entries[i];
	return NULL;
}

void up_bindgen_exports_rename(struct up_bindgen_entry *entries,
			       const char *from, const char *to)
{
	for (size_t i = 0; i < entries->count; i++) {
		struct up_bindgen_entry *entry = &entries->entries[i];

		/* Two may swap their names. */
		if (entry->renamed || entry->is_private ||
		    strcmp(entry->name, from) != 0)
			continue;
		entry->name = to;
		entry->renamed = true;
	}
}

/* Adds an entry, or gives the one that is there; *@ret_new says which. */
static struct up_bindgen_entry *obtain(struct building *building,
				       struct up_bindgen_entry *parent,
				       struct up_raw_name name, bool *ret_new)
{
	const char *text = text_of(building, name);
	const struct up_bindgen_entry *found =
		up_bindgen_exports_find(parent, text);

	*ret_new = !found;
	if (found)
		return &parent->entries[found - parent->entries];
	parent->entries = up_arena_grow(&building->names->arena, parent->entries,
					&parent->count, sizeof(*parent));
	parent = &parent->entries[parent->count - 1];
	*parent = (struct up_bindgen_entry){.name = text};
	return parent;
}

static int twice(struct building *building, const char *name)
{
	return up_input_error(building->report,
			      "two things are exported as '%s'; give one of "
			      "them a js_name or a js_namespace",
			      name);
}

/* The namespace that holds what is in @place. */
static struct up_bindgen_entry *enter(struct building *building,
				      const struct place *place)
{
	struct up_bindgen_entry *entry = building->root;
	bool is_new;

	for (size_t i = 0; i < place->js_namespace_count; i++) {
		entry = obtain(building, entry, place->js_namespace[i],
			       &is_new);
		if (!is_new && entry->kind != UP_ENTRY_NAMESPACE &&
		    entry->kind != UP_ENTRY_IMPORT) {
			twice(building, entry->name);
			return NULL;
		}
		entry->kind = UP_ENTRY_NAMESPACE;
		entry->typescript = true;
	}
	return entry;
}

static struct up_bindgen_entry *add(struct building *building,
				    enum up_entry_kind kind,
				    const struct place *place)
{
	struct up_bindgen_entry *parent = enter(building, place);
	struct up_bindgen_entry *entry;
	bool is_new;

	if (!parent)
		return NULL;
	entry = obtain(building, parent, place->name, &is_new);
	if (!is_new && (kind != UP_ENTRY_IMPORT ||
			entry->kind != UP_ENTRY_NAMESPACE || entry->import)) {
		twice(building, entry->name);
		return NULL;
	}
	if (is_new)
		entry->kind = kind;
	return entry;
}

static int add_item(struct building *building,
		    const struct up_bindgen_item *item)
{
	bool class_ = item->kind == UP_ITEM_CLASS;
	struct place place = {
		.js_namespace = item->js_namespace,
		.js_namespace_count = item->js_namespace_count,
		.name = {item->exported, strlen(item->exported)},
	};
	struct up_bindgen_entry *entry =
		add(building, class_ ? UP_ENTRY_CLASS : UP_ENTRY_ENUM, &place);

	if (!entry)
		return -1;
	entry->item = item;
	entry->local = item->local;
	entry->is_private = item->is_private;
	entry->typescript =
		class_ ? ((const struct up_bindgen_class *)item->definition)
				 ->typescript
		       : ((const struct up_bindgen_enum *)item->definition)
				 ->typescript;
	return 0;
}

static int add_items(struct building *building)
{
	for (size_t i = 0; i < building->names->count; i++) {
		const struct up_bindgen_item *item =
			&building->names->items[i];

		if (!item->repeated &&
		    (item->kind == UP_ITEM_CLASS || item->kind == UP_ITEM_ENUM) &&
		    add_item(building, item) < 0)
			return -1;
	}
	return 0;
}

static int add_function(struct building *building,
			const struct up_adapter *adapter)
{
	const struct up_bindgen_export *export_ = adapter->export_;
	struct place place = {
		.js_namespace = export_->js_namespace,
		.js_namespace_count = export_->js_namespace_count,
		.name = export_->function.name,
	};
	struct up_bindgen_entry *entry;

	if (export_->class_name.text || export_->start == UP_BINDGEN_START_PRIVATE)
		return 0;
	entry = add(building, UP_ENTRY_FUNCTION, &place);
	if (!entry)
		return -1;
	entry->adapter = adapter;
	entry->local = up_bindgen_names_add(building->names, place.js_namespace,
					    place.js_namespace_count,
					    place.name);
	entry->typescript = export_->function.typescript;
	return 0;
}

static bool can_be_handed_on(const struct up_bindgen_import *import)
{
	return import->reexport.text &&
	       (import->kind == UP_BINDGEN_IMPORT_STATIC ||
		import->kind == UP_BINDGEN_IMPORT_TYPE ||
		(import->kind == UP_BINDGEN_IMPORT_FUNCTION &&
		 !import->function.is_method));
}

static int add_import(struct building *building,
		      const struct up_bindgen_import *import)
{
	struct place place = {.name = import->reexport};
	struct up_bindgen_entry *entry;

	if (!can_be_handed_on(import))
		return 0;
	entry = add(building, UP_ENTRY_IMPORT, &place);
	if (!entry)
		return -1;
	entry->import = import;
	if (entry->kind == UP_ENTRY_NAMESPACE)
		return 0;
	entry->local = up_bindgen_names_add(building->names, NULL, 0, place.name);
	entry->typescript = import->typescript;
	return 0;
}

static int add_imports(struct building *building)
{
	const struct up_bindgen_programs *programs =
		&building->names->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++)
		for (size_t k = 0; k < programs->items[i].import_count; k++)
			if (add_import(building,
				       &programs->items[i].imports[k]) < 0)
				return -1;
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	const struct up_bindgen_entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

/* Sorts, and names the namespaces of the first level. */
static void settle(struct building *building, struct up_bindgen_entry *entry)
{
	if (entry->count > 0)
		qsort(entry->entries, entry->count, sizeof(*entry),
		      compare_entries);
	for (size_t i = 0; i < entry->count; i++) {
		struct up_bindgen_entry *inner = &entry->entries[i];
		struct up_raw_name name = {inner->name, strlen(inner->name)};

		if (inner->kind != UP_ENTRY_NAMESPACE)
			continue;
		if (entry == building->root && !inner->local)
			inner->local = up_bindgen_names_add(building->names,
							    NULL, 0, name);
		settle(building, inner);
	}
}

int up_bindgen_exports_init(struct up_bindgen_entry *ret,
			    struct up_bindgen_names *names,
			    const struct up_adapters *adapters,
			    struct up_report *report)
{
	struct up_bindgen_entry root = {.kind = UP_ENTRY_NAMESPACE};
	struct building building = {names, report, &root};

	if (add_items(&building) < 0)
		return -1;
	for (size_t i = 0; i < adapters->count; i++)
		if (adapters->items[i].role == UP_ADAPTER_EXPORT &&
		    add_function(&building, &adapters->items[i]) < 0)
			return -1;
	if (add_imports(&building) < 0)
		return -1;
	settle(&building, &root);
	*ret = root;
	return 0;
}
