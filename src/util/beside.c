/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/beside.h"

#include <sched.h>
#include <stddef.h>

static void *run(void *data)
{
	const struct up_beside *beside = data;

	beside->run(beside->data);
	return NULL;
}

/* One alone would only have more to do. */
static bool has_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 &&
	       CPU_COUNT(&set) > 1;
}

void up_beside_start(struct up_beside *beside, void (*fn)(void *data),
		     void *data)
{
	*beside = (struct up_beside){.run = fn, .data = data};
	beside->started = has_processors() &&
			  pthread_create(&beside->thread, NULL, run,
					 beside) == 0;
}

void up_beside_wait(struct up_beside *beside)
{
	if (beside->run == NULL)
		return;
	if (beside->started)
		pthread_join(beside->thread, NULL);
	else
		beside->run(beside->data);
	beside->run = NULL;
}
