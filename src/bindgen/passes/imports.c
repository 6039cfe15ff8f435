/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: gives imports the module, the name and the words of the border. Where
 * the words are others than those of the crate, the import goes by another name
 * inside, and a function in its place converts: references into slots of the
 * table and out of them, several results into the memory that the crate gave.
 * For: import adapters, but for intrinsics that are made in wasm. The linker
 * may have left several imports of one name; all of them.
 * Relies on: generics.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/intrinsics.h"
#include "bindgen/passes/pass.h"
#include "diag/diag.h"
#include "util/mem.h"

/* The arguments of the border's function, or NULL after reporting. */
static BinaryenExpressionRef *convert_params(struct up_rewiring *r,
					     const struct up_adapter *adapter,
					     BinaryenIndex first)
{
	const struct up_words *words = &adapter->params;
	BinaryenExpressionRef *args =
		up_alloc((words->count + 1) * sizeof(*args));

	for (size_t i = 0; i < words->count; i++) {
		enum up_word word = words->items[i];

		args[i] = BinaryenLocalGet(r->module, first + (BinaryenIndex)i,
					   up_word_core(word));
		if (!up_word_is_ref(r, word))
			continue;
		args[i] = word == UP_WORD_REF ? up_value_take(r, args[i])
					      : up_value_get(r, args[i]);
		if (!args[i])
			goto fail;
	}
	return args;
fail:
	free(args);
	return NULL;
}

static BinaryenExpressionRef store(const struct up_rewiring *r,
				   enum up_word word, uint32_t offset,
				   const char *memory,
				   BinaryenExpressionRef value)
{
	BinaryenType type = up_word_core(word);
	uint32_t size = word == UP_WORD_I64 || word == UP_WORD_F64 ? 8 : 4;

	return BinaryenStore(r->module, size, offset, size,
			     up_get_i32(r->module, 0), value, type, memory);
}

/* The several results, kept in the local @results, go where local 0 says. */
static BinaryenExpressionRef store_results(struct up_rewiring *r,
					   const struct up_adapter *adapter,
					   const struct up_border *border,
					   BinaryenIndex results,
					   BinaryenExpressionRef call)
{
	BinaryenModuleRef m = r->module;
	const struct up_words *words = &adapter->results;
	const char *memory = up_ir_memory(m);
	BinaryenExpressionRef *items =
		up_alloc((words->count + 1) * sizeof(*items));
	BinaryenExpressionRef block = NULL;
	uint32_t end = 0;

	if (!memory) {
		up_input_error(r->report,
			       "'%s' returns several words, and there is no "
			       "memory for them; build the crate again",
			       adapter->name);
		goto fail;
	}
	items[0] = BinaryenLocalSet(m, results, call);
	for (size_t i = 0; i < words->count; i++) {
		enum up_word word = words->items[i];
		uint32_t offset = up_word_offset(word, &end);
		BinaryenExpressionRef value = BinaryenTupleExtract(
			m, BinaryenLocalGet(m, results, border->results),
			(BinaryenIndex)i);

		if (up_word_is_ref(r, word))
			value = up_value_put(r, value);
		if (!value)
			goto fail;
		items[i + 1] = store(r, word, offset, memory, value);
	}
	block = up_block(m, items, words->count + 1);
fail:
	free(items);
	return block;
}

/* The body of the function in the import's place, which is named @host. */
static int convert(struct up_rewiring *r, const struct up_adapter *adapter,
		   const struct up_border *border, const char *host,
		   BinaryenFunctionRef function)
{
	const struct up_words *results = &adapter->results;
	BinaryenExpressionRef *args =
		convert_params(r, adapter, border->in_memory);
	BinaryenExpressionRef body;

	if (!args)
		return -1;
	body = up_call(r->module, host, args, adapter->params.count,
		       border->results);
	free(args);
	if (border->in_memory)
		body = store_results(
			r, adapter, border,
			BinaryenFunctionAddVar(function, border->results), body);
	else if (results->count == 1 && up_word_is_ref(r, results->items[0]))
		body = up_value_put(r, body);
	if (!body)
		return -1;
	up_ir_make_defined(function, body);
	return 0;
}

static int rewire(struct up_rewiring *r, const struct up_adapter *adapter,
		  BinaryenFunctionRef function)
{
	struct up_border border;
	char *host;
	int err;

	if (up_border_init(&border, r, adapter, function) < 0)
		return -1;
	if (!border.differs) {
		up_ir_import_rename(function, UP_BINDGEN_MODULE, adapter->shim);
		return 0;
	}
	host = up_new_name(r->module, "import", adapter->name);
	up_ir_add_import(r->module, host, UP_BINDGEN_MODULE, adapter->shim,
			 border.params, border.results);
	err = convert(r, adapter, &border, host, function);
	free(host);
	return err;
}

static bool is_made_here(const struct up_rewiring *r,
			 const struct up_adapter *adapter)
{
	return adapter->role == UP_ADAPTER_INTRINSIC &&
	       up_is_made_in_wasm(r, adapter->name);
}

/* The adapter of an import that is there once more. */
static const struct up_adapter *find_twin(const struct up_rewiring *r,
					  const char *base)
{
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];

		if (up_adapter_is_import(adapter) && !is_made_here(r, adapter) &&
		    strcmp(adapter->name, base) == 0)
			return adapter;
	}
	return NULL;
}

static int rewire_twins(struct up_rewiring *r)
{
	BinaryenIndex count = BinaryenGetNumFunctions(r->module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(r->module, i);
		const struct up_adapter *adapter;

		if (BinaryenFunctionGetBody(function) ||
		    strcmp(BinaryenFunctionImportGetModule(function),
			   UP_PLACEHOLDER) != 0)
			continue;
		adapter = find_twin(r, BinaryenFunctionImportGetBase(function));
		if (adapter && rewire(r, adapter, function) < 0)
			return -1;
	}
	return 0;
}

int up_rewire_imports(struct up_rewiring *r)
{
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];
		BinaryenFunctionRef function =
			BinaryenGetFunction(r->module, adapter->function);

		if (!up_adapter_is_import(adapter) || is_made_here(r, adapter))
			continue;
		/* Two adapters of one import: it is done. */
		if (function && BinaryenFunctionGetBody(function))
			continue;
		if (rewire(r, adapter, function) < 0)
			return -1;
	}
	return rewire_twins(r);
}
