/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "js_check.h"

#include <string.h>
#include <strings.h>

#include "fuzz.h"
#include "util/utf8.h"

enum { MAX_DEPTH = 256 };

struct reader {
	const char *path;
	const char *start, *next, *end;
	const char *const *names;
	size_t name_count;
	char open[MAX_DEPTH]; /* brackets; '`' for ${ in a template */
	size_t depth;
	bool value_ended; /* a slash then divides */
};

static _Noreturn void wrong(const struct reader *reader, const char *what)
{
	const char *from = reader->next - reader->start > 200
				   ? reader->next - 200
				   : reader->start;
	size_t left = (size_t)(reader->end - from);

	fuzz_fail("%s: byte %td: %s, in: %.*s", reader->path,
		  reader->next - reader->start, what,
		  (int)(left < 300 ? left : 300), from);
}

static char peek(const struct reader *reader, size_t ahead)
{
	return (size_t)(reader->end - reader->next) > ahead
		       ? reader->next[ahead]
		       : '\0';
}

static bool begins(const struct reader *reader, const char *word)
{
	size_t size = strlen(word);

	return (size_t)(reader->end - reader->next) >= size &&
	       strncasecmp(reader->next, word, size) == 0;
}

/* ---- everywhere ---- */

static void check_bytes(struct reader *reader)
{
	size_t length;

	for (; reader->next < reader->end; reader->next += length) {
		uint32_t point;

		length = up_utf8_decode(reader->next,
					(size_t)(reader->end - reader->next),
					&point);
		if (length == 0)
			wrong(reader, "no UTF-8");
		if (point < ' ' && point != '\n' && point != '\t')
			wrong(reader, "a control character");
		if (begins(reader, "</script") || begins(reader, "<!--"))
			wrong(reader, "the end of a <script>");
	}
	reader->next = reader->start;
}

/* ---- literals and comments ---- */

static void read_string(struct reader *reader, char quote)
{
	for (reader->next++; reader->next < reader->end; reader->next++) {
		if (*reader->next == '\\')
			reader->next++;
		else if (*reader->next == quote)
			break;
		if (peek(reader, 0) == '\n')
			wrong(reader, "a line ends in a string");
	}
	if (reader->next >= reader->end)
		wrong(reader, "a string without end");
	reader->next++;
	reader->value_ended = true;
}

static void push(struct reader *reader, char bracket)
{
	if (reader->depth == MAX_DEPTH)
		wrong(reader, "brackets that are nested too deep");
	reader->open[reader->depth++] = bracket;
}

/* Up to its end, or to an expression in it. */
static void read_template(struct reader *reader)
{
	for (reader->next++; reader->next < reader->end; reader->next++) {
		if (*reader->next == '\\') {
			reader->next++;
		} else if (*reader->next == '`') {
			reader->next++;
			reader->value_ended = true;
			return;
		} else if (*reader->next == '$' && peek(reader, 1) == '{') {
			reader->next += 2;
			reader->value_ended = false;
			push(reader, '`');
			return;
		}
	}
	wrong(reader, "a template without end");
}

static void read_regex(struct reader *reader)
{
	bool in_class = false;

	for (reader->next++; peek(reader, 0) != '/' || in_class;
	     reader->next++) {
		if (peek(reader, 0) == '\\')
			reader->next++;
		else if (peek(reader, 0) == '[')
			in_class = true;
		else if (peek(reader, 0) == ']')
			in_class = false;
		if (reader->next >= reader->end || peek(reader, 0) == '\n')
			wrong(reader, "a regular expression without end");
	}
	reader->next++;
	reader->value_ended = true;
}

/* U+2028 and U+2029 end a line, but for strings and templates. */
static void check_line(struct reader *reader, const char *end)
{
	size_t size = (size_t)(end - reader->next);

	if (memmem(reader->next, size, "\xe2\x80\xa8", 3) != NULL ||
	    memmem(reader->next, size, "\xe2\x80\xa9", 3) != NULL)
		wrong(reader, "a line ends that is none");
}

