/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The reader of JSON, and the writer of its strings, which it must understand. */

#include <string.h>

#include "fuzz.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/utf8.h"

/* An object's members one by one are what is skipped at once. */
static void read_members(const char *text, size_t size, bool whole)
{
	struct up_json json = {text, text + size};
	struct up_buf key = {0};
	bool first = true;
	int err;

	while (up_json_member(&json, first, &key, &err)) {
		fuzz_check(up_utf8_valid(key.bytes, key.size));
		up_buf_finish(&key);
		first = false;
		if (up_json_skip(&json) < 0) {
			fuzz_check(!whole);
			return;
		}
	}
	fuzz_check(!whole || (err == 0 && up_json_ends(&json)));
}

static void read_value(const char *text, size_t size)
{
	struct up_json json = {text, text + size};
	struct up_buf string = {0};
	enum up_json_kind kind = up_json_kind(&json);
	bool whole = up_json_skip(&json) == 0 && up_json_ends(&json);

	fuzz_check(json.next <= json.end);
	fuzz_check(!whole || kind != UP_JSON_NONE);
	if (kind == UP_JSON_OBJECT)
		read_members(text, size, whole);
	json = (struct up_json){text, text + size};
	if (kind == UP_JSON_STRING && up_json_string(&json, &string) == 0)
		fuzz_check(up_utf8_valid(string.bytes, string.size));
	up_buf_finish(&string);
}

/* Any bytes can be written, and what was text comes back as it was. */
static void write_string(const char *text, size_t size)
{
	struct up_buf written = {0}, back = {0};
	struct up_json json;

	up_json_put_bytes(&written, text, size);
	fuzz_check_shown(written.bytes, written.size);
	json = (struct up_json){written.bytes, written.bytes + written.size};
	/* The reader takes no NUL, since its strings are C's. */
	if (memchr(text, '\0', size) != NULL) {
		fuzz_check(up_json_string(&json, &back) < 0);
	} else {
		fuzz_check(up_json_string(&json, &back) == 0);
		fuzz_check(up_json_ends(&json));
		fuzz_check(!up_utf8_valid(text, size) ||
			   (back.size == size &&
			    memcmp(back.bytes, text, size) == 0));
	}
	up_buf_finish(&back);
	up_buf_finish(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_value((const char *)data, size);
	write_string((const char *)data, size);
	return 0;
}
