/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_BUF_H
#define UP_UTIL_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A growing run of bytes. A zeroed struct is an empty one. Appending never
 * fails: the program has no way on without memory, see mem.h.
 */
struct up_buf {
	char *bytes; /* owned; NUL-terminated once anything was appended */
	size_t size; /* without the NUL */
	size_t capacity;
};

void up_buf_finish(struct up_buf *buf);
void up_buf_append(struct up_buf *buf, const void *bytes, size_t size);
void up_buf_puts(struct up_buf *buf, const char *text);
void up_buf_printf(struct up_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void up_buf_vprintf(struct up_buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Appends "1,234,567". */
void up_buf_put_number(struct up_buf *buf, uint64_t number);

/* The bytes as a string that the caller frees; @buf is empty afterwards. */
char *up_buf_take(struct up_buf *buf);

#ifdef __cplusplus
}
#endif

#endif
