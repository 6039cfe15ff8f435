/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "process/heap.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>

/* Enough for all of a small module. */
static const int piece = 32 << 20;

/* Limits count addresses that nobody uses. */
static bool has_limits(void)
{
	struct rlimit space, data;

	return getrlimit(RLIMIT_AS, &space) < 0 ||
	       getrlimit(RLIMIT_DATA, &data) < 0 ||
	       space.rlim_cur != RLIM_INFINITY ||
	       data.rlim_cur != RLIM_INFINITY;
}

/* Of whatever malloc() has got at its end, or will as soon as it is asked. */
static void ask_for_huge_pages(void)
{
	/* Not so much that it were mapped alone, but more than is left over. */
	enum { TRIAL = 120 << 10, TRIALS = 2 };
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = (uintptr_t)sbrk(0), end;
	void *volatile trials[TRIALS];

	for (int i = 0; i < TRIALS; i++)
		trials[i] = malloc(TRIAL);
	for (int i = 0; i < TRIALS; i++)
		free(trials[i]);
	start = (start + page - 1) & ~(page - 1);
	end = (uintptr_t)sbrk(0);
	/* Without them it takes a little longer, and that is all. */
	if (end > start)
		(void)madvise((void *)start, end - start, MADV_HUGEPAGE);
}

void up_heap_settle(bool huge)
{
	/* Before anything is allocated, or this thread has memory of its own. */
	mallopt(M_ARENA_MAX, 1);
	if (has_limits())
		return;
	mallopt(M_TOP_PAD, piece);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	if (huge)
		ask_for_huge_pages();
}
#else
void up_heap_settle(bool huge)
{
	(void)huge;
}
#endif
