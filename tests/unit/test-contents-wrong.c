/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Everything that is wrong in a section has its message and its offset. */

#include "contents-open.h"

struct wrong {
	enum build_section section;
	const char *bytes; /* of one entry of it */
	size_t size;
	uint64_t offset; /* from the entry */
	const char *message; /* a part of it */
};

#define WRONG(section, bytes, offset, message) \
	{section, bytes, sizeof(bytes) - 1, offset, message},

static const struct wrong wrongs[] = {
	WRONG(BUILD_TYPE, "\x59", 0, "a type is of the unknown form 0x59")
	WRONG(BUILD_TYPE, "\x50", 1,
	      "the bytes end inside the number of supertypes")
	WRONG(BUILD_TYPE, "\x50\2\0\0\x60\0\0", 1, "a type has 2 supertypes")
	WRONG(BUILD_TYPE, "\x50\1\1\x60\0\0", 2,
	      "the supertype of a type is 1, but there are only 1")
	WRONG(BUILD_TYPE, "\x50\0\x59", 2, "unknown form 0x59")
	WRONG(BUILD_TYPE, "\x50\0", 2, "the bytes end inside a type;")
	WRONG(BUILD_TYPE, "\x5f\1\x7f\2", 3,
	      "the mutability of a field is unknown, 0x02")
	WRONG(BUILD_TYPE, "\x5f\1\x7f", 3,
	      "the bytes end inside the mutability of a field")
	WRONG(BUILD_TYPE, "\x5f\1\x64\5\0", 3,
	      "a field of a type is 5, but there are only 2")
	WRONG(BUILD_TYPE, "\x5f\1\x64\x40\0", 3,
	      "a field of a type has the unknown heap type -64")
	WRONG(BUILD_TYPE, "\x5f\1\x79\0", 2,
	      "a field of a type is of the unknown type 0x79")
	WRONG(BUILD_TYPE, "\x60\1\5\0", 2,
	      "a parameter of a type is of the unknown type 0x05")
	WRONG(BUILD_TYPE, "\x60\1\x78\0", 2,
	      "a parameter of a type is of the unknown type 0x78")
	WRONG(BUILD_TYPE, "\x4e\2\x5f\0", 4,
	      "the bytes end inside a type of a group")
	WRONG(BUILD_TYPE, "\x4e\1\x4e\0", 2, "unknown form 0x4e")
	WRONG(BUILD_TYPE, "\x4e\x70", 1,
	      "the number of types of a group is 112, but only 0 bytes")
	WRONG(BUILD_TYPE, "\x5d\7", 1,
	      "the type of a continuation is 7, but there are only 2")
	WRONG(BUILD_TYPE, "\x4e\0\0", 2, "type section has 1 bytes too many")
	WRONG(BUILD_MEMORY, "\x08\1\x40", 2, "2 to the power of 64")
	WRONG(BUILD_GLOBAL, "\x7f\4\x41\0\x0b", 1,
	      "the mutability of a global is unknown, 0x04")
	WRONG(BUILD_GLOBAL, "\x7f\0\x10\0\x0b", 2,
	      "the opcode 0x10 is not one of a constant expression")
	WRONG(BUILD_GLOBAL, "\x70\0\xd2\2\x0b", 3,
	      "the function of ref.func is 2, but there are only 2")
	WRONG(BUILD_GLOBAL, "\x7f\0\x41\0\x0b\0", 5,
	      "the global section has 1 bytes too many")
	WRONG(BUILD_GLOBAL, "\x7f\0\x41\0", 4,
	      "the bytes end inside a constant expression")
	WRONG(BUILD_ELEMENT, "\x08", 0, "unknown flags 0x8")
	WRONG(BUILD_ELEMENT, "\1\1\0", 1,
	      "an element segment is of the unknown kind 0x01")
	WRONG(BUILD_ELEMENT, "\0\x41\0\x0b\1\2", 5,
	      "a function of an element segment is 2, but there are only 2")
	WRONG(BUILD_ELEMENT, "\2\3\x41\0\x0b\0\0", 1,
	      "the table of an element segment is 3, but there are only 2")
	WRONG(BUILD_ELEMENT, "\1\0\x7f", 2,
	      "the length of an element segment is 127, but only 0 bytes")
	WRONG(BUILD_ELEMENT, "\5\x70\1\xd2\x09\x0b", 4,
	      "the function of ref.func is 9")
	WRONG(BUILD_ELEMENT, "\5\1\0", 1,
	      "the type of an element segment is of the unknown type 0x01")
	WRONG(BUILD_ELEMENT, "\5\x70\1\xd2\0", 5,
	      "the bytes end inside a constant expression")
	WRONG(BUILD_DATA, "\3\0", 0, "a data segment has the unknown flags 0x3")
	WRONG(BUILD_DATA, "\2\1\x41\0\x0b\0", 1,
	      "the memory of a data segment is 1, but there are only 1")
	WRONG(BUILD_DATA, "\1\5abc", 1, "a data segment claims 5 bytes, 3 are")
	WRONG(BUILD_DATA, "\1", 1, "the bytes end inside a data segment")
};

