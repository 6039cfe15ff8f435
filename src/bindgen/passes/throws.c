/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets exceptions that Rust throws itself (`throw_str`, a borrow that
 * fails, …) leave the module without ending it, where nothing was done on the
 * way that a skipped destructor could leave broken (src/ir/throws.h). The
 * JavaScript that throws asks UP_BINDGEN_SETTLE first, which tells whether that
 * is so, and gives back what the activation had of stacks, as its return would
 * have. So it does not matter how many others are in progress outside of it:
 * JavaScript that called it may catch the exception, and if it does not, the
 * next outer activation ends as by any other exception.
 * For: modules without exception handling that import what throws.
 * Relies on: sweep (what is dead does not count as a caller); references, for
 * whether exceptions are handled; init, after which nothing calls by names.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/intrinsic.h"
#include "bindgen/passes/harmless.h"
#include "bindgen/passes/pass.h"
#include "ir/throws.h"
#include "util/mem.h"

#define TIDY "bindings.tidy"
#define TARGET "bindings.tidy_target"
#define ENTRY "bindings.tidy_entry"

/* ---- what imports do ---- */

static bool is_name(struct up_raw_name name, const char *text)
{
	return name.size == strlen(text) &&
	       memcmp(name.text, text, name.size) == 0;
}

/* `new Error()`, and the like: makes an object and does nothing else. */
static bool makes_error(const struct up_adapter *adapter)
{
	static const char *const classes[] = {
		"Error", "EvalError", "RangeError", "ReferenceError",
		"SyntaxError", "TypeError", "URIError",
	};
	const struct up_bindgen_import *import = adapter->import;

	if (!import || import->module.kind != UP_BINDGEN_GLOBAL ||
	    !import->function.is_method ||
	    import->function.method.kind != UP_BINDGEN_CONSTRUCTOR)
		return false;
	for (size_t i = 0; i < UP_COUNT(classes); i++)
		if (is_name(import->function.class_name, classes[i]))
			return true;
	return false;
}

static enum up_call call_of_adapter(const struct up_adapter *adapter)
{
	struct up_raw_name name = up_intrinsic(adapter);

	switch (adapter->role) {
	case UP_ADAPTER_STRING:
	case UP_ADAPTER_INSTANCEOF:
	case UP_ADAPTER_WRAP:
	case UP_ADAPTER_UNWRAP:
	case UP_ADAPTER_CAST:
		return UP_CALL_HARMLESS;
	default:
		break;
	}
	if (is_name(name, "__wbindgen_throw") ||
	    is_name(name, "__wbindgen_rethrow"))
		return UP_CALL_THROWS;
	if (name.size > 0)
		return up_intrinsic_looks(name) ? UP_CALL_HARMLESS
						: UP_CALL_OTHER;
	return adapter->role == UP_ADAPTER_IMPORT && makes_error(adapter)
		       ? UP_CALL_HARMLESS
		       : UP_CALL_OTHER;
}

/* The adapter of an import that the pass `imports` has made. */
static const struct up_adapter *adapter_of(const struct up_rewiring *r,
					   const char *function)
{
	BinaryenFunctionRef found = BinaryenGetFunction(r->module, function);
	const char *base = NULL;

	if (!BinaryenFunctionGetBody(found)) {
		if (strcmp(BinaryenFunctionImportGetModule(found),
			   UP_BINDGEN_MODULE) != 0)
			return NULL;
		base = BinaryenFunctionImportGetBase(found);
	}
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];

		if (up_adapter_is_import(adapter) &&
		    strcmp(base ? adapter->shim : adapter->function,
			   base ? base : function) == 0)
			return adapter;
	}
	return NULL;
}

static bool is_same(const char *function, const char *name)
{
	return name && strcmp(function, name) == 0;
}

static enum up_call call_of(const char *function, void *arg)
{
	const struct up_rewiring *r = arg;
	const struct up_adapter *adapter;
	enum up_call found;

	if (is_same(function, r->values.lend))
		return UP_CALL_LENDS;
	if (is_same(function, r->values.end))
		return UP_CALL_ENDS;
	if (is_same(function, r->values.take) ||
	    is_same(function, r->dealloc))
		return UP_CALL_MOVES;
	if (is_same(function, r->values.put) || is_same(function, r->alloc))
		return UP_CALL_HARMLESS;
	adapter = adapter_of(r, function);
	if (!adapter)
		return up_harmless_name(function);
	found = call_of_adapter(adapter);
	/* What throws in its place is found out: it is the import's caller. */
	if (found == UP_CALL_THROWS &&
	    BinaryenFunctionGetBody(BinaryenGetFunction(r->module, function)))
		return UP_CALL_OTHER;
	return found;
}

/* ---- what is made ---- */

static void add_global(BinaryenModuleRef m, const char *name, int32_t value)
{
	BinaryenAddGlobal(m, name, BinaryenTypeInt32(), true, up_i32(m, value));
}

/* top > 1, so that all that was lent lies on the stack of values */
static BinaryenExpressionRef has_room(const struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;

	return up_binary(m, BinaryenGtUInt32(),
			 up_global_i32(m, r->values.top), up_i32(m, 1));
}

