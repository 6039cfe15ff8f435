/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* How a value of one type crosses, as expressions. */

#include <stdio.h>
#include <string.h>

#include "bindgen/passes/passes.h"
#include "bindgen/print/printer.h"

/* The names of conversions.js for one kind of type. */
struct kind {
	const char *prepare;
	const char *lower;
	const char *lower_option; /* if not the same */
	const char *lift;
	const char *lift_option; /* if not the same */
	const char *array; /* the constructor, if it can be in one */
	/* What stands for undefined and for null, in the place of the value. */
	const char *none;
	const char *nil;
	bool flagged; /* a word of its own says whether there is one */
};

#define SMALL "0xffffff", "0xfffffe"

static const struct kind kinds[] = {
	[UP_TYPE_I8] = {"number", "plain", 0, "plain", 0, "Int8Array", SMALL, 0},
	[UP_TYPE_U8] = {"number", "plain", 0, "plain", 0, "Uint8Array", SMALL,
			0},
	[UP_TYPE_I16] = {"number", "plain", 0, "plain", 0, "Int16Array", SMALL,
			 0},
	[UP_TYPE_U16] = {"number", "plain", 0, "plain", 0, "Uint16Array", SMALL,
			 0},
	[UP_TYPE_I32] = {"number", "plain", "int", "plain", 0, "Int32Array", 0,
			 0, 0},
	[UP_TYPE_U32] = {"number", "plain", "uint", "uint", "plain",
			 "Uint32Array", 0, 0, 0},
	[UP_TYPE_I64] = {"i64", "plain", 0, "plain", 0, "BigInt64Array", 0, 0,
			 true},
	[UP_TYPE_U64] = {"i64", "plain", 0, "u64", 0, "BigUint64Array", 0, 0,
			 true},
	[UP_TYPE_I64_AS_F64] = {"real", "plain", 0, "plain", 0,
				"BigInt64Array", 0, 0, 0},
	[UP_TYPE_U64_AS_F64] = {"real", "plain", 0, "plain", 0,
				"BigUint64Array", 0, 0, 0},
	[UP_TYPE_I128] = {"i128", "plain", 0, "i128", 0, 0, 0, 0, true},
	[UP_TYPE_U128] = {"i128", "plain", 0, "u128", 0, 0, 0, 0, true},
	[UP_TYPE_F32] = {"real", "plain", "float", "plain", 0, "Float32Array",
			 0, 0, 0},
	[UP_TYPE_F64] = {"real", "plain", 0, "plain", 0, "Float64Array", 0, 0,
			 true},
	[UP_TYPE_BOOLEAN] = {"bool", "plain", 0, "bool", 0, 0, SMALL, 0},
	[UP_TYPE_CHAR] = {"char", "plain", 0, "char", 0, 0, SMALL, 0},
	[UP_TYPE_RAW_POINTER] = {"number", "plain", 0, "uint", "plain", 0, 0, 0,
				 0},
	[UP_TYPE_NON_NULL] = {"number", "plain", 0, "uint", "uint", 0, "0", 0,
			      0},
};

static const char minus_one[] = " - 1";

static const struct kind *kind_of(const struct up_bindgen_type *type)
{
	if ((size_t)type->kind < sizeof(kinds) / sizeof(*kinds) &&
	    kinds[type->kind].lower)
		return &kinds[type->kind];
	return NULL;
}

static bool is_number_array(const struct up_bindgen_type *item)
{
	return kind_of(item) && kind_of(item)->array;
}

static const char *array_of(const struct up_crossing *crossing)
{
	const struct up_bindgen_type *item = &crossing->core->items[0];

	/* Clamped may be said of the sequence or of its items. */
	while (item->kind == UP_TYPE_CLAMPED)
		item = &item->items[0];
	if ((crossing->clamped ||
	     crossing->core->items[0].kind == UP_TYPE_CLAMPED) &&
	    item->kind == UP_TYPE_U8)
		return "Uint8ClampedArray";
	return is_number_array(item) ? kind_of(item)->array : NULL;
}

static bool is_sequence(const struct up_bindgen_type *type)
{
	return type->kind == UP_TYPE_VECTOR || type->kind == UP_TYPE_SLICE;
}

static bool is_string(const struct up_bindgen_type *type)
{
	return type->kind == UP_TYPE_STRING ||
	       type->kind == UP_TYPE_CACHED_STRING;
}

static bool is_value(const struct up_bindgen_type *type)
{
	return type->kind == UP_TYPE_EXTERNREF ||
	       type->kind == UP_TYPE_NAMED_EXTERNREF ||
	       type->kind == UP_TYPE_UNION;
}

