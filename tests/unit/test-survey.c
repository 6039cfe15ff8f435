/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The walk over all bodies: what it lists, in which order, and how often. */

#include "check.h"
#include "inspect/survey.h"
#include "module-builder.h"

/* A module that was read, with all that its parts borrow from. */
struct surveyed {
	struct up_buf bytes;
	struct up_raw_module raw;
	struct up_contents contents;
	struct up_survey survey;
};

static void survey(struct builder *b, const struct up_text_range *texts,
		   size_t text_count, struct surveyed *ret)
{
	struct check_report record;

	check_report_init(&record);
	*ret = (struct surveyed){.bytes = build_module(b)};
	if (up_raw_module_read((const uint8_t *)ret->bytes.bytes,
			       ret->bytes.size, &ret->raw, &record.report) ||
	    up_contents_read(&ret->raw, &ret->contents, &record.report) ||
	    up_survey_make(&ret->contents, texts, text_count, &ret->survey,
			   &record.report))
		fail_msg("offset 0x%llx: %s",
			 (unsigned long long)record.offset, record.message);
}

static void finish(struct surveyed *s)
{
	up_survey_finish(&s->survey);
	up_contents_finish(&s->contents);
	up_raw_module_finish(&s->raw);
	up_buf_finish(&s->bytes);
}

static void check_calls(const struct up_survey *survey, uint32_t function,
			const uint32_t *calls, size_t count)
{
	size_t first = survey->first_call[function];

	assert_int_equal(survey->first_call[function + 1] - first, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(survey->calls[first + i], calls[i]);
}

#define CALLS(survey, function, ...)                                    \
	check_calls(survey, function, (const uint32_t[]){__VA_ARGS__},  \
		    sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

static void test_calls(void **state)
{
	struct builder b = {0};
	struct surveyed s;
	uint32_t type = build_type(&b, "", "");
	uint32_t host = build_import(&b, "env", "host", type);

	(void)state;
	build_function(&b, type); /* 1: itself, the import, itself */
	build_call(&b, 1);
	build_call(&b, host);
	build_call(&b, 1);
	build_call(&b, host);
	build_end(&b);
	build_function(&b, type); /* 2: nothing */
	build_end(&b);
	build_function(&b, type); /* 3: the order of the code */
	build_call(&b, 2);
	build_call(&b, 1);
	build_u8(&b, 0x12); /* return_call */
	build_u32(&b, 2);
	build_end(&b);
	survey(&b, NULL, 0, &s);
	check_calls(&s.survey, host, NULL, 0);
	CALLS(&s.survey, 1, 1, host);
	check_calls(&s.survey, 2, NULL, 0);
	CALLS(&s.survey, 3, 2, 1);
	assert_int_equal(s.survey.does[1], 0);
	assert_int_equal(s.survey.does[3], UP_DOES_TAIL_CALL);
	assert_true(s.survey.features & 1ull << UP_FEATURE_TAIL_CALL);
	finish(&s);
}

/* Types that are equal are one; tables are told apart. */
static void test_indirect_calls(void **state)
{
	struct builder b = {0};
	struct surveyed s;
	uint32_t first = build_type(&b, "i", "");
	uint32_t same = build_type(&b, "i", "");
	uint32_t none = build_type(&b, "", "");

	(void)state;
	build_table(&b, 1);
	build_table(&b, 1);
	build_function(&b, none);
	build_call_indirect(&b, none, 1);
	build_call_indirect(&b, same, 0);
	build_call_indirect(&b, first, 0);
	build_call_indirect(&b, first, 1);
	build_end(&b);
	build_function(&b, none);
	build_call_indirect(&b, first, 0);
	build_u8(&b, 0xd0); /* ref.null */
	build_u32(&b, none);
	build_u8(&b, 0x14); /* call_ref */
	build_u32(&b, none);
	build_end(&b);
	survey(&b, NULL, 0, &s);
	assert_int_equal(s.survey.indirect_count, 4);
	static const struct up_indirect expected[] = {
		{2, 1}, {0, 0}, {0, 1}, {2, UP_NO_INDEX}};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s.survey.indirects[i].type, expected[i].type);
		assert_int_equal(s.survey.indirects[i].table,
				 expected[i].table);
	}
	assert_int_equal(s.survey.first_indirect_call[1], 3);
	assert_int_equal(s.survey.first_indirect_call[2], 5);
	static const uint32_t calls[] = {0, 1, 2, 1, 3};
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(s.survey.indirect_calls[i], calls[i]);
	finish(&s);
}

