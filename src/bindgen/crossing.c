/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/crossing.h"

#include <string.h>

/*
 * The words of a plain value, and of one in an option; a letter each:
 *   i, l, f, d  i32, i64, f32, f64      r  a value of JavaScript
 *   e           an enum: i32 or f64, by the schema
 */
struct words {
	const char *plain; /* NULL: never crosses by itself */
	const char *option;
};

static const struct words words_of[] = {
	[UP_TYPE_I8] = {"i", "i"},
	[UP_TYPE_U8] = {"i", "i"},
	[UP_TYPE_I16] = {"i", "i"},
	[UP_TYPE_U16] = {"i", "i"},
	[UP_TYPE_I32] = {"i", "d"},
	[UP_TYPE_U32] = {"i", "d"},
	[UP_TYPE_I64] = {"l", "il"},
	[UP_TYPE_U64] = {"l", "il"},
	[UP_TYPE_I64_AS_F64] = {"d", "d"},
	[UP_TYPE_U64_AS_F64] = {"d", "d"},
	[UP_TYPE_I128] = {"ll", "ill"},
	[UP_TYPE_U128] = {"ll", "ill"},
	[UP_TYPE_F32] = {"f", "d"},
	[UP_TYPE_F64] = {"d", "id"},
	[UP_TYPE_BOOLEAN] = {"i", "i"},
	[UP_TYPE_CHAR] = {"i", "i"},
	[UP_TYPE_ENUM] = {"e", "e"},
	[UP_TYPE_STRING_ENUM] = {"i", "i"},
	[UP_TYPE_STRUCT] = {"i", "i"},
	[UP_TYPE_RAW_POINTER] = {"i", "d"},
	[UP_TYPE_NON_NULL] = {"i", "i"},
	[UP_TYPE_STRING] = {"ii", "ii"},
	[UP_TYPE_CACHED_STRING] = {"ii", "ii"},
	[UP_TYPE_VECTOR] = {"ii", "ii"},
	[UP_TYPE_EXTERNREF] = {"r", "r"},
	[UP_TYPE_NAMED_EXTERNREF] = {"r", "r"},
	[UP_TYPE_UNION] = {"r", "r"},
	[UP_TYPE_UNIT] = {"", NULL},
	[UP_TYPE_FUNCTION] = {NULL, NULL}, /* see is_code() */
};

/* How a type is met. */
struct context {
	struct up_crossing crossing;
	const struct up_bindgen_schema *schema;
	enum up_direction direction;
};

static bool is_code(enum up_bindgen_type_kind kind)
{
	return kind == UP_TYPE_FUNCTION || kind == UP_TYPE_CLOSURE;
}

static bool is_optional(const struct context *context)
{
	return context->crossing.absence != UP_PRESENT;
}

static const char *letters(const struct context *context,
			   const struct up_bindgen_type *type)
{
	/* Closures leave Rust, and none comes back. */
	if (is_code(type->kind))
		return context->direction == UP_OUT_OF_RUST ? "ii" : NULL;
	if (type->kind == UP_TYPE_SLICE) {
		if (!context->crossing.lent)
			return NULL;
		return context->direction == UP_INTO_RUST && context->crossing.mutable_
			       ? "iir"
			       : "ii";
	}
	if (type->kind == UP_TYPE_NON_NULL &&
	    context->crossing.absence > UP_ABSENT_OPTION)
		return "d";
	if ((size_t)type->kind >= sizeof(words_of) / sizeof(*words_of))
		return NULL;
	return is_optional(context) ? words_of[type->kind].option
				    : words_of[type->kind].plain;
}

static enum up_word word_of(const struct context *context, char letter)
{
	switch (letter) {
	case 'l':
		return UP_WORD_I64;
	case 'f':
		return UP_WORD_F32;
	case 'd':
		return UP_WORD_F64;
	case 'e':
		return context->schema->float_enums ? UP_WORD_F64 : UP_WORD_I32;
	case 'r':
		if (is_optional(context) && context->direction == UP_INTO_RUST)
			return UP_WORD_I32;
		/* What a slice was made of stays with the callee. */
		return context->crossing.lent && !context->crossing.kept &&
				       context->crossing.core->kind !=
					       UP_TYPE_SLICE
			       ? UP_WORD_REF_LENT
			       : UP_WORD_REF;
	default:
		return UP_WORD_I32;
	}
}

static void push(struct up_arena *arena, struct up_words *words,
		 enum up_word word)
{
	words->items = up_arena_grow(arena, words->items, &words->count,
				     sizeof(*words->items));
	words->items[words->count - 1] = word;
}

static void add_absence(struct up_crossing *crossing,
			enum up_bindgen_type_kind kind)
{
	if (kind == UP_TYPE_OPTION)
		crossing->absence = UP_ABSENT_OPTION;
	else if (crossing->absence == UP_PRESENT)
		crossing->absence = UP_ABSENT_NULL;
	else
		crossing->absence = UP_ABSENT_EITHER;
}

struct up_crossing up_crossing_of(const struct up_bindgen_type *type)
{
	struct up_crossing crossing = {0};

	for (; type->item_count > 0; type = &type->items[0]) {
		switch (type->kind) {
		case UP_TYPE_RESULT:
			crossing.result = true;
			break;
		case UP_TYPE_REF:
		case UP_TYPE_REF_MUT:
			crossing.lent = true;
			crossing.mutable_ = type->kind == UP_TYPE_REF_MUT;
			break;
		case UP_TYPE_OPTION:
		case UP_TYPE_NULLABLE:
			add_absence(&crossing, type->kind);
			break;
		case UP_TYPE_CLAMPED:
			crossing.clamped = true;
			break;
		case UP_TYPE_SEQUENCE:
			if (type->of_vectors)
				crossing.vector = type->sequence;
			else
				crossing.slice = type->sequence;
			break;
		case UP_TYPE_LONG_REF:
			crossing.lent = true;
			crossing.kept = true;
			break;
		default:
			crossing.core = type;
			return crossing;
		}
	}
	crossing.core = type;
	return crossing;
}

/* In a row of several results all are words of memory: no references. */
static void flatten(struct up_words *words, size_t first)
{
	for (size_t i = first; i < words->count; i++)
		if (words->items[i] == UP_WORD_REF ||
		    words->items[i] == UP_WORD_REF_LENT)
			words->items[i] = UP_WORD_I32;
}

bool up_crossing_words(const struct up_bindgen_schema *schema,
		       const struct up_bindgen_type *type,
		       enum up_direction direction, struct up_arena *arena,
		       struct up_words *words)
{
	struct context context = {
		.crossing = up_crossing_of(type),
		.schema = schema,
		.direction = direction,
	};
	bool result = context.crossing.result;
	size_t first = words->count;
	const char *letter = letters(&context, context.crossing.core);

	if (!letter || (result && direction == UP_INTO_RUST))
		return false;
	for (; *letter; letter++)
		push(arena, words, word_of(&context, *letter));
	if (result) {
		push(arena, words, UP_WORD_I32);
		push(arena, words, UP_WORD_I32);
		flatten(words, first);
	}
	return true;
}

bool up_crossing_encoded(const struct up_bindgen_schema *schema,
			 const struct up_bindgen_type *item)
{
	switch (item->kind) {
	case UP_TYPE_ENUM:
		return schema->encoded_enums;
	case UP_TYPE_BOOLEAN:
	case UP_TYPE_CHAR:
	case UP_TYPE_STRING_ENUM:
	case UP_TYPE_STRING:
	case UP_TYPE_CACHED_STRING:
	case UP_TYPE_REF:
		return true;
	default:
		return false;
	}
}
