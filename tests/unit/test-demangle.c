/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Names of functions for people, of real modules and of hostile ones. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "util/buf.h"
#include "util/demangle.h"

static void check_shown(const char *name, const char *want)
{
	struct up_buf text = {0};

	up_buf_puts(&text, "in ");
	up_demangle(&text, name, strlen(name));
	assert_int_equal(strncmp(text.bytes, "in ", 3), 0);
	assert_string_equal(text.bytes + 3, want);
	up_buf_finish(&text);
}

static void test_rust(void **state)
{
	(void)state;
	check_shown("_RNvNtCs1CYXbLPYCFn_4core9panicking9panic_fmt",
		    "core::panicking::panic_fmt");
	check_shown("_RNvCsfgHYwM92fyn_7___rustc18___rust_start_panic",
		    "__rustc::__rust_start_panic");
	check_shown("_RINvNtCs62v1WRk8Dro_3std9panicking11begin_paniclECs5toWE"
		    "TICwL2_8flavours",
		    "std::panicking::begin_panic::<i32>");
	check_shown("_ZN3std9panicking20rust_panic_with_hook17he3dc6abfb01fb41"
		    "5E",
		    "std::panicking::rust_panic_with_hook");
	check_shown("_ZN5alloc3vec16Vec$LT$T$C$A$GT$6remove13assert_failed17h8"
		    "b4687a3c78e4078E",
		    "alloc::vec::Vec<T,A>::remove::assert_failed");
	check_shown("_RNvNtCs62v1WRk8Dro_3std9panicking12catch_unwind.llvm.82",
		    "std::panicking::catch_unwind");
}

static void test_cxx(void **state)
{
	(void)state;
	check_shown("_ZSt9terminatev", "std::terminate()");
	check_shown("_ZNSt3__222__libcpp_verbose_abortEPKcz",
		    "std::__2::__libcpp_verbose_abort(char const*, ...)");
	check_shown("_ZN6duckdb10Connection5QueryERKNSt3__212basic_stringIcNS1"
		    "_11char_traitsIcEENS1_9allocatorIcEEEE",
		    "duckdb::Connection::Query(std::__2::basic_string<char, "
		    "std::__2::char_traits<char>, std::__2::allocator<char> > "
		    "const&)");
}

/* wasm-bindgen demangles the names, and leaves the hashes. */
static void test_demangled_by_others(void **state)
{
	(void)state;
	check_shown("core::panicking::panic_fmt::hbc500cb2b2c8690c",
		    "core::panicking::panic_fmt");
	check_shown("core[9fdf64a6790eadef]::panicking::assert_failed::<&[auto"
		    "merge[48a3c19e601da739]::types::ChangeHash], u8>",
		    "core::panicking::assert_failed::<&[automerge::types::"
		    "ChangeHash], u8>");
	check_shown("<std[621aea649eff46be]::panicking::panic_handler::Payload"
		    ">::fill",
		    "<std::panicking::panic_handler::Payload>::fill");
	check_shown("panic_unwind[c2864459aa500e9]::imp::panic",
		    "panic_unwind::imp::panic");
}

static void test_leaves_others_alone(void **state)
{
	static const char *const names[] = {
		"", "_", "_Z", "_R", "_ZN", "main", "_start", "__wasm_call_ctors",
		"runtime.gopanic", "(*go/ast.TypeAssertExpr).Pos",
		"debug.FullPanic((function 'defaultPanic')).outOfBounds",
		"std::__throw_bad_alloc[abi:nn190106]()", "a[abc]::b",
		"a::h0123456789abcdeg", "a::h0123456789abcdef::b",
		"a[0123456789abcdef0]::b", "a[0123456789abcdef]", "a[0123456789",
		"a[0123456789abcdef]xyz",
		"~lib/rt/tlsf/__alloc", "\xff\xfe[\x01\x02", "[", "::h", "[::",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_shown(names[i], names[i]);
}

/* Appends names of @size bytes that repeat @piece; none may take long. */
static void check_hostile(const char *head, const char *piece, size_t size)
{
	char *name = malloc(size + strlen(head) + strlen(piece) + 1);
	struct up_buf text = {0};
	size_t at = strlen(head);
	clock_t begin = clock();

	memcpy(name, head, at);
	while (at < size)
		name[at] = piece[(at - strlen(head)) % strlen(piece)], at++;
	up_demangle(&text, name, at);
	assert_true(text.size <= at || text.size <= 1 << 16);
	assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
	up_buf_finish(&text);
	free(name);
}

static void test_hostile_names(void **state)
{
	static const char *const heads[] = {"_R", "_ZN", "_Z", "_Z1f", "_RINvC1a1b",
					    "__Z", ""};
	static const char *const pieces[] = {
		"N", "I", "INvC1a1b", "P", "PF", "S_", "B_", "1a", "NvC1a1a",
		"T", "TT", "Dp", "J", "_", "9", "X", "XX", "L", "$LT$", "17h",
		"\xff", "[", "::h", "[0123456789abcdef]::", "cv", "DTcl", "St",
		"SaS_", "S0_", "I1aE", "M1a", "A_", "FvvE", "tl", "il",
	};
	static const size_t sizes[] = {40, 400, 1000, 1025, 8000, 1 << 20};

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		for (size_t j = 0; j < sizeof(pieces) / sizeof(pieces[0]); j++)
			for (size_t k = 0; k < 6; k++)
				check_hostile(heads[i], pieces[j], sizes[k]);
}

/* Each type has the one before it twice. */
static void test_does_not_explode(void **state)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct up_buf name = {0}, text = {0};

	(void)state;
	up_buf_puts(&name, "_Z1f1XIiiE");
	for (int i = 0; i < 10; i++)
		up_buf_printf(&name, "S_IS%c_S%c_E", digits[i], digits[i]);
	up_demangle(&text, name.bytes, name.size);
	check_contains(text.bytes, "f(X<int, int>, X<X<int, int>, X<int");
	up_buf_finish(&text);
	for (int i = 10; i < 36; i++)
		up_buf_printf(&name, "S_IS%c_S%c_E", digits[i], digits[i]);
	up_demangle(&text, name.bytes, name.size);
	assert_string_equal(text.bytes, name.bytes);
	up_buf_finish(&text);
	up_buf_finish(&name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rust),
		cmocka_unit_test(test_cxx),
		cmocka_unit_test(test_demangled_by_others),
		cmocka_unit_test(test_leaves_others_alone),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_does_not_explode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
