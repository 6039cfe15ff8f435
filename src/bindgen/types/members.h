/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_MEMBERS_H
#define UP_BINDGEN_TYPES_MEMBERS_H

/* What the class in a declaration consists of. */

#include "bindgen/types/ts.h"
#include "glue/template.h"

/* Makes the list "members" of @dict, and the flag "constructible". */
void up_ts_members_fill(struct up_dict *dict, const struct up_ts *ts,
			const struct up_adapters *adapters,
			const struct up_bindgen_item *class_,
			struct up_arena *arena);

#endif
