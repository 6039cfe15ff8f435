/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_TRAMPOLINE_H
#define UP_PASSES_TRAMPOLINE_H

#include "passes/pass.h"

/* For a trampoline that stands for no export. */
#define UP_NO_EXPORT (-1)

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
	/* Entered when the module is dead, and leaves it so: abort_door.c. */
	bool posthumous;
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
 */
void up_add_trampoline(const struct up_pass_context *context,
		       const struct up_trampoline *trampoline);

#endif