static void build_small(struct builder *b, uint32_t type, const char *code,
			size_t size)
{
	build_function(b, type);
	for (size_t i = 0; i < size; i++)
		build_u8(b, (uint8_t)code[i]);
	build_end(b);
}

#define SMALL(b, type, code) build_small(b, type, code, sizeof(code) - 1)

static void test_does(void **state)
{
	static const uint16_t does[] = {
		UP_DOES_UNREACHABLE, UP_DOES_THROW,
		UP_DOES_CATCH | UP_DOES_RETHROW, UP_DOES_CATCH,
		UP_DOES_RETHROW, UP_DOES_MEMORY_GROW, UP_DOES_TABLE_WRITE,
		UP_DOES_TABLE_GROW};
	struct builder b = {0};
	struct surveyed s;
	uint32_t type = build_type(&b, "", "");

	(void)state;
	build_tag(&b, type);
	build_tag(&b, type);
	build_table(&b, 1);
	build_table(&b, 1);
	build_table(&b, 1);
	up_buf_append(&b.sections[BUILD_MEMORY], "\0\1", 2);
	b.counts[BUILD_MEMORY]++;
	SMALL(&b, type, "\0");
	SMALL(&b, type, "\x08\0\x08\1\x08\0"); /* throw, thrice */
	SMALL(&b, type, "\x06\x40\x19\x09\0\x0b"); /* try catch_all rethrow */
	SMALL(&b, type, "\x1f\x40\0\x0b"); /* try_table */
	SMALL(&b, type, "\xd0\x69\x0a"); /* ref.null exn, throw_ref */
	SMALL(&b, type, "\x41\0\x40\0\x1a");
	SMALL(&b, type, "\x41\0\xd0\x70\x26\1"); /* table.set 1 */
	SMALL(&b, type, "\xd0\x70\x41\0\xfc\x0f\2\x1a"); /* table.grow 2 */
	survey(&b, NULL, 0, &s);
	for (size_t i = 0; i < sizeof(does) / sizeof(does[0]); i++)
		assert_int_equal(s.survey.does[i], does[i]);
	assert_true(s.survey.legacy && s.survey.exnref);
	assert_int_equal(s.survey.throw_count, 2);
	assert_int_equal(s.survey.throws[0].tag, 0);
	assert_int_equal(s.survey.throws[1].tag, 1);
	assert_int_equal(s.survey.throws[1].function, 1);
	assert_false(s.survey.table_written[0]);
	assert_true(s.survey.table_written[1] && s.survey.table_written[2]);
	assert_true(s.survey.features & 1ull << UP_FEATURE_EXCEPTION_HANDLING);
	finish(&s);
}

