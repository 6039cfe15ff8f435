/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What is said of a module: who made it, of what, and what a panic does. */

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "inspect/model.h"
#include "inspect/texts.h"
#include "util/buf.h"
#include "wasm/leb128.h"

/* ---- modules ---- */

struct import {
	const char *module, *name;
};

struct producer {
	const char *field, *name, *version;
};

/*
 * A module with one defined function for each body. All functions, those that
 * are imported too, are () -> (); with @three the defined ones take three i32.
 */
struct spec {
	struct producer producers[6];
	struct import imports[4];
	const char *exports[4]; /* of the first defined function */
	const char *names[4]; /* of the defined functions */
	const char *section; /* a custom one, empty */
	const char *debug; /* the section .debug_str */
	size_t debug_size;
	const char *data; /* at 1024 */
	size_t data_size;
	const char *bodies[4]; /* without the end; NULL: none */
	size_t body_sizes[4];
	bool three;
	bool tag; /* of one i32 */
};

static void put_u32(struct up_buf *buf, size_t value)
{
	up_leb128_put_u32(buf, (uint32_t)value);
}

static void put_text(struct up_buf *buf, const char *text)
{
	put_u32(buf, strlen(text));
	up_buf_puts(buf, text);
}

static void put_bytes(struct up_buf *buf, const char *bytes, size_t size)
{
	up_buf_append(buf, bytes, size);
}

/* @part becomes the section @id, and is empty afterwards. */
static void put_section(struct up_buf *buf, char id, struct up_buf *part)
{
	up_buf_append(buf, &id, 1);
	put_u32(buf, part->size);
	if (part->size)
		up_buf_append(buf, part->bytes, part->size);
	up_buf_finish(part);
}

static size_t count_of(const void *first, size_t size, size_t most)
{
	const char *at = first;
	size_t count = 0;

	while (count < most && *(const char *const *)(at + count * size))
		count++;
	return count;
}

#define COUNT(array) \
	count_of(array, sizeof((array)[0]), sizeof(array) / sizeof((array)[0]))

static void put_border(struct up_buf *buf, const struct spec *spec)
{
	size_t imports = COUNT(spec->imports), exports = COUNT(spec->exports);
	struct up_buf part = {0};

	put_u32(&part, imports);
	for (size_t i = 0; i < imports; i++) {
		put_text(&part, spec->imports[i].module);
		put_text(&part, spec->imports[i].name);
		put_bytes(&part, "\0\0", 2);
	}
	put_section(buf, 2, &part);
	put_u32(&part, COUNT(spec->bodies));
	for (size_t i = 0; i < COUNT(spec->bodies); i++)
		put_bytes(&part, spec->three ? "\1" : "\0", 1);
	put_section(buf, 3, &part);
	put_bytes(&part, "\1\0\1", 3);
	put_section(buf, 5, &part);
	if (spec->tag) {
		put_bytes(&part, "\1\0\2", 3);
		put_section(buf, 13, &part);
	}
	put_u32(&part, exports);
	for (size_t i = 0; i < exports; i++) {
		put_text(&part, spec->exports[i]);
		put_bytes(&part, "\0", 1);
		put_u32(&part, imports);
	}
	put_section(buf, 7, &part);
}

static void put_code(struct up_buf *buf, const struct spec *spec)
{
	struct up_buf part = {0};

	put_u32(&part, COUNT(spec->bodies));
	for (size_t i = 0; i < COUNT(spec->bodies); i++) {
		put_u32(&part, spec->body_sizes[i] + 2);
		put_bytes(&part, "\0", 1);
		put_bytes(&part, spec->bodies[i], spec->body_sizes[i]);
		put_bytes(&part, "\x0b", 1);
	}
	put_section(buf, 10, &part);
	if (!spec->data)
		return;
	put_bytes(&part, "\1\0\x41\x80\x08\x0b", 6);
	put_u32(&part, spec->data_size);
	put_bytes(&part, spec->data, spec->data_size);
	put_section(buf, 11, &part);
}

