/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_TEMPLATE_H
#define UP_GLUE_TEMPLATE_H

/*
 * Templates that are valid JavaScript themselves. Whole lines direct them:
 *
 *   //#if NAME, //#if !NAME, //#else, //#end   by a flag, or a list with items
 *   //#each NAME … //#end                      once for every item of a list
 *   //#include FILE                            another template, set in as this line
 *   //#text NAME                               a text of several lines, likewise
 *   //= TEXT                                   TEXT, which alone were not valid
 *   //- TEXT                                   a comment on the template
 *
 * and $name$ in other lines is replaced by a text. Names are looked up in the
 * item, then in what the list belongs to. One that does not exist is an error.
 * Of several blank lines one is kept.
 */

#include <stdbool.h>
#include <stddef.h>

#include "glue/embedded.h"
#include "unpoison/diag.h"
#include "util/buf.h"

/* What a template is filled with: texts, flags and lists by name. */
struct up_dict;

struct up_dict *up_dict_create(void);
void up_dict_destroy(struct up_dict *dict); /* and its items; takes NULL */

/*
 * Names are static strings; @text is copied. Setting again replaces, but what was
 * there keeps its memory until the dict is destroyed.
 */
void up_dict_set(struct up_dict *dict, const char *name, const char *text);
void up_dict_flag(struct up_dict *dict, const char *name, bool value);

/* As up_dict_set, with the text that @text holds; @text is empty afterwards. */
void up_dict_take(struct up_dict *dict, const char *name, struct up_buf *text);

/* Makes sure that the list exists, be it empty. */
void up_dict_list(struct up_dict *dict, const char *name);

/* Appends an item to the list. Owned by @dict. */
struct up_dict *up_dict_add(struct up_dict *dict, const char *name);

/* Appends an item that another list of @dict has. */
void up_dict_share(struct up_dict *dict, const char *name,
		   struct up_dict *item);

struct up_template_set {
	const struct up_embedded_file *files; /* borrowed */
	size_t count;
};

/*
 * Appends the expanded template to @out. Returns 0, or a negative value after
 * reporting; @out then holds a part of it.
 */
int up_template_expand(const struct up_template_set *set, const char *name,
		       const struct up_dict *dict, struct up_buf *out,
		       struct up_report *report);

#endif
