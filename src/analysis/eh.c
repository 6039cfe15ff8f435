/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Exceptions: the dialect of the module, the tag of its toolchain's own
 * exception, and from that whether its frames were compiled to unwind.
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"

static bool is_panic_tag(BinaryenTagRef tag, const struct up_code_facts *code)
{
	const char *name = BinaryenTagGetName(tag);

	return up_policy_is_panic_tag(
		name, BinaryenTagImportGetBase(tag),
		BinaryenTagGetParams(tag) == BinaryenTypeInt32() &&
			BinaryenTagGetResults(tag) == BinaryenTypeNone(),
		code->longjmp_tag && strcmp(name, code->longjmp_tag) == 0);
}

static const char *find_panic_tag(BinaryenModuleRef module,
				  const struct up_code_facts *code)
{
	uint32_t count = up_ir_tag_count(module);
	const char *found = NULL;

	for (uint32_t i = 0; i < count; i++) {
		BinaryenTagRef tag = up_ir_tag_at(module, i);
		if (!is_panic_tag(tag, code))
			continue;
		if (strcmp(BinaryenTagGetName(tag), "__cpp_exception") == 0 ||
		    !found)
			found = BinaryenTagGetName(tag);
	}
	return found;
}

/* What is thrown by an imported tag is JavaScript's, or for it. */
static bool has_other_tags(BinaryenModuleRef module, const char *panic_tag)
{
	uint32_t count = up_ir_tag_count(module);

	for (uint32_t i = 0; i < count; i++) {
		BinaryenTagRef tag = up_ir_tag_at(module, i);
		const char *from = BinaryenTagImportGetModule(tag);
		if ((!from || !*from) &&
		    (!panic_tag ||
		     strcmp(BinaryenTagGetName(tag), panic_tag) != 0))
			return true;
	}
	return false;
}

int up_find_eh(struct up_facts *facts, BinaryenModuleRef module,
	       const struct up_options *options, struct up_report *report)
{
	facts->panic_tag = find_panic_tag(module, &facts->code);
	struct up_eh_ground ground = {
		.legacy = facts->code.legacy,
		.exnref = facts->code.exnref,
		.panic_tag = facts->panic_tag != NULL,
		.other_tags = has_other_tags(module, facts->panic_tag),
	};

	return up_policy_eh(&ground, options, &facts->eh, report);
}
