/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The reader of #[wasm_bindgen]: that it understands all schemas, and that
 * nothing a section or a function can say does it any harm.
 */

#include "assemble.h"
#include "bindgen/bindgen.h"
#include "bindgen-sample.h"
#include "bindgen-words.h"
#include "check.h"
#include "ir/ir.h"

/* ---- reading a section ---- */

struct section {
	uint8_t *bytes; /* ends where the module ends, so that ASan sees */
	struct up_raw_module raw;
	struct up_arena arena;
	struct up_bindgen_programs programs;
	struct check_report record;
};

static int section_read(struct section *section, const void *bytes,
			size_t size)
{
	struct up_buf module = {0};

	memset(section, 0, sizeof(*section));
	put_header(&module);
	put_section(&module, bytes, size);
	section->bytes = malloc(module.size);
	assert_non_null(section->bytes);
	memcpy(section->bytes, module.bytes, module.size);
	check_report_init(&section->record);
	assert_int_equal(0, up_raw_module_read(section->bytes, module.size,
					       &section->raw,
					       &section->record.report));
	up_buf_finish(&module);
	return up_bindgen_programs_read(&section->programs, &section->raw,
					&section->arena,
					&section->record.report);
}

static void section_finish(struct section *section)
{
	up_arena_finish(&section->arena);
	up_raw_module_finish(&section->raw);
	free(section->bytes);
}

/* Fails with a message that holds @message and a place in the module. */
static void check_refused(const struct up_buf *bytes, const char *message)
{
	struct section section;

	assert_int_equal(-1, section_read(&section, bytes->bytes,
					  bytes->size));
	assert_int_equal(1, section.record.errors);
	assert_int_equal(UP_FAULT_INPUT, section.record.fault);
	assert_true(section.record.offset <= section.raw.size);
	assert_null(section.programs.items);
	check_contains(section.record.message, message);
	section_finish(&section);
}

static void check_text(struct up_raw_name text, const char *expected)
{
	assert_non_null(text.text);
	assert_int_equal(strlen(expected), text.size);
	assert_memory_equal(expected, text.text, text.size);
}

static void check_imports(const struct up_bindgen_program *program,
			  unsigned schema)
{
	const struct up_bindgen_import *imports = program->imports;

	assert_int_equal(schema >= 121 ? 6 : 5, program->import_count);
	assert_int_equal(UP_BINDGEN_INLINE, imports[0].module.kind);
	assert_int_equal(300, imports[0].module.index);
	assert_int_equal(schema < 115, imports[0].typescript);
	assert_true(imports[0].function.is_method);
	assert_true(imports[0].function.catch_errors);
	assert_false(imports[0].function.per_instance);
	check_text(imports[0].function.class_name, "Thing");
	check_text(imports[0].function.function.name, "new");
	assert_int_equal(UP_BINDGEN_IMPORT_STATIC, imports[1].kind);
	check_text(imports[1].static_.shim, "shim of static");
	check_text(imports[2].string.string, "string");
	check_text(imports[3].type.vendor_prefixes[0], "moz");
	assert_int_equal(schema >= 121, imports[4].string_enum.is_private);
	assert_null(imports[4].string_enum.js_namespace);
	if (schema >= 121)
		assert_true(imports[5].union_.fallback);
}

static void check_program(const struct up_bindgen_program *program,
			  unsigned schema)
{
	const struct up_bindgen_export *export_ = program->exports;

	assert_int_equal(1, program->export_count);
	check_text(export_->class_name, "Class");
	assert_int_equal(2, export_->comment_count);
	assert_true(export_->consumed);
	assert_int_equal(UP_BINDGEN_GETTER, export_->method.operation);
	check_text(export_->method.property, "property");
	assert_int_equal(schema >= 118 ? UP_BINDGEN_START_PRIVATE
				      : UP_BINDGEN_START,
			 export_->start);
	assert_int_equal(schema >= 114,
			 export_->function.arguments[0].optional);
	assert_null(export_->function.arguments[0].description.text);
	assert_null(export_->function.return_override.text);
	check_text(export_->function.return_description, "");
	assert_int_equal(0xfffffffd, program->enums[0].variants[0].value);
	assert_true(program->enums[0].is_private == false);
	check_imports(program, schema);
	assert_true(program->classes[0].fields[0].readonly);
	assert_int_equal(schema >= 114 && schema < 122,
			 program->classes[0].rust_name.text != NULL);
	assert_int_equal(schema >= 121,
			 program->classes[0].extends.text != NULL);
	assert_null(program->classes[0].extends_js_class.text);
	check_text(program->typescript[0], "type T = 1;");
	check_text(program->local_modules[0].contents, "export {};");
	check_text(program->crate, "crate-0123");
	assert_int_equal(schema >= 130, program->module_path.size != 0);
	check_text(program->package_json, "/package.json");
	assert_int_equal(UP_BINDGEN_RAW_MODULE,
			 program->linked_modules[0].module.kind);
	check_text(program->linked_modules[0].function_name, "link");
}

