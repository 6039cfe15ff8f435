/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_REFS_H
#define UP_IR_REFS_H

/*
 * Edits of what a module imports and carries along that binaryen-c.h has no
 * call for.
 */

#include "ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Lets a function of the module be an imported one: its body goes. */
void up_ir_make_import(BinaryenFunctionRef function, const char *module_name,
		       const char *base);

/*
 * Lets an imported function be one of the module, with @body. References to it
 * have to be refreshed, as after up_ir_make_import().
 */
void up_ir_make_defined(BinaryenFunctionRef import,
			BinaryenExpressionRef body);

/* An imported function whose name @name goes into the name section. */
void up_ir_add_import(BinaryenModuleRef module, const char *name,
		      const char *module_name, const char *base,
		      BinaryenType params, BinaryenType results);

/* Whether two calls by a table are of the same table and type. */
bool up_ir_same_call(BinaryenExpressionRef call, BinaryenExpressionRef other);

/*
 * A function of the parameters of such a call and, last, its index. @body is to be
 * set; locals may be added.
 */
BinaryenFunctionRef up_ir_add_call_function(BinaryenModuleRef module,
					    const char *name,
					    BinaryenExpressionRef like);

/* In such a function: the call itself, with the index in @target. */
BinaryenExpressionRef up_ir_call_by_table(BinaryenModuleRef module,
					  BinaryenExpressionRef like,
					  BinaryenExpressionRef target,
					  bool tail_call);

/* The call of that function in the place of the call by the table. */
BinaryenExpressionRef up_ir_call_instead(BinaryenModuleRef module,
					 BinaryenExpressionRef call,
					 const char *name);

/* Whether a table may grow beyond the entries that it has at the start. */
bool up_ir_table_can_grow(BinaryenModuleRef module, const char *table);

/*
 * Nothing has a name for the name section, but for functions whose names begin with
 * one of @kept, which ends with NULL.
 */
void up_ir_forget_names(BinaryenModuleRef module, const char *const *kept);

/* Drops the custom sections whose names start with @prefix. */
void up_ir_drop_sections(BinaryenModuleRef module, const char *prefix);

#ifdef __cplusplus
}
#endif
#endif
