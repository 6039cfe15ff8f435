/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "analysis/facts.h"

#include <stdlib.h>

#include "ir/ir.h"

int up_facts_init(struct up_facts *facts, const struct up_raw_module *raw,
		  BinaryenModuleRef module,
		  const struct up_carried_code *carried,
		  const struct up_options *options, bool late,
		  struct up_report *report)
{
	*facts = (struct up_facts){
		.raw = raw,
		.memory = up_ir_memory(module),
	};
	up_find_landmarks(facts, module);
	up_find_stack(facts, module);
	up_find_code(facts, module, carried);
	up_find_panic(facts, module);
	if (up_find_eh(facts, module, options, report) < 0 ||
	    up_find_reset(facts, module, options, late, report) < 0) {
		up_facts_finish(facts);
		return -1;
	}
	up_find_boundary(facts, module, options);
	up_find_calls(facts, module, options);
	up_find_initializers(facts, module);
	up_find_releases(facts, module);
	return 0;
}

void up_facts_finish(struct up_facts *facts)
{
	free(facts->code.throwers.items);
	free(facts->code.accessors.items);
	free(facts->code.callers.items);
	free(facts->code.called);
	free(facts->landmarks);
	free(facts->imports);
	free(facts->exports);
	*facts = (struct up_facts){0};
}
