/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "ir/build.h"

#include <stdlib.h>

#include "util/mem.h"

BinaryenExpressionRef up_i32(BinaryenModuleRef m, int32_t value)
{
	return BinaryenConst(m, BinaryenLiteralInt32(value));
}

BinaryenExpressionRef up_get_i32(BinaryenModuleRef m, BinaryenIndex local)
{
	return BinaryenLocalGet(m, local, BinaryenTypeInt32());
}

BinaryenExpressionRef up_global_i32(BinaryenModuleRef m, const char *global)
{
	return BinaryenGlobalGet(m, global, BinaryenTypeInt32());
}

BinaryenExpressionRef up_binary(BinaryenModuleRef m, BinaryenOp op,
				BinaryenExpressionRef left,
				BinaryenExpressionRef right)
{
	return BinaryenBinary(m, op, left, right);
}

BinaryenExpressionRef up_load(BinaryenModuleRef m, const char *memory,
			      BinaryenExpressionRef base, uint32_t offset)
{
	return BinaryenLoad(m, 4, false, offset, 1, BinaryenTypeInt32(), base,
			    memory);
}

BinaryenExpressionRef up_store(BinaryenModuleRef m, const char *memory,
			       BinaryenExpressionRef base, uint32_t offset,
			       BinaryenExpressionRef value)
{
	return BinaryenStore(m, 4, offset, 1, base, value, BinaryenTypeInt32(),
			     memory);
}

BinaryenExpressionRef up_block(BinaryenModuleRef m,
			       BinaryenExpressionRef *items, size_t count)
{
	return BinaryenBlock(m, NULL, items, (BinaryenIndex)count,
			     BinaryenTypeAuto());
}

BinaryenExpressionRef up_call(BinaryenModuleRef m, const char *function,
			      BinaryenExpressionRef *args, size_t count,
			      BinaryenType result)
{
	return BinaryenCall(m, function, args, (BinaryenIndex)count, result);
}

size_t up_param_count(BinaryenFunctionRef function)
{
	return BinaryenTypeArity(BinaryenFunctionGetParams(function));
}

BinaryenExpressionRef up_forward(BinaryenModuleRef m, const char *function,
				 BinaryenFunctionRef like, bool tail_call)
{
	BinaryenType params = BinaryenFunctionGetParams(like);
	BinaryenType results = BinaryenFunctionGetResults(like);
	size_t count = up_param_count(like);
	BinaryenType *types = up_alloc((count + 1) * sizeof(*types));
	BinaryenExpressionRef *args = up_alloc((count + 1) * sizeof(*args));

	BinaryenTypeExpand(params, types);
	for (size_t i = 0; i < count; i++)
		args[i] = BinaryenLocalGet(m, (BinaryenIndex)i, types[i]);
	BinaryenExpressionRef call =
		tail_call ? BinaryenReturnCall(m, function, args,
					       (BinaryenIndex)count, results)
			  : up_call(m, function, args, count, results);
	free(types);
	free(args);
	return call;
}
