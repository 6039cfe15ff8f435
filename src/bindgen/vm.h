/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_VM_H
#define UP_BINDGEN_VM_H

/* What the parts of the interpreter have in common: interpret.c, vm_*.c. */

#include "bindgen/interpret.h"

enum {
	UP_VM_MOST_DEPTH = 1500, /* of calls and blocks together */
	UP_VM_MOST_VALUES = 1500, /* that wait to be used */
	UP_VM_FEW_LOCALS = 8, /* as nearly all functions have */
};

/* How an instruction ended. */
enum up_vm_flow {
	UP_VM_NEXT,
	UP_VM_RETURN,
	UP_VM_STOP, /* the marker was met */
	UP_VM_FAIL, /* the problem is set */
};

struct up_interpreter_global {
	uint32_t global;
	uint64_t value;
};

/* A block that is open, or a function. */
struct up_interpreter_label {
	const uint8_t *again; /* what a branch to a loop goes on with; or NULL */
	uint32_t arity; /* of what a branch carries */
	uint32_t height; /* of the values below */
};

struct up_vm_frame {
	struct up_interpreter *vm;
	uint32_t function;
	const uint8_t *next, *end;
	uint64_t *locals; /* @few, or owned */
	uint32_t local_count;
	uint32_t first_value, first_label; /* of this frame */
	uint64_t few[UP_VM_FEW_LOCALS];
};

/* Runs an instruction; its opcode has been read. */
typedef enum up_vm_flow up_vm_run(struct up_vm_frame *frame, uint8_t op);

/* What runs it, or NULL: of values, and of control flow without calls. */
up_vm_run *up_vm_value(uint8_t op);
up_vm_run *up_vm_control(uint8_t op);

/* ---- problems ---- */

enum up_vm_flow up_vm_fail(struct up_interpreter *vm, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
enum up_vm_flow up_vm_too_deep(struct up_interpreter *vm);
enum up_vm_flow up_vm_unexpected(struct up_vm_frame *frame);

/* Counts an instruction, and fails if there are too many. */
static inline enum up_vm_flow up_vm_step(struct up_interpreter *vm)
{
	if (vm->steps == vm->most_steps)
		return up_vm_fail(vm, "it does not come to an end");
	vm->steps++;
	return UP_VM_NEXT;
}

/* ---- what follows an opcode: well-formed, as has been checked ---- */

uint32_t up_vm_u32(struct up_vm_frame *frame);
uint8_t up_vm_byte(struct up_vm_frame *frame);

/* Goes on behind the instruction whose opcode was read; false: it is strange. */
bool up_vm_pass(struct up_vm_frame *frame);

/* ---- values: the bits of an i32, i64, f32 or f64; 0 for a reference ---- */

enum up_vm_flow up_vm_push(struct up_vm_frame *frame, uint64_t value);
uint64_t up_vm_pop(struct up_vm_frame *frame);

/* The last @count values go down to where there are @height others. */
void up_vm_lower(struct up_vm_frame *frame, uint32_t height, uint32_t count);

#endif
