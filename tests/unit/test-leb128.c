/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include "wasm/leb128.h"

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

struct case_u {
	const uint8_t *bytes;
	size_t size;
	enum up_leb128 result;
	uint64_t value;
	size_t used;
};

static const struct case_u cases_u32[] = {
	{BYTES("\x00"), UP_LEB128_OK, 0, 1},
	{BYTES("\x7f\xff"), UP_LEB128_OK, 127, 1},
	{BYTES("\xe5\x8e\x26"), UP_LEB128_OK, 624485, 3},
	{BYTES("\x80\x80\x80\x80\x00"), UP_LEB128_OK, 0, 5},
	{BYTES("\xff\xff\xff\xff\x0f"), UP_LEB128_OK, UINT32_MAX, 5},
	{BYTES(""), UP_LEB128_TRUNCATED, 0, 0},
	{BYTES("\x80"), UP_LEB128_TRUNCATED, 0, 0},
	{BYTES("\xff\xff\xff\xff"), UP_LEB128_TRUNCATED, 0, 0},
	{BYTES("\xff\xff\xff\xff\x1f"), UP_LEB128_TOO_LARGE, 0, 0},
	{BYTES("\x80\x80\x80\x80\x80"), UP_LEB128_TOO_LONG, 0, 0},
	{BYTES("\x80\x80\x80\x80\x80\x00"), UP_LEB128_TOO_LONG, 0, 0},
};

static const struct case_u cases_u64[] = {
	{BYTES("\xff\xff\xff\xff\x1f"), UP_LEB128_OK, 0x1ffffffff, 5},
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), UP_LEB128_OK,
	 UINT64_MAX, 10},
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x03"), UP_LEB128_TOO_LARGE,
	 0, 0},
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00"),
	 UP_LEB128_TOO_LONG, 0, 0},
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff"), UP_LEB128_TRUNCATED, 0,
	 0},
};

struct case_s {
	const uint8_t *bytes;
	size_t size;
	enum up_leb128 result;
	int64_t value;
	size_t used;
};

static const struct case_s cases_s32[] = {
	{BYTES("\x7f"), UP_LEB128_OK, -1, 1},
	{BYTES("\x40"), UP_LEB128_OK, -64, 1},
	{BYTES("\x3f"), UP_LEB128_OK, 63, 1},
	{BYTES("\x80\x7f"), UP_LEB128_OK, -128, 2},
	{BYTES("\xff\xff\xff\xff\x07"), UP_LEB128_OK, INT32_MAX, 5},
	{BYTES("\x80\x80\x80\x80\x78"), UP_LEB128_OK, INT32_MIN, 5},
	{BYTES("\xff\xff\xff\xff\x7f"), UP_LEB128_OK, -1, 5},
	{BYTES("\xff\xff\xff\xff\x0f"), UP_LEB128_TOO_LARGE, 0, 0},
	{BYTES("\x80\x80\x80\x80\x70"), UP_LEB128_TOO_LARGE, 0, 0},
	{BYTES("\xff\xff\xff\xff\xff"), UP_LEB128_TOO_LONG, 0, 0},
	{BYTES("\xff\xff"), UP_LEB128_TRUNCATED, 0, 0},
};

static const struct case_s cases_s33[] = {
	{BYTES("\x69"), UP_LEB128_OK, -23, 1},
	{BYTES("\xff\xff\xff\xff\x0f"), UP_LEB128_OK, UINT32_MAX, 5},
	{BYTES("\x80\x80\x80\x80\x70"), UP_LEB128_OK, -4294967296, 5},
	{BYTES("\xff\xff\xff\xff\x1f"), UP_LEB128_TOO_LARGE, 0, 0},
};

static const struct case_s cases_s64[] = {
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"), UP_LEB128_OK,
	 INT64_MAX, 10},
	{BYTES("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f"), UP_LEB128_OK,
	 INT64_MIN, 10},
	{BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), UP_LEB128_TOO_LARGE,
	 0, 0},
};

enum {
	UNTOUCHED = 0x5a5a,
};

/* The bytes at the very end of an allocation, so that ASan sees overreads. */
static uint8_t *copy_exactly(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	return copy;
}

#define CHECK_CASES(cases, type, read) \
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) { \
		uint8_t *copy = copy_exactly(cases[i].bytes, cases[i].size); \
		const uint8_t *next = copy; \
		type value = UNTOUCHED; \
\
		assert_int_equal(read(&next, copy + cases[i].size, &value), \
				 cases[i].result); \
		assert_int_equal(next - copy, cases[i].used); \
		if (cases[i].result == UP_LEB128_OK) \
			assert_true(value == (type)cases[i].value); \
		else \
			assert_true(value == UNTOUCHED); \
		free(copy); \
	}

static void test_u32(void **state)
{
	(void)state;
	CHECK_CASES(cases_u32, uint32_t, up_leb128_u32)
}

static void test_u64(void **state)
{
	(void)state;
	CHECK_CASES(cases_u64, uint64_t, up_leb128_u64)
}

static void test_s32(void **state)
{
	(void)state;
	CHECK_CASES(cases_s32, int32_t, up_leb128_s32)
}

static void test_s33(void **state)
{
	(void)state;
	CHECK_CASES(cases_s33, int64_t, up_leb128_s33)
}

static void test_s64(void **state)
{
	(void)state;
	CHECK_CASES(cases_s64, int64_t, up_leb128_s64)
}

/* What is written is read again, and no shorter form would be. */
static void test_put_s32(void **state)
{
	static const struct {
		int32_t value;
		size_t size;
	} cases[] = {
		{0, 1},	      {1, 1},	      {-1, 1},	    {63, 1},
		{64, 2},      {-64, 1},	      {-65, 2},	    {8191, 2},
		{8192, 3},    {-8192, 2},     {-8193, 3},   {100, 2},
		{INT32_MAX, 5}, {INT32_MIN, 5},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct up_buf buf = {0};
		const uint8_t *next;
		int32_t value = 0;

		up_leb128_put_s32(&buf, cases[i].value);
		next = (const uint8_t *)buf.bytes;
		assert_int_equal(cases[i].size, buf.size);
		assert_int_equal(UP_LEB128_OK,
				 up_leb128_s32(&next, next + buf.size, &value));
		assert_int_equal(cases[i].value, value);
		up_buf_finish(&buf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_u32), cmocka_unit_test(test_u64),
		cmocka_unit_test(test_s32), cmocka_unit_test(test_s33),
		cmocka_unit_test(test_s64), cmocka_unit_test(test_put_s32),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
