/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: guards functions that JavaScript can get hold of by a table or as a value,
 * which the module itself calls by the same table. Such a function asks whether the
 * module calls; if not, it has itself called by a trampoline. There is one for all
 * functions of a type, and it calls them by a table that nobody else has.
 * For: modules that export or import a table of functions, or hand functions
 * to JavaScript, where not the glue guards them (up_policy_entries); others keep
 * their functions as they are.
 * Relies on: state, exits; on import-wrappers for imports that are referred to. The
 * table is not one of the module's: reset-state and segments leave it alone.
 *
 *   f(args):  if the host calls: return enter(args, index of f in entries)
 *             as before
 *   enter(args, index):  a trampoline, around: call_indirect entries (args) (index)
 *
 * A function has a trampoline of its own, to which all references are changed, if
 * its type is not told by its parameters and results (garbage collection), or if
 * the module says before each call by a table that it calls, and calls this
 * function in other ways too.
 */

#include <stdlib.h>
#include <string.h>

#include "ir/build.h"
#include "ir/ir.h"
#include "passes/trampoline.h"
#include "util/buf.h"
#include "util/mem.h"

/* A function that is referred to. Binaryen's names are interned: equal ones are one. */
struct escaping {
	const char *name;
	size_t order; /* of its first reference */
	BinaryenFunctionRef function;
	char *own; /* its trampoline, if it has one of its own; owned */
};

/* The trampoline of a type. */
struct enter {
	BinaryenType params, results;
	char *name; /* owned */
};

struct escape {
	const struct up_pass_context *context;
	struct escaping *items; /* owned; in the order of their names */
	size_t count;
	struct enter *enters; /* owned */
	size_t enter_count;
	const char **entries; /* owned: the functions of the table */
	BinaryenIndex entry_count;
	bool redirects; /* some have trampolines of their own */
};

/* ---- which they are ---- */

static void note_reference(BinaryenExpressionRef *slot, void *data)
{
	struct escape *escape = data;

	if (BinaryenExpressionGetId(*slot) != BinaryenRefFuncId())
		return;
	escape->items = up_grow(escape->items, &escape->count,
				sizeof(*escape->items));
	escape->items[escape->count - 1] = (struct escaping){
		.name = BinaryenRefFuncGetFunc(*slot),
		.order = escape->count,
	};
}

static int by_name(const void *a, const void *b)
{
	const struct escaping *x = a, *y = b;

	if (x->name != y->name)
		return (uintptr_t)x->name < (uintptr_t)y->name ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b)
{
	const struct escaping *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static void sort(struct escape *escape,
		 int (*compare)(const void *, const void *))
{
	if (escape->count > 0)
		qsort(escape->items, escape->count, sizeof(*escape->items),
		      compare);
}

/* References in the first @count functions, and outside of functions. */
static void walk(struct escape *escape, up_ir_visitor *visit,
		 BinaryenIndex count)
{
	BinaryenModuleRef m = escape->context->module;

	up_ir_walk_initializers(m, visit, escape);
	if (!escape->context->facts->code.references)
		return;
	for (BinaryenIndex i = 0; i < count; i++)
		up_ir_walk(BinaryenGetFunctionByIndex(m, i), visit, escape);
}

static void find_all(struct escape *escape, BinaryenIndex functions)
{
	size_t kept = 0;

	walk(escape, note_reference, functions);
	sort(escape, by_name);
	for (size_t i = 0; i < escape->count; i++)
		if (i == 0 ||
		    escape->items[i].name != escape->items[i - 1].name)
			escape->items[kept++] = escape->items[i];
	escape->count = kept;
}

static struct escaping *find(const struct escape *escape, const char *name)
{
	size_t low = 0, high = escape->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((uintptr_t)escape->items[middle].name < (uintptr_t)name)
			low = middle + 1;
		else
			high = middle;
	}
	return &escape->items[low];
}

/* ---- the trampolines of types ---- */

static const char *enter_for(struct escape *escape,
			     BinaryenFunctionRef function)
{
	const struct up_pass_context *context = escape->context;
	BinaryenType params = BinaryenFunctionGetParams(function);
	BinaryenType results = BinaryenFunctionGetResults(function);
	struct up_buf name = {0};

	for (size_t i = 0; i < escape->enter_count; i++)
		if (escape->enters[i].params == params &&
		    escape->enters[i].results == results)
			return escape->enters[i].name;
	up_buf_printf(&name, UP_NAME_PREFIX "enter.%zu", escape->enter_count);
	escape->enters = up_grow(escape->enters, &escape->enter_count,
				 sizeof(*escape->enters));
	char *taken = up_buf_take(&name);
	escape->enters[escape->enter_count - 1] =
		(struct enter){params, results, taken};
	up_add_trampoline(context, &(struct up_trampoline){
					   .name = taken,
					   .target = function,
					   .entries = UP_ENTRIES,
					   .export_index = UP_NO_EXPORT,
					   .aborts = context->options->unwind ==
						     UP_UNWIND_NEVER,
				   });
	return taken;
}

