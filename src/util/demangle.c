/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum {
	/* A few letters of either mangling can stand for gigabytes of text. */
	MAX_TEXT = 1 << 16,
	/*
	 * What is longer is shown as it is: the demangler takes memory of the
	 * stack for each letter.
	 */
	MAX_SYMBOL = 1 << 13,
};

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

typedef int demangler(const char *symbol, int options,
		      demangle_callbackref take, void *data);

static bool demangle(struct up_buf *buf, const char *symbol,
		     demangler *run, int options)
{
	struct text *text = up_alloc(sizeof(*text));
	volatile bool done = false;

	if (setjmp(text->too_long) == 0 &&
	    run(symbol, options, take, text) && text->buf.size > 0) {
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

static bool demangle_rust(struct up_buf *buf, const char *name, int options)
{
	char *symbol = without_mark(name);
	/* No symbol ends in such a number. */
	bool done = demangle(buf, symbol, rust_demangle_callback, options) ||
		    (cut_number(symbol) &&
		     demangle(buf, symbol, rust_demangle_callback, options));

	free(symbol);
	return done;
}

bool up_demangle_rust(struct up_buf *buf, const char *name)
{
	return demangle_rust(buf, name, DMGL_VERBOSE);
}

/* ---- for people ---- */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static size_t count_hex(const char *text, const char *end)
{
	size_t count = 0;

	while (text + count < end && is_hex(text[count]))
		count++;
	return count;
}

/*
 * How long the hash is that @text begins with: `::h0123456789abcdef` at the end
 * of the older mangling's names, `[0123456789abcdef]` behind the crates of the
 * newer one's. 0: it is something else.
 */
static size_t hash_size(const char *text, const char *end)
{
	enum { OLD = 16, SHORTEST = 8 }; /* leading zeros are not written */
	size_t digits;

	if (end - text == 3 + OLD && memcmp(text, "::h", 3) == 0)
		return count_hex(text + 3, end) == OLD ? 3 + OLD : 0;
	if (*text != '[')
		return 0;
	digits = count_hex(text + 1, end);
	if (digits < SHORTEST || digits > OLD ||
	    end - text < (ptrdiff_t)digits + 4 ||
	    memcmp(text + 1 + digits, "]::", 3) != 0)
		return 0;
	return digits + 2;
}

static void put_without_hashes(struct up_buf *buf, const char *name,
			       size_t size)
{
	const char *end = name + size, *begin = name;

	while (name < end) {
		size_t hash = *name == ':' || *name == '['
				      ? hash_size(name, end)
				      : 0;

		if (!hash) {
			name++;
			continue;
		}
		up_buf_append(buf, begin, (size_t)(name - begin));
		name += hash;
		begin = name;
	}
	up_buf_append(buf, begin, (size_t)(end - begin));
}

/* One underscore more is of linkers that put one before each symbol. */
static bool may_be_mangled(const char *name, size_t size)
{
	return size <= MAX_SYMBOL && size > 2 && name[0] == '_' &&
	       (name[1] == 'R' || name[1] == 'Z' || name[1] == '_') &&
	       !memchr(name, '\0', size);
}

void up_demangle(struct up_buf *buf, const char *name, size_t size)
{
	bool done = false;

	if (may_be_mangled(name, size)) {
		char *symbol = up_alloc(size + 1);

		memcpy(symbol, name, size);
		done = demangle_rust(buf, symbol, DMGL_NO_OPTS) ||
		       demangle(buf, symbol, cplus_demangle_v3_callback,
				DMGL_PARAMS | DMGL_ANSI);
		free(symbol);
	}
	if (!done)
		put_without_hashes(buf, name, size);
}
