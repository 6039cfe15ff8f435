/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/print/reserved.h"

#include <string.h>

#include "glue/embedded.h"

static void take_word(const char *word, size_t size, const char *owner,
		      size_t owner_size, void *data)
{
	(void)owner_size;
	if (!owner)
		up_names_add(data, word, size);
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t size = strlen(name), length = strlen(suffix);

	return size >= length && !strcmp(name + size - length, suffix);
}

/* Whatever the glue itself uses, in whatever form. */
void up_reserved_init(struct up_reserved *ret)
{
	static const char *const used[] = {
		"BigInt", "Math", "String", "Array", "Object", "Symbol",
		"undefined", "LEN", "number", "string", "array", "list",
		"typed", "codePoint", "assertClass", "take", "pass",
		"passString", "passRefs", "passEach", "addRef", "lend",
		"indexIn", "getString", "takeString", "getCached", "takeCached",
		"view", "takeArray", "takeRefs", "getRefs", "takeEach",
		"getEach", "takeRef", "getRef", "data", "watched", "unwinding",
		"own", "ret", "wasm", "exported", "a", "b", "this", "arguments",
	};
	static const char *const of_shims[] = {"ret", "error", "life"};

	*ret = (struct up_reserved){0};
	for (size_t i = 0; i < up_embedded_file_count; i++) {
		const struct up_embedded_file *file = &up_embedded_files[i];
		bool inside = !strcmp(file->name, "bindgen/function.js") ||
			      !strcmp(file->name, "bindgen/runner.js");

		if (!has_suffix(file->name, ".js"))
			continue;
		up_words_each(file->bytes, file->size, take_word, &ret->taken);
		if (inside)
			up_words_each(file->bytes, file->size, take_word,
				      &ret->inside);
		if (strcmp(file->name, "bindgen/conversions.js") != 0)
			up_words_declared(file->bytes, file->size, 0, &ret->own);
		if (!strcmp(file->name, "instance.js"))
			up_words_declared(file->bytes, file->size, 2, &ret->own);
	}
	for (size_t i = 0; i < sizeof(of_shims) / sizeof(*of_shims); i++)
		up_names_add(&ret->own, of_shims[i], strlen(of_shims[i]));
	for (size_t i = 0; i < sizeof(used) / sizeof(*used); i++)
		up_names_add(&ret->inside, used[i], strlen(used[i]));
}

void up_reserved_finish(struct up_reserved *reserved)
{
	up_names_finish(&reserved->taken);
	up_names_finish(&reserved->own);
	up_names_finish(&reserved->inside);
}
