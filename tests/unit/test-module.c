/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The raw reader: what it finds in good modules, and that everything wrong has
 * its message and its offset.
 */

#include "check.h"
#include "wasm/cursor.h"
#include "wasm/module.h"

#define HEADER "\0asm\1\0\0\0"

/* One function type () -> (), at offset 8, then one function, at 14. */
#define TYPE "\x01\x04\x01\x60\x00\x00"
#define FUNCTION "\x03\x02\x01\x00"
#define CODE "\x0a\x04\x01\x02\x00\x0b"

/* A copy that ends where the bytes end, so that ASan sees overreads. */
static uint8_t *copy_exactly(const char *bytes, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	return copy;
}

/* ---- what is wrong with a module ---- */

struct wrong {
	const char *bytes;
	size_t size;
	uint64_t offset;
	const char *message; /* a part of it */
};

#define WRONG(bytes, offset, message) \
	{bytes, sizeof(bytes) - 1, offset, message},

static const struct wrong wrongs[] = {
	/* not a module at all */
	WRONG("hello", 0, "does not begin with \\0asm")
	WRONG("", 0, "cut off in its first 8 bytes")
	WRONG("\0as", 3, "cut off in its first 8 bytes")
	WRONG("\0asm\1\0\0", 7, "cut off in its first 8 bytes")
	WRONG("(module)", 0, "wat2wasm")
	WRONG("\n ;; text\n(module)", 0, "wat2wasm")
	WRONG("(component)", 0, "pass the core module")
	WRONG("\x7f" "ELF\2\1\1", 0, "ELF")
	WRONG("!<arch>\n", 0, "archive of object files")
	WRONG("<!DOCTYPE html>", 0, "HTML")
	WRONG("\r\n<HTML>", 0, "HTML")
	WRONG("import * as x from 'y'", 0, "JavaScript")
	WRONG("\x1f\x8b\x08", 0, "gzip")
	WRONG("\0asm\x0d\0\1\0", 4, "is a component")
	WRONG("\0asm\2\0\0\0", 4, "unknown version 0x00000002")
	WRONG("\0asm\1\0\2\0", 4, "unknown version 0x00020001")

	/* sections */
	WRONG(HEADER "\x01", 9, "the bytes end inside the type section")
	WRONG(HEADER "\x01\x80\x80\x80\x80\x80", 9, "too many bytes")
	WRONG(HEADER "\x01\xff\xff\xff\xff\x1f", 9, "too large")
	WRONG(HEADER "\x01\x10\x00\x00", 9,
	      "the type section claims 16 bytes, 2 are left")
	WRONG(HEADER "\x00\x05\x01" "a", 9,
	      "a custom section claims 5 bytes, 2 are left")
	WRONG(HEADER "\x0e\x00", 8, "unknown id 14")
	WRONG(HEADER TYPE TYPE, 14, "a second type section")
	WRONG(HEADER TYPE "\x05\x03\x01\x00\x01" FUNCTION, 19,
	      "the function section is behind the memory section")
	WRONG(HEADER "\x06\x01\x00\x0d\x01\x00", 11,
	      "the tag section is behind the global section")
	WRONG(HEADER TYPE FUNCTION CODE "\x0c\x01\x00", 24,
	      "the data count section is behind the code section")
	WRONG(HEADER "\x01\x05\x01\x60\x00\x00\x00", 14,
	      "the type section has 1 bytes too many")
	WRONG(HEADER "\x01\x06\xff\xff\xff\xff\x0f\x60", 10,
	      "the number of types is 4294967295, but only 1 bytes are left")

	/* types */
	WRONG(HEADER "\x01\x02\x01\x60", 12,
	      "the bytes end inside the number of parameters of a type")
	WRONG(HEADER "\x01\x04\x01\x60\x05\x7f", 12,
	      "is 5, but only 1 bytes are left")

	/* imports */
	WRONG(HEADER "\x02\x07\x01\x01\xff\x01" "f\x00\x00", 12,
	      "the module name of an import is not valid UTF-8")
	WRONG(HEADER "\x02\x07\x01\x01" "m\x01\xc3\x00\x00", 14,
	      "the name of an import is not valid UTF-8")
	WRONG(HEADER "\x02\x04\x01\x09" "mm", 11,
	      "claims 9 bytes, 2 are left")
	WRONG(HEADER TYPE "\x02\x07\x01\x01" "m\x01" "f\x00\x01", 22,
	      "the type index of an import is 1, but there are only 1")
	WRONG(HEADER "\x02\x07\x01\x01" "m\x01" "f\x7f\x00", 15,
	      "unknown kind 0x7f")
	WRONG(HEADER "\x02\x08\x01\x01" "m\x01" "t\x01\x70\x10", 17,
	      "a limit of a table has the unknown flags 0x10")
	WRONG(HEADER TYPE "\x02\x08\x01\x01" "m\x01" "t\x04\x01\x00", 22,
	      "unknown attribute 0x01")
	WRONG(HEADER "\x02\x07\x01\x01" "m\x01" "g\x03\x7f", 17,
	      "the bytes end inside the mutability of a global")

	/* definitions */
	WRONG(HEADER TYPE "\x03\x02\x01\x05", 17,
	      "the type index of a function is 5")
	WRONG(HEADER "\x05\x02\x01\x00", 12,
	      "the bytes end inside a limit of a memory")
	WRONG(HEADER "\x05\x04\x01\x01\x01\x80", 13,
	      "the bytes end inside a limit of a memory")
	WRONG(HEADER "\x04\x08\x01\x40\x00\x70\x00\x01\x02\x0b", 16,
	      "the opcode 0x2 is not one of a constant expression")
	WRONG(HEADER "\x04\x08\x01\x40\x00\x70\x00\x01\xd0\x70", 18,
	      "the bytes end inside a constant expression")
	WRONG(HEADER TYPE FUNCTION "\x07\x05\x01\x01\xff\x00\x00", 22,
	      "the name of an export is not valid UTF-8")
	WRONG(HEADER TYPE FUNCTION "\x07\x05\x01\x01" "f\x00\x07", 24,
	      "the index of an exported function is 7, but there are only 1")
	WRONG(HEADER "\x07\x05\x01\x01" "m\x02\x00", 14,
	      "the index of an exported memory is 0")
	WRONG(HEADER "\x07\x05\x01\x01" "m\x09\x00", 13,
	      "unknown kind 0x09")
	WRONG(HEADER "\x08\x01\x00", 10, "the start function is 0")
	WRONG(HEADER TYPE FUNCTION "\x0a\x01\x00", 20,
	      "there are 0 function bodies for 1 functions")
	WRONG(HEADER TYPE FUNCTION, 18, "there is no code section")
	WRONG(HEADER TYPE FUNCTION "\x0a\x04\x01\x09\x00\x0b", 21,
	      "a function body claims 9 bytes, 2 are left")
	WRONG(HEADER "\x0c\x01\x02\x0b\x01\x00", 13,
	      "there are 0 data segments, but the data count is 2")
	WRONG(HEADER "\x0c\x01\x02", 11, "there is no data section")

	/* custom sections */
	WRONG(HEADER "\x00\x02\x01\xff", 11,
	      "the name of a custom section is not valid UTF-8")
	WRONG(HEADER "\x00\x02\x05" "a", 10, "claims 5 bytes, 1 are left")
};

