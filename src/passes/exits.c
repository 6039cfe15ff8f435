/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: adds the functions by which a trampoline is left in any way but by
 * returning. They are apart so that trampolines stay small.
 * For: every module; those for exceptions only where there are any.
 * Relies on: state.
 *
 *   refuse(export)            the module is dead: TerminatedError
 *   panic_exit(p, abort)      the toolchain's exception p leaves
 *   unwind_exit(x, abort)     the JavaScript exception x leaves
 */

#include "abi.h"
#include "ir/build.h"
#include "passes/pass.h"

/*
 * Rust's exception object, from library/panic_unwind/src/gcc.rs: class (8),
 * cleanup, 2 private words, padding, canary at 24, then the box of the payload.
 */
#define EXCEPTION_DATA 28
#define EXCEPTION_VTABLE 32
#define EXCEPTION_SIZE 40
#define EXCEPTION_ALIGN 8

#define VTABLE_DROP 0
#define VTABLE_SIZE 4
#define VTABLE_ALIGN 8

static void add_refuse(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenExpressionRef index = up_get_i32(m, 0);
	BinaryenExpressionRef body[] = {
		up_call(m, up_host(context, UP_ABI_TERMINATED), &index, 1,
			BinaryenTypeNone()),
		BinaryenUnreachable(m),
	};

	BinaryenAddFunction(m, UP_REFUSE, BinaryenTypeInt32(),
			    BinaryenTypeNone(), NULL, 0,
			    up_block(m, body, UP_COUNT(body)));
}

/* `if (!abort) running = host`: whoever aborts leaves the mark of death. */
static BinaryenExpressionRef leave(BinaryenModuleRef m, BinaryenIndex abort)
{
	return BinaryenIf(m,
			  BinaryenUnary(m, BinaryenEqZInt32(),
					up_get_i32(m, abort)),
			  up_set_running(m, UP_HOST), NULL);
}

static void add_unwind_exit(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenType params[] = {BinaryenTypeExternref(), BinaryenTypeInt32()};
	BinaryenExpressionRef args[] = {
		BinaryenLocalGet(m, 0, BinaryenTypeExternref()),
		up_get_i32(m, 1),
	};
	BinaryenExpressionRef body[] = {
		leave(m, 1),
		up_call(m, up_host(context, UP_ABI_UNWIND), args, 2,
			BinaryenTypeNone()),
		BinaryenUnreachable(m),
	};

	BinaryenAddFunction(m, UP_UNWIND_EXIT, BinaryenTypeCreate(params, 2),
			    BinaryenTypeNone(), NULL, 0,
			    up_block(m, body, UP_COUNT(body)));
}

/* `if ([address]) [address] -= 1` */
static BinaryenExpressionRef count_down(BinaryenModuleRef m, const char *memory,
					uint32_t address)
{
	BinaryenExpressionRef less = up_binary(
		m, BinaryenSubInt32(), up_load(m, memory, up_i32(m, 0), address),
		up_i32(m, 1));

	return BinaryenIf(m, up_load(m, memory, up_i32(m, 0), address),
			  up_store(m, memory, up_i32(m, 0), address, less),
			  NULL);
}

static BinaryenExpressionRef dealloc(const struct up_pass_context *context,
				     BinaryenExpressionRef pointer,
				     BinaryenExpressionRef size,
				     BinaryenExpressionRef align)
{
	BinaryenExpressionRef args[] = {pointer, size, align};

	return up_call(
		context->module,
		BinaryenFunctionGetName(context->facts->panic.dealloc), args, 3,
		BinaryenTypeNone());
}

/*
 * What catch_unwind would have done with the exception in local 0: drops the
 * payload, frees both boxes. Locals 2 and 3 are for the payload's words.
 */
static BinaryenExpressionRef
free_exception(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const char *memory = context->facts->memory;
	BinaryenIndex data = 2, vtable = 3;
	BinaryenExpressionRef self = up_get_i32(m, data);
	BinaryenExpressionRef drop = BinaryenCallIndirect(
		m, context->facts->panic.table,
		up_load(m, memory, up_get_i32(m, vtable), VTABLE_DROP), &self, 1, BinaryenTypeInt32(), BinaryenTypeNone());
	BinaryenExpressionRef size =
		up_load(m, memory, up_get_i32(m, vtable), VTABLE_SIZE);
	BinaryenExpressionRef align =
		up_load(m, memory, up_get_i32(m, vtable), VTABLE_ALIGN);
	BinaryenExpressionRef items[] = {
		BinaryenLocalSet(m, data,
				 up_load(m, memory, up_get_i32(m, 0),
					 EXCEPTION_DATA)),
		BinaryenLocalSet(m, vtable,
				 up_load(m, memory, up_get_i32(m, 0),
					 EXCEPTION_VTABLE)),
		dealloc(context, up_get_i32(m, 0), up_i32(m, EXCEPTION_SIZE),
			up_i32(m, EXCEPTION_ALIGN)),
		BinaryenIf(m,
			   up_load(m, memory, up_get_i32(m, vtable),
				   VTABLE_DROP),
			   drop, NULL),
		BinaryenIf(m,
			   up_load(m, memory, up_get_i32(m, vtable),
				   VTABLE_SIZE),
			   dealloc(context, up_get_i32(m, data), size, align),
			   NULL),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* Settles a Rust panic that has left all frames: as if it had been caught. */
static BinaryenExpressionRef settle(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_panic_facts *panic = &context->facts->panic;
	BinaryenExpressionRef items[UP_COUNT(panic->counts) + 1];
	size_t count = 0;

	for (size_t i = 0; i < panic->count_count; i++)
		items[count++] = count_down(m, context->facts->memory,
					    panic->counts[i]);
	if (panic->dealloc && panic->table)
		items[count++] = free_exception(context);
	return up_block(m, items, count);
}

static void add_panic_exit(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	BinaryenType words[] = {BinaryenTypeInt32(), BinaryenTypeInt32()};
	BinaryenExpressionRef args[] = {up_get_i32(m, 0), up_get_i32(m, 1)};
	/* The host says whether the exception is Rust's. */
	BinaryenExpressionRef is_rust =
		up_call(m, up_host(context, UP_ABI_PANIC), args, 2,
			BinaryenTypeInt32());
	BinaryenExpressionRef survives = up_binary(
		m, BinaryenAndInt32(), is_rust,
		BinaryenUnary(m, BinaryenEqZInt32(), up_get_i32(m, 1)));
	BinaryenExpressionRef body[] = {
		context->facts->memory
			? BinaryenIf(m, survives, settle(context), NULL)
			: BinaryenDrop(m, survives),
		leave(m, 1),
		up_call(m, up_host(context, UP_ABI_RAISE), NULL, 0,
			BinaryenTypeNone()),
		BinaryenUnreachable(m),
	};

	BinaryenAddFunction(m, UP_PANIC_EXIT, BinaryenTypeCreate(words, 2),
			    BinaryenTypeNone(), words, 2,
			    up_block(m, body, UP_COUNT(body)));
}

void up_pass_exits(const struct up_pass_context *context)
{
	add_refuse(context);
	if (context->facts->eh.tagged)
		add_unwind_exit(context);
	if (context->facts->panic_tag && up_builds_trys(context->facts))
		add_panic_exit(context);
}
