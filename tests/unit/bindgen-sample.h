/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BINDGEN_SAMPLE_H
#define BINDGEN_SAMPLE_H

/* A section of `#[wasm_bindgen]` with one of each thing, byte by byte. */

#include <stdbool.h>
#include <string.h>

#include "util/buf.h"

/* ---- bytes ---- */

static void put_byte(struct up_buf *buf, unsigned byte)
{
	unsigned char value = (unsigned char)byte;

	up_buf_append(buf, &value, 1);
}

static void put_leb(struct up_buf *buf, size_t value)
{
	for (; value > 0x7f; value >>= 7)
		put_byte(buf, (unsigned)(value & 0x7f) | 0x80);
	put_byte(buf, (unsigned)value);
}

static void put_text(struct up_buf *buf, const char *text)
{
	put_leb(buf, strlen(text));
	up_buf_puts(buf, text);
}

/* A text whose length takes five bytes, as the macro writes some. */
static void put_padded(struct up_buf *buf, const char *text)
{
	put_byte(buf, (unsigned)strlen(text) | 0x80);
	up_buf_append(buf, "\x80\x80\x80\x00", 4);
	up_buf_puts(buf, text);
}

static void put_length(struct up_buf *buf, size_t value)
{
	for (unsigned i = 0; i < 4; i++)
		put_byte(buf, (unsigned)(value >> (8 * i)) & 0xff);
}

static void put_version(struct up_buf *buf, const char *schema)
{
	struct up_buf json = {0};

	up_buf_printf(&json,
		      "{\"schema_version\":\"%s\",\"version\":\"0.2.999\"}",
		      schema);
	put_length(buf, json.size);
	up_buf_append(buf, json.bytes, json.size);
	up_buf_finish(&json);
}

static void put_blob(struct up_buf *buf, const char *schema,
		     const struct up_buf *program, size_t size)
{
	put_version(buf, schema);
	put_length(buf, size);
	if (size > 0)
		up_buf_append(buf, program->bytes, size);
}

static void put_header(struct up_buf *buf)
{
	up_buf_append(buf, "\0asm\1\0\0\0", 8);
}

static void put_section(struct up_buf *buf, const void *bytes, size_t size)
{
	static const char name[] = "__wasm_bindgen_unstable";

	put_byte(buf, 0);
	put_leb(buf, size + sizeof(name));
	put_text(buf, name);
	if (size > 0)
		up_buf_append(buf, bytes, size);
}

/* ---- a program with one of each thing, in the schema 0.2.@schema ---- */

static void put_function(struct up_buf *buf, const char *name, unsigned schema)
{
	put_leb(buf, 1); /* arguments */
	put_text(buf, "value");
	put_byte(buf, 1);
	put_text(buf, "any");
	if (schema >= 114)
		put_byte(buf, 1); /* optional */
	put_byte(buf, 0); /* no description */
	put_byte(buf, 1); /* async */
	if (schema >= 128)
		put_byte(buf, 0); /* jspi */
	put_text(buf, name);
	up_buf_append(buf, "\1\0\1", 3); /* typescript, jsdoc, variadic */
	put_byte(buf, 0);
	put_byte(buf, 1);
	put_text(buf, ""); /* a description that is empty, not missing */
}

static void put_export(struct up_buf *buf, unsigned schema)
{
	put_byte(buf, 1);
	put_text(buf, "Class");
	put_leb(buf, 2);
	put_text(buf, " First");
	put_text(buf, "");
	put_byte(buf, 1); /* consumed */
	put_function(buf, "method", schema);
	put_byte(buf, 1);
	put_leb(buf, 1);
	put_text(buf, "space");
	up_buf_append(buf, "\1\0\2", 3); /* operation, not static, getter */
	put_text(buf, "property");
	put_byte(buf, schema >= 118 ? 2 : 1); /* start */
}

static void put_enum(struct up_buf *buf)
{
	put_text(buf, "Enum");
	put_byte(buf, 1); /* signed */
	put_leb(buf, 1);
	put_text(buf, "Only");
	put_leb(buf, 0xfffffffd);
	put_leb(buf, 0);
	put_leb(buf, 0);
	up_buf_append(buf, "\1\0\0", 3);
}

