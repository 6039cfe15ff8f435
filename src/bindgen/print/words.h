/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_WORDS_H
#define UP_BINDGEN_PRINT_WORDS_H

/* The identifiers in a piece of JavaScript, strings and comments left out. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"

/* How long the identifier, keyword or number at @text is; 0 if there is none. */
size_t up_word_size(const char *text);

/*
 * Calls @visit for every identifier in the text; @member if it stands behind a
 * dot, @owner then being what is before that: the identifier, or empty.
 */
typedef void up_word_visitor(const char *word, size_t size, const char *owner,
			     size_t owner_size, void *data);
void up_words_each(const char *text, size_t size, up_word_visitor *visit,
		   void *data);

struct up_names;

/*
 * Adds what the lines declare that are indented by just as many blanks. The text
 * ends with a NUL.
 */
void up_words_declared(const char *text, size_t size, size_t indent,
		       struct up_names *names);

/* Of a hash table: 0, or the index of an item + 1. */
struct up_name_slot {
	uint32_t hash;
	uint32_t size;
	uint32_t item;
};

/* Identifiers, each once, in the order in which they came. */
struct up_names {
	const char **items; /* owned, as are the texts, by the arena */
	size_t count;
	struct up_name_slot *slots; /* owned */
	size_t slot_count;
	struct up_arena arena;
	/* Borrowed, or NULL: what is in there counts as being here. */
	const struct up_names *base;
};

/* False if it was there. */
bool up_names_add(struct up_names *names, const char *name, size_t size);
bool up_names_has(const struct up_names *names, const char *name, size_t size);
void up_names_finish(struct up_names *names);

#endif
