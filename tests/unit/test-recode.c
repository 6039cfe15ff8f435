/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Bodies with other indices. */

#include "check.h"
#include "wasm/recode.h"

/* Old indices are below 4; each kind has another place. */
static const uint32_t types[] = {70, 1, 2, 3};
static const uint32_t functions[] = {0, 200, 2, 20000};
static const uint32_t tables[] = {1, 0, 2, 3};
static const uint32_t memories[] = {0, 5, 2, 3};
static const uint32_t globals[] = {300, 1, 2, 3};
static const uint32_t tags[] = {9, 8, 7, 6};

static const struct up_index_maps maps = {types, functions, tables,
					  memories, globals, tags};

#define BYTES(...) \
	(const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})

/* In memory of their own, so that ASan sees what is read behind them. */
static void check(const uint8_t *body, size_t size, const uint8_t *expected,
		  size_t expected_size)
{
	uint8_t *copy = malloc(size);
	struct up_buf out = {0};

	assert_non_null(copy);
	memcpy(copy, body, size);
	up_body_recode(copy, size, &maps, &(struct up_code_part){0}, &out);
	assert_int_equal(expected_size, out.size);
	assert_memory_equal(expected, out.bytes, expected_size);
	up_buf_finish(&out);
	free(copy);
}

static void test_indices(void **state)
{
	(void)state;
	/* call 1, call 3; also in more bytes than it takes */
	check(BYTES(0, 0x10, 1, 0x10, 3, 0x0b),
	      BYTES(0, 0x10, 0xc8, 0x01, 0x10, 0xa0, 0x9c, 0x01, 0x0b));
	check(BYTES(0, 0x10, 0x81, 0x80, 0x80, 0x80, 0x00, 0x0b),
	      BYTES(0, 0x10, 0xc8, 0x01, 0x0b));
	/* return_call 3, ref.func 1 */
	check(BYTES(0, 0x12, 3, 0xd2, 1, 0x0b),
	      BYTES(0, 0x12, 0xa0, 0x9c, 0x01, 0xd2, 0xc8, 0x01, 0x0b));
	/* call_indirect: the type, the table */
	check(BYTES(0, 0x11, 0, 1, 0x13, 1, 0, 0x0b),
	      BYTES(0, 0x11, 70, 0, 0x13, 1, 1, 0x0b));
	/* global.get 0, global.set 1 */
	check(BYTES(0, 0x23, 0, 0x24, 1, 0x0b),
	      BYTES(0, 0x23, 0xac, 0x02, 0x24, 1, 0x0b));
	/* table.set 0, table.grow 1, table.copy 0 1, table.init 3 0 */
	check(BYTES(0, 0x26, 0, 0xfc, 15, 1, 0xfc, 14, 0, 1, 0xfc, 12, 3, 0,
		    0x0b),
	      BYTES(0, 0x26, 1, 0xfc, 15, 0, 0xfc, 14, 1, 0, 0xfc, 12, 3, 1,
		    0x0b));
	/* throw 0; try, catch 1, rethrow 0, delegate 0 */
	check(BYTES(0, 0x08, 0, 0x06, 0x40, 0x07, 1, 0x09, 0, 0x18, 0, 0x0b),
	      BYTES(0, 0x08, 9, 0x06, 0x40, 0x07, 8, 0x09, 0, 0x18, 0, 0x0b));
	/* try_table (catch 0 0) (catch_ref 1 0) (catch_all 0) */
	check(BYTES(0, 0x1f, 0, 3, 0, 0, 0, 1, 1, 0, 2, 0, 0x0b, 0x0b),
	      BYTES(0, 0x1f, 0xc6, 0x00, 3, 0, 9, 0, 1, 8, 0, 2, 0, 0x0b,
		    0x0b));
}

static void test_memories(void **state)
{
	(void)state;
	/* memory.size 1, memory.copy 1 0, memory.fill 1, memory.init 2 1 */
	check(BYTES(0, 0x3f, 1, 0xfc, 10, 1, 0, 0xfc, 11, 1, 0xfc, 8, 2, 1,
		    0x0b),
	      BYTES(0, 0x3f, 5, 0xfc, 10, 5, 0, 0xfc, 11, 5, 0xfc, 8, 2, 5,
		    0x0b));
	/* i32.load align=4 of memory 1, with an offset of 64 bits */
	check(BYTES(0, 0x28, 0x42, 1, 0x80, 0x01, 0x0b),
	      BYTES(0, 0x28, 0x42, 5, 0x80, 0x01, 0x0b));
	/* the same of memory 0: nothing that could be an index */
	check(BYTES(0, 0x28, 2, 1, 0x0b), BYTES(0, 0x28, 2, 1, 0x0b));
	/* v128.load8_lane of memory 1, lane 3; i32.atomic.load */
	check(BYTES(0, 0xfd, 0x54, 0x40, 1, 0, 3, 0xfe, 0x10, 0x42, 1, 0, 0x0b),
	      BYTES(0, 0xfd, 0x54, 0x40, 5, 0, 3, 0xfe, 0x10, 0x42, 5, 0,
		    0x0b));
}

