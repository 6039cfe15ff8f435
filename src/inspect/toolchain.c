/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The section `producers` says it best. Where it is missing, or only names who
 * came later, there are signs: sections, imports, exports, names, and at last the
 * data. The first sign that tells something counts; versions are told where one
 * is written.
 */

#include "inspect/toolchain.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

/* Nobody needs more of a name or a version. */
enum { LONGEST = 64 };

static bool ends(struct up_raw_name name, const char *text)
{
	size_t size = strlen(text);

	return name.size >= size &&
	       memcmp(name.text + name.size - size, text, size) == 0;
}

/* @pattern may end in `*`. */
static bool matches(struct up_raw_name name, const char *pattern)
{
	size_t size = strlen(pattern);

	if (size > 0 && pattern[size - 1] == '*')
		return name.size >= size - 1 &&
		       memcmp(name.text, pattern, size - 1) == 0;
	return up_raw_name_is(name, pattern);
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* What comes first of @name, not more than is wanted of a name. */
static struct up_raw_name cut(struct up_raw_name name)
{
	if (name.size <= LONGEST)
		return name;
	name.size = LONGEST;
	while (name.size > 0 && is_continuation(name.text[name.size]))
		name.size--;
	return name;
}

/* "1.96.0 (ac68faa20 2026-05-25)" without what is in parentheses. */
static struct up_raw_name short_version(struct up_raw_name version)
{
	const char *end = memmem(version.text, version.size, " (", 2);

	if (version.size == 0)
		return version;
	if (end)
		version.size = (size_t)(end - version.text);
	return cut(version);
}

static void put_product(struct up_buf *buf, struct up_raw_name name,
			struct up_raw_name version)
{
	version = short_version(version);
	up_buf_append(buf, name.text, name.size);
	if (version.size == 0)
		return;
	up_buf_puts(buf, " ");
	up_buf_append(buf, version.text, version.size);
}

static void set(char **at, const char *text)
{
	if (!*at && text)
		*at = up_strdup(text);
}

/* ---- producers ---- */

static const struct producer {
	unsigned rank;
	const char *name, *shown, *language;
} producers[] = {
#define UP_PRODUCER(rank, name, shown, language) {rank, name, shown, language},
#include "inspect/toolchain.def"
#undef UP_PRODUCER
};

static bool is_tool(const struct up_raw_producer *entry)
{
	return up_raw_name_is(entry->field, "processed-by") || up_raw_name_is(entry->field, "sdk");
}

static const struct producer *find_producer(const struct up_raw_producer *entry)
{
	for (size_t i = 0; i < sizeof(producers) / sizeof(producers[0]); i++) {
		const char *name = producers[i].name;

		if (name[0] == '*' ? ends(entry->name, name + 1)
				   : up_raw_name_is(entry->name, name))
			return &producers[i];
	}
	return NULL;
}

static void put_toolchain(struct up_buf *buf, const struct producer *producer,
			  const struct up_raw_producer *entry)
{
	struct up_raw_name shown = entry->name, version = entry->version;

	if (producer->shown)
		shown = (struct up_raw_name){producer->shown,
					     strlen(producer->shown)};
	/* "Go go1.26.5" */
	if (up_raw_name_is(shown, "Go") && version.size > 2 &&
	    memcmp(version.text, "go", 2) == 0)
		version = (struct up_raw_name){version.text + 2,
					       version.size - 2};
	if (!producer->shown &&
	    memmem(version.text, version.size, "wasi-sdk", 8))
		up_buf_puts(buf, "wasi-sdk ");
	put_product(buf, cut(shown), version);
}

/* The entry that the toolchain is taken from, or NULL. */
static const struct up_raw_producer *ask_producers(
	const struct up_contents *contents, struct up_identity *identity)
{
	const struct up_raw_producer *best_entry = NULL;
	const struct producer *best = NULL;
	struct up_buf buf = {0};

	for (size_t i = 0; i < contents->producer_count; i++) {
		const struct up_raw_producer *entry = &contents->producers[i];
		const struct producer *producer =
			is_tool(entry) ? find_producer(entry) : NULL;

		if (!producer || (best && best->rank <= producer->rank))
			continue;
		best = producer;
		best_entry = entry;
	}
	if (!best)
		return NULL;
	put_toolchain(&buf, best, best_entry);
	identity->toolchain = up_buf_take(&buf);
	set(&identity->language, best->language);
	return best_entry;
}

static bool is_clang(const struct up_raw_producer *entry)
{
	return entry && ends(entry->name, "clang");
}

/* LLVM writes C_plus_plus_14 and C11. */
static const char *of_c_family(struct up_raw_name name)
{
	if (matches(name, "C_plus_plus*"))
		return "C++";
	if (name.size > 0 && name.text[0] == 'C' &&
	    (name.size == 1 || (name.text[1] >= '0' && name.text[1] <= '9')))
		return "C";
	return NULL;
}

static void set_name(char **at, struct up_raw_name name)
{
	struct up_buf buf = {0};

	if (*at || name.size == 0)
		return;
	up_buf_append(&buf, name.text, name.size);
	*at = up_buf_take(&buf);
}

/* C and C++ are what libraries of others are written in, too. */
static void ask_language(const struct up_contents *contents, bool clang,
			 struct up_identity *identity)
{
	struct up_raw_name other = {0};
	const char *c = NULL;

	for (size_t i = 0; i < contents->producer_count; i++) {
		struct up_raw_name name = contents->producers[i].name;
		const char *found = of_c_family(name);

		if (!up_raw_name_is(contents->producers[i].field, "language"))
			continue;
		if (found && (!c || strcmp(c, "C") == 0))
			c = found;
		else if (!found && !other.size)
			other = cut(name);
	}
	if (clang)
		set(&identity->language, c);
	set_name(&identity->language, other);
	set(&identity->language, c);
}

/* All that had the module in hand, but for the one that is shown already. */
static void list_others(const struct up_contents *contents,
			const struct up_raw_producer *shown,
			struct up_identity *identity)
{
	enum { MOST = 8 };
	struct up_buf buf = {0};
	size_t count = 0;

	for (size_t i = 0; i < contents->producer_count && count < MOST; i++) {
		const struct up_raw_producer *entry = &contents->producers[i];

		if (!is_tool(entry) || entry == shown || entry->name.size == 0)
			continue;
		if (count++ > 0)
			up_buf_puts(&buf, ", ");
		put_product(&buf, cut(entry->name), entry->version);
	}
	if (count > 0)
		identity->detail = up_buf_take(&buf);
}

/* ---- signs ---- */

enum where { SECTION, IMPORT, EXPORT, FUNCTION };

static const struct sign {
	enum where where;
	const char *module, *name, *toolchain, *language;
} signs[] = {
#define UP_SIGN(where, module, name, toolchain, language) \
	{where, module, name, toolchain, language},
#include "inspect/toolchain.def"
#undef UP_SIGN
};

static void look_for(struct up_identity *identity, enum where where,
		     struct up_raw_name module, struct up_raw_name name)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const struct sign *sign = &signs[i];

		if (sign->where != where || name.size == 0 ||
		    !matches(name, sign->name) ||
		    (where == IMPORT && !matches(module, sign->module)))
			continue;
		/* What is of two toolchains is the first one's. */
		if (sign->toolchain && identity->language && sign->language &&
		    strcmp(identity->language, sign->language) != 0)
			return;
		set(&identity->toolchain, sign->toolchain);
		set(&identity->language, sign->language);
		return;
	}
}

