/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_INTERFACE_H
#define UP_GLUE_INTERFACE_H

/*
 * What JavaScript can see of a rewritten module: the input of the glue.
 * Made by the analysis, read by the printers; nobody else looks at it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "unpoison/unpoison.h"

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
	bool entries; /* a table of functions, which the glue is to guard */
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
	bool bound; /* the bindings have it */
	bool sourced; /* so has a module of JavaScript: of the same name */
};

enum up_glue_binding_kind {
	UP_BINDING_VALUE,
	UP_BINDING_FUNCTION,
	UP_BINDING_CLASS,
};

/* Something that the package exports, of a crate with bindings. */
struct up_glue_binding {
	enum up_glue_binding_kind kind;
	const char *name; /* for its users; any text */
	const char *origin; /* what it was before it was renamed */
	const char *value; /* inside makeInstance(); of functions: none */
	const char *local; /* an identifier that nothing else has */
	bool constructs; /* of a class: `new` makes an object */
	const char *const *methods; /* of a class: names */
	size_t method_count;
};

/*
 * The JavaScript and TypeScript of a crate's bindings, as text that the templates
 * set in. All texts are borrowed and never NULL.
 */
struct up_glue_bindings {
	const char *sources; /* import statements, or requires */
	const char *code; /* classes, enums, and the helpers of all */
	const char *functions; /* members of the object of what it exports */
	const char *shims; /* members of the object that is imported */
	const char *types; /* of what the crate exports */
	const char *init_types; /* of how it is started */
	const char *raw_types; /* of the module itself, a file */
	const struct up_glue_binding *exports;
	size_t export_count;
	struct up_files *files; /* that it brings; moved from here */
	bool references; /* else there is a heap of values */
	bool promises; /* some function may return one */
	bool compiled; /* the module itself is wanted, and its instance */
};

struct up_interface {
	/* Then exports and imports are what is behind them. Borrowed, or NULL. */
	const struct up_glue_bindings *bindings;
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
	bool abort_handler; /* __unpoison_abort_handler is exported */
	bool memory; /* __unpoison_memory is exported, for panic texts */
	bool only_memory; /* and the module has no other */
};

/* Frees what @interface holds; takes a zeroed struct too. */
void up_interface_finish(struct up_interface *interface);

#endif