/* The index of the null that every module has. */
static const char *null_index(struct up_printer *p)
{
	return up_text(p, "%u",
		       up_bindgen_first_value(p->bindgen) + 1);
}

static const char *absence_name(enum up_absence absence)
{
	static const char *const names[] = {
		[UP_ABSENT_OPTION] = "option",
		[UP_ABSENT_NULL] = "nullable",
		[UP_ABSENT_EITHER] = "either",
	};

	return names[absence];
}

/* With --debug, what JavaScript passes is looked at more closely. */
static const char *any(struct up_printer *p, const char *section,
		       const char *name, const char *const *args, size_t count)
{
	if (p->options->debug && strcmp(section, "prepare") == 0)
		section = "prepare_debug";
	return up_expression(p, section, name, args, count);
}

static const char *one(struct up_printer *p, const char *section,
		       const char *name, const char *a)
{
	return any(p, section, name, &a, 1);
}

static const char *two(struct up_printer *p, const char *section,
		       const char *name, const char *a, const char *b)
{
	const char *args[] = {a, b};

	return any(p, section, name, args, 2);
}

static const char *three(struct up_printer *p, const char *section,
			 const char *name, const char *a, const char *b,
			 const char *c)
{
	const char *args[] = {a, b, c};

	return any(p, section, name, args, 3);
}

/* What stands for undefined and null where a value is one word. */
static void sentinels(struct up_printer *p,
		      const struct up_bindgen_type *type, const char **ret_none,
		      const char **ret_nil)
{
	const char *no_number = p->bindgen->programs.schema->no_number;
	const struct kind *kind = kind_of(type);

	*ret_nil = up_text(p, "%s%s", no_number, minus_one);
	*ret_none = no_number;
	if (type->kind == UP_TYPE_ENUM) {
		*ret_none = up_text(p, "%d", (int)type->hole);
	} else if (type->kind == UP_TYPE_STRING_ENUM) {
		*ret_none = up_text(p, "%u", type->variant_count + 1);
		*ret_nil = up_text(p, "%u", type->variant_count + 2);
	} else if (type->kind == UP_TYPE_STRUCT) {
		*ret_none = "0";
		*ret_nil = "1";
	} else if (is_value(type)) {
		*ret_none = "0";
		*ret_nil = null_index(p);
	} else if (kind && kind->none) {
		*ret_none = kind->none;
		*ret_nil = kind->nil ? kind->nil : *ret_nil;
	}
}

/* ---- elements that are converted one by one ---- */

static bool is_encoded(const struct up_printer *p,
		       const struct up_bindgen_type *item)
{
	return up_crossing_encoded(p->bindgen->programs.schema, item);
}

static unsigned element_size(struct up_printer *p,
			     const struct up_bindgen_type *item)
{
	if (is_string(up_crossing_of(item).core))
		return 8;
	return item->kind == UP_TYPE_ENUM &&
			       p->bindgen->programs.schema->float_enums
		       ? 8
		       : 4;
}

static bool is_wide(struct up_printer *p, const struct up_bindgen_type *item)
{
	return item->kind == UP_TYPE_ENUM &&
	       p->bindgen->programs.schema->float_enums;
}

static const char *writer_of(struct up_printer *p,
			     const struct up_bindgen_type *item)
{
	struct up_lowering inner = up_lower(p, item, "v");

	return three(p, "element", "writer", "p", "v",
		     two(p, "element",
			 is_wide(p, item) ? "write_f64" : "write_i32", "p",
			 inner.words[0]));
}

static const char *reader_of(struct up_printer *p,
			     const struct up_bindgen_type *item)
{
	const char *words[2];
	struct up_lifting inner;
	bool text = is_string(up_crossing_of(item).core);
	struct up_bindgen_type lent = {
		.kind = UP_TYPE_REF,
		.items = (struct up_bindgen_type *)up_crossing_of(item).core,
		.item_count = 1,
	};

	words[0] = one(p, "element",
		       is_wide(p, item) ? "read_f64"
		       : text           ? "read_u32"
					: "read_i32",
		       "p");
	words[1] = one(p, "element", "read_u32", "p + 4");
	/* What is behind a pointer here stays where it is. */
	inner = up_lift(p, text ? &lent : item, words, true);
	return two(p, "element", "reader", "p", inner.value);
}

/* ---- into Rust ---- */

/* Whether an item is a string that crosses as a value; the crate says it so. */
static bool is_text(const struct up_bindgen_type *item)
{
	static const char name[] = "string";

	return item->kind == UP_TYPE_NAMED_EXTERNREF &&
	       item->name.size == sizeof(name) - 1 &&
	       memcmp(item->name.text, name, item->name.size) == 0;
}

