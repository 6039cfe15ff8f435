/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_TARGETS_H
#define UP_GLUE_TARGETS_H

#include <stdbool.h>
#include <stddef.h>

#include "unpoison/unpoison.h"

enum { UP_TARGET_FILES = 3, UP_TARGET_PARTS = 20 };

/* A file to be written: NAME and a suffix, made of templates. */
struct up_target_file {
	const char *suffix;
	const char *parts[UP_TARGET_PARTS]; /* ends with NULL */
};

/* All in which the targets differ. */
struct up_target_row {
	enum up_target target;
	const char *name; /* of --target */
	bool commonjs; /* neither this nor scripts: ES modules */
	bool scripts; /* classic ones, which set a variable */
	/* Loads the module without being called, as far as nothing is imported. */
	bool self_ready;
	/*
	 * The host instantiates the module. It imports from NAME_bg.js, and
	 * what init() is given is bound later.
	 */
	bool late;
	bool finds_module; /* initSync() needs no bytes */
	bool worker; /* the default export is a Worker, and not init() */
	bool omits_path; /* --omit-default-module-path is for it */
	const char *default_source; /* end of a sentence of the .d.ts */
	const char *sources; /* more types that init() takes */
	const char *sync_sources; /* more types that initSync() takes */
	struct up_target_file files[UP_TARGET_FILES]; /* ends with NULL */
};

/* Sorted by name. */
extern const struct up_target_row up_targets[];
extern const size_t up_target_count;

/* The variable that the script sets, or NULL if the target has no scripts. */
const char *up_target_global(const struct up_target_row *target,
			     const struct up_options *options);

/* Whether init() can do without being told where the module is. */
bool up_target_finds_path(const struct up_target_row *target,
			  const struct up_options *options);

/* NULL if the target has no JavaScript. */
const struct up_target_row *up_target_find(enum up_target target);

#endif
