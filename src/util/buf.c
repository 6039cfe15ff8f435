/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/buf.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static void grow(struct up_buf *buf, size_t needed)
{
	size_t capacity = buf->capacity > 0 ? buf->capacity : 64;

	while (capacity < needed)
		capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
	buf->bytes = up_realloc(buf->bytes, capacity);
	buf->capacity = capacity;
}

/* Makes room for @size more bytes and the NUL behind them. */
static inline void reserve(struct up_buf *buf, size_t size)
{
	size_t needed = buf->size + size + 1;

	if (needed > buf->capacity)
		grow(buf, needed);
}

void up_buf_finish(struct up_buf *buf)
{
	free(buf->bytes);
	*buf = (struct up_buf){0};
}

void up_buf_append(struct up_buf *buf, const void *bytes, size_t size)
{
	reserve(buf, size);
	if (size > 0)
		memcpy(buf->bytes + buf->size, bytes, size);
	buf->size += size;
	buf->bytes[buf->size] = '\0';
}

void up_buf_puts(struct up_buf *buf, const char *text)
{
	up_buf_append(buf, text, strlen(text));
}

void up_buf_printf(struct up_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	up_buf_vprintf(buf, format, args);
	va_end(args);
}

/* Whether @format asks for nothing but %s, %d, %u and %zu. */
static bool is_plain(const char *format)
{
	while ((format = strchr(format, '%')) != NULL) {
		format++;
		format += *format == 'z' && format[1] == 'u';
		if (*format != 's' && *format != 'd' && *format != 'u')
			return false;
	}
	return true;
}

static void put_digits(struct up_buf *buf, uint64_t number, bool negative)
{
	char digits[24], *at = digits + sizeof(digits);

	do
		*--at = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	if (negative)
		*--at = '-';
	up_buf_append(buf, at, (size_t)(digits + sizeof(digits) - at));
}

/* Nearly all that is printed is that plain, and is done in a quarter of the time. */
static void print_plain(struct up_buf *buf, const char *format, va_list args)
{
	for (;;) {
		const char *sign = strchr(format, '%'), *text;
		int number;

		if (!sign)
			break;
		up_buf_append(buf, format, (size_t)(sign - format));
		format = sign + 2;
		switch (sign[1]) {
		case 's':
			text = va_arg(args, const char *);
			up_buf_puts(buf, text ? text : "(null)");
			break;
		case 'u':
			put_digits(buf, va_arg(args, unsigned), false);
			break;
		case 'd':
			number = va_arg(args, int);
			put_digits(buf, number < 0 ? 0 - (uint64_t)number
						   : (uint64_t)number,
				   number < 0);
			break;
		default: /* %zu */
			put_digits(buf, va_arg(args, size_t), false);
			format++;
			break;
		}
	}
	up_buf_puts(buf, format);
}

static void print_any(struct up_buf *buf, const char *format, va_list args)
{
	va_list again;
	size_t room;
	int length;

	va_copy(again, args);
	/* Mostly there is room for it. */
	reserve(buf, 0);
	room = buf->capacity - buf->size;
	length = vsnprintf(buf->bytes + buf->size, room, format, args);
	if (length > 0 && (size_t)length >= room) {
		reserve(buf, (size_t)length);
		vsnprintf(buf->bytes + buf->size, (size_t)length + 1, format,
			  again);
	}
	if (length > 0)
		buf->size += (size_t)length;
	buf->bytes[buf->size] = '\0';
	va_end(again);
}

void up_buf_vprintf(struct up_buf *buf, const char *format, va_list args)
{
	assert(format != NULL);
	if (is_plain(format))
		print_plain(buf, format, args);
	else
		print_any(buf, format, args);
}

void up_buf_put_number(struct up_buf *buf, uint64_t number)
{
	if (number >= 1000) {
		up_buf_put_number(buf, number / 1000);
		up_buf_printf(buf, ",%03" PRIu64, number % 1000);
	} else {
		up_buf_printf(buf, "%" PRIu64, number);
	}
}

char *up_buf_take(struct up_buf *buf)
{
	char *bytes;

	up_buf_append(buf, "", 0);
	bytes = buf->bytes;
	*buf = (struct up_buf){0};
	return bytes;
}
