/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_BORDER_NAMES_H
#define UP_BINDGEN_BORDER_NAMES_H

#include "bindgen/adapters.h"

/*
 * Gives the adapters of @bindgen the names that JavaScript knows them by: without
 * the hashes that are there for the linker, where that leaves each its own.
 */
void up_border_names(struct up_adapters *adapters, struct up_bindgen *bindgen,
		     BinaryenModuleRef module);

#endif
