/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: lets references to functions know that these are imported now, or
 * defined; and finds out what the module catches exceptions with.
 * For: every module.
 * Relies on: generics, imports, intrinsics. It is the one walk over all code.
 */

#include "bindgen/passes/pass.h"
#include "wasm/recode.h"

struct walk {
	BinaryenModuleRef module;
	bool legacy, exnref;
};

static void look(BinaryenExpressionRef *slot, void *data)
{
	struct walk *walk = data;
	enum up_eh eh = up_ir_eh_of(*slot);

	walk->legacy |= eh == UP_EH_LEGACY;
	walk->exnref |= eh == UP_EH_EXNREF;
	up_ir_refresh_reference(walk->module, *slot);
}

int up_rewire_references(struct up_rewiring *r)
{
	BinaryenIndex count = BinaryenGetNumFunctions(r->module);
	struct walk walk = {
		.module = r->module,
		.legacy = (r->traits & UP_BODY_LEGACY_EH) != 0,
		.exnref = (r->traits & UP_BODY_EXNREF) != 0,
	};

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(r->module, i);

		if (BinaryenFunctionGetBody(function))
			up_ir_walk(function, look, &walk);
	}
	up_ir_walk_initializers(r->module, look, &walk);
	if (walk.exnref)
		r->eh = UP_EH_EXNREF;
	/* What only throws may be passed through by it. */
	else if (walk.legacy || up_ir_tag_count(r->module) > 0)
		r->eh = UP_EH_LEGACY;
	return 0;
}
