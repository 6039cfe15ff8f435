/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Changes modules so that they often stay readable: what is inside of a section is
 * changed, and sizes and counts around it follow. In front of the module may be
 * fuzz_prefix bytes, which are changed for themselves.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "util/buf.h"

enum { HEADER = 8, PARTS_MAX = 64, CODE = 10 };

/* What a section is, as far as its size can be read. */
struct part {
	uint8_t id;
	const uint8_t *bytes; /* behind the size */
	size_t size;
};

struct parts {
	struct part items[PARTS_MAX];
	size_t count;
};

static uint32_t state;

static size_t below(size_t limit)
{
	state = state * 1664525 + 1013904223;
	return limit > 0 ? (size_t)(state >> 8) % limit : 0;
}

/* ---- taking apart ---- */

/* Returns how many bytes it takes, or 0. */
static size_t read_leb(const uint8_t *bytes, size_t size, uint32_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < size && i < 5; i++) {
		*ret |= (uint32_t)(bytes[i] & 0x7f) << (7 * i);
		if (bytes[i] < 0x80)
			return i + 1;
	}
	return 0;
}

static void put_leb(struct up_buf *buf, size_t value)
{
	for (; value > 0x7f; value >>= 7)
		up_buf_append(buf, (char[]){(char)(value | 0x80)}, 1);
	up_buf_append(buf, (char[]){(char)value}, 1);
}

static bool split(const uint8_t *data, size_t size, struct parts *ret)
{
	size_t at = HEADER;

	ret->count = 0;
	while (at < size && ret->count < PARTS_MAX) {
		struct part *part = &ret->items[ret->count];
		uint32_t length;
		size_t used = read_leb(data + at + 1, size - at - 1, &length);

		if (used == 0 || length > size - at - 1 - used)
			return ret->count > 0;
		part->id = data[at];
		part->bytes = data + at + 1 + used;
		part->size = length;
		at += 1 + used + length;
		ret->count++;
	}
	return ret->count > 0;
}

static void put_part(struct up_buf *buf, const struct part *part)
{
	up_buf_append(buf, &part->id, 1);
	put_leb(buf, part->size);
	up_buf_append(buf, part->bytes, part->size);
}

/* ---- changing bytes ---- */

/* Sizes, counts and indices are few; these are where readers err. */
static const uint32_t numbers[] = {
	0, 1, 2, 3, 7, 16, 63, 64, 0x7f, 0x80, 0xff, 0x3fff, 0x4000, 0xffff,
	0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
};

/* Instructions that leave the stack as it was, mostly. */
#define CODES(...) {(const uint8_t[]){__VA_ARGS__}, \
		    sizeof((const uint8_t[]){__VA_ARGS__})}
static const struct {
	const uint8_t *bytes;
	size_t size;
} snippets[] = {
	CODES(0x00), /* unreachable */
	CODES(0x41, 0, 0x1a), /* i32.const, drop */
	CODES(0x02, 0x40, 0x0b), /* block */
	CODES(0x03, 0x40, 0x0c, 0, 0x0b), /* loop, br */
	CODES(0x41, 1, 0x04, 0x40, 0x05, 0x0b), /* if, else */
	CODES(0x06, 0x40, 0x19, 0x09, 0, 0x0b), /* try, catch_all, rethrow */
	CODES(0x06, 0x40, 0x07, 0, 0x1a, 0x0b), /* try, catch, drop */
	CODES(0x06, 0x40, 0x18, 0), /* try, delegate */
	CODES(0x1f, 0x40, 1, 2, 0, 0x0b), /* try_table, catch_all */
	CODES(0x1f, 0x40, 2, 0, 0, 0, 2, 0, 0x0b),
	CODES(0x41, 0, 0x08, 0), /* throw */
	CODES(0x10, 0), /* call */
	CODES(0x12, 0), /* return_call */
	CODES(0x41, 0, 0x11, 0, 0), /* call_indirect */
	CODES(0xd2, 0, 0x1a), /* ref.func, drop */
	CODES(0xd0, 0x70, 0x1a), /* ref.null */
	CODES(0x41, 1, 0x40, 0, 0x1a), /* memory.grow */
	CODES(0x23, 0, 0x24, 0), /* global.get, global.set */
	CODES(0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 8, 0, 0), /* memory.init */
	CODES(0xfc, 9, 0), /* data.drop */
	CODES(0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 12, 0, 0), /* table.init */
	CODES(0xd0, 0x70, 0x41, 1, 0xfc, 15, 0, 0x1a), /* table.grow */
	CODES(0x41, 0, 0x0e, 2, 0, 0, 0), /* br_table */
	CODES(0x0f), /* return */
	CODES(0x0b), /* end */
};

