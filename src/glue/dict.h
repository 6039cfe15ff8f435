/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_DICT_H
#define UP_GLUE_DICT_H

/* How the template engine reads a struct up_dict. */

#include "glue/template.h"

/* Each looks in @dict and then outwards. */

/* Borrowed from the dict; NULL if there is no such text. */
const char *up_dict_text(const struct up_dict *dict, const char *name);

/* 1 or 0: the flag, or whether the list has items; negative if there is none. */
int up_dict_test(const struct up_dict *dict, const char *name);

/* The items; NULL (and @ret_count untouched) if there is no such list. */
struct up_dict *const *up_dict_items(const struct up_dict *dict,
				     const char *name, size_t *ret_count);

#endif
