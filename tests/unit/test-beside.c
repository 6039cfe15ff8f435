/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Work beside other work, and what it finds. */

#include <sched.h>

#include "check.h"
#include "diag/diag.h"
#include "diag/held.h"
#include "util/beside.h"

static void count(void *data)
{
	++*(int *)data;
}

static void test_is_done_once(void **state)
{
	struct up_beside beside = {0};
	int done = 0;

	(void)state;
	up_beside_wait(&beside); /* there is none */
	up_beside_start(&beside, count, &done);
	up_beside_wait(&beside);
	assert_int_equal(1, done);
	up_beside_wait(&beside);
	assert_int_equal(1, done);
}

/* With one processor it is done when it is waited for. */
static void test_is_done_alone(void **state)
{
	struct up_beside beside = {0};
	cpu_set_t all, one;
	size_t first = 0;
	int done = 0;

	(void)state;
	assert_int_equal(0, sched_getaffinity(0, sizeof(all), &all));
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	assert_int_equal(0, sched_setaffinity(0, sizeof(one), &one));
	up_beside_start(&beside, count, &done);
	assert_int_equal(0, done);
	up_beside_wait(&beside);
	assert_int_equal(1, done);
	assert_int_equal(0, sched_setaffinity(0, sizeof(all), &all));
}

static void test_findings_are_held(void **state)
{
	struct check_report record;
	struct up_held held = {0};

	(void)state;
	check_report_init(&record);
	up_held_pass(&held, &record.report); /* there are none */
	up_held_init(&held);
	up_warning(&held.report, "a %s", "warning");
	up_error(&held.report, UP_FAULT_OUTPUT, 7, "an %s", "error");
	assert_int_equal(UP_FAULT_OUTPUT, held.report.fault);
	assert_int_equal(0, record.warnings + record.errors);
	up_held_pass(&held, &record.report);
	assert_int_equal(1, record.warnings);
	assert_int_equal(1, record.errors);
	assert_string_equal("an error", record.message);
	assert_int_equal(7, record.offset);
	assert_int_equal(UP_FAULT_OUTPUT, record.report.fault);
	/* They are told once. */
	up_held_pass(&held, &record.report);
	assert_int_equal(1, record.errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_done_once),
		cmocka_unit_test(test_is_done_alone),
		cmocka_unit_test(test_findings_are_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
