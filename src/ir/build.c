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

/* A get of each parameter of @like. Owned by the caller; the count is returned. */
static BinaryenIndex get_params(BinaryenModuleRef m, BinaryenFunctionRef like,
				BinaryenExpressionRef **ret)
{
	size_t count = up_param_count(like);
	BinaryenType *types = up_alloc((count + 1) * sizeof(*types));
	BinaryenExpressionRef *args = up_alloc((count + 1) * sizeof(*args));

	BinaryenTypeExpand(BinaryenFunctionGetParams(like), types);
	for (size_t i = 0; i < count; i++)
		args[i] = BinaryenLocalGet(m, (BinaryenIndex)i, types[i]);
	free(types);
	*ret = args;
	return (BinaryenIndex)count;
}

BinaryenExpressionRef up_forward(BinaryenModuleRef m, const char *function,
				 BinaryenFunctionRef like, bool tail_call)
{
	BinaryenType results = BinaryenFunctionGetResults(like);
	BinaryenExpressionRef *args;
	BinaryenIndex count = get_params(m, like, &args);
	BinaryenExpressionRef call =
		tail_call ? BinaryenReturnCall(m, function, args, count, results)
			  : up_call(m, function, args, count, results);

	free(args);
	return call;
}

BinaryenExpressionRef up_forward_by_table(BinaryenModuleRef m,
					  const char *table,
					  BinaryenFunctionRef like,
					  BinaryenExpressionRef index)
{
	BinaryenExpressionRef *args;
	BinaryenIndex count = get_params(m, like, &args);
	BinaryenExpressionRef call = BinaryenCallIndirect(
		m, table, index, args, count, BinaryenFunctionGetParams(like),
		BinaryenFunctionGetResults(like));

	free(args);
	return call;
}

BinaryenExpressionRef up_forward_with_i32(BinaryenModuleRef m,
					  const char *function,
					  BinaryenFunctionRef like,
					  int32_t value)
{
	BinaryenExpressionRef *args;
	BinaryenIndex count = get_params(m, like, &args);

	args[count] = up_i32(m, value);
	BinaryenExpressionRef call = up_call(m, function, args, count + 1,
					     BinaryenFunctionGetResults(like));
	free(args);
	return call;
}

BinaryenFunctionRef up_add_function_with_i32(BinaryenModuleRef m,
					     const char *name,
					     BinaryenFunctionRef like,
					     BinaryenType *locals,
					     BinaryenIndex local_count,
					     BinaryenExpressionRef body)
{
	size_t count = up_param_count(like);
	BinaryenType *params = up_alloc((count + 1) * sizeof(*params));

	BinaryenTypeExpand(BinaryenFunctionGetParams(like), params);
	params[count] = BinaryenTypeInt32();
	BinaryenFunctionRef added = BinaryenAddFunction(
		m, name, BinaryenTypeCreate(params, (BinaryenIndex)count + 1),
		BinaryenFunctionGetResults(like), locals, local_count, body);
	free(params);
	return added;
}
