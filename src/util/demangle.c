/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* A few letters of the newer mangling can stand for gigabytes of text. */
enum { MAX_TEXT = 1 << 16 };

struct text {
	struct up_buf buf;
	jmp_buf too_long;
};

static void take(const char *part, size_t size, void *data)
{
	struct text *text = data;

	if (text->buf.size + size > MAX_TEXT)
		longjmp(text->too_long, 1);
	up_buf_append(&text->buf, part, size);
}

/* LLVM marks the symbols that it makes public: `.llvm.` and a number. */
static char *without_mark(const char *name)
{
	static const char mark[] = ".llvm.";
	char *copy = up_strdup(name);
	char *at = strstr(copy, mark);

	if (at) {
		const char *number = at + strlen(mark);

		if (number[strspn(number, "0123456789ABCDEF@_")] == '\0')
			*at = '\0';
	}
	return copy;
}

static bool demangle(struct up_buf *buf, const char *symbol)
{
	struct text *text = up_alloc(sizeof(*text));
	volatile bool done = false;

	if (setjmp(text->too_long) == 0 &&
	    rust_demangle_callback(symbol, DMGL_VERBOSE, take, text) &&
	    text->buf.size > 0) {
		up_buf_append(buf, text->buf.bytes, text->buf.size);
		done = true;
	}
	up_buf_finish(&text->buf);
	free(text);
	return done;
}

/* Cuts off the number that tells functions of one name apart; false: none. */
static bool cut_number(char *symbol)
{
	char *end = strrchr(symbol, '_');

	if (!end || !end[1] || end[1 + strspn(end + 1, "0123456789")])
		return false;
	*end = '\0';
	return true;
}

bool up_demangle_rust(struct up_buf *buf, const char *name)
{
	char *symbol = without_mark(name);
	/* No symbol ends in such a number. */
	bool done = demangle(buf, symbol) ||
		    (cut_number(symbol) && demangle(buf, symbol));

	free(symbol);
	return done;
}