/* What looks like an instruction, but is part of another one. */
static void test_operands(void **state)
{
	static const uint8_t bodies[][24] = {
		{0, 0x41, 0x90, 0x01, 0x0b}, /* i32.const */
		{0, 0x42, 0x90, 0x90, 0x01, 0x0b}, /* i64.const */
		{0, 0x43, 0x10, 1, 0x10, 1, 0x0b}, /* f32.const */
		{0, 0x44, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1, 0x0b},
		{0, 0xfd, 12, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1, 0x10, 1,
		 0x10, 1, 0x10, 1, 0x10, 1, 0x0b}, /* v128.const */
		{0, 0x0e, 2, 0x10, 1, 0x10, 0x0b}, /* br_table */
		{0, 0x20, 0x10, 0x21, 0x10, 0x22, 0x23, 0x0b}, /* locals */
		{0, 0x02, 0x7f, 0x03, 0x40, 0x04, 0x7b, 0x05, 0x0b, 0x0b, 0x0b,
		 0x0b}, /* block, loop, if */
		{2, 0x10, 0x7f, 0x23, 0x6f, 0x0b}, /* declarations */
		{0, 0x1c, 1, 0x70, 0xd0, 0x6f, 0xfe, 3, 0, 0x0b}, /* select */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		size_t size = sizeof(bodies[i]);
		while (bodies[i][size - 1] == 0)
			size--;
		check(bodies[i], size, bodies[i], size);
	}
}

static uint32_t traits_of(const uint8_t *body, size_t size, uint32_t *uses)
{
	uint8_t *copy = malloc(size);
	uint32_t traits;

	assert_non_null(copy);
	memcpy(copy, body, size);
	traits = up_body_traits(copy, size, 1, uses);
	free(copy);
	return traits;
}

static void test_traits(void **state)
{
	static const struct {
		uint32_t traits;
		uint8_t size, body[16];
	} cases[] = {
		{0, 4, {0, 0x10, 1, 0x0b}},
		{UP_BODY_LEGACY_EH, 6, {0, 0x06, 0x40, 0x19, 0x0b, 0x0b}},
		{UP_BODY_EXNREF, 6, {0, 0x1f, 0x40, 0, 0x0b, 0x0b}},
		{UP_BODY_EXNREF, 3, {0, 0x0a, 0x0b}},
		{UP_BODY_THROW, 4, {0, 0x08, 0, 0x0b}},
		{UP_BODY_TAIL_CALL, 4, {0, 0x12, 0, 0x0b}},
		{UP_BODY_CALL_INDIRECT, 5, {0, 0x11, 0, 0, 0x0b}},
		{UP_BODY_TAIL_CALL | UP_BODY_CALL_INDIRECT, 5,
		 {0, 0x13, 0, 0, 0x0b}},
		{UP_BODY_REF_FUNC, 4, {0, 0xd2, 0, 0x0b}},
		{UP_BODY_STATE, 4, {0, 0x3f, 0, 0x0b}},
		{UP_BODY_STATE, 4, {0, 0x40, 0, 0x0b}},
		{UP_BODY_STATE, 4, {0, 0x26, 0, 0x0b}},
		{UP_BODY_STATE, 6, {0, 0xfc, 8, 0, 0, 0x0b}},
		{UP_BODY_STATE, 5, {0, 0xfc, 9, 0, 0x0b}},
		{UP_BODY_STATE, 6, {0, 0xfc, 12, 0, 0, 0x0b}},
		{UP_BODY_STATE, 5, {0, 0xfc, 13, 0, 0x0b}},
		{UP_BODY_STATE, 5, {0, 0xfc, 17, 0, 0x0b}},
		{0, 6, {0, 0xfc, 10, 0, 0, 0x0b}},
		{0, 5, {0, 0xfc, 11, 0, 0x0b}},
		/* global.get 1, i32.const 16, i32.sub, global.set 1 */
		{UP_BODY_FRAME, 9,
		 {0, 0x23, 1, 0x41, 16, 0x6b, 0x24, 1, 0x0b}},
		{UP_BODY_FRAME, 11,
		 {0, 0x23, 1, 0x41, 16, 0x6b, 0x22, 5, 0x24, 1, 0x0b}},
		{0, 9, {0, 0x23, 1, 0x41, 16, 0x6b, 0x24, 0, 0x0b}},
		{0, 9, {0, 0x23, 0, 0x41, 16, 0x6b, 0x24, 0, 0x0b}},
		{0, 9, {0, 0x23, 1, 0x41, 16, 0x6a, 0x24, 1, 0x0b}},
		{UP_BODY_OTHER, 5, {0, 0x14, 0, 0x0b}}, /* call_ref */
		{UP_BODY_OTHER, 6, {0, 0xfb, 0, 0, 0x0b}}, /* struct.new */
		{UP_BODY_OTHER, 4, {0, 0xd0, 0x6e, 0x0b}}, /* ref.null any */
		{UP_BODY_OTHER, 5, {1, 1, 0x63, 0x70, 0x0b}}, /* a local */
	};
	uint32_t uses[4] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(cases[i].traits,
				 traits_of(cases[i].body, cases[i].size, uses));
	assert_int_equal(2, uses[0]); /* return_call, ref.func */
	assert_int_equal(1, uses[1]);
	assert_int_equal(0, uses[2]);
}