static void check_schema(unsigned number)
{
	struct up_buf program = {0}, bytes = {0}, version = {0};
	struct up_raw_name schema, release;
	struct section section;

	up_buf_printf(&version, "0.2.%u", number);
	put_program(&program, number);
	put_part(&bytes, number, &program, program.size);
	put_part(&bytes, number, &program, program.size);
	if (section_read(&section, bytes.bytes, bytes.size) < 0)
		fail_msg("%s: %s", version.bytes, section.record.message);
	assert_int_equal(2, section.programs.count);
	assert_int_equal(number, section.programs.schema->number);
	assert_string_equal(version.bytes, section.programs.schema->version);
	check_text(section.programs.version, "0.2.999");
	check_program(&section.programs.items[0], number);
	check_program(&section.programs.items[1], number);
	assert_true(up_bindgen_schema_version(&section.raw, &schema,
					      &release));
	check_text(schema, version.bytes);
	check_text(release, "0.2.999");
	section_finish(&section);
	up_buf_finish(&version);
	up_buf_finish(&program);
	up_buf_finish(&bytes);
}

static void test_reads_all_schemas(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCHEMA_COUNT; i++)
		check_schema(schemas[i]);
	/* None that the sample does not have. */
	assert_null(up_bindgen_schemas[SCHEMA_COUNT].version);
	for (size_t i = 0; i < SCHEMA_COUNT; i++)
		assert_int_equal(schemas[SCHEMA_COUNT - 1 - i],
				 up_bindgen_schemas[i].number);
}

static void test_reads_nothing(void **state)
{
	struct section section;

	(void)state;
	assert_int_equal(0, section_read(&section, NULL, 0));
	assert_int_equal(0, section.programs.count);
	assert_null(section.programs.schema);
	section_finish(&section);
}

/* Cut off with the length as it was, and with a length that fits. */
static void test_truncated_at_every_byte(void **state)
{
	(void)state;
	for (size_t k = 0; k < SCHEMA_COUNT; k++) {
		struct up_buf program = {0}, bytes = {0};

		put_program(&program, schemas[k]);
		put_part(&bytes, schemas[k], &program, program.size);
		for (size_t size = 1; size < bytes.size; size++) {
			struct up_buf part = {.bytes = bytes.bytes,
					      .size = size};
			check_refused(&part, "");
		}
		for (size_t size = 0; size < program.size; size++) {
			struct up_buf part = {0};

			put_part(&part, schemas[k], &program, size);
			check_refused(&part, "");
			up_buf_finish(&part);
		}
		up_buf_finish(&program);
		up_buf_finish(&bytes);
	}
}

/* Whatever a byte is: no crash, and one error at most. */
static void test_damaged_at_every_byte(void **state)
{
	static const unsigned char damages[] = {0, 1, 2, 6, 0x7f, 0x80, 0xff};

	(void)state;
	for (size_t k = 0; k < SCHEMA_COUNT; k++) {
		struct up_buf program = {0}, bytes = {0};

		put_program(&program, schemas[k]);
		put_part(&bytes, schemas[k], &program, program.size);
		for (size_t i = 0; i < bytes.size * sizeof(damages); i++) {
			char *place = &bytes.bytes[i / sizeof(damages)];
			char before = *place;
			struct section section;
			int err;

			*place = (char)damages[i % sizeof(damages)];
			err = section_read(&section, bytes.bytes, bytes.size);
			assert_int_equal(err < 0, section.record.errors);
			section_finish(&section);
			*place = before;
		}
		up_buf_finish(&program);
		up_buf_finish(&bytes);
	}
}

/* A program of only what @bytes are. */
static void check_program_refused(const char *bytes, size_t size,
				  const char *message)
{
	struct up_buf program = {0}, section = {0};

	up_buf_append(&program, bytes, size);
	put_part(&section, NEWEST, &program, program.size);
	check_refused(&section, message);
	up_buf_finish(&program);
	up_buf_finish(&section);
}

#define REFUSED(bytes, message) \
	check_program_refused(bytes, sizeof(bytes) - 1, message)

