/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/numbers.h"

#include <stdlib.h>

#include "util/mem.h"

void up_numbers_push(struct up_numbers *numbers, uint32_t number)
{
	if (numbers->count == numbers->capacity) {
		numbers->capacity =
			numbers->capacity ? numbers->capacity * 2 : 64;
		numbers->items =
			up_realloc(numbers->items, numbers->capacity *
							   sizeof(uint32_t));
	}
	numbers->items[numbers->count++] = number;
}

void up_pairs_finish(struct up_pairs *pairs)
{
	free(pairs->slots);
	*pairs = (struct up_pairs){0};
}

/* The slot of a pair, or the free one where it would be. */
static struct up_pair_slot *slot_of(const struct up_pairs *pairs,
				    uint32_t first, uint32_t second)
{
	/* Fibonacci hashing: the upper bits are well mixed. */
	uint64_t key = (uint64_t)first << 32 | second;
	uint64_t hash = (key ^ key >> 29) * 0x9e3779b97f4a7c15;
	size_t mask = pairs->slot_count - 1;

	for (size_t i = (size_t)(hash >> 32) & mask;; i = (i + 1) & mask) {
		struct up_pair_slot *slot = &pairs->slots[i];

		if (slot->number == 0 ||
		    (slot->first == first && slot->second == second))
			return slot;
	}
}

static void widen(struct up_pairs *pairs)
{
	struct up_pairs wide = {
		.slot_count = pairs->slot_count ? pairs->slot_count * 2 : 64,
		.count = pairs->count,
	};

	wide.slots = up_alloc(wide.slot_count * sizeof(*wide.slots));
	for (size_t i = 0; i < pairs->slot_count; i++) {
		const struct up_pair_slot *slot = &pairs->slots[i];

		if (slot->number != 0)
			*slot_of(&wide, slot->first, slot->second) = *slot;
	}
	free(pairs->slots);
	*pairs = wide;
}

uint32_t up_pairs_number(struct up_pairs *pairs, uint32_t first,
			 uint32_t second, bool *ret_new)
{
	struct up_pair_slot *slot;

	if (pairs->count >= pairs->slot_count / 2)
		widen(pairs);
	slot = slot_of(pairs, first, second);
	*ret_new = slot->number == 0;
	if (*ret_new)
		*slot = (struct up_pair_slot){first, second, ++pairs->count};
	return slot->number - 1;
}

uint32_t up_pairs_find(const struct up_pairs *pairs, uint32_t first,
		       uint32_t second)
{
	if (pairs->slot_count == 0)
		return UINT32_MAX;
	return slot_of(pairs, first, second)->number - 1;
}
