/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_KNOWN_EXPORTS_H
#define UP_INSPECT_KNOWN_EXPORTS_H

/*
 * Exports that a rewriting knows by their names, where it makes more of their
 * trampolines: as analysis/initializers.c and releases.c find them, from the bytes.
 */

#include "inspect/model.h"

/*
 * Whether a fresh state needs it called; only where the module does that itself.
 * @first: it is the first function that is exported.
 */
bool up_known_initializes(const struct up_model *model, uint32_t export_,
			  bool first);

/* How it gives something back; only where the module heals itself. */
enum up_release up_known_releases(const struct up_model *model,
				  uint32_t export_);

#endif
