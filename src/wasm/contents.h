/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_CONTENTS_H
#define UP_WASM_CONTENTS_H

/*
 * What is in the sections of a module, function bodies aside (wasm/code.h has
 * those). Read from the bytes alone, so it works for modules that nothing else
 * here can read, and is as fast as the bytes can be looked at.
 *
 * Source of the formats: https://webassembly.github.io/spec/core/binary/, and
 * for `name` and `producers` its appendix and the tool conventions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wasm/module.h"

/* No function, no type, no global, … */
#define UP_NO_INDEX UINT32_MAX

/* The bytes that value types are written with. */
enum up_valtype_code {
	UP_VT_I32 = 0x7f,
	UP_VT_I64 = 0x7e,
	UP_VT_F32 = 0x7d,
	UP_VT_F64 = 0x7c,
	UP_VT_V128 = 0x7b,
	UP_VT_FUNCREF = 0x70,
	UP_VT_EXTERNREF = 0x6f,
	UP_VT_EXNREF = 0x69,
	UP_VT_REF_NULL = 0x63, /* (ref null HEAP) */
	UP_VT_REF = 0x64, /* (ref HEAP) */
	/* Others are short forms of abstract references, as 0x6e for anyref. */
};

struct up_raw_valtype {
	uint8_t code; /* enum up_valtype_code, or another byte */
	int64_t heap; /* of REF_NULL and REF: a type's index, or below 0 the
			 code of an abstract heap type as the format has it */
	bool shared; /* between threads: ahead of the code there was another */
};

enum up_raw_form {
	UP_FORM_FUNC,
	UP_FORM_STRUCT,
	UP_FORM_ARRAY,
	UP_FORM_OTHER, /* of a proposal that came later, as continuations */
};

struct up_raw_type {
	enum up_raw_form form;
	/* Of a function; in the arena of the contents. */
	const struct up_raw_valtype *params;
	const struct up_raw_valtype *results;
	uint32_t param_count;
	uint32_t result_count;
	uint32_t supertype; /* or UP_NO_INDEX */
	/*
	 * The first type that this one is equal to (itself, if none): a
	 * call_indirect takes functions whose types have the same.
	 */
	uint32_t canonical;
};

/* As the binary format numbers them. */
enum up_raw_kind {
	UP_RAW_FUNC,
	UP_RAW_TABLE,
	UP_RAW_MEMORY,
	UP_RAW_GLOBAL,
	UP_RAW_TAG,
};

struct up_raw_limits {
	uint64_t initial; /* pages or entries */
	uint64_t max; /* only with @has_max */
	bool has_max, shared, is_64;
	bool has_page_size;
	size_t offset; /* where they are */
	uint32_t page_size; /* a power of two: 16 is 64 KiB */
};

struct up_raw_table {
	struct up_raw_valtype type; /* of its entries */
	struct up_raw_limits limits;
	bool imported, exported;
	bool has_init; /* its entries begin as something, not as null */
};

struct up_raw_memory {
	struct up_raw_limits limits;
	bool imported, exported;
};

struct up_raw_global {
	struct up_raw_valtype type;
	bool mutable_, imported, exported;
	/* Its initializer is one i32.const. */
	bool has_value;
	int32_t value;
};

struct up_raw_import {
	struct up_raw_name module, name;
	enum up_raw_kind kind;
	uint32_t index; /* in the index space of its kind */
};

struct up_raw_export {
	struct up_raw_name name;
	enum up_raw_kind kind;
	uint32_t index;
};

enum up_raw_mode {
	UP_SEGMENT_ACTIVE,
	UP_SEGMENT_PASSIVE,
	UP_SEGMENT_DECLARATIVE, /* of elements only */
};

struct up_raw_element {
	enum up_raw_mode mode;
	size_t offset_in_module;
	struct up_raw_valtype type; /* of its entries */
	uint32_t table; /* of an active one */
	bool has_offset; /* it is one i32.const */
	uint32_t offset;
	const uint32_t *functions; /* arena; UP_NO_INDEX: null, or no ref.func */
	uint32_t count;
};

struct up_raw_data {
	enum up_raw_mode mode;
	uint32_t memory;
	bool has_offset;
	uint32_t offset;
	const uint8_t *bytes; /* of the module */
	size_t size;
};

struct up_raw_body {
	size_t offset; /* of its locals, behind its size, from the module's start */
	size_t size;
};

/* A constant expression. */
struct up_raw_const {
	size_t offset; /* from the module's start */
	struct up_raw_valtype type; /* that it has to have */
	uint32_t globals; /* how many are ahead of it */
};

struct up_raw_producer {
	struct up_raw_name field; /* language, processed-by, sdk, … */
	struct up_raw_name name;
	struct up_raw_name version;
};

struct up_contents {
	const struct up_raw_module *raw; /* borrowed */

	/* All arrays are owned. */
	struct up_raw_type *types; /* those in groups have indices of their own */
	uint32_t type_count;
	struct up_raw_import *imports;
	uint32_t import_count;
	struct up_raw_export *exports;
	uint32_t export_count;
	/* Index spaces: what is imported comes first. */
	uint32_t *functions; /* indices of types */
	uint32_t function_count, imported_functions;
	struct up_raw_table *tables;
	uint32_t table_count;
	struct up_raw_memory *memories;
	uint32_t memory_count;
	struct up_raw_global *globals;
	uint32_t global_count;
	uint32_t *tags; /* indices of types */
	uint32_t tag_count, imported_tags;

	uint32_t start; /* a function, or UP_NO_INDEX */
	struct up_raw_element *elements;
	uint32_t element_count;
	struct up_raw_data *data;
	uint32_t data_count;
	/* Of the functions from @imported_functions on. */
	struct up_raw_body *bodies;
	uint32_t body_count;

	/*
	 * Of the section `name`, as far as it can be read: any bytes, not always
	 * UTF-8. NULL where there are none; entries without a name are empty.
	 */
	struct up_raw_name *function_names; /* of @function_count */
	struct up_raw_name *global_names; /* of @global_count */
	struct up_raw_name *tag_names; /* of @tag_count */
	struct up_raw_producer *producers; /* as far as it can be read */
	size_t producer_count;

	struct up_raw_const *consts; /* all of them, owned */
	size_t const_count;
	/* Of each ref.func in a constant expression; one may be there twice. */
	uint32_t *const_functions;
	size_t const_function_count;
	/* What all but bodies needs, bits 1ull << enum up_code_feature. */
	uint64_t features;

	void *arena; /* owned; see contents.c */
};

/*
 * Reads what @raw outlines. Returns 0 and sets *@ret, which borrows @raw and
 * which the caller finishes; or -1 after reporting what is malformed and where,
 * and *@ret is untouched. Custom sections that are broken are no error.
 */
int up_contents_read(const struct up_raw_module *raw, struct up_contents *ret,
		     struct up_report *report);

/*
 * The first global that is a mutable i32, or UP_NO_INDEX: with wasm-ld the pointer of
 * the shadow stack, by which it is known without names.
 */
uint32_t up_contents_first_mutable_i32(const struct up_contents *contents);

/* Frees what @contents holds; takes a zeroed struct too. */
void up_contents_finish(struct up_contents *contents);

#endif
