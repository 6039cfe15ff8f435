/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Exports that only give something back. Where a dead module heals itself, a call
 * of them is not the one to heal for: what it gives back died with the state, and
 * in a fresh one would be somebody else's.
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/state.h"

static enum up_release release_of(BinaryenExportRef export_)
{
	const char *name = BinaryenExportGetName(export_);

	return up_policy_release(name, strlen(name));
}

/* Pointers go in, and at most one word that nobody needs comes out. */
static bool has_shape(BinaryenFunctionRef function)
{
	BinaryenType params[4] = {0};
	BinaryenType type = BinaryenFunctionGetParams(function);
	BinaryenType results = BinaryenFunctionGetResults(function);
	size_t count = BinaryenTypeArity(type);

	if (count < 1 || count > sizeof(params) / sizeof(params[0]))
		return false;
	BinaryenTypeExpand(type, params);
	for (size_t i = 0; i < count; i++)
		if (params[i] != BinaryenTypeInt32())
			return false;
	return results == BinaryenTypeNone() || results == BinaryenTypeInt32();
}

void up_find_releases(struct up_facts *facts, BinaryenModuleRef module)
{
	for (size_t i = 0; facts->reset.heals && i < facts->export_count; i++) {
		struct up_export_fact *fact = &facts->exports[i];
		const char *value = BinaryenExportGetValue(fact->export_);

		if (has_shape(BinaryenGetFunction(module, value)))
			fact->releases = release_of(fact->export_);
	}
}
