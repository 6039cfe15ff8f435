/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PASSES_INTRINSICS_H
#define UP_BINDGEN_PASSES_INTRINSICS_H

#include "bindgen/passes/pass.h"

/* Whether an import of the run time needs no JavaScript. */
bool up_is_made_in_wasm(const struct up_rewiring *r, const char *name);

#endif
