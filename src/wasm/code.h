/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_CODE_H
#define UP_WASM_CODE_H

/*
 * Reads the instructions of a function body one after the other, without making
 * anything of them: what an instruction is, its immediates, where it stands.
 * The instructions are listed in opcode*.def, one file per proposal.
 */

#include "wasm/contents.h"

/* What is reported of a body; all others are passed over. */
enum up_code_kind {
	UP_CODE_CALL, /* call, return_call: @index the function */
	UP_CODE_CALL_INDIRECT, /* and return_call_*: @index the type, @other the table */
	UP_CODE_CALL_REF, /* and return_call_ref: @index the type */
	UP_CODE_REF_FUNC, /* @index the function */
	UP_CODE_UNREACHABLE,
	UP_CODE_THROW, /* @index the tag */
	UP_CODE_THROW_REF,
	UP_CODE_TRY, /* of either dialect; see @exnref */
	/*
	 * @index the tag; of try_table: one for each clause, right behind TRY,
	 * @other its label (0: what try_table stands in), @ref as it says.
	 */
	UP_CODE_CATCH,
	UP_CODE_CATCH_ALL,
	UP_CODE_RETHROW, /* legacy; @index the label */
	UP_CODE_DELEGATE, /* legacy; @index the label (0: what try stands in) */
	UP_CODE_GLOBAL_GET, /* @index */
	UP_CODE_GLOBAL_SET, /* @index */
	UP_CODE_MEMORY_GROW, /* @index */
	UP_CODE_MEMORY_INIT, /* @index the data segment, @other the memory */
	UP_CODE_TABLE_GROW, /* @index */
	UP_CODE_TABLE_WRITE, /* set, init, copy, fill: @index the table */
	UP_CODE_I32_CONST, /* @value */
	UP_CODE_BLOCK, /* block, loop, if: for who follows the nesting */
	UP_CODE_END, /* of those, of TRY and of the body; not behind DELEGATE */
};

struct up_code_event {
	enum up_code_kind kind;
	bool tail; /* of calls: a tail call */
	bool exnref; /* of exceptions: of the newer dialect */
	bool ref; /* catch_ref, catch_all_ref */
	bool handler; /* it stands in a catch or catch_all of the older dialect */
	uint32_t index;
	uint32_t other;
	int32_t value;
	size_t offset; /* of the opcode, from the start of the module */
};

typedef void up_code_visitor(const struct up_code_event *event, void *data);

/*
 * Instructions that only modules with these features have, as bits. The names
 * are those of the section target_features.
 */
enum up_code_feature {
#define UP_FEATURE(id, name) UP_FEATURE_##id,
#include "wasm/feature.def"
#undef UP_FEATURE
	UP_FEATURE_COUNT
};

/* The name of a feature. Static. */
const char *up_feature_name(enum up_code_feature feature);

/*
 * Goes over the body @body of the module behind @contents and calls @visit for
 * what is of @kinds (bits, 1u << enum up_code_kind). Sets bits in *@features
 * (1ull << enum up_code_feature) for what its instructions belong to. Nesting
 * is checked, indices of functions, types, tables, tags and globals are in
 * their range when @visit sees them; operand types are not looked at. Returns
 * 0, or -1 after reporting what is malformed; events before it have been seen.
 */
int up_code_scan(const struct up_contents *contents,
		 const struct up_raw_body *body, uint32_t kinds,
		 up_code_visitor *visit, void *data, uint64_t *features,
		 struct up_report *report);

/*
 * Reads all of the module behind @contents, for what is malformed or not valid: readers
 * of others believe what a module says of its sizes. Returns 0, or -1 after reporting. Sets
 * *@ret_valid: whether all of it was judged (see wasm/validate.h), and is valid.
 */
int up_code_check(const struct up_contents *contents, bool *ret_valid,
		  struct up_report *report);

#endif
