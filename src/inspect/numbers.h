/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_NUMBERS_H
#define UP_INSPECT_NUMBERS_H

/* Growing lists of numbers, and numbers for pairs of numbers. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A zeroed struct is an empty list. */
struct up_numbers {
	uint32_t *items; /* owned: free() it */
	size_t count, capacity;
};

void up_numbers_push(struct up_numbers *numbers, uint32_t number);

/* Pairs, counted from 0 in the order in which they came. Zeroed: none. */
struct up_pairs {
	struct up_pair_slot {
		uint32_t first, second;
		uint32_t number; /* plus 1; 0: the slot is free */
	} *slots; /* owned; a power of two of them */
	size_t slot_count;
	uint32_t count;
};

void up_pairs_finish(struct up_pairs *pairs);

/* The number of a pair; sets *@ret_new if it gets it now. */
uint32_t up_pairs_number(struct up_pairs *pairs, uint32_t first,
			 uint32_t second, bool *ret_new);

/* The number of a pair, or UINT32_MAX. */
uint32_t up_pairs_find(const struct up_pairs *pairs, uint32_t first,
		       uint32_t second);

#endif
