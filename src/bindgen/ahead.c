/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/ahead.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/interpret.h"
#include "util/beside.h"
#include "util/mem.h"

struct up_ahead {
	const struct up_contents *contents;
	struct up_beside beside;
	struct up_found found; /* the thread's until it was waited for */
};

static bool describes(const struct up_raw_export *export_)
{
	static const char prefix[] = "__wbindgen_describe_";
	size_t size = sizeof(prefix) - 1;

	return export_->kind == UP_RAW_FUNC && export_->name.size >= size &&
	       memcmp(export_->name.text, prefix, size) == 0;
}

static void describe(struct up_found *found, struct up_interpreter *vm,
		     uint32_t function)
{
	struct up_described *described = &found->described[function];
	struct up_bindgen_words words;
	const char *problem = NULL;

	if (described->type || up_interpret(vm, function, &words) < 0)
		return;
	described->type = up_bindgen_type_read(found->programs.schema, &words,
					       NULL, &found->arena, &problem);
	described->steps = vm->steps;
	described->words = (uint32_t)words.count;
}

static void describe_all(struct up_found *found,
			 const struct up_contents *contents)
{
	struct up_interpreter vm;

	found->described = up_alloc((contents->function_count + 1) *
				    sizeof(*found->described));
	up_interpreter_init(&vm, contents, found->programs.schema->marker);
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (describes(&contents->exports[i]))
			describe(found, &vm, contents->exports[i].index);
	up_interpreter_finish(&vm);
}

static void find_out(void *data)
{
	struct up_ahead *ahead = data;
	struct up_found *found = &ahead->found;
	struct up_report quiet = {0};

	if (up_bindgen_programs_read(&found->programs, ahead->contents->raw,
				     &found->arena, &quiet) < 0)
		found->programs = (struct up_bindgen_programs){0};
	if (found->programs.schema)
		describe_all(found, ahead->contents);
	up_reserved_init(&found->reserved);
}

struct up_ahead *up_ahead_start(const struct up_contents *contents)
{
	struct up_ahead *ahead = up_alloc(sizeof(*ahead));

	ahead->contents = contents;
	up_beside_start(&ahead->beside, find_out, ahead);
	return ahead;
}

void up_ahead_take(struct up_ahead *ahead, struct up_found *ret)
{
	up_beside_wait(&ahead->beside);
	*ret = ahead->found;
	ahead->found = (struct up_found){0};
}

void up_found_finish(struct up_found *found)
{
	free(found->described);
	up_reserved_finish(&found->reserved);
	up_arena_finish(&found->arena);
	*found = (struct up_found){0};
}

void up_ahead_destroy(struct up_ahead *ahead)
{
	if (!ahead)
		return;
	up_beside_wait(&ahead->beside);
	up_found_finish(&ahead->found);
	free(ahead);
}
