/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/beside.h"

#include <sched.h>
#include <stddef.h>

/* Only what is used of it takes memory; nothing of ours goes deep. */
static const size_t stack_size = (size_t)1 << 26;

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

static bool start(struct up_beside *beside)
{
	pthread_attr_t attr;
	int err;

	pthread_attr_init(&attr);
	err = pthread_attr_setstacksize(&attr, stack_size);
	if (err == 0)
		err = pthread_create(&beside->thread, &attr, run, beside);
	pthread_attr_destroy(&attr);
	return err == 0;
}

void up_beside_start(struct up_beside *beside, void (*fn)(void *data),
		     void *data)
{
	*beside = (struct up_beside){.run = fn, .data = data};
	beside->started = has_processors() && start(beside);
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
