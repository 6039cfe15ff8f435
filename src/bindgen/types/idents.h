/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_IDENTS_H
#define UP_BINDGEN_TYPES_IDENTS_H

/* Identifiers of any script: Rust's names, and what crates call things. */

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/buf.h"

/* Whether @text is an identifier; it may be a reserved word. */
bool up_ts_ident_valid(const char *text, size_t size);

/* Like @text, and fit for a declaration. Owned by @arena. */
const char *up_ts_ident(struct up_arena *arena, const char *text, size_t size);

/* Whether it is one, or several with dots between them: what is in what. */
bool up_ts_path_valid(const char *text, size_t size);

/* Whether it stands for a member by what it means: `[Symbol.iterator]`. */
bool up_ts_is_symbol(const char *text, size_t size);

/* Appends @text as the name of a member: as it is, or as a string literal. */
void up_ts_key(struct up_buf *out, const char *text, size_t size);

/* Likewise of a class, where some names have a meaning. */
void up_ts_class_key(struct up_buf *out, const char *text, size_t size);

#endif
