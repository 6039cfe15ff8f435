/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/convert.h"

#include <ctype.h>
#include <string.h>

#include "bindgen/print/words.h"
#include "glue/embedded.h"

enum { PARAMS_MAX = 8 };

struct span {
	const char *start;
	size_t size;
};

struct entry {
	struct span params[PARAMS_MAX];
	size_t param_count;
	struct span body;
};

static const char *table(void)
{
	for (size_t i = 0; i < up_embedded_file_count; i++)
		if (!strcmp(up_embedded_files[i].name,
			    "bindgen/conversions.js"))
			return up_embedded_files[i].bytes;
	return "";
}

/* The text behind @prefix, @name and @suffix, before @end. */
static const char *find(const char *text, const char *end, const char *prefix,
			const char *name, const char *suffix)
{
	struct up_buf wanted = {0};
	const char *found;

	up_buf_printf(&wanted, "%s%s%s", prefix, name, suffix);
	found = strstr(text, wanted.bytes);
	if (found)
		found += wanted.size;
	up_buf_finish(&wanted);
	return found && (!end || found < end) ? found : NULL;
}

static const char *read_params(struct entry *entry, const char *text)
{
	while (*text != ')') {
		struct span *param = &entry->params[entry->param_count];

		text += strspn(text, ", ");
		param->start = text;
		param->size = up_word_size(text);
		text += param->size;
		if (param->size == 0 || ++entry->param_count == PARAMS_MAX)
			return NULL;
	}
	return text;
}

static bool read_entry(struct entry *ret, const char *section, const char *name)
{
	const char *text = find(table(), NULL, " ", section, " = {\n");
	const char *end = text ? strstr(text, "\n};") : NULL;
	struct entry entry = {0};

	/* A line before the first: its own end is what find() looks for. */
	text = end ? find(text - 1, end, "\n  ", name, ": (") : NULL;
	text = text ? read_params(&entry, text) : NULL;
	if (!text || strncmp(text, ") => ", 5) != 0)
		return false;
	entry.body.start = text + 5;
	entry.body.size = strcspn(entry.body.start, "\n") - 1; /* the comma */
	*ret = entry;
	return true;
}

static void fill(struct up_buf *out, const struct entry *entry,
		 const char *const *args)
{
	const char *at = entry->body.start;
	const char *end = at + entry->body.size;

	if (*at == '{' && end[-1] == '}') {
		at += 2;
		end -= 2;
	}
	while (at < end) {
		size_t size = up_word_size(at), i = 0;

		while (i < entry->param_count &&
		       (size != entry->params[i].size ||
			memcmp(at, entry->params[i].start, size) != 0))
			i++;
		if (size > 0 && i < entry->param_count) {
			up_buf_puts(out, args[i]);
		} else {
			size = size > 0 ? size : 1;
			up_buf_append(out, at, size);
		}
		at += size;
	}
}

bool up_convert(struct up_buf *out, const char *section, const char *name,
		const char *const *args, size_t count)
{
	struct entry entry;

	if (!read_entry(&entry, section, name) || entry.param_count > count)
		return false;
	fill(out, &entry, args);
	return true;
}

bool up_convert_exists(const char *section, const char *name)
{
	struct entry entry;

	return read_entry(&entry, section, name);
}

bool up_convert_is_operand(const char *expression)
{
	return strchr(expression, ' ') == NULL &&
	       !isdigit((unsigned char)expression[0]);
}