static void put_import(struct up_buf *buf, unsigned kind, unsigned schema)
{
	put_byte(buf, 1);
	put_byte(buf, 2); /* inline */
	put_leb(buf, 300);
	put_byte(buf, 0);
	put_byte(buf, 0);
	if (schema >= 115)
		put_byte(buf, 0); /* typescript */
	put_byte(buf, kind);
}

static void put_imports(struct up_buf *buf, unsigned schema)
{
	put_leb(buf, schema >= 121 ? 6 : 5);

	put_import(buf, 0, schema);
	put_text(buf, "shim");
	up_buf_append(buf, "\1\0\0", 3); /* catch, variadic, assert_no_shim */
	if (schema >= 128)
		put_byte(buf, 0); /* suspending */
	put_byte(buf, 1); /* a method */
	put_text(buf, "Thing");
	put_byte(buf, 0); /* constructor */
	put_byte(buf, 1); /* structural */
	put_function(buf, "new", schema);
	if (schema >= 128)
		put_byte(buf, 0); /* per_instance */

	put_import(buf, 1, schema);
	put_text(buf, "document");
	put_text(buf, "shim of static");

	put_import(buf, 2, schema);
	put_text(buf, "shim of string");
	put_text(buf, "string");

	put_import(buf, 3, schema);
	put_text(buf, "Thing");
	put_text(buf, "instanceof");
	put_leb(buf, 1);
	put_text(buf, "moz");

	put_import(buf, 4, schema);
	put_text(buf, "StringEnum");
	put_leb(buf, 1);
	put_text(buf, "one");
	put_leb(buf, 0);
	put_byte(buf, 1);
	if (schema >= 121)
		put_byte(buf, 1); /* private */
	put_byte(buf, 0);

	if (schema < 121)
		return;
	put_import(buf, 5, schema);
	put_text(buf, "Union");
	put_leb(buf, 0);
	put_leb(buf, 0); /* types */
	put_leb(buf, 0);
	up_buf_append(buf, "\1\0\1", 3);
}

static void put_class(struct up_buf *buf, unsigned schema)
{
	put_text(buf, "Class");
	if (schema >= 114 && schema < 122)
		put_text(buf, "RustClass");
	put_leb(buf, 1);
	put_text(buf, "field");
	put_byte(buf, 1); /* readonly */
	put_leb(buf, 0);
	up_buf_append(buf, "\1\1", 2);
	put_leb(buf, 0);
	up_buf_append(buf, "\1\1\0\0", 4);
	if (schema >= 121) {
		put_byte(buf, 1);
		put_text(buf, "Parent");
	}
	if (schema >= 122)
		up_buf_append(buf, "\0\0", 2);
}

static void put_program(struct up_buf *buf, unsigned schema)
{
	put_leb(buf, 1);
	put_export(buf, schema);
	put_leb(buf, 1);
	put_enum(buf);
	put_imports(buf, schema);
	put_leb(buf, 1);
	put_class(buf, schema);
	put_leb(buf, 1);
	put_padded(buf, "type T = 1;");
	put_leb(buf, 1);
	put_text(buf, "crate-0123/x.js");
	put_text(buf, "export {};");
	put_byte(buf, 0);
	put_leb(buf, 1);
	put_text(buf, "inline");
	put_text(buf, "crate-0123");
	if (schema >= 130)
		put_padded(buf, "crate::module");
	put_byte(buf, 1);
	put_text(buf, "/package.json");
	put_leb(buf, 1);
	put_byte(buf, 1);
	put_text(buf, "./raw.js");
	put_text(buf, "link");
}

/* All of them: 0.2.107 and so on. */
static const unsigned schemas[] = {107, 114, 115, 118, 119,
				   121, 122, 128, 130};
enum { SCHEMA_COUNT = sizeof(schemas) / sizeof(*schemas), NEWEST = 130 };

/* A section's part of one program in such a schema. */
static void put_part(struct up_buf *buf, unsigned schema,
		     const struct up_buf *program, size_t size)
{
	struct up_buf version = {0};

	up_buf_printf(&version, "0.2.%u", schema);
	put_blob(buf, version.bytes, program, size);
	up_buf_finish(&version);
}

#endif
