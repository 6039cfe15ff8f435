/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/trampoline_size.h"

#include "inspect/model.h"

enum {
	ONE = 1, /* an opcode, or any other byte */
	CONST = 2, /* i32.const of a small number */
	BLOCK = 2, /* block, if, try: its type is one byte */
	END = 1,
};

/* One trampoline. */
struct frame {
	const struct up_shape *shape;
	uint32_t local; /* how many bytes the index of a local takes */
	/* Its locals of each type, but parameters. */
	uint32_t locals[UINT8_MAX + 1];
};

uint32_t up_leb_size(uint32_t value)
{
	uint32_t size = 1;

	while (value >>= 7)
		size++;
	return size;
}

uint32_t up_signed_leb_size(uint32_t value)
{
	uint32_t size = 1;

	for (value >>= 6; value != 0; value >>= 7)
		size++;
	return size;
}

/* ---- the pieces of a trampoline ---- */

static uint32_t global(uint32_t index)
{
	return ONE + index;
}

static uint32_t local(const struct frame *frame)
{
	return ONE + frame->local;
}

static uint32_t call(const struct frame *frame)
{
	return ONE + frame->shape->function;
}

static uint32_t set_running(const struct frame *frame)
{
	return CONST + global(frame->shape->running);
}

/* But for the number of the export. */
static uint32_t enter(const struct frame *frame)
{
	return global(frame->shape->running) + BLOCK +
	       (frame->shape->glue ? ONE : 0) + call(frame) + END +
	       set_running(frame);
}

/* up_unwound() */
static uint32_t unwound(const struct frame *frame)
{
	return frame->shape->stack ? local(frame) + global(frame->shape->stack)
				   : 0;
}

/* leave_by() of host_ways.c, behind what has taken the exception */
static uint32_t leave(const struct frame *frame)
{
	return unwound(frame) + local(frame) + CONST + call(frame) + ONE;
}

/* let_out() of standalone_ways.c */
static uint32_t let_out(const struct frame *frame)
{
	uint32_t size = unwound(frame) + set_running(frame);

	if (frame->shape->thrown)
		size += local(frame) + global(frame->shape->thrown);
	return size;
}

/* ---- a try, and its clauses ---- */

/* What a clause has besides its handler, by dialect. */
struct clause {
	uint32_t tag; /* bytes of its index; 0: it takes all */
	bool rethrow;
	uint32_t handler;
};

static uint32_t legacy_size(const struct frame *frame,
			    const struct clause *clause)
{
	uint32_t size = ONE + clause->handler;

	if (clause->tag)
		size += clause->tag + local(frame);
	return size + (clause->rethrow ? ONE + ONE : 0);
}

/* Its block, its part of the try_table, and behind the block. */
static uint32_t exnref_size(const struct frame *frame,
			    const struct clause *clause)
{
	uint32_t size = BLOCK + END + ONE + clause->tag + ONE +
			local(frame) + clause->handler;

	if (!clause->rethrow)
		return size;
	/* With a tag it is two values: one more to take, the other put in place. */
	if (clause->tag)
		size += 3 * local(frame);
	return size + local(frame) + ONE;
}

static uint32_t guard_size(const struct frame *frame,
			   const struct clause *clauses, size_t count)
{
	bool exnref = frame->shape->eh.out == UP_EH_EXNREF;
	/* block, try_table with its count, end, br, end; try, end */
	uint32_t size = exnref ? BLOCK + BLOCK + ONE + END + BLOCK + END
			       : BLOCK + END;

	for (size_t i = 0; i < count; i++)
		size += exnref ? exnref_size(frame, &clauses[i])
			       : legacy_size(frame, &clauses[i]);
	return count > 0 ? size : 0;
}

/* guard() of host_ways.c */
static uint32_t host_guard(struct frame *frame, bool aborts,
			   uint32_t *ret_catches)
{
	const struct up_shape *shape = frame->shape;
	struct clause clauses[3];
	size_t count = 0;

	if (shape->panic_tag) {
		clauses[count++] = (struct clause){.tag = shape->panic_tag,
						   .handler = leave(frame)};
		frame->locals[UP_VT_I32]++;
		*ret_catches |= UP_CATCHES_PANIC;
	}
	if (shape->unwind_tag) {
		clauses[count++] = (struct clause){.tag = shape->unwind_tag,
						   .handler = leave(frame)};
		frame->locals[UP_VT_EXTERNREF]++;
		*ret_catches |= UP_CATCHES_UNWIND;
	}
	if (shape->eh.trusts && !aborts) {
		clauses[count++] = (struct clause){
			.rethrow = true,
			.handler = unwound(frame) + set_running(frame) +
				   call(frame),
		};
		*ret_catches |= UP_CATCHES_ALL;
	}
	if (shape->eh.trusts && shape->eh.out == UP_EH_EXNREF)
		frame->locals[UP_VT_EXNREF]++;
	return guard_size(frame, clauses, count);
}

