/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/type.h"

#include <inttypes.h>

#include "bindgen/schema.h"

enum {
	/* No crate nests types deeper; the stack is not without end. */
	DEEPEST = 200,
	/* A word that says how sequences come: the choice, and two flags. */
	SEQUENCE_CHOICE = 3,
	SEQUENCE_OF_VECTORS = 4,
	SEQUENCE_EXPLICIT = 8,
	SEQUENCE_ALL = 15,
};

struct reader {
	const struct up_bindgen_schema *schema;
	struct up_arena *arena;
	const uint32_t *next;
	const uint32_t *end;
	const char *problem; /* static; NULL: none so far */
	unsigned depth;
};

/* ---- words ---- */

static int problem(struct reader *reader, const char *what)
{
	if (!reader->problem)
		reader->problem = what;
	return -1;
}

static int read_word(struct reader *reader, uint32_t *ret_word)
{
	if (reader->next == reader->end)
		return problem(reader, "it is cut off");
	*ret_word = *reader->next++;
	return 0;
}

static int read_flag(struct reader *reader, bool *ret_flag)
{
	uint32_t word;

	if (read_word(reader, &word) < 0)
		return -1;
	if (word > 1)
		return problem(reader, "a yes or no in it is neither");
	*ret_flag = word == 1;
	return 0;
}

/* A count of things that take at least a word each. */
static int read_count(struct reader *reader, uint32_t *ret_count)
{
	uint32_t count;

	if (read_word(reader, &count) < 0)
		return -1;
	if (count > (size_t)(reader->end - reader->next))
		return problem(reader, "it is cut off");
	*ret_count = count;
	return 0;
}

/* A code point as UTF-8; returns its size, 0 if it is none. */
static size_t encode(uint32_t point, char bytes[static 4])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t size = 1 + (size_t)(point >= 0x80) + (size_t)(point >= 0x800) +
		      (size_t)(point >= 0x10000);

	if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
		return 0;
	for (size_t i = size; i-- > 1; point >>= 6)
		bytes[i] = (char)(0x80 | (point & 0x3f));
	bytes[0] = (char)(size == 1 ? point : lead[size] | point);
	return size;
}

/* A count of code points, and they. */
static int read_text(struct reader *reader, struct up_raw_name *ret_text)
{
	struct up_raw_name text = {0};
	uint32_t count;
	char *bytes;

	if (read_count(reader, &count) < 0)
		return -1;
	bytes = up_arena_alloc(reader->arena, (size_t)count * 4 + 1);
	text.text = bytes;
	for (uint32_t i = 0; i < count; i++) {
		size_t size = encode(reader->next[i], bytes + text.size);

		if (size == 0)
			return problem(reader, "a name in it is no text");
		text.size += size;
	}
	reader->next += count;
	*ret_text = text;
	return 0;
}

/* ---- types ---- */

static int read_type(struct reader *reader, struct up_bindgen_type *type);

static int read_item(struct reader *reader, struct up_bindgen_type *type)
{
	type->items = up_arena_grow(reader->arena, type->items,
				    &type->item_count, sizeof(*type));
	return read_type(reader, &type->items[type->item_count - 1]);
}

static int read_items(struct reader *reader, struct up_bindgen_type *type,
		      uint32_t more)
{
	uint32_t count;

	if (read_count(reader, &count) < 0)
		return -1;
	for (uint64_t i = 0; i < (uint64_t)count + more; i++)
		if (read_item(reader, type) < 0)
			return -1;
	return 0;
}

static int read_function(struct reader *reader, struct up_bindgen_type *type)
{
	type->kind = UP_TYPE_FUNCTION;
	if (read_word(reader, &type->function) < 0)
		return -1;
	return read_items(reader, type, 2); /* what it returns, twice */
}

/* The function of a closure, which says once more that it is one. */
static int read_closure(struct reader *reader, struct up_bindgen_type *type)
{
	if (read_item(reader, type) < 0)
		return -1;
	if (type->items[0].kind != UP_TYPE_FUNCTION)
		return problem(reader, "a closure in it is no function");
	return 0;
}

static int read_sequence(struct reader *reader, struct up_bindgen_type *type)
{
	uint32_t word;

	if (read_word(reader, &word) < 0)
		return -1;
	if (word > SEQUENCE_ALL ||
	    (word & SEQUENCE_CHOICE) > UP_SEQUENCE_ARRAY)
		return problem(reader, "it has an unknown mode of sequences");
	type->sequence = (enum up_bindgen_sequence)(word & SEQUENCE_CHOICE);
	type->of_vectors = word & SEQUENCE_OF_VECTORS;
	type->is_explicit = word & SEQUENCE_EXPLICIT;
	return 0;
}

/* What a letter of struct up_bindgen_tag stands for. */
static int read_part(struct reader *reader, char letter,
		     struct up_bindgen_type *type)
{
	switch (letter) {
	case 't':
		return read_item(reader, type);
	case 'T':
		return read_items(reader, type, 0);
	case 'f':
		return read_function(reader, type);
	case 'F':
		return read_closure(reader, type);
	case 'n':
		return read_text(reader, &type->name);
	case 'c':
		return read_text(reader, &type->crate);
	case 'm':
		return read_word(reader, &type->module_hash);
	case 'h':
		return read_word(reader, &type->hole);
	case 'v':
		return read_word(reader, &type->variant_count);
	case 'd':
		return read_word(reader, &type->destructor);
	case 'o':
		return read_flag(reader, &type->owned);
	case 'u':
		return read_flag(reader, &type->mutable_);
	default:
		return read_sequence(reader, type);
	}
}

static bool is_number(enum up_bindgen_type_kind kind)
{
	return kind >= UP_TYPE_I8 && kind <= UP_TYPE_F64;
}

