/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Functions known by their names, as real modules have them. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/landmark_names.h"
#include "check.h"

enum { NONE = UP_ROLE_COUNT };

static unsigned role_of(const char *name, size_t params)
{
	enum up_role role = (enum up_role)NONE;
	size_t size = strlen(name);
	/* A copy of its own: the sanitizer sees whoever reads behind it. */
	char *copy = malloc(size + 1);
	bool found;

	memcpy(copy, name, size);
	copy = realloc(copy, size ? size : 1);
	found = up_landmark_role(copy, size, params, &role);
	free(copy);
	assert_int_equal(found, role != (enum up_role)NONE);
	return role;
}

struct known {
	const char *name;
	unsigned role;
};

#define CHECK(table)                                                        \
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)       \
		if (role_of(table[i].name, SIZE_MAX) != table[i].role)      \
			fail_msg("%s: role %u, not %u", table[i].name,      \
				 role_of(table[i].name, SIZE_MAX),          \
				 table[i].role)

/* Binary search finds only what is sorted. */
static void test_finds_all_of_the_table(void **state)
{
	static const struct {
		const char *path;
		unsigned role;
		size_t params;
	} all[] = {
#define ANY SIZE_MAX
#define UP_LANDMARK(path, role, params) {path, UP_ROLE_##role, params},
#define UP_LANDMARK_FAMILY(path, role) {path "x", UP_ROLE_##role, ANY},
#include "analysis/landmark.def"
#undef UP_LANDMARK_FAMILY
#undef UP_LANDMARK
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (role_of(all[i].path, all[i].params) != all[i].role)
			fail_msg("%s is not found", all[i].path);
}

static void test_rust_in_both_manglings(void **state)
{
	static const struct known names[] = {
		/* Debian's rustc 1.96 */
		{"_RNvNtCs1CYXbLPYCFn_4core9panicking9panic_fmt",
		 UP_ROLE_PANIC},
		{"_RNvNtCs1CYXbLPYCFn_4core9panicking18panic_bounds_check",
		 UP_ROLE_PANIC},
		{"_RNvNtCs1CYXbLPYCFn_4core9panicking19panic_cannot_unwind",
		 UP_ROLE_CANNOT_UNWIND},
		{"_RNvCsfgHYwM92fyn_7___rustc18___rust_start_panic",
		 UP_ROLE_PANIC},
		{"_RNvCsfgHYwM92fyn_7___rustc17rust_begin_unwind",
		 UP_ROLE_PANIC},
		{"_RNvCsfgHYwM92fyn_7___rustc12___rust_abort", UP_ROLE_ABORT},
		{"_RINvNtCs62v1WRk8Dro_3std9panicking11begin_panicNtCs5toWETI"
		 "CwL2_8flavours7PayloadEBL_",
		 UP_ROLE_PANIC},
		{"_RINvNtCs1CYXbLPYCFn_4core9panicking13assert_failedbbECs62v"
		 "1WRk8Dro_3std",
		 UP_ROLE_PANIC},
		{"_RNvNtNtCs1CYXbLPYCFn_4core5slice5index16slice_index_fail",
		 UP_ROLE_PANIC},
		{"_RNvNtCscMwyoEF2EfQ_6unwind4wasm22__Unwind_RaiseException",
		 UP_ROLE_THROW},
		/* @dprint/typescript, rustc 1.90: the older mangling */
		{"_ZN4core9panicking9panic_fmt17h808dbde205a89691E",
		 UP_ROLE_PANIC},
		{"_ZN4core9panicking11panic_const23panic_const_div_by_zero17"
		 "hc20b1a273d5419d7E",
		 UP_ROLE_PANIC},
		{"_ZN4core5slice5index24slice_end_index_len_fail17h7da7df17f9"
		 "b159a2E",
		 UP_ROLE_PANIC},
		{"_ZN5alloc7raw_vec17capacity_overflow17h6426cb1d46647d27E",
		 UP_ROLE_PANIC},
	};

	(void)state;
	CHECK(names);
}

static void test_rust_as_wasm_bindgen_writes_it(void **state)
{
	static const struct known names[] = {
		/* @automerge/automerge */
		{"core[9fdf64a6790eadef]::panicking::panic_fmt", UP_ROLE_PANIC},
		{"core[9fdf64a6790eadef]::panicking::panic_const::panic_const"
		 "_rem_by_zero",
		 UP_ROLE_PANIC},
		{"core[9fdf64a6790eadef]::panicking::panic_cannot_unwind",
		 UP_ROLE_CANNOT_UNWIND},
		{"core[9fdf64a6790eadef]::panicking::assert_failed::<&[automer"
		 "ge[48a3c19e601da739]::types::ChangeHash], fn(u8) -> bool>",
		 UP_ROLE_PANIC},
		{"__rustc[1963b85898d4d9c3]::__rust_start_panic",
		 UP_ROLE_PANIC},
		{"wasm_bindgen[6a6137e48d096a2c]::throw_str", UP_ROLE_THROW},
		/* @syntect/wasm, rustc 1.58 */
		{"core::panicking::panic_fmt::hbc500cb2b2c8690c",
		 UP_ROLE_PANIC},
		{"std::panicking::begin_panic::h38c78c9e09b32aea",
		 UP_ROLE_PANIC},
		{"rust_begin_unwind", UP_ROLE_PANIC},
	};

	(void)state;
	CHECK(names);
}

static void test_cxx_and_c(void **state)
{
	static const struct known names[] = {
		{"__cxa_throw", UP_ROLE_THROW},
		{"__clang_call_terminate", UP_ROLE_CANNOT_UNWIND},
		{"abort", UP_ROLE_ABORT},
		{"_ZSt9terminatev", UP_ROLE_CANNOT_UNWIND},
		{"std::terminate()", UP_ROLE_CANNOT_UNWIND},
		{"_ZSt20__throw_length_errorPKc", UP_ROLE_THROW},
		{"_ZNSt3__222__libcpp_verbose_abortEPKcz", UP_ROLE_ABORT},
		{"_ZNKSt3__212basic_stringIcNS_11char_traitsIcEENS_9allocator"
		 "IcEEE20__throw_length_errorB8ne190106Ev",
		 UP_ROLE_THROW},
		/* canvaskit-wasm, its profiling build */
		{"std::__throw_bad_array_new_length[abi:nn190106]()",
		 UP_ROLE_THROW},
		{"std::__2::basic_string<char, std::__2::char_traits<char>, "
		 "std::__2::allocator<char>>::__throw_length_error"
		 "[abi:nn190106]() const",
		 UP_ROLE_THROW},
	};

	(void)state;
	CHECK(names);
}

static void test_other_toolchains(void **state)
{
	static const struct known names[] = {
		{"runtime.gopanic", UP_ROLE_PANIC},
		{"runtime.goPanicIndex", UP_ROLE_PANIC},
		{"runtime.panicdivide", UP_ROLE_PANIC},
		{"runtime.throw", UP_ROLE_ABORT},
		{"runtime._panic", UP_ROLE_PANIC}, /* @wasm-fmt/gofmt */
		{"runtime.runtimePanicAt", UP_ROLE_PANIC},
		{"runtime.runtimeFatal", UP_ROLE_ABORT},
		{"builtin.default_panic", UP_ROLE_PANIC},
		{"debug.FullPanic((function 'defaultPanic')).outOfBounds",
		 UP_ROLE_PANIC},
		{"debug.panicExtra__anon_4242", UP_ROLE_PANIC},
		{"~lib/builtins/abort", UP_ROLE_ABORT},
		{"Error._throwWithCurrentStackTrace", UP_ROLE_THROW},
		{"$ss17_assertionFailure__4file4line5flagss5NeverOs12Static"
		 "StringV_SSAHSus6UInt32VtF",
		 UP_ROLE_PANIC},
	};

	(void)state;
	CHECK(names);
}

static void test_not_what_looks_like_it(void **state)
{
	static const struct known names[] = {
		/* closures, methods and arguments of generics */
		{"_RNCNvNtCs62v1WRk8Dro_3std9panicking13panic_handler0B5_",
		 NONE},
		{"_RINvNtCs1CYXbLPYCFn_4core3ptr13drop_in_placeNtNvNtCs62v1WR"
		 "k8Dro_3std9panicking13panic_handler19FormatStringPayloadEBM_",
		 NONE},
		{"std::panicking::begin_panic_handler::{{closure}}::hdf90814c"
		 "f3dcdd18",
		 NONE},
		{"_ZN3std9panicking11begin_panic28_$u7b$$u7b$closure$u7d$$u7d"
		 "$17h9fb99758b738390aE",
		 NONE},
		{"core[9fdf64a6790eadef]::ptr::drop_in_place::<std[621aea649e"
		 "ff46be]::panicking::panic_handler::FormatStringPayload>",
		 NONE},
		{"<std[621aea649eff46be]::panicking::panic_handler::FormatStr"
		 "ingPayload>::fill",
		 NONE},
		/* of others, with such names */
		{"_ZN14swc_ecma_lexer6common6parser4stmt16parse_throw_stmt17h"
		 "481d552d774eE",
		 NONE},
		{"FT_Stream_ExitFrame", NONE},
		{"skjpeg_error_exit(jpeg_common_struct*)", NONE},
		{"sk_malloc_throw(unsigned long, unsigned long)", NONE},
		{"exit(Door*)", NONE},
		{"_Z4exitP4Door", NONE},
		{"Door::exit()", NONE},
		{"png_set_longjmp_fn", NONE},
		{"exit_1", UP_ROLE_ABORT},
		{"exit1", NONE},
		{"boom_any", NONE},
		{"", NONE},
	};

	(void)state;
	CHECK(names);
}

/* What a pass reads out of parameters has to be of the shape it knows. */
static void test_shapes(void **state)
{
	static const char hook[] =
		"_RNvNtCs62v1WRk8Dro_3std9panicking15panic_with_hook";
	static const char old[] =
		"_ZN3std9panicking20rust_panic_with_hook17he3dc6abfb01fb415E";

	(void)state;
	assert_int_equal(role_of(hook, 5), UP_ROLE_PANIC_HOOK);
	assert_int_equal(role_of(hook, 6), NONE);
	assert_int_equal(role_of(hook, SIZE_MAX), NONE);
	assert_int_equal(role_of(old, 5), UP_ROLE_PANIC_HOOK);
	assert_int_equal(role_of(old, 6), UP_ROLE_PANIC_HOOK);
	assert_int_equal(
		role_of("_RNvCsfgHYwM92fyn_7___rustc13___rdl_dealloc", 3),
		UP_ROLE_DEALLOC);
	assert_int_equal(
		role_of("_RNvCsfgHYwM92fyn_7___rustc13___rdl_dealloc", 2),
		NONE);
	assert_int_equal(
		role_of("_RNvNtNtCs62v1WRk8Dro_3std9panicking11panic_count8"
			"increase", 1),
		UP_ROLE_PANIC_COUNT);
	assert_int_equal(role_of("__wasm_longjmp", 2), UP_ROLE_LONGJMP);
	assert_int_equal(role_of("std::alloc::rust_oom", 2),
			 UP_ROLE_OUT_OF_MEMORY);
}

static void test_suffixes(void **state)
{
	static const struct known names[] = {
		{"_RNvNtCs1CYXbLPYCFn_4core9panicking9panic_fmt.llvm.18203815"
		 "611303502202",
		 UP_ROLE_PANIC},
		{"_ZN4core9panicking9panic_fmt17h808dbde205a89691E.llvm.7",
		 UP_ROLE_PANIC},
		{"abort.1", UP_ROLE_ABORT},
		{"core::panicking::panic_fmt_1", UP_ROLE_PANIC},
		{"rust_begin_unwind.llvm.42", UP_ROLE_PANIC},
	};

	(void)state;
	CHECK(names);
}

static void test_imports(void **state)
{
	static const struct known names[] = {
		{"__cxa_throw", UP_ROLE_THROW},
		{"abort", UP_ROLE_ABORT},
		{"_abort_js", UP_ROLE_ABORT},
		{"proc_exit", UP_ROLE_ABORT},
		{"runtime.wasmExit", UP_ROLE_ABORT},
		{"__wbindgen_throw", UP_ROLE_THROW},
		{"__wbg___wbindgen_throw_b855445ff6a94295", UP_ROLE_THROW},
		{"__wbg_wbindgenthrow_451ec1a8469d7eb6", UP_ROLE_THROW},
		{"fd_write", NONE},
		{"throw_in_the_towel", NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		enum up_role role = (enum up_role)NONE;

		up_landmark_import_role(names[i].name, strlen(names[i].name),
					&role);
		assert_int_equal(role, names[i].role);
	}
}

/* Whatever there is in a name, and however long. */
static void test_hostile_names(void **state)
{
	static const char *const pieces[] = {
		"_R", "_ZN", "N", "I", "C", "s", "_", "99999999999999999999",
		"17h", "<", ">", "[", "]", "::", "(", "{", "St", "5abort",
		"__throw_", "core", "panicking", ".llvm.", "\xff", "\0",
	};
	size_t size = 1 << 20;
	char *name = malloc(size);
	enum up_role role;
	unsigned random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		size_t length = strlen(pieces[i]) ? strlen(pieces[i]) : 1;

		for (size_t at = 0; at < size; at++)
			name[at] = pieces[i][at % length];
		assert_false(up_landmark_role(name, size, 2, &role));
	}
	for (size_t round = 0; round < 200000; round++) {
		char some[64];
		size_t at = 0;

		while (at < sizeof(some) - 24) {
			random = random * 1103515245 + 12345;
			const char *piece = pieces[(random >> 16) % 24];
			size_t length = strlen(piece) ? strlen(piece) : 1;
			memcpy(some + at, piece, length);
			at += length;
		}
		up_landmark_role(some, at, 2, &role);
	}
	free(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_all_of_the_table),
		cmocka_unit_test(test_rust_in_both_manglings),
		cmocka_unit_test(test_rust_as_wasm_bindgen_writes_it),
		cmocka_unit_test(test_cxx_and_c),
		cmocka_unit_test(test_other_toolchains),
		cmocka_unit_test(test_not_what_looks_like_it),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_suffixes),
		cmocka_unit_test(test_imports),
		cmocka_unit_test(test_hostile_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
