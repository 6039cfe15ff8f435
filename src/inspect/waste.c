/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What an optimizer would drop for certain: functions that nobody can call, and
 * those that are the same as another. What it makes shorter comes on top.
 */

#include <stdlib.h>
#include <string.h>

#include "inspect/model.h"
#include "util/mem.h"

/* ---- what nobody can call ---- */

struct reach {
	const struct up_survey *survey;
	bool *seen; /* owned */
	uint32_t *next; /* owned; a stack */
	size_t count;
};

static void reach(struct reach *reach, uint32_t function)
{
	if (reach->seen[function])
		return;
	reach->seen[function] = true;
	reach->next[reach->count++] = function;
}

/* From what is exported or referred to, by calls alone. */
static void reach_all(struct reach *all, const struct up_contents *contents)
{
	const struct up_survey *survey = all->survey;

	if (contents->start != UP_NO_INDEX)
		reach(all, contents->start);
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			reach(all, contents->exports[i].index);
	for (uint32_t i = 0; i < contents->function_count; i++)
		if (survey->referenced[i])
			reach(all, i);
	while (all->count) {
		uint32_t f = all->next[--all->count];
		for (size_t i = survey->first_call[f];
		     i < survey->first_call[f + 1]; i++)
			reach(all, survey->calls[i]);
	}
}

static void find_unreached(const struct up_model *model, struct reach *all,
			   struct up_waste *waste)
{
	const struct up_contents *contents = &model->contents;

	reach_all(all, contents);
	for (uint32_t i = 0; i < contents->body_count; i++) {
		if (all->seen[contents->imported_functions + i])
			continue;
		waste->unreached++;
		waste->unreached_bytes += contents->bodies[i].size;
	}
}

/* ---- what is there twice ---- */

struct body {
	uint64_t hash;
	uint32_t index; /* of the body */
};

static uint64_t hash_of(const uint8_t *bytes, size_t size, uint32_t type)
{
	/* FNV-1a, by words: http://www.isthe.com/chongo/tech/comp/fnv/ */
	const uint64_t prime = 1099511628211u;
	uint64_t hash = 14695981039346656037u ^ type;

	for (; size >= 8; bytes += 8, size -= 8) {
		uint64_t word;
		memcpy(&word, bytes, sizeof(word));
		hash = (hash ^ word) * prime;
		hash ^= hash >> 29;
	}
	for (; size; bytes++, size--)
		hash = (hash ^ *bytes) * prime;
	return hash;
}

static int compare(const void *a, const void *b)
{
	const struct body *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static bool same(const struct up_contents *contents, uint32_t a, uint32_t b)
{
	const struct up_raw_body *x = &contents->bodies[a];
	const struct up_raw_body *y = &contents->bodies[b];
	const uint32_t *types = contents->functions +
				contents->imported_functions;

	return x->size == y->size &&
	       contents->types[types[a]].canonical ==
		       contents->types[types[b]].canonical &&
	       memcmp(contents->raw->bytes + x->offset,
		      contents->raw->bytes + y->offset, x->size) == 0;
}

/* Those that nobody can call are counted already. */
static size_t list_bodies(const struct up_contents *contents,
			  const struct reach *all, struct body *bodies)
{
	size_t count = 0;

	for (uint32_t i = 0; i < contents->body_count; i++) {
		uint32_t f = contents->imported_functions + i;
		const struct up_raw_body *body = &contents->bodies[i];
		if (!all->seen[f])
			continue;
		bodies[count].index = i;
		bodies[count++].hash = hash_of(
			contents->raw->bytes + body->offset, body->size,
			contents->types[contents->functions[f]].canonical);
	}
	return count;
}

static void find_repeated(const struct up_model *model, const struct reach *all,
			  struct up_waste *waste)
{
	const struct up_contents *contents = &model->contents;
	struct body *bodies =
		up_alloc((contents->body_count + 1) * sizeof(*bodies));
	size_t count = list_bodies(contents, all, bodies);

	qsort(bodies, count, sizeof(*bodies), compare);
	for (size_t i = 1; i < count; i++) {
		if (bodies[i].hash != bodies[i - 1].hash ||
		    !same(contents, bodies[i].index, bodies[i - 1].index))
			continue;
		waste->repeated++;
		waste->repeated_bytes +=
			contents->bodies[bodies[i].index].size;
	}
	free(bodies);
}

void up_inspect_waste(struct up_model *model)
{
	size_t count = model->contents.function_count + 1;
	struct reach all = {
		.survey = &model->survey,
		.seen = up_alloc(count * sizeof(*all.seen)),
		.next = up_alloc(count * sizeof(*all.next)),
	};

	find_unreached(model, &all, &model->waste);
	find_repeated(model, &all, &model->waste);
	free(all.seen);
	free(all.next);
}
