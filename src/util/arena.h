/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_ARENA_H
#define UP_UTIL_ARENA_H

#include <stddef.h>

/*
 * Memory that lives and dies together: what is known of a module is thousands
 * of small lists and texts, none of which goes before the others. A zeroed
 * struct is an empty arena.
 */
struct up_arena {
	struct up_arena_chunk *chunks; /* owned */
	size_t usual; /* the size of the last, but for what needed more */
};

/* Zeroed, aligned for anything, never NULL; owned by @arena. */
void *up_arena_alloc(struct up_arena *arena, size_t size);

/* A copy of @size bytes with a NUL behind them; owned by @arena. */
char *up_arena_text(struct up_arena *arena, const char *text, size_t size);

/*
 * Room for one more element of an array of this arena, as up_grow(): the
 * array began as NULL and grew by this function alone.
 */
static inline void *up_arena_grow(struct up_arena *arena, void *array,
				  size_t *count, size_t element_size);

void up_arena_finish(struct up_arena *arena);

/* For up_arena_grow() alone: where the array has to move. */
void *up_arena_move(struct up_arena *arena, void *array, size_t count,
		    size_t element_size);

static inline void *up_arena_grow(struct up_arena *arena, void *array,
				  size_t *count, size_t element_size)
{
	size_t old = (*count)++;

	/* The capacity is the next power of two, and zeroed. */
	return (old & (old - 1)) == 0
		       ? up_arena_move(arena, array, old, element_size)
		       : array;
}

#endif
