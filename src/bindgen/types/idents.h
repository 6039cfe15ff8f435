/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_IDENTS_H
#define UP_BINDGEN_TYPES_IDENTS_H

/* Identifiers of any script: Rust's names, and what crates call things. */

#include <stdbool.h>
#include <stddef.h>

#include "bindgen/arena.h"
#include "util/buf.h"

/* Whether @text is an identifier; it may be a reserved word. */
bool up_ts_ident_valid(const char *text, size_t size);

/* Like @text, and fit for a declaration. Owned by @arena. */
const char *up_ts_ident(struct up_arena *arena, const char *text, size_t size);

/* Appends @text as the name of a member: as it is, or as a string literal. */
void up_ts_key(struct up_buf *out, const char *text, size_t size);

#endif
