/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What instructions the bodies have: the one walk over all of them. Passes that
 * look for some instruction walk only the functions that are listed here.
 */

#include "analysis/facts.h"

#include <stdlib.h>

#include "ir/ir.h"
#include "ir/state.h"
#include "util/mem.h"
#include "wasm/recode.h"

struct look {
	struct up_code_facts *code;
	bool throws, accesses, calls; /* what the function looked at has */
	bool in_longjmp;
};

static void note_called(struct up_code_facts *code, const char *name)
{
	if (!name || (code->called_count > 0 &&
		      code->called[code->called_count - 1] == name))
		return;
	code->called = up_grow(code->called, &code->called_count,
			       sizeof(*code->called));
	code->called[code->called_count - 1] = name;
}

static void look_at_access(struct look *look, const struct up_ir_access *access)
{
	struct up_code_facts *code = look->code;

	look->accesses |= access->op != UP_OP_OTHER &&
			  access->op != UP_OP_TABLE_WRITE;
	code->memory_grow |= access->op == UP_OP_MEMORY_GROW;
	code->table_grow |= access->op == UP_OP_TABLE_GROW;
	code->table_write |= access->op == UP_OP_TABLE_WRITE ||
			     access->op == UP_OP_TABLE_GROW ||
			     access->op == UP_OP_TABLE_INIT;
}

static void look_at(BinaryenExpressionRef *slot, void *data)
{
	struct look *look = data;
	struct up_code_facts *code = look->code;
	BinaryenExpressionRef e = *slot;
	enum up_eh eh = up_ir_eh_of(e);
	struct up_ir_access access = up_ir_access_of(e);

	code->legacy |= eh == UP_EH_LEGACY;
	code->exnref |= eh == UP_EH_EXNREF;
	code->tail_calls |= up_ir_is_tail_call(e);
	code->references |= BinaryenExpressionGetId(e) == BinaryenRefFuncId();
	code->ref_calls |= up_ir_is_ref_call(e);
	look->calls |= BinaryenExpressionGetId(e) == BinaryenCallIndirectId();
	if (BinaryenExpressionGetId(e) == BinaryenCallId())
		note_called(code, BinaryenCallGetTarget(e));
	look_at_access(look, &access);
	if (BinaryenExpressionGetId(e) != BinaryenThrowId())
		return;
	look->throws = true;
	if (look->in_longjmp)
		code->longjmp_tag = BinaryenThrowGetTag(e);
}

static void look_at_type(struct up_code_facts *code, BinaryenType type)
{
	uint32_t count = BinaryenTypeArity(type);
	BinaryenType *items = up_alloc(count * sizeof(*items) + 1);

	BinaryenTypeExpand(type, items);
	for (uint32_t i = 0; i < count; i++)
		code->externrefs |= items[i] == BinaryenTypeExternref();
	free(items);
}

static void add(struct up_function_list *list, BinaryenFunctionRef function)
{
	list->items = up_grow(list->items, &list->count, sizeof(*list->items));
	list->items[list->count - 1] = function;
}

/* What can be carried is nothing that a pass walks for. */
static void look_at_carried(struct up_code_facts *code,
			    const struct up_carried_code *carried)
{
	code->legacy |= (carried->traits & UP_BODY_LEGACY_EH) != 0;
	code->exnref |= (carried->traits & UP_BODY_EXNREF) != 0;
	code->tail_calls |= (carried->traits & UP_BODY_TAIL_CALL) != 0;
	for (uint32_t i = 0; i < carried->count; i++)
		if (carried->uses[i] > 0)
			note_called(code, carried->names[i]);
}

static void note_called_from_outside(struct up_code_facts *code,
				     BinaryenModuleRef module)
{
	BinaryenFunctionRef start = BinaryenGetStart(module);
	BinaryenIndex count = BinaryenGetNumExports(module);

	if (start)
		note_called(code, BinaryenFunctionGetName(start));
	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenExportRef export_ = BinaryenGetExportByIndex(module, i);
		if (BinaryenExportGetKind(export_) ==
		    BinaryenExternalFunction())
			note_called(code, BinaryenExportGetValue(export_));
	}
}

/* Binaryen's names are interned: equal ones are one. */
static int compare_names(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)*(const char *const *)a;
	uintptr_t y = (uintptr_t)*(const char *const *)b;

	return (x > y) - (x < y);
}

static void sort_called(struct up_code_facts *code)
{
	size_t kept = 0;

	if (code->called_count == 0)
		return;
	qsort(code->called, code->called_count, sizeof(*code->called),
	      compare_names);
	for (size_t i = 0; i < code->called_count; i++)
		if (i == 0 || code->called[i] != code->called[i - 1])
			code->called[kept++] = code->called[i];
	code->called_count = kept;
}

bool up_is_called(const struct up_facts *facts, const char *name)
{
	const struct up_code_facts *code = &facts->code;

	return code->called_count > 0 &&
	       bsearch(&name, code->called, code->called_count,
		       sizeof(*code->called), compare_names) != NULL;
}

void up_find_code(struct up_facts *facts, BinaryenModuleRef module,
		  const struct up_carried_code *carried)
{
	struct up_code_facts *code = &facts->code;
	BinaryenFunctionRef longjmp = up_landmark(facts, UP_ROLE_LONGJMP);
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	if (carried)
		look_at_carried(code, carried);
	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(module, i);
		struct look look = {
			.code = code,
			.in_longjmp = function == longjmp,
		};
		look_at_type(code, BinaryenFunctionGetParams(function));
		look_at_type(code, BinaryenFunctionGetResults(function));
		code->multivalue |= BinaryenTypeArity(
			BinaryenFunctionGetResults(function)) > 1;
		up_ir_walk(function, look_at, &look);
		if (look.throws)
			add(&code->throwers, function);
		if (look.accesses)
			add(&code->accessors, function);
		if (look.calls)
			add(&code->callers, function);
	}
	note_called_from_outside(code, module);
	sort_called(code);
}
