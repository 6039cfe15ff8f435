/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Functions known by their names, among those that the module defines. */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"
#include "util/mem.h"

/* How many parameters it has, if they are all i32; else SIZE_MAX. */
static size_t i32_params(BinaryenFunctionRef function)
{
	BinaryenType params = BinaryenFunctionGetParams(function);
	BinaryenIndex count = BinaryenTypeArity(params);
	BinaryenType types[8];

	if (count > sizeof(types) / sizeof(types[0]))
		return SIZE_MAX;
	BinaryenTypeExpand(params, types);
	for (BinaryenIndex i = 0; i < count; i++)
		if (types[i] != BinaryenTypeInt32())
			return SIZE_MAX;
	return count;
}

static void look_at(struct up_facts *facts, BinaryenFunctionRef function)
{
	const char *name = BinaryenFunctionGetName(function);
	enum up_role role;

	if (!up_landmark_role(name, strlen(name), i32_params(function), &role))
		return;
	facts->landmarks = up_grow(facts->landmarks, &facts->landmark_count,
				   sizeof(*facts->landmarks));
	facts->landmarks[facts->landmark_count - 1] =
		(struct up_landmark){role, function};
}

void up_find_landmarks(struct up_facts *facts, BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(module, i);
		if (BinaryenFunctionGetBody(function) &&
		    up_ir_has_explicit_name(function))
			look_at(facts, function);
	}
}

BinaryenFunctionRef up_landmark(const struct up_facts *facts,
				enum up_role role)
{
	for (size_t i = 0; i < facts->landmark_count; i++)
		if (facts->landmarks[i].role == role)
			return facts->landmarks[i].function;
	return NULL;
}
