/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_MEM_H
#define UP_UTIL_MEM_H

#include <stddef.h>
#include <string.h>

/* What is said on standard error when memory runs out, and what to do then. */
#define UP_OUT_OF_MEMORY "unpoison: out of memory"
#define UP_NO_MEMORY_ADVICE \
	"out of memory; free some, or do it where there is more"

/*
 * As malloc and friends, but they end the process when memory runs out. So they
 * are for what runs in a child (see process/child.h), and for the tool.
 */
void *up_alloc(size_t size); /* zeroed; caller frees */
void *up_realloc(void *old, size_t size); /* caller frees */
char *up_strdup(const char *text); /* caller frees */

/*
 * Room for one more element of an array that grows: returns the array, moved
 * where needed, its length @count counted up; the new element is zeroed. Only
 * for arrays that began as NULL and grew by this function alone.
 */
static inline void *up_grow(void *array, size_t *count, size_t element_size);

/* The same, but NULL without memory; @array and @count are then as they were. */
void *up_try_grow(void *array, size_t *count, size_t element_size);

/* For up_grow() alone: where the array may have to move. */
void *up_grow_moved(void *array, size_t *count, size_t element_size);

static inline void *up_grow(void *array, size_t *count, size_t element_size)
{
	size_t old = *count;

	/* The capacity is the next power of two. */
	if ((old & (old - 1)) == 0)
		return up_grow_moved(array, count, element_size);
	memset((char *)array + old * element_size, 0, element_size);
	*count = old + 1;
	return array;
}

#endif
