/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PASSES_HARMLESS_H
#define UP_BINDGEN_PASSES_HARMLESS_H

#include "ir/build.h"
#include "ir/throws.h"

/* What a function of the standard library or the run time does, by its name. */
enum up_call up_harmless_name(const char *name);

#endif