/* `return enter(args, its index)`; who gets there has called from outside. */
static BinaryenExpressionRef enter(struct escape *escape,
				   BinaryenFunctionRef function)
{
	BinaryenModuleRef m = escape->context->module;
	BinaryenExpressionRef call = up_forward_with_i32(
		m, enter_for(escape, function), function,
		(int32_t)escape->entry_count);
	BinaryenExpressionRef items[] = {call, BinaryenReturn(m, NULL)};

	escape->entries[escape->entry_count++] =
		BinaryenFunctionGetName(function);
	if (BinaryenExpressionGetType(call) != BinaryenTypeNone())
		return BinaryenReturn(m, call);
	return up_block(m, items, UP_COUNT(items));
}

/* `the host calls` */
static BinaryenExpressionRef is_outside(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;

	if (context->facts->calls.marked)
		return BinaryenUnary(m, BinaryenEqZInt32(),
				     up_is_inside(context));
	return up_binary(m, BinaryenNeInt32(), up_global_i32(m, UP_RUNNING),
			 up_i32(m, UP_WASM));
}

static void guard_itself(struct escape *escape, BinaryenFunctionRef function)
{
	const struct up_pass_context *context = escape->context;
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef items[3];
	size_t count = 0;

	items[count++] = BinaryenIf(m, is_outside(context),
				    enter(escape, function), NULL);
	/* The mark is for one call. */
	if (context->facts->calls.marked)
		items[count++] = BinaryenGlobalSet(m, UP_INSIDE, up_i32(m, 0));
	items[count++] = BinaryenFunctionGetBody(function);
	BinaryenFunctionSetBody(function, up_block(m, items, count));
}

/* ---- trampolines of their own ---- */

static bool needs_own(const struct up_facts *facts,
		      const struct escaping *escaping)
{
	return !up_ir_has_plain_type(escaping->function) ||
	       (facts->calls.marked && up_is_called(facts, escaping->name));
}

static void add_own(struct escape *escape, struct escaping *escaping)
{
	const struct up_pass_context *context = escape->context;
	struct up_buf name = {0};

	up_buf_printf(&name, UP_NAME_PREFIX "func.%s", escaping->name);
	escaping->own = up_buf_take(&name);
	escape->redirects = true;
	up_add_trampoline(context, &(struct up_trampoline){
					   .name = escaping->own,
					   .target = escaping->function,
					   .export_index = UP_NO_EXPORT,
					   .aborts = context->options->unwind ==
						     UP_UNWIND_NEVER,
					   .reentrant = true,
				   });
}

static void redirect(BinaryenExpressionRef *slot, void *data)
{
	const struct escape *escape = data;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenRefFuncId())
		return;
	const char *own = find(escape, BinaryenRefFuncGetFunc(e))->own;
	if (own)
		BinaryenRefFuncSetFunc(e, own);
}

/* ---- all of them ---- */

static void guard_all(struct escape *escape)
{
	BinaryenModuleRef m = escape->context->module;

	sort(escape, by_order);
	escape->entries = up_alloc((escape->count + 1) *
				   sizeof(*escape->entries));
	for (size_t i = 0; i < escape->count; i++) {
		struct escaping *escaping = &escape->items[i];
		escaping->function = BinaryenGetFunction(m, escaping->name);
		if (needs_own(escape->context->facts, escaping))
			add_own(escape, escaping);
		else
			guard_itself(escape, escaping->function);
	}
	sort(escape, by_name);
}

static void add_entries(const struct escape *escape)
{
	BinaryenModuleRef m = escape->context->module;
	BinaryenIndex count = escape->entry_count;

	if (count == 0)
		return;
	BinaryenAddTable(m, UP_ENTRIES, count, count, BinaryenTypeFuncref(),
			 NULL);
	BinaryenAddActiveElementSegment(m, UP_ENTRIES, UP_ENTRIES,
					escape->entries, count, up_i32(m, 0));
}

static void finish(struct escape *escape)
{
	for (size_t i = 0; i < escape->count; i++)
		free(escape->items[i].own);
	for (size_t i = 0; i < escape->enter_count; i++)
		free(escape->enters[i].name);
	free(escape->items);
	free(escape->enters);
	free(escape->entries);
}

void up_pass_escaping_funcs(const struct up_pass_context *context)
{
	struct escape escape = {.context = context};
	/* Trampolines are added meanwhile; they hold no references. */
	BinaryenIndex count = BinaryenGetNumFunctions(context->module);

	if (context->facts->entries != UP_ENTRIES_MODULE)
		return;
	find_all(&escape, count);
	guard_all(&escape);
	if (escape.redirects)
		walk(&escape, redirect, count);
	add_entries(&escape);
	finish(&escape);
}