static void test_hostile_counts(void **state)
{
	(void)state;
	REFUSED("\xff\xff\xff\xff\x0f", "exports");
	REFUSED("\xff\xff\xff\xff\xff\x0f", "exports");
	REFUSED("\x00\xff\xff\xff\xff\x0f", "enums");
	REFUSED("\x01\x02", "'class_name' in the bindings has the unknown "
			    "value 2");
	REFUSED("\x01\x01\xff\xff\xff\xff\x0f", "class_name");
	REFUSED("\x01\x01\x01\xff", "class_name");
	REFUSED("\x00\x00\x01\x00\x00\x00\x01\x06", "'import' in the bindings "
						    "has the unknown value 6");
	REFUSED("\x00\x00\x01\x01\x03", "module");
}

static void test_trailing_bytes(void **state)
{
	struct up_buf program = {0}, section = {0};

	(void)state;
	put_program(&program, NEWEST);
	put_byte(&program, 0);
	put_part(&section, NEWEST, &program, program.size);
	check_refused(&section, "1 bytes too many");
	up_buf_finish(&program);
	up_buf_finish(&section);
}

static void check_version_refused(const char *version, const char *message)
{
	struct up_buf section = {0};

	put_version(&section, version);
	put_length(&section, 0);
	check_refused(&section, message);
	up_buf_finish(&section);
}

static void test_unknown_versions(void **state)
{
	struct up_buf section = {0};

	(void)state;
	check_version_refused("9.9.9", "of wasm-bindgen 0.2.999, with the "
				       "unknown schema 9.9.9");
	check_version_refused("9.9.9", "known are those of wasm-bindgen "
				       "0.2.130, 0.2.128 to 0.2.129, ");
	check_version_refused("9.9.9", ", 0.2.107 to 0.2.113: update");
	check_version_refused("0.2.120", "unknown schema 0.2.120;");
	check_version_refused("9.9.9", "--wasm-bindgen PATH");
	check_version_refused("0.2.13", "unknown schema 0.2.13;");
	check_version_refused("0.2.1300", "unknown schema 0.2.1300;");
	check_version_refused("", "unknown schema ;");

	put_length(&section, 2);
	up_buf_puts(&section, "{}");
	check_refused(&section, "do not say which version");
	up_buf_finish(&section);
}

static void test_mixed_versions(void **state)
{
	struct up_buf old = {0}, newest = {0}, section = {0};

	(void)state;
	put_program(&old, schemas[0]);
	put_program(&newest, NEWEST);
	put_part(&section, schemas[0], &old, old.size);
	put_part(&section, NEWEST, &newest, newest.size);
	check_refused(&section, "at the same time");
	up_buf_finish(&old);
	up_buf_finish(&newest);
	up_buf_finish(&section);
}

/* ---- types ---- */

static const struct up_bindgen_schema *const newest_schema =
	&up_bindgen_schemas[0];

static void test_types(void **state)
{
	const struct up_bindgen_schema *old =
		up_bindgen_schema_find((struct up_raw_name){"0.2.107", 7});

	(void)state;
	check_type(newest_schema, WORDS(1), "u8");
	check_type(newest_schema, WORDS(31, 19, 22, 13), /* Option<&[f64]> */
		   "option<ref<slice<f64>>>");
	check_type(newest_schema, WORDS(15, 7, 2, 4, 18, 32, 33, 5),
		   "(i32, string) -> result<unit> / u32 by table");
	check_type(newest_schema, WORDS(16, 1, 0, 15, 0, 0, 33, 33),
		   "closure owned<() -> unit / unit>");
	check_type(old, WORDS(14, 9, 1, 13, 8, 0, 30, 30),
		   "closure owned mutable destructor<() -> unit / unit by "
		   "table>");
	check_type(newest_schema,
		   WORDS(26, 2, 'E', 0x2603, 5, 1, 'c', 0xabc),
		   "enum E\xe2\x98\x83 of c #00000abc hole=5");
	check_type(old, WORDS(24, 1, 'E', 5), "enum E hole=5");
	check_type(newest_schema, WORDS(27, 1, 'S', 3, 0, 0),
		   "string-enum S of  variants=3");
	check_type(newest_schema, WORDS(28, 1, 'U', 1, 'c', 0, 2, 12, 30),
		   "union U of c<f32, char>");
	check_type(newest_schema, WORDS(29, 1, 0x1f600, 0),
		   "struct \xf0\x9f\x98\x80 of ");
	check_type(newest_schema, WORDS(37, 14, 23, 3),
		   "sequence vec=array!<vector<u16>>");
	check_type(newest_schema, WORDS(34, 23, 1), "clamped<vector<u8>>");
	check_type(newest_schema, WORDS(38, 36), "nullable<raw-pointer>");
}

