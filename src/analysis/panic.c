/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Where the text, the place and the count of a Rust panic are found in a
 * module that nobody prepared for it. All of it is read off std's own code,
 * not assumed from a version: a slot of the payload's vtable counts only if
 * the panic hook itself calls it, with the payload it was given.
 *
 * Source of the layouts: Rust's library/std/src/panicking.rs. The hook is
 * panic_with_hook(payload, vtable, &Location, can_unwind, no_backtrace), up to
 * Rust 1.80 with the message before the location.
 */

#include "analysis/facts.h"
#include "ir/ir.h"

/*
 * The vtable of PanicPayload: drop, size, align, Display::fmt, take_box, get,
 * as_str; of its forerunner BoxMeUp: drop, size, align, take_box, get.
 */
#define VTABLE_GET 20
#define VTABLE_AS_STR 24
#define VTABLE_OLD_GET 16

static bool is_local(BinaryenExpressionRef e, BinaryenIndex local)
{
	return BinaryenExpressionGetId(e) == BinaryenLocalGetId() &&
	       BinaryenLocalGetGetIndex(e) == local;
}

/* Finds `call_indirect (_, payload) [vtable + slot]`. */
static void look_for_slots(BinaryenExpressionRef *slot, void *data)
{
	struct up_panic_facts *panic = data;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenCallIndirectId() ||
	    BinaryenCallIndirectGetNumOperands(e) != 2 ||
	    BinaryenCallIndirectGetResults(e) != BinaryenTypeNone() ||
	    !is_local(BinaryenCallIndirectGetOperandAt(e, 1), 0))
		return;
	BinaryenExpressionRef target = BinaryenCallIndirectGetTarget(e);
	if (BinaryenExpressionGetId(target) != BinaryenLoadId() ||
	    !is_local(BinaryenLoadGetPtr(target), 1))
		return;
	switch (BinaryenLoadGetOffset(target)) {
	case VTABLE_GET:
	case VTABLE_OLD_GET:
		panic->get = BinaryenLoadGetOffset(target);
		break;
	case VTABLE_AS_STR:
		panic->as_str = VTABLE_AS_STR;
		break;
	}
}

/* The address of an i32 access at a constant place, or 0. */
static uint32_t constant_address(BinaryenExpressionRef base, uint32_t offset)
{
	if (BinaryenExpressionGetId(base) != BinaryenConstId() ||
	    BinaryenExpressionGetType(base) != BinaryenTypeInt32())
		return 0;
	return (uint32_t)BinaryenConstGetValueI32(base) + offset;
}

static BinaryenExpressionRef through_tee(BinaryenExpressionRef e)
{
	if (BinaryenExpressionGetId(e) == BinaryenLocalSetId())
		return BinaryenLocalSetGetValue(e);
	return e;
}

/* Finds `[constant] = [constant] + 1`. */
static void look_for_counts(BinaryenExpressionRef *slot, void *data)
{
	struct up_panic_facts *panic = data;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenStoreId())
		return;
	uint32_t address = constant_address(BinaryenStoreGetPtr(e),
					    BinaryenStoreGetOffset(e));
	BinaryenExpressionRef sum = through_tee(BinaryenStoreGetValue(e));
	if (!address || BinaryenStoreGetBytes(e) != 4 ||
	    BinaryenExpressionGetId(sum) != BinaryenBinaryId() ||
	    BinaryenBinaryGetOp(sum) != BinaryenAddInt32())
		return;
	BinaryenExpressionRef old = through_tee(BinaryenBinaryGetLeft(sum));
	BinaryenExpressionRef one = BinaryenBinaryGetRight(sum);
	if (BinaryenExpressionGetId(old) == BinaryenLoadId() &&
	    constant_address(BinaryenLoadGetPtr(old),
			     BinaryenLoadGetOffset(old)) == address &&
	    BinaryenExpressionGetId(one) == BinaryenConstId() &&
	    BinaryenConstGetValueI32(one) == 1 &&
	    panic->count_count <
		    sizeof(panic->counts) / sizeof(panic->counts[0]))
		panic->counts[panic->count_count++] = address;
}

/* Toolchains make one table of functions; others may lie before it. */
static const char *function_table(BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumTables(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenTableRef table = BinaryenGetTableByIndex(module, i);
		if (BinaryenTableGetType(table) == BinaryenTypeFuncref())
			return BinaryenTableGetName(table);
	}
	return NULL;
}

void up_find_panic(struct up_facts *facts, BinaryenModuleRef module)
{
	struct up_panic_facts *panic = &facts->panic;
	BinaryenFunctionRef counter = up_landmark(facts, UP_ROLE_PANIC_COUNT);

	if (!facts->memory)
		return;
	panic->table = function_table(module);
	panic->dealloc = up_landmark(facts, UP_ROLE_DEALLOC);
	if (counter)
		up_ir_walk(counter, look_for_counts, panic);
	panic->hook = up_landmark(facts, UP_ROLE_PANIC_HOOK);
	if (!panic->hook)
		return;
	bool old = BinaryenTypeArity(BinaryenFunctionGetParams(panic->hook)) == 6;
	panic->location = old ? 3 : 2;
	/* Text is formatted on the shadow stack: without one there is none. */
	if (facts->stack_pointer)
		up_ir_walk(panic->hook, look_for_slots, panic);
}