static bool is_told(const struct up_identity *identity)
{
	return identity->toolchain && identity->language;
}

static void look_at_sections(const struct up_contents *contents,
			     struct up_identity *identity)
{
	const struct up_raw_module *raw = contents->raw;

	for (size_t i = 0; i < raw->section_count && !is_told(identity); i++)
		if (raw->sections[i].id == 0)
			look_for(identity, SECTION, (struct up_raw_name){0},
				 raw->sections[i].name);
}

static void look_at_border(const struct up_contents *contents,
			   struct up_identity *identity)
{
	for (uint32_t i = 0; i < contents->import_count && !is_told(identity);
	     i++)
		look_for(identity, IMPORT, contents->imports[i].module,
			 contents->imports[i].name);
	for (uint32_t i = 0; i < contents->export_count && !is_told(identity);
	     i++)
		if (!matches(contents->exports[i].name, UP_ABI_RESET))
			look_for(identity, EXPORT, (struct up_raw_name){0},
				 contents->exports[i].name);
}

static void look_at_names(const struct up_contents *contents,
			  struct up_identity *identity)
{
	if (!contents->function_names)
		return;
	for (uint32_t i = contents->imported_functions;
	     i < contents->function_count && !is_told(identity); i++)
		look_for(identity, FUNCTION, (struct up_raw_name){0},
			 contents->function_names[i]);
}

/* ---- debug information ---- */

static bool is_version(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' ||
	       c == '-' || c == '+';
}

/* A product and the version behind it, as in "rustc version 1.66.0 (69f9c". */
static void set_version(struct up_identity *identity, const char *product,
			const char *at, const char *end)
{
	const char *begin = at;
	struct up_buf buf = {0};

	while (at < end && is_version(*at) && at - begin < LONGEST)
		at++;
	up_buf_puts(&buf, product);
	up_buf_puts(&buf, at > begin ? " " : "");
	up_buf_append(&buf, begin, (size_t)(at - begin));
	free(identity->toolchain);
	identity->toolchain = up_buf_take(&buf);
}

/* The compilers write their versions among the strings of DWARF. */
static void look_at_dwarf(const struct up_contents *contents,
			  struct up_identity *identity)
{
	static const struct {
		const char *mark;
		size_t size;
		const char *product, *language;
	} marks[] = {
		{"rustc version ", 14, "rustc", "Rust"},
		{"\0zig ", 5, "Zig", "Zig"},
		{"clang version ", 14, "clang", NULL},
	};
	const struct up_raw_section *section =
		up_raw_module_custom(contents->raw, ".debug_str");

