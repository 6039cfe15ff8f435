/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets functions that stand for JavaScript be imports. The compiler made
 * one of each generic import and each cast for each set of types; what they
 * have for a body only describes.
 * For: import adapters whose function is defined in the module.
 * Relies on: being the first, so that what is defined is no shim of ours.
 */

#include "bindgen/passes/pass.h"

int up_rewire_generics(struct up_rewiring *r)
{
	for (size_t i = 0; i < r->adapters->count; i++) {
		const struct up_adapter *adapter = &r->adapters->items[i];
		BinaryenFunctionRef function =
			BinaryenGetFunction(r->module, adapter->function);

		if (up_adapter_is_import(adapter) && function &&
		    BinaryenFunctionGetBody(function))
			up_ir_make_import(function, UP_BINDGEN_MODULE,
					  adapter->shim);
	}
	return 0;
}
