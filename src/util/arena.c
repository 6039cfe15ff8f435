/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* The first of an arena, most of which are small, and the largest: each doubles. */
enum {
	FIRST_SIZE = 1 << 10,
	LARGEST_SIZE = 1 << 16,
};

struct up_arena_chunk {
	struct up_arena_chunk *next;
	size_t used;
	size_t size; /* of @bytes; what is behind it is texts */
	alignas(max_align_t) char bytes[];
};

static struct up_arena_chunk *add_chunk(struct up_arena *arena, size_t size)
{
	size_t usual = arena->chunks ? arena->usual * 2 : FIRST_SIZE;
	struct up_arena_chunk *chunk;

	if (usual > LARGEST_SIZE)
		usual = LARGEST_SIZE;
	arena->usual = usual;
	chunk = up_alloc(sizeof(*chunk) + (size > usual ? size : usual));
	chunk->size = size > usual ? size : usual;
	/* One that is full from the start must not hide what is free. */
	if (size > usual && arena->chunks) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk;
}

void *up_arena_alloc(struct up_arena *arena, size_t size)
{
	struct up_arena_chunk *chunk = arena->chunks;
	void *memory;

	/* The bytes of a module, a few times over: no sum here can overflow. */
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!chunk || chunk->size - chunk->used < size)
		chunk = add_chunk(arena, size);
	memory = chunk->bytes + chunk->used;
	chunk->used += size;
	return memory;
}

/* From the end, where nothing has to be aligned. */
char *up_arena_text(struct up_arena *arena, const char *text, size_t size)
{
	struct up_arena_chunk *chunk = arena->chunks;
	char *copy;

	if (!chunk || chunk->size - chunk->used <= size)
		chunk = add_chunk(arena, size + 1);
	chunk->size -= size + 1;
	copy = chunk->bytes + chunk->size;
	if (size > 0)
		memcpy(copy, text, size);
	return copy;
}

void *up_arena_move(struct up_arena *arena, void *array, size_t count,
		    size_t element_size)
{
	size_t capacity = count > 0 ? count * 2 : 1;
	void *moved = up_arena_alloc(arena, capacity * element_size);

	if (count > 0)
		memcpy(moved, array, count * element_size);
	return moved;
}

void up_arena_finish(struct up_arena *arena)
{
	while (arena->chunks) {
		struct up_arena_chunk *next = arena->chunks->next;

		free(arena->chunks);
		arena->chunks = next;
	}
}
