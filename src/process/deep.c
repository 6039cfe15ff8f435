/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "process/deep.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>

/* Only what is used of it takes memory. */
static const size_t largest = (size_t)1 << 32, smallest = (size_t)1 << 24;

/* But limits count all of it, and more than stacks is needed. */
static size_t most_allowed(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_AS, &limit) < 0 ||
	    limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur / 4 > largest)
		return largest;
	return limit.rlim_cur / 4;
}

struct call {
	void (*fn)(void *data);
	void *data;
};

static void *start(void *data)
{
	const struct call *call = data;

	call->fn(call->data);
	return NULL;
}

static bool call_on(size_t stack_size, struct call *call)
{
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	err = pthread_attr_setstacksize(&attr, stack_size);
	if (err == 0)
		err = pthread_create(&thread, &attr, start, call);
	pthread_attr_destroy(&attr);
	if (err == 0)
		pthread_join(thread, NULL);
	return err == 0;
}

void up_deep_call(void (*fn)(void *data), void *data)
{
	struct call call = {.fn = fn, .data = data};
	size_t most = most_allowed();

	for (size_t size = largest; size >= smallest; size /= 4)
		if (size <= most && call_on(size, &call))
			return;
	fn(data);
}
