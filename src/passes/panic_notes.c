/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: tells the glue of Rust's panics while their text and place can still
 * be had: at the entry of std's panic hook, and again where the exception is
 * thrown, so that a text is known by its exception. Tells it of allocations
 * that failed for good.
 * For: modules in which these functions are known by name.
 * Relies on: state; runs before any other code is added.
 *
 * A panic that is never formatted costs nothing more: where std has no use for
 * the text of a panic=abort build, this is what formats it.
 */

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "ir/build.h"
#include "passes/pass.h"

#define NOTE_PANIC UP_NAME_PREFIX "note_panic"
#define NOTE_THROW UP_NAME_PREFIX "note_throw"
#define READABLE UP_NAME_PREFIX "readable"
#define NOTING UP_NAME_PREFIX "noting"

/* The frame of note_panic: room for the two words that a vtable slot returns. */
#define FRAME 16

/* The vtable of `dyn Any`: drop, size, align, type_id. */
#define VTABLE_SIZE 4
#define VTABLE_ALIGN 8
#define STRING_SIZE 12 /* capacity, pointer, length */
#define STR_SIZE 8 /* pointer, length */
#define WORD_ALIGN 4

/* No structure that is looked at reaches further than this. */
#define SPAN 63

enum {
	PAYLOAD,
	VTABLE,
	LOCATION,
	PARAMS,
	STACK = PARAMS,
	DATA, /* of the payload as `dyn Any` */
	TYPE,
	TEXT,
	LENGTH,
	FILE_NAME,
	FILE_LENGTH,
	LINE,
	COLUMN,
	LOCALS_END,
};

struct builder {
	const struct up_pass_context *context;
	BinaryenModuleRef m;
	const char *memory;
};

static BinaryenExpressionRef word(const struct builder *b, BinaryenIndex base,
				  uint32_t offset)
{
	return up_load(b->m, b->memory, up_get_i32(b->m, base), offset);
}

static BinaryenExpressionRef set(const struct builder *b, BinaryenIndex local,
				 BinaryenExpressionRef value)
{
	return BinaryenLocalSet(b->m, local, value);
}

/* Whether the page that holds [local 0 + offset] is there. */
static BinaryenExpressionRef page_is_there(const struct builder *b,
					   int32_t offset)
{
	BinaryenExpressionRef at = up_get_i32(b->m, 0);

	if (offset)
		at = up_binary(b->m, BinaryenAddInt32(), at,
			       up_i32(b->m, offset));
	return up_binary(b->m, BinaryenLtUInt32(),
			 up_binary(b->m, BinaryenShrUInt32(), at,
				   up_i32(b->m, 16)),
			 BinaryenMemorySize(b->m, b->memory, false));
}

/* Adds readable(address): whether a structure there can be looked at. */
static void add_readable(const struct builder *b)
{
	BinaryenType i32 = BinaryenTypeInt32();

	BinaryenAddFunction(b->m, READABLE, i32, i32, NULL, 0,
			    up_binary(b->m, BinaryenAndInt32(),
				      page_is_there(b, 0),
				      page_is_there(b, SPAN)));
}

static BinaryenExpressionRef is_readable(const struct builder *b,
					 BinaryenIndex address)
{
	BinaryenExpressionRef at = up_get_i32(b->m, address);

	return up_call(b->m, READABLE, &at, 1, BinaryenTypeInt32());
}

/* note_panic(text, length, file, file_length, line, column) */
static BinaryenExpressionRef tell(const struct builder *b)
{
	BinaryenExpressionRef args[] = {
		up_get_i32(b->m, TEXT),	    up_get_i32(b->m, LENGTH),
		up_get_i32(b->m, FILE_NAME), up_get_i32(b->m, FILE_LENGTH),
		up_get_i32(b->m, LINE),	    up_get_i32(b->m, COLUMN),
	};

	return up_call(b->m, up_host(b->context, UP_ABI_NOTE_PANIC), args,
		       UP_COUNT(args), BinaryenTypeNone());
}

/* The words of the Location; they stay 0 if it cannot be read. */
static BinaryenExpressionRef read_location(const struct builder *b)
{
	BinaryenExpressionRef items[] = {
		set(b, FILE_NAME, word(b, LOCATION, 0)),
		set(b, FILE_LENGTH, word(b, LOCATION, 4)),
		set(b, LINE, word(b, LOCATION, 8)),
		set(b, COLUMN, word(b, LOCATION, 12)),
	};

	return BinaryenIf(b->m, is_readable(b, LOCATION),
			  up_block(b->m, items, UP_COUNT(items)), NULL);
}