static void check_no_type(const uint32_t *items, size_t count,
			  const char *expected)
{
	struct up_arena arena = {0};
	const char *problem = NULL;

	assert_null(type_read(newest_schema, items, count, &arena, &problem));
	check_contains(problem, expected);
	up_arena_finish(&arena);
}

static void test_no_types(void **state)
{
	uint32_t deep[1000];

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		deep[i] = 31;
	check_no_type(deep, 1000, "too deep");
	check_no_type(WORDS(39), "does not know");
	check_no_type(WORDS(0xffffffff), "does not know");
	check_no_type(WORDS(1, 1), "does not end");
	check_no_type(WORDS(15, 0, 0xffffffff, 1, 1), "cut off");
	check_no_type(WORDS(16, 2, 0, 15, 0, 0, 33, 33), "neither");
	check_no_type(WORDS(16, 1, 0, 33), "no function");
	check_no_type(WORDS(29, 1, 0xd800, 0), "no text");
	check_no_type(WORDS(29, 1, 0x110000, 0), "no text");
	check_no_type(WORDS(29, 0xffffffff, 1, 0), "cut off");
	check_no_type(WORDS(28, 0, 0, 0, 0xffffffff, 1), "cut off");
	check_no_type(WORDS(37, 3, 1), "mode of sequences");
	check_no_type(WORDS(37, 16, 1), "mode of sequences");
}

/* ---- all of it ---- */

#define SAY_FUNCTION \
	"(call $say (i32.const 15)) (call $say (i32.const 0))" \
	"(call $say (i32.const 1)) (call $say (i32.const 18))" \
	"(call $say (i32.const 33)) (call $say (i32.const 33))"

#define PLACE "(import \"__wbindgen_placeholder__\" "

static const char crate[] =
	"(module " PLACE "\"__wbindgen_describe\" (func $say (param i32)))"
	PLACE "\"__wbindgen_describe_generic_import\" (func $mark))"
	PLACE "\"shim\" (func $shim (param i32)))"
	PLACE "\"__wbg_class_new_0123\" (func $wrap (param i32)))"
	PLACE "\"__wbindgen_throw\" (func $throw (param i32)))"
	" (memory 1)"
	" (export \"space__class_method_0123\" (func $method))"
	" (export \"__wbindgen_describe_space__class_method_0123\""
	"  (func $describe))"
	" (export \"__wbindgen_describe_shim\" (func $describe))"
	" (export \"__wbg_get_class_field_0123\" (func $get))"
	" (export \"__wbindgen_describe___wbg_get_class_field_0123\""
	"  (func $describe_field))"
	" (func $method) (func $get)"
	" (func $cast (call $say (i32.const 0)) " SAY_FUNCTION " (call $mark))"
	" (func $describe_field (call $say (i32.const 13)))"
	" (func $describe %s))";

struct whole {
	struct up_buf bytes;
	struct up_raw_module raw;
	struct up_contents contents;
	BinaryenModuleRef module;
	struct up_bindgen bindgen;
	struct check_report record;
};

/* As it is, or by what a thread has found out before. */
static int whole_join(struct whole *whole, bool ahead)
{
	struct up_ahead *thread =
		ahead ? up_ahead_start(&whole->contents) : NULL;
	struct up_found found = {0};
	int err;

	if (thread)
		up_ahead_take(thread, &found);
	err = up_bindgen_read(&whole->bindgen, whole->module, &whole->contents,
			      NULL, thread ? &found : NULL,
			      &whole->record.report);
	up_found_finish(&found);
	up_ahead_destroy(thread);
	return err;
}

/* @section: NULL for none. */
static int whole_read(struct whole *whole, const char *describe,
		      const struct up_buf *section, bool ahead)
{
	struct up_buf text = {0};

	memset(whole, 0, sizeof(*whole));
	check_report_init(&whole->record);
	up_buf_printf(&text, crate, describe);
	assemble(text.bytes, &whole->bytes);
	up_buf_finish(&text);
	if (section)
		put_section(&whole->bytes, section->bytes, section->size);
	assert_int_equal(0,
			 up_raw_module_read(
				 (const uint8_t *)whole->bytes.bytes,
				 whole->bytes.size, &whole->raw,
				 &whole->record.report));
	whole->module = up_ir_read((const uint8_t *)whole->bytes.bytes,
				   whole->bytes.size, false,
				   &whole->record.report);
	assert_non_null(whole->module);
	assert_int_equal(0, up_contents_read(&whole->raw, &whole->contents,
					     &whole->record.report));
	return whole_join(whole, ahead);
}