static void read_comment(struct reader *reader)
{
	const char *end;

	if (peek(reader, 1) == '/') {
		end = memchr(reader->next, '\n',
			     (size_t)(reader->end - reader->next));
		end = end != NULL ? end : reader->end;
		check_line(reader, end);
		reader->next = end;
		return;
	}
	end = memmem(reader->next + 2,
		     (size_t)(reader->end - reader->next) - 2, "*/", 2);
	if (end == NULL)
		wrong(reader, "a comment without end");
	reader->next = end + 2;
}

static void read_slash(struct reader *reader)
{
	if (peek(reader, 1) == '/' || peek(reader, 1) == '*') {
		read_comment(reader);
	} else if (reader->value_ended) {
		reader->next++;
		reader->value_ended = false;
	} else {
		read_regex(reader);
	}
}

/* ---- words ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '#' ||
	       (unsigned char)c >= 0x80;
}

static bool is_name(const struct reader *reader, const char *word, size_t size)
{
	for (size_t i = 0; i < reader->name_count; i++)
		if (strlen(reader->names[i]) == size &&
		    memcmp(reader->names[i], word, size) == 0)
			return true;
	return false;
}

/* Those behind which a slash begins a regular expression. */
static bool is_operator(const char *word, size_t size)
{
	static const char *const words[] = {"return", "typeof", "case", "in",
					    "of",     "void",	"throw"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == size &&
		    memcmp(words[i], word, size) == 0)
			return true;
	return false;
}

static void read_word(struct reader *reader)
{
	const char *word = reader->next, *mark;
	size_t size = 0;

	while (is_word(peek(reader, size)))
		size++;
	check_line(reader, word + size);
	mark = memmem(word, size, JS_MARK, strlen(JS_MARK));
	if (reader->names != NULL && mark != NULL &&
	    !is_name(reader, mark, size - (size_t)(mark - word)))
		wrong(reader, "a part of a name has got out");
	reader->next += size;
	reader->value_ended = !is_operator(word, size);
}

/* ---- all of it ---- */

static void read_closing(struct reader *reader, char bracket)
{
	static const char pairs[] = "(){}[]";
	char open = reader->depth > 0 ? reader->open[--reader->depth] : '\0';

	if (open == '`' && bracket == '}') {
		read_template(reader);
		return;
	}
	if (open == '\0' || open != strchr(pairs, bracket)[-1])
		wrong(reader, "a bracket that closes nothing");
	reader->next++;
	/* No value is divided behind a block of ours. */
	reader->value_ended = bracket != '}';
}

static void read_token(struct reader *reader)
{
	char c = *reader->next;

	if (c == '\'' || c == '"') {
		read_string(reader, c);
	} else if (c == '`') {
		read_template(reader);
	} else if (c == '/') {
		read_slash(reader);
	} else if (is_word(c)) {
		read_word(reader);
	} else if (strchr(")}]", c) != NULL) {
		read_closing(reader, c);
	} else if (strchr("({[", c) != NULL) {
		push(reader, c);
		reader->next++;
		reader->value_ended = false;
	} else if (strchr(" \n\t", c) != NULL) {
		reader->next++;
	} else if (strchr("!%&*+,-.:;<=>?@^|~", c) != NULL) {
		reader->next++;
		reader->value_ended = false;
	} else {
		wrong(reader, "a character that means nothing there");
	}
}

void js_check(const char *path, const char *text, size_t size,
	      const char *const *names, size_t name_count)
{
	struct reader reader = {
		.path = path,
		.start = text,
		.next = text,
		.end = text + size,
		.names = names,
		.name_count = name_count,
	};

	check_bytes(&reader);
	while (reader.next < reader.end)
		read_token(&reader);
	if (reader.depth > 0)
		wrong(&reader, "a bracket that is not closed");
}
