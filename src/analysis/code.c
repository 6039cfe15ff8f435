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
static void look_at_carried(struct up_code_facts *code, uint32_t traits)
{
	code->legacy |= (traits & UP_BODY_LEGACY_EH) != 0;
	code->exnref |= (traits & UP_BODY_EXNREF) != 0;
	code->tail_calls |= (traits & UP_BODY_TAIL_CALL) != 0;
}

void up_find_code(struct up_facts *facts, BinaryenModuleRef module,
		  uint32_t carried)
{
	struct up_code_facts *code = &facts->code;
	BinaryenFunctionRef longjmp = up_landmark(facts, UP_ROLE_LONGJMP);
	BinaryenIndex count = BinaryenGetNumFunctions(module);

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
}
