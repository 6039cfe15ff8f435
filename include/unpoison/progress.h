/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UNPOISON_PROGRESS_H
#define UNPOISON_PROGRESS_H

/* How far work is, as data: for whoever wants to show it, or to measure. */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct up_progress {
	/* A word for people: "read". Static; NULL before the first one. */
	const char *phase;
	/*
	 * It is this phase, from 1 on, of so many as are known of: of all the work
	 * that the report was given to.
	 */
	uint32_t number, count;
	/* How much of it is done, in whatever it counts; total 0: not known. */
	uint64_t done, total;
	/* When, in nanoseconds of CLOCK_MONOTONIC; ended is 0 while it lasts. */
	uint64_t began, now, ended;
	/* What it was about, once it has ended; 0: there is nothing to say. */
	uint64_t bytes, functions;
	/* The most memory that the process which did it has had so far, in bytes. */
	uint64_t memory;
};

/*
 * Called when a phase begins and when it has ended, when more of it is done, and
 * about ten times a second while there is nothing new but the time: always by the
 * thread that called the library. What fails does not end its phase.
 */
typedef void up_progress_fn(const struct up_progress *progress, void *data);

#ifdef __cplusplus
}
#endif
#endif
