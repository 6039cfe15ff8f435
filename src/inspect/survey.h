/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_SURVEY_H
#define UP_INSPECT_SURVEY_H

/*
 * The one walk over all function bodies: who calls whom, and what instructions
 * there are. Linear in the size of the code, in time and memory.
 */

#include "wasm/code.h"
#include "wasm/contents.h"

/*
 * A way to call functions that are not known by their index: all that is called
 * through @table by functions of type @type; with UP_NO_INDEX for @table, by a
 * typed reference.
 */
struct up_indirect {
	uint32_t type; /* canonical */
	uint32_t table;
};

/* What a function does, as bits. */
enum up_does {
	UP_DOES_UNREACHABLE = 1 << 0,
	UP_DOES_THROW = 1 << 1, /* with any tag */
	UP_DOES_CATCH = 1 << 2, /* has a try of either dialect */
	UP_DOES_RETHROW = 1 << 3,
	UP_DOES_MEMORY_GROW = 1 << 4,
	UP_DOES_TABLE_WRITE = 1 << 5,
	UP_DOES_TABLE_GROW = 1 << 6,
	UP_DOES_TAIL_CALL = 1 << 7,
};

struct up_throw {
	uint32_t function;
	uint32_t tag;
};

struct up_survey {
	const struct up_contents *contents; /* borrowed */
	/*
	 * The calls of function f, in the order of the code, each once:
	 * calls[first_call[f]] up to calls[first_call[f + 1]]. All functions, so
	 * none for imported ones. Below: the same for indirect calls, with the
	 * index of one of @indirects.
	 */
	uint32_t *calls; /* owned, as all that follows */
	size_t *first_call; /* of function_count + 1 */
	uint32_t *indirect_calls;
	size_t *first_indirect_call; /* of function_count + 1 */
	struct up_indirect *indirects;
	size_t indirect_count;
	uint16_t *does; /* bits of enum up_does, of function_count */
	/* By ref.func or an element segment, or JavaScript has it: likewise. */
	bool *referenced;
	bool *table_written; /* by an instruction; of table_count */
	struct up_throw *throws; /* each function and tag once */
	size_t throw_count;
	/* The addresses that stand in the code as constants and lie in @texts. */
	struct up_constant {
		uint32_t function;
		uint32_t text; /* index in @texts */
	} *constants;
	size_t constant_count;

	bool legacy, exnref; /* dialects of exceptions */
	uint64_t features; /* used by instructions and by the rest, as bits */
};

/* A piece of data that code may point to: [begin, end) in memory 0. */
struct up_text_range {
	uint32_t begin, end;
};

/*
 * Walks over all bodies. @texts is sorted and does not overlap; may be empty.
 * Returns 0 and sets *@ret, which the caller finishes; or -1 after reporting
 * what is malformed, and *@ret is untouched.
 */
int up_survey_make(const struct up_contents *contents,
		   const struct up_text_range *texts, size_t text_count,
		   struct up_survey *ret, struct up_report *report);

/* Frees what @survey holds; takes a zeroed struct too. */
void up_survey_finish(struct up_survey *survey);

#endif
