/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/passes/passes.h"

#include "bindgen/passes/pass.h"
#include "diag/diag.h"

static up_rewire_fn *const passes[] = {
	/* before any function stands in the place of an import */
	up_rewire_generics,
	up_rewire_imports,
	up_rewire_intrinsics,
	/* after functions were imported and defined */
	up_rewire_references,
	/* before exports are taken back: some say where the handler is */
	up_rewire_handler,
	/* before exports: their names have to be free */
	up_rewire_unexport,
	up_rewire_exports,
	up_rewire_start,
	/* after all that may use anything */
	up_rewire_sweep,
	/* after what does not use the table is gone */
	up_rewire_init,
	/* when all code is there that JavaScript enters */
	up_rewire_throws,
	up_rewire_hide_handler,
};

/* What needs more than a border: an instance for each thread, wide pointers. */
static int check_memory(BinaryenModuleRef m, struct up_report *report)
{
	const char *memory = up_ir_memory(m);

	if (!memory)
		return 0;
	if (BinaryenMemoryIsShared(m, memory))
		return up_input_error(report,
				      "its memory is shared: #[wasm_bindgen] "
				      "with threads is not supported; build the "
				      "crate without atomics (no "
				      "-Ctarget-feature=+atomics)");
	if (BinaryenMemoryIs64(m, memory))
		return up_input_error(report,
				      "its memory has 64-bit addresses: build "
				      "the crate for wasm32-unknown-unknown");
	return 0;
}

int up_bindgen_rewire(const struct up_adapters *adapters,
		      const struct up_bindgen *bindgen,
		      BinaryenModuleRef module, uint32_t traits,
		      const char *const *needed,
		      struct up_report *report)
{
	struct up_rewiring r = {
		.module = module,
		.traits = traits,
		.adapters = adapters,
		.bindgen = bindgen,
		.needed = needed,
		.report = report,
		.eh = UP_EH_NONE,
	};
	int err = check_memory(module, report);

	r.alloc = up_exported_function(&r, "__externref_table_alloc");
	r.dealloc = up_exported_function(&r, "__externref_table_dealloc");
	BinaryenModuleSetFeatures(module, BinaryenModuleGetFeatures(module) |
						  BinaryenFeatureMultivalue() |
						  BinaryenFeatureReferenceTypes());
	for (size_t i = 0; err == 0 && i < UP_COUNT(passes); i++)
		err = passes[i](&r);
	up_values_finish(&r.values);
	return err;
}
