/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_MENTIONS_H
#define UP_IR_MENTIONS_H

/*
 * Bodies that stand for others that are not in the module: a trap, and behind it
 * all that those name, so that what asks who names whom gets the same answer.
 * What asks what a body does gets to the trap and no further.
 */

#include <binaryen-c.h>
#include <stdbool.h>

#include "wasm/contents.h"
#include "wasm/recode.h"

#ifdef __cplusplus
extern "C" {
#endif

struct up_ir_mentions;

/*
 * Removes functions right after a module was read. @gone: of those that are not
 * imported, which; nothing that is left names one.
 */
void up_ir_remove_functions(BinaryenModuleRef module, uint32_t imported,
			    const bool *gone);

/*
 * For @module as it was read from @contents: all things are in the order that they
 * had there, but for functions that are @gone (by body, or NULL). The caller
 * destroys it.
 */
struct up_ir_mentions *up_ir_mentions_create(BinaryenModuleRef module,
					     const struct up_contents *contents,
					     const bool *gone);
void up_ir_mentions_destroy(struct up_ir_mentions *mentions);

/* One more for the next body; as up_body_use_visitor. */
void up_ir_mention(enum up_body_use use, uint32_t value, void *mentions);

/* Gives the function that body, and begins with the next. Returns the body. */
BinaryenExpressionRef up_ir_mentions_put(struct up_ir_mentions *mentions,
					 uint32_t function);

/*
 * Leaves the function @name nothing but the trap, if it has the body @body that
 * up_ir_mentions_put() has made. False if it has not, or is not there any more.
 */
bool up_ir_mentions_drop(BinaryenModuleRef module, const char *name,
			 BinaryenExpressionRef body);

#ifdef __cplusplus
}
#endif
#endif
