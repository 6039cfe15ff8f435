/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_ARITH_H
#define UP_BINDGEN_ARITH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The operators on integers, by their opcodes. Values are bits; an i32 has zeros
 * above its 32. False, and *@ret is untouched, for operators that are not known,
 * that trap, or that have another number of operands.
 */
bool up_arith_unary(uint8_t op, uint64_t value, uint64_t *ret);
bool up_arith_binary(uint8_t op, uint64_t left, uint64_t right, uint64_t *ret);

/* The low @bits (1 to 63) of a value with their sign, as 64 bits. */
uint64_t up_arith_extend(uint64_t value, unsigned bits);

#endif
