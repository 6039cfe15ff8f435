/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What the bindings are written with: expressions, words, blocks. */

#include "check.h"
#include "bindgen/crossing.h"
#include "bindgen/print/convert.h"
#include "bindgen/print/shake.h"
#include "bindgen/print/words.h"
#include "util/buf.h"

/* ---- conversions.js ---- */

static void check_expression(const char *section, const char *name,
			     const char *const *args, size_t count,
			     const char *want)
{
	struct up_conversions conversions;
	struct up_buf text = {0};

	up_conversions_init(&conversions);
	assert_true(up_convert(&conversions, &text, section, name, args,
			       count));
	assert_string_equal(text.bytes, want);
	up_buf_finish(&text);
	up_conversions_finish(&conversions);
}

static void test_expressions(void **state)
{
	const char *one[] = {"x"};
	const char *two[] = {"ret[0]", "ret[1]"};
	const char *four[] = {"v", "0", "1", "pass(v, Uint8Array)"};

	(void)state;
	check_expression("lift", "uint", one, 1, "x >>> 0");
	check_expression("lift", "i128", two, 2,
			 "BigInt.asUintN(64, ret[0]) | ret[1] << 64n");
	/* An argument may hold the name of another parameter. */
	check_expression("absent", "either", four, 4,
			 "v === undefined ? 0 : v === null ? 1 : "
			 "pass(v, Uint8Array)");
	check_expression("statement", "give", one, 1, "return x;");
	check_expression("intrinsic", "__wbindgen_memory", NULL, 0,
			 "wasm.memory");
}

static void test_unknown_expressions(void **state)
{
	const char *args[] = {"x"};
	struct up_conversions conversions;
	struct up_buf text = {0};

	(void)state;
	up_conversions_init(&conversions);
	assert_false(up_convert(&conversions, &text, "lift", "no_such",
				args, 1));
	assert_false(up_convert(&conversions, &text, "no_such", "uint",
				args, 1));
	/* That of another section is none of this one. */
	assert_false(up_convert(&conversions, &text, "lift", "give",
				args, 1));
	/* Too few arguments. */
	assert_false(up_convert(&conversions, &text, "lift", "i128",
				args, 1));
	assert_int_equal(text.size, 0);
	up_conversions_finish(&conversions);
	assert_true(up_convert_is_operand("arg0"));
	assert_true(up_convert_is_operand("takeString(a,b)"));
	assert_false(up_convert_is_operand("a >>> 0"));
	assert_false(up_convert_is_operand("5"));
	up_buf_finish(&text);
}

/* ---- words ---- */

static void note(const char *word, size_t size, const char *owner,
		 size_t owner_size, void *data)
{
	/* What is said to be there is there. */
	assert_true(owner == NULL || owner_size <= strlen(owner));
	up_buf_printf(data, "%s%.*s", ((struct up_buf *)data)->size ? " " : "",
		      (int)size, word);
	if (owner)
		up_buf_printf(data, "<%.*s", (int)owner_size, owner);
}

static void check_words(const char *code, const char *want)
{
	struct up_buf words = {0};

	up_words_each(code, strlen(code), note, &words);
	assert_string_equal(words.bytes, want);
	up_buf_finish(&words);
}

static void test_words(void **state)
{
	(void)state;
	check_words("a + b.c(d)", "a b c<b d");
	check_words("f('x y', \"z\") // no\n + g /* nor this */", "f g");
	check_words("`text ${h(`inner ${i}`)} text`", "h i");
	check_words("x = 'it\\'s'; y", "x y");
	check_words("f(...rest)", "f rest");
	/* Behind a call there is no name that owns it. */
	check_words("of(wasm)\n.filter(g)", "of wasm filter< g");
	check_words("$a_1 ä", "$a_1 ä");
}

static void test_names_are_kept_once(void **state)
{
	struct up_names names = {0};
	char name[16];

	(void)state;
	assert_false(up_names_has(&names, "a", 1));
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		assert_true(up_names_add(&names, name, strlen(name)));
		assert_false(up_names_add(&names, name, strlen(name)));
	}
	assert_int_equal(names.count, 1000);
	assert_string_equal(names.items[999], "n999");
	assert_true(up_names_has(&names, "n500!", 4));
	assert_false(up_names_has(&names, "n1000", 5));
	up_names_finish(&names);
}

/* ---- blocks ---- */

static void check_shaken(const char *helpers, const char *code,
			 const char *want)
{
	struct up_buf all = {0}, user = {0}, out = {0};
	const struct up_buf *users[] = {&user};

	up_buf_puts(&all, helpers);
	up_buf_puts(&user, code);
	up_shake(&all, users, 1, &out);
	assert_string_equal(out.size ? out.bytes : "", want);
	up_buf_finish(&all);
	up_buf_finish(&user);
	up_buf_finish(&out);
}

