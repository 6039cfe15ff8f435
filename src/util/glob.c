/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/glob.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "util/utf8.h"

/* Takes one character off @next; a byte that is no UTF-8 counts as one. */
static uint32_t take_char(const char **next)
{
	uint32_t point = (unsigned char)**next;
	size_t length = up_utf8_decode(*next, strnlen(*next, 4), &point);

	*next += length > 0 ? length : 1;
	return point;
}

/* Likewise, but a backslash gives way to what follows it. */
static uint32_t take_escaped(const char **next)
{
	if ((*next)[0] == '\\' && (*next)[1] != '\0')
		(*next)++;
	return take_char(next);
}

/*
 * Matches @point with the set behind a `[`. Returns 1 or 0, with @pattern
 * behind the `]`, or -1 if there is none. A `]` in the first place is a member.
 */
static int match_set(const char **pattern, uint32_t point)
{
	const char *next = *pattern;
	bool negated = *next == '!';
	bool found = false;

	next += negated;
	do {
		uint32_t low, high;

		if (*next == '\0')
			return -1;
		low = high = take_escaped(&next);
		if (next[0] == '-' && next[1] != ']' && next[1] != '\0') {
			next++;
			high = take_escaped(&next);
		}
		found = found || (low <= point && point <= high);
	} while (*next != ']');
	*pattern = next + 1;
	return found != negated;
}

/* Matches one element that is not `*` with one character; moves both on. */
static bool match_one(const char **pattern, const char **text)
{
	uint32_t point = take_char(text);
	const char *next = *pattern;
	int in_set;

	switch (*next) {
	case '\0':
		return false;
	case '?':
		*pattern = next + 1;
		return true;
	case '[':
		next++;
		in_set = match_set(&next, point);
		if (in_set >= 0) {
			*pattern = next;
			return in_set == 1;
		}
		break;
	default:
		break;
	}
	return take_escaped(pattern) == point;
}

bool up_glob_match(const char *pattern, const char *text)
{
	/* Where to go on when the run of the last star grows by one. */
	const char *star_pattern = NULL;
	const char *star_text = NULL;

	while (*text != '\0' || *pattern == '*') {
		if (*pattern == '*') {
			star_pattern = ++pattern;
			star_text = text;
			continue;
		}
		if (match_one(&pattern, &text))
			continue;
		/* Only the last star matters: what is before it has matched. */
		if (star_pattern == NULL)
			return false;
		take_char(&star_text);
		pattern = star_pattern;
		text = star_text;
	}
	return *pattern == '\0';
}
