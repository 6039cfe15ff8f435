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

/* Drops the custom sections whose names start with @prefix. */
void up_ir_drop_sections(BinaryenModuleRef module, const char *prefix);

#ifdef __cplusplus
}
#endif
#endif