/* ---- what a body uses, and where its instructions are ---- */

static void note_use(enum up_body_use use, uint32_t value, void *data)
{
	static const char *const names[] = {"type", "function", "table",
					    "memory", "global", "tag", "const",
					    "offset"};

	up_buf_printf(data, "%s %u\n", names[use], (unsigned)value);
}

static void check_uses(const uint8_t *body, size_t size, const char *expected)
{
	uint8_t *copy = malloc(size);
	struct up_buf text = {0};

	assert_non_null(copy);
	memcpy(copy, body, size);
	up_body_each_use(copy, size, note_use, &text);
	assert_string_equal(expected, text.size ? text.bytes : "");
	up_buf_finish(&text);
	free(copy);
}

static void test_uses(void **state)
{
	(void)state;
	check_uses(BYTES(0, 0x10, 1, 0xd2, 0x81, 0x01, 0x11, 2, 1, 0x0b),
		   "function 1\nfunction 129\ntype 2\ntable 1\n");
	check_uses(BYTES(0, 0x23, 3, 0x24, 4, 0x08, 5, 0x1f, 0x40, 1, 0, 6, 0,
			 0x0b, 0x0b),
		   "global 3\nglobal 4\ntag 5\ntag 6\n");
	/* i32.load offset=64; i64.store of memory 2; memory.copy 1 0 */
	check_uses(BYTES(0, 0x28, 2, 0xc0, 0x00, 0x37, 0x43, 2, 0, 0xfc, 10, 1,
			 0, 0x0b),
		   "memory 0\noffset 64\nmemory 2\noffset 0\nmemory 1\n"
		   "memory 0\n");
	/* 63, -1, 64, INT32_MIN; numbers of other kinds say nothing */
	check_uses(BYTES(0, 0x41, 0x3f, 0x41, 0x7f, 0x41, 0xc0, 0x00, 0x41,
			 0x80, 0x80, 0x80, 0x80, 0x78, 0x42, 0x01, 0x20, 0x00,
			 0x0b),
		   "const 63\nconst 4294967295\nconst 64\n"
		   "const 2147483648\n");
}

static void check_skip(const uint8_t *at, size_t size, size_t expected)
{
	const uint8_t *behind = up_body_skip(at, at + size);

	assert_non_null(behind);
	assert_int_equal(expected, behind - at);
}

static void test_skips(void **state)
{
	(void)state;
	check_skip(BYTES(0x0b), 1);
	check_skip(BYTES(0x41, 0x80, 0x01, 0x0b), 3);
	check_skip(BYTES(0x0e, 2, 0, 1, 2, 0x0b), 5);
	check_skip(BYTES(0x02, 0x7f, 0x0b), 2);
	check_skip(BYTES(0x1f, 0x40, 1, 0, 1, 0, 0x0b), 6);
	/* ref.null of a type of its own */
	const uint8_t typed[] = {0xd0, 0x03, 0x0b};
	assert_null(up_body_skip(typed, typed + sizeof(typed)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uses),
		cmocka_unit_test(test_skips),
		cmocka_unit_test(test_indices),
		cmocka_unit_test(test_memories),
		cmocka_unit_test(test_operands),
		cmocka_unit_test(test_traits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