	if (!section || identity->toolchain)
		return;
	const char *text = (const char *)contents->raw->bytes +
			   section->payload_offset;
	const char *end = text + section->payload_size;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *at = memmem(text, section->payload_size,
					marks[i].mark, marks[i].size);
		if (!at)
			continue;
		set_version(identity, marks[i].product, at + marks[i].size,
			    end);
		set(&identity->language, marks[i].language);
		return;
	}
}

/* ---- data ---- */

static const struct {
	const char *bytes;
	size_t size;
	const char *toolchain, *language;
} traces[] = {
#define UP_TRACE(bytes, toolchain, language) \
	{bytes, sizeof(bytes) - 1, toolchain, language},
#include "inspect/toolchain.def"
#undef UP_TRACE
};

/*
 * Rust's own sources are below "/rustc/<commit>/" or, of some distributions,
 * "/rustc-1.96.0-src/" or "/rustc/1.96.0/".
 */
static void find_rust_version(struct up_identity *identity,
			      const struct up_raw_data *data)
{
	static const char mark[] = "/rustc/";
	const char *text = (const char *)data->bytes, *end = text + data->size;
	const char *at = memmem(text, data->size, mark, sizeof(mark) - 1);
	size_t size = 0;

	if (!at)
		return;
	at += sizeof(mark) - 1;
	while (at + size < end && is_version(at[size]) && size < LONGEST)
		size++;
	if (at + size == end || at[size] != '/')
		return;
	if (size == 40) {
		struct up_buf buf = {0};

		up_buf_printf(&buf, "rustc (commit %.9s)", at);
		free(identity->toolchain);
		identity->toolchain = up_buf_take(&buf);
	} else if (memchr(at, '.', size)) {
		set_version(identity, "rustc", at, end);
	}
}

/*
 * The build information of Go: a mark, the size of pointers, flags; with the flag
 * 2, at 32, a length and the version.
 */
static void find_go_version(struct up_identity *identity,
			    const struct up_raw_data *data)
{
	static const char mark[] = "\xff Go buildinf:";
	enum { FLAGS = 15, INLINE = 2, VERSION = 32 };
	const char *text = (const char *)data->bytes, *end = text + data->size;
	const char *at = memmem(text, data->size, mark, sizeof(mark) - 1);

	if (!at || end - at < VERSION + 4 || !(at[FLAGS] & INLINE) ||
	    memcmp(at + VERSION + 1, "go", 2) != 0)
		return;
	size_t size = (unsigned char)at[VERSION];
	if (size > LONGEST || size > (size_t)(end - at - VERSION - 1))
		return;
	set_version(identity, "Go", at + VERSION + 3, at + VERSION + 1 + size);
}

static bool look_at_segment(struct up_identity *identity,
			    const struct up_raw_data *data)
{
	for (size_t i = 0; i < sizeof(traces) / sizeof(traces[0]); i++) {
		if (data->size < traces[i].size ||
		    !memmem(data->bytes, data->size, traces[i].bytes,
			    traces[i].size))
			continue;
		set(&identity->toolchain, traces[i].toolchain);
		set(&identity->language, traces[i].language);
		return true;
	}
	return false;
}

static bool is_exactly(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static void look_at_data(const struct up_contents *contents,
			 struct up_identity *identity)
{
	if (!identity->toolchain)
		for (uint32_t i = 0; i < contents->data_count; i++)
			if (look_at_segment(identity, &contents->data[i]))
				break;
	/* Who it is without a version may have left that. */
	for (uint32_t i = 0; i < contents->data_count; i++) {
		if (is_exactly(identity->toolchain, "rustc"))
			find_rust_version(identity, &contents->data[i]);
		else if (is_exactly(identity->toolchain, "Go"))
			find_go_version(identity, &contents->data[i]);
		else
			return;
	}
}

/* Emscripten's compiler is clang: what it leaves says more than the compiler. */
static void prefer_emscripten(const struct up_contents *contents,
			      struct up_identity *identity,
			      const struct up_raw_producer **shown)
{
	struct up_identity border = {0};

	if (!is_clang(*shown))
		return;
	look_at_border(contents, &border);
	if (is_exactly(border.toolchain, "Emscripten")) {
		free(identity->toolchain);
		identity->toolchain = border.toolchain;
		border.toolchain = NULL;
		*shown = NULL;
	}
	free(border.toolchain);
	free(border.language);
}

void up_toolchain_find(const struct up_contents *contents,
		       struct up_identity *identity)
{
	const struct up_raw_producer *shown =
		ask_producers(contents, identity);

	ask_language(contents, is_clang(shown), identity);
	prefer_emscripten(contents, identity, &shown);
	list_others(contents, shown, identity);
	if (!is_told(identity))
		look_at_sections(contents, identity);
	if (!is_told(identity))
		look_at_border(contents, identity);
	if (!is_told(identity))
		look_at_names(contents, identity);
	look_at_dwarf(contents, identity);
	look_at_data(contents, identity);
}
