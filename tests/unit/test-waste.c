/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What an optimizer would drop, and where passive data comes to be. */

#include "check.h"
#include "explored.h"
#include "inspect/places.h"

/* ---- what would be dropped ---- */

#define SAME "\x41\1\x1a" /* i32.const 1, drop */

static void function(struct builder *b, uint32_t type, const char *code)
{
	build_function(b, type);
	up_buf_append(&b->body, code, strlen(code));
	build_end(b);
}

static void check_waste(struct builder *b, struct up_waste waste)
{
	struct up_model *model = explored_read(b);

	up_inspect_waste(model);
	assert_int_equal(model->waste.unreached, waste.unreached);
	assert_int_equal(model->waste.unreached_bytes, waste.unreached_bytes);
	assert_int_equal(model->waste.repeated, waste.repeated);
	assert_int_equal(model->waste.repeated_bytes, waste.repeated_bytes);
	up_model_destroy(model);
}

static void test_unreached(void **state)
{
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");

	(void)state;
	build_import(&b, "env", "f", type);
	FUNCTION(&b, type, 2); /* 1: exported */
	FUNCTION(&b, type, 0); /* 2: called by 1 */
	FUNCTION(&b, type, 4, 4, 4); /* 3, 4: call each other, 9 and 4 bytes */
	FUNCTION(&b, type, 3);
	FUNCTION(&b, type, 1); /* 5: in a table */
	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, 5);
	EXPORTS(&b, 1);
	check_waste(&b, (struct up_waste){.unreached = 2,
					  .unreached_bytes = 8 + 4});
}

static void test_repeated(void **state)
{
	struct builder b = {0};
	uint32_t none = build_type(&b, "", "");
	uint32_t same = build_type(&b, "", "");
	uint32_t other = build_type(&b, "i", "");

	(void)state;
	function(&b, none, SAME); /* 0 */
	function(&b, same, SAME); /* 1: of an equal type */
	function(&b, other, SAME); /* 2 */
	function(&b, none, SAME SAME); /* 3 */
	function(&b, none, SAME); /* 4 */
	function(&b, none, SAME); /* 5: nobody calls it */
	EXPORTS(&b, 0, 1, 2, 3, 4);
	check_waste(&b, (struct up_waste){.unreached = 1,
					  .unreached_bytes = 5,
					  .repeated = 2,
					  .repeated_bytes = 10});
}

/* ---- passive data ---- */

/* The place of a segment of 3 bytes, by the instructions of one function. */
static void check_place(const char *code, size_t size, bool known,
			uint32_t place)
{
	struct builder b = {0};
	struct up_model *model;
	struct up_raw_data *data;

	up_buf_append(&b.sections[BUILD_MEMORY], "\0\1", 2);
	b.counts[BUILD_MEMORY]++;
	up_buf_append(&b.sections[BUILD_DATA], "\1\3abc", 5);
	b.counts[BUILD_DATA]++;
	build_byte(&b.sections[BUILD_DATA_COUNT], 1);
	b.counts[BUILD_DATA_COUNT]++;
	build_function(&b, build_type(&b, "", ""));
	up_buf_append(&b.body, code, size);
	build_end(&b);
	model = explored_read(&b);
	data = up_places_find(&model->contents);
	assert_int_equal(data->mode == UP_SEGMENT_ACTIVE, known);
	assert_int_equal(data->size, 3);
	if (known) {
		assert_true(data->has_offset);
		assert_int_equal(data->offset, place);
	}
	assert_int_equal(model->contents.data->mode, UP_SEGMENT_PASSIVE);
	free(data);
	up_model_destroy(model);
}

#define PLACE(code, place) check_place(code, sizeof(code) - 1, true, place)
#define NO_PLACE(code) check_place(code, sizeof(code) - 1, false, 0)
#define INIT "\xfc\x08\0\0"

static void test_places(void **state)
{
	(void)state;
	PLACE("\x41\x80\x08\x41\0\x41\3" INIT, 1024);
	PLACE("\x41\1\x1a\x41\x08\x41\0\x41\3" INIT, 8);
	NO_PLACE("\x41\x08\x41\1\x41\3" INIT); /* from its middle */
	NO_PLACE("\x41\x08\x41\0\x41\2" INIT); /* not all of it */
	/* i32.eqz: the first number is another then */
	NO_PLACE("\x41\x08\x45\x41\0\x41\3" INIT);
	NO_PLACE("\x41\x08\x41\0\x41\3\x45\x1a\x41\1\x41\1" INIT);
	NO_PLACE("\x41\x08\x1a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unreached),
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
