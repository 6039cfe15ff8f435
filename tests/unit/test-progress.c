/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* How far work is: what is told, and that it comes out of a child as it went in. */

#include <string.h>
#include <time.h>

#include "check.h"
#include "diag/progress.h"
#include "process/child.h"
#include "rewrite.h"
#include "unpoison/dump.h"
#include "unpoison/unpoison.h"

enum { MAX = 256 };

struct told {
	struct up_progress items[MAX];
	size_t count;
};

static void note(const struct up_progress *progress, void *data)
{
	struct told *told = data;

	if (told->count < MAX)
		told->items[told->count++] = *progress;
}

static struct up_report report_to(struct told *told)
{
	*told = (struct told){0};
	return (struct up_report){.data = told, .progress = note};
}

/* ---- what is told ---- */

static void test_phases(void **state)
{
	struct told told;
	struct up_report report = report_to(&told);

	(void)state;
	up_progress_end(&report);
	up_progress_tick(&report);
	up_progress_far(&report, 1, 2);
	assert_int_equal(told.count, 0);
	up_progress_add(&report, 2);
	up_progress_begin(&report, "one");
	up_progress_made(&report, 100, 7);
	up_progress_begin(&report, "two");
	up_progress_end(&report);
	up_progress_end(&report);
	assert_int_equal(told.count, 4);
	for (uint32_t i = 0; i < 4; i++) {
		const struct up_progress *item = &told.items[i];

		assert_string_equal(item->phase, i < 2 ? "one" : "two");
		assert_int_equal(item->number, i / 2 + 1);
		assert_int_equal(item->count, 2);
		assert_true((item->ended != 0) == (i % 2 == 1));
		assert_true(item->began <= item->now);
	}
	assert_int_equal(told.items[1].bytes, 100);
	assert_int_equal(told.items[1].functions, 7);
	assert_true(told.items[1].memory > 0);
	assert_true(told.items[1].ended == told.items[1].now);
	assert_true(told.items[2].began >= told.items[1].ended);
	/* What one was about is not said of the other. */
	assert_int_equal(told.items[3].bytes, 0);
}

static void test_share(void **state)
{
	struct told told;
	struct up_report report = report_to(&told);

	(void)state;
	up_progress_begin(&report, "one");
	for (uint64_t i = 0; i <= 100000; i++)
		up_progress_far(&report, i, 100000);
	/* Once for each percent that anybody can see. */
	assert_int_equal(told.count, 101);
	assert_int_equal(told.items[1].done, 1000);
	assert_int_equal(told.items[100].done, 100000);
	assert_int_equal(told.items[100].total, 100000);
	/* The next one begins without. */
	up_progress_begin(&report, "two");
	assert_int_equal(told.items[102].total, 0);
}

static void test_nobody_listens(void **state)
{
	struct up_report report = {0};

	(void)state;
	up_progress_add(&report, 1);
	up_progress_begin(&report, "one");
	up_progress_far(&report, 1, 2);
	up_progress_tick(&report);
	up_progress_end(&report);
	assert_null(report.last.phase);
}

/* ---- out of a child ---- */

static int sleep_in_phases(const struct up_link *link,
			   struct up_report *report, void *data)
{
	const struct timespec while_ = {.tv_nsec = 450000000};

	(void)link;
	(void)data;
	up_progress_add(report, 2);
	up_progress_begin(report, "first");
	up_progress_begin(report, "second");
	up_progress_far(report, 1, 4);
	nanosleep(&while_, NULL);
	up_progress_made(report, 5, 6);
	up_progress_end(report);
	nanosleep(&while_, NULL);
	return 3;
}

static void test_child(void **state)
{
	const struct up_child_job job = {.work = sleep_in_phases, .advice = ""};
	struct told told;
	struct up_report report = report_to(&told);

	(void)state;
	/* A phase of our own before goes on in the numbers of the child. */
	up_progress_add(&report, 1);
	up_progress_begin(&report, "ours");
	up_progress_end(&report);
	assert_int_equal(up_child_call(&job, &report), 3);
	/* Ours, the first, the second, its share, its end; and while it slept. */
	assert_in_range(told.count, 9, 14);
	assert_string_equal(told.items[4].phase, "second");
	for (size_t i = 6; i < told.count - 1; i++) {
		assert_string_equal(told.items[i].phase, "second");
		assert_int_equal(told.items[i].done, 1);
		assert_int_equal(told.items[i].total, 4);
		assert_true(told.items[i].now > told.items[i - 1].now);
		assert_true(told.items[i].ended == 0);
	}
	/* Nothing goes on behind the end. */
	assert_int_equal(report.last.number, 3);
	assert_int_equal(report.last.count, 3);
	assert_int_equal(report.last.bytes, 5);
	assert_true(report.last.ended - report.last.began >= 450000000);
}

static int die(const struct up_link *link, struct up_report *report, void *data)
{
	(void)link;
	(void)data;
	up_progress_begin(report, "last");
	abort();
}

static void test_child_dies(void **state)
{
	const struct up_child_job job = {.work = die, .advice = ""};
	struct told told;
	struct up_report report = report_to(&told);

	(void)state;
	assert_int_equal(up_child_call(&job, &report), -1);
	assert_int_equal(told.count, 1);
	assert_true(told.items[0].ended == 0);
}

/* ---- of the work on modules ---- */

static const uint8_t module[] = {
	0, 'a', 's', 'm', 1, 0, 0, 0, /* magic and version */
	1, 4, 1, 0x60, 0, 0, /* type: () -> () */
	3, 2, 1, 0, /* function */
	7, 5, 1, 1, 'f', 0, 0, /* export */
	10, 4, 1, 2, 0, 0x0b, /* code */
};

/* That they end, one after the other, and are as many as was said. */
static void check_whole(const struct told *told)
{
	uint32_t ends = 0;

	for (size_t i = 0; i < told->count; i++)
		ends += told->items[i].ended != 0;
	assert_true(ends > 0);
	assert_int_equal(told->items[told->count - 1].number, ends);
	assert_int_equal(told->items[told->count - 1].count, ends);
	assert_true(told->items[told->count - 1].ended != 0);
}

static void test_rewriting(void **state)
{
	static const struct up_options all[] = {
		{.name = "a"},
		{.name = "a", .target = UP_TARGET_NONE},
		{.name = "a", .optimize = 2},
		{.name = "a", .shrink = 1, .target = UP_TARGET_WEB},
		{.name = "a", .target = UP_TARGET_NONE,
		 .standalone = UP_STANDALONE_HEAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct up_files files = {0};
		struct told told;
		struct up_report report = report_to(&told);

		assert_int_equal(up_rewrite(module, sizeof(module), &all[i],
					    &report, &files),
				 0);
		up_files_finish(&files);
		check_whole(&told);
	}
}

static int drop(const char *bytes, size_t size, void *data)
{
	(void)bytes;
	(void)size;
	(void)data;
	return 0;
}

static void test_dumping(void **state)
{
	const struct up_options rewrite = {.name = "a"};
	const struct up_dump_options options = {.path = "a", .sink = drop};
	struct told told;
	struct up_report report = report_to(&told);

	(void)state;
	assert_int_equal(up_dump(module, sizeof(module), &options, &rewrite,
				 &report),
			 0);
	check_whole(&told);
	assert_string_equal(report.last.phase, "print");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_nobody_listens),
		cmocka_unit_test(test_child),
		cmocka_unit_test(test_child_dies),
		cmocka_unit_test(test_rewriting),
		cmocka_unit_test(test_dumping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