static void put_producers(struct up_buf *buf, const struct spec *spec)
{
	struct up_buf part = {0};
	size_t count = COUNT(spec->producers);

	if (count == 0)
		return;
	put_text(&part, "producers");
	put_u32(&part, count);
	for (size_t i = 0; i < count; i++) {
		put_text(&part, spec->producers[i].field);
		put_u32(&part, 1);
		put_text(&part, spec->producers[i].name);
		put_text(&part, spec->producers[i].version);
	}
	put_section(buf, 0, &part);
}

static void put_customs(struct up_buf *buf, const struct spec *spec)
{
	struct up_buf part = {0}, names = {0};
	size_t imports = COUNT(spec->imports), count = COUNT(spec->names);

	if (spec->section) {
		put_text(&part, spec->section);
		put_section(buf, 0, &part);
	}
	if (spec->debug) {
		put_text(&part, ".debug_str");
		put_bytes(&part, spec->debug, spec->debug_size);
		put_section(buf, 0, &part);
	}
	put_producers(buf, spec);
	if (count == 0)
		return;
	put_u32(&names, count);
	for (size_t i = 0; i < count; i++) {
		put_u32(&names, imports + i);
		put_text(&names, spec->names[i]);
	}
	put_text(&part, "name");
	put_section(&part, 1, &names);
	put_section(buf, 0, &part);
}

/* As much of a model as up_inspect_identity() needs and makes. */
struct subject {
	struct up_buf bytes;
	struct up_model *model;
};

static void complain(const struct up_diag *diag, void *data)
{
	(void)data;
	print_error("%s\n", diag->message);
}

static struct up_identity *look_at(struct subject *subject,
				   const struct spec *spec)
{
	struct up_report report = {.fn = complain};
	struct up_options options = {.name = "module"};
	struct up_buf part = {0};

	*subject = (struct subject){0};
	put_bytes(&subject->bytes, "\0asm\1\0\0\0", 8);
	put_bytes(&part,
		  "\3\x60\0\0\x60\3\x7f\x7f\x7f\0\x60\1\x7f\0", 14);
	put_section(&subject->bytes, 1, &part);
	put_border(&subject->bytes, spec);
	put_code(&subject->bytes, spec);
	put_customs(&subject->bytes, spec);
	subject->model = up_model_create((uint8_t *)subject->bytes.bytes,
					 subject->bytes.size, "module.wasm",
					 &options, &report);
	assert_non_null(subject->model);
	return &subject->model->identity;
}

static void finish(struct subject *subject)
{
	up_model_destroy(subject->model);
	up_buf_finish(&subject->bytes);
}

static void check_text(const char *text, const char *want)
{
	if (!want)
		assert_null(text);
	else if (!text)
		fail_msg("nothing instead of %s", want);
	else
		assert_string_equal(text, want);
}

static void check(const struct spec *spec, const char *toolchain,
		  const char *language, const char *detail)
{
	struct subject subject;
	struct up_identity *identity = look_at(&subject, spec);

	check_text(identity->toolchain, toolchain);
	check_text(identity->language, language);
	check_text(identity->detail, detail);
	finish(&subject);
}

/* ---- who made it ---- */