/* Where the contents of a section begin. */
static size_t payload_of(const struct up_buf *module, uint8_t id)
{
	const uint8_t *start = (const uint8_t *)module->bytes;
	const uint8_t *end = start + module->size;
	const uint8_t *next = start + 8;

	while (next < end) {
		uint8_t found = *next++;
		uint32_t size;

		assert_int_equal(up_leb128_u32(&next, end, &size),
				 UP_LEB128_OK);
		if (found == id)
			return (size_t)(next - start);
		next += size;
	}
	fail_msg("there is no section %u", id);
	return 0;
}

static void check_wrong(const struct wrong *wrong)
{
	struct builder b = {0};
	struct opened opened;
	struct up_contents untouched;
	struct up_buf module;
	uint64_t offset;

	make_base(&b);
	/* Behind the number of entries, and those that are there. */
	offset = 1 + b.sections[wrong->section].size + wrong->offset;
	put(&b, wrong->section, 1, wrong->bytes, wrong->size);
	module = build_module(&b);
	offset += payload_of(&module, (uint8_t)wrong->section);
	assert_int_equal(try_open(&opened, &module), -1);
	check_contains(opened.record.message, wrong->message);
	if (opened.record.offset != offset)
		fail_msg("offset 0x%llx, not 0x%llx: %s",
			 (unsigned long long)opened.record.offset,
			 (unsigned long long)offset, opened.record.message);
	assert_int_equal(opened.record.errors, 1);
	assert_int_equal(opened.record.fault, UP_FAULT_INPUT);
	memset(&untouched, 0, sizeof(untouched));
	assert_memory_equal(&opened.contents, &untouched, sizeof(untouched));
	finish(&opened);
	up_buf_finish(&module);
}

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		check_wrong(&wrongs[i]);
}

/* Segments need what they are for. */
static void test_nothing_to_fill(void **state)
{
	static const struct {
		enum build_section section;
		const char *message;
	} cases[] = {
		{BUILD_ELEMENT, "for table 0, but there is none"},
		{BUILD_DATA, "for memory 0, but there is none"},
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct builder b = {0};
		struct opened opened;
		struct up_buf module;

		PUT(&b, cases[i].section, 1, "\0\x41\0\x0b\0");
		module = build_module(&b);
		assert_int_equal(try_open(&opened, &module), -1);
		check_contains(opened.record.message, cases[i].message);
		assert_int_equal(opened.record.offset, 12);
		finish(&opened);
		up_buf_finish(&module);
	}
}

/* Names with a NUL in them can be read, but not rewritten. */
static void test_nul_in_names(void **state)
{
	static const struct {
		enum build_section section;
		const char *bytes;
		size_t size, offset;
		const char *message;
	} cases[] = {
		{BUILD_IMPORT, "\3a\0b\1f\0\0", 8, 0,
		 "the module name of an import, which begins with 'a'"},
		{BUILD_IMPORT, "\1m\3f\0g\0\0", 8, 2,
		 "the name of an import, which begins with 'f', has a NUL"},
		{BUILD_EXPORT, "\3e\0x\0\0", 6, 0,
		 "the name of an export, which begins with 'e'"},
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct builder b = {0};
		struct opened opened;
		struct up_buf module;
		size_t payload;

		make_base(&b);
		put(&b, cases[i].section, 1, cases[i].bytes, cases[i].size);
		module = build_module(&b);
		payload = payload_of(&module, (uint8_t)cases[i].section);
		assert_int_equal(try_open(&opened, &module), 0);
		assert_int_equal(up_raw_module_check(&opened.raw,
						     &opened.record.report),
				 -1);
		check_contains(opened.record.message, cases[i].message);
		assert_int_equal(opened.record.offset,
				 payload + 1 + cases[i].offset);
		finish(&opened);
		up_buf_finish(&module);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_nothing_to_fill),
		cmocka_unit_test(test_nul_in_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
