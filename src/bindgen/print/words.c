/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static bool is_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return isalnum(byte) || c == '_' || c == '$' || byte >= 0x80;
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
static size_t *slot_of(const struct up_names *names, const char *name,
		       size_t size)
{
	size_t at = hash(name, size) & (names->slot_count - 1);

	while (names->slots[at]) {
		const char *other = names->items[names->slots[at] - 1];

		if (strlen(other) == size && memcmp(other, name, size) == 0)
			break;
		at = (at + 1) & (names->slot_count - 1);
	}
	return &names->slots[at];
}

static void grow(struct up_names *names)
{
	size_t count = names->slot_count ? names->slot_count * 2 : 64;

	free(names->slots);
	names->slots = up_alloc(count * sizeof(*names->slots));
	names->slot_count = count;
	for (size_t i = 0; i < names->count; i++)
		*slot_of(names, names->items[i], strlen(names->items[i])) =
			i + 1;
}

bool up_names_has(const struct up_names *names, const char *name, size_t size)
{
	return names->slot_count && *slot_of(names, name, size) != 0;
}

bool up_names_add(struct up_names *names, const char *name, size_t size)
{
	char *copy;

	if (up_names_has(names, name, size))
		return false;
	if (names->count * 2 >= names->slot_count)
		grow(names);
	copy = up_alloc(size + 1);
	memcpy(copy, name, size);
	names->items = up_grow(names->items, &names->count,
			       sizeof(*names->items));
	names->items[names->count - 1] = copy;
	*slot_of(names, name, size) = names->count;
	return true;
}

void up_names_finish(struct up_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	free(names->slots);
	*names = (struct up_names){0};
}
