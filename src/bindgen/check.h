/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_CHECK_H
#define UP_BINDGEN_CHECK_H

/*
 * Names that a crate gives things, or a damaged module: what the printers rely on
 * beyond what the schema says. Any text will do for an export; for some others none
 * but an identifier makes sense, and what is no name would be code.
 */

#include "bindgen/adapters.h"
#include "bindgen/types/exports.h"

/* Returns 0, or -1 after reporting a name that no JavaScript can be made of. */
int up_bindgen_check(const struct up_bindgen *bindgen,
		     const struct up_adapters *adapters,
		     struct up_report *report);

/*
 * Returns 0, or -1 after reporting a type that is exported (@entries, and the
 * aliases of @names) by a name that the declarations have for one of their own.
 */
int up_bindgen_check_types(const struct up_bindgen_entry *entries,
			   const struct up_bindgen_names *names,
			   struct up_report *report);

#endif
