/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_MODULE_BUILDER_H
#define UP_TESTS_MODULE_BUILDER_H

/*
 * Makes the bytes of a module, piece by piece:
 *
 *	struct builder b = {0};
 *	uint32_t type = build_type(&b, "i", "");	(param i32)
 *	uint32_t host = build_import(&b, "env", "host", type);
 *	build_function(&b, type);
 *	build_u8(&b, 0x41);				any instructions
 *	build_u32(&b, 1);
 *	build_call(&b, host);
 *	uint32_t f = build_end(&b);
 *	build_export(&b, "f", 0, f);
 *	struct up_buf bytes = build_module(&b);		frees the builder
 *
 * Imports come before functions. Sections of which nothing was built are left
 * out; those without a helper here are written into their buffer by hand: each
 * entry counts one up in @counts.
 */

#include <stdint.h>
#include <string.h>

#include "util/buf.h"
#include "wasm/leb128.h"

enum build_section {
	BUILD_TYPE = 1,
	BUILD_IMPORT,
	BUILD_FUNCTION,
	BUILD_TABLE,
	BUILD_MEMORY,
	BUILD_GLOBAL,
	BUILD_EXPORT,
	BUILD_START,
	BUILD_ELEMENT,
	BUILD_CODE,
	BUILD_DATA,
	BUILD_DATA_COUNT,
	BUILD_TAG,
	BUILD_SECTIONS,
};

struct builder {
	struct up_buf sections[BUILD_SECTIONS]; /* without their counts */
	uint32_t counts[BUILD_SECTIONS];
	struct up_buf body; /* of the function that is being built */
	struct up_buf names; /* of functions: index, name, as they came */
	uint32_t name_count;
	uint32_t functions; /* imported and built */
};

static inline void build_put(struct up_buf *buf, const char *name)
{
	size_t size = strlen(name);

	up_leb128_put_u32(buf, (uint32_t)size);
	up_buf_append(buf, name, size);
}

static inline void build_byte(struct up_buf *buf, uint8_t byte)
{
	up_buf_append(buf, &byte, 1);
}

/* Value types by letters: i, l, f, d, F (funcref), X (externref), E (exnref). */
static inline void build_types(struct up_buf *buf, const char *types)
{
	static const char letters[] = "ildfFXE";
	static const uint8_t codes[] = {0x7f, 0x7e, 0x7c, 0x7d,
					0x70, 0x6f, 0x69};

	up_leb128_put_u32(buf, (uint32_t)strlen(types));
	for (; *types != '\0'; types++)
		build_byte(buf, codes[strchr(letters, *types) - letters]);
}

/* A type of functions; returns its index. */
static inline uint32_t build_type(struct builder *b, const char *params,
				  const char *results)
{
	build_byte(&b->sections[BUILD_TYPE], 0x60);
	build_types(&b->sections[BUILD_TYPE], params);
	build_types(&b->sections[BUILD_TYPE], results);
	return b->counts[BUILD_TYPE]++;
}

/* An imported function; returns its index. */
static inline uint32_t build_import(struct builder *b, const char *module,
				    const char *name, uint32_t type)
{
	struct up_buf *section = &b->sections[BUILD_IMPORT];

	build_put(section, module);
	build_put(section, name);
	build_byte(section, 0);
	up_leb128_put_u32(section, type);
	b->counts[BUILD_IMPORT]++;
	return b->functions++;
}

/* Begins a function without locals. */
static inline void build_function(struct builder *b, uint32_t type)
{
	up_leb128_put_u32(&b->sections[BUILD_FUNCTION], type);
	b->counts[BUILD_FUNCTION]++;
	build_byte(&b->body, 0);
}

static inline void build_u8(struct builder *b, uint8_t byte)
{
	build_byte(&b->body, byte);
}

static inline void build_u32(struct builder *b, uint32_t value)
{
	up_leb128_put_u32(&b->body, value);
}

static inline void build_call(struct builder *b, uint32_t function)
{
	build_u8(b, 0x10);
	build_u32(b, function);
}

/* i32.const 0, call_indirect */
static inline void build_call_indirect(struct builder *b, uint32_t type,
				       uint32_t table)
{
	build_u8(b, 0x41);
	build_u8(b, 0);
	build_u8(b, 0x11);
	build_u32(b, type);
	build_u32(b, table);
}

/* Ends the function; returns its index. */
static inline uint32_t build_end(struct builder *b)
{
	struct up_buf *section = &b->sections[BUILD_CODE];

	build_u8(b, 0x0b);
	up_leb128_put_u32(section, (uint32_t)b->body.size);
	up_buf_append(section, b->body.bytes, b->body.size);
	b->body.size = 0;
	b->counts[BUILD_CODE]++;
	return b->functions++;
}

