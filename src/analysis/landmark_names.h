/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_ANALYSIS_LANDMARK_NAMES_H
#define UP_ANALYSIS_LANDMARK_NAMES_H

/* Functions that are known by their names, and what for: landmark.def. */

#include <stdbool.h>
#include <stddef.h>

enum up_role {
#define UP_ROLE(id, name, summary) UP_ROLE_##id,
#include "analysis/role.def"
#undef UP_ROLE
	UP_ROLE_COUNT
};

/* The name of a role, as in --dump=json, and what it is. Static. */
const char *up_role_name(enum up_role role);
const char *up_role_summary(enum up_role role);

/*
 * The role of a function named @name (@size bytes; mangled or not) whose
 * @param_count parameters are all i32 (or SIZE_MAX: they are not). Returns false
 * if it has none.
 */
bool up_landmark_role(const char *name, size_t size, size_t param_count,
		      enum up_role *ret_role);

/* The same for an imported function, by the names of the import. */
bool up_landmark_import_role(const char *name, size_t size,
			     enum up_role *ret_role);

#endif
