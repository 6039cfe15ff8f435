/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_STATE_H
#define UP_IR_STATE_H

/*
 * The parts of a module that hold its state, and the instructions that change
 * them: memories, tables, segments. See ir.h on why this is not binaryen-c.h.
 */

#include "ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All names are owned by the module. */
struct up_ir_memory {
	const char *name;
	bool imported;
	bool shared;
	bool odd_pages; /* pages of another size than 64 KiB */
	uint32_t initial; /* pages */
};

struct up_ir_table {
	const char *name;
	bool imported;
	BinaryenType type;
	uint32_t initial; /* entries */
	BinaryenExpressionRef init; /* of all entries, or NULL: null */
};

struct up_ir_segment {
	const char *name;
	bool data; /* else elements */
	const char *target; /* memory or table; NULL: passive or declarative */
	BinaryenExpressionRef offset; /* NULL without @target */
	uint32_t size; /* bytes or entries */
};

uint32_t up_ir_memory_count(BinaryenModuleRef module);
struct up_ir_memory up_ir_memory_at(BinaryenModuleRef module, uint32_t index);
uint32_t up_ir_table_count(BinaryenModuleRef module);
struct up_ir_table up_ir_table_at(BinaryenModuleRef module, uint32_t index);

/* Element segments first: the order in which instantiation applies them. */
uint32_t up_ir_segment_count(BinaryenModuleRef module);
struct up_ir_segment up_ir_segment_at(BinaryenModuleRef module, uint32_t index);

/* Lets an active segment be passive; its offset is the caller's to use. */
void up_ir_make_passive(BinaryenModuleRef module,
			const struct up_ir_segment *segment);

/* Appends the bytes of data segment @from to @to. @from is then to be removed. */
void up_ir_append_data(BinaryenModuleRef module, uint32_t to, uint32_t from);

/* Removes those with a true in @gone, by index: nothing may speak of them. */
void up_ir_remove_segments(BinaryenModuleRef module, const bool *gone);

enum up_ir_op {
	UP_OP_OTHER,
	UP_OP_MEMORY_SIZE,
	UP_OP_MEMORY_GROW, /* delta */
	UP_OP_MEMORY_INIT, /* destination, offset, size */
	UP_OP_DATA_DROP,
	UP_OP_TABLE_SIZE,
	UP_OP_TABLE_GROW, /* value, delta */
	UP_OP_TABLE_WRITE, /* set, fill, copy */
	UP_OP_TABLE_INIT, /* destination, offset, size */
	UP_OP_ELEM_DROP,
	UP_OP_ARRAY_DATA, /* array.new_data, .init_data: offset, size */
	UP_OP_ARRAY_ELEM, /* array.new_elem, .init_elem: offset, size */
};

/* An instruction on state. */
struct up_ir_access {
	enum up_ir_op op;
	const char *target; /* memory or table; NULL for drops and arrays */
	const char *segment; /* of the inits, drops and arrays */
	BinaryenExpressionRef operands[3];
	size_t operand_count;
};

/* What an expression does to state; UP_OP_OTHER for all others. */
struct up_ir_access up_ir_access_of(BinaryenExpressionRef expression);

/* Which part of its segment an access of an array is to take. */
void up_ir_array_access_set(BinaryenExpressionRef expression,
			    BinaryenExpressionRef offset,
			    BinaryenExpressionRef size);

/* The zero or null of a type; NULL if it has none. */
BinaryenExpressionRef up_ir_zero(BinaryenModuleRef module, BinaryenType type);

BinaryenExpressionRef up_ir_table_size(BinaryenModuleRef module,
				       const char *table);
BinaryenExpressionRef up_ir_table_fill(BinaryenModuleRef module,
				       const char *table,
				       BinaryenExpressionRef start,
				       BinaryenExpressionRef value,
				       BinaryenExpressionRef count);
BinaryenExpressionRef up_ir_segment_init(BinaryenModuleRef module,
					 const char *target,
					 const struct up_ir_segment *segment,
					 BinaryenExpressionRef destination,
					 BinaryenExpressionRef offset,
					 BinaryenExpressionRef size);

#ifdef __cplusplus
}
#endif
#endif
