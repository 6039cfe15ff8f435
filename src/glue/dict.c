/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/dict.h"

#include <stdint.h>
#include <string.h>

#include "util/arena.h"

enum entry_kind {
	ENTRY_TEXT,
	ENTRY_FLAG,
	ENTRY_LIST,
};

struct entry {
	const char *name;
	enum entry_kind kind;
	uint32_t item_count;
	union {
		const char *text;
		bool flag;
		struct up_dict **items;
	};
};

/* All that belongs to the outermost dict is of its arena, items as well. */
struct up_dict {
	struct up_arena *arena;
	const struct up_dict *outer;
	struct entry *entries;
	size_t count;
};

struct root {
	struct up_dict dict;
	struct up_arena arena;
};

struct up_dict *up_dict_create(void)
{
	struct up_arena arena = {0};
	struct root *root = up_arena_alloc(&arena, sizeof(*root));

	root->arena = arena;
	root->dict.arena = &root->arena;
	return &root->dict;
}

void up_dict_destroy(struct up_dict *dict)
{
	struct up_arena arena;

	if (!dict)
		return;
	/* Which is in itself. */
	arena = *dict->arena;
	up_arena_finish(&arena);
}

static struct entry *find_here(const struct up_dict *dict, const char *name)
{
	for (size_t i = 0; i < dict->count; i++) {
		const char *other = dict->entries[i].name;

		/* Both are short; most differ at the start. */
		if (other == name ||
		    (*other == *name && strcmp(other, name) == 0))
			return &dict->entries[i];
	}
	return NULL;
}

static const struct entry *find(const struct up_dict *dict, const char *name)
{
	const struct entry *entry = NULL;

	for (; dict && !entry; dict = dict->outer)
		entry = find_here(dict, name);
	return entry;
}

static struct entry *obtain(struct up_dict *dict, const char *name,
			    enum entry_kind kind)
{
	struct entry *entry = find_here(dict, name);

	if (!entry) {
		dict->entries = up_arena_grow(dict->arena, dict->entries,
					      &dict->count,
					      sizeof(*dict->entries));
		entry = &dict->entries[dict->count - 1];
		entry->name = name;
		entry->kind = kind;
	}
	if (entry->kind != kind)
		*entry = (struct entry){.name = name, .kind = kind};
	return entry;
}

static void set(struct up_dict *dict, const char *name, const char *text,
		size_t size)
{
	obtain(dict, name, ENTRY_TEXT)->text =
		up_arena_text(dict->arena, text, size);
}

void up_dict_set(struct up_dict *dict, const char *name, const char *text)
{
	set(dict, name, text, strlen(text));
}

void up_dict_take(struct up_dict *dict, const char *name, struct up_buf *text)
{
	set(dict, name, text->bytes, text->size);
	up_buf_finish(text);
	*text = (struct up_buf){0};
}

void up_dict_flag(struct up_dict *dict, const char *name, bool value)
{
	obtain(dict, name, ENTRY_FLAG)->flag = value;
}

void up_dict_list(struct up_dict *dict, const char *name)
{
	obtain(dict, name, ENTRY_LIST);
}

void up_dict_share(struct up_dict *dict, const char *name,
		   struct up_dict *item)
{
	struct entry *entry = obtain(dict, name, ENTRY_LIST);
	size_t count = entry->item_count;

	entry->items = up_arena_grow(dict->arena, entry->items, &count,
				     sizeof(struct up_dict *));
	entry->items[entry->item_count++] = item;
}

struct up_dict *up_dict_add(struct up_dict *dict, const char *name)
{
	struct up_dict *item = up_arena_alloc(dict->arena, sizeof(*item));

	item->arena = dict->arena;
	item->outer = dict;
	up_dict_share(dict, name, item);
	return item;
}

const char *up_dict_text(const struct up_dict *dict, const char *name)
{
	const struct entry *entry = find(dict, name);

	return entry && entry->kind == ENTRY_TEXT ? entry->text : NULL;
}

int up_dict_test(const struct up_dict *dict, const char *name)
{
	const struct entry *entry = find(dict, name);

	if (!entry || entry->kind == ENTRY_TEXT)
		return -1;
	return entry->kind == ENTRY_FLAG ? entry->flag : entry->item_count != 0;
}

struct up_dict *const *up_dict_items(const struct up_dict *dict,
				     const char *name, size_t *ret_count)
{
	/* Stands in for the array of an empty list. */
	static struct up_dict *const none[1];
	const struct entry *entry = find(dict, name);

	if (!entry || entry->kind != ENTRY_LIST)
		return NULL;
	*ret_count = entry->item_count;
	return entry->items ? entry->items : none;
}
