/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* There is no way on; in a child, the parent tells of it. */
static _Noreturn void out_of_memory(void)
{
	static const char message[] = UP_OUT_OF_MEMORY "\n";
	ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);

	(void)written;
	_exit(EXIT_FAILURE);
}

void *up_alloc(size_t size)
{
	void *memory = calloc(1, size > 0 ? size : 1);

	if (memory == NULL)
		out_of_memory();
	return memory;
}

void *up_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size > 0 ? size : 1);

	if (memory == NULL)
		out_of_memory();
	return memory;
}

char *up_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = up_alloc(size);

	memcpy(copy, text, size);
	return copy;
}

void *up_try_grow(void *array, size_t *count, size_t element_size)
{
	size_t old = *count;

	/* The capacity is not kept: it is the next power of two. */
	if ((old & (old - 1)) == 0) {
		size_t capacity = old > 0 ? old * 2 : 1;
		void *grown;

		if (capacity < old || capacity > SIZE_MAX / element_size)
			return NULL;
		grown = realloc(array, capacity * element_size);
		if (grown == NULL)
			return NULL;
		array = grown;
	}
	memset((char *)array + old * element_size, 0, element_size);
	*count = old + 1;
	return array;
}

void *up_grow_moved(void *array, size_t *count, size_t element_size)
{
	void *grown = up_try_grow(array, count, element_size);

	if (grown == NULL)
		out_of_memory();
	return grown;
}