static void check_wrong(const struct wrong *wrong)
{
	struct check_report record;
	struct up_raw_module untouched;
	struct up_raw_module module;
	uint8_t *copy = copy_exactly(wrong->bytes, wrong->size);

	check_report_init(&record);
	memset(&untouched, 0x5a, sizeof(untouched));
	module = untouched;
	assert_int_equal(up_raw_module_read(copy, wrong->size, &module,
					    &record.report),
			 -1);
	check_contains(record.message, wrong->message);
	if (record.offset != wrong->offset)
		fail_msg("offset 0x%llx, not 0x%llx: %s",
			 (unsigned long long)record.offset,
			 (unsigned long long)wrong->offset, record.message);
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.fault, UP_FAULT_INPUT);
	assert_memory_equal(&module, &untouched, sizeof(module));
	/* What is wrong is followed by what to do. */
	assert_non_null(strpbrk(record.message, ";:"));
	free(copy);
}

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		check_wrong(&wrongs[i]);
}

/* ---- good modules ---- */

/* Something of everything. */
static const char rich[] =
	HEADER
	"\x01\x09\x02\x60\x00\x00\x60\x01\x64\x70\x00" /* types */
	"\x02\x26\x05" /* imports: func, table, memory, global, tag */
	"\x01" "m\x01" "f\x00\x00"
	"\x01" "m\x01" "t\x01\x70\x01\x01\x02"
	"\x01" "m\x01" "m\x02\x03\x01\x02"
	"\x01" "m\x01" "g\x03\x7f\x00"
	"\x01" "m\x01" "e\x04\x00\x00"
	FUNCTION
	"\x04\x0f\x02\x70\x00\x01" /* tables; one with an initializer */
	"\x40\x00\x63\x70\x00\x01\x23\x00\xd0\x70\x0b"
	"\x05\x03\x01\x00\x01"
	"\x0d\x03\x01\x00\x00"
	"\x06\x06\x01\x7f\x01\x41\x00\x0b"
	"\x07\x0d\x03\x01" "f\x00\x01\x01" "t\x01\x02\x01" "e\x04\x01"
	"\x08\x01\x01"
	"\x09\x01\x00"
	"\x0c\x01\x00"
	CODE
	"\x0b\x01\x00"
	"\x00\x05\x04" "name"
	"\x00\x0c\x0b" ".debug_info"
	"\x00\x19\x0f" "target_features\x01+\x06" "simd12";

