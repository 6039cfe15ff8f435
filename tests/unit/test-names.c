/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Mending the name section, whatever is wrong with it. */

#include "check.h"
#include "util/buf.h"
#include "wasm/module.h"
#include "wasm/name_section.h"

#define HEADER "\0asm\1\0\0\0"
#define BEHIND "\x00\x02\x01x"

/* Mends a module with this name section, one section behind it. */
static void check_mended(const char *module, size_t size, enum up_names names,
			  const char *want, size_t want_size)
{
	struct up_report report = {0};
	struct up_raw_module raw;
	struct up_buf bytes = {0};

	assert_int_equal(up_raw_module_read((const uint8_t *)module, size, &raw,
					    &report),
			 0);
	up_name_section_mend(&raw, names, &bytes);
	assert_int_equal(bytes.size, want_size);
	assert_memory_equal(bytes.bytes, want, want_size);
	up_buf_finish(&bytes);
	up_raw_module_finish(&raw);
}

#define CHECK(module, names, want) \
	check_mended(module, sizeof(module) - 1, names, want, sizeof(want) - 1)

static void test_keeps_the_agreed(void **state)
{
	(void)state;
	CHECK(HEADER "\x00\x0b\x04name\x01\x01\x00\x0a\x01\x00" BEHIND,
	      UP_NAMES_AGREED, HEADER "\x00\x08\x04name\x01\x01\x00" BEHIND);
}

static void test_renumbers_tags(void **state)
{
	(void)state;
	CHECK(HEADER "\x00\x0b\x04name\x01\x01\x00\x0a\x01\x00" BEHIND,
	      UP_NAMES_OLD_TAGS,
	      HEADER "\x00\x0b\x04name\x01\x01\x00\x0b\x01\x00" BEHIND);
}

static void test_drops_a_truncated_one(void **state)
{
	(void)state;
	CHECK(HEADER "\x00\x0a\x04name\x01\x01\x00\x02\x09" BEHIND,
	      UP_NAMES_AGREED, HEADER "\x00\x08\x04name\x01\x01\x00" BEHIND);
}

static void test_drops_all(void **state)
{
	(void)state;
	CHECK(HEADER "\x00\x08\x04name\x01\x01\x00" BEHIND, UP_NAMES_NONE,
	      HEADER BEHIND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_the_agreed),
		cmocka_unit_test(test_renumbers_tags),
		cmocka_unit_test(test_drops_a_truncated_one),
		cmocka_unit_test(test_drops_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
