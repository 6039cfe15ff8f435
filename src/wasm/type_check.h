/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_TYPE_CHECK_H
#define UP_WASM_TYPE_CHECK_H

/*
 * The types of operands, while the instructions of a body are read: the
 * algorithm of https://webassembly.github.io/spec/core/appendix/algorithm.html.
 * The readers of code_*.c call what is here, with what they have read, where
 * the scan has @types (UP_SCAN_TYPED); the table of instructions has all else.
 *
 * A type is the letter that opcode_*.def writes it with; there is no subtyping
 * among those that have one. What has none is not judged here at all.
 */

#include "wasm/code.h"
#include "wasm/contents.h"

struct up_scan;

enum up_type {
	UP_TYPE_NONE = 0, /* one that has no letter */
	UP_TYPE_I32 = 'i',
	UP_TYPE_I64 = 'l',
	UP_TYPE_F32 = 'f',
	UP_TYPE_F64 = 'd',
	UP_TYPE_V128 = 'v',
	UP_TYPE_FUNCREF = 'F',
	UP_TYPE_EXTERNREF = 'X',
	UP_TYPE_EXNREF = 'E',
	UP_TYPE_ANY = '?', /* of an operand that no code ever makes */
	UP_TYPE_SPECIAL = '*', /* in the table: a reader sees to it */
};

/* Features whose rules are here; one bit more for what has always been there. */
#define UP_TYPES_JUDGED                                               \
	(1ull << UP_FEATURE_ATOMICS | 1ull << UP_FEATURE_BULK_MEMORY |    \
	 1ull << UP_FEATURE_EXCEPTION_HANDLING |                          \
	 1ull << UP_FEATURE_EXTENDED_CONST |                              \
	 1ull << UP_FEATURE_MULTIMEMORY | 1ull << UP_FEATURE_MULTIVALUE | \
	 1ull << UP_FEATURE_MUTABLE_GLOBALS |                             \
	 1ull << UP_FEATURE_NONTRAPPING_FPTOINT |                         \
	 1ull << UP_FEATURE_REFERENCE_TYPES |                             \
	 1ull << UP_FEATURE_RELAXED_SIMD | 1ull << UP_FEATURE_SIGN_EXT |  \
	 1ull << UP_FEATURE_SIMD128 | 1ull << UP_FEATURE_TAIL_CALL |      \
	 1ull << UP_FEATURE_COUNT)

struct up_type_list {
	const uint8_t *types;
	size_t count;
};

struct up_type_function {
	struct up_type_list params, results;
};

/* A block, for each frame of the scan one. */
struct up_type_block {
	const struct up_type_function *type;
	uint32_t floor; /* how many operands are outside of it */
	uint32_t table; /* the last br_table that had its label */
	bool loop;
	bool unreachable; /* there are as many operands as one likes */
};

/* Locals of the same type, one behind the other. */
struct up_type_locals {
	uint64_t end; /* the index behind them; parameters do not count */
	uint8_t type;
};

enum {
	UP_TYPE_NEAR_LOCALS = 256,
	/* Bodies that have more at a time are made to do harm. */
	UP_TYPE_OPERANDS_MAX = 1 << 24,
};

/* All pointers are owned, but for the contents. */
struct up_types {
	const struct up_contents *contents;
	bool left; /* something was met that is not judged here */

	/* The module's; of @functions one for each type. */
	struct up_type_function *functions;
	uint8_t *letters; /* what they are made of */
	uint8_t *globals, *tables, *elements;
	bool *declared; /* functions that ref.func may refer to */

	/* The body's: its place, or that of a constant expression. */
	uint32_t function; /* or UP_NO_INDEX */
	uint32_t globals_before; /* of a constant expression */
	uint8_t *operands;
	size_t height, capacity;
	size_t floor; /* of the innermost block */
	struct up_type_block *blocks;
	size_t depth, block_capacity;
	const struct up_type_function *opening; /* of the next block */
	uint32_t br_tables; /* so far */
	struct up_type_function outermost; /* its results alone */
	struct up_type_list params;
	uint64_t local_count; /* without parameters */
	struct up_type_locals *groups; /* of the other locals */
	size_t group_count, group_capacity;
	uint8_t near_locals[UP_TYPE_NEAR_LOCALS]; /* the first ones, each */
};