static void test_rich(void **state)
{
	size_t size = sizeof(rich) - 1;
	uint8_t *copy = copy_exactly(rich, size);
	struct check_report record;
	struct up_raw_module module;
	const struct up_raw_section *section;

	(void)state;
	check_report_init(&record);
	if (up_raw_module_read(copy, size, &module, &record.report) < 0)
		fail_msg("0x%llx: %s", (unsigned long long)record.offset,
			 record.message);
	assert_int_equal(record.warnings, 0);
	assert_int_equal(module.type_count, 2);
	assert_int_equal(module.import_count, 5);
	assert_int_equal(module.export_count, 3);
	assert_int_equal(module.functions.imported, 1);
	assert_int_equal(module.functions.defined, 1);
	assert_int_equal(module.tables.imported, 1);
	assert_int_equal(module.tables.defined, 2);
	assert_int_equal(module.memories.imported, 1);
	assert_int_equal(module.memories.defined, 1);
	assert_int_equal(module.globals.imported, 1);
	assert_int_equal(module.globals.defined, 1);
	assert_int_equal(module.tags.imported, 1);
	assert_int_equal(module.tags.defined, 1);
	assert_true(module.has_start && module.has_data_count);
	assert_true(module.has_name_section && module.has_dwarf);
	assert_true(module.has_target_features && module.shared_memory);
	assert_false(module.gc_types);
	assert_int_equal(module.memory64_offset, 0);
	assert_int_equal(module.table64_offset, 0);
	assert_int_equal(module.feature_count, 1);
	assert_int_equal(module.features[0].prefix, '+');
	assert_int_equal(module.features[0].name.size, 6);
	assert_memory_equal(module.features[0].name.text, "simd12", 6);
	assert_int_equal(module.section_count, 16);
	assert_int_equal(module.sections[0].id, 1);
	assert_int_equal(module.sections[0].offset, 8);
	assert_int_equal(module.sections[0].payload_offset, 10);
	assert_int_equal(module.sections[0].payload_size, 9);
	section = up_raw_module_custom(&module, "target_features");
	assert_ptr_equal(section, &module.sections[15]);
	assert_int_equal(section->payload_size, 9);
	assert_null(up_raw_module_custom(&module, "nam"));
	assert_int_equal(up_raw_module_check(&module, &record.report), 0);
	up_raw_module_finish(&module);
	up_raw_module_finish(&module);
	free(copy);
}