/* Calls a slot of the payload's vtable; its two words go to the frame. */
static BinaryenExpressionRef call_slot(const struct builder *b, uint32_t slot)
{
	BinaryenModuleRef m = b->m;
	BinaryenType words[] = {BinaryenTypeInt32(), BinaryenTypeInt32()};
	BinaryenExpressionRef args[] = {
		up_global_i32(m, b->context->facts->stack_pointer),
		up_get_i32(m, PAYLOAD),
	};

	return BinaryenCallIndirect(
		m, b->context->facts->panic.table, word(b, VTABLE, slot), args,
		2, BinaryenTypeCreate(words, 2), BinaryenTypeNone());
}

/* The word of the frame that a slot has left. */
static BinaryenExpressionRef frame_word(const struct builder *b, uint32_t offset)
{
	return up_load(b->m, b->memory,
		       up_global_i32(b->m, b->context->facts->stack_pointer),
		       offset);
}

/* TEXT, LENGTH = as_str(payload) */
static BinaryenExpressionRef read_str(const struct builder *b)
{
	BinaryenExpressionRef items[] = {
		call_slot(b, b->context->facts->panic.as_str),
		set(b, TEXT, frame_word(b, 0)),
		set(b, LENGTH, frame_word(b, 4)),
	};

	return up_block(b->m, items, UP_COUNT(items));
}

/* TEXT, LENGTH = two words of the payload, if it is of this size. */
static BinaryenExpressionRef read_words(const struct builder *b, int32_t size,
					uint32_t text_offset)
{
	BinaryenExpressionRef items[] = {
		set(b, TEXT, word(b, DATA, text_offset)),
		set(b, LENGTH, word(b, DATA, text_offset + 4)),
	};

	return BinaryenIf(b->m,
			  up_binary(b->m, BinaryenEqInt32(),
				    word(b, TYPE, VTABLE_SIZE),
				    up_i32(b->m, size)),
			  up_block(b->m, items, UP_COUNT(items)), NULL);
}

/* DATA, TYPE = get(payload); the text in it if it is a String or a &str. */
static BinaryenExpressionRef read_any(const struct builder *b)
{
	BinaryenModuleRef m = b->m;
	BinaryenExpressionRef aligned = up_binary(m, BinaryenEqInt32(),
						  word(b, TYPE, VTABLE_ALIGN),
						  up_i32(m, WORD_ALIGN));
	BinaryenExpressionRef reads[] = {
		read_words(b, STRING_SIZE, 4),
		read_words(b, STR_SIZE, 0),
	};
	BinaryenExpressionRef readable = up_binary(m, BinaryenAndInt32(),
						   is_readable(b, DATA),
						   is_readable(b, TYPE));
	BinaryenExpressionRef items[] = {
		call_slot(b, b->context->facts->panic.get),
		set(b, DATA, frame_word(b, 0)),
		set(b, TYPE, frame_word(b, 4)),
		BinaryenIf(m, readable,
			   BinaryenIf(m, aligned, up_block(m, reads, 2), NULL),
			   NULL),
	};

	return up_block(m, items, UP_COUNT(items));
}

/* Ends the reading of text, whichever way: the frame is given back. */
static BinaryenExpressionRef stop_reading(const struct builder *b)
{
	BinaryenExpressionRef items[] = {
		BinaryenGlobalSet(b->m, b->context->facts->stack_pointer,
				  up_get_i32(b->m, STACK)),
		BinaryenGlobalSet(b->m, NOTING, up_i32(b->m, 0)),
	};

	return up_block(b->m, items, UP_COUNT(items));
}

/* A panic in the formatting is std's to see, when it formats by itself. */
static BinaryenExpressionRef guarded(const struct builder *b,
				     BinaryenExpressionRef reading)
{
	BinaryenExpressionRef handler[] = {
		stop_reading(b),
		BinaryenReturn(b->m, NULL),
	};
	struct up_ir_catch anything = {
		.handler = up_block(b->m, handler, UP_COUNT(handler)),
	};

	if (!up_builds_trys(b->context->facts))
		return reading;
	return up_ir_guard(b->m, b->context->facts->eh.out, reading, &anything,
			   1, 0);
}

static BinaryenExpressionRef read_text(const struct builder *b)
{
	BinaryenModuleRef m = b->m;
	const struct up_panic_facts *panic = &b->context->facts->panic;
	const char *stack = b->context->facts->stack_pointer;
	BinaryenExpressionRef reads[2];
	size_t count = 0;

	if (panic->as_str)
		reads[count++] = read_str(b);
	if (panic->get)
		reads[count++] = BinaryenIf(m,
					    BinaryenUnary(m, BinaryenEqZInt32(),
							  up_get_i32(m, TEXT)),
					    read_any(b), NULL);
	BinaryenExpressionRef items[] = {
		BinaryenGlobalSet(m, NOTING, up_i32(m, 1)),
		set(b, STACK, up_global_i32(m, stack)),
		BinaryenGlobalSet(m, stack,
				  up_binary(m, BinaryenSubInt32(),
					    up_get_i32(m, STACK),
					    up_i32(m, FRAME))),
		guarded(b, up_block(m, reads, count)),
		stop_reading(b),
		BinaryenIf(m, up_get_i32(m, TEXT), tell(b), NULL),
	};

	return up_block(m, items, UP_COUNT(items));
}

