/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_INTERPRET_H
#define UP_BINDGEN_INTERPRET_H

/*
 * Runs the functions by which a crate describes its types. They have no
 * arguments, know nothing of the world, and say a word with each call of the
 * import `__wbindgen_describe`. Generic functions describe themselves likewise,
 * up to a call of the schema's marker, where they end for us.
 *
 * Run are the instructions that compilers make of that, with and without
 * optimizations and unwinding: integers, locals, globals, memory, control flow
 * and direct calls. Whatever else is met is an error. A run is bounded in
 * steps, depth and words.
 */

#include <binaryen-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindgen/scratch.h"
#include "bindgen/type.h"
#include "unpoison/diag.h"

struct up_interpreter {
	BinaryenModuleRef module; /* not owned */
	const char *describe; /* the import in the module, or NULL */
	const char *marker; /* likewise */
	const char **skipped; /* owned; functions that are not run */
	size_t skipped_count;
	struct up_scratch scratch;
	struct up_interpreter_global *globals; /* owned; those written */
	size_t global_count;
	struct up_bindgen_words words; /* of the run */
	uint64_t steps_left, words_left; /* of all runs */
	uint32_t steps, depth; /* of the run */
	char *problem; /* owned; what ended the run, or NULL */
	void *table; /* owned: instructions by Binaryen's number */
};

/* @marker: the base name of the import. */
void up_interpreter_init(struct up_interpreter *interpreter,
			 BinaryenModuleRef module, const char *marker);
void up_interpreter_finish(struct up_interpreter *interpreter);

/*
 * Runs @function with zeros for its arguments. Returns 0, and the words are in
 * *@ret, borrowed until the next run; or -1, and the problem says why.
 */
int up_interpret(struct up_interpreter *interpreter,
		 BinaryenFunctionRef function, struct up_bindgen_words *ret);

#endif
