/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_BODY_H
#define UP_IR_BODY_H

/* What an interpreter of bodies needs to see and Binaryen's C API does not show. */

#include <binaryen-c.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a `try` or `try_table` guards. */
BinaryenExpressionRef up_body_guarded(BinaryenExpressionRef expression);

/* An active data segment with a constant offset. */
struct up_body_data {
	uint64_t offset;
	const char *bytes; /* owned by the module */
	size_t size;
};

/* Calls @visit for every one of them, in their order. */
typedef void up_body_data_visitor(const struct up_body_data *data, void *arg);
void up_body_each_data(BinaryenModuleRef module, up_body_data_visitor *visit,
		       void *arg);

/* How many calls, tail calls too, of the function @target a body has. */
uint32_t up_body_count_calls(BinaryenFunctionRef function, const char *target);

/* Calls @visit for every function that the body of @function calls. */
typedef void up_body_call_visitor(const char *target, void *arg);
void up_body_each_call(BinaryenFunctionRef function,
		       up_body_call_visitor *visit, void *arg);

/*
 * The function that the entry @index of the first table of functions begins
 * with; NULL if none, or if its active segments do not say it.
 */
const char *up_body_table_entry(BinaryenModuleRef module, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
