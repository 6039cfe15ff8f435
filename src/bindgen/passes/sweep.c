/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: removes what nothing uses any more: code that only described, imports
 * that only it called, sections that said what the bindings are.
 * For: every module.
 * Relies on: all that may use something having run.
 */

#include <string.h>

#include "bindgen/passes/pass.h"
#include "diag/diag.h"

/* What is left of the crate's wishes was not understood. */
static int check_left(const struct up_rewiring *r)
{
	BinaryenIndex count = BinaryenGetNumFunctions(r->module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(r->module, i);
		const char *module = BinaryenFunctionImportGetModule(function);

		if (BinaryenFunctionGetBody(function) ||
		    (strcmp(module, UP_PLACEHOLDER) != 0 &&
		     strcmp(module, UP_XFORM) != 0))
			continue;
		return up_input_error(
			r->report,
			"its bindings import '%s', and nothing says what that "
			"is; build all of the crate with one version of "
			"wasm-bindgen",
			BinaryenFunctionImportGetBase(function));
	}
	return 0;
}

int up_rewire_sweep(struct up_rewiring *r)
{
	const char *pass = "remove-unused-module-elements";

	up_ir_drop_sections(r->module, "__wasm_bindgen_");
	BinaryenModuleRunPasses(r->module, &pass, 1);
	return check_left(r);
}