/* guard() of standalone_ways.c */
static uint32_t standalone_guard(struct frame *frame, bool aborts,
				 uint32_t *ret_catches)
{
	const struct up_shape *shape = frame->shape;
	bool exnref = shape->eh.out == UP_EH_EXNREF;
	struct clause clauses[2];
	uint32_t all, size = 0;
	size_t count = 0;

	if (aborts || !shape->eh.unwinds)
		return 0;
	frame->locals[UP_VT_EXNREF] += exnref;
	if (shape->thrown && shape->panic_tag) {
		clauses[count++] = (struct clause){.tag = shape->panic_tag,
						   .rethrow = true,
						   .handler = let_out(frame)};
		frame->locals[UP_VT_I32] += exnref ? 2 : 1;
		frame->locals[UP_VT_EXNREF] += exnref;
		*ret_catches |= UP_CATCHES_PANIC;
	}
	all = let_out(frame);
	if (shape->thrown) {
		all += global(shape->thrown) + BLOCK + END;
		frame->locals[UP_VT_I32]++;
		/* with_note() */
		size = global(shape->thrown) + local(frame) + CONST +
		       global(shape->thrown) + local(frame) +
		       global(shape->thrown);
	}
	clauses[count++] = (struct clause){.rethrow = true, .handler = all};
	*ret_catches |= UP_CATCHES_ALL;
	return size + guard_size(frame, clauses, count);
}

/* What is declared of locals; those of a type are declared together. */
static uint32_t locals_size(const struct frame *frame)
{
	uint32_t size = 0, groups = 0;

	for (size_t i = 0; i <= UINT8_MAX; i++) {
		if (frame->locals[i] == 0)
			continue;
		groups++;
		size += up_leb_size(frame->locals[i]) + ONE;
		/* And which type it refers to. */
		if (i == UP_VT_REF || i == UP_VT_REF_NULL)
			size += ONE;
	}
	return up_leb_size(groups) + size;
}

static void begin_locals(struct frame *frame, const struct up_raw_type *type)
{
	for (uint32_t i = 0; i < type->result_count; i++)
		frame->locals[type->results[i].code]++;
	/* A few more come; a byte less is a byte less. */
	frame->local = up_leb_size(type->param_count + type->result_count);
}

uint32_t up_trampoline_size(const struct up_shape *shape,
			    const struct up_raw_type *type, bool aborts,
			    uint32_t *ret_catches)
{
	struct frame frame = {.shape = shape};
	uint32_t size;

	begin_locals(&frame, type);
	size = enter(&frame) + call(&frame) + set_running(&frame) + END;
	for (uint32_t i = 0; i < type->param_count; i++)
		size += ONE + up_leb_size(i);
	/* Results are set, and got. */
	for (uint32_t i = 0; i < type->result_count; i++)
		size += 2 * (ONE + up_leb_size(type->param_count + i));
	if (shape->eh.out != UP_EH_NONE) {
		if (shape->stack) {
			size += global(shape->stack) + local(&frame);
			frame.locals[UP_VT_I32]++;
		}
		size += shape->glue ? host_guard(&frame, aborts, ret_catches)
				    : standalone_guard(&frame, aborts,
						       ret_catches);
	}
	return size + locals_size(&frame);
}

/* give_back() of trampoline.c */
uint32_t up_trampoline_release_size(const struct up_shape *shape,
				    const struct up_raw_type *type,
				    bool positive)
{
	uint32_t size = global(shape->running) + CONST + ONE + BLOCK + ONE +
			END;

	/* and local 0 > 0 */
	if (positive)
		size += ONE + ONE + CONST + ONE + ONE;
	return size + (type->result_count > 0 ? CONST : 0);
}

/* up_note_initialized(); its globals come behind `running`. */
uint32_t up_trampoline_note_size(const struct up_shape *shape,
				 bool keeps_tables)
{
	uint32_t size = 5 * global(shape->running) + ONE + BLOCK + CONST + ONE +
			END;

	return size + (keeps_tables ? ONE + shape->function : 0);
}
