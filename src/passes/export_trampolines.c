/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: exports a trampoline in the place of every exported function. Calls
 * inside the module keep going to the function itself.
 * For: every exported function, those of allocators and finalizers too.
 * Relies on: state, exits; on import-wrappers for imports that are exported.
 */

#include "ir/ir.h"
#include "passes/standalone.h"
#include "passes/trampoline.h"
#include "util/buf.h"

void up_pass_export_trampolines(const struct up_pass_context *context)
{
	BinaryenModuleRef m = context->module;
	const struct up_export_fact *fact = context->facts->exports;
	size_t left = context->facts->export_count;
	BinaryenIndex count = BinaryenGetNumExports(m);

	for (BinaryenIndex i = 0; i < count && left > 0; i++) {
		BinaryenExportRef export_ = BinaryenGetExportByIndex(m, i);
		if (export_ != fact->export_)
			continue;
		struct up_buf name = {0};
		up_buf_printf(&name, UP_NAME_PREFIX "export.%u", (unsigned)i);
		up_add_trampoline(
			context,
			&(struct up_trampoline){
				.name = name.bytes,
				.target = BinaryenGetFunction(
					m, BinaryenExportGetValue(export_)),
				.export_index = (int32_t)i,
				.aborts = fact->aborts,
				.releases = fact->releases,
				.returned = up_note_initialized(
					context,
					context->facts->export_count - left),
			});
		up_ir_export_retarget(export_, name.bytes);
		up_buf_finish(&name);
		fact++;
		left--;
	}
}
