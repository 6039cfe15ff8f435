/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Instructions that make values of values, locals, globals and memory. */

#include <string.h>

#include "bindgen/arith.h"
#include "bindgen/vm.h"
#include "util/mem.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

/* ---- what follows an opcode: well-formed, as has been checked ---- */

uint32_t up_vm_u32(struct up_vm_frame *frame)
{
	const uint8_t *next = frame->next, *end = frame->end;
	uint32_t value = 0;
	int shift = 0;

	if (next < end && *next < 0x80) {
		frame->next++;
		return *next;
	}
	/* Linkers leave all five bytes that one may take. */
	for (; next < end && *next >= 0x80 && shift < 28; shift += 7)
		value |= (uint32_t)(*next++ & 0x7f) << shift;
	if (next < end)
		value |= (uint32_t)*next++ << shift;
	frame->next = next;
	return value;
}

uint8_t up_vm_byte(struct up_vm_frame *frame)
{
	return frame->next < frame->end ? *frame->next++ : 0;
}

static uint64_t read_bytes(struct up_vm_frame *frame, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)up_vm_byte(frame) << (8 * i);
	return value;
}

bool up_vm_pass(struct up_vm_frame *frame)
{
	const uint8_t *behind = up_body_skip(frame->next - 1, frame->end);

	if (behind)
		frame->next = behind;
	return behind != NULL;
}

/* ---- values: the bits of an i32, i64, f32 or f64; 0 for a reference ---- */

enum up_vm_flow up_vm_push(struct up_vm_frame *frame, uint64_t value)
{
	struct up_interpreter *vm = frame->vm;

	if (vm->value_count == UP_VM_MOST_VALUES)
		return up_vm_too_deep(vm);
	vm->values[vm->value_count++] = value;
	return UP_VM_NEXT;
}

uint64_t up_vm_pop(struct up_vm_frame *frame)
{
	struct up_interpreter *vm = frame->vm;

	return vm->value_count > frame->first_value
		       ? vm->values[--vm->value_count]
		       : 0;
}

void up_vm_lower(struct up_vm_frame *frame, uint32_t height, uint32_t count)
{
	struct up_interpreter *vm = frame->vm;
	uint32_t from = vm->value_count - count;

	if (vm->value_count < count || from <= height)
		return;
	memmove(&vm->values[height], &vm->values[from],
		count * sizeof(*vm->values));
	vm->value_count = height + count;
}

enum { I32_CONST = 0x41, I64_CONST, F32_CONST, F64_CONST };

static enum up_vm_flow run_const(struct up_vm_frame *frame, uint8_t op)
{
	int64_t i64 = 0;
	int32_t i32 = 0;

	switch (op) {
	case I32_CONST:
		up_leb128_s32(&frame->next, frame->end, &i32);
		return up_vm_push(frame, (uint32_t)i32);
	case I64_CONST:
		up_leb128_s64(&frame->next, frame->end, &i64);
		return up_vm_push(frame, (uint64_t)i64);
	case F32_CONST:
		return up_vm_push(frame, read_bytes(frame, 4));
	default:
		return up_vm_push(frame, read_bytes(frame, 8));
	}
}

static enum up_vm_flow run_null(struct up_vm_frame *frame, uint8_t op)
{
	(void)op;
	return up_vm_pass(frame) ? up_vm_push(frame, 0) : up_vm_unexpected(frame);
}

static enum up_vm_flow run_drop(struct up_vm_frame *frame, uint8_t op)
{
	(void)op;
	up_vm_pop(frame);
	return UP_VM_NEXT;
}

enum { SELECT_TYPED = 0x1c };

static enum up_vm_flow run_select(struct up_vm_frame *frame, uint8_t op)
{
	uint64_t condition, no, yes;

	if (op == SELECT_TYPED && !up_vm_pass(frame))
		return up_vm_unexpected(frame);
	condition = up_vm_pop(frame);
	no = up_vm_pop(frame);
	yes = up_vm_pop(frame);
	return up_vm_push(frame, condition != 0 ? yes : no);
}

enum { LOCAL_GET = 0x20, LOCAL_SET, LOCAL_TEE };

static enum up_vm_flow run_local(struct up_vm_frame *frame, uint8_t op)
{
	uint32_t index = up_vm_u32(frame);

	if (index >= frame->local_count)
		return up_vm_unexpected(frame);
	if (op == LOCAL_GET)
		return up_vm_push(frame, frame->locals[index]);
	frame->locals[index] = up_vm_pop(frame);
	return op == LOCAL_TEE ? up_vm_push(frame, frame->locals[index]) : UP_VM_NEXT;
}

/* ---- globals ---- */

static uint64_t *find_global(struct up_interpreter *vm, uint32_t global)
{
	for (size_t i = 0; i < vm->global_count; i++)
		if (vm->globals[i].global == global)
			return &vm->globals[i].value;
	return NULL;
}

