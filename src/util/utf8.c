/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/utf8.h"

#include <string.h>

/* The lengths of a sequence: what its first byte looks like, and its range. */
static const struct {
	uint8_t mask;
	uint8_t lead;
	uint32_t first; /* the first code point that needs this many bytes */
} forms[] = {
	{0x80, 0x00, 0x0},
	{0xe0, 0xc0, 0x80},
	{0xf0, 0xe0, 0x800},
	{0xf8, 0xf0, 0x10000},
};

size_t up_utf8_decode(const void *bytes, size_t size, uint32_t *ret_point)
{
	const uint8_t *next = bytes;
	size_t form = 0;
	uint32_t point;

	if (size == 0)
		return 0;
	while ((next[0] & forms[form].mask) != forms[form].lead)
		if (++form == sizeof(forms) / sizeof(forms[0]))
			return 0;
	if (form >= size)
		return 0;

	point = next[0] & (uint8_t)~forms[form].mask;
	for (size_t i = 1; i <= form; i++) {
		if ((next[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (next[i] & 0x3f);
	}
	if (point < forms[form].first || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret_point = point;
	return form + 1;
}

/* How many bytes it begins with that are ASCII, in steps of eight. */
static size_t ascii_prefix(const uint8_t *bytes, size_t size)
{
	size_t length = 0;
	uint64_t eight;

	for (; size - length >= sizeof(eight); length += sizeof(eight)) {
		memcpy(&eight, bytes + length, sizeof(eight));
		if ((eight & 0x8080808080808080) != 0)
			break;
	}
	return length;
}

bool up_utf8_valid(const void *bytes, size_t size)
{
	size_t ascii = ascii_prefix(bytes, size);
	const uint8_t *next = (const uint8_t *)bytes + ascii;

	size -= ascii;
	while (size > 0) {
		uint32_t point = *next;
		size_t length =
			point < 0x80 ? 1 : up_utf8_decode(next, size, &point);

		if (length == 0)
			return false;
		next += length;
		size -= length;
	}
	return true;
}
