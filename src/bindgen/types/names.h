/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_NAMES_H
#define UP_BINDGEN_TYPES_NAMES_H

/*
 * What the things that a crate defines are called where they are declared. That
 * is the name that JavaScript imports, unless it is none that a declaration may
 * have, or another thing has it: crates and modules of Rust know nothing of each
 * other's private names. The declarations and the JavaScript agree on it.
 */

#include "bindgen/adapters.h"

/* A class, an enum, or what is a type and no value. */
enum up_bindgen_item_kind {
	UP_ITEM_CLASS,
	UP_ITEM_ENUM,
	UP_ITEM_STRING_ENUM,
	UP_ITEM_UNION,
};

struct up_bindgen_item {
	enum up_bindgen_item_kind kind;
	/* The struct up_bindgen_class, …_enum, …_string_enum or …_union. */
	const void *definition;
	const struct up_bindgen_program *program;
	struct up_raw_name name; /* that the crate wants it to have */
	const struct up_raw_name *js_namespace;
	size_t js_namespace_count;
	uint32_t module_hash; /* of Rust; 0 for a class, which is its crate's */
	bool is_private;
	bool repeated; /* an item before this one is the same thing */
	const char *qualified; /* its name, behind those of its namespace */
	const char *local; /* what it is declared as: an identifier */
	const char *exported; /* as the last part of what JavaScript says */
};

struct up_bindgen_names {
	struct up_arena arena; /* has all of this */
	const struct up_bindgen *bindgen; /* borrowed */
	struct up_bindgen_item *items;
	size_t count;
	bool repeats; /* some of them are */
	const char **taken; /* identifiers of the scope of the declarations */
	size_t taken_count;
};

/*
 * Finds the names of all that @bindgen defines, of which JavaScript needs what
 * @adapters list. Returns 0 and sets *@ret, which borrows both and which the
 * caller finishes; or -1 after reporting that two things want one name, and
 * *@ret is untouched.
 */
int up_bindgen_names_init(struct up_bindgen_names *ret,
			  const struct up_bindgen *bindgen,
			  const struct up_adapters *adapters,
			  struct up_report *report);

/* Takes a zeroed struct too. */
void up_bindgen_names_finish(struct up_bindgen_names *names);

/* Whether the declarations of a package mean something else by @name. */
bool up_bindgen_names_declared(const char *name);

/*
 * The thing that a type of kind struct, (string) enum or union is, or a value
 * with the name of a class; or NULL.
 */
const struct up_bindgen_item *
up_bindgen_names_of_type(const struct up_bindgen_names *names,
			 const struct up_bindgen_type *type);

/* The item of a definition, which is there; its first where it is repeated. */
const struct up_bindgen_item *
up_bindgen_names_of(const struct up_bindgen_names *names,
		    const void *definition);

/* The class that @class_ extends; NULL if none, or if it is not exported. */
const struct up_bindgen_item *
up_bindgen_names_parent(const struct up_bindgen_names *names,
			const struct up_bindgen_class *class_);

/*
 * An identifier for something that is called @name, in the namespace if there
 * is one; nothing else gets it. Owned by @names.
 */
const char *up_bindgen_names_add(struct up_bindgen_names *names,
				 const struct up_raw_name *js_namespace,
				 size_t js_namespace_count,
				 struct up_raw_name name);

#endif
