/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_IDENTS_H
#define UP_GLUE_IDENTS_H

/* How names of a module are written in JavaScript and TypeScript. */

#include <stdbool.h>

#include "util/buf.h"

/* Whether @name is an identifier of ASCII letters; it may be a reserved word. */
bool up_ident_valid(const char *name);

/* Whether a declaration cannot have the identifier @name. */
bool up_ident_reserved(const char *name);

/* Whether the generated JavaScript exports @name itself, now or later. */
bool up_ident_of_glue(const char *name);

/* Whether assigning to a property of that name sets the prototype. */
bool up_ident_sets_prototype(const char *name);

/* Appends @text (UTF-8) as a string literal in single quotes. */
void up_js_string(struct up_buf *buf, const char *text);

/* Appends @name as the key of an object literal, or of a pattern. */
void up_js_key(struct up_buf *buf, const char *name);

/* Appends @name with what it takes to be the last part of a.b or a['b']. */
void up_js_member(struct up_buf *buf, const char *name);

/* Appends @name as it stands in `export { x as NAME }`. */
void up_js_export_name(struct up_buf *buf, const char *name);

/* Appends the file name @name as a relative URL; fit for a string literal. */
void up_js_url(struct up_buf *buf, const char *name);

#endif
