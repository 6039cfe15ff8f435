/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/arith.h"

#include <stddef.h>

#include "ir/build.h"

uint64_t up_arith_extend(uint64_t value, unsigned bits)
{
	uint64_t sign = UINT64_C(1) << (bits - 1);

	value &= (sign << 1) - 1;
	return (value ^ sign) - sign;
}

/* ---- one function per operator; signed values come sign-extended ---- */

typedef uint64_t binary_fn(uint64_t a, uint64_t b, unsigned bits);

#define OPERATOR(name, expression) \
	static uint64_t name(uint64_t a, uint64_t b, unsigned bits) \
	{ \
		(void)bits; \
		return expression; \
	}

OPERATOR(add, a + b)
OPERATOR(sub, a - b)
OPERATOR(mul, (a * b))
OPERATOR(and_, (a & b))
OPERATOR(or_, a | b)
OPERATOR(xor_, a ^ b)
OPERATOR(shl, a << (b & (bits - 1)))
OPERATOR(shr_u, a >> (b & (bits - 1)))
OPERATOR(shr_s, (uint64_t)((int64_t)a >> (b & (bits - 1))))
OPERATOR(eq, a == b)
OPERATOR(ne, a != b)
OPERATOR(lt_u, a < b)
OPERATOR(gt_u, a > b)
OPERATOR(le_u, a <= b)
OPERATOR(ge_u, a >= b)
OPERATOR(lt_s, (int64_t)a < (int64_t)b)
OPERATOR(gt_s, (int64_t)a > (int64_t)b)
OPERATOR(le_s, (int64_t)a <= (int64_t)b)
OPERATOR(ge_s, (int64_t)a >= (int64_t)b)

static const struct {
	BinaryenOp (*op32)(void);
	BinaryenOp (*op64)(void);
	binary_fn *run;
	bool is_signed; /* the operands are */
} binaries[] = {
	{BinaryenAddInt32, BinaryenAddInt64, add, false},
	{BinaryenSubInt32, BinaryenSubInt64, sub, false},
	{BinaryenMulInt32, BinaryenMulInt64, mul, false},
	{BinaryenAndInt32, BinaryenAndInt64, and_, false},
	{BinaryenOrInt32, BinaryenOrInt64, or_, false},
	{BinaryenXorInt32, BinaryenXorInt64, xor_, false},
	{BinaryenShlInt32, BinaryenShlInt64, shl, false},
	{BinaryenShrUInt32, BinaryenShrUInt64, shr_u, false},
	{BinaryenShrSInt32, BinaryenShrSInt64, shr_s, true},
	{BinaryenEqInt32, BinaryenEqInt64, eq, false},
	{BinaryenNeInt32, BinaryenNeInt64, ne, false},
	{BinaryenLtUInt32, BinaryenLtUInt64, lt_u, false},
	{BinaryenGtUInt32, BinaryenGtUInt64, gt_u, false},
	{BinaryenLeUInt32, BinaryenLeUInt64, le_u, false},
	{BinaryenGeUInt32, BinaryenGeUInt64, ge_u, false},
	{BinaryenLtSInt32, BinaryenLtSInt64, lt_s, true},
	{BinaryenGtSInt32, BinaryenGtSInt64, gt_s, true},
	{BinaryenLeSInt32, BinaryenLeSInt64, le_s, true},
	{BinaryenGeSInt32, BinaryenGeSInt64, ge_s, true},
};

bool up_arith_binary(BinaryenOp op, uint64_t left, uint64_t right,
		     uint64_t *ret)
{
	for (size_t i = 0; i < UP_COUNT(binaries); i++) {
		if (op == binaries[i].op64()) {
			*ret = binaries[i].run(left, right, 64);
			return true;
		}
		if (op != binaries[i].op32())
			continue;
		if (binaries[i].is_signed) {
			left = up_arith_extend(left, 32);
			right = up_arith_extend(right, 32);
		}
		*ret = (uint32_t)binaries[i].run(left, right, 32);
		return true;
	}
	return false;
}

/* ---- operators with one operand ---- */

/* Sign extensions: from how many bits, to how many. */
static const struct {
	BinaryenOp (*op)(void);
	unsigned from;
	bool wide; /* to 64 bits */
} extensions[] = {
	{BinaryenExtendSInt32, 32, true},
	{BinaryenExtendS8Int32, 8, false},
	{BinaryenExtendS16Int32, 16, false},
	{BinaryenExtendS8Int64, 8, true},
	{BinaryenExtendS16Int64, 16, true},
	{BinaryenExtendS32Int64, 32, true},
};

bool up_arith_unary(BinaryenOp op, uint64_t value, uint64_t *ret)
{
	if (op == BinaryenEqZInt32() || op == BinaryenEqZInt64()) {
		*ret = value == 0;
		return true;
	}
	if (op == BinaryenWrapInt64() || op == BinaryenExtendUInt32()) {
		*ret = (uint32_t)value;
		return true;
	}
	for (size_t i = 0; i < UP_COUNT(extensions); i++) {
		if (op != extensions[i].op())
			continue;
		value = up_arith_extend(value, extensions[i].from);
		*ret = extensions[i].wide ? value : (uint32_t)value;
		return true;
	}
	return false;
}
