/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_BORDER_H
#define UP_INSPECT_BORDER_H

#include "analysis/policy.h"
#include "glue/interface.h"
#include "wasm/contents.h"

/* Whether a value of this type can be a function. */
bool up_border_is_func(const struct up_contents *contents,
		       struct up_raw_valtype type);

/* A type as the glue knows them. */
enum up_valtype up_border_valtype(struct up_raw_valtype type);

/*
 * The names and types of the module as JavaScript sees them, as far as they decide
 * whether there can be glue for it: what up_glue_check() reads. The caller
 * finishes it.
 */
void up_border_interface(const struct up_contents *contents,
			 const struct up_options *options,
			 struct up_interface *ret);

/* How JavaScript can get at functions that are not exported as such. */
struct up_entry_ground up_border_entries(const struct up_contents *contents);

#endif
