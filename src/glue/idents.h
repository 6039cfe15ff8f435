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

/* Whether it is a word, of modules, that cannot stand where a value is wanted. */
bool up_ident_statement(const char *name, size_t size);

/* Whether the generated JavaScript exports @name itself, now or later. */
bool up_ident_of_glue(const char *name);

/* Whether NAME_bg.js, which bundlers get, exports @name for NAME.js. */
bool up_ident_of_bundler(const char *name);

/* Whether no module may export @name that is imported as one. */
bool up_ident_of_hosts(const char *name);

/* Whether assigning to a property of that name sets the prototype. */
bool up_ident_sets_prototype(const char *name);

/*
 * Appends @text (UTF-8) as it stands between the quotes of a string literal, of
 * whichever kind. It ends no line there, and no <script> that the code is set into.
 */
void up_js_text(struct up_buf *buf, const char *text, size_t size);

/* Appends @text (UTF-8) as a string literal in single quotes. */
void up_js_string(struct up_buf *buf, const char *text);
void up_js_string_sized(struct up_buf *buf, const char *text, size_t size);

/* Appends @name as the key of an object literal, or of a pattern. */
void up_js_key(struct up_buf *buf, const char *name);

/* Appends @name with what it takes to be the last part of a.b or a['b']. */
void up_js_member(struct up_buf *buf, const char *name);

/* Appends @name as it stands in `export { x as NAME }`. */
void up_js_export_name(struct up_buf *buf, const char *name);

/*
 * Appends the file name @name as a relative URL of ASCII letters; fit for a string
 * literal.
 */
void up_js_url(struct up_buf *buf, const char *name);

/* Whether @c means something else in a URL, or nothing, than in a path. */
bool up_url_differs(char c);

/*
 * Appends the file name @name as what a module is imported by: a URL to engines,
 * a path to bundlers. Only what would be something else in a URL is encoded.
 */
void up_js_specifier(struct up_buf *buf, const char *name);

#endif
