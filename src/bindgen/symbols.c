/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/symbols.h"

#include <locale.h>
#include <string.h>
#include <wctype.h>

#include "util/buf.h"
#include "util/utf8.h"

/* ---- parts of names ---- */

static void add(struct up_buf *buf, struct up_raw_name text)
{
	up_buf_append(buf, text.text, text.size);
}

/*
 * Lower case for letters that are not ASCII, from the C library; as they are,
 * if it has no Unicode. Not in the locale of the user.
 */
static uint32_t lower(uint32_t point)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	if (locale == (locale_t)0)
		return point;
	point = (uint32_t)towlower_l((wint_t)point, locale);
	freelocale(locale);
	return point;
}

static void add_point(struct up_buf *buf, uint32_t point)
{
	if (point < 0x800)
		up_buf_printf(buf, "%c%c", (int)(0xc0 | point >> 6),
			      (int)(0x80 | (point & 0x3f)));
	else if (point < 0x10000)
		up_buf_printf(buf, "%c%c%c", (int)(0xe0 | point >> 12),
			      (int)(0x80 | (point >> 6 & 0x3f)),
			      (int)(0x80 | (point & 0x3f)));
	else
		up_buf_printf(buf, "%c%c%c%c", (int)(0xf0 | point >> 18),
			      (int)(0x80 | (point >> 12 & 0x3f)),
			      (int)(0x80 | (point >> 6 & 0x3f)),
			      (int)(0x80 | (point & 0x3f)));
}

static void add_lower(struct up_buf *buf, struct up_raw_name text)
{
	for (size_t i = 0; i < text.size;) {
		unsigned char byte = (unsigned char)text.text[i];
		uint32_t point = 0;
		size_t size = up_utf8_decode(text.text + i, text.size - i,
					     &point);

		if (byte >= 'A' && byte <= 'Z')
			byte = (unsigned char)(byte + 'a' - 'A');
		if (size > 1)
			add_point(buf, lower(point));
		else
			up_buf_append(buf, &byte, 1);
		i += size > 0 ? size : 1;
	}
}

static bool is_plain(unsigned char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

/* A name as C allows it: `[Symbol.iterator]` is `Symbol_iterator`. */
static void add_clean(const struct up_symbols *symbols, struct up_buf *buf,
		      struct up_raw_name text)
{
	if (!symbols->schema->clean_names) {
		add(buf, text);
		return;
	}
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.text[i];

		/* One for each character, not for each byte. */
		if (byte == '[' || byte == ']' || (byte & 0xc0) == 0x80)
			continue;
		up_buf_printf(buf, "%c", is_plain(byte) ? byte : '_');
	}
}

static void add_namespace(const struct up_symbols *symbols, struct up_buf *buf,
			  const struct up_raw_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add(buf, names[i]);
		up_buf_puts(buf, symbols->schema->namespace_separator);
	}
}

/* The name of a class with its namespace, in lower case. */
static void add_class(const struct up_symbols *symbols, struct up_buf *buf,
		      const struct up_raw_name *js_namespace, size_t count,
		      struct up_raw_name name)
{
	struct up_buf full = {0};

	if (symbols->schema->class_namespaces)
		add_namespace(symbols, &full, js_namespace, count);
	add(&full, name);
	add_lower(buf, (struct up_raw_name){full.bytes, full.size});
	up_buf_finish(&full);
}

/* The part of the crate's identifier behind the last dash. */
static void add_hash(const struct up_symbols *symbols, struct up_buf *buf)
{
	struct up_raw_name crate = symbols->program->crate;
	const char *dash = memrchr(crate.text, '-', crate.size);

	if (dash) {
		crate.size -= (size_t)(dash + 1 - crate.text);
		crate.text = dash + 1;
	}
	up_buf_puts(buf, "_");
	add(buf, crate);
}

/* The text for the caller; @buf is empty afterwards. */
static const char *take(const struct up_symbols *symbols, struct up_buf *buf)
{
	const char *symbol = up_arena_text(symbols->arena, buf->bytes,
					   buf->size);

	up_buf_finish(buf);
	return symbol;
}

/* Likewise, with the end that symbols of exports have. */
static const char *end(const struct up_symbols *symbols, struct up_buf *buf)
{
	if (symbols->schema->crate_hashes)
		add_hash(symbols, buf);
	return take(symbols, buf);
}

/* ---- the symbols ---- */

const char *up_symbol_export(const struct up_symbols *symbols,
			     const struct up_bindgen_export *export_)
{
	struct up_buf buf = {0};

	if (!export_->class_name.text || symbols->schema->method_namespaces)
		add_namespace(symbols, &buf, export_->js_namespace,
			      export_->js_namespace_count);
	if (export_->class_name.text) {
		add_lower(&buf, export_->class_name);
		up_buf_puts(&buf, "_");
	}
	add_clean(symbols, &buf, export_->function.name);
	return end(symbols, &buf);
}

const char *up_symbol_field(const struct up_symbols *symbols,
			    const struct up_bindgen_class *class_,
			    const struct up_bindgen_field *field,
			    const char *which)
{
	struct up_buf buf = {0};

	up_buf_printf(&buf, "__wbg_%s_", which);
	add_class(symbols, &buf, class_->js_namespace,
		  class_->js_namespace_count, class_->name);
	up_buf_puts(&buf, "_");
	add_clean(symbols, &buf, field->name);
	return end(symbols, &buf);
}

const char *up_symbol_class(const struct up_symbols *symbols,
			    const struct up_bindgen_class *class_,
			    const char *what)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, "__wbg_");
	add_class(symbols, &buf, class_->js_namespace,
		  class_->js_namespace_count, class_->name);
	up_buf_printf(&buf, "_%s", what);
	return end(symbols, &buf);
}

const char *up_symbol_upcast(const struct up_symbols *symbols,
			     const struct up_bindgen_class *class_)
{
	struct up_raw_name parent = class_->extends_js_class.text
					    ? class_->extends_js_class
					    : class_->extends;
	struct up_buf buf = {0};

	if (!parent.text)
		return NULL;
	up_buf_puts(&buf, "__wbg_upcast_");
	add_class(symbols, &buf, class_->js_namespace,
		  class_->js_namespace_count, class_->name);
	up_buf_puts(&buf, "_to_");
	add_class(symbols, &buf, class_->extends_js_namespace,
		  class_->extends_js_namespace_count, parent);
	return end(symbols, &buf);
}

const char *up_symbol_union(const struct up_symbols *symbols,
			    const struct up_bindgen_union *union_,
			    uint32_t type)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, "__wbg_dynamic_union_");
	add_lower(&buf, union_->name);
	up_buf_printf(&buf, "_%u", type);
	if (symbols->schema->crate_hashes)
		add_hash(symbols, &buf);
	if (symbols->schema->module_paths) {
		up_buf_puts(&buf, "_");
		add(&buf, symbols->program->module_path);
	}
	return take(symbols, &buf);
}