/* Cut anywhere: never a crash, never a result besides an error. */
static void test_every_prefix(void **state)
{
	(void)state;
	for (size_t size = 0; size < sizeof(rich) - 1; size++) {
		uint8_t *copy = copy_exactly(rich, size);
		struct check_report record;
		struct up_raw_module module = {0};

		check_report_init(&record);
		if (up_raw_module_read(copy, size, &module,
				       &record.report) == 0)
			assert_int_equal(record.errors, 0);
		else
			assert_int_equal(record.errors, 1);
		assert_true(record.errors == 0 || record.offset <= size);
		up_raw_module_finish(&module);
		free(copy);
	}
}

/* Any single byte changed to anything: never a crash. */
static void test_every_byte(void **state)
{
	size_t size = sizeof(rich) - 1;
	uint8_t *copy = copy_exactly(rich, size);

	(void)state;
	for (size_t i = 0; i < size; i++) {
		for (int value = 0; value < 256; value++) {
			struct up_report report = {0};
			struct up_raw_module module = {0};

			copy[i] = (uint8_t)value;
			up_raw_module_read(copy, size, &module, &report);
			up_raw_module_finish(&module);
		}
		copy[i] = (uint8_t)rich[i];
	}
	free(copy);
}

static void test_gc_types(void **state)
{
	static const char bytes[] =
		HEADER "\x01\x04\x01\x5f\x01\x7f" "\x03\x02\x01\x05" CODE;
	struct check_report record;
	struct up_raw_module module;

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_raw_module_read((const uint8_t *)bytes,
					    sizeof(bytes) - 1, &module,
					    &record.report),
			 0);
	assert_true(module.gc_types);
	up_raw_module_finish(&module);
}

static void test_bad_features_are_ignored(void **state)
{
	static const char bytes[] =
		HEADER "\x00\x13\x0f" "target_features\x02+\x09";
	struct check_report record;
	struct up_raw_module module;

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_raw_module_read((const uint8_t *)bytes,
					    sizeof(bytes) - 1, &module,
					    &record.report),
			 0);
	assert_int_equal(record.warnings, 1);
	assert_int_equal(module.feature_count, 0);
	up_raw_module_finish(&module);
}

/* ---- what is a module, but not for us ---- */

static const struct wrong refusals[] = {
	WRONG(HEADER "\x05\x03\x01\x04\x01", 11, "64-bit memory")
	WRONG(HEADER "\x02\x08\x01\x01" "m\x01" "m\x02\x04\x01", 16,
	      "64-bit memory")
	WRONG(HEADER "\x04\x04\x01\x70\x04\x01", 12, "64-bit limits")
	WRONG(HEADER "\x00\x09\x08" "unpoison", 8, "was rewritten by unpoison")
	WRONG(HEADER "\x00\x07\x06" "dylink", 8, "dynamic library")
	WRONG(HEADER "\x00\x09\x08" "dylink.0", 8, "dynamic library")
	WRONG(HEADER TYPE "\x00\x08\x07" "linking", 14, "object file")
	WRONG(HEADER TYPE "\x00\x0b\x0a" "reloc.CODE", 14, "relocations")
};

static void test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct wrong *refusal = &refusals[i];
		struct check_report record;
		struct up_raw_module module;

		check_report_init(&record);
		if (up_raw_module_read((const uint8_t *)refusal->bytes,
				       refusal->size, &module,
				       &record.report) < 0)
			fail_msg("%zu: %s", i, record.message);
		assert_int_equal(up_raw_module_check(&module, &record.report),
				 -1);
		check_contains(record.message, refusal->message);
		assert_int_equal(record.offset, refusal->offset);
		assert_int_equal(record.fault, UP_FAULT_INPUT);
		up_raw_module_finish(&module);
	}
}