static void test_producers(void **state)
{
	(void)state;
	check(&(struct spec){.producers = {{"language", "Rust", ""},
			      {"processed-by", "rustc",
			       "1.81.0-nightly (59e2c01c2 2024-06-17)"},
			      {"processed-by", "Homebrew clang", "17.0.4"},
			      {"processed-by", "wasm-bindgen",
			       "0.2.92 (2a4a49362)"}}},
	      "rustc 1.81.0-nightly", "Rust",
	      "Homebrew clang 17.0.4, wasm-bindgen 0.2.92");
	check(&(struct spec){.producers = {{"language", "Go", "go1.26.5"},
			      {"processed-by", "Go cmd/compile", "go1.26.5"}}},
	      "Go 1.26.5", "Go", NULL);
	/* A program in C, with a library in Rust: @ruby/3.4-wasm-wasi */
	check(&(struct spec){.producers = {{"language", "Rust", ""},
					   {"language", "C11", ""},
					   {"processed-by", "clang", "18.1.2"},
					   {"processed-by", "rustc", "1.92.0"}}},
	      "clang 18.1.2", "C", "rustc 1.92.0");
	/* TinyGo is LLVM's, and says so first. */
	check(&(struct spec){.producers = {{"language", "C11", ""},
			      {"processed-by", "clang", "20.1.1 (https://g)"},
			      {"processed-by", "TinyGo", "0.40.1"}}},
	      "TinyGo 0.40.1", "Go", "clang 20.1.1");
	check(&(struct spec){.producers = {{"language", "C11", ""},
			      {"language", "C_plus_plus_17", ""},
			      {"processed-by", "clang",
			       "19.1.5-wasi-sdk (https://github.com/llvm)"}}},
	      "wasi-sdk clang 19.1.5-wasi-sdk", "C++", NULL);
	check(&(struct spec){.producers = {{"language", "C99", ""},
			      {"processed-by", "Debian clang", "19.1.7 (3)"}}},
	      "Debian clang 19.1.7", "C", NULL);
	check(&(struct spec){.producers = {{"sdk", "Emscripten", "3.1.6"},
			      {"processed-by", "clang", "15.0.0"}}},
	      "Emscripten 3.1.6", NULL, "clang 15.0.0");
	/* Only who came later: no word of who made it. */
	check(&(struct spec){.producers = {{"processed-by", "wasm-opt", "116"}}}, NULL, NULL,
	      "wasm-opt 116");
	check(&(struct spec){.section = "x"}, NULL, NULL, NULL);
}

static void test_long_versions(void **state)
{
	char version[300];
	struct subject subject;
	struct up_identity *identity;

	(void)state;
	/* The 64th byte is in the middle of a letter. */
	for (size_t i = 0; i < sizeof(version); i++)
		version[i] = (char)(i % 2 ? 0xc3 : 0xa9);
	version[0] = '1';
	version[sizeof(version) - 1] = '\0';
	identity = look_at(&subject,
			   &(struct spec){.producers = {{"processed-by", "rustc", version}}});
	assert_int_equal(strlen(identity->toolchain), 6 + 63);
	finish(&subject);
}

static void test_signs(void **state)
{
	(void)state;
	check(&(struct spec){.section = "go:buildid"}, "Go", "Go", NULL);
	check(&(struct spec){.imports = {{"gojs", "runtime.wasmExit"}}}, "Go",
	      "Go", NULL);
	check(&(struct spec){.imports = {{"gojs", "runtime.ticks"}}}, "TinyGo",
	      "Go", NULL);
	check(&(struct spec){.imports = {{"./x_bg.js", "__wbg_new_28c511d9"}}},
	      "rustc", "Rust", NULL);
	check(&(struct spec){.imports = {{"dart2wasm", "_181"}}}, "dart2wasm",
	      "Dart", NULL);
	check(&(struct spec){.imports = {{"env", "emscripten_resize_heap"}}},
	      "Emscripten", NULL, NULL);
	check(&(struct spec){.imports = {{"env", "invoke_vii"}}}, "Emscripten",
	      NULL, NULL);
	/* The compiler is clang, the toolchain is not. */
	check(&(struct spec){.producers = {{"language", "C_plus_plus_14", ""},
			      {"processed-by", "clang", "15.0.0"}},
			     .imports = {{"env", "_embind_register_void"}}},
	      "Emscripten", "C++", "clang 15.0.0");
	check(&(struct spec){.exports = {"__rtti_base"},
			     .bodies = {"\x01"},
			     .body_sizes = {1}},
	      "AssemblyScript", "AssemblyScript", NULL);
	check(&(struct spec){.imports = {{"env", "abort"}}}, NULL, NULL, NULL);
	check(&(struct spec){.imports = {{"wasi_snapshot_preview1",
					  "proc_exit"}}},
	      NULL, NULL, NULL);
}

