/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_INTRINSIC_H
#define UP_BINDGEN_INTRINSIC_H

/* Imports that the tool provides, and no JavaScript of the user's. */

#include <stdbool.h>

#include "bindgen/adapters.h"

/* What the run time asks for by @adapter; without a text if it is another. */
struct up_raw_name up_intrinsic(const struct up_adapter *adapter);

/* Whether a module with references does that itself (passes/intrinsics.c). */
bool up_intrinsic_in_wasm(const char *name);

/* Whether it only looks at values: it runs no code of the user's. */
bool up_intrinsic_looks(struct up_raw_name name);

#endif
