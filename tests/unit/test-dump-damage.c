/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * --dump of damaged modules: described or refused in all formats, and when refused,
 * nothing is printed.
 */

#include "check.h"
#include "dump-samples.h"
#include "dump/dump.h"

enum {
	ROUNDS = 500, /* for each module */
	MAX_CHANGES = 4,
	MAX_SIZE = 1024,
};

static const struct {
	const uint8_t *bytes;
	size_t size;
} samples[] = {
	{sample_calls, sizeof(sample_calls)},
	{sample_unwind, sizeof(sample_unwind)},
	{sample_kinds, sizeof(sample_kinds)},
	{sample_exnref, sizeof(sample_exnref)},
};

/* xorshift: the same numbers in each run. */
static uint32_t state = 2463534242;

static uint32_t below(uint32_t limit)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % limit;
}

static int count_bytes(const char *bytes, size_t size, void *data)
{
	(void)bytes;
	*(size_t *)data += size;
	return 0;
}

/* Returns whether it was described. */
static bool dump(const uint8_t *bytes, size_t size, enum up_dump_format format)
{
	/* A block of its own, so that a read beyond it is found. */
	uint8_t *copy = malloc(size > 0 ? size : 1);
	size_t printed = 0;
	struct up_dump_options options = {
		.format = format,
		.path = "a.wasm",
		.sink = count_bytes,
		.data = &printed,
	};
	struct up_options rewrite = {.name = "a"};
	struct check_report record;
	int err;

	memcpy(copy, bytes, size);
	check_report_init(&record);
	err = up_dump_here(copy, size, &options, &rewrite, &record.report);
	assert_int_equal(err < 0, printed == 0);
	assert_int_equal(err < 0, record.errors > 0);
	assert_int_equal(record.report.fault,
			 err < 0 ? UP_FAULT_INPUT : UP_FAULT_NONE);
	free(copy);
	return err == 0;
}

static void dump_all(const uint8_t *bytes, size_t size, size_t *described)
{
	bool text = dump(bytes, size, UP_DUMP_TEXT);

	/* Bodies are not validated, except for the text format. */
	assert_int_equal(dump(bytes, size, UP_DUMP_JSON), text);
	assert_true(!dump(bytes, size, UP_DUMP_WAT) || text);
	*described += text;
}

static void test_changes(void **unused)
{
	size_t described = 0;

	(void)unused;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		for (size_t round = 0; round < ROUNDS; round++) {
			uint8_t bytes[MAX_SIZE];
			uint32_t size = (uint32_t)samples[i].size;
			uint32_t changes = 1 + below(MAX_CHANGES);

			memcpy(bytes, samples[i].bytes, size);
			while (changes-- > 0)
				bytes[below(size)] = (uint8_t)below(256);
			dump_all(bytes, size, &described);
		}
	}
	/* Some are still modules. */
	assert_in_range(described, ROUNDS / 10, ROUNDS * 4);
}

static void test_ends(void **unused)
{
	size_t described = 0;

	(void)unused;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		for (size_t size = 0; size < samples[i].size; size++)
			dump_all(samples[i].bytes, size, &described);
	/* Where a section ends that is the last one needed. */
	assert_in_range(described, 1, 40);
}

static void test_samples(void **unused)
{
	size_t described = 0;

	(void)unused;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		dump_all(samples[i].bytes, samples[i].size, &described);
		assert_true(dump(samples[i].bytes, samples[i].size,
				 UP_DUMP_WAT));
	}
	assert_int_equal(described, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
