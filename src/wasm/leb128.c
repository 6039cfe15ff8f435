/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * https://webassembly.github.io/spec/core/binary/values.html, "Integers": seven
 * bits a byte, the lowest first, at most ceil(bits / 7) bytes; the bits of the
 * last byte that the type has not are zero, or the sign.
 */

#include "wasm/leb128.h"

#include <stdbool.h>

/* The last byte of a number that takes all the bytes it may. */
static bool last_byte_fits(uint8_t byte, unsigned bits_left, bool is_signed)
{
	uint8_t mask = (uint8_t)(0x7f & (0x7f << bits_left));

	if (!is_signed)
		return (byte & mask) == 0;
	/* The sign bit is the highest of those that count. */
	mask = (uint8_t)(0x7f & (0x7f << (bits_left - 1)));
	return (byte & mask) == 0 || (byte & mask) == mask;
}

/* The width is known to each caller: the loop is made for it. */
static inline __attribute__((always_inline)) enum up_leb128
read_bits(const uint8_t **next, const uint8_t *end, unsigned bits,
	  bool is_signed, uint64_t *ret_value)
{
	const uint8_t *p = *next;
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t byte;

	/* As most are. */
	if (p != end && *p < 0x80) {
		value = *p++;
		if (is_signed && (value & 0x40) != 0)
			value |= ~(uint64_t)0 << 7;
		*next = p;
		*ret_value = value;
		return UP_LEB128_OK;
	}
	do {
		if (shift >= bits)
			return UP_LEB128_TOO_LONG;
		if (p == end)
			return UP_LEB128_TRUNCATED;
		byte = *p++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (bits - shift < 7 && (byte & 0x80) == 0 &&
		    !last_byte_fits(byte, bits - shift, is_signed))
			return UP_LEB128_TOO_LARGE;
		shift += 7;
	} while ((byte & 0x80) != 0);

	if (is_signed && shift < 64 && (byte & 0x40) != 0)
		value |= ~(uint64_t)0 << shift;
	*next = p;
	*ret_value = value;
	return UP_LEB128_OK;
}

enum up_leb128 up_leb128_u32(const uint8_t **next, const uint8_t *end,
			     uint32_t *ret_value)
{
	uint64_t value;
	enum up_leb128 ret = read_bits(next, end, 32, false, &value);

	if (ret == UP_LEB128_OK)
		*ret_value = (uint32_t)value;
	return ret;
}

enum up_leb128 up_leb128_u64(const uint8_t **next, const uint8_t *end,
			     uint64_t *ret_value)
{
	return read_bits(next, end, 64, false, ret_value);
}

enum up_leb128 up_leb128_s32(const uint8_t **next, const uint8_t *end,
			     int32_t *ret_value)
{
	uint64_t value;
	enum up_leb128 ret = read_bits(next, end, 32, true, &value);

	if (ret == UP_LEB128_OK)
		*ret_value = (int32_t)(int64_t)value;
	return ret;
}

enum up_leb128 up_leb128_s33(const uint8_t **next, const uint8_t *end,
			     int64_t *ret_value)
{
	uint64_t value;
	enum up_leb128 ret = read_bits(next, end, 33, true, &value);

	if (ret == UP_LEB128_OK)
		*ret_value = (int64_t)value;
	return ret;
}

enum up_leb128 up_leb128_s64(const uint8_t **next, const uint8_t *end,
			     int64_t *ret_value)
{
	uint64_t value;
	enum up_leb128 ret = read_bits(next, end, 64, true, &value);

	if (ret == UP_LEB128_OK)
		*ret_value = (int64_t)value;
	return ret;
}

void up_leb128_put_u32(struct up_buf *buf, uint32_t value)
{
	do {
		uint8_t byte = value & 0x7f;

		value >>= 7;
		if (value)
			byte |= 0x80;
		up_buf_append(buf, &byte, 1);
	} while (value);
}

void up_leb128_put_s32(struct up_buf *buf, int32_t value)
{
	/* As long as there is more than the sign of the last byte. */
	for (; value < -0x40 || value >= 0x40; value >>= 7) {
		uint8_t byte = (uint8_t)((value & 0x7f) | 0x80);

		up_buf_append(buf, &byte, 1);
	}
	up_leb128_put_u32(buf, (uint32_t)value & 0x7f);
}

unsigned up_leb128_size(uint32_t value)
{
	unsigned size = 1;

	while (value >>= 7)
		size++;
	return size;
}

void up_leb128_put_text(struct up_buf *buf, const char *text, size_t size)
{
	up_leb128_put_u32(buf, (uint32_t)size);
	if (size > 0)
		up_buf_append(buf, text, size);
}

void up_leb128_put_part(struct up_buf *buf, uint8_t id, const void *bytes,
			size_t size)
{
	up_buf_append(buf, &id, 1);
	up_leb128_put_text(buf, bytes, size);
}
