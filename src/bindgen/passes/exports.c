/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: exports the functions that JavaScript calls, by the adapters' names.
 * Where the words of the border are others than those of the crate, what is
 * exported is a function that converts: references into slots of the table and
 * out of them, several results out of an area on the shadow stack. Also exports
 * what of the run time is needed and is no export yet.
 * For: adapters of exports, but those that only run at the start. Functions
 * that the linker has merged have several adapters, and an export for each.
 * Relies on: references (the dialect of guards), unexport.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/pass.h"
#include "diag/diag.h"
#include "ir/state.h"
#include "util/mem.h"

enum { STACK_ALIGNMENT = 16 };

/* The function being made, and its locals behind the parameters. */
struct shim {
	struct up_rewiring *r;
	const struct up_adapter *adapter;
	const struct up_border *border;
	BinaryenType *locals; /* owned; those behind the parameters */
	size_t local_count;
	BinaryenExpressionRef *items; /* owned; the body */
	size_t item_count;
	BinaryenIndex first_slot; /* of what is lent; in order of parameters */
	size_t lent_count;
	BinaryenIndex area; /* the address of the return area */
	uint32_t area_size;
	BinaryenIndex first_word; /* of the results, one local each */
	const char *stack_pointer;
	const char *memory;
};

static BinaryenIndex add_local(struct shim *shim, BinaryenType type)
{
	shim->locals = up_grow(shim->locals, &shim->local_count,
			       sizeof(*shim->locals));
	shim->locals[shim->local_count - 1] = type;
	return (BinaryenIndex)(shim->adapter->params.count +
			       shim->local_count - 1);
}

static void push(struct shim *shim, BinaryenExpressionRef expression)
{
	shim->items = up_grow(shim->items, &shim->item_count,
			      sizeof(*shim->items));
	shim->items[shim->item_count - 1] = expression;
}

/* ---- the shadow stack ---- */

static bool is_stack_pointer(BinaryenGlobalRef global)
{
	return strcmp(BinaryenGlobalGetName(global), "__stack_pointer") == 0 ||
	       strcmp(BinaryenGlobalImportGetBase(global),
		      "__stack_pointer") == 0;
}

static bool starts_as_stack(BinaryenGlobalRef global)
{
	BinaryenExpressionRef init = BinaryenGlobalGetInitExpr(global);
	int32_t top;

	if (!init || BinaryenExpressionGetId(init) != BinaryenConstId())
		return false;
	top = BinaryenConstGetValueI32(init);
	return top != 0 && top % STACK_ALIGNMENT == 0;
}

/* By its name, or where names are gone: the linker puts it first. */
const char *up_find_stack_pointer(BinaryenModuleRef m)
{
	BinaryenIndex count = BinaryenGetNumGlobals(m);
	const char *first = NULL;
	bool any = false;

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenGlobalRef global = BinaryenGetGlobalByIndex(m, i);

		if (!BinaryenGlobalIsMutable(global) ||
		    BinaryenGlobalGetType(global) != BinaryenTypeInt32())
			continue;
		if (is_stack_pointer(global))
			return BinaryenGlobalGetName(global);
		if (!any && starts_as_stack(global))
			first = BinaryenGlobalGetName(global);
		any = true;
	}
	return first;
}

/* area = __stack_pointer = __stack_pointer - size */
static int reserve_area(struct shim *shim)
{
	BinaryenModuleRef m = shim->r->module;
	const struct up_words *results = &shim->adapter->results;
	BinaryenType i32 = BinaryenTypeInt32();
	uint32_t end = 0;

	shim->stack_pointer = up_find_stack_pointer(m);
	shim->memory = up_ir_memory(m);
	if (!shim->stack_pointer || !shim->memory)
		return up_input_error(shim->r->report,
				      "'%s' returns several words, and there is "
				      "no stack in memory for them (a global "
				      "__stack_pointer); keep the names of the "
				      "module, or build the crate again",
				      shim->adapter->name);
	for (size_t i = 0; i < results->count; i++)
		up_word_offset(results->items[i], &end);
	shim->area_size = (end + STACK_ALIGNMENT - 1) / STACK_ALIGNMENT *
			  STACK_ALIGNMENT;
	shim->area = add_local(shim, i32);
	push(shim,
	     BinaryenGlobalSet(
		     m, shim->stack_pointer,
		     BinaryenLocalTee(
			     m, shim->area,
			     up_binary(m, BinaryenSubInt32(),
				       up_global_i32(m, shim->stack_pointer),
				       up_i32(m, (int32_t)shim->area_size)),
			     i32)));
	return 0;
}

