/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_INTERFACE_H
#define UP_GLUE_INTERFACE_H

/*
 * What JavaScript can see of a rewritten module: the input of the glue.
 * Made by the analysis, read by the printers; nobody else looks at it.
 */

#include <stdbool.h>
#include <stddef.h>

enum up_valtype {
	UP_I32,
	UP_I64,
	UP_F32,
	UP_F64,
	UP_V128, /* cannot cross to JavaScript */
	UP_FUNCREF, /* nullable */
	UP_EXTERNREF, /* nullable; any JavaScript value */
	UP_EXNREF, /* cannot cross to JavaScript */
	UP_OTHERREF, /* any other reference; checked by the engine */
};

enum up_kind {
	UP_KIND_FUNC,
	UP_KIND_TABLE,
	UP_KIND_MEMORY,
	UP_KIND_GLOBAL,
	UP_KIND_TAG,
};

struct up_signature {
	enum up_valtype *params; /* owned */
	size_t param_count;
	enum up_valtype *results; /* owned */
	size_t result_count;
};

struct up_glue_export {
	char *name; /* in the module; owned */
	char *js_name; /* for JavaScript, after renames; owned */
	enum up_kind kind;
	struct up_signature type; /* of a function */
};

struct up_glue_import {
	char *module; /* owned */
	char *name; /* owned */
	enum up_kind kind;
	struct up_signature type; /* of a function */
	/*
	 * The function is on an unwind-safe path: what it throws is handed to
	 * the module's frames as the tag __unpoison_unwind. What any other
	 * function throws is left to the engine; if it comes out of the module
	 * it is an abort.
	 */
	bool catches;
};

struct up_interface {
	struct up_glue_export *exports; /* owned; in the module's order */
	size_t export_count;
	struct up_glue_import *imports; /* owned; without those of the protocol */
	size_t import_count;
	bool eh; /* the module has EH instructions: exceptions run through frames */
	bool unwinds; /* the tag __unpoison_unwind is exported */
	/*
	 * How the state is made fresh: by the export __wbg_reset_state, by a
	 * new instance, either (JavaScript chooses), or not at all.
	 */
	bool resets_in_place;
	bool reinstantiates;
	bool start; /* __unpoison_start is to be called after instantiation */
	bool memory; /* __unpoison_memory is exported, for panic texts */
};

/* Frees what @interface holds; takes a zeroed struct too. */
void up_interface_finish(struct up_interface *interface);

#endif