static void check_name(const char *name, const char *toolchain,
		       const char *language)
{
	check(&(struct spec){.names = {name}, .bodies = {"\x01"},
			     .body_sizes = {1}},
	      toolchain, language, NULL);
}

static void test_names(void **state)
{
	(void)state;
	check_name("core::panicking::panic_fmt::hbc500cb2b2c8690c", "rustc",
		   "Rust");
	check_name("_RNvNtCs1CYXbLPYCFn_4core9panicking9panic_fmt", "rustc",
		   "Rust");
	check_name("runtime.runtimePanicAt", "TinyGo", "Go");
	check_name("debug.FullPanic((function 'defaultPanic')).outOfBounds",
		   "Zig", "Zig");
	check_name("~lib/rt/tlsf/__alloc", "AssemblyScript",
		   "AssemblyScript");
	check_name("std::terminate()", NULL, "C++");
	check_name("main", NULL, NULL);
}

static void check_data(const char *data, size_t size, const char *toolchain,
		       const char *language)
{
	check(&(struct spec){.data = data, .data_size = size}, toolchain,
	      language, NULL);
}

#define CHECK_DATA(text, toolchain, language) \
	check_data(text, sizeof(text) - 1, toolchain, language)

/* Of modules without names and producers. */
static void test_data(void **state)
{
	(void)state;
	CHECK_DATA("at/rustc/48a229ceaefd4985c50990b14116b6d856af0985/library/"
		   "core/src/num/flt2dec.rs",
		   "rustc (commit 48a229cea)", "Rust");
	CHECK_DATA("/rustc/1.75.0/library/alloc/src/raw_vec.rs",
		   "rustc 1.75.0", "Rust");
	CHECK_DATA("/home/me/.cargo/registry/src/index", "rustc", "Rust");
	CHECK_DATA("~\0l\0i\0b\0/\0r\0t\0/\0t\0l\0s\0f\0", "AssemblyScript",
		   "AssemblyScript");
	CHECK_DATA("/emsdk/emscripten/system/lib/libcxxabi/src/x.cpp",
		   "Emscripten", NULL);
	CHECK_DATA("\xff Go buildinf:\x08\2................\x08go1.22",
		   "Go", "Go"); /* cut off */
	CHECK_DATA("\xff Go buildinf:\x08\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		   "\x08go1.22.3....",
		   "Go 1.22.3", "Go");
	CHECK_DATA("hello", NULL, NULL);
}

static void test_dwarf(void **state)
{
	static const char zig[] = "\0zig 0.11.0\0main";
	static const char rust[] =
		"\0clang LLVM (rustc version 1.66.0 (69f9c33d7 2022-12-12))\0";
	static const char cut[] = "clang version ";

	(void)state;
	check(&(struct spec){.debug = zig, .debug_size = sizeof(zig)},
	      "Zig 0.11.0", "Zig", NULL);
	check(&(struct spec){.debug = rust, .debug_size = sizeof(rust)},
	      "rustc 1.66.0", "Rust", NULL);
	check(&(struct spec){.debug = cut, .debug_size = sizeof(cut) - 1},
	      "clang", NULL, NULL);
}

/* ---- what a panic does ---- */

static void check_panic(const struct spec *spec, enum up_panic_strategy want)
{
	struct subject subject;
	struct up_identity *identity = look_at(&subject, spec);

	assert_int_equal(identity->panic, want);
	assert_int_equal(identity->panic_tag, spec->tag ? 0 : UP_NO_INDEX);
	finish(&subject);
}

#define UNREACHABLE .bodies = {"\0"}, .body_sizes = {1}
#define NOP .bodies = {"\1"}, .body_sizes = {1}
#define THROW .bodies = {"\x41\0\x08\0"}, .body_sizes = {4}

