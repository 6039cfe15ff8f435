/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/arith.h"

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

struct binary {
	binary_fn *run;
	bool is_signed; /* the operands are */
	bool wide; /* they have 64 bits */
};

/* With 32 bits and with 64. */
#define BOTH(op32, op64, run, is_signed) \
	[op32] = {run, is_signed, false}, [op64] = {run, is_signed, true}

static const struct binary binaries[256] = {
	BOTH(0x46, 0x51, eq, false),   BOTH(0x47, 0x52, ne, false),
	BOTH(0x48, 0x53, lt_s, true),  BOTH(0x49, 0x54, lt_u, false),
	BOTH(0x4a, 0x55, gt_s, true),  BOTH(0x4b, 0x56, gt_u, false),
	BOTH(0x4c, 0x57, le_s, true),  BOTH(0x4d, 0x58, le_u, false),
	BOTH(0x4e, 0x59, ge_s, true),  BOTH(0x4f, 0x5a, ge_u, false),
	BOTH(0x6a, 0x7c, add, false),  BOTH(0x6b, 0x7d, sub, false),
	BOTH(0x6c, 0x7e, mul, false),  BOTH(0x71, 0x83, and_, false),
	BOTH(0x72, 0x84, or_, false),  BOTH(0x73, 0x85, xor_, false),
	BOTH(0x74, 0x86, shl, false),  BOTH(0x75, 0x87, shr_s, true),
	BOTH(0x76, 0x88, shr_u, false),
};

bool up_arith_binary(uint8_t op, uint64_t left, uint64_t right, uint64_t *ret)
{
	const struct binary *binary = &binaries[op];

	if (!binary->run)
		return false;
	if (binary->is_signed && !binary->wide) {
		left = up_arith_extend(left, 32);
		right = up_arith_extend(right, 32);
	}
	*ret = binary->run(left, right, binary->wide ? 64 : 32);
	if (!binary->wide)
		*ret = (uint32_t)*ret;
	return true;
}

/* ---- operators with one operand ---- */

enum {
	I32_EQZ = 0x45,
	I64_EQZ = 0x50,
	I32_WRAP_I64 = 0xa7,
	I64_EXTEND_I32_S = 0xac,
	I64_EXTEND_I32_U = 0xad,
	I32_EXTEND8_S = 0xc0,
	I32_EXTEND16_S = 0xc1,
	I64_EXTEND8_S = 0xc2,
	I64_EXTEND16_S = 0xc3,
	I64_EXTEND32_S = 0xc4,
};

bool up_arith_unary(uint8_t op, uint64_t value, uint64_t *ret)
{
	switch (op) {
	case I32_EQZ:
	case I64_EQZ:
		*ret = value == 0;
		return true;
	case I32_WRAP_I64:
	case I64_EXTEND_I32_U:
		*ret = (uint32_t)value;
		return true;
	case I32_EXTEND8_S:
		*ret = (uint32_t)up_arith_extend(value, 8);
		return true;
	case I32_EXTEND16_S:
		*ret = (uint32_t)up_arith_extend(value, 16);
		return true;
	case I64_EXTEND8_S:
		*ret = up_arith_extend(value, 8);
		return true;
	case I64_EXTEND16_S:
		*ret = up_arith_extend(value, 16);
		return true;
	case I64_EXTEND_I32_S:
	case I64_EXTEND32_S:
		*ret = up_arith_extend(value, 32);
		return true;
	default:
		return false;
	}
}
