/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* What an identifier is made of: letters, digits, and all that is not ASCII. */
#define DIGITS(x) [x] = 1, [x + 1] = 1, [x + 2] = 1, [x + 3] = 1, [x + 4] = 1, \
		  [x + 5] = 1, [x + 6] = 1, [x + 7] = 1, [x + 8] = 1, \
		  [x + 9] = 1
#define LETTERS(x) DIGITS(x), DIGITS(x + 10), [x + 20] = 1, [x + 21] = 1, \
		   [x + 22] = 1, [x + 23] = 1, [x + 24] = 1, [x + 25] = 1
static const unsigned char ascii_words[0x80] = {
	DIGITS('0'), LETTERS('A'), LETTERS('a'), ['_'] = 1, ['$'] = 1,
};
#undef LETTERS
#undef DIGITS

static bool is_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0x80 || ascii_words[byte];
}

size_t up_word_size(const char *text)
{
	size_t size = 0;

	while (is_word(text[size]))
		size++;
	return size;
}

/* Behind the string that starts at @at; templates are not looked into. */
static size_t skip_string(const char *text, size_t size, size_t at)
{
	char quote = text[at++];

	while (at < size && text[at] != quote) {
		if (quote != '`' && text[at] == '\n')
			return at;
		at += text[at] == '\\' ? 2 : 1;
	}
	return at < size ? at + 1 : size;
}

static size_t skip_comment(const char *text, size_t size, size_t at)
{
	if (text[at + 1] == '/') {
		while (at < size && text[at] != '\n')
			at++;
		return at;
	}
	for (at += 2; at + 1 < size; at++)
		if (text[at] == '*' && text[at + 1] == '/')
			return at + 2;
	return size;
}

/*
 * Behind the template literal that starts at @at: the expressions in it are
 * code.
 */
static size_t visit_template(const char *text, size_t size, size_t at,
			     up_word_visitor *visit, void *data)
{
	for (at++; at < size && text[at] != '`'; at++) {
		size_t start = at + 2, depth = 1;

		if (text[at] == '\\') {
			at++;
			continue;
		}
		if (text[at] != '$' || at + 1 >= size || text[at + 1] != '{')
			continue;
		for (at = start; at < size; at++) {
			depth += (size_t)(text[at] == '{');
			if (text[at] == '}' && --depth == 0)
				break;
		}
		if (at > start)
			up_words_each(text + start, at - start, visit, data);
	}
	return at < size ? at + 1 : size;
}

void up_words_each(const char *text, size_t size, up_word_visitor *visit,
		   void *data)
{
	const char *owner = NULL;
	size_t owner_size = 0;

	for (size_t at = 0; at < size;) {
		size_t length = 0;

		if (text[at] == '\'' || text[at] == '"') {
			at = skip_string(text, size, at);
		} else if (text[at] == '`') {
			at = visit_template(text, size, at, visit, data);
		} else if (text[at] == '/' && at + 1 < size &&
			   (text[at + 1] == '/' || text[at + 1] == '*')) {
			at = skip_comment(text, size, at);
		} else {
			while (at + length < size && is_word(text[at + length]))
				length++;
			if (length == 0) {
				at++;
				continue;
			}
			bool member = at > 0 && text[at - 1] == '.' &&
				      !(at > 2 && text[at - 2] == '.');
			/* Behind a call or an index: a member of no name. */
			if (member && owner + owner_size + 1 != text + at) {
				owner = "";
				owner_size = 0;
			}
			visit(text + at, length, member ? owner : NULL,
			      member ? owner_size : 0, data);
			owner = text + at;
			owner_size = length;
			at += length;
		}
	}
}

/* Where the names begin that a line declares, or NULL. */
static const char *declaration(const char *line)
{
	static const char *const keywords[] = {
		"function ", "async function ", "const ",
		"let ",	     "var ",		"class ",
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strncmp(line, keywords[i], strlen(keywords[i])) == 0)
			return line + strlen(keywords[i]);
	return NULL;
}

/* One name, or those of a pattern: what it takes apart has no name of its own. */
static void add_declared(const char *at, const char *end,
			 struct up_names *names)
{
	bool pattern = *at == '{';

	for (at += pattern; at < end && *at != '}'; at++) {
		size_t size = up_word_size(at);

		if (size > 0)
			up_names_add(names, at, size);
		if (!pattern)
			return;
		at += size;
	}
}

void up_words_declared(const char *text, size_t size, size_t indent,
		       struct up_names *names)
{
	const char *end = text + size;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t blanks = strspn(text, " ");
		const char *at = blanks == indent ? declaration(text + blanks)
						  : NULL;

		if (at)
			add_declared(at, end, names);
		text = stop ? stop + 1 : end;
	}
}

/* FNV-1a, by Fowler, Noll and Vo. */
static uint32_t hash(const char *name, size_t size)
{
	uint32_t value = 2166136261u;

	for (size_t i = 0; i < size; i++)
		value = (value ^ (unsigned char)name[i]) * 16777619u;
	return value;
}

/* Where the name is, or where it would be. */
static struct up_name_slot *slot_of(const struct up_names *names,
				    const char *name, size_t size,
				    uint32_t value)
{
	size_t at = value & (names->slot_count - 1);

	while (names->slots[at].item) {
		const struct up_name_slot *slot = &names->slots[at];
		const char *other = names->items[slot->item - 1];

		if (slot->hash == value && slot->size == size &&
		    memcmp(other, name, size) == 0)
			break;
		at = (at + 1) & (names->slot_count - 1);
	}
	return &names->slots[at];
}

static void grow(struct up_names *names)
{
	struct up_name_slot *old = names->slots;
	size_t old_count = names->slot_count;

	names->slot_count = old_count ? old_count * 2 : 64;
	names->slots = up_alloc(names->slot_count * sizeof(*names->slots));
	for (size_t i = 0; i < old_count; i++) {
		size_t at = old[i].hash & (names->slot_count - 1);

		if (!old[i].item)
			continue;
		while (names->slots[at].item)
			at = (at + 1) & (names->slot_count - 1);
		names->slots[at] = old[i];
	}
	free(old);
}

static bool has(const struct up_names *names, const char *name, size_t size,
		uint32_t value)
{
	for (; names; names = names->base)
		if (names->slot_count &&
		    slot_of(names, name, size, value)->item)
			return true;
	return false;
}

bool up_names_has(const struct up_names *names, const char *name, size_t size)
{
	return has(names, name, size, hash(name, size));
}

bool up_names_add(struct up_names *names, const char *name, size_t size)
{
	uint32_t value = hash(name, size);
	struct up_name_slot *slot;

	if (names->base && has(names->base, name, size, value))
		return false;
	if (names->count * 2 >= names->slot_count)
		grow(names);
	slot = slot_of(names, name, size, value);
	if (slot->item)
		return false;
	names->items = up_grow(names->items, &names->count,
			       sizeof(*names->items));
	names->items[names->count - 1] =
		up_arena_text(&names->arena, name, size);
	*slot = (struct up_name_slot){
		.hash = value,
		.size = (uint32_t)size,
		.item = (uint32_t)names->count,
	};
	return true;
}

void up_names_finish(struct up_names *names)
{
	up_arena_finish(&names->arena);
	free(names->items);
	free(names->slots);
	*names = (struct up_names){0};
}
