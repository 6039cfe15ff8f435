/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_BUILD_H
#define UP_IR_BUILD_H

/*
 * Short names for the expressions that the passes build most. They only wrap
 * binaryen-c.h; the module owns what they return.
 */

#include "ir/ir.h"

#define UP_COUNT(array) (sizeof(array) / sizeof((array)[0]))

BinaryenExpressionRef up_i32(BinaryenModuleRef m, int32_t value);
BinaryenExpressionRef up_get_i32(BinaryenModuleRef m, BinaryenIndex local);
BinaryenExpressionRef up_global_i32(BinaryenModuleRef m, const char *global);
BinaryenExpressionRef up_binary(BinaryenModuleRef m, BinaryenOp op,
				BinaryenExpressionRef left,
				BinaryenExpressionRef right);

/* An aligned or unaligned load or store of an i32 in memory 0. */
BinaryenExpressionRef up_load(BinaryenModuleRef m, const char *memory,
			      BinaryenExpressionRef base, uint32_t offset);
BinaryenExpressionRef up_store(BinaryenModuleRef m, const char *memory,
			       BinaryenExpressionRef base, uint32_t offset,
			       BinaryenExpressionRef value);

/* A sequence of @count expressions, the last of which may have a value. */
BinaryenExpressionRef up_block(BinaryenModuleRef m,
			       BinaryenExpressionRef *items, size_t count);

/* A call that returns one value of @result, or nothing (BinaryenTypeNone). */
BinaryenExpressionRef up_call(BinaryenModuleRef m, const char *function,
			      BinaryenExpressionRef *args, size_t count,
			      BinaryenType result);

/*
 * The call of a function with the same parameters as the one being built,
 * each passed on as it is.
 */
BinaryenExpressionRef up_forward(BinaryenModuleRef m, const char *function,
				 BinaryenFunctionRef like, bool tail_call);

/* The same by a table, which has functions of that type. */
BinaryenExpressionRef up_forward_by_table(BinaryenModuleRef m,
					  const char *table,
					  BinaryenFunctionRef like,
					  BinaryenExpressionRef index);

/* The call of a function with the same parameters and, last, an i32. */
BinaryenExpressionRef up_forward_with_i32(BinaryenModuleRef m,
					  const char *function,
					  BinaryenFunctionRef like,
					  int32_t value);

/* Adds a function with the parameters of @like and, last, an i32. */
BinaryenFunctionRef up_add_function_with_i32(BinaryenModuleRef m,
					     const char *name,
					     BinaryenFunctionRef like,
					     BinaryenType *locals,
					     BinaryenIndex local_count,
					     BinaryenExpressionRef body);

size_t up_param_count(BinaryenFunctionRef function);

#endif