static void test_blocks(void **state)
{
	static const char helpers[] = "let size = 0;\n"
				      "function a() {\n"
				      "  return b();\n"
				      "}\n"
				      "\n"
				      "// Of b.\n"
				      "const b = () => 1;\n"
				      "\n"
				      "// Only a comment.\n"
				      "\n"
				      "class C {}\n";

	(void)state;
	check_shaken(helpers, "nothing();", "");
	check_shaken(helpers, "b()", "// Of b.\nconst b = () => 1;\n\n");
	check_shaken(helpers, "new C()", "class C {}\n\n");
	/* By any of its names, and with what it uses itself. */
	check_shaken(helpers, "size",
		     "let size = 0;\nfunction a() {\n  return b();\n}\n\n"
		     "// Of b.\nconst b = () => 1;\n\n");
	/* A member of that name is another thing. */
	check_shaken(helpers, "x.b()", "");
}

/* ---- words of wasm ---- */

static struct up_bindgen_type of(enum up_bindgen_type_kind kind,
				 struct up_bindgen_type *item)
{
	return (struct up_bindgen_type){
		.kind = kind,
		.items = item,
		.item_count = item ? 1 : 0,
	};
}

/* A letter for each word: i l f d, r and b for values given and lent. */
static void check_crossing(const struct up_bindgen_schema *schema,
			   const struct up_bindgen_type *type,
			   enum up_direction direction, const char *want)
{
	static const char letters[] = {
		[UP_WORD_I32] = 'i', [UP_WORD_I64] = 'l', [UP_WORD_F32] = 'f',
		[UP_WORD_F64] = 'd', [UP_WORD_REF] = 'r',
		[UP_WORD_REF_LENT] = 'b',
	};
	struct up_arena arena = {0};
	struct up_words words = {0};
	char found[8] = {0};

	if (!want) {
		assert_false(up_crossing_words(schema, type, direction, &arena,
					       &words));
		assert_int_equal(words.count, 0);
		up_arena_finish(&arena);
		return;
	}
	assert_true(up_crossing_words(schema, type, direction, &arena, &words));
	for (size_t i = 0; i < words.count; i++)
		found[i] = letters[words.items[i]];
	assert_string_equal(found, want);
	up_arena_finish(&arena);
}

static void test_crossing(void **state)
{
	const struct up_bindgen_schema *new_ = &up_bindgen_schemas[0];
	const struct up_bindgen_schema *old =
		up_bindgen_schema_find((struct up_raw_name){"0.2.107", 7});
	struct up_bindgen_type u8 = of(UP_TYPE_U8, NULL);
	struct up_bindgen_type u32 = of(UP_TYPE_U32, NULL);
	struct up_bindgen_type i128 = of(UP_TYPE_I128, NULL);
	struct up_bindgen_type enum_ = of(UP_TYPE_ENUM, NULL);
	struct up_bindgen_type value = of(UP_TYPE_EXTERNREF, NULL);
	struct up_bindgen_type unit = of(UP_TYPE_UNIT, NULL);
	struct up_bindgen_type slice = of(UP_TYPE_SLICE, &u8);
	struct up_bindgen_type lent = of(UP_TYPE_REF, &slice);
	struct up_bindgen_type written = of(UP_TYPE_REF_MUT, &slice);
	struct up_bindgen_type lent_value = of(UP_TYPE_REF, &value);
	struct up_bindgen_type kept_value = of(UP_TYPE_LONG_REF, &value);
	struct up_bindgen_type maybe = of(UP_TYPE_OPTION, &u32);
	struct up_bindgen_type maybe_long = of(UP_TYPE_OPTION, &i128);
	struct up_bindgen_type maybe_value = of(UP_TYPE_OPTION, &value);
	struct up_bindgen_type result = of(UP_TYPE_RESULT, &value);
	struct up_bindgen_type nothing = of(UP_TYPE_RESULT, &unit);

	(void)state;
	check_crossing(new_, &u8, UP_INTO_RUST, "i");
	check_crossing(new_, &enum_, UP_INTO_RUST, "d");
	check_crossing(old, &enum_, UP_INTO_RUST, "i");
	check_crossing(new_, &maybe, UP_OUT_OF_RUST, "d");
	check_crossing(new_, &maybe_long, UP_INTO_RUST, "ill");
	check_crossing(new_, &slice, UP_INTO_RUST, NULL);
	check_crossing(new_, &lent, UP_INTO_RUST, "ii");
	check_crossing(new_, &written, UP_INTO_RUST, "iir");
	check_crossing(new_, &written, UP_OUT_OF_RUST, "ii");
	check_crossing(new_, &value, UP_INTO_RUST, "r");
	check_crossing(new_, &lent_value, UP_INTO_RUST, "b");
	check_crossing(new_, &kept_value, UP_INTO_RUST, "r");
	check_crossing(new_, &maybe_value, UP_INTO_RUST, "i");
	check_crossing(new_, &maybe_value, UP_OUT_OF_RUST, "r");
	check_crossing(new_, &unit, UP_OUT_OF_RUST, "");
	/* Several results are words of memory. */
	check_crossing(new_, &result, UP_OUT_OF_RUST, "iii");
	check_crossing(new_, &nothing, UP_OUT_OF_RUST, "ii");
	check_crossing(new_, &result, UP_INTO_RUST, NULL);
	/* Before, sequences of enums were those of values of JavaScript. */
	assert_true(up_crossing_encoded(new_, &enum_));
	assert_false(up_crossing_encoded(old, &enum_));
	assert_false(up_crossing_encoded(new_, &u32));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_unknown_expressions),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_names_are_kept_once),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_crossing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
