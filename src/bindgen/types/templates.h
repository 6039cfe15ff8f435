/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_TEMPLATES_H
#define UP_BINDGEN_TYPES_TEMPLATES_H

#include "glue/template.h"

/*
 * Appends the template of this folder that is called @name. Returns 0, or -1
 * after reporting what is wrong with it.
 */
int up_ts_expand(const char *name, const struct up_dict *dict,
		 struct up_report *report, struct up_buf *out);

#endif
