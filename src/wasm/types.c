/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The types of a module, as type_check.h has them. */

#include <stdlib.h>

#include "util/mem.h"
#include "wasm/code_scan.h"

/* Puts letters at *@at; false: one of them has none. */
static bool put_list(const struct up_raw_valtype *types, uint32_t count,
		     uint8_t **at, struct up_type_list *ret)
{
	*ret = (struct up_type_list){*at, count};
	for (uint32_t i = 0; i < count; i++) {
		uint8_t letter = (uint8_t)up_type_of(types[i]);

		if (letter == UP_TYPE_NONE)
			return false;
		*(*at)++ = letter;
	}
	return true;
}

static bool read_functions(struct up_types *types)
{
	const struct up_contents *contents = types->contents;
	size_t size = 0;
	uint8_t *at;

	for (uint32_t i = 0; i < contents->type_count; i++)
		size += (size_t)contents->types[i].param_count +
			contents->types[i].result_count;
	types->letters = up_alloc(size + 1);
	types->functions =
		up_alloc((contents->type_count + 1ull) *
			 sizeof(types->functions[0]));
	at = types->letters;
	for (uint32_t i = 0; i < contents->type_count; i++) {
		const struct up_raw_type *type = &contents->types[i];
		struct up_type_function *function = &types->functions[i];

		if (type->form != UP_FORM_FUNC ||
		    !put_list(type->params, type->param_count, &at,
			      &function->params) ||
		    !put_list(type->results, type->result_count, &at,
			      &function->results))
			return false;
	}
	return true;
}

static bool read_others(struct up_types *types)
{
	const struct up_contents *contents = types->contents;
	bool all = true;

	types->globals = up_alloc(contents->global_count + 1ull);
	types->tables = up_alloc(contents->table_count + 1ull);
	types->elements = up_alloc(contents->element_count + 1ull);
	for (uint32_t i = 0; i < contents->global_count; i++) {
		types->globals[i] =
			(uint8_t)up_type_of(contents->globals[i].type);
		all &= types->globals[i] != UP_TYPE_NONE;
	}
	for (uint32_t i = 0; i < contents->table_count; i++) {
		types->tables[i] =
			(uint8_t)up_type_of(contents->tables[i].type);
		all &= types->tables[i] != UP_TYPE_NONE;
	}
	for (uint32_t i = 0; i < contents->element_count; i++) {
		types->elements[i] =
			(uint8_t)up_type_of(contents->elements[i].type);
		all &= types->elements[i] != UP_TYPE_NONE;
	}
	return all;
}

/* What is referred to outside of bodies. */
static void read_declared(struct up_types *types)
{
	const struct up_contents *contents = types->contents;

	types->declared = up_alloc(contents->function_count + 1ull);
	for (size_t i = 0; i < contents->const_function_count; i++)
		types->declared[contents->const_functions[i]] = true;
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			types->declared[contents->exports[i].index] = true;
	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];

		for (uint32_t j = 0; j < element->count; j++)
			if (element->functions[j] != UP_NO_INDEX)
				types->declared[element->functions[j]] = true;
	}
}

bool up_types_init(struct up_types *types, const struct up_contents *contents)
{
	*types = (struct up_types){.contents = contents};
	types->left = (contents->features & ~UP_TYPES_JUDGED) != 0 ||
		      !read_functions(types) || !read_others(types);
	if (!types->left)
		read_declared(types);
	return !types->left;
}

void up_types_finish(struct up_types *types)
{
	free(types->functions);
	free(types->letters);
	free(types->globals);
	free(types->tables);
	free(types->elements);
	free(types->declared);
	free(types->operands);
	free(types->blocks);
	free(types->groups);
	*types = (struct up_types){0};
}
