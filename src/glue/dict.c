/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/dict.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum entry_kind {
	ENTRY_TEXT,
	ENTRY_FLAG,
	ENTRY_LIST,
};

struct entry {
	const char *name;
	enum entry_kind kind;
	char *text; /* owned */
	bool flag;
	struct up_dict **items; /* owned, as they are themselves */
	size_t item_count;
};

struct up_dict {
	const struct up_dict *outer;
	struct entry *entries; /* owned */
	size_t count;
};

static void entry_clear(struct entry *entry)
{
	for (size_t i = 0; i < entry->item_count; i++)
		up_dict_destroy(entry->items[i]);
	free(entry->items);
	free(entry->text);
	entry->items = NULL;
	entry->item_count = 0;
	entry->text = NULL;
}

struct up_dict *up_dict_create(void)
{
	return up_alloc(sizeof(struct up_dict));
}

void up_dict_destroy(struct up_dict *dict)
{
	if (!dict)
		return;
	for (size_t i = 0; i < dict->count; i++)
		entry_clear(&dict->entries[i]);
	free(dict->entries);
	free(dict);
}

static struct entry *find_here(const struct up_dict *dict, const char *name)
{
	for (size_t i = 0; i < dict->count; i++)
		if (!strcmp(dict->entries[i].name, name))
			return &dict->entries[i];
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
		dict->entries = up_grow(dict->entries, &dict->count,
					sizeof(*dict->entries));
		entry = &dict->entries[dict->count - 1];
		entry->name = name;
		entry->kind = kind;
	}
	if (entry->kind != kind) {
		entry_clear(entry);
		entry->kind = kind;
	}
	return entry;
}

void up_dict_set(struct up_dict *dict, const char *name, const char *text)
{
	struct entry *entry = obtain(dict, name, ENTRY_TEXT);

	free(entry->text);
	entry->text = up_strdup(text);
}

void up_dict_take(struct up_dict *dict, const char *name, struct up_buf *text)
{
	up_dict_set(dict, name, text->size ? text->bytes : "");
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

struct up_dict *up_dict_add(struct up_dict *dict, const char *name)
{
	struct entry *entry = obtain(dict, name, ENTRY_LIST);
	struct up_dict *item = up_dict_create();

	entry->items = up_grow(entry->items, &entry->item_count,
			       sizeof(struct up_dict *));
	entry->items[entry->item_count - 1] = item;
	item->outer = dict;
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
