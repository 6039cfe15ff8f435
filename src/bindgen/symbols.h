/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_SYMBOLS_H
#define UP_BINDGEN_SYMBOLS_H

/*
 * The names by which the macro calls things in the module. All are owned by the
 * arena.
 */

#include <stdint.h>

#include "bindgen/schema.h"
#include "util/arena.h"

/* Whose symbols are made. */
struct up_symbols {
	const struct up_bindgen_schema *schema;
	const struct up_bindgen_program *program;
	struct up_arena *arena;
};

/* An exported function or method. */
const char *up_symbol_export(const struct up_symbols *symbols,
			     const struct up_bindgen_export *export_);

/* @which: "get" or "set". */
const char *up_symbol_field(const struct up_symbols *symbols,
			    const struct up_bindgen_class *class_,
			    const struct up_bindgen_field *field,
			    const char *which);

/* @what: "free", "new" or "unwrap". */
const char *up_symbol_class(const struct up_symbols *symbols,
			    const struct up_bindgen_class *class_,
			    const char *what);

/* From a class to the one that it extends; NULL if it does not. */
const char *up_symbol_upcast(const struct up_symbols *symbols,
			     const struct up_bindgen_class *class_);

/* What describes a type of a union. */
const char *up_symbol_union(const struct up_symbols *symbols,
			    const struct up_bindgen_union *union_,
			    uint32_t type);

#endif
