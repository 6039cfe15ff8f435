/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Exceptions: the dialect of the module, the tag of its toolchain's own
 * exception, and from that whether its frames were compiled to unwind.
 */

#include <string.h>

#include "analysis/facts.h"
#include "diag/diag.h"
#include "ir/ir.h"

/*
 * LLVM's exception carries one i32, as does C's longjmp; linkers leave both
 * without a name, so the name counts only where there is one.
 */
static bool is_panic_tag(BinaryenTagRef tag, const struct up_code_facts *code)
{
	const char *name = BinaryenTagGetName(tag);
	const char *base = BinaryenTagImportGetBase(tag);

	if (BinaryenTagGetParams(tag) != BinaryenTypeInt32())
		return false;
	if (code->longjmp_tag && strcmp(name, code->longjmp_tag) == 0)
		return false;
	return !strstr(name, "longjmp") && !strstr(base, "longjmp");
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

static int choose_dialect(struct up_facts *facts,
			  const struct up_options *options,
			  struct up_report *report)
{
	if (facts->eh == UP_EH_MIXED)
		return up_input_error(
			report,
			"the module mixes try and try_table, which no engine "
			"accepts; rebuild all of it with one of the two "
			"dialects of exception handling");
	if (facts->eh == UP_EH_EXNREF && options->eh == UP_EH_LEGACY)
		return up_input_error(
			report,
			"--eh legacy: the module uses try_table, and "
			"there is no way back from it; rebuild with "
			"-Cllvm-args=-wasm-use-legacy-eh (Rust) or "
			"-mllvm -wasm-use-legacy-eh (clang)");
	facts->eh_out = options->eh != UP_EH_NONE ? options->eh : facts->eh;
	/* Where the input has none, the one that most engines know. */
	if (facts->eh_out == UP_EH_NONE)
		facts->eh_out = UP_EH_LEGACY;
	if (facts->eh == UP_EH_NONE && !facts->unwinds)
		facts->eh_out = UP_EH_NONE;
	return 0;
}

int up_find_eh(struct up_facts *facts, BinaryenModuleRef module,
	       const struct up_options *options, struct up_report *report)
{
	const struct up_code_facts *code = &facts->code;

	if (code->legacy && code->exnref)
		facts->eh = UP_EH_MIXED;
	else if (code->legacy)
		facts->eh = UP_EH_LEGACY;
	else if (code->exnref)
		facts->eh = UP_EH_EXNREF;
	facts->panic_tag = find_panic_tag(module, code);
	/*
	 * A module may throw and never catch: nothing on its paths needs a
	 * cleanup. The dialects agree on `throw`; legacy is the wider known.
	 */
	if (facts->eh == UP_EH_NONE && facts->panic_tag)
		facts->eh = options->eh == UP_EH_NONE ? UP_EH_LEGACY
						      : options->eh;

	facts->trusts = options->unwind == UP_UNWIND_TRUST;
	bool recognised = facts->eh != UP_EH_NONE && facts->panic_tag;
	facts->unwinds = facts->trusts ||
			 (options->unwind == UP_UNWIND_AUTO &&
			  (recognised || options->unwind_safe_import_count));
	return choose_dialect(facts, options, report);
}
