/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_THROWS_H
#define UP_IR_THROWS_H

/*
 * Exceptions that leave a module without exception handling, from imports that
 * only throw. Where nothing was done on the way that a skipped destructor could
 * leave broken, the activation may end as if it had returned: the places where
 * that holds tell so.
 */

#include "ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a call of a function does. */
enum up_call {
	UP_CALL_OTHER, /* to be found out */
	UP_CALL_THROWS, /* nothing but that */
	/* What it leaves is complete, and nothing is to be undone afterwards. */
	UP_CALL_HARMLESS,
	UP_CALL_MOVES, /* likewise: a value of JavaScript, to another slot */
	UP_CALL_ALLOCATES, /* returns memory that nobody else has */
	UP_CALL_WRITES, /* where its first argument points, nothing else */
	UP_CALL_LENDS, /* a value, for the length of the activation */
	UP_CALL_ENDS, /* that */
};

/* An exported function that only JavaScript which catches calls. */
struct up_throws_root {
	const char *name; /* of the export */
	/* Its first parameter is an object that it frees. */
	bool frees;
};

struct up_throws {
	const char *stack_pointer; /* a global, or NULL */
	const struct up_throws_root *roots;
	size_t root_count;
	enum up_call (*kind)(const char *function, void *arg);
	void *arg;
	/*
	 * Globals. @tidy is set before a throw that may end the activation: to
	 * __stack_pointer as it was when that was entered, plus the number of
	 * values lent since (it is a multiple of 16). @target and @entry are for
	 * calls of closures: the entry of the table that is called next, and
	 * what @tidy is to be.
	 */
	const char *tidy, *target, *entry;
};

/* What was found, for tests and measurements. */
struct up_throws_found {
	uint32_t tidy; /* places that are marked */
	uint32_t other; /* other calls of what throws */
	uint32_t copies; /* functions that are there twice */
	uint32_t closures; /* that learn how they were called */
};

/* Marks what can be marked. Without @stack_pointer the stack counts as 16. */
void up_throws_mark(BinaryenModuleRef module, const struct up_throws *throws_,
		    struct up_throws_found *ret);

#ifdef __cplusplus
}
#endif
#endif