static void test_strategies(void **state)
{
	(void)state;
	check_panic(&(struct spec){.names = {"f"}, NOP}, UP_PANIC_NONE);
	check_panic(&(struct spec){NOP}, UP_PANIC_NONE);
	/* With names one would see the panic, without there may be one. */
	check_panic(&(struct spec){.names = {"f"}, UNREACHABLE},
		    UP_PANIC_NONE);
	check_panic(&(struct spec){UNREACHABLE}, UP_PANIC_UNKNOWN);
	check_panic(&(struct spec){.producers = {{"processed-by", "rustc", "1"}},
				   UNREACHABLE},
		    UP_PANIC_ABORT);
	check_panic(&(struct spec){.producers = {{"language", "C_plus_plus_14", ""}},
				   UNREACHABLE},
		    UP_PANIC_UNKNOWN);
	check_panic(&(struct spec){.names = {"core::panicking::panic_fmt"},
				   UNREACHABLE},
		    UP_PANIC_ABORT);
	check_panic(&(struct spec){.imports = {{"env", "abort"}}},
		    UP_PANIC_ABORT);
	check_panic(&(struct spec){.imports = {{"env", "__cxa_throw"},
					       {"env", "invoke_vii"}}},
		    UP_PANIC_UNKNOWN);
	check_panic(&(struct spec){.tag = true, THROW}, UP_PANIC_UNWIND);
	/* Nobody throws it. */
	check_panic(&(struct spec){.tag = true, NOP}, UP_PANIC_NONE);
}

/* ---- landmarks ---- */

static void check_landmark(const struct spec *spec, uint32_t function,
			   unsigned role, const char *taken_for)
{
	struct subject subject;
	struct up_model *model;
	unsigned found = UP_ROLE_COUNT;

	look_at(&subject, spec);
	model = subject.model;
	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].function == function) {
			found = model->landmarks[i].role;
			check_text(model->landmarks[i].taken_for, taken_for);
		}
	assert_int_equal(found, role);
	finish(&subject);
}

static void test_landmarks_by_name(void **state)
{
	(void)state;
	check_landmark(&(struct spec){.imports = {{"env", "x"},
						  {"env", "_abort_js"}}},
		       1, UP_ROLE_ABORT, NULL);
	check_landmark(&(struct spec){.names = {"__cxa_throw"}, NOP}, 0,
		       UP_ROLE_THROW, NULL);
	check_landmark(&(struct spec){.names = {"__rdl_dealloc"}, NOP,
				      .three = true},
		       0, UP_ROLE_DEALLOC, NULL);
	check_landmark(&(struct spec){.names = {"__rdl_dealloc"}, NOP}, 0,
		       UP_ROLE_COUNT, NULL);
	/* What an export is called is up to the program, but not this. */
	check_landmark(&(struct spec){.exports = {"__cxa_throw"}, NOP}, 0,
		       UP_ROLE_THROW, NULL);
	check_landmark(&(struct spec){.exports = {"exit"}, NOP}, 0,
		       UP_ROLE_COUNT, NULL);
}

#define CANNOT_UNWIND "panic in a function that cannot unwind"
#define PANICS "\x41\x83\x08\x1a\x10\1\0" /* 1027; call 1; unreachable */
static const char found_at_1027[] = "..." CANNOT_UNWIND;

static void test_landmarks_by_text(void **state)
{
	struct spec spec = {
		.data = found_at_1027,
		.data_size = sizeof(found_at_1027) - 1,
		.bodies = {PANICS, "\0"},
		.body_sizes = {7, 1},
	};
	/* Behind the text and two bytes more, at 1064: where it is, its length. */
	static const char pieces[] = CANNOT_UNWIND ".." "\0\4\0\0\x26\0\0\0";
	static const char templates[] = "\x20index out of bounds: the len is ";

	(void)state;
	check_landmark(&spec, 0, UP_ROLE_CANNOT_UNWIND,
		       "core::panicking::panic_cannot_unwind");
	/* It has a name, so this is not it. */
	spec.names[0] = "f";
	spec.names[1] = "g";
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
	spec.names[0] = NULL;
	/* It goes on, so it does not only panic. */
	spec.bodies[0] = "\x41\x83\x08\x1a\x10\1\1";
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
	/* Not the text itself. */
	spec.bodies[0] = "\x41\x84\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
	/* By way of the address in the data. */
	spec.data = pieces;
	spec.data_size = sizeof(pieces) - 1;
	spec.bodies[0] = "\x41\xa8\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_CANNOT_UNWIND,
		       "core::panicking::panic_cannot_unwind");
	spec.bodies[0] = "\x41\xac\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
	/* With its length in front of it. */
	spec.data = templates;
	spec.data_size = sizeof(templates) - 1;
	spec.bodies[0] = "\x41\x80\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_PANIC,
		       "core::panicking::panic_bounds_check");
}

