/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_BINDGEN_WORDS_H
#define UP_TESTS_BINDGEN_WORDS_H

/* Types of #[wasm_bindgen], from the words that describe them. */

#include <stdlib.h>
#include <string.h>

#include "bindgen/schema.h"
#include "bindgen/type.h"
#include "check.h"

static const struct up_bindgen_type *type_read(
	const struct up_bindgen_schema *schema, const uint32_t *items,
	size_t count, struct up_arena *arena, const char **ret_problem)
{
	/* A copy, so that ASan sees what is read behind it. */
	uint32_t *copy = malloc(count * sizeof(*copy) + 1);
	/* None at all are as functions without a description have them. */
	struct up_bindgen_words words = {count ? copy : NULL, count};
	const struct up_bindgen_type *type;

	assert_non_null(copy);
	memcpy(copy, items, count * sizeof(*copy));
	type = up_bindgen_type_read(schema, &words, NULL, arena, ret_problem);
	free(copy);
	return type;
}

/* Reads as @expected; cut off anywhere, it does not. */
static void check_type(const struct up_bindgen_schema *schema,
		       const uint32_t *items, size_t count,
		       const char *expected)
{
	struct up_arena arena = {0};
	struct up_buf text = {0};
	const char *problem = NULL;
	const struct up_bindgen_type *type =
		type_read(schema, items, count, &arena, &problem);

	if (!type)
		fail_msg("%s: %s", expected, problem);
	up_bindgen_type_print(type, &text);
	assert_string_equal(expected, text.bytes);
	for (size_t i = 0; i < count; i++) {
		assert_null(type_read(schema, items, i, &arena, &problem));
		check_contains(problem, "cut off");
	}
	up_buf_finish(&text);
	up_arena_finish(&arena);
}

#define WORDS(...) \
	(const uint32_t[]){__VA_ARGS__}, \
		sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)

#endif