static void lower_sequence(struct up_printer *p,
			   const struct up_crossing *crossing, const char *v,
			   struct up_lowering *ret)
{
	const struct up_bindgen_type *item = &crossing->core->items[0];
	const char *array = array_of(crossing);
	bool written = crossing->mutable_ &&
		       crossing->core->kind == UP_TYPE_SLICE;

	ret->word_count = 2;
	ret->words[1] = "LEN";
	if (array) {
		ret->prepared = two(p, "prepare",
				    written ? "mutable" : "array", v, array);
		ret->words[0] = two(p, "lower", "array", v, array);
		if (written)
			ret->words[ret->word_count++] = one(
				p, "lower",
				p->adapters->references ? "ref" : "ref_index",
				v);
	} else if (is_encoded(p, item)) {
		struct up_lowering inner = up_lower(p, item, "v");

		ret->prepared =
			inner.prepared
				? two(p, "prepare", "each", v,
				      two(p, "element", "converter", "v",
					  inner.prepared))
				: one(p, "prepare", "refs", v);
		ret->words[0] = three(p, "lower", "each", v,
				      up_text(p, "%u", element_size(p, item)),
				      writer_of(p, item));
	} else {
		ret->prepared = one(p, "prepare",
				    is_text(item) ? "strings" : "refs", v);
		ret->words[0] = one(p, "lower", "refs", v);
		/* The crate takes them out of their objects by itself. */
		if (item->kind == UP_TYPE_STRUCT)
			ret->check = three(p, "statement", "check_each", v,
					   "one", up_lower(p, item, "one").check);
	}
}

static void lower_object(struct up_printer *p,
			 const struct up_crossing *crossing, const char *v,
			 struct up_lowering *ret)
{
	struct up_local *class_ = up_find_class(p, crossing->core);
	const char *local = class_ ? class_->local : "undefined";

	ret->word_count = 1;
	ret->check = two(p, "statement", "check_class", v, local);
	if (crossing->lent) {
		ret->words[0] = two(p, "lower", "borrow", v,
				    up_class_pointer(p, class_));
		return;
	}
	if (class_ && class_->heir)
		ret->check = up_text(p, "%s %s", ret->check,
				     two(p, "statement", "check_exact", v,
					 local));
	ret->words[0] = one(p, "lower",
			    class_ && class_->heir ? "take_heir" : "take", v);
}

static void lower_value(struct up_printer *p,
			const struct up_crossing *crossing, const char *v,
			struct up_lowering *ret)
{
	bool direct = p->adapters->references &&
		      crossing->absence == UP_PRESENT;
	bool lent = crossing->lent && !crossing->kept;

	ret->word_count = 1;
	ret->words[0] = one(p, "lower",
			    lent ? (direct ? "lent" : "lent_index")
				 : (direct ? "ref" : "ref_index"),
			    v);
	ret->lends = lent && !direct;
}

/* Numbers with fractions. */
static bool is_real(const struct up_bindgen_type *type)
{
	return strcmp(kind_of(type)->prepare, "real") == 0;
}

/* As if there always was one. */
static void lower_present(struct up_printer *p,
			  const struct up_crossing *crossing, const char *v,
			  struct up_lowering *ret)
{
	const struct up_bindgen_type *core = crossing->core;
	const struct kind *kind = kind_of(core);
	bool option = crossing->absence != UP_PRESENT;

	if (kind) {
		ret->prepared = one(p, "prepare",
				    option && is_real(core) ? "number"
							    : kind->prepare,
				    v);
		ret->words[0] = one(p, "lower",
				    option && kind->lower_option
					    ? kind->lower_option
					    : kind->lower,
				    v);
		ret->word_count = 1;
		if (core->kind == UP_TYPE_I128 || core->kind == UP_TYPE_U128)
			ret->words[ret->word_count++] =
				one(p, "lower", "high", v);
	} else if (core->kind == UP_TYPE_ENUM) {
		ret->prepared = one(p, "prepare", "number", v);
		ret->words[0] = v;
		ret->word_count = 1;
	} else if (core->kind == UP_TYPE_STRING_ENUM) {
		ret->words[0] = three(
			p, "lower", "string_enum", v,
			up_string_enum(p, up_raw_text(p, core->name)),
			up_text(p, "%u", core->variant_count));
		ret->word_count = 1;
	} else if (is_string(core)) {
		ret->prepared = one(p, "prepare", "string", v);
		ret->words[0] = one(p, "lower", "string", v);
		ret->words[1] = "LEN";
		ret->word_count = 2;
	} else if (is_sequence(core)) {
		lower_sequence(p, crossing, v, ret);
	} else if (core->kind == UP_TYPE_STRUCT) {
		lower_object(p, crossing, v, ret);
	} else if (is_value(core)) {
		lower_value(p, crossing, v, ret);
	} else if (core->kind != UP_TYPE_UNIT) {
		p->problem = "a value of that type goes into Rust";
	}
}

