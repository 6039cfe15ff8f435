/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "dump/producers.h"

#include <stdlib.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"

/* What was done with what, as JSON. */
struct entry {
	char *field; /* owned */
	char *name; /* owned */
	const struct up_raw_producer *producer; /* in the order of the module */
};

static char *quote(struct up_raw_name name)
{
	struct up_buf buf = {0};

	up_json_put_bytes(&buf, name.text, name.size);
	return up_buf_take(&buf);
}

/* Compared as they are printed: what differs in damage alone is the same. */
static int compare(const void *a, const void *b)
{
	const struct entry *one = a;
	const struct entry *other = b;
	int order = strcmp(one->field, other->field);

	if (order == 0)
		order = strcmp(one->name, other->name);
	if (order == 0)
		order = one->producer < other->producer ? -1 : 1;
	return order;
}

static struct entry *sorted(const struct up_contents *contents)
{
	size_t count = contents->producer_count;
	struct entry *entries = up_alloc(count * sizeof(*entries));

	for (size_t i = 0; i < count; i++) {
		entries[i].producer = &contents->producers[i];
		entries[i].field = quote(contents->producers[i].field);
		entries[i].name = quote(contents->producers[i].name);
	}
	qsort(entries, count, sizeof(*entries), compare);
	return entries;
}

static void put_entry(struct up_buf *buf, const struct entry *entry,
		      const char *field_before)
{
	struct up_raw_name version = entry->producer->version;

	if (!field_before)
		up_buf_printf(buf, "%s: {", entry->field);
	else if (strcmp(field_before, entry->field) != 0)
		up_buf_printf(buf, "}, %s: {", entry->field);
	else
		up_buf_puts(buf, ", ");
	up_buf_printf(buf, "%s: ", entry->name);
	up_json_put_bytes(buf, version.text, version.size);
}

static bool same(const struct entry *one, const struct entry *other)
{
	return strcmp(one->field, other->field) == 0 &&
	       strcmp(one->name, other->name) == 0;
}

void up_producers_put(struct up_buf *buf, const struct up_contents *contents)
{
	size_t count = contents->producer_count;
	struct entry *entries = sorted(contents);
	const char *field = NULL;

	up_buf_puts(buf, "{");
	for (size_t i = 0; i < count; i++) {
		if (i + 1 < count && same(&entries[i], &entries[i + 1]))
			continue;
		put_entry(buf, &entries[i], field);
		field = entries[i].field;
	}
	up_buf_puts(buf, field ? "}}" : "}");
	for (size_t i = 0; i < count; i++) {
		free(entries[i].field);
		free(entries[i].name);
	}
	free(entries);
}
