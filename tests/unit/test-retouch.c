/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What is done to a finished module: sections dropped, names demangled. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "util/demangle.h"
#include "wasm/leb128.h"
#include "wasm/retouch.h"

static void check_name(const char *mangled, const char *expected)
{
	struct up_buf text = {0};
	bool done = up_demangle_rust(&text, mangled);

	if (done != (expected != NULL))
		fail_msg("%s: %s", mangled, done ? text.bytes : "not known");
	if (expected)
		assert_string_equal(text.bytes, expected);
	else
		assert_int_equal(text.size, 0);
	up_buf_finish(&text);
}

static void test_names(void **state)
{
	(void)state;
	check_name("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE",
		   "core::fmt::Write::write_fmt::h0123456789abcdef");
	check_name("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE_12",
		   "core::fmt::Write::write_fmt::h0123456789abcdef");
	check_name("_ZN1a28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE",
		   "a::{{closure}}::h0123456789abcdef");
	check_name("_RNvCskwGfYPst2Cb_3foo16example_function",
		   "foo[ef17931c9e9b4641]::example_function");
	check_name("_RNvC1a1b", "a[0]::b");
	check_name("_RNvC1a1b_7", "a[0]::b");
	check_name("_RNvC1a1b.llvm.123ABC", "a[0]::b");
	check_name("_RNvC1a1b.llvm.123ABC_7", "a[0]::b");
	check_name("_RNCNvC1a1b0B3_", "a[0]::b::{closure#0}");
	check_name("", NULL);
	check_name("main", NULL);
	check_name("_", NULL);
	check_name("_R", NULL);
	check_name("_RNvC", NULL);
	check_name("_ZN3fooE", NULL);
	check_name("_ZN3std6vectorIiE4sizeEv", NULL);
	check_name("x_12", NULL);
}

/* The type that is at @position, behind the first two letters of the symbol. */
static void put_again(struct up_buf *name, size_t position)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t value = position - 1;

	up_buf_puts(name, "B");
	if (value >= 62)
		up_buf_append(name, &digits[value / 62], 1);
	up_buf_append(name, &digits[value % 62], 1);
	up_buf_puts(name, "_");
}

/* Every type of these is three times the one before. */
static void put_bomb(struct up_buf *name, size_t levels)
{
	size_t before;

	up_buf_puts(name, "_RINvC1a1b");
	before = name->size - 2;
	up_buf_puts(name, "u");
	while (levels-- > 0) {
		size_t here = name->size - 2;

		up_buf_puts(name, "T");
		for (int i = 0; i < 3; i++)
			put_again(name, before);
		up_buf_puts(name, "E");
		before = here;
	}
	up_buf_puts(name, "E");
}

static void test_bombs(void **state)
{
	struct up_buf name = {0};

	(void)state;
	put_bomb(&name, 1);
	check_name(name.bytes, "a[0]::b::<(), ((), (), ())>");
	up_buf_finish(&name);
	put_bomb(&name, 40);
	check_name(name.bytes, NULL);
	up_buf_finish(&name);
}

/* ---- modules ---- */

static void put_bytes(struct up_buf *buf, const char *text)
{
	up_leb128_put_u32(buf, (uint32_t)strlen(text));
	up_buf_puts(buf, text);
}

static void put_section(struct up_buf *module, const char *name,
			const struct up_buf *payload)
{
	struct up_buf section = {0};

	put_bytes(&section, name);
	if (payload->size)
		up_buf_append(&section, payload->bytes, payload->size);
	up_buf_append(module, "\0", 1);
	up_leb128_put_u32(module, (uint32_t)section.size);
	up_buf_append(module, section.bytes, section.size);
	up_buf_finish(&section);
}

/* A module with sections `name` (of these functions), `producers` and `x`. */
static void make_module(struct up_buf *module, const char *const *names,
			uint32_t count)
{
	struct up_buf functions = {0}, payload = {0}, none = {0};

	up_leb128_put_u32(&functions, count);
	for (uint32_t i = 0; i < count; i++) {
		up_leb128_put_u32(&functions, 2 * i);
		put_bytes(&functions, names[i]);
	}
	up_buf_append(&payload, "\0\2\1m", 4);
	up_buf_append(&payload, "\1", 1);
	up_leb128_put_u32(&payload, (uint32_t)functions.size);
	up_buf_append(&payload, functions.bytes, functions.size);
	up_buf_append(&payload, "\7\1\0", 3);
	up_buf_append(module, "\0asm\1\0\0\0", 8);
	put_section(module, "producers", &none);
	put_section(module, "name", &payload);
	put_section(module, "x", &none);
	up_buf_finish(&functions);
	up_buf_finish(&payload);
}

static bool has(const struct up_buf *module, const char *text)
{
	return memmem(module->bytes, module->size, text, strlen(text)) != NULL;
}

static void test_sections(void **state)
{
	static const char *const names[] = {"f"};
	static const struct {
		struct up_retouch how;
		bool names, producers;
	} cases[] = {
		{{false, false, false}, true, true},
		{{true, false, false}, false, true},
		{{false, true, false}, true, false},
		{{true, true, true}, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct up_buf module = {0};

		make_module(&module, names, 1);
		up_retouch(&module, &cases[i].how);
		assert_int_equal(has(&module, "\4name"), cases[i].names);
		assert_int_equal(has(&module, "producers"), cases[i].producers);
		assert_true(has(&module, "\1x"));
		up_buf_finish(&module);
	}
}

static void test_twins(void **state)
{
	static const char *const mangled[] = {
		"_RNvC1a1b", "main", "_RNvC1a1b_1", "a::b", "",
		"unpoison.import._RNvC1a1c", "_RNvC1a1b.llvm.5",
	};
	static const char *const demangled[] = {
		"a[0]::b", "main", "a[0]::b[1]", "a::b", "",
		"unpoison.import.a[0]::c", "a[0]::b[2]",
	};
	struct up_buf module = {0}, expected = {0};
	struct up_retouch how = {.demangle = true};

	(void)state;
	make_module(&module, mangled, 7);
	make_module(&expected, demangled, 7);
	up_retouch(&module, &how);
	assert_int_equal(module.size, expected.size);
	assert_memory_equal(module.bytes, expected.bytes, expected.size);
	up_buf_finish(&module);
	up_buf_finish(&expected);
}

/* A name section that is cut off somewhere stays as it is. */
static void test_broken_names(void **state)
{
	static const char broken[] = "\1\x20\2\0\4name";
	struct up_buf module = {0}, before = {0}, payload = {0};
	struct up_retouch how = {.demangle = true};

	(void)state;
	for (size_t size = 1; size < sizeof(broken); size++) {
		up_buf_append(&payload, broken, size);
		up_buf_append(&module, "\0asm\1\0\0\0", 8);
		put_section(&module, "name", &payload);
		up_buf_append(&before, module.bytes, module.size);
		up_retouch(&module, &how);
		assert_int_equal(module.size, before.size);
		assert_memory_equal(module.bytes, before.bytes, before.size);
		up_buf_finish(&module);
		up_buf_finish(&before);
		up_buf_finish(&payload);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_broken_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
