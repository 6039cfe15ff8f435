/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_DEMANGLE_H
#define UP_UTIL_DEMANGLE_H

#include <stdbool.h>

#include "util/buf.h"

/*
 * Appends what the Rust symbol @name (of either mangling) is called in the source,
 * with its hashes. Returns false, and @buf is as it was, if it is no such symbol
 * or its text would be absurdly long.
 */
bool up_demangle_rust(struct up_buf *buf, const char *name);

#endif
