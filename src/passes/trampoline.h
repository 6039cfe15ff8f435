/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_TRAMPOLINE_H
#define UP_PASSES_TRAMPOLINE_H

#include "ir/ir.h"
#include "passes/pass.h"

/* For a trampoline that stands for no export. */
#define UP_NO_EXPORT (-1)

/* The locals of a trampoline; those that it does not need are not there. */
struct up_locals {
	BinaryenType types[6];
	BinaryenIndex count;
	BinaryenIndex first; /* the index of types[0] */
	BinaryenIndex result, stack;
};

BinaryenIndex up_add_local(struct up_locals *locals, BinaryenType type);

struct up_trampoline {
	const char *name; /* of the new function */
	BinaryenFunctionRef target;
	int32_t export_index; /* in the module's exports, or UP_NO_EXPORT */
	bool aborts; /* an exception that comes out is an abort */
	/*
	 * The module itself calls it too (through a table, as a reference):
	 * then it only passes on.
	 */
	bool reentrant;
	/*
	 * A table of functions that are entered by the same trampoline, or NULL.
	 * @target then only says of what type they are, and which one is meant
	 * is a further parameter, the last.
	 */
	const char *entries;
	/* Entered when the module is dead, and leaves it so: abort_door.c. */
	bool posthumous;
	/* Of a dead module a call that gives back does nothing. */
	enum up_release releases;
	/* What else is done when the call has returned, or NULL. */
	BinaryenExpressionRef returned;
};

/*
 * Adds the function through which JavaScript enters `target`:
 *
 *   if running: refuse
 *   running = 1; sp0 = __stack_pointer
 *   try   r = target(args)
 *   catch panic tag(p):  __stack_pointer = sp0; panic_exit(p)
 *   catch unwind tag(x): __stack_pointer = sp0; unwind_exit(x)
 *   running = 0; return r
 *
 * What is refused and caught, and how, is for the ways (ways.h).
 */
void up_add_trampoline(const struct up_pass_context *context,
		       const struct up_trampoline *trampoline);

/* `module calls`: whether the module itself calls, as well as that can be known. */
BinaryenExpressionRef up_is_inside(const struct up_pass_context *context);

/* `__stack_pointer = sp0`, then @next: how a handler ends an unwind. */
BinaryenExpressionRef up_unwound(const struct up_pass_context *context,
				 const struct up_locals *locals,
				 BinaryenExpressionRef next);

#endif