static const char *choose(struct up_printer *p,
			  const struct up_crossing *crossing, const char *v,
			  const char *none, const char *nil, const char *some)
{
	const char *args[] = {v, none, nil, some};

	return up_expression(p, "absent", absence_name(crossing->absence), args,
			     4);
}

static void lower_absent(struct up_printer *p,
			 const struct up_crossing *crossing, const char *v,
			 struct up_lowering *ret)
{
	const struct kind *kind = kind_of(crossing->core);
	const char *none, *nil;

	if (ret->prepared || crossing->absence == UP_ABSENT_OPTION)
		ret->prepared = two(p, "prepare",
				    absence_name(crossing->absence), v,
				    ret->prepared ? ret->prepared : v);
	if (ret->check)
		ret->check = two(p, "statement", "check_present", v,
				 ret->check);
	if (is_string(crossing->core) || is_sequence(crossing->core)) {
		ret->words[0] = choose(p, crossing, v, "0", "0", ret->words[0]);
		ret->words[1] = choose(p, crossing, v, "0", null_index(p),
				       "LEN");
		return;
	}
	if (kind && kind->flagged) {
		const char *zero = crossing->core->kind == UP_TYPE_F64 ? "0"
								       : "0n";

		for (size_t i = ret->word_count; i > 0; i--)
			ret->words[i] = choose(p, crossing, v, zero, zero,
					       ret->words[i - 1]);
		ret->words[0] = choose(p, crossing, v, "0", "2", "1");
		ret->word_count++;
		return;
	}
	sentinels(p, crossing->core, &none, &nil);
	ret->words[0] = choose(p, crossing, v, none, nil, ret->words[0]);
}

struct up_lowering up_lower(struct up_printer *p,
			    const struct up_bindgen_type *type, const char *v)
{
	struct up_crossing crossing = up_crossing_of(type);
	struct up_lowering lowering = {0};

	lower_present(p, &crossing, v, &lowering);
	if (crossing.absence != UP_PRESENT && lowering.word_count > 0)
		lower_absent(p, &crossing, v, &lowering);
	return lowering;
}

/* ---- out of Rust ---- */

static const char *sequence_name(const struct up_crossing *crossing)
{
	bool vector = crossing->core->kind == UP_TYPE_VECTOR;
	enum up_bindgen_sequence choice = vector ? crossing->vector
						 : crossing->slice;

	if (!crossing->lent)
		return choice == UP_SEQUENCE_ARRAY ? "array_plain" : "array";
	switch (choice) {
	case UP_SEQUENCE_COPY:
		return "array_lent_copy";
	case UP_SEQUENCE_ARRAY:
		return "array_lent_plain";
	default:
		return "array_lent";
	}
}

static const char *lift_sequence(struct up_printer *p,
				 const struct up_crossing *crossing,
				 const char *const *words)
{
	const struct up_bindgen_type *item = &crossing->core->items[0];
	const char *array = array_of(crossing);
	const char *args[4] = {words[0], words[1]};

	if (array)
		return three(p, "lift", sequence_name(crossing), words[0],
			     words[1], array);
	if (!is_encoded(p, item) ||
	    (item->kind == UP_TYPE_REF &&
	     is_value(up_crossing_of(item).core)))
		return two(p, "lift", crossing->lent ? "refs_lent" : "refs",
			   words[0], words[1]);
	args[2] = up_text(p, "%u", element_size(p, item));
	args[3] = reader_of(p, item);
	return up_expression(p, "lift", crossing->lent ? "each_lent" : "each",
			     args, 4);
}

static const char *lift_closure(struct up_printer *p,
				const struct up_crossing *crossing,
				const char *const *words,
				struct up_lifting *ret)
{
	const struct up_bindgen_type *core = crossing->core;
	bool is_closure = core->kind == UP_TYPE_CLOSURE;
	const struct up_bindgen_type *function =
		is_closure ? &core->items[0] : core;
	bool mutable_ = is_closure ? core->mutable_ : crossing->mutable_;
	const char *args[4] = {words[0], words[1],
			       up_print_runner(p, function), NULL};
	const char *local;

