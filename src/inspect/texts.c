/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Rust's standard library has functions that are never inlined and do nothing but
 * panic with a message of their own. Who refers to that message is that function.
 * Code refers to the text itself; or to its length in front of it, as templates of
 * formatted texts have it since 1.93; before, to where the data holds its address
 * and length.
 */

#include "inspect/texts.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "inspect/places.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

/* Formatting takes most of a body, where there is some. */
enum { PLAIN = 32, FORMATS = 256 };

static const struct message {
	const char *text;
	struct up_text is;
} messages[] = {
	{"panic in a function that cannot unwind",
	 {UP_ROLE_CANNOT_UNWIND, "core::panicking::panic_cannot_unwind",
	  FORMATS}},
	{"panic in a destructor during cleanup",
	 {UP_ROLE_PANIC_IN_CLEANUP, "core::panicking::panic_in_cleanup",
	  FORMATS}},
	{"index out of bounds: the len is ",
	 {UP_ROLE_PANIC, "core::panicking::panic_bounds_check", FORMATS}},
	/* Before 1.77 this was put into whoever unwraps. */
	{"called `Option::unwrap()` on a `None` value",
	 {UP_ROLE_PANIC, "core::option::unwrap_failed", PLAIN}},
	/* What dlmalloc says when the caller's size cannot be right. */
	{"assertion failed: psize >= size + min_overhead",
	 {UP_ROLE_DEALLOC, "__rdl_dealloc", SIZE_MAX}},
};

enum { MESSAGES = sizeof(messages) / sizeof(messages[0]) };

static bool is_at_known_place(const struct up_raw_data *data)
{
	return data->mode == UP_SEGMENT_ACTIVE && data->memory == 0 &&
	       data->has_offset && data->size <= UINT32_MAX &&
	       data->offset <= UINT32_MAX - data->size;
}

static void add(struct up_texts *texts, uint32_t address,
		const struct message *message)
{
	size_t count = texts->count;

	texts->ranges = up_grow(texts->ranges, &count, sizeof(*texts->ranges));
	texts->texts = up_grow(texts->texts, &texts->count,
			       sizeof(*texts->texts));
	/* Only its first byte: a message may be the end of another one. */
	texts->ranges[count - 1] =
		(struct up_text_range){address, address + 1};
	texts->texts[count - 1] = message->is;
}

/* Adds the first place of @message, which it returns, or 0. */
static uint32_t find_text(struct up_texts *texts,
			  const struct up_raw_data *segments, uint32_t count,
			  const struct message *message)
{
	size_t size = strlen(message->text);

	for (uint32_t i = 0; i < count; i++) {
		const struct up_raw_data *data = &segments[i];
		const uint8_t *at;

		if (!is_at_known_place(data) || data->size == 0)
			continue;
		at = memmem(data->bytes, data->size, message->text, size);
		if (!at)
			continue;
		uint32_t address = data->offset + (uint32_t)(at - data->bytes);
		add(texts, address, message);
		if (at > data->bytes && at[-1] == size)
			add(texts, address - 1, message);
		return address;
	}
	return 0;
}

static uint32_t word_at(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* Adds where the segment holds the address and length of one of the messages. */
static void find_pieces(struct up_texts *texts, const struct up_raw_data *data,
			const uint32_t addresses[static MESSAGES])
{
	size_t at = -data->offset & 3;

	for (; at + 8 <= data->size; at += 4) {
		uint32_t word = word_at(data->bytes + at);

		for (size_t i = 0; i < MESSAGES; i++)
			if (word && word == addresses[i] &&
			    word_at(data->bytes + at + 4) ==
				    strlen(messages[i].text))
				add(texts, data->offset + (uint32_t)at,
				    &messages[i]);
	}
}

static int compare(const void *a, const void *b)
{
	const struct up_text_range *left = a, *right = b;

	return (left->begin > right->begin) - (left->begin < right->begin);
}

/* Sorts both arrays alike, and keeps one of what is at the same address. */
static void sort(struct up_texts *texts)
{
	struct entry {
		struct up_text_range range;
		struct up_text text;
	} *entries = up_alloc((texts->count + 1) * sizeof(*entries));
	size_t kept = 0;

	for (size_t i = 0; i < texts->count; i++)
		entries[i] = (struct entry){texts->ranges[i], texts->texts[i]};
	qsort(entries, texts->count, sizeof(*entries), compare);
	for (size_t i = 0; i < texts->count; i++) {
		if (kept > 0 &&
		    entries[i].range.begin < texts->ranges[kept - 1].end)
			continue;
		texts->ranges[kept] = entries[i].range;
		texts->texts[kept++] = entries[i].text;
	}
	texts->count = kept;
	free(entries);
}

bool up_has_function_names(const struct up_contents *contents)
{
	uint32_t named = 0, nameless = 0;

	for (uint32_t i = contents->imported_functions;
	     contents->function_names && i < contents->function_count; i++) {
		if (contents->function_names[i].size == 0)
			nameless++;
		else if (!up_raw_name_begins(contents->function_names[i],
					     UP_NAME_PREFIX))
			named++;
	}
	return named > 0 && named >= nameless;
}

void up_texts_find(const struct up_contents *contents, struct up_texts *ret)
{
	uint32_t addresses[MESSAGES];
	struct up_raw_data *segments;
	uint32_t count = contents->data_count;
	bool any = false;

	*ret = (struct up_texts){0};
	if (up_has_function_names(contents))
		return;
	segments = up_places_find(contents);
	for (size_t i = 0; i < MESSAGES; i++) {
		addresses[i] = find_text(ret, segments, count, &messages[i]);
		any |= addresses[i] != 0;
	}
	for (uint32_t i = 0; any && i < count; i++)
		if (is_at_known_place(&segments[i]))
			find_pieces(ret, &segments[i], addresses);
	free(segments);
	sort(ret);
}

void up_texts_finish(struct up_texts *texts)
{
	free(texts->ranges);
	free(texts->texts);
	*texts = (struct up_texts){0};
}