/* Small functions unwrap something, too, where this is put into them. */
static void test_who_unwraps(void **state)
{
	static const char message[] =
		"called `Option::unwrap()` on a `None` value";
	struct spec spec = {
		.data = message,
		.data_size = sizeof(message) - 1,
		.bodies = {PANICS, "\0"},
		.body_sizes = {7, 1},
	};
	static const char longer[] = "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1"
				     "\1\1\1\1\1\1\1\1\x41\x80\x08\x1a\x10\1"
				     "\0";

	(void)state;
	spec.bodies[0] = longer + 24;
	check_landmark(&spec, 0, UP_ROLE_PANIC, "core::option::unwrap_failed");
	spec.bodies[0] = longer;
	spec.body_sizes[0] = sizeof(longer) - 1;
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
}

/* Where two messages meet, somebody has taken both in. */
static void test_two_messages(void **state)
{
	static const char both[] =
		CANNOT_UNWIND "panic in a destructor during cleanup";
	struct spec spec = {
		.data = both,
		.data_size = sizeof(both) - 1,
		/* 1024 and 1062 */
		.bodies = {"\x41\x80\x08\x1a\x41\xa6\x08\x1a\x10\1\0", "\0"},
		.body_sizes = {11, 1},
	};

	(void)state;
	check_landmark(&spec, 0, UP_ROLE_COUNT, NULL);
	spec.bodies[0] = "\x41\x80\x08\x1a\x41\xa7\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_CANNOT_UNWIND,
		       "core::panicking::panic_cannot_unwind");
	spec.bodies[0] = "\x41\x81\x08\x1a\x41\xa6\x08\x1a\x10\1\0";
	check_landmark(&spec, 0, UP_ROLE_PANIC_IN_CLEANUP,
		       "core::panicking::panic_in_cleanup");
}

/* By its parameters, too: many a function may check an assertion. */
static void test_the_allocator(void **state)
{
	static const char message[] =
		"assertion failed: psize >= size + min_overhead";
	struct spec spec = {
		.imports = {{"env", "panic"}, {"env", "free"}},
		.data = message,
		.data_size = sizeof(message) - 1,
		.bodies = {"\x41\x80\x08\x1a\x10\0\x10\1"},
		.body_sizes = {8},
		.three = true,
	};

	(void)state;
	check_landmark(&spec, 2, UP_ROLE_DEALLOC, "__rdl_dealloc");
	/* It checks and does nothing. */
	spec.body_sizes[0] = 6;
	check_landmark(&spec, 2, UP_ROLE_COUNT, NULL);
	spec.body_sizes[0] = 8;
	/* Inlined into what calls it. */
	spec.bodies[1] = spec.bodies[0];
	spec.body_sizes[1] = spec.body_sizes[0];
	check_landmark(&spec, 2, UP_ROLE_COUNT, NULL);
	spec.bodies[1] = NULL;
	spec.three = false;
	check_landmark(&spec, 2, UP_ROLE_COUNT, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_producers),
		cmocka_unit_test(test_long_versions),
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_dwarf),
		cmocka_unit_test(test_strategies),
		cmocka_unit_test(test_landmarks_by_name),
		cmocka_unit_test(test_landmarks_by_text),
		cmocka_unit_test(test_who_unwraps),
		cmocka_unit_test(test_two_messages),
		cmocka_unit_test(test_the_allocator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
