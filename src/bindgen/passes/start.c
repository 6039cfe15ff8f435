/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: a start function that runs the one that was there, then what the crate
 * wants to run at its start: what is marked `start`, or else the `main` of a
 * program.
 * For: modules that have any of these.
 * Relies on: nothing.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/pass.h"
#include "diag/diag.h"
#include "util/mem.h"

struct start {
	struct up_rewiring *r;
	BinaryenExpressionRef *items; /* owned */
	size_t count;
};

static void push(struct start *start, BinaryenExpressionRef expression)
{
	start->items = up_grow(start->items, &start->count,
			       sizeof(*start->items));
	start->items[start->count - 1] = expression;
}

static void push_call(struct start *start, const char *function)
{
	push(start, up_call(start->r->module, function, NULL, 0,
			    BinaryenTypeNone()));
}

static int push_export(struct start *start,
		       const struct up_bindgen_export *export_)
{
	struct up_rewiring *r = start->r;
	const char *name = export_->symbol.function;
	BinaryenFunctionRef function;

	if (export_->start == UP_BINDGEN_NO_START || !name)
		return 0;
	function = BinaryenGetFunction(r->module, name);
	if (!function ||
	    BinaryenFunctionGetParams(function) != BinaryenTypeNone() ||
	    BinaryenFunctionGetResults(function) != BinaryenTypeNone())
		return up_input_error(r->report,
				      "its start function '%s' takes or returns "
				      "something; let it take and return "
				      "nothing",
				      export_->symbol.name);
	push_call(start, name);
	return 0;
}

static bool is_adapter(const struct up_rewiring *r, const char *name)
{
	for (size_t i = 0; i < r->adapters->count; i++)
		if (!up_adapter_is_import(&r->adapters->items[i]) &&
		    strcmp(r->adapters->items[i].name, name) == 0)
			return true;
	return false;
}

/* The entry of a program, as of C: (argc, argv) -> status. */
static void push_main(struct start *start)
{
	struct up_rewiring *r = start->r;
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenType params[] = {i32, i32};
	const char *name = up_exported_function(r, "main");
	BinaryenExpressionRef args[] = {up_i32(r->module, 0),
					up_i32(r->module, 0)};
	BinaryenFunctionRef function;

	if (!name || is_adapter(r, "main"))
		return;
	function = BinaryenGetFunction(r->module, name);
	if (BinaryenFunctionGetParams(function) !=
		    BinaryenTypeCreate(params, UP_COUNT(params)) ||
	    BinaryenFunctionGetResults(function) != i32)
		return;
	push(start, BinaryenDrop(r->module, up_call(r->module, name, args,
						    UP_COUNT(args), i32)));
}

static int push_all(struct start *start)
{
	const struct up_bindgen_programs *programs =
		&start->r->bindgen->programs;

	for (size_t i = 0; i < programs->count; i++) {
		const struct up_bindgen_program *program = &programs->items[i];

		for (size_t k = 0; k < program->export_count; k++)
			if (push_export(start, &program->exports[k]) < 0)
				return -1;
	}
	if (start->count == 0)
		push_main(start);
	return 0;
}

int up_rewire_start(struct up_rewiring *r)
{
	struct start start = {.r = r};
	BinaryenModuleRef m = r->module;
	BinaryenFunctionRef old = BinaryenGetStart(m);
	int err = push_all(&start);

	if (err == 0 && start.count > 0) {
		char *name = up_new_name(m, "bindings", "start");
		BinaryenExpressionRef all =
			up_block(m, start.items, start.count);

		if (old) {
			BinaryenExpressionRef both[] = {
				up_call(m, BinaryenFunctionGetName(old), NULL,
					0, BinaryenTypeNone()),
				all,
			};
			all = up_block(m, both, UP_COUNT(both));
		}
		BinaryenSetStart(m, BinaryenAddFunction(
					    m, name, BinaryenTypeNone(),
					    BinaryenTypeNone(), NULL, 0, all));
		free(name);
	}
	free(start.items);
	return err;
}
