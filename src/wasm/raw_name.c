/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/raw_name.h"

#include <string.h>

#include "util/mem.h"

bool up_raw_name_begins(struct up_raw_name name, const char *prefix)
{
	size_t size = strlen(prefix);

	/* Nothing is at NULL, which an empty name may be. */
	return name.size >= size &&
	       (size == 0 || memcmp(name.text, prefix, size) == 0);
}

bool up_raw_name_is(struct up_raw_name name, const char *text)
{
	return name.size == strlen(text) && up_raw_name_begins(name, text);
}

char *up_raw_name_text(struct up_raw_name name)
{
	char *text = up_alloc(name.size + 1);

	if (name.size)
		memcpy(text, name.text, name.size);
	return text;
}