static void add_note_panic(const struct builder *b)
{
	BinaryenModuleRef m = b->m;
	const struct up_facts *facts = b->context->facts;
	bool has_text = (facts->panic.as_str || facts->panic.get) &&
			facts->panic.table;
	BinaryenType types[LOCALS_END];
	/*
	 * Formatting may panic in its turn; that panic has nothing to say that
	 * would not be said of the first.
	 */
	BinaryenExpressionRef items[] = {
		BinaryenIf(m, up_global_i32(m, NOTING), BinaryenReturn(m, NULL),
			   NULL),
		read_location(b),
		tell(b),
		has_text ? BinaryenIf(m, is_readable(b, VTABLE), read_text(b),
				      NULL)
			 : BinaryenNop(m),
	};

	for (size_t i = 0; i < LOCALS_END; i++)
		types[i] = BinaryenTypeInt32();
	BinaryenAddGlobal(m, NOTING, BinaryenTypeInt32(), true, up_i32(m, 0));
	BinaryenAddFunction(m, NOTE_PANIC, BinaryenTypeCreate(types, PARAMS),
			    BinaryenTypeNone(), types, LOCALS_END - PARAMS,
			    up_block(m, items, UP_COUNT(items)));
}

static void prepend(BinaryenModuleRef m, BinaryenFunctionRef function,
		    BinaryenExpressionRef first)
{
	BinaryenExpressionRef items[] = {first,
					 BinaryenFunctionGetBody(function)};

	BinaryenFunctionSetBody(function, up_block(m, items, UP_COUNT(items)));
}

static void note_at_hook(const struct builder *b)
{
	const struct up_panic_facts *panic = &b->context->facts->panic;
	BinaryenExpressionRef args[] = {
		up_get_i32(b->m, 0),
		up_get_i32(b->m, 1),
		up_get_i32(b->m, panic->location),
	};

	add_readable(b);
	add_note_panic(b);
	prepend(b->m, panic->hook,
		up_call(b->m, NOTE_PANIC, args, 3, BinaryenTypeNone()));
}

/* `throw tag (p)` becomes `throw tag (note_throw(p))`. */
static void note_throw(BinaryenExpressionRef *slot, void *data)
{
	const struct builder *b = data;
	BinaryenExpressionRef e = *slot;

	if (BinaryenExpressionGetId(e) != BinaryenThrowId() ||
	    strcmp(BinaryenThrowGetTag(e), b->context->facts->panic_tag) != 0)
		return;
	BinaryenExpressionRef exception = BinaryenThrowGetOperandAt(e, 0);
	BinaryenThrowSetOperandAt(
		e, 0,
		up_call(b->m, NOTE_THROW, &exception, 1, BinaryenTypeInt32()));
}

static void note_at_throws(struct builder *b)
{
	const struct up_facts *facts = b->context->facts;
	BinaryenType i32 = BinaryenTypeInt32();
	BinaryenExpressionRef exception = up_get_i32(b->m, 0);
	BinaryenExpressionRef body[] = {
		up_call(b->m, up_host(b->context, UP_ABI_NOTE_THROW),
			&exception, 1, BinaryenTypeNone()),
		up_get_i32(b->m, 0),
	};

	for (size_t i = 0; i < facts->code.throwers.count; i++)
		up_ir_walk(facts->code.throwers.items[i], note_throw, b);
	BinaryenAddFunction(b->m, NOTE_THROW, i32, i32, NULL, 0,
			    up_block(b->m, body, UP_COUNT(body)));
}

void up_pass_panic_notes(const struct up_pass_context *context)
{
	const struct up_facts *facts = context->facts;
	BinaryenModuleRef m = context->module;
	struct builder b = {context, m, facts->memory};

	if (facts->panic.hook)
		note_at_hook(&b);
	if (facts->panic.hook && facts->panic_tag)
		note_at_throws(&b);
	for (size_t i = 0; i < facts->landmark_count; i++)
		if (facts->landmarks[i].role == UP_ROLE_OUT_OF_MEMORY)
			prepend(m, facts->landmarks[i].function,
				up_call(m, up_host(context, UP_ABI_NOTE_OOM),
					NULL, 0, BinaryenTypeNone()));
}
