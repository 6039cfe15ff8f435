/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/border_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* The size of a name without its hash; 0 if it has none. */
static size_t plain_size(const char *name)
{
	size_t size = strlen(name);

	if (size < 18 || name[size - 17] != '_' ||
	    strspn(name + size - 16, "0123456789abcdef") != 16)
		return 0;
	return size - 17;
}

/* ---- exports ---- */

static bool is_exported(const struct up_adapters *adapters,
			struct up_arena *arena, BinaryenModuleRef module,
			const char *name, size_t size)
{
	size_t same = 0;

	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];
		size_t plain = plain_size(adapter->name);

		if (up_adapter_is_import(adapter))
			continue;
		plain = plain ? plain : strlen(adapter->name);
		same += plain == size && !memcmp(adapter->name, name, size);
	}
	return same > 1 ||
	       BinaryenGetExport(module, up_arena_text(arena, name, size));
}

static void name_exports(struct up_adapters *adapters, struct up_arena *arena,
			 BinaryenModuleRef module)
{
	bool *shorten = up_arena_alloc(arena,
				       adapters->count * sizeof(*shorten));

	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];
		size_t size = plain_size(adapter->name);

		shorten[i] = !up_adapter_is_import(adapter) && size > 0 &&
			     !is_exported(adapters, arena, module,
					  adapter->name, size);
	}
	for (size_t i = 0; i < adapters->count; i++)
		if (shorten[i])
			adapters->items[i].name = up_arena_text(
				arena, adapters->items[i].name,
				plain_size(adapters->items[i].name));
}

/* ---- imports ---- */

/* An import by its name without the hash: those of one such name are a group. */
struct plain {
	const char *text;
	size_t size;
	struct up_adapter *adapter;
};

static int compare_plain(const void *left, const void *right)
{
	const struct plain *a = left, *b = right;
	int order = memcmp(a->text, b->text,
			   a->size < b->size ? a->size : b->size);

	return order ? order : (a->size > b->size) - (a->size < b->size);
}

/* In a group the one without a hash is first. */
static int compare(const void *left, const void *right)
{
	const struct plain *a = left, *b = right;
	int order = compare_plain(a, b);

	return order ? order : strcmp(a->adapter->name, b->adapter->name);
}

/* The name of the next one of a group, which no other group has. */
static const char *numbered(const struct plain *plain, const struct plain *all,
			    size_t count, size_t *number,
			    struct up_arena *arena)
{
	size_t room = plain->size + 24;
	char *text = up_arena_alloc(arena, room);
	struct plain other = {.text = text};

	do {
		int size = snprintf(text, room, "%.*s_%zu", (int)plain->size,
				    plain->text, ++*number);

		other.size = (size_t)size;
	} while (bsearch(&other, all, count, sizeof(*all), compare_plain));
	return text;
}

static void name_sorted(const struct plain *all, size_t count,
			struct up_arena *arena)
{
	size_t number = 0;

	for (size_t i = 0; i < count; i++) {
		const struct plain *plain = &all[i], *before = plain - 1;

		if (i == 0 || compare_plain(plain, before) != 0) {
			number = 0;
			plain->adapter->shim = up_arena_text(arena, plain->text,
							     plain->size);
		} else if (strcmp(plain->adapter->name,
				  before->adapter->name) == 0) {
			plain->adapter->shim = before->adapter->shim;
		} else {
			plain->adapter->shim =
				numbered(plain, all, count, &number, arena);
		}
	}
}

static void name_imports(struct up_adapters *adapters, struct up_arena *arena)
{
	struct plain *all = up_alloc((adapters->count + 1) * sizeof(*all));
	size_t count = 0;

	for (size_t i = 0; i < adapters->count; i++) {
		struct up_adapter *adapter = &adapters->items[i];
		size_t size = plain_size(adapter->name);

		if (!up_adapter_is_import(adapter))
			continue;
		all[count++] = (struct plain){
			.text = adapter->name,
			.size = size ? size : strlen(adapter->name),
			.adapter = adapter,
		};
	}
	qsort(all, count, sizeof(*all), compare);
	name_sorted(all, count, arena);
	free(all);
}

void up_border_names(struct up_adapters *adapters, struct up_bindgen *bindgen,
		     BinaryenModuleRef module)
{
	const struct up_bindgen_schema *schema = bindgen->programs.schema;

	if (schema && schema->crate_hashes)
		name_exports(adapters, &bindgen->arena, module);
	name_imports(adapters, &bindgen->arena);
}
