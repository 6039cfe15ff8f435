/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/convert.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/print/words.h"
#include "glue/embedded.h"
#include "util/mem.h"

enum { PARAMS_MAX = 8 };

struct span {
	const char *start;
	size_t size;
};

struct entry {
	struct span params[PARAMS_MAX];
	size_t param_count;
	struct span body;
};

static struct up_embedded_file table(void)
{
	for (size_t i = 0; i < up_embedded_file_count; i++)
		if (!strcmp(up_embedded_files[i].name,
			    "bindgen/conversions.js"))
			return up_embedded_files[i];
	return (struct up_embedded_file){.bytes = ""};
}

/* FNV-1a, by Fowler, Noll and Vo. */
static uint32_t hash(uint32_t value, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		value = (value ^ (unsigned char)text[i]) * 16777619u;
	return value;
}

static uint32_t hash_of(const struct up_conversion *key)
{
	return hash(hash(2166136261u, key->section, key->section_size),
		    key->name, key->name_size);
}

/* Where it is, or where it would be. */
static struct up_conversion *slot_of(const struct up_conversions *conversions,
				     const struct up_conversion *key)
{
	size_t at = hash_of(key) & (UP_CONVERSION_SLOTS - 1);

	for (;; at = (at + 1) & (UP_CONVERSION_SLOTS - 1)) {
		const struct up_conversion *slot = &conversions->slots[at];

		if (!slot->name ||
		    (slot->section_size == key->section_size &&
		     slot->name_size == key->name_size &&
		     !memcmp(slot->section, key->section, key->section_size) &&
		     !memcmp(slot->name, key->name, key->name_size)))
			return (struct up_conversion *)slot;
	}
}

static void add_line(struct up_conversions *conversions,
		     struct up_conversion *line, const char *text)
{
	size_t size = up_word_size(text);

	/* A line of the first column: its third word is the section's name. */
	if (size > 0) {
		text += size + 1;
		line->section = text + up_word_size(text) + 1;
		line->section_size = up_word_size(line->section);
	}
	if (!line->section || strncmp(text, "  ", 2) != 0)
		return;
	line->name = text + 2;
	line->name_size = up_word_size(line->name);
	line->params = line->name + line->name_size + strlen(": (");
	/* At least one slot stays free: that ends each search. */
	if (!strncmp(line->name + line->name_size, ": (", 3) &&
	    conversions->count + 1 < UP_CONVERSION_SLOTS) {
		*slot_of(conversions, line) = *line;
		conversions->count++;
	}
}

void up_conversions_init(struct up_conversions *ret)
{
	const struct up_embedded_file file = table();
	const char *text = file.bytes, *end = text + file.size;
	struct up_conversion line = {0};

	*ret = (struct up_conversions){0};
	ret->slots = up_alloc(UP_CONVERSION_SLOTS * sizeof(*ret->slots));
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		add_line(ret, &line, text);
		text = stop ? stop + 1 : end;
	}
}

void up_conversions_finish(struct up_conversions *conversions)
{
	free(conversions->slots);
	*conversions = (struct up_conversions){0};
}

static const struct up_conversion *
find(const struct up_conversions *conversions, const char *section,
     const char *name)
{
	struct up_conversion key = {
		.section = section,
		.section_size = strlen(section),
		.name = name,
		.name_size = strlen(name),
	}, *slot = slot_of(conversions, &key);

	return slot->name ? slot : NULL;
}

static const char *read_params(struct entry *entry, const char *text)
{
	while (*text != ')') {
		struct span *param = &entry->params[entry->param_count];

		text += strspn(text, ", ");
		param->start = text;
		param->size = up_word_size(text);
		text += param->size;
		if (param->size == 0 || ++entry->param_count == PARAMS_MAX)
			return NULL;
	}
	return text;
}

static bool read_entry(struct entry *ret,
		       const struct up_conversion *conversion)
{
	struct entry entry = {0};
	const char *text = conversion ? read_params(&entry, conversion->params)
				      : NULL;

	if (!text || strncmp(text, ") => ", 5) != 0)
		return false;
	entry.body.start = text + 5;
	entry.body.size = strcspn(entry.body.start, "\n") - 1; /* the comma */
	*ret = entry;
	return true;
}

static void fill(struct up_buf *out, const struct entry *entry,
		 const char *const *args)
{
	const char *at = entry->body.start;
	const char *end = at + entry->body.size;

	if (*at == '{' && end[-1] == '}') {
		at += 2;
		end -= 2;
	}
	while (at < end) {
		size_t size = up_word_size(at), i = 0;

		while (i < entry->param_count &&
		       (size != entry->params[i].size ||
			memcmp(at, entry->params[i].start, size) != 0))
			i++;
		if (size > 0 && i < entry->param_count) {
			up_buf_puts(out, args[i]);
		} else {
			size = size > 0 ? size : 1;
			up_buf_append(out, at, size);
		}
		at += size;
	}
}

bool up_convert(const struct up_conversions *conversions, struct up_buf *out,
		const char *section, const char *name, const char *const *args,
		size_t count)
{
	struct entry entry;

	if (!read_entry(&entry, find(conversions, section, name)) ||
	    entry.param_count > count)
		return false;
	fill(out, &entry, args);
	return true;
}

bool up_convert_exists(const struct up_conversions *conversions,
		       const char *section, const char *name)
{
	struct entry entry;

	return read_entry(&entry, find(conversions, section, name));
}

bool up_convert_is_operand(const char *expression)
{
	return strchr(expression, ' ') == NULL &&
	       !isdigit((unsigned char)expression[0]);
}
