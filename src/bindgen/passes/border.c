/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The two signatures of a function at the border, from its words. */

#include <stdlib.h>

#include "bindgen/passes/pass.h"
#include "diag/diag.h"
#include "util/mem.h"

BinaryenType up_word_core(enum up_word word)
{
	switch (word) {
	case UP_WORD_I64:
		return BinaryenTypeInt64();
	case UP_WORD_F32:
		return BinaryenTypeFloat32();
	case UP_WORD_F64:
		return BinaryenTypeFloat64();
	default:
		return BinaryenTypeInt32();
	}
}

bool up_word_is_ref(const struct up_rewiring *r, enum up_word word)
{
	return r->adapters->references &&
	       (word == UP_WORD_REF || word == UP_WORD_REF_LENT);
}

BinaryenType up_word_border(const struct up_rewiring *r, enum up_word word)
{
	return up_word_is_ref(r, word) ? BinaryenTypeExternref()
				       : up_word_core(word);
}

uint32_t up_word_offset(enum up_word word, uint32_t *end)
{
	uint32_t size = word == UP_WORD_I64 || word == UP_WORD_F64 ? 8 : 4;
	uint32_t offset = (*end + size - 1) / size * size;

	*end = offset + size;
	return offset;
}

static BinaryenType core_params(const struct up_adapter *adapter, bool in_memory)
{
	const struct up_words *words = &adapter->params;
	BinaryenType *types = up_alloc((words->count + 1) * sizeof(*types));
	size_t count = 0;
	BinaryenType type;

	if (in_memory)
		types[count++] = BinaryenTypeInt32();
	for (size_t i = 0; i < words->count; i++)
		types[count++] = up_word_core(words->items[i]);
	type = BinaryenTypeCreate(types, (BinaryenIndex)count);
	free(types);
	return type;
}

static BinaryenType border_type(const struct up_rewiring *r,
				const struct up_words *words)
{
	BinaryenType *types = up_alloc((words->count + 1) * sizeof(*types));
	BinaryenType type;

	for (size_t i = 0; i < words->count; i++)
		types[i] = up_word_border(r, words->items[i]);
	type = BinaryenTypeCreate(types, (BinaryenIndex)words->count);
	free(types);
	return type;
}

static BinaryenType core_results(const struct up_adapter *adapter)
{
	return adapter->results.count == 1
		       ? up_word_core(adapter->results.items[0])
		       : BinaryenTypeNone();
}

int up_border_init(struct up_border *ret, const struct up_rewiring *r,
		   const struct up_adapter *adapter,
		   BinaryenFunctionRef function)
{
	bool in_memory = adapter->results.count > 1;
	struct up_border border = {
		.core_params = core_params(adapter, in_memory),
		.core_results = core_results(adapter),
		.params = border_type(r, &adapter->params),
		.results = border_type(r, &adapter->results),
		.in_memory = in_memory,
	};

	if (!function)
		return up_input_error(r->report,
				      "its bindings speak of a function '%s' "
				      "that it does not have; build the crate "
				      "again without tools in between",
				      adapter->function);
	if (BinaryenFunctionGetParams(function) != border.core_params ||
	    BinaryenFunctionGetResults(function) != border.core_results)
		return up_input_error(r->report,
				      "the function '%s' takes or returns "
				      "something else than its bindings say; "
				      "build the crate again with one version "
				      "of wasm-bindgen, without tools in "
				      "between",
				      adapter->name);
	border.differs = border.params != border.core_params ||
			 border.results != border.core_results;
	*ret = border;
	return 0;
}

char *up_new_name(BinaryenModuleRef m, const char *prefix, const char *name)
{
	struct up_buf full = {0};

	up_buf_printf(&full, "%s.%s", prefix, name);
	while (BinaryenGetFunction(m, full.bytes))
		up_buf_puts(&full, "'");
	return up_buf_take(&full);
}
