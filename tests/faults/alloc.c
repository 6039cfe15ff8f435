/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The tool with an allocator that fails once: at the allocation whose number is in
 * UP_FAIL_ALLOCATION, counted from 1 in each process; a child goes on from where
 * its parent was. Linked with --wrap, so that it is for the project's own code:
 * that of libstdc++ and of libraries that are loaded keeps the real one.
 */

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static int fails(void)
{
	static long count;
	static long last = -1;

	if (last < 0) {
		const char *text = getenv("UP_FAIL_ALLOCATION");

		last = text != NULL ? atol(text) : 0;
	}
	if (__atomic_add_fetch(&count, 1, __ATOMIC_RELAXED) != last)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}
