/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/dropin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/schema.h"
#include "diag/diag.h"
#include "io/path.h"

static const char program_name[] = "wasm-bindgen";
static const char range_word[] = " to ";

/* A release of wasm-bindgen: three numbers that compare from the left. */
struct release {
	unsigned long parts[3];
};

bool up_dropin_called(const char *program)
{
	return program != NULL &&
	       strcmp(up_path_base(program), program_name) == 0;
}

/* Reads a number without a sign or needless zeros, so that text is unique. */
static bool read_number(const char **text, unsigned long *ret_number)
{
	size_t length = strspn(*text, "0123456789");

	if (length == 0 || length > 9 || (length > 1 && **text == '0'))
		return false;
	*ret_number = strtoul(*text, NULL, 10);
	*text += length;
	return true;
}

/* Reads "X.Y.Z" and moves *@text behind it. */
static bool read_release(const char **text, struct release *ret_release)
{
	for (size_t i = 0; i < 3; i++) {
		if (i > 0 && *(*text)++ != '.')
			return false;
		if (!read_number(text, &ret_release->parts[i]))
			return false;
	}
	return true;
}

static int compare(const struct release *a, const struct release *b)
{
	for (size_t i = 0; i < 3; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i] ? -1 : 1;
	return 0;
}

/* Whether @release is one of @range, "X.Y.Z" or "X.Y.Z to X.Y.Z". */
static bool covers(const char *range, const struct release *release)
{
	struct release first, last;

	if (!read_release(&range, &first))
		return false;
	last = first;
	if (strncmp(range, range_word, strlen(range_word)) == 0) {
		range += strlen(range_word);
		if (!read_release(&range, &last))
			return false;
	}
	return compare(&first, release) <= 0 && compare(release, &last) <= 0;
}

static bool is_known(const char *wanted)
{
	struct release release;

	if (!read_release(&wanted, &release) || *wanted != '\0')
		return false;
	for (size_t i = 0; up_bindgen_schemas[i].version != NULL; i++)
		if (covers(up_bindgen_schemas[i].releases, &release))
			return true;
	return false;
}

/* The last of the newest schema's releases. */
static const char *newest(void)
{
	const char *releases = up_bindgen_schemas[0].releases;
	const char *last = strrchr(releases, ' ');

	return last != NULL ? last + 1 : releases;
}

int up_dropin_version(const char *wanted, struct up_buf *buf,
		      struct up_report *report)
{
	struct up_buf known = {0};

	if (wanted == NULL || wanted[0] == '\0')
		wanted = newest();
	if (is_known(wanted)) {
		up_buf_printf(buf, "%s %s\n", program_name, wanted);
		return 0;
	}
	for (size_t i = 0; up_bindgen_schemas[i].version != NULL; i++)
		up_buf_printf(&known, "%s%s", i > 0 ? ", " : "",
			      up_bindgen_schemas[i].releases);
	up_error(report, UP_FAULT_USAGE, UP_NO_OFFSET,
		 UP_DROPIN_VARIABLE " is '%s', and modules of that wasm-bindgen "
				    "cannot be read; known are %s",
		 wanted, known.bytes);
	up_buf_finish(&known);
	return -1;
}