/* while (tidy & 15) { end(top); tidy -= 1; }; local 0 is tidy */
static BinaryenExpressionRef end_lent(const struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;
	BinaryenExpressionRef top = up_global_i32(m, r->values.top);
	BinaryenExpressionRef items[] = {
		up_call(m, r->values.end, &top, 1, BinaryenTypeNone()),
		BinaryenLocalSet(m, 0,
				 up_binary(m, BinaryenSubInt32(),
					   up_get_i32(m, 0), up_i32(m, 1))),
		BinaryenBreak(m, "next", NULL, NULL),
	};

	return BinaryenLoop(
		m, "next",
		BinaryenIf(m,
			   up_binary(m, BinaryenAndInt32(), up_get_i32(m, 0),
				     up_i32(m, 15)),
			   up_block(m, items, UP_COUNT(items)), NULL));
}

/*
 * () -> whether the throw that is under way is tidy; then its activation is as
 * good as over. The lowest 4 bits of the global are how many values were lent,
 * which is known to be on the stack only if that was not full.
 */
static void add_settle(struct up_rewiring *r, const char *stack_pointer)
{
	BinaryenModuleRef m = r->module;
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenExpressionRef items[5];
	size_t count = 0;

	items[count++] = BinaryenLocalSet(m, 0, up_global_i32(m, TIDY));
	items[count++] = BinaryenGlobalSet(m, TIDY, up_i32(m, 0));
	if (r->values.lend && BinaryenGetFunction(m, r->values.lend)) {
		BinaryenExpressionRef lost = up_binary(
			m, BinaryenAndInt32(),
			BinaryenUnary(m, BinaryenEqZInt32(), has_room(r)),
			up_binary(m, BinaryenNeInt32(),
				  up_binary(m, BinaryenAndInt32(),
					    up_get_i32(m, 0), up_i32(m, 15)),
				  up_i32(m, 0)));
		BinaryenExpressionRef none =
			BinaryenReturn(m, up_i32(m, 0));

		items[count++] = BinaryenIf(m, lost, none, NULL);
		items[count++] = end_lent(r);
	}
	if (stack_pointer)
		items[count++] = BinaryenIf(
			m, up_get_i32(m, 0),
			BinaryenGlobalSet(m, stack_pointer, up_get_i32(m, 0)),
			NULL);
	BinaryenExpressionRef body[] = {
		up_block(m, items, count),
		up_binary(m, BinaryenNeInt32(), up_get_i32(m, 0), up_i32(m, 0)),
	};
	BinaryenAddFunction(m, UP_BINDGEN_SETTLE, BinaryenTypeNone(), i32, &i32,
			    1, up_block(m, body, UP_COUNT(body)));
}

/* ---- the pass ---- */

/* Their JavaScript judges itself what comes out of them. */
static struct up_throws_root *list_roots(const struct up_rewiring *r,
					 size_t *count)
{
	struct up_throws_root *roots = NULL;

	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];
		bool judged = adapter->role == UP_ADAPTER_EXPORT ||
			      adapter->role == UP_ADAPTER_GETTER ||
			      adapter->role == UP_ADAPTER_SETTER ||
			      adapter->role == UP_ADAPTER_FREE ||
			      adapter->role == UP_ADAPTER_CLOSURE;

		if (!judged)
			continue;
		roots = up_grow(roots, count, sizeof(*roots));
		roots[*count - 1] = (struct up_throws_root){
			.name = adapter->name,
			.frees = adapter->role == UP_ADAPTER_FREE,
		};
	}
	return roots;
}

static bool can_settle(const struct up_rewiring *r)
{
	BinaryenModuleRef m = r->module;

	return r->eh == UP_EH_NONE && !BinaryenGetGlobal(m, TIDY) &&
	       !BinaryenGetGlobal(m, TARGET) && !BinaryenGetGlobal(m, ENTRY) &&
	       !BinaryenGetFunction(m, UP_BINDGEN_SETTLE);
}

int up_rewire_throws(struct up_rewiring *r)
{
	struct up_throws throws_ = {
		.stack_pointer = up_find_stack_pointer(r->module),
		.kind = call_of,
		.arg = r,
		.tidy = TIDY,
		.target = TARGET,
		.entry = ENTRY,
	};
	struct up_throws_found found;
	struct up_throws_root *roots;

	if (!can_settle(r))
		return 0;
	roots = list_roots(r, &throws_.root_count);
	throws_.roots = roots;
	add_global(r->module, TIDY, 0);
	add_global(r->module, TARGET, -1);
	add_global(r->module, ENTRY, 0);
	up_throws_mark(r->module, &throws_, &found);
	if (found.tidy > 0)
		add_settle(r, throws_.stack_pointer);
	if (found.closures == 0) {
		BinaryenRemoveGlobal(r->module, TARGET);
		BinaryenRemoveGlobal(r->module, ENTRY);
	}
	if (found.tidy == 0)
		BinaryenRemoveGlobal(r->module, TIDY);
	free(roots);
	return 0;
}
