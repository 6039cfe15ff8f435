/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_ADAPTERS_H
#define UP_BINDGEN_ADAPTERS_H

/*
 * Every function at the border between the crate and JavaScript: what it is for,
 * its name, and the words it takes and returns. The passes of this folder make
 * the module so; the printers write the JavaScript for the other side.
 */

#include <binaryen-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "bindgen/bindgen.h"
#include "bindgen/crossing.h"
#include "unpoison/diag.h"

enum up_adapter_role {
	/* JavaScript calls them. */
	UP_ADAPTER_EXPORT, /* a function, method, getter … of the program */
	UP_ADAPTER_GETTER, /* of a field */
	UP_ADAPTER_SETTER,
	UP_ADAPTER_FREE, /* (pointer, i32): drops an object of a class */
	UP_ADAPTER_UPCAST, /* (pointer) -> pointer to the parent in it */
	UP_ADAPTER_CLOSURE, /* runs a closure: its two words, its arguments */
	UP_ADAPTER_DESTRUCTOR, /* drops a closure: its two words */

	/* The module calls them. */
	UP_ADAPTER_IMPORT, /* a function of JavaScript; generic ones too */
	UP_ADAPTER_STATIC,
	UP_ADAPTER_STRING, /* a fixed string */
	UP_ADAPTER_INSTANCEOF,
	UP_ADAPTER_WRAP, /* pointer -> object of a class */
	UP_ADAPTER_UNWRAP, /* value -> pointer, or 0 if it is of no such class */
	UP_ADAPTER_LINK, /* -> URL of a file */
	UP_ADAPTER_CAST, /* value as one type -> value as another */
	UP_ADAPTER_INTRINSIC, /* of the run time, not described: by its name */
};

struct up_adapter {
	enum up_adapter_role role;
	/*
	 * In Binaryen's module: what is to be exported, or is imported. Of a
	 * cast and of a generic import it is a defined function, which is to
	 * become an import.
	 */
	const char *function;
	const char *name; /* at the border; no other export (or import) has it */
	const char *shim; /* of an import: its name when all is done */
	const struct up_bindgen_type *type; /* of a function; NULL if fixed */
	struct up_words params; /* `self` and the words of a closure too */
	struct up_words results;

	/* Where it comes from, as far as that makes sense for the role. */
	const struct up_bindgen_program *program;
	const struct up_bindgen_export *export_;
	const struct up_bindgen_class *class_; /* that the export is of, too */
	const struct up_bindgen_field *field;
	const struct up_bindgen_import *import;
	const struct up_bindgen_linked_module *linked;
};

static inline bool up_adapter_is_import(const struct up_adapter *adapter)
{
	return adapter->role >= UP_ADAPTER_IMPORT;
}

struct up_adapters {
	struct up_adapter *items; /* of the bindings' arena */
	size_t count;
	/*
	 * Values of JavaScript cross as externrefs, through the table of the
	 * module; else as indices of a heap that the JavaScript keeps.
	 */
	bool references;
};

/*
 * Lists what the module has of what @bindgen says; what was left out by the
 * linker is left out. Returns 0, or -1 after reporting a type that cannot cross.
 * Lives as long as @bindgen.
 */
int up_adapters_init(struct up_adapters *ret, struct up_bindgen *bindgen,
		     BinaryenModuleRef module, bool references,
		     struct up_report *report);

/*
 * The adapter that runs the closures of @type (of kind UP_TYPE_FUNCTION, inside
 * of a closure or a reference to a function); NULL if none.
 */
const struct up_adapter *up_adapters_closure(const struct up_adapters *adapters,
					     const struct up_bindgen_type *type);

/*
 * The export that drops closures of @type (of kind UP_TYPE_CLOSURE) which have a
 * destructor of their own; NULL if none.
 */
const char *up_adapters_destructor(const struct up_adapters *adapters,
				   const struct up_bindgen_type *type);

#endif
