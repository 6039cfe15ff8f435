/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_ENTITY_H
#define UP_WASM_ENTITY_H

/*
 * What sections are made of: value types, limits, imports, exports. Each reads
 * one thing at @cursor as wasm/cursor.h says.
 *
 * https://webassembly.github.io/spec/core/binary/types.html and modules.html
 */

#include "wasm/contents.h"
#include "wasm/cursor.h"

enum {
	/* The codes of packed fields, which only structs and arrays have. */
	UP_VT_I8 = 0x78,
	UP_VT_I16 = 0x77,
	UP_VT_WAIT_QUEUE = 0x5c,
	/* In the place of a heap type: one that threads share; its own follows. */
	UP_HEAP_SHARED = -0x1b,
	/* Likewise: no subtypes; a type's index follows. */
	UP_HEAP_EXACT = -0x1e,
};

/* Types have indices below @type_limit. */
int up_cursor_valtype(struct up_cursor *cursor, const char *what,
		      uint64_t type_limit, struct up_raw_valtype *ret);
int up_cursor_heap_type(struct up_cursor *cursor, const char *what,
			uint64_t type_limit, int64_t *ret);

/* The type of a field: a value type or a packed one. */
int up_cursor_storage_type(struct up_cursor *cursor, const char *what,
			   uint64_t type_limit, struct up_raw_valtype *ret);

/* What a type belongs to, as bits of enum up_code_feature. */
uint64_t up_valtype_features(struct up_raw_valtype type);
uint64_t up_heap_features(int64_t heap);

/* What a module can import. */
struct up_entity {
	enum up_raw_kind kind;
	uint64_t limits_offset; /* where the flags of its limits are */
	union {
		uint32_t type; /* its index, of functions and tags */
		struct up_raw_table table;
		struct up_raw_memory memory;
		struct up_raw_global global;
	};
};

/* What stands for it in an import, without or with its names. */
int up_cursor_entity(struct up_cursor *cursor, uint64_t type_limit,
		     enum up_raw_kind kind, struct up_entity *ret);
int up_cursor_import(struct up_cursor *cursor, uint64_t type_limit,
		     struct up_raw_import *ret, struct up_entity *ret_entity);

/*
 * A definition of a table, which may have an initializer: one ahead of its type
 * and one behind it.
 */
int up_cursor_table_prefix(struct up_cursor *cursor, bool *ret_has_init);

/* Of each kind there are as many as @totals says. */
int up_cursor_export(struct up_cursor *cursor, const uint64_t totals[],
		     struct up_raw_export *ret);

#endif
