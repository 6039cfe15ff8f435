/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What is not the same in all schemas of #[wasm_bindgen], besides the records
 * (test-bindgen.c): types, and names that the linker sees.
 */

#include <string.h>

#include "bindgen-words.h"
#include "bindgen/symbols.h"

static const struct up_bindgen_schema *schema_of(const char *version)
{
	const struct up_bindgen_schema *schema = up_bindgen_schema_find(
		(struct up_raw_name){version, strlen(version)});

	assert_non_null(schema);
	return schema;
}

/* ---- types ---- */

/* What a number means, and what is behind it, changed now and then. */
static void test_types(void **state)
{
	const struct up_bindgen_schema *of_114 = schema_of("0.2.114");
	const struct up_bindgen_schema *of_118 = schema_of("0.2.118");
	const struct up_bindgen_schema *of_119 = schema_of("0.2.119");
	const struct up_bindgen_schema *of_121 = schema_of("0.2.121");
	const struct up_bindgen_schema *of_128 = schema_of("0.2.128");

	(void)state;
	check_type(of_114, WORDS(14, 9, 1, 13, 8, 0, 30, 30),
		   "closure owned mutable destructor<() -> unit / unit by "
		   "table>");
	check_type(of_118, WORDS(14, 1, 0, 13, 8, 0, 30, 30),
		   "closure owned<() -> unit / unit by table>");
	check_type(of_118, WORDS(32), "non-null");
	check_type(of_119, WORDS(8), "i64-as-f64");
	check_type(of_119, WORDS(28, 1, 'S'), "struct S");
	check_type(of_119, WORDS(35), "raw-pointer");
	check_type(of_121, WORDS(28, 1, 'U', 2, 12, 30), "union U<f32, char>");
	check_type(of_121, WORDS(26, 1, 'E', 5), "enum E hole=5");
	check_type(of_121, WORDS(29, 1, 'S'), "struct S");
	check_type(of_128, WORDS(26, 1, 'E', 5, 1, 'c'), "enum E of c hole=5");
	check_type(of_128, WORDS(27, 1, 'S', 3), "string-enum S variants=3");
	check_type(of_128, WORDS(28, 1, 'U', 1, 12), "union U<f32>");
	check_type(of_128, WORDS(29, 1, 'S', 1, 'c'), "struct S of c");
	/* Slices that are to be plain arrays: numbers are lent. */
	check_type(of_121, WORDS(19, 23, 3),
		   "sequence slice=array<ref<slice<u16>>>");
	check_type(of_121, WORDS(31, 19, 23, 24), "option<vector<externref>>");
}

static void check_no_type_of(const char *version, uint32_t number)
{
	struct up_arena arena = {0};
	const char *problem = NULL;

	assert_null(type_read(schema_of(version), &number, 1, &arena,
			      &problem));
	check_contains(problem, "does not know");
	up_arena_finish(&arena);
}

static void test_no_types(void **state)
{
	(void)state;
	check_no_type_of("0.2.107", 33);
	check_no_type_of("0.2.118", 33);
	check_no_type_of("0.2.119", 36);
	check_no_type_of("0.2.121", 37);
	check_no_type_of("0.2.128", 37);
}

/* ---- names that the linker sees ---- */

/* Of a method, a field, a class, what it extends, and a type of a union. */
static void check_symbols(const char *version, const char *const *expected)
{
	struct up_raw_name space[] = {{"A", 1}, {"B", 1}};
	struct up_bindgen_field field = {.name = {"[Symbol.x]", 10}};
	struct up_bindgen_program program = {
		.crate = {"c-0-12", 6},
		.module_path = {"c::m", 4},
	};
	struct up_bindgen_class class_ = {
		.name = {"Child", 5},
		.js_namespace = space,
		.js_namespace_count = 2,
		.extends = {"Parent", 6},
	};
	struct up_bindgen_export method = {
		.class_name = {"Child", 5},
		.function.name = {"do.It", 5},
		.js_namespace = space,
		.js_namespace_count = 2,
	};
	struct up_bindgen_union union_ = {.name = {"Union", 5}};
	struct up_arena arena = {0};
	struct up_symbols symbols = {schema_of(version), &program, &arena};

	assert_string_equal(up_symbol_export(&symbols, &method), expected[0]);
	assert_string_equal(up_symbol_field(&symbols, &class_, &field, "get"),
			    expected[1]);
	assert_string_equal(up_symbol_class(&symbols, &class_, "free"),
			    expected[2]);
	assert_string_equal(up_symbol_upcast(&symbols, &class_), expected[3]);
	assert_string_equal(up_symbol_union(&symbols, &union_, 3), expected[4]);
	up_arena_finish(&arena);
}

#define SYMBOLS(version, ...) \
	check_symbols(version, (const char *const[]){__VA_ARGS__})

static void test_symbols(void **state)
{
	(void)state;
	SYMBOLS("0.2.107", "child_do.It", "__wbg_get_child_[Symbol.x]",
		"__wbg_child_free", "__wbg_upcast_child_to_parent",
		"__wbg_dynamic_union_union_3");
	SYMBOLS("0.2.119", "child_do.It", "__wbg_get_a__b__child_[Symbol.x]",
		"__wbg_a__b__child_free", "__wbg_upcast_a__b__child_to_parent",
		"__wbg_dynamic_union_union_3");
	SYMBOLS("0.2.121", "child_do_It", "__wbg_get_a__b__child_Symbol_x",
		"__wbg_a__b__child_free", "__wbg_upcast_a__b__child_to_parent",
		"__wbg_dynamic_union_union_3");
	SYMBOLS("0.2.122", "A__B__child_do_It",
		"__wbg_get_a__b__child_Symbol_x", "__wbg_a__b__child_free",
		"__wbg_upcast_a__b__child_to_parent",
		"__wbg_dynamic_union_union_3");
	SYMBOLS("0.2.128", "A__B__child_do_It_12",
		"__wbg_get_a__b__child_Symbol_x_12",
		"__wbg_a__b__child_free_12",
		"__wbg_upcast_a__b__child_to_parent_12",
		"__wbg_dynamic_union_union_3_12");
	SYMBOLS("0.2.130", "A__B__child_do_It_12",
		"__wbg_get_a__b__child_Symbol_x_12",
		"__wbg_a__b__child_free_12",
		"__wbg_upcast_a__b__child_to_parent_12",
		"__wbg_dynamic_union_union_3_12_c::m");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_no_types),
		cmocka_unit_test(test_symbols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