/* An imported one is 0: what is described does not depend on it. */
static enum up_vm_flow run_global_get(struct up_vm_frame *frame, uint8_t op)
{
	uint32_t index = up_vm_u32(frame);
	const uint64_t *written = find_global(frame->vm, index);
	const struct up_raw_global *global =
		&frame->vm->contents->globals[index];

	(void)op;
	if (written)
		return up_vm_push(frame, *written);
	if (!global->imported && !global->has_value)
		return up_vm_unexpected(frame);
	return up_vm_push(frame, global->has_value ? (uint32_t)global->value : 0);
}

static enum up_vm_flow run_global_set(struct up_vm_frame *frame, uint8_t op)
{
	struct up_interpreter *vm = frame->vm;
	uint32_t index = up_vm_u32(frame);
	uint64_t *written = find_global(vm, index);

	(void)op;
	if (!written) {
		vm->globals = up_grow(vm->globals, &vm->global_count,
				      sizeof(*vm->globals));
		vm->globals[vm->global_count - 1].global = index;
		written = &vm->globals[vm->global_count - 1].value;
	}
	*written = up_vm_pop(frame);
	return UP_VM_NEXT;
}

/* ---- memory ---- */

static enum up_vm_flow no_memory(struct up_vm_frame *frame)
{
	return up_vm_fail(frame->vm, "it uses too much memory, or beyond its end");
}

enum { MEMARG_MEMORY = 1 << 6 };

/* Where it is an access of another kind, the offset is of no place. */
static uint64_t read_offset(struct up_vm_frame *frame)
{
	uint64_t offset = UINT64_MAX;
	uint32_t flags = up_vm_u32(frame);

	if ((flags & MEMARG_MEMORY) != 0)
		up_vm_u32(frame);
	if ((flags & ~(uint32_t)(MEMARG_MEMORY | 0xf)) == 0)
		up_leb128_u64(&frame->next, frame->end, &offset);
	return offset;
}

enum { FIRST_LOAD = 0x28, FIRST_STORE = 0x36 };

static const struct load {
	uint8_t size;
	bool is_signed, wide;
} loads[FIRST_STORE - FIRST_LOAD] = {
	{4, false, false}, {8, false, true}, {4, false, false},
	{8, false, true},  {1, true, false}, {1, false, false},
	{2, true, false},  {2, false, false}, {1, true, true},
	{1, false, true},  {2, true, true},  {2, false, true},
	{4, true, true},   {4, false, true},
};

static enum up_vm_flow run_load(struct up_vm_frame *frame, uint8_t op)
{
	const struct load *load = &loads[op - FIRST_LOAD];
	uint64_t offset = read_offset(frame), value = 0;
	uint8_t bytes[8] = {0};

	if (offset > UINT32_MAX ||
	    !up_scratch_load(&frame->vm->scratch, up_vm_pop(frame) + offset, bytes,
			     load->size))
		return no_memory(frame);
	for (size_t i = 0; i < load->size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	if (load->is_signed)
		value = up_arith_extend(value, 8 * load->size);
	return up_vm_push(frame, load->wide ? value : (uint32_t)value);
}

static enum up_vm_flow run_store(struct up_vm_frame *frame, uint8_t op)
{
	static const uint8_t sizes[] = {4, 8, 4, 8, 1, 2, 1, 2, 4};
	uint64_t offset = read_offset(frame), value = up_vm_pop(frame);
	uint64_t address = up_vm_pop(frame);
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	if (offset > UINT32_MAX ||
	    !up_scratch_store(&frame->vm->scratch, address + offset, bytes,
			      sizes[op - FIRST_STORE]))
		return no_memory(frame);
	return UP_VM_NEXT;
}

/* ---- arithmetic ---- */

static enum up_vm_flow run_operator(struct up_vm_frame *frame, uint8_t op)
{
	uint64_t right = up_vm_pop(frame), result;

	if (!up_arith_unary(op, right, &result) &&
	    !up_arith_binary(op, up_vm_pop(frame), right, &result))
		return up_vm_fail(frame->vm, "it uses an unexpected operator");
	return up_vm_push(frame, result);
}

/* ---- all of them ---- */

enum { LAST_STORE = 0x3e, FIRST_OPERATOR = 0x45, LAST_OPERATOR = 0xc4 };

static up_vm_run *const others[256] = {
	[0x1a] = run_drop,
	[0x1b] = run_select,
	[SELECT_TYPED] = run_select,
	[LOCAL_GET] = run_local,
	[LOCAL_SET] = run_local,
	[LOCAL_TEE] = run_local,
	[0x23] = run_global_get,
	[0x24] = run_global_set,
	[0xd0] = run_null,
};

up_vm_run *up_vm_value(uint8_t op)
{
	if (op >= FIRST_OPERATOR && op <= LAST_OPERATOR)
		return run_operator;
	if (op >= I32_CONST && op <= F64_CONST)
		return run_const;
	if (op >= FIRST_LOAD && op < FIRST_STORE)
		return run_load;
	if (op >= FIRST_STORE && op <= LAST_STORE)
		return run_store;
	return others[op];
}