/* A table of the module's own lets nobody hand in exported functions. */
static void check_referenced(bool exports_table)
{
	struct builder b = {0};
	struct surveyed s;
	uint32_t type = build_type(&b, "", "");

	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, 0);
	build_passive(&b, 1);
	build_element(&b, 1);
	build_byte(&b.sections[BUILD_ELEMENT], 3); /* declared */
	build_byte(&b.sections[BUILD_ELEMENT], 0);
	build_byte(&b.sections[BUILD_ELEMENT], 2);
	b.counts[BUILD_ELEMENT]++;
	build_element(&b, 2);
	build_element(&b, 3);
	SMALL(&b, type, "");
	SMALL(&b, type, "");
	SMALL(&b, type, ""); /* declared only */
	SMALL(&b, type, ""); /* declared, and used by code */
	SMALL(&b, type, "\xd2\3\x1a"); /* ref.func 3 */
	SMALL(&b, type, ""); /* of a global */
	up_buf_append(&b.sections[BUILD_GLOBAL], "\x70\0\xd2\5\x0b", 5);
	b.counts[BUILD_GLOBAL]++;
	build_export(&b, "f", 0, 4);
	if (exports_table)
		build_export(&b, "t", 1, 0);
	survey(&b, NULL, 0, &s);
	for (uint32_t i = 0; i < 6; i++)
		assert_int_equal(s.survey.referenced[i],
				 i == 4 ? exports_table : i != 2);
	finish(&s);
}

static void test_referenced(void **state)
{
	(void)state;
	check_referenced(false);
	check_referenced(true);
}

/* Constants count by the texts that they lie in, once for each function. */
static void test_constants(void **state)
{
	static const struct up_text_range texts[] = {{8, 16}, {16, 20}, {64, 65}};
	static const struct up_constant expected[] = {
		{0, 0}, {0, 1}, {1, 2}, {1, 0}};
	struct builder b = {0};
	struct surveyed s;
	uint32_t type = build_type(&b, "", "");

	(void)state;
	SMALL(&b, type, "\x41\x07\x1a\x41\x0f\x1a\x41\x08\x1a\x41\x10\x1a");
	SMALL(&b, type, "\x41\xc0\0\x1a\x41\xc1\0\x1a\x41\x14\x1a\x41\x08\x1a");
	survey(&b, texts, 3, &s);
	assert_int_equal(s.survey.constant_count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s.survey.constants[i].function,
				 expected[i].function);
		assert_int_equal(s.survey.constants[i].text, expected[i].text);
	}
	finish(&s);
	SMALL(&b, build_type(&b, "", ""), "\x41\x08\x1a");
	survey(&b, NULL, 0, &s);
	assert_int_equal(s.survey.constant_count, 0);
	finish(&s);
}

/* What is wrong with a body is reported, and nothing is left behind. */
static void test_malformed(void **state)
{
	struct builder b = {0};
	struct check_report record;
	struct up_raw_module raw;
	struct up_contents contents;
	struct up_survey survey, untouched;
	uint32_t type = build_type(&b, "", "");
	struct up_buf bytes;

	(void)state;
	SMALL(&b, type, "\x10\0");
	SMALL(&b, type, "\x10\7"); /* there are 2 functions */
	bytes = build_module(&b);
	check_report_init(&record);
	memset(&untouched, 0x5a, sizeof(untouched));
	survey = untouched;
	assert_int_equal(up_raw_module_read((const uint8_t *)bytes.bytes,
					    bytes.size, &raw, &record.report),
			 0);
	assert_int_equal(up_contents_read(&raw, &contents, &record.report), 0);
	assert_int_equal(up_survey_make(&contents, NULL, 0, &survey,
					&record.report),
			 -1);
	assert_int_equal(record.errors, 1);
	assert_memory_equal(&survey, &untouched, sizeof(survey));
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	up_buf_finish(&bytes);
	up_survey_finish(&(struct up_survey){0});
}

/* A module without functions. */
static void test_empty(void **state)
{
	struct builder b = {0};
	struct surveyed s;

	(void)state;
	build_type(&b, "", "");
	survey(&b, NULL, 0, &s);
	assert_int_equal(s.survey.first_call[0], 0);
	assert_int_equal(s.survey.indirect_count + s.survey.throw_count, 0);
	assert_false(s.survey.legacy || s.survey.exnref);
	finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_indirect_calls),
		cmocka_unit_test(test_does),
		cmocka_unit_test(test_referenced),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