/* A name of the name section; in ascending order of indices. */
static inline void build_name(struct builder *b, uint32_t function,
			      const char *name)
{
	up_leb128_put_u32(&b->names, function);
	build_put(&b->names, name);
	b->name_count++;
}

/* A table of funcref; returns its index. */
static inline uint32_t build_table(struct builder *b, uint32_t entries)
{
	build_byte(&b->sections[BUILD_TABLE], 0x70);
	build_byte(&b->sections[BUILD_TABLE], 0);
	up_leb128_put_u32(&b->sections[BUILD_TABLE], entries);
	return b->counts[BUILD_TABLE]++;
}

/* An active segment at 0; to be followed by @count of build_element(). */
static inline void build_segment(struct builder *b, uint32_t table,
				 uint32_t count)
{
	struct up_buf *section = &b->sections[BUILD_ELEMENT];

	build_byte(section, 2);
	up_leb128_put_u32(section, table);
	up_buf_append(section, "\x41\0\x0b", 3);
	build_byte(section, 0);
	up_leb128_put_u32(section, count);
	b->counts[BUILD_ELEMENT]++;
}

/* A passive segment, likewise. */
static inline void build_passive(struct builder *b, uint32_t count)
{
	build_byte(&b->sections[BUILD_ELEMENT], 1);
	build_byte(&b->sections[BUILD_ELEMENT], 0);
	up_leb128_put_u32(&b->sections[BUILD_ELEMENT], count);
	b->counts[BUILD_ELEMENT]++;
}

static inline void build_element(struct builder *b, uint32_t function)
{
	up_leb128_put_u32(&b->sections[BUILD_ELEMENT], function);
}

/* A tag; returns its index. */
static inline uint32_t build_tag(struct builder *b, uint32_t type)
{
	build_byte(&b->sections[BUILD_TAG], 0);
	up_leb128_put_u32(&b->sections[BUILD_TAG], type);
	return b->counts[BUILD_TAG]++;
}

/* @kind as the binary format has it: 0 a function, 1 a table, … */
static inline void build_export(struct builder *b, const char *name,
				uint8_t kind, uint32_t index)
{
	build_put(&b->sections[BUILD_EXPORT], name);
	build_byte(&b->sections[BUILD_EXPORT], kind);
	up_leb128_put_u32(&b->sections[BUILD_EXPORT], index);
	b->counts[BUILD_EXPORT]++;
}

static inline void build_custom(struct up_buf *module, const char *name,
				const struct up_buf *content)
{
	struct up_buf section = {0};

	build_put(&section, name);
	up_buf_append(&section, content->bytes, content->size);
	build_byte(module, 0);
	up_leb128_put_u32(module, (uint32_t)section.size);
	up_buf_append(module, section.bytes, section.size);
	up_buf_finish(&section);
}

static inline void build_names(struct up_buf *module, const struct builder *b)
{
	struct up_buf count = {0}, content = {0};

	up_leb128_put_u32(&count, b->name_count);
	build_byte(&content, 1);
	up_leb128_put_u32(&content, (uint32_t)(count.size + b->names.size));
	up_buf_append(&content, count.bytes, count.size);
	up_buf_append(&content, b->names.bytes, b->names.size);
	build_custom(module, "name", &content);
	up_buf_finish(&count);
	up_buf_finish(&content);
}

/* Ends all: the bytes are the caller's, the builder is empty. */
static inline struct up_buf build_module(struct builder *b)
{
	static const uint8_t order[] = {
		BUILD_TYPE,   BUILD_IMPORT, BUILD_FUNCTION, BUILD_TABLE,
		BUILD_MEMORY, BUILD_TAG,    BUILD_GLOBAL,   BUILD_EXPORT,
		BUILD_START,  BUILD_ELEMENT, BUILD_DATA_COUNT, BUILD_CODE,
		BUILD_DATA,
	};
	struct up_buf module = {0};

	up_buf_append(&module, "\0asm\1\0\0\0", 8);
	for (size_t i = 0; i < sizeof(order); i++) {
		struct up_buf *section = &b->sections[order[i]];
		struct up_buf count = {0};

		if (b->counts[order[i]] == 0)
			continue;
		if (order[i] != BUILD_START && order[i] != BUILD_DATA_COUNT)
			up_leb128_put_u32(&count, b->counts[order[i]]);
		build_byte(&module, order[i]);
		up_leb128_put_u32(&module,
				  (uint32_t)(count.size + section->size));
		up_buf_append(&module, count.bytes, count.size);
		up_buf_append(&module, section->bytes, section->size);
		up_buf_finish(&count);
		up_buf_finish(section);
	}
	if (b->name_count > 0)
		build_names(&module, b);
	up_buf_finish(&b->body);
	up_buf_finish(&b->names);
	memset(b, 0, sizeof(*b));
	return module;
}

#endif