/*
 * What the types of a module are; false: not all of them have letters, or it
 * has a feature whose rules are not here. To be finished in any case.
 */
bool up_types_init(struct up_types *types, const struct up_contents *contents);
void up_types_finish(struct up_types *types);

/* The letter of a type, or UP_TYPE_NONE. */
enum up_type up_type_of(struct up_raw_valtype type);
/* With its article. */
const char *up_type_name(uint8_t type);

/* A body begins that has no locals yet, or an expression, of that type. */
void up_types_begin(struct up_types *types, uint32_t function,
		    struct up_type_function type);
/* More locals. */
void up_types_locals(struct up_scan *scan, uint32_t count,
		     struct up_raw_valtype type);
/* The rest is not judged here. Always 0. */
int up_types_leave(struct up_scan *scan);

/* Reports what is wrong with the instruction; returns -1. */
int up_types_error(const struct up_scan *scan, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * What is below returns 0, or -1 after reporting. The lists are of letters:
 * one that the instruction takes, and one that it leaves.
 */
int up_types_pop(struct up_scan *scan, const void *list, size_t count);
int up_types_push(struct up_scan *scan, const void *list, size_t count);
int up_types_change(struct up_scan *scan, const char *takes,
		    const char *gives);

/* The type of the block that is about to begin: an index, or one result. */
void up_types_block_index(struct up_scan *scan, uint32_t type);
void up_types_block_result(struct up_scan *scan, struct up_raw_valtype type);
void up_types_block_empty(struct up_scan *scan);

int up_types_open(struct up_scan *scan, bool loop);
int up_types_else(struct up_scan *scan);
int up_types_catch(struct up_scan *scan, uint32_t tag);
int up_types_catch_all(struct up_scan *scan);
/* @passed_by: it is an if that has no else. */
int up_types_end(struct up_scan *scan, bool passed_by);
/* A label of try_table that gets what a tag has (or UP_NO_INDEX), and a ref. */
int up_types_clause(struct up_scan *scan, uint32_t label, uint32_t tag,
		    bool ref);

void up_types_unreachable(struct up_scan *scan);
int up_types_br(struct up_scan *scan, uint32_t label);
int up_types_br_if(struct up_scan *scan, uint32_t label);
int up_types_br_table(struct up_scan *scan);
/* Each label of a br_table, which has @first. */
int up_types_br_table_label(struct up_scan *scan, uint32_t label,
			    uint32_t first);
int up_types_return(struct up_scan *scan);
int up_types_throw(struct up_scan *scan, uint32_t tag);
int up_types_throw_ref(struct up_scan *scan);

int up_types_call(struct up_scan *scan, uint32_t type, bool tail);
int up_types_call_indirect(struct up_scan *scan, uint32_t type, uint32_t table,
			   bool tail);

int up_types_drop(struct up_scan *scan);
int up_types_select_plain(struct up_scan *scan);
int up_types_select(struct up_scan *scan, uint32_t count,
		    struct up_raw_valtype type);
int up_types_local_get(struct up_scan *scan, uint32_t local);
int up_types_local_set(struct up_scan *scan, uint32_t local);
int up_types_local_tee(struct up_scan *scan, uint32_t local);
int up_types_global_get(struct up_scan *scan, uint32_t global);
int up_types_global_set(struct up_scan *scan, uint32_t global);
int up_types_table_get(struct up_scan *scan, uint32_t table);
int up_types_table_set(struct up_scan *scan, uint32_t table);
int up_types_table_grow(struct up_scan *scan, uint32_t table);
int up_types_table_fill(struct up_scan *scan, uint32_t table);
int up_types_table_init(struct up_scan *scan, uint32_t element, uint32_t table);
int up_types_table_copy(struct up_scan *scan, uint32_t to, uint32_t from);
int up_types_ref_null(struct up_scan *scan, int heap);
int up_types_ref_is_null(struct up_scan *scan);
int up_types_ref_func(struct up_scan *scan, uint32_t function);

/* What has no operands, but rules. */
int up_types_access(struct up_scan *scan, uint32_t alignment, uint32_t natural,
		    uint64_t offset);
int up_types_lane(struct up_scan *scan, uint8_t lane, unsigned lanes);
int up_types_data(struct up_scan *scan);

#define UP_SCAN_TYPED(scan, call) ((scan)->types == NULL ? 0 : (call))

#endif
