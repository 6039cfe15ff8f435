/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The shadow stack: the part of linear memory where LLVM keeps what has an
 * address. Its pointer is a mutable i32 global, `__stack_pointer`; where names
 * were stripped it is known by how functions move it.
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"

/* wasm-ld aligns the stack so; see the tool conventions of WebAssembly. */
#define STACK_ALIGNMENT 16

static bool is_get_of(BinaryenExpressionRef e, const char *global)
{
	return BinaryenExpressionGetId(e) == BinaryenGlobalGetId() &&
	       strcmp(BinaryenGlobalGetGetName(e), global) == 0;
}

struct search {
	const char *global;
	bool moves; /* a frame is made: global = global - constant */
};

static void look_for_frame(BinaryenExpressionRef *slot, void *data)
{
	struct search *search = data;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenGlobalSetId() ||
	    strcmp(BinaryenGlobalSetGetName(e), search->global) != 0)
		return;
	BinaryenExpressionRef value = BinaryenGlobalSetGetValue(e);
	if (BinaryenExpressionGetId(value) == BinaryenLocalSetId())
		value = BinaryenLocalSetGetValue(value);
	if (BinaryenExpressionGetId(value) == BinaryenBinaryId() &&
	    BinaryenBinaryGetOp(value) == BinaryenSubInt32() &&
	    is_get_of(BinaryenBinaryGetLeft(value), search->global) &&
	    BinaryenExpressionGetId(BinaryenBinaryGetRight(value)) ==
		    BinaryenConstId())
		search->moves = true;
}

static bool makes_frames(BinaryenModuleRef module, const char *global)
{
	struct search search = {.global = global};
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	for (BinaryenIndex i = 0; i < count && !search.moves; i++)
		up_ir_walk(BinaryenGetFunctionByIndex(module, i),
			   look_for_frame, &search);
	return search.moves;
}

static bool is_named(BinaryenGlobalRef global)
{
	return strcmp(BinaryenGlobalGetName(global), "__stack_pointer") == 0 ||
	       strcmp(BinaryenGlobalImportGetBase(global),
		      "__stack_pointer") == 0;
}

static BinaryenGlobalRef find_global(BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumGlobals(module);
	BinaryenGlobalRef first = NULL;

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenGlobalRef global = BinaryenGetGlobalByIndex(module, i);
		if (!BinaryenGlobalIsMutable(global) ||
		    BinaryenGlobalGetType(global) != BinaryenTypeInt32())
			continue;
		if (is_named(global))
			return global;
		if (!first)
			first = global;
	}
	return first;
}

void up_find_stack(struct up_facts *facts, BinaryenModuleRef module)
{
	BinaryenGlobalRef global = find_global(module);

	if (!global || !facts->memory)
		return;
	const char *name = BinaryenGlobalGetName(global);
	BinaryenExpressionRef init = BinaryenGlobalGetInitExpr(global);
	uint32_t high = 0;

	if (init && BinaryenExpressionGetId(init) == BinaryenConstId())
		high = (uint32_t)BinaryenConstGetValueI32(init);
	if (!is_named(global) &&
	    (high == 0 || high % STACK_ALIGNMENT != 0 ||
	     !makes_frames(module, name)))
		return;
	facts->stack_pointer = name;
	facts->stack_high = high; /* 0 for an imported one: no range known */
	/*
	 * Where static data lies below the stack, it ends where the stack ends;
	 * else the stack was put first and ends at 0.
	 */
	uint64_t data_end = up_ir_data_end(module);
	if (data_end <= high)
		facts->stack_low = (uint32_t)data_end;
}