/* Each word into its local; then the stack is as it was. */
static void load_results(struct shim *shim)
{
	BinaryenModuleRef m = shim->r->module;
	const struct up_words *results = &shim->adapter->results;
	uint32_t end = 0;

	for (size_t i = 0; i < results->count; i++) {
		enum up_word word = results->items[i];
		BinaryenType type = up_word_core(word);
		uint32_t size =
			word == UP_WORD_I64 || word == UP_WORD_F64 ? 8 : 4;

		push(shim,
		     BinaryenLocalSet(
			     m, shim->first_word + (BinaryenIndex)i,
			     BinaryenLoad(m, size, false,
					  up_word_offset(word, &end), size,
					  type, up_get_i32(m, shim->area),
					  shim->memory)));
	}
	push(shim, BinaryenGlobalSet(
			   m, shim->stack_pointer,
			   up_binary(m, BinaryenAddInt32(),
				     up_get_i32(m, shim->area),
				     up_i32(m, (int32_t)shim->area_size))));
}

/* ---- references ---- */

static bool is_lent(const struct shim *shim, size_t param)
{
	enum up_word word = shim->adapter->params.items[param];

	return word == UP_WORD_REF_LENT && up_word_is_ref(shim->r, word);
}

/*
 * Others may run while this call waits for a promise, so that calls do not end
 * in the order of a stack.
 */
static bool suspends(const struct up_adapter *adapter)
{
	return adapter->export_ && adapter->export_->function.jspi;
}

/* Puts what is lent into slots, which are kept in locals. */
static int lend(struct shim *shim)
{
	BinaryenModuleRef m = shim->r->module;

	for (size_t i = 0; i < shim->adapter->params.count; i++) {
		BinaryenExpressionRef slot;
		BinaryenIndex local;

		if (!is_lent(shim, i))
			continue;
		slot = BinaryenLocalGet(m, (BinaryenIndex)i,
					BinaryenTypeExternref());
		slot = suspends(shim->adapter) ? up_value_put(shim->r, slot)
					       : up_value_lend(shim->r, slot);
		if (!slot)
			return -1;
		local = add_local(shim, BinaryenTypeInt32());
		if (shim->lent_count++ == 0)
			shim->first_slot = local;
		push(shim, BinaryenLocalSet(m, local, slot));
	}
	return 0;
}

/* Frees the slots again, the last one first. NULL after reporting. */
static BinaryenExpressionRef end_lending(struct shim *shim)
{
	BinaryenModuleRef m = shim->r->module;
	BinaryenExpressionRef *items =
		up_alloc((shim->lent_count + 1) * sizeof(*items));
	BinaryenExpressionRef block = NULL;

	for (size_t i = 0; i < shim->lent_count; i++) {
		BinaryenIndex last =
			(BinaryenIndex)(shim->lent_count - 1 - i);

		items[i] = up_value_end(
			shim->r, up_get_i32(m, shim->first_slot + last));
		if (!items[i])
			goto fail;
	}
	block = up_block(m, items, shim->lent_count);
fail:
	free(items);
	return block;
}

/* ---- the call ---- */

static BinaryenExpressionRef call(struct shim *shim)
{
	struct up_rewiring *r = shim->r;
	BinaryenModuleRef m = r->module;
	const struct up_words *words = &shim->adapter->params;
	BinaryenExpressionRef *args =
		up_alloc((words->count + 1) * sizeof(*args));
	BinaryenExpressionRef made = NULL;
	size_t count = 0, lent = 0;

	if (shim->border->in_memory)
		args[count++] = up_get_i32(m, shim->area);
	for (size_t i = 0; i < words->count; i++) {
		BinaryenExpressionRef arg = BinaryenLocalGet(
			m, (BinaryenIndex)i, up_word_border(r, words->items[i]));

		if (is_lent(shim, i))
			arg = up_get_i32(m, shim->first_slot +
						    (BinaryenIndex)lent++);
		else if (up_word_is_ref(r, words->items[i]))
			arg = up_value_put(r, arg);
		if (!arg)
			goto fail;
		args[count++] = arg;
	}
	made = up_call(m, shim->adapter->function, args, count,
		       shim->border->core_results);
fail:
	free(args);
	return made;
}

/* A result stays in its local; what is lent is freed on all ways out. */
static int push_call(struct shim *shim)
{
	struct up_rewiring *r = shim->r;
	BinaryenModuleRef m = r->module;
	BinaryenExpressionRef made = call(shim);
	struct up_ir_catch anything = {.rethrow = true};
	BinaryenIndex exnref = 0;

	if (!made)
		return -1;
	if (shim->border->core_results != BinaryenTypeNone())
		made = BinaryenLocalSet(m, shim->first_word, made);
	if (shim->lent_count > 0 && r->eh != UP_EH_NONE) {
		if (r->eh == UP_EH_EXNREF)
			exnref = add_local(shim, up_ir_exnref());
		anything.handler = end_lending(shim);
		if (!anything.handler)
			return -1;
		made = up_ir_guard(m, r->eh, made, &anything, 1, exnref);
	}
	push(shim, made);
	return 0;
}

