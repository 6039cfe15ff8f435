/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "dump/deep.h"

#include <pthread.h>
#include <stddef.h>

/* Only what is used of it takes memory. */
static const size_t stack_size = (size_t)1 << 32;

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

void up_deep_call(void (*fn)(void *data), void *data)
{
	struct call call = {.fn = fn, .data = data};
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	err = pthread_attr_setstacksize(&attr, stack_size);
	if (err == 0)
		err = pthread_create(&thread, &attr, start, &call);
	pthread_attr_destroy(&attr);
	/* Where there is no room for that, most modules need no more. */
	if (err == 0)
		pthread_join(thread, NULL);
	else
		fn(data);
}
