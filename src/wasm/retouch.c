/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Source: WebAssembly core specification, appendix, "Name Section". */

#include "wasm/retouch.h"

#include <stdlib.h>
#include <string.h>

#include "util/beside.h"
#include "util/demangle.h"
#include "util/mem.h"
#include "wasm/cursor.h"
#include "wasm/leb128.h"

enum { HEADER = 8, CUSTOM = 0, FUNCTIONS = 1 };

/* ---- names of functions ---- */

struct function_name {
	uint32_t index; /* of the function */
	char *text; /* owned */
	bool demangled; /* at first: it may be */
	unsigned twin; /* how many before it have the same text */
};

struct function_names {
	struct function_name *items; /* owned */
	size_t count;
};

static void finish_names(struct function_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i].text);
	free(names->items);
}

/* A wrapper of ours is named after what it wraps. */
static bool demangle(const char *name, struct up_buf *ret_text)
{
	size_t prefix = strspn(name, "abcdefghijklmnopqrstuvwxyz.");

	up_buf_append(ret_text, name, prefix);
	if (up_demangle_rust(ret_text, name + prefix))
		return true;
	up_buf_finish(ret_text);
	return false;
}

static void add_name(struct function_names *names, uint32_t index,
		     const struct up_raw_name *name)
{
	struct function_name *added;

	names->items = up_grow(names->items, &names->count, sizeof(*added));
	added = &names->items[names->count - 1];
	added->index = index;
	added->text = up_alloc(name->size + 1);
	if (name->size > 0)
		memcpy(added->text, name->text, name->size);
	/* A NUL inside would end the symbol. */
	added->demangled = name->size > 0 && strlen(added->text) == name->size;
}

static int read_names(struct up_cursor *cursor, struct function_names *names)
{
	uint32_t count, index;
	struct up_raw_name name;

	if (up_cursor_count(cursor, "names", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_u32(cursor, "an index", &index) < 0 ||
		    up_cursor_name(cursor, "a name", &name) < 0)
			return -1;
		add_name(names, index, &name);
	}
	return 0;
}

static void demangle_some(struct function_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct up_buf text = {0};

		if (!names[i].demangled)
			continue;
		names[i].demangled = demangle(names[i].text, &text);
		if (names[i].demangled) {
			free(names[i].text);
			names[i].text = up_buf_take(&text);
		}
		up_buf_finish(&text);
	}
}

static void demangle_second(void *data)
{
	const struct function_names *names = data;
	size_t half = names->count / 2;

	demangle_some(names->items + half, names->count - half);
}

/* It takes long enough for two. */
static void demangle_all(struct function_names *names)
{
	enum { FEWEST = 256 };
	struct up_beside beside = {0};

	if (names->count < FEWEST) {
		demangle_some(names->items, names->count);
		return;
	}
	up_beside_start(&beside, demangle_second, names);
	demangle_some(names->items, names->count / 2);
	up_beside_wait(&beside);
}

static int by_text(const void *a, const void *b)
{
	const struct function_name *const *x = a, *const *y = b;
	int order = strcmp((*x)->text, (*y)->text);

	/* Both are elements of one array: the order of the functions. */
	return order ? order : (*x > *y) - (*x < *y);
}

static void number_twins(struct function_names *names)
{
	struct function_name **sorted =
		up_alloc((names->count + 1) * sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++)
		if (names->items[i].demangled)
			sorted[count++] = &names->items[i];
	qsort(sorted, count, sizeof(*sorted), by_text);
	for (size_t i = 1; i < count; i++)
		if (strcmp(sorted[i]->text, sorted[i - 1]->text) == 0)
			sorted[i]->twin = sorted[i - 1]->twin + 1;
	free(sorted);
}

static void put_name(struct up_buf *out, const struct function_name *name)
{
	struct up_buf twin = {0};
	size_t size = strlen(name->text);

	if (name->twin > 0)
		up_buf_printf(&twin, "[%u]", name->twin);
	up_leb128_put_u32(out, name->index);
	up_leb128_put_u32(out, (uint32_t)(size + twin.size));
	up_buf_append(out, name->text, size);
	if (twin.size > 0)
		up_buf_append(out, twin.bytes, twin.size);
	up_buf_finish(&twin);
}

static int demangle_names(struct up_cursor *cursor, struct up_buf *out)
{
	struct function_names names = {0};
	int err = read_names(cursor, &names);

	if (err == 0) {
		demangle_all(&names);
		number_twins(&names);
		up_leb128_put_u32(out, (uint32_t)names.count);
		for (size_t i = 0; i < names.count; i++)
			put_name(out, &names.items[i]);
	}
	finish_names(&names);
	return err;
}

/* ---- sections ---- */

/* Copies the name section, whose title @cursor is behind. */
static int demangle_section(struct up_cursor *cursor, struct up_buf *out)
{
	static const char title[] = "\4name";
	struct up_buf payload = {0};
	int err = 0;

	up_buf_append(&payload, title, sizeof(title) - 1);
	while (err == 0 && up_cursor_left(cursor) > 0) {
		struct up_buf names = {0};
		struct up_cursor part;
		uint8_t id;

		err = up_cursor_byte(cursor, "a subsection", &id) < 0 ||
		      up_cursor_part(cursor, "a subsection", &part) < 0;
		if (err == 0 && id == FUNCTIONS)
			err = demangle_names(&part, &names);
		else if (err == 0)
			up_buf_append(&names, part.next, up_cursor_left(&part));
		up_leb128_put_part(&payload, id, names.bytes, names.size);
		up_buf_finish(&names);
	}
	if (err == 0)
		up_leb128_put_part(out, CUSTOM, payload.bytes, payload.size);
	up_buf_finish(&payload);
	return err;
}

static bool is_called(const struct up_raw_name *name, const char *text)
{
	return name->size == strlen(text) &&
	       memcmp(name->text, text, name->size) == 0;
}

/* Copies a custom section as it is wanted; returns false if as it was. */
static bool retouch_section(struct up_cursor section, struct up_buf *out,
			    const struct up_retouch *how)
{
	struct up_raw_name name;

	if (up_cursor_name(&section, "a name", &name) < 0)
		return false;
	if (is_called(&name, "name"))
		return how->drop_names ||
		       (how->demangle && demangle_section(&section, out) == 0);
	return how->drop_producers && is_called(&name, "producers");
}

void up_retouch(struct up_buf *bytes, const struct up_retouch *how)
{
	struct up_report quiet = {0};
	const uint8_t *start = (const uint8_t *)bytes->bytes;
	struct up_cursor cursor = {start + HEADER, start + bytes->size, start,
				   &quiet};
	struct up_buf out = {0};

	if (!how->drop_names && !how->drop_producers && !how->demangle)
		return;
	up_buf_append(&out, start, HEADER);
	while (up_cursor_left(&cursor) > 0) {
		struct up_cursor section;
		const uint8_t *begin = cursor.next;
		uint8_t id;

		if (up_cursor_byte(&cursor, "a section", &id) < 0 ||
		    up_cursor_part(&cursor, "a section", &section) < 0) {
			up_buf_finish(&out);
			return;
		}
		if (id != CUSTOM || !retouch_section(section, &out, how))
			up_buf_append(&out, begin,
				      (size_t)(cursor.next - begin));
	}
	up_buf_finish(bytes);
	*bytes = out;
}