/* Entries by the section that they may stand in. */
static const struct {
	uint8_t id;
	const uint8_t *bytes;
	size_t size;
} entries[] = {
#define ENTRY(id, ...) {id, (const uint8_t[]){__VA_ARGS__}, \
			sizeof((const uint8_t[]){__VA_ARGS__})}
	ENTRY(1, 0x60, 0, 0), /* types */
	ENTRY(1, 0x60, 1, 0x7f, 0),
	ENTRY(1, 0x60, 2, 0x7e, 0x6f, 2, 0x70, 0x7b),
	ENTRY(1, 0x60, 0, 1, 0x69),
	ENTRY(1, 0x5f, 1, 0x7f, 1), /* a struct, an array, a group */
	ENTRY(1, 0x5e, 0x78, 0),
	ENTRY(1, 0x4e, 2, 0x50, 0, 0x5f, 0, 0x60, 1, 0x64, 0, 0),
	ENTRY(2, 1, 'e', 1, 'f', 0, 0), /* imports */
	ENTRY(2, 1, 'e', 1, 't', 1, 0x70, 0, 1),
	ENTRY(2, 1, 'e', 1, 'm', 2, 0, 1),
	ENTRY(2, 1, 'e', 1, 'g', 3, 0x7f, 1),
	ENTRY(2, 1, 'e', 1, 'x', 4, 0, 1),
	ENTRY(4, 0x6f, 0, 1), /* tables */
	ENTRY(4, 0x40, 0, 0x70, 1, 1, 2, 0xd0, 0x70, 0x0b),
	ENTRY(5, 0, 1), /* memories */
	ENTRY(5, 3, 1, 2),
	ENTRY(5, 4, 1),
	ENTRY(6, 0x7f, 1, 0x41, 0, 0x0b), /* globals */
	ENTRY(6, 0x70, 1, 0xd2, 0, 0x0b),
	ENTRY(6, 0x6f, 0, 0xd0, 0x6f, 0x0b),
	ENTRY(7, 1, 'a', 0, 0), /* exports */
	ENTRY(7, 1, 'b', 1, 0),
	ENTRY(7, 1, 'c', 2, 0),
	ENTRY(7, 1, 'd', 3, 0),
	ENTRY(7, 1, 'h', 4, 0),
	ENTRY(9, 0, 0x41, 0, 0x0b, 1, 0), /* elements */
	ENTRY(9, 3, 0, 1, 0),
	ENTRY(9, 5, 0x70, 1, 0xd2, 0, 0x0b),
	ENTRY(9, 6, 0, 0x41, 0, 0x0b, 0x70, 1, 0xd0, 0x70, 0x0b),
	ENTRY(11, 0, 0x41, 0, 0x0b, 2, 'h', 'i'), /* data */
	ENTRY(11, 1, 1, 'x'),
	ENTRY(11, 2, 0, 0x23, 0, 0x0b, 1, 'x'),
	ENTRY(13, 0, 0), /* tags */
	ENTRY(CODE, 2, 0, 0x0b), /* bodies */
	ENTRY(3, 0),
};

static const char *const texts[] = {
	"", "__stack_pointer", "__proto__", "constructor", "default", "then",
	"memory", "__wbg_reset_state", "init", "';x('", "`${x}`", "*/", "\\",
	"\n", "\xe2\x80\xa8", "</script>", "a b", "env", "__cpp_exception",
	"rust_panic_with_hook", "__rust_start_panic", "_start",
	"__wbindgen_malloc", "main", "__unpoison_terminate",
};

static void put_cut(struct up_buf *buf, const struct part *part, size_t at,
		    size_t gone, const void *bytes, size_t size)
{
	up_buf_append(buf, part->bytes, at);
	up_buf_append(buf, bytes, size);
	up_buf_append(buf, part->bytes + at + gone, part->size - at - gone);
}

/* Another number in the place of what may be one. */
static void change_number(const struct part *part, struct up_buf *ret)
{
	size_t at = below(part->size);
	struct up_buf leb = {0};
	uint32_t old;
	size_t used = read_leb(part->bytes + at, part->size - at, &old);

	if (below(2) == 0)
		put_leb(&leb, below(2) == 0 ? old + 1 : (old - 1) & UINT32_MAX);
	else
		put_leb(&leb, numbers[below(sizeof(numbers) /
					    sizeof(numbers[0]))]);
	put_cut(ret, part, at, used, leb.bytes, leb.size);
	up_buf_finish(&leb);
}

/* A text with its length: another one, of any length. */
static void change_text(const struct part *part, struct up_buf *ret)
{
	const char *text = texts[below(sizeof(texts) / sizeof(texts[0]))];
	struct up_buf sized = {0};

	for (size_t tries = 0; tries < 64; tries++) {
		size_t at = below(part->size);
		uint32_t length;
		size_t used =
			read_leb(part->bytes + at, part->size - at, &length);

		if (used == 0 || length == 0 ||
		    length > part->size - at - used ||
		    part->bytes[at + used] < ' ' ||
		    part->bytes[at + used + length - 1] < ' ')
			continue;
		put_leb(&sized, strlen(text));
		up_buf_puts(&sized, text);
		put_cut(ret, part, at, used + length, sized.bytes, sized.size);
		up_buf_finish(&sized);
		return;
	}
	up_buf_append(ret, part->bytes, part->size);
}

/* By whoever runs us: it knows what has been worth while. */
static void change_bytes(const uint8_t *bytes, size_t size, struct up_buf *ret)
{
	size_t room = size + 64;
	uint8_t *copy = malloc(room);

	memcpy(copy, bytes, size);
	size = LLVMFuzzerMutate(copy, size, room);
	up_buf_append(ret, copy, size);
	free(copy);
}

