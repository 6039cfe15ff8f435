/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Blocks and branches. */

#include "bindgen/vm.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

enum {
	OP_BLOCK = 0x02,
	OP_LOOP = 0x03,
	OP_IF = 0x04,
	OP_ELSE = 0x05,
	OP_TRY = 0x06,
	OP_END = 0x0b,
	OP_BR_IF = 0x0d,
	OP_BR_TABLE = 0x0e,
	OP_DELEGATE = 0x18,
	OP_TRY_TABLE = 0x1f,
};

static bool opens(uint8_t op)
{
	return (op >= OP_BLOCK && op <= OP_IF) || op == OP_TRY ||
	       op == OP_TRY_TABLE;
}

/*
 * Goes on behind the end of the innermost @levels blocks, or at their `else`, if
 * @to_else, should there be one.
 */
static enum up_vm_flow skip(struct up_vm_frame *frame, uint32_t levels, bool to_else)
{
	while (levels > 0) {
		const uint8_t *next;
		uint8_t op;

		if (frame->next >= frame->end)
			return UP_VM_RETURN;
		if (up_vm_step(frame->vm) != UP_VM_NEXT)
			return UP_VM_FAIL;
		op = *frame->next;
		next = up_body_skip(frame->next, frame->end);
		if (!next)
			return up_vm_unexpected(frame);
		frame->next = next;
		if (opens(op))
			levels++;
		else if (op == OP_END || op == OP_DELEGATE)
			levels--;
		else if (op == OP_ELSE && levels == 1 && to_else)
			return UP_VM_NEXT;
	}
	return UP_VM_NEXT;
}

static enum up_vm_flow push_label(struct up_vm_frame *frame, const uint8_t *again,
			    uint32_t params, uint32_t arity)
{
	struct up_interpreter *vm = frame->vm;
	uint32_t height = vm->value_count - frame->first_value;

	if (vm->label_count == UP_VM_MOST_DEPTH)
		return up_vm_too_deep(vm);
	vm->labels[vm->label_count++] = (struct up_interpreter_label){
		.again = again,
		.arity = arity,
		.height = vm->value_count - (params < height ? params : height),
	};
	return UP_VM_NEXT;
}

/* 0x40 with its sign. */
enum { VOID = -0x40 };

/* Also of try_table: nothing throws here, so handlers never run. */
static enum up_vm_flow run_block(struct up_vm_frame *frame, uint8_t op)
{
	const struct up_contents *contents = frame->vm->contents;
	const uint8_t *at = frame->next;
	uint32_t params = 0, results = 0;
	int64_t type = 0;

	if (!up_vm_pass(frame))
		return up_vm_unexpected(frame);
	up_leb128_s33(&at, frame->end, &type);
	if (type >= 0 && type < (int64_t)contents->type_count) {
		params = contents->types[type].param_count;
		results = contents->types[type].result_count;
	} else if (type != VOID) {
		results = 1;
	}
	if (op == OP_LOOP)
		return push_label(frame, frame->next, params, params);
	return push_label(frame, NULL, params, results);
}

static enum up_vm_flow run_if(struct up_vm_frame *frame, uint8_t op)
{
	bool holds = up_vm_pop(frame) != 0;
	enum up_vm_flow flow = run_block(frame, op);
	const uint8_t *before;

	if (flow != UP_VM_NEXT || holds)
		return flow;
	flow = skip(frame, 1, true);
	before = frame->next - 1;
	/* Without an `else` the block is over. */
	if (flow == UP_VM_NEXT && *before != OP_ELSE)
		frame->vm->label_count--;
	return flow;
}

/* What comes next is for other ways: `else`, `catch`, `catch_all`. */
static enum up_vm_flow run_other(struct up_vm_frame *frame, uint8_t op)
{
	(void)op;
	if (frame->vm->label_count == frame->first_label)
		return up_vm_unexpected(frame);
	frame->vm->label_count--;
	return skip(frame, 1, false);
}

static enum up_vm_flow run_end(struct up_vm_frame *frame, uint8_t op)
{
	if (op == OP_DELEGATE)
		up_vm_u32(frame);
	if (frame->vm->label_count == frame->first_label)
		return UP_VM_RETURN;
	frame->vm->label_count--;
	return UP_VM_NEXT;
}

static enum up_vm_flow branch(struct up_vm_frame *frame, uint32_t depth)
{
	struct up_interpreter *vm = frame->vm;
	const struct up_interpreter_label *label;

	if (depth >= vm->label_count - frame->first_label)
		return UP_VM_RETURN;
	vm->label_count -= depth;
	label = &vm->labels[vm->label_count - 1];
	up_vm_lower(frame, label->height, label->arity);
	if (label->again) {
		frame->next = label->again;
		return UP_VM_NEXT;
	}
	vm->label_count--;
	return skip(frame, depth + 1, false);
}

static enum up_vm_flow run_br(struct up_vm_frame *frame, uint8_t op)
{
	uint32_t depth = up_vm_u32(frame);

	if (op == OP_BR_IF && up_vm_pop(frame) == 0)
		return UP_VM_NEXT;
	return branch(frame, depth);
}

static enum up_vm_flow run_br_table(struct up_vm_frame *frame, uint8_t op)
{
	uint32_t count = up_vm_u32(frame), depth = 0;
	uint64_t index = up_vm_pop(frame);

	(void)op;
	/* The default is the last one. */
	for (uint64_t i = 0; i <= count; i++) {
		uint32_t label = up_vm_u32(frame);

		if (i <= index)
			depth = label;
	}
	return branch(frame, depth);
}

static enum up_vm_flow run_return(struct up_vm_frame *frame, uint8_t op)
{
	(void)frame, (void)op;
	return UP_VM_RETURN;
}

static enum up_vm_flow run_nop(struct up_vm_frame *frame, uint8_t op)
{
	(void)frame, (void)op;
	return UP_VM_NEXT;
}

static enum up_vm_flow run_unreachable(struct up_vm_frame *frame, uint8_t op)
{
	(void)op;
	return up_vm_fail(frame->vm, "it ends in a trap");
}

static up_vm_run *const instructions[256] = {
	[0x00] = run_unreachable,
	[0x01] = run_nop,
	[OP_BLOCK] = run_block,
	[OP_LOOP] = run_block,
	[OP_IF] = run_if,
	[OP_ELSE] = run_other,
	[OP_TRY] = run_block,
	[0x07] = run_other, /* catch */
	[OP_END] = run_end,
	[0x0c] = run_br,
	[OP_BR_IF] = run_br,
	[OP_BR_TABLE] = run_br_table,
	[0x0f] = run_return,
	[OP_DELEGATE] = run_end,
	[0x19] = run_other, /* catch_all */
	[OP_TRY_TABLE] = run_block,
};

up_vm_run *up_vm_control(uint8_t op)
{
	return instructions[op];
}
