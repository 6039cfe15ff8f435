/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Names of a module that is well otherwise: for each target there is JavaScript
 * in which they are what they were, or none.
 *
 * The input is a byte (1: names get JS_MARK at both ends; the others: the number
 * of a target, 0 for all) and items with 0xff between them: a letter, and a name. f, t, m, g, e export a function, the table,
 * the memory, the global, the tag; F, T, M, G, E import one, with 0xfe between the
 * module's name and its own.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "glue/targets.h"
#include "js_check.h"
#include "util/buf.h"
#include "util/utf8.h"

enum { ITEM = 0xff, MODULE = 0xfe, NAMES_MAX = 64 };

/* In the order of the binary format. */
static const char exporting[] = "ftmge", importing[] = "FTMGE";

struct names {
	char *texts[NAMES_MAX]; /* owned */
	size_t count;
	bool marked;
};

struct module {
	struct names names;
	struct up_buf imports, exports;
	unsigned import_count, export_count;
	unsigned imported[5]; /* of each kind */
	struct up_buf exported; /* the names, each behind a 0xff, and one more */
};

/* ---- bytes ---- */

static void put_leb(struct up_buf *buf, size_t value)
{
	for (; value > 0x7f; value >>= 7)
		up_buf_append(buf, (char[]){(char)(value | 0x80)}, 1);
	up_buf_append(buf, (char[]){(char)value}, 1);
}

static void put_section(struct up_buf *buf, char id, const struct up_buf *body)
{
	up_buf_append(buf, &id, 1);
	put_leb(buf, body->size);
	up_buf_append(buf, body->bytes, body->size);
}

static void put_bytes(struct up_buf *buf, char id, const char *body,
		      size_t size)
{
	const struct up_buf whole = {(char *)body, size, 0};

	put_section(buf, id, &whole);
}

/* ---- names ---- */

/* What is no UTF-8 would be no module: it is left out. */
static void put_text(struct up_buf *buf, const uint8_t *text, size_t size)
{
	uint32_t point;

	for (size_t at = 0; at < size;) {
		size_t length = up_utf8_decode(text + at, size - at, &point);

		up_buf_append(buf, text + at, length);
		at += length > 0 ? length : 1;
	}
}

/* Returns the name, which @names owns. */
static struct up_buf put_name(struct names *names, struct up_buf *buf,
			      const uint8_t *text, size_t size)
{
	struct up_buf name = {0};

	up_buf_puts(&name, names->marked ? JS_MARK : "");
	put_text(&name, text, size);
	up_buf_puts(&name, names->marked ? JS_MARK : "");
	put_leb(buf, name.size);
	up_buf_append(buf, name.bytes, name.size);
	names->texts[names->count++] = name.bytes;
	return name;
}

/* ---- items ---- */

/* What follows the kind of an import. */
static const struct {
	const char *bytes;
	size_t size;
} descriptions[] = {
	{"\x00\x00", 2}, {"\x01\x70\x00\x01", 4}, {"\x02\x00\x01", 3},
	{"\x03\x7f\x00", 3}, {"\x04\x00\x01", 3},
};

static void add_import(struct module *module, size_t kind,
		       const uint8_t *text, size_t size)
{
	const uint8_t *end = memchr(text, MODULE, size);
	size_t first = end != NULL ? (size_t)(end - text) : 0;
	size_t skipped = end != NULL ? first + 1 : 0;

	/* A second memory is another matter. */
	if (kind == 2 && module->imported[2] > 0)
		return;
	put_name(&module->names, &module->imports, text, first);
	put_name(&module->names, &module->imports, text + skipped,
		 size - skipped);
	up_buf_append(&module->imports, descriptions[kind].bytes,
		      descriptions[kind].size);
	module->imported[kind]++;
	module->import_count++;
}

/* A name is exported once. */
static bool is_new(struct module *module, const struct up_buf *name)
{
	struct up_buf wanted = {0};
	bool found;

	up_buf_puts(&wanted, "\xff");
	up_buf_append(&wanted, name->bytes, name->size);
	up_buf_puts(&wanted, "\xff");
	up_buf_puts(&module->exported, "");
	found = memmem(module->exported.bytes, module->exported.size,
		       wanted.bytes, wanted.size) != NULL;
	if (!found)
		up_buf_append(&module->exported, wanted.bytes, wanted.size);
	up_buf_finish(&wanted);
	return !found;
}

