/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/width.h"

#include "util/utf8.h"

static const struct range {
	uint32_t first;
	uint32_t last;
	unsigned columns;
} ranges[] = {
#define UP_WIDTH(first, last, columns) {first, last, columns},
#include "util/width.def"
#undef UP_WIDTH
};

static const char ellipsis[] = "\xe2\x80\xa6";

unsigned up_width_point(uint32_t point)
{
	size_t begin = 0;
	size_t end = sizeof(ranges) / sizeof(ranges[0]);

	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;

		if (point > ranges[middle].last)
			begin = middle + 1;
		else if (point < ranges[middle].first)
			end = middle;
		else
			return ranges[middle].columns;
	}
	return 1;
}

/* The length of the code point at @text, and how many columns it takes. */
static size_t measure(const char *text, size_t size, size_t *ret_columns)
{
	uint32_t point;
	size_t length = up_utf8_decode(text, size, &point);

	*ret_columns = length > 0 ? up_width_point(point) : 1;
	return length > 0 ? length : 1;
}

/* The length of as much of @text as goes into @room columns. */
static size_t fit(const char *text, size_t size, size_t room)
{
	size_t at = 0;

	while (at < size) {
		size_t columns;
		size_t length = measure(text + at, size - at, &columns);

		if (columns > room)
			break;
		room -= columns;
		at += length;
	}
	return at;
}

/* Where the end of @text begins that is at least @columns narrower. */
static size_t skip(const char *text, size_t size, size_t columns)
{
	size_t at = 0;

	while (at < size) {
		size_t taken;
		size_t length = measure(text + at, size - at, &taken);

		/* A mark that belongs to what is left out goes with it. */
		if (columns == 0 && taken > 0)
			break;
		columns -= taken < columns ? taken : columns;
		at += length;
	}
	return at;
}

size_t up_width(const char *text, size_t size)
{
	size_t sum = 0;

	while (size > 0) {
		size_t columns;
		size_t length = measure(text, size, &columns);

		sum += columns;
		text += length;
		size -= length;
	}
	return sum;
}

void up_width_put_cut(struct up_buf *buf, const char *text, size_t size,
		      size_t room)
{
	size_t whole = up_width(text, size);
	size_t tail, from;

	if (whole <= room) {
		up_buf_append(buf, text, size);
		return;
	}
	if (room == 0)
		return;
	tail = (room - 1) / 2;
	up_buf_append(buf, text, fit(text, size, room - 1 - tail));
	up_buf_puts(buf, ellipsis);
	from = skip(text, size, whole - tail);
	up_buf_append(buf, text + from, size - from);
}