static BinaryenExpressionRef result(struct shim *shim, size_t i)
{
	struct up_rewiring *r = shim->r;
	enum up_word word = shim->adapter->results.items[i];
	BinaryenExpressionRef value = BinaryenLocalGet(
		r->module, shim->first_word + (BinaryenIndex)i,
		up_word_core(word));

	if (!up_word_is_ref(r, word))
		return value;
	return word == UP_WORD_REF ? up_value_take(r, value)
				   : up_value_get(r, value);
}

static int push_results(struct shim *shim)
{
	size_t count = shim->adapter->results.count;
	BinaryenExpressionRef *values = up_alloc((count + 1) * sizeof(*values));
	int err = 0;

	for (size_t i = 0; i < count; i++) {
		values[i] = result(shim, i);
		if (!values[i])
			err = -1;
	}
	if (err == 0 && count == 1)
		push(shim, values[0]);
	else if (err == 0 && count > 1)
		push(shim, BinaryenTupleMake(shim->r->module, values,
					     (BinaryenIndex)count));
	free(values);
	return err;
}

static int fill(struct shim *shim)
{
	const struct up_words *results = &shim->adapter->results;

	for (size_t i = 0; i < results->count; i++) {
		BinaryenIndex local =
			add_local(shim, up_word_core(results->items[i]));
		if (i == 0)
			shim->first_word = local;
	}
	if (lend(shim) < 0 ||
	    (shim->border->in_memory && reserve_area(shim) < 0) ||
	    push_call(shim) < 0)
		return -1;
	if (shim->border->in_memory)
		load_results(shim);
	if (shim->lent_count > 0) {
		BinaryenExpressionRef end = end_lending(shim);
		if (!end)
			return -1;
		push(shim, end);
	}
	return push_results(shim);
}

/* Adds the function that converts. Returns its name, which the caller frees. */
static char *add_shim(struct up_rewiring *r, const struct up_adapter *adapter,
		      const struct up_border *border)
{
	struct shim shim = {.r = r, .adapter = adapter, .border = border};
	char *name = NULL;

	if (fill(&shim) < 0)
		goto fail;
	name = up_new_name(r->module, "export", adapter->name);
	BinaryenAddFunction(r->module, name, border->params, border->results,
			    shim.locals, (BinaryenIndex)shim.local_count,
			    up_block(r->module, shim.items, shim.item_count));
fail:
	free(shim.locals);
	free(shim.items);
	return name;
}

static int export_adapter(struct up_rewiring *r,
			  const struct up_adapter *adapter)
{
	struct up_border border;
	char *name;

	if (up_border_init(&border, r, adapter,
			   BinaryenGetFunction(r->module, adapter->function)) < 0)
		return -1;
	if (BinaryenGetExport(r->module, adapter->name))
		return up_input_error(r->report,
				      "it has two exports with the name '%s'; "
				      "rename one of them in the crate",
				      adapter->name);
	if (!border.differs) {
		BinaryenAddFunctionExport(r->module, adapter->function,
					  adapter->name);
		return 0;
	}
	name = add_shim(r, adapter, &border);
	if (!name)
		return -1;
	BinaryenAddFunctionExport(r->module, name, adapter->name);
	free(name);
	return 0;
}

/* ---- what the JavaScript needs of the run time ---- */

static const char *find_function_table(BinaryenModuleRef m)
{
	for (uint32_t i = 0; i < up_ir_table_count(m); i++) {
		struct up_ir_table table = up_ir_table_at(m, i);

		if (up_ir_is_func(table.type))
			return table.name;
	}
	return NULL;
}

static int export_needed(struct up_rewiring *r, const char *name)
{
	const char *table = NULL, *memory = NULL;

	if (strcmp(name, UP_BINDGEN_TABLE) == 0) {
		up_values_add(r);
		table = UP_BINDGEN_TABLE;
	} else if (strcmp(name, "__indirect_function_table") == 0) {
		table = find_function_table(r->module);
	} else if (strcmp(name, "memory") == 0) {
		memory = up_ir_memory(r->module);
	}
	if (!table && !memory)
		return up_input_error(r->report,
				      "has no export '%s', which its bindings "
				      "use; build the crate again without tools "
				      "in between",
				      name);
	if (table)
		BinaryenAddTableExport(r->module, table, name);
	else
		BinaryenAddMemoryExport(r->module, memory, name);
	return 0;
}

static bool is_private(const struct up_adapter *adapter)
{
	return adapter->export_ &&
	       adapter->export_->start == UP_BINDGEN_START_PRIVATE;
}

int up_rewire_exports(struct up_rewiring *r)
{
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];

		if (!up_adapter_is_import(adapter) && !is_private(adapter) &&
		    export_adapter(r, adapter) < 0)
			return -1;
	}
	for (size_t i = 0; r->needed[i]; i++)
		if (!BinaryenGetExport(r->module, r->needed[i]) &&
		    export_needed(r, r->needed[i]) < 0)
			return -1;
	return 0;
}
