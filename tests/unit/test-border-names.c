/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What JavaScript knows the imports of a #[wasm_bindgen] module by: each has a name
 * of its own, and loses its hash as far as that goes.
 */

#include "bindgen/border_names.h"
#include "check.h"

static const struct {
	const char *name, *shim;
} imports[] = {
	{"__wbg_then_bbbbbbbbbbbbbbbb", "__wbg_then_2"},
	{"__wbg_log_0123456789abcdef", "__wbg_log"},
	{"__wbg_then_aaaaaaaaaaaaaaaa", "__wbg_then"},
	/* What the next of a group would be called is taken. */
	{"__wbg_then_1_cccccccccccccccc", "__wbg_then_1"},
	/* The linker left it twice. */
	{"__wbg_log_0123456789abcdef", "__wbg_log"},
	{"__wbg_new_0123456789abcdeF", "__wbg_new_0123456789abcdeF"},
	{"__wbg_cast_7", "__wbg_cast_7"},
	{"__wbg_cast_7_dddddddddddddddd", "__wbg_cast_7_1"},
};

enum { COUNT = sizeof(imports) / sizeof(*imports) };

static void test_imports(void **state)
{
	BinaryenModuleRef module = BinaryenModuleCreate();
	struct up_bindgen bindgen = {0};
	struct up_adapter items[COUNT] = {0};
	struct up_adapters adapters = {.items = items, .count = COUNT};

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		items[i].role = UP_ADAPTER_IMPORT;
		items[i].name = imports[i].name;
	}
	up_border_names(&adapters, &bindgen, module);
	for (size_t i = 0; i < COUNT; i++) {
		assert_string_equal(imports[i].name, items[i].name);
		assert_string_equal(imports[i].shim, items[i].shim);
	}
	up_arena_finish(&bindgen.arena);
	BinaryenModuleDispose(module);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
