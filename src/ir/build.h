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

size_t up_param_count(BinaryenFunctionRef function);

#endif
