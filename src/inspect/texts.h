/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_TEXTS_H
#define UP_INSPECT_TEXTS_H

/*
 * Messages that a language's run time has in its data: by them functions are
 * known that have no names.
 */

#include "analysis/landmark_names.h"
#include "inspect/survey.h"
#include "wasm/contents.h"

struct up_text {
	enum up_role role; /* of a function that refers to it */
	const char *taken_for; /* static: what that function is called */
	size_t largest; /* a body that has more bytes is another's */
};

struct up_texts {
	struct up_text_range *ranges; /* owned; sorted */
	struct up_text *texts; /* owned; one for each range */
	size_t count;
};

/*
 * Whether functions have names: most of them. Those few that a tool, or this one,
 * has added to a module without any do not count.
 */
bool up_has_function_names(const struct up_contents *contents);

/*
 * Looks for them in the data of memory 0 of a module without names of functions;
 * in others there are none to be found.
 */
void up_texts_find(const struct up_contents *contents, struct up_texts *ret);

/* Takes a zeroed struct too. */
void up_texts_finish(struct up_texts *texts);

#endif
