/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_VALIDATE_H
#define UP_WASM_VALIDATE_H

/*
 * Whether a module is valid, from its bytes:
 * https://webassembly.github.io/spec/core/valid/index.html. Judged is what
 * engines had before references had types of their own. All else has to be
 * judged by others: garbage collection, (ref $t), continuations, 64-bit
 * memories, and what came later.
 */

#include "wasm/contents.h"

/*
 * Whether all that is outside of bodies is of what is judged here; an
 * instruction may still be of something else.
 */
bool up_validate_covers(const struct up_contents *contents);

/*
 * Reads all bodies and constant expressions of the module behind @contents.
 * Returns 0, or -1 after reporting what is malformed or not valid. Sets
 * *@ret_covered: whether all of it was judged; where it was not, only what is
 * malformed is sure to have been found.
 */
int up_validate(const struct up_contents *contents, bool *ret_covered,
		struct up_report *report);

#endif