/*
 * A vector behind a reference is how schemas without modes of sequences say
 * that an import gets a slice as a plain array. Numbers are lent, all else is
 * given.
 */
static void set_plain_array(struct reader *reader, struct up_bindgen_type *type)
{
	struct up_bindgen_type vector = type->items[0];
	struct up_bindgen_type *lent;

	if (!is_number(vector.items[0].kind)) {
		*type = vector;
		return;
	}
	lent = up_arena_alloc(reader->arena, sizeof(*lent));
	*lent = *type;
	lent->items[0].kind = UP_TYPE_SLICE;
	type->kind = UP_TYPE_SEQUENCE;
	type->sequence = UP_SEQUENCE_ARRAY;
	type->items = lent;
}

/* Types are numbered in the order of those that the schema has. */
static const struct up_bindgen_tag *
find_tag(const struct up_bindgen_schema *schema, uint32_t number)
{
	const struct up_bindgen_tag *tag = up_bindgen_tags;

	for (; tag->follows; tag++)
		if (up_bindgen_schema_has(schema, tag->age) && number-- == 0)
			return tag;
	return NULL;
}

static int read_type(struct reader *reader, struct up_bindgen_type *type)
{
	const struct up_bindgen_tag *tag;
	uint32_t number;

	if (read_word(reader, &number) < 0)
		return -1;
	tag = find_tag(reader->schema, number);
	if (!tag)
		return problem(reader, "it has a type that the schema does not "
				       "know");
	if (++reader->depth > DEEPEST)
		return problem(reader, "its types are nested too deep");
	type->kind = tag->kind;
	for (const char *letter = tag->follows; *letter; letter++)
		if (read_part(reader, *letter, type) < 0)
			return -1;
	if (type->kind == UP_TYPE_REF && type->items[0].kind == UP_TYPE_VECTOR)
		set_plain_array(reader, type);
	/* The destructor says whether there is anything to drop. */
	if (type->destructor != 0)
		type->owned = true;
	reader->depth--;
	return 0;
}

const struct up_bindgen_type *up_bindgen_type_read(
	const struct up_bindgen_schema *schema,
	const struct up_bindgen_words *words, struct up_raw_name *ret_key,
	struct up_arena *arena, const char **ret_problem)
{
	struct reader reader = {
		.schema = schema,
		.arena = arena,
		.next = words->items,
		.end = words->items,
	};
	struct up_bindgen_type *type = up_arena_alloc(arena, sizeof(*type));
	struct up_raw_name key = {0};

	if (words->count > 0) /* a sum with NULL is undefined, even of none */
		reader.end += words->count;
	if ((ret_key && read_text(&reader, &key) < 0) ||
	    read_type(&reader, type) < 0)
		goto fail;
	if (reader.next != reader.end) {
		problem(&reader, "it does not end where it should");
		goto fail;
	}
	if (ret_key)
		*ret_key = key;
	return type;
fail:
	*ret_problem = reader.problem;
	return NULL;
}

/* ---- in words again ---- */

static const char *const names[] = {
#define UP_TYPE(id, name) name,
#include "bindgen/type.def"
#undef UP_TYPE
};

static void print_function(const struct up_bindgen_type *type,
			   struct up_buf *buf)
{
	size_t arguments = type->item_count - 2;

	up_buf_puts(buf, "(");
	for (size_t i = 0; i < arguments; i++) {
		up_buf_puts(buf, i > 0 ? ", " : "");
		up_bindgen_type_print(&type->items[i], buf);
	}
	up_buf_puts(buf, ") -> ");
	up_bindgen_type_print(&type->items[arguments], buf);
	up_buf_puts(buf, " / ");
	up_bindgen_type_print(&type->items[arguments + 1], buf);
	if (type->function != 0)
		up_buf_puts(buf, " by table");
}

static void print_attributes(const struct up_bindgen_type *type,
			     struct up_buf *buf)
{
	static const char *const sequences[] = {"view", "copy", "array"};

	if (type->name.text)
		up_buf_printf(buf, " %.*s", (int)type->name.size,
			      type->name.text);
	if (type->crate.text)
		up_buf_printf(buf, " of %.*s", (int)type->crate.size,
			      type->crate.text);
	if (type->module_hash != 0)
		up_buf_printf(buf, " #%08" PRIx32, type->module_hash);
	if (type->kind == UP_TYPE_ENUM)
		up_buf_printf(buf, " hole=%" PRIu32, type->hole);
	if (type->kind == UP_TYPE_STRING_ENUM)
		up_buf_printf(buf, " variants=%" PRIu32, type->variant_count);
	if (type->kind == UP_TYPE_CLOSURE)
		up_buf_printf(buf, "%s%s%s", type->owned ? " owned" : "",
			      type->mutable_ ? " mutable" : "",
			      type->destructor ? " destructor" : "");
	if (type->kind == UP_TYPE_SEQUENCE)
		up_buf_printf(buf, " %s=%s%s",
			      type->of_vectors ? "vec" : "slice",
			      sequences[type->sequence],
			      type->is_explicit ? "!" : "");
}

void up_bindgen_type_print(const struct up_bindgen_type *type,
			   struct up_buf *buf)
{
	if (type->kind == UP_TYPE_FUNCTION) {
		print_function(type, buf);
		return;
	}
	up_buf_puts(buf, names[type->kind]);
	print_attributes(type, buf);
	if (type->item_count == 0)
		return;
	up_buf_puts(buf, "<");
	for (size_t i = 0; i < type->item_count; i++) {
		up_buf_puts(buf, i > 0 ? ", " : "");
		up_bindgen_type_print(&type->items[i], buf);
	}
	up_buf_puts(buf, ">");
}