static void whole_finish(struct whole *whole)
{
	up_bindgen_finish(&whole->bindgen);
	BinaryenModuleDispose(whole->module);
	up_contents_finish(&whole->contents);
	up_raw_module_finish(&whole->raw);
	up_buf_finish(&whole->bytes);
}

static void put_crate(struct up_buf *section)
{
	struct up_buf program = {0};

	put_program(&program, NEWEST);
	put_part(section, NEWEST, &program, program.size);
	up_buf_finish(&program);
}

static void check_joins(bool ahead)
{
	struct up_buf section = {0}, text = {0};
	const struct up_bindgen_program *program;
	struct whole whole;

	put_crate(&section);
	assert_int_equal(0,
			 whole_read(&whole, SAY_FUNCTION, &section, ahead));
	program = &whole.bindgen.programs.items[0];
	assert_string_equal("space__class_method_0123",
			    program->exports[0].symbol.name);
	assert_non_null(program->exports[0].symbol.function);
	assert_non_null(program->exports[0].symbol.type);
	assert_non_null(program->imports[0].function.symbol.function);
	assert_non_null(program->imports[0].function.symbol.type);
	assert_null(program->imports[1].static_.symbol.function);
	assert_null(program->imports[1].static_.symbol.type);
	assert_int_equal(UP_TYPE_F64,
			 program->classes[0].fields[0].getter.type->kind);
	assert_null(program->classes[0].fields[0].setter.name);
	assert_non_null(program->classes[0].wrap.function);
	assert_null(program->classes[0].unwrap.function);
	assert_string_equal("__wbg_upcast_class_to_parent_0123",
			    program->classes[0].upcast.name);
	assert_int_equal(1, whole.bindgen.generic_count);
	assert_int_equal(0, whole.bindgen.generics[0].key.size);
	assert_int_equal(1, whole.bindgen.intrinsic_count);
	assert_string_equal("__wbindgen_throw",
			    whole.bindgen.intrinsics[0].name);
	assert_int_equal(3, whole.bindgen.describer_count);
	up_bindgen_print(&whole.bindgen, &text);
	check_contains(text.bytes, "    type (string) -> unit / unit\n");
	up_buf_finish(&text);
	up_buf_finish(&section);
	whole_finish(&whole);
}

static void test_joins(void **state)
{
	(void)state;
	check_joins(false);
	check_joins(true);
}

static void check_join_fails_if(bool ahead, const char *describe,
				bool with_section, const char *message)
{
	struct up_buf section = {0};
	struct whole whole;

	if (with_section)
		put_crate(&section);
	assert_int_equal(-1, whole_read(&whole, describe,
					with_section ? &section : NULL,
					ahead));
	assert_int_equal(1, whole.record.errors);
	check_contains(whole.record.message, message);
	assert_null(whole.bindgen.programs.items);
	up_buf_finish(&section);
	whole_finish(&whole);
}

static void check_join_fails(const char *describe, bool with_section,
			     const char *message)
{
	check_join_fails_if(false, describe, with_section, message);
	check_join_fails_if(true, describe, with_section, message);
}

static void test_does_not_join(void **state)
{
	(void)state;
	check_join_fails("(call $say (i32.const 99))", true,
			 "'space__class_method_0123' in the bindings cannot "
			 "be read: it has a type that the schema does not "
			 "know");
	check_join_fails("(call $say (i32.const 1))", true,
			 "not that of a function");
	check_join_fails("(unreachable)", true, "it ends in a trap");
	check_join_fails("(call $throw (i32.const 1))", true,
			 "it calls the import");
	check_join_fails(SAY_FUNCTION "(call $mark) (call $mark)", true,
			 "merged into one");
	check_join_fails(SAY_FUNCTION, false,
			 "its section __wasm_bindgen_unstable is gone");
}

static void test_finishes_nothing(void **state)
{
	struct up_bindgen bindgen = {0};
	struct up_buf text = {0};

	(void)state;
	up_bindgen_print(&bindgen, &text);
	assert_int_equal(0, text.size);
	up_bindgen_finish(&bindgen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_all_schemas),
		cmocka_unit_test(test_reads_nothing),
		cmocka_unit_test(test_truncated_at_every_byte),
		cmocka_unit_test(test_damaged_at_every_byte),
		cmocka_unit_test(test_hostile_counts),
		cmocka_unit_test(test_trailing_bytes),
		cmocka_unit_test(test_unknown_versions),
		cmocka_unit_test(test_mixed_versions),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_no_types),
		cmocka_unit_test(test_joins),
		cmocka_unit_test(test_does_not_join),
		cmocka_unit_test(test_finishes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
