/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_SCHEMA_H
#define UP_BINDGEN_SCHEMA_H

/*
 * The versions of the format in which `#[wasm_bindgen]` writes down what it
 * knows, as data: a row of schema_versions.c each, and what its records and
 * types are in schema_records.c. A version covers the releases of wasm-bindgen
 * that write it; the module names it by text, and it has to be known exactly.
 *
 * To add one: a row like that of the newest, and SINCE where a record has more.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindgen/program.h"
#include "bindgen/type.h"
#include "unpoison/diag.h"
#include "util/arena.h"
#include "wasm/module.h"

/* How a field is written. */
enum up_bindgen_shape {
	UP_SHAPE_END, /* behind the last field of a record */
	UP_SHAPE_YES, /* not at all: always true */
	UP_SHAPE_BOOL, /* a byte */
	UP_SHAPE_U32, /* LEB128 */
	UP_SHAPE_TEXT, /* a length and UTF-8, without NULs */
	UP_SHAPE_DATA, /* likewise, with any */
	UP_SHAPE_RECORD, /* its fields, one behind the other */
	UP_SHAPE_CHOICE, /* a byte for which, then what it brings along */
};

/* How often. */
enum up_bindgen_times {
	UP_ONCE,
	UP_MAYBE, /* a byte 0, or a byte 1 and the thing */
	UP_MANY, /* a count and the things */
	UP_MAYBE_MANY,
};

struct up_bindgen_field_def {
	enum up_bindgen_shape shape;
	enum up_bindgen_times times;
	const char *name; /* for messages */
	size_t offset; /* in the struct of the record */
	/* Many: of the count. Maybe a record: of a bool, or 0 for none. */
	size_t extra;
	size_t size; /* of an element */
	const struct up_bindgen_field_def *record;
	const struct up_bindgen_choice_def *choice;
	struct up_bindgen_age age;
};

/* The alternatives, by the order in which they are numbered. */
struct up_bindgen_choice_def {
	const char *name;
	size_t tag; /* where the value goes, in the struct of the choice */
	unsigned value; /* of the enum in program.h */
	struct up_bindgen_field_def payload; /* UP_SHAPE_END: nothing */
	bool last;
};

/* How one version names and describes things. */
struct up_bindgen_schema {
	const char *version; /* as the module says: 0.2.NUMBER */
	unsigned number;
	const char *releases; /* of wasm-bindgen that write it */

	const char *marker; /* the import that generic functions call */
	bool marker_has_key; /* the text before the type says whose they are */

	const char *namespace_separator; /* in symbols */
	bool class_namespaces; /* symbols of classes have their namespace */
	bool method_namespaces; /* those of their methods, too */
	bool local_namespaces; /* and what all is called where it is declared */
	bool crate_hashes; /* symbols of exports end in the crate's hash */
	bool module_paths; /* those of unions end in that of Rust's module */
	bool clean_names; /* symbols have what C allows in names */

	bool float_enums; /* enums cross as f64, which holds u32 and i32 */
	bool encoded_enums; /* in sequences they are what they are alone */
	bool plain_arrays; /* do for typed ones, and declarations say so */
	const char *no_number; /* the f64 that stands for none, as JavaScript */
};

/* All known ones, newest first, up to one without a version. */
extern const struct up_bindgen_schema up_bindgen_schemas[];

/* The one of a version; NULL if it is unknown. */
const struct up_bindgen_schema *
up_bindgen_schema_find(struct up_raw_name version);

/* Of all schemas: what a program is, and the types in their order. */
extern const struct up_bindgen_field_def up_bindgen_record[];
extern const struct up_bindgen_tag up_bindgen_tags[]; /* up to no letters */

bool up_bindgen_schema_has(const struct up_bindgen_schema *schema,
			   struct up_bindgen_age age);

struct up_bindgen_programs {
	const struct up_bindgen_schema *schema; /* NULL without a program */
	struct up_raw_name version; /* of wasm-bindgen, borrowed */
	struct up_bindgen_program *items; /* owned by the arena */
	size_t count;
};

/*
 * Reads all custom sections `__wasm_bindgen_unstable` of a module. Returns 0,
 * and *@ret is complete (and empty if there is no such section), or -1 after
 * reporting, and *@ret is untouched.
 */
int up_bindgen_programs_read(struct up_bindgen_programs *ret,
			     const struct up_raw_module *raw,
			     struct up_arena *arena, struct up_report *report);

/*
 * What the module says about itself, be it known or not: its schema and the
 * release of wasm-bindgen, borrowed from its bytes. False if it says nothing
 * that can be read.
 */
bool up_bindgen_schema_version(const struct up_raw_module *raw,
			       struct up_raw_name *ret_schema,
			       struct up_raw_name *ret_release);

#endif
