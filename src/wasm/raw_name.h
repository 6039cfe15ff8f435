/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_RAW_NAME_H
#define UP_WASM_RAW_NAME_H

#include <stdbool.h>

#include "wasm/module.h"

/* Names are bytes of the module, without a NUL behind them. */

bool up_raw_name_is(struct up_raw_name name, const char *text);
bool up_raw_name_begins(struct up_raw_name name, const char *prefix);

/* A copy with a NUL behind it, which the caller frees. */
char *up_raw_name_text(struct up_raw_name name);

#endif