static void test_similar_names_pass(void **state)
{
	static const char bytes[] = HEADER "\x00\x0a\x09" "unpoison2"
					   "\x00\x07\x06" "reloc_";
	struct check_report record;
	struct up_raw_module module;

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_raw_module_read((const uint8_t *)bytes,
					    sizeof(bytes) - 1, &module,
					    &record.report),
			 0);
	assert_int_equal(up_raw_module_check(&module, &record.report), 0);
	up_raw_module_finish(&module);
}

/* ---- the cursor ---- */

static struct up_cursor cursor_over(const char *bytes, size_t size, struct check_report *record)
{
	const uint8_t *start = (const uint8_t *)bytes;

	check_report_init(record);
	return (struct up_cursor){
		.next = start,
		.end = start + size,
		.start = start,
		.report = &record->report,
	};
}

/* Every reader, where the bytes end too soon: nothing moves, nothing is set. */
static void test_cursor_failure_changes_nothing(void **state)
{
	struct check_report record;
	struct up_cursor cursor = cursor_over("\x85", 1, &record);
	struct up_cursor empty = cursor_over("", 0, &record);
	struct up_cursor short_part = cursor_over("\x05" "ab", 3, &record);
	struct up_cursor expr = cursor_over("\x41\x00", 2, &record);
	struct up_cursor part = {0};
	struct up_raw_name name = {"x", 7};
	uint8_t byte = 1;
	uint32_t u32 = 1;
	uint64_t u64 = 1;
	int32_t s32 = 1;
	int64_t s64 = 1;

	(void)state;
	assert_int_equal(up_cursor_byte(&empty, "w", &byte), -1);
	assert_int_equal(up_cursor_u32(&cursor, "w", &u32), -1);
	assert_int_equal(up_cursor_u64(&cursor, "w", &u64), -1);
	assert_int_equal(up_cursor_s32(&cursor, "w", &s32), -1);
	assert_int_equal(up_cursor_s33(&cursor, "w", &s64), -1);
	assert_int_equal(up_cursor_s64(&cursor, "w", &s64), -1);
	assert_int_equal(up_cursor_count(&cursor, "w", &u32), -1);
	assert_int_equal(up_cursor_index(&short_part, "w", 5, &u32), -1);
	assert_int_equal(up_cursor_count(&short_part, "w", &u32), -1);
	assert_int_equal(up_cursor_name(&short_part, "w", &name), -1);
	assert_int_equal(up_cursor_part(&short_part, "w", &part), -1);
	assert_int_equal(up_cursor_skip(&short_part, "w", 4), -1);
	assert_int_equal(up_cursor_skip_const_expr(&expr), -1);
	assert_int_equal(up_cursor_offset(&cursor), 0);
	assert_int_equal(up_cursor_offset(&empty), 0);
	assert_int_equal(up_cursor_offset(&short_part), 0);
	assert_int_equal(up_cursor_offset(&expr), 0);
	assert_int_equal(name.size, 7);
	assert_null(part.next);
	assert_true(byte == 1 && u32 == 1 && u64 == 1 && s32 == 1 && s64 == 1);
}

static void test_const_expr(void **state)
{
	static const char bytes[] =
		"\x41\x7f\x42\x80\x7f\x43" "1234" "\x44" "12345678"
		"\x23\x01\x6a\xd0\x6f\xd2\x02\xfd\x0c" "0123456789abcdef"
		"\xfb\x08\x01\x02\xfb\x1c\x0b";
	struct check_report record;
	struct up_cursor cursor =
		cursor_over(bytes, sizeof(bytes) - 1, &record);

	(void)state;
	assert_int_equal(up_cursor_skip_const_expr(&cursor), 0);
	assert_int_equal(up_cursor_left(&cursor), 0);
	cursor = cursor_over("\xfb\x30\x0b", 3, &record);
	assert_int_equal(up_cursor_skip_const_expr(&cursor), -1);
	check_contains(record.message, "the opcode 0xfb 0x30");
	assert_int_equal(record.offset, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_rich),
		cmocka_unit_test(test_every_prefix),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_gc_types),
		cmocka_unit_test(test_bad_features_are_ignored),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_similar_names_pass),
		cmocka_unit_test(test_cursor_failure_changes_nothing),
		cmocka_unit_test(test_const_expr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