static void add_export(struct module *module, size_t kind,
		       const uint8_t *text, size_t size)
{
	struct up_buf item = {0};
	struct up_buf name = put_name(&module->names, &item, text, size);

	if (is_new(module, &name)) {
		up_buf_append(&module->exports, item.bytes, item.size);
		up_buf_append(&module->exports, (char[]){(char)kind}, 1);
		/* The one that is defined; of memories, the only one. */
		put_leb(&module->exports,
			kind == 2 ? 0 : module->imported[kind]);
		module->export_count++;
	}
	up_buf_finish(&item);
}

/* Imports first, since they move the indices of what is defined. */
static void add_items(struct module *module, const char *letters,
		      void (*add)(struct module *, size_t, const uint8_t *,
				  size_t),
		      const uint8_t *data, size_t size)
{
	for (size_t at = 0; at < size;) {
		const uint8_t *end = memchr(data + at, ITEM, size - at);
		size_t length = end != NULL ? (size_t)(end - data) - at
					    : size - at;
		const char *letter =
			length > 0 && data[at] != 0
				? strchr(letters, data[at])
				: NULL;

		if (letter != NULL && module->names.count + 2 <= NAMES_MAX)
			add(module, (size_t)(letter - letters), data + at + 1,
			    length - 1);
		at += length + 1;
	}
}

/* ---- the module ---- */

static void put_counted(struct up_buf *buf, char id, unsigned count,
			const struct up_buf *items)
{
	struct up_buf body = {0};

	put_leb(&body, count);
	up_buf_append(&body, items->bytes, items->size);
	put_section(buf, id, &body);
	up_buf_finish(&body);
}

static void put_module(struct up_buf *buf, const struct module *module)
{
	up_buf_append(buf, "\0asm\1\0\0\0", 8);
	put_bytes(buf, 1, "\2\x60\1\x7f\1\x7f\x60\1\x7f\0", 10);
	put_counted(buf, 2, module->import_count, &module->imports);
	put_bytes(buf, 3, "\1\0", 2);
	put_bytes(buf, 4, "\1\x70\0\1", 4);
	if (module->imported[2] == 0)
		put_bytes(buf, 5, "\1\0\1", 3);
	put_bytes(buf, 13, "\1\0\1", 3);
	put_bytes(buf, 6, "\1\x7f\0\x41\x2a\x0b", 6);
	put_counted(buf, 7, module->export_count, &module->exports);
	put_bytes(buf, 10, "\1\4\0\x20\0\x0b", 6);
}

static void finish(struct module *module)
{
	for (size_t i = 0; i < module->names.count; i++)
		free(module->names.texts[i]);
	up_buf_finish(&module->imports);
	up_buf_finish(&module->exports);
	up_buf_finish(&module->exported);
}

static void rewrite(const struct up_buf *bytes, const struct names *names,
		    enum up_target target)
{
	struct up_options options = {
		.name = "mod",
		.target = target,
		.typescript = true,
	};

	fuzz_rewrite((const uint8_t *)bytes->bytes, bytes->size, &options,
		     names->marked ? (const char *const *)names->texts : NULL,
		     names->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct module module = {0};
	struct up_buf bytes = {0};
	size_t chosen;

	if (size == 0)
		return 0;
	chosen = (data[0] >> 1) % (up_target_count + 1);
	module.names.marked = (data[0] & 1) != 0;
	add_items(&module, importing, add_import, data + 1, size - 1);
	add_items(&module, exporting, add_export, data + 1, size - 1);
	put_module(&bytes, &module);
	for (size_t i = 0; i < up_target_count; i++)
		if (chosen == 0 || chosen == i + 1)
			rewrite(&bytes, &module.names, up_targets[i].target);
	up_buf_finish(&bytes);
	finish(&module);
	return 0;
}