	if (is_closure && core->owned) {
		args[3] = up_literal(p, up_closure_drop(p, core));
		return up_expression(p, "closure",
				     mutable_ ? "owned_mutable" : "owned", args,
				     4);
	}
	local = up_text(p, "lent_%s", words[0]);
	ret->before = two(
		p, "statement", "bind", local,
		up_expression(p, "closure", mutable_ ? "lent_mutable" : "lent",
			      args, 3));
	/* That of a closure object is taken back by the crate itself. */
	if (!is_closure)
		ret->after = one(p, "statement", "run",
				 one(p, "act", "unref", local));
	return local;
}

/* What is there, if it is; sets how many words that took. */
static const char *lift_present(struct up_printer *p,
				const struct up_crossing *crossing,
				const char *const *words, bool memory,
				struct up_lifting *ret)
{
	const struct up_bindgen_type *core = crossing->core;
	const struct kind *kind = kind_of(core);
	bool option = crossing->absence != UP_PRESENT;
	bool lent = crossing->lent && !crossing->kept;

	ret->word_count = 1;
	if (core->kind == UP_TYPE_I128 || core->kind == UP_TYPE_U128) {
		ret->word_count = 2;
		return two(p, "lift", kind->lift, words[0], words[1]);
	}
	if (kind)
		return one(p, "lift",
			   option && kind->lift_option ? kind->lift_option
						       : kind->lift,
			   words[0]);
	if (core->kind == UP_TYPE_ENUM)
		return words[0];
	if (core->kind == UP_TYPE_STRING_ENUM)
		return two(p, "lift", "string_enum", words[0],
			   up_string_enum(p, up_raw_text(p, core->name)));
	if (is_value(core))
		return one(p, "lift",
			   memory ? (lent ? "lent_index" : "ref_index")
				  : (lent ? "lent" : "ref"),
			   words[0]);
	if (core->kind == UP_TYPE_STRUCT) {
		struct up_local *class_ = up_find_class(p, core);

		if (class_)
			class_->wraps = true;
		return two(p, "lift", "struct", words[0],
			   class_ ? class_->local : "undefined");
	}
	ret->word_count = 2;
	if (core->kind == UP_TYPE_STRING)
		return two(p, "lift",
			   crossing->lent ? "string_lent" : "string", words[0],
			   words[1]);
	if (core->kind == UP_TYPE_CACHED_STRING)
		return two(p, "lift",
			   crossing->lent ? "cached_lent" : "cached", words[0],
			   words[1]);
	if (is_sequence(core))
		return lift_sequence(p, crossing, words);
	if (core->kind == UP_TYPE_FUNCTION || core->kind == UP_TYPE_CLOSURE)
		return lift_closure(p, crossing, words, ret);
	ret->word_count = 0;
	if (core->kind != UP_TYPE_UNIT)
		p->problem = "a value of that type comes out of Rust";
	return NULL;
}

static const char *lift_optional(struct up_printer *p,
				 const struct up_crossing *crossing,
				 const char *const *words, bool memory,
				 struct up_lifting *ret)
{
	const struct up_bindgen_type *core = crossing->core;
	const struct kind *kind = kind_of(core);
	bool flagged = kind && kind->flagged;
	const char *some =
		lift_present(p, crossing, words + flagged, memory, ret);
	const char *name = absence_name(crossing->absence);
	const char *args[4] = {words[0], "0", "2", some};

	/* The values themselves are undefined or null. */
	if (is_value(core) || core->kind == UP_TYPE_CACHED_STRING)
		return some;
	if (flagged) {
		ret->word_count++;
	} else if (is_string(core) || is_sequence(core)) {
		args[1] = words[1];
		args[2] = null_index(p);
		return up_expression(p, "sequence", name, args, 4);
	} else {
		sentinels(p, core, &args[1], &args[2]);
	}
	return up_expression(p, "present", name, args, 4);
}

struct up_lifting up_lift(struct up_printer *p,
			  const struct up_bindgen_type *type,
			  const char *const *words, bool memory)
{
	struct up_crossing crossing = up_crossing_of(type);
	struct up_lifting lifting = {0};

	memory |= crossing.result || !p->adapters->references;
	lifting.value = crossing.absence == UP_PRESENT
				? lift_present(p, &crossing, words, memory,
					       &lifting)
				: lift_optional(p, &crossing, words, memory,
						&lifting);
	if (crossing.result) {
		lifting.error = one(p, "lift", "ref_index",
				    words[lifting.word_count]);
		lifting.failed = words[lifting.word_count + 1];
		lifting.word_count += 2;
	}
	return lifting;
}
