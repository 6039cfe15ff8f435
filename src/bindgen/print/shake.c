/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/shake.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/print/words.h"
#include "util/mem.h"

struct block {
	const char *start;
	size_t size;
	struct up_names declared;
	struct up_names used;
	bool wanted;
};

struct blocks {
	struct block *items;
	size_t count;
};

static void add_word(const char *word, size_t size, const char *owner,
		     size_t owner_size, void *data)
{
	(void)owner_size;
	if (!owner)
		up_names_add(data, word, size);
}

/* The name that a line of the first column declares. */
static void find_declared(struct block *block, const char *line)
{
	static const char *const keywords[] = {"function ", "const ", "let ",
					       "class "};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		size_t length = strlen(keywords[i]);

		if (strncmp(line, keywords[i], length) == 0)
			up_names_add(&block->declared, line + length,
				     up_word_size(line + length));
	}
}

static void add_block(struct blocks *blocks, const char *start, size_t size)
{
	struct block *block;

	blocks->items = up_grow(blocks->items, &blocks->count, sizeof(*block));
	block = &blocks->items[blocks->count - 1];
	*block = (struct block){.start = start, .size = size};
	for (const char *line = start; line < start + size; line++) {
		find_declared(block, line);
		line = memchr(line, '\n', (size_t)(start + size - line));
		if (!line)
			break;
	}
	up_words_each(start, size, add_word, &block->used);
}

static void split(struct blocks *blocks, const struct up_buf *text)
{
	const char *at = text->size ? text->bytes : "";
	const char *end = at + text->size;

	while (at < end) {
		const char *stop = strstr(at, "\n\n");

		stop = stop ? stop + 1 : end;
		if (stop > at)
			add_block(blocks, at, (size_t)(stop - at));
		at = stop + 1;
	}
}

static bool is_declared_in(const struct block *block, const struct up_names *names)
{
	for (size_t i = 0; i < block->declared.count; i++) {
		const char *name = block->declared.items[i];

		if (up_names_has(names, name, strlen(name)))
			return true;
	}
	return false;
}

/* Marks what is used, and returns whether something was. */
static bool mark(struct blocks *blocks, struct up_names *used)
{
	bool any = false;

	for (size_t i = 0; i < blocks->count; i++) {
		struct block *block = &blocks->items[i];

		if (block->wanted || !is_declared_in(block, used))
			continue;
		block->wanted = true;
		any = true;
		for (size_t k = 0; k < block->used.count; k++)
			up_names_add(used, block->used.items[k],
				     strlen(block->used.items[k]));
	}
	return any;
}

void up_shake(const struct up_buf *helpers, const struct up_buf *const *code,
	      size_t code_count, struct up_buf *out)
{
	struct blocks blocks = {0};
	struct up_names used = {0};

	split(&blocks, helpers);
	for (size_t i = 0; i < code_count; i++)
		if (code[i]->size)
			up_words_each(code[i]->bytes, code[i]->size, add_word,
				      &used);
	while (mark(&blocks, &used))
		continue;
	for (size_t i = 0; i < blocks.count; i++) {
		struct block *block = &blocks.items[i];

		if (block->wanted) {
			up_buf_append(out, block->start, block->size);
			up_buf_puts(out, "\n");
		}
		up_names_finish(&block->declared);
		up_names_finish(&block->used);
	}
	free(blocks.items);
	up_names_finish(&used);
}
