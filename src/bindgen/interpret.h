/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_INTERPRET_H
#define UP_BINDGEN_INTERPRET_H

/*
 * Runs the functions by which a crate describes its types. They have no
 * arguments, know nothing of the world, and say a word with each call of the
 * import `__wbindgen_describe`. Generic functions describe themselves likewise,
 * up to a call of the schema's marker, where they end for us.
 *
 * They are run as they stand in the module, byte by byte: nearly all of them are
 * there for this alone, and most run once. Run are the instructions that
 * compilers make of that, with and without optimizations and unwinding:
 * integers, locals, globals, memory, control flow and direct calls. Whatever else
 * is met is an error. A run is bounded in steps, depth and words.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindgen/scratch.h"
#include "bindgen/type.h"
#include "unpoison/diag.h"
#include "wasm/contents.h"

struct up_interpreter {
	const struct up_contents *contents; /* not owned */
	uint32_t describe; /* the import, or UP_NO_INDEX */
	uint32_t marker; /* likewise */
	bool *skipped; /* owned; by function: it is not run */
	struct up_scratch scratch;
	struct up_interpreter_global *globals; /* owned; those written */
	size_t global_count;
	struct up_bindgen_words words; /* of the run; their memory is of all */
	size_t word_capacity;
	uint64_t steps_left, words_left; /* of all runs */
	uint32_t steps, most_steps; /* of the run */
	uint64_t *values; /* owned; the operands of all frames */
	uint32_t value_count;
	struct up_interpreter_label *labels; /* owned; likewise */
	uint32_t label_count;
	char *problem; /* owned; what ended the run, or NULL */
	struct up_interpreter_table *table; /* owned */
};

/*
 * @marker: the base name of the import. The bodies of @contents have been read
 * before, and are well-formed.
 */
void up_interpreter_init(struct up_interpreter *interpreter,
			 const struct up_contents *contents,
			 const char *marker);
void up_interpreter_finish(struct up_interpreter *interpreter);

/*
 * Runs @function with zeros for its arguments. Returns 0, and the words are in
 * *@ret, borrowed until the next run; or -1, and the problem says why.
 */
int up_interpret(struct up_interpreter *interpreter, uint32_t function,
		 struct up_bindgen_words *ret);

/*
 * Takes a run into account that another interpreter has done. False, and nothing
 * is, if this one would have refused.
 */
bool up_interpreter_charge(struct up_interpreter *interpreter, uint32_t steps,
			   uint32_t words);

#endif
