/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_DEMANGLE_H
#define UP_UTIL_DEMANGLE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

/*
 * Appends what the Rust symbol @name (of either mangling) is called in the source,
 * with its hashes. Returns false, and @buf is as it was, if it is no such symbol
 * or its text would be absurdly long.
 */
bool up_demangle_rust(struct up_buf *buf, const char *name);

/*
 * Appends what people call the function @name (@size bytes, any): of Rust and C++
 * as in the source, without hashes, also where another tool has demangled it and
 * left them; else the name as it is.
 */
void up_demangle(struct up_buf *buf, const char *name, size_t size);

#endif
