/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: leaves what was added without names where the module came without any: who
 * has stripped it does not want them. The function that a dead module traps in keeps
 * its name, since that is how users learn of it; and those that stand for calls by
 * tables, since nothing else tells their traps from the module's own (--dump).
 * For: modules that keep their own JavaScript, without a section `name`.
 * Relies on: all else being there.
 */

#include "ir/refs.h"
#include "passes/pass.h"
#include "passes/standalone.h"
#include "wasm/module.h"

void up_pass_names(const struct up_pass_context *context)
{
	static const char *const kept[] = {UP_TERMINATED, UP_INDIRECT, NULL};
	const struct up_raw_module *raw = context->facts->raw;

	if (raw && !up_raw_module_custom(raw, "name"))
		up_ir_forget_names(context->module, kept);
}
