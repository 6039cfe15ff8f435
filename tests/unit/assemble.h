/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_ASSEMBLE_H
#define UP_TESTS_ASSEMBLE_H

#include "check.h"
#include "ir/ir.h"
#include "util/buf.h"

/* The bytes of a module in Binaryen's text format. */
static inline void assemble(const char *text, struct up_buf *bytes)
{
	struct check_report record;
	BinaryenModuleRef module;

	check_report_init(&record);
	module = up_ir_parse(text, &record.report);
	if (!module)
		fail_msg("%s: %s", record.message, text);
	up_ir_limit_features(module, false);
	assert_int_equal(0, up_ir_write(module, &(struct up_ir_writing){.names = true}, bytes, &record.report));
	BinaryenModuleDispose(module);
}

#endif
