/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_PLACES_H
#define UP_INSPECT_PLACES_H

#include "wasm/contents.h"

/*
 * The data segments, those as active ones at a known place in memory 0 that are
 * put there at once by an instruction: as the linker has it in modules with
 * threads, and this tool in those that can be reset. The caller frees the array.
 */
struct up_raw_data *up_places_find(const struct up_contents *contents);

#endif
