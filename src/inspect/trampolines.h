/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_TRAMPOLINES_H
#define UP_INSPECT_TRAMPOLINES_H

/*
 * What the tool has put into a module that it rewrote before. Names may be
 * gone, and an optimizer may have been over it: so it is told by what it calls.
 */

#include "inspect/model.h"

/*
 * The functions by which trampolines are left (passes/exits.c), as an array of
 * all functions that the caller frees; NULL in a module that was not rewritten.
 * What they call is the tool's doing, not the program's.
 */
bool *up_trampoline_exits(const struct up_model *model);

/*
 * Whether an import is the tool's, of the protocol with the glue, and not the
 * program's; @ret_name is then its name in abi.h.
 */
bool up_trampoline_protocol(const struct up_model *model, uint32_t import,
			    struct up_raw_name *ret_name);

/* Whether a function has a name of the kind that the tool gives to its own. */
bool up_trampoline_named(const struct up_model *model, uint32_t function);

/*
 * Whether the tool has made it: it has such a name, or does what only an exit, a
 * wrapper or a trampoline does.
 */
bool up_trampoline_made(const struct up_model *model, const bool *exits,
			uint32_t function);

/*
 * The function that the exported one is a trampoline for, or UP_NO_INDEX: it is
 * none, or the optimizer has put what it is for into it.
 */
uint32_t up_trampoline_target(const struct up_model *model, const bool *exits,
			      uint32_t function);

#endif
