/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_BESIDE_H
#define UP_UTIL_BESIDE_H

#include <pthread.h>
#include <stdbool.h>

/*
 * Work that is done beside other work, in a thread of its own; where there is only
 * one processor, or no thread to be had, when it is waited for. A zeroed struct has
 * none.
 */
struct up_beside {
	void (*run)(void *data); /* NULL: it is done */
	void *data;
	pthread_t thread;
	bool started;
};

/* @beside and @data stay where they are until it was waited for. */
void up_beside_start(struct up_beside *beside, void (*run)(void *data),
		     void *data);

/* What the work has written can be read then. Takes what was waited for, too. */
void up_beside_wait(struct up_beside *beside);

#endif
