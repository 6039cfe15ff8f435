/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <time.h>

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static bool is_running(const struct up_report *report)
{
	return report->last.phase != NULL && report->last.ended == 0;
}

static void tell(struct up_report *report, uint64_t when)
{
	report->last.now = when;
	report->progress(&report->last, report->data);
}

void up_progress_add(struct up_report *report, int phases)
{
	report->last.count += (uint32_t)phases;
}

void up_progress_begin(struct up_report *report, const char *phase)
{
	uint64_t when;

	if (report->progress == NULL)
		return;
	up_progress_end(report);
	when = now();
	report->last = (struct up_progress){
		.phase = phase,
		.number = report->last.number + 1,
		.count = report->last.count,
		.began = when,
		.memory = report->last.memory,
	};
	tell(report, when);
}

static uint64_t percent(uint64_t done, uint64_t total)
{
	return total == 0 ? 0 : done * 100 / total;
}

void up_progress_far(struct up_report *report, uint64_t done, uint64_t total)
{
	struct up_progress *last = &report->last;
	bool seen;

	if (report->progress == NULL || !is_running(report))
		return;
	seen = percent(done, total) != percent(last->done, last->total);
	last->done = done;
	last->total = total;
	if (seen)
		tell(report, now());
}

void up_progress_made(struct up_report *report, uint64_t bytes,
		      uint64_t functions)
{
	report->last.bytes = bytes;
	report->last.functions = functions;
}

void up_progress_end(struct up_report *report)
{
	struct rusage usage;

	if (report->progress == NULL || !is_running(report))
		return;
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		report->last.memory = (uint64_t)usage.ru_maxrss * 1024;
	report->last.ended = now();
	tell(report, report->last.ended);
}

void up_progress_tick(struct up_report *report)
{
	if (report->progress != NULL && is_running(report))
		tell(report, now());
}

void up_progress_pass(struct up_report *report,
		      const struct up_progress *progress)
{
	report->last = *progress;
	if (report->progress != NULL)
		report->progress(&report->last, report->data);
}
