/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The type section: all forms of types, and which of them are equal. */

#include "contents-open.h"

static void check_types(const struct up_contents *c, const char *canonical)
{
	assert_int_equal(c->type_count, strlen(canonical));
	for (uint32_t i = 0; i < c->type_count; i++)
		if (c->types[i].canonical != (uint32_t)(canonical[i] - '0'))
			fail_msg("type %u is like %u", i,
				 c->types[i].canonical);
}

static void test_function_types(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	build_type(&b, "i", "");
	build_type(&b, "", "i");
	build_type(&b, "i", "");
	build_type(&b, "ilfd", "FX");
	build_type(&b, "", "");
	build_type(&b, "ilfd", "FX");
	c = open_module(&opened, build_module(&b));
	check_types(c, "010343");
	assert_int_equal(c->types[3].form, UP_FORM_FUNC);
	assert_int_equal(c->types[3].param_count, 4);
	assert_int_equal(c->types[3].params[1].code, UP_VT_I64);
	assert_int_equal(c->types[3].result_count, 2);
	assert_int_equal(c->types[3].results[1].code, UP_VT_EXTERNREF);
	assert_int_equal(c->types[3].supertype, UP_NO_INDEX);
	finish(&opened);
}

/* Groups are equal if their members are, with what they say of each other. */
static void test_groups(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	/* 0, 1: two structs that hold each other; 2, 3 the same. */
	PUT(&b, BUILD_TYPE, 2,
	    "\x4e\2\x5f\1\x64\1\0\x5f\1\x63\0\1"
	    "\x4e\2\x5f\1\x64\3\0\x5f\1\x63\2\1");
	/* 4, 5: the second one points out of its group, at 0. */
	PUT(&b, BUILD_TYPE, 1, "\x4e\2\x5f\1\x64\5\0\x5f\1\x63\0\1");
	/* 6, 7: functions of 0 and of 2 are the same. */
	PUT(&b, BUILD_TYPE, 2, "\x60\1\x64\0\0" "\x60\1\x64\2\0");
	/* 8: in a group of one, and so the same as outside of one. */
	PUT(&b, BUILD_TYPE, 1, "\x4e\1\x60\1\x64\0\0");
	/* 9: not of 0, but of 1. */
	PUT(&b, BUILD_TYPE, 1, "\x60\1\x64\1\0");
	c = open_module(&opened, build_module(&b));
	check_types(c, "0101456669");
	assert_int_equal(c->types[0].form, UP_FORM_STRUCT);
	assert_int_equal(c->types[7].params[0].heap, 2);
	finish(&opened);
}

static void test_subtypes(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	PUT(&b, BUILD_TYPE, 9,
	    "\x50\0\x5e\x78\1" /* 0: open, an array of bytes */
	    "\x4f\0\x5e\x78\1" /* 1: final */
	    "\x5e\x78\1" /* 2: final, in short */
	    "\x50\1\0\x5e\x78\1" /* 3: below 0 */
	    "\x4f\1\3\x5e\x78\1" /* 4: final, below 3 */
	    "\x5e\x77\1" /* 5: of other numbers */
	    "\x5e\x77\0" /* 6: that cannot be set */
	    "\x60\1\x70\0" /* 7: of funcref, in short */
	    "\x60\1\x63\x70\0"); /* 8: and in full */
	PUT(&b, BUILD_TYPE, 1, "\x5d\7"); /* 9: a continuation */
	c = open_module(&opened, build_module(&b));
	check_types(c, "0113456779");
	assert_int_equal(c->types[3].form, UP_FORM_ARRAY);
	assert_int_equal(c->types[3].supertype, 0);
	assert_int_equal(c->types[4].supertype, 3);
	assert_int_equal(c->types[9].form, UP_FORM_OTHER);
	finish(&opened);
}

static void test_prefixes_of_types(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	/* A group of a described struct and its descriptor; a shared array. */
	PUT(&b, BUILD_TYPE, 3,
	    "\x4e\2\x4d\1\x5f\0\x4c\0\x5f\0"
	    "\x65\x5e\x7f\0"
	    "\x5e\x7f\0");
	/* Exact and shared references. */
	PUT(&b, BUILD_TYPE, 1, "\x60\2\x64\x62\2\x63\x65\x6e\0");
	c = open_module(&opened, build_module(&b));
	check_types(c, "01234");
	assert_int_equal(c->types[4].params[0].heap, 2);
	assert_int_equal(c->types[4].params[1].heap, -0x12);
	finish(&opened);
}

/* As many types as there is room for take no longer than that. */
static void test_many_types(void **state)
{
	enum { COUNT = 200000 };
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	for (uint32_t i = 0; i < COUNT; i++) {
		uint32_t bits = i % (COUNT / 2);
		char params[18] = "";

		for (size_t k = 0; k < 17; k++)
			params[k] = bits >> k & 1 ? 'i' : 'l';
		build_type(&b, params, "");
	}
	c = open_module(&opened, build_module(&b));
	assert_int_equal(c->type_count, COUNT);
	for (uint32_t i = 0; i < COUNT; i++)
		assert_int_equal(c->types[i].canonical, i % (COUNT / 2));
	finish(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_function_types),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_subtypes),
		cmocka_unit_test(test_prefixes_of_types),
		cmocka_unit_test(test_many_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