/* One more entry, and the count that stands first counts it. */
static void add_entry(const struct part *part, struct up_buf *ret)
{
	uint32_t count;
	size_t used = read_leb(part->bytes, part->size, &count);
	size_t first = below(sizeof(entries) / sizeof(entries[0]));
	bool first_of_all = below(2) == 0;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		size_t at = (first + i) %
			    (sizeof(entries) / sizeof(entries[0]));

		if (entries[at].id != part->id)
			continue;
		put_leb(ret, (size_t)count + 1);
		if (first_of_all)
			up_buf_append(ret, entries[at].bytes,
				      entries[at].size);
		up_buf_append(ret, part->bytes + used, part->size - used);
		if (!first_of_all)
			up_buf_append(ret, entries[at].bytes,
				      entries[at].size);
		return;
	}
	up_buf_append(ret, part->bytes, part->size);
}

/* ---- code ---- */

static void change_body(const struct part *body, struct up_buf *ret)
{
	size_t at = body->size > 1 ? 1 + below(body->size - 1) : 0;
	size_t which = below(sizeof(snippets) / sizeof(snippets[0]));

	switch (below(4)) {
	case 0:
		change_bytes(body->bytes, body->size, ret);
		break;
	case 1:
		change_number(body, ret);
		break;
	default:
		put_cut(ret, body, at, 0, snippets[which].bytes,
			snippets[which].size);
		break;
	}
}

/* One body, and its size. */
static void change_code(const struct part *part, struct up_buf *ret)
{
	uint32_t count, size;
	size_t at = read_leb(part->bytes, part->size, &count);
	size_t chosen = below(count);

	for (size_t i = 0; at < part->size; i++) {
		size_t used =
			read_leb(part->bytes + at, part->size - at, &size);

		if (used == 0 || size > part->size - at - used)
			break;
		if (i == chosen) {
			struct part body = {0, part->bytes + at + used, size};
			struct up_buf changed = {0}, sized = {0};

			up_buf_puts(&changed, "");
			change_body(&body, &changed);
			put_leb(&sized, changed.size);
			up_buf_append(&sized, changed.bytes, changed.size);
			put_cut(ret, part, at, used + size, sized.bytes,
				sized.size);
			up_buf_finish(&changed);
			up_buf_finish(&sized);
			return;
		}
		at += used + size;
	}
	up_buf_append(ret, part->bytes, part->size);
}

/* ---- sections ---- */

static void change_part(struct part *part, struct up_buf *ret)
{
	up_buf_puts(ret, "");
	if (part->id == CODE && below(4) > 0)
		change_code(part, ret);
	else if (part->id != 0 && below(4) == 0)
		add_entry(part, ret);
	else if (below(3) == 0)
		change_text(part, ret);
	else if (below(2) == 0)
		change_number(part, ret);
	else
		change_bytes(part->bytes, part->size, ret);
	part->bytes = (const uint8_t *)ret->bytes;
	part->size = ret->size;
}

/* Sections go, change their places or come twice. */
static void change_order(struct parts *parts)
{
	size_t one = below(parts->count), other = below(parts->count);
	struct part kept = parts->items[one];

	switch (below(3)) {
	case 0:
		parts->items[one] = parts->items[--parts->count];
		break;
	case 1:
		parts->items[one] = parts->items[other];
		parts->items[other] = kept;
		break;
	default:
		if (parts->count < PARTS_MAX)
			parts->items[parts->count++] = kept;
		break;
	}
}

/* Returns the new size, or 0 if it does not fit. */
static size_t change_module(uint8_t *data, size_t size, size_t max_size)
{
	struct up_buf module = {0}, changed = {0};
	struct parts parts;

	if (size < HEADER || !split(data, size, &parts))
		return 0;
	if (below(24) == 0)
		change_order(&parts);
	else
		change_part(&parts.items[below(parts.count)], &changed);
	up_buf_append(&module, data, HEADER);
	for (size_t i = 0; i < parts.count; i++)
		put_part(&module, &parts.items[i]);
	size = module.size <= max_size ? module.size : 0;
	memcpy(data, module.bytes, size);
	up_buf_finish(&changed);
	up_buf_finish(&module);
	return size;
}

/* Several at once lead further than one at a time. */
static size_t change_often(uint8_t *data, size_t size, size_t max_size)
{
	for (size_t times = 1 + below(3); times > 0; times--) {
		size_t changed = change_module(data, size, max_size);

		if (changed == 0)
			return LLVMFuzzerMutate(data, size, max_size);
		size = changed;
	}
	return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned seed)
{
	size_t prefix = fuzz_prefix;

	state = seed;
	if (size <= prefix || max_size <= prefix)
		return LLVMFuzzerMutate(data, size, max_size);
	if (prefix > 0 && below(8) == 0) {
		data[below(prefix)] = (uint8_t)below(256);
		return size;
	}
	return prefix +
	       change_often(data + prefix, size - prefix, max_size - prefix);
}
