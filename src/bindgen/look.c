/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/look.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/passes/harmless.h"
#include "util/mem.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

enum {
	/*
	 * Bodies that are larger have more expressions than are looked at for
	 * what they do (src/ir/throws.cc): most take two bytes or three.
	 */
	MOST_BYTES = 8000,
	/* The same, for what does nothing but throw. */
	MOST_THROWING = 1600,
	MOST_DEPTH = 500,
};

/* What is known of a function. */
enum {
	SEEN = 1 << 0,
	SPOILS = 1 << 1, /* where it returns, something was done */
	NAMED = 1 << 2, /* whether it is KNOWN is found out */
	KNOWN = 1 << 3, /* by its name */
};

struct state {
	bool reached, spoiled;
};

/* A block that is open. */
struct level {
	bool is_loop;
	struct state end; /* of branches that go behind it */
	struct state other; /* of an `if`: where its condition is false */
};

struct walk {
	struct up_look *look;
	const uint8_t *next, *end;
	struct state state, exit;
	struct level *levels; /* owned */
	size_t level_count;
};

static void merge(struct state *state, const struct state *other)
{
	if (!other->reached)
		return;
	state->spoiled = other->spoiled || (state->reached && state->spoiled);
	state->reached = true;
}

/* ---- calls ---- */

static bool has_known_name(const struct up_look *look, uint32_t function)
{
	const struct up_raw_name *raw;
	bool known;
	char *name;

	if (!look->contents->function_names)
		return false;
	raw = &look->contents->function_names[function];
	if (raw->size == 0)
		return false;
	name = up_alloc(raw->size + 1);
	memcpy(name, raw->text, raw->size);
	known = up_harmless_name(name) != UP_CALL_OTHER;
	free(name);
	return known;
}

static bool is_known(struct up_look *look, uint32_t function)
{
	uint8_t *known = &look->known[function];

	if ((*known & NAMED) == 0)
		*known |= has_known_name(look, function) ? NAMED | KNOWN
							 : NAMED;
	return (*known & KNOWN) != 0;
}

static size_t size_of(const struct up_look *look, uint32_t function)
{
	return look->contents
		->bodies[function - look->contents->imported_functions]
		.size;
}

/* What throws and does nothing else is known by its body, wherever it is called. */
static bool may_only_throw(const struct up_look *look, uint32_t function)
{
	return look->throwing[function] &&
	       size_of(look, function) <= MOST_THROWING;
}

/* Whether something may have been done, where it returns. */
static bool spoils(struct up_look *look, uint32_t function)
{
	bool known = is_known(look, function);

	/* It is followed on its way to the throw, be it known or large. */
	if (look->throwing[function] ||
	    (!known && size_of(look, function) <= MOST_BYTES))
		up_look_at(look, function);
	if (known)
		return false;
	return size_of(look, function) > MOST_BYTES ||
	       (look->known[function] & SPOILS) != 0;
}

static void call(struct walk *walk, uint32_t function)
{
	struct up_look *look = walk->look;

	if (!walk->state.reached ||
	    function < look->contents->imported_functions)
		return;
	if (!walk->state.spoiled)
		walk->state.spoiled = spoils(look, function);
	else if (may_only_throw(look, function))
		up_look_at(look, function);
}

/* ---- control flow ---- */

static uint32_t read_u32(struct walk *walk)
{
	uint32_t value = 0;

	up_leb128_u32(&walk->next, walk->end, &value);
	return value;
}

static void leave(struct walk *walk)
{
	merge(&walk->exit, &walk->state);
	walk->state.reached = false;
}

static void branch(struct walk *walk, uint32_t depth)
{
	if (depth >= walk->level_count)
		merge(&walk->exit, &walk->state);
	else
		merge(&walk->levels[walk->level_count - 1 - depth].end,
		      &walk->state);
}

static void open(struct walk *walk, bool is_loop, bool is_if)
{
	struct level *level;

	walk->levels = up_grow(walk->levels, &walk->level_count,
			       sizeof(*walk->levels));
	level = &walk->levels[walk->level_count - 1];
	level->is_loop = is_loop;
	if (is_if)
		level->other = walk->state;
}

static void turn(struct walk *walk)
{
	struct level *level;

	if (walk->level_count == 0)
		return;
	level = &walk->levels[walk->level_count - 1];
	merge(&level->end, &walk->state);
	walk->state = level->other;
	level->other.reached = false;
}

static void close(struct walk *walk)
{
	const struct level *level;

	if (walk->level_count == 0) {
		leave(walk);
		return;
	}
	level = &walk->levels[--walk->level_count];
	merge(&walk->state, &level->other);
	/* What goes round comes to what was looked at already. */
	if (!level->is_loop)
		merge(&walk->state, &level->end);
}

static void branch_table(struct walk *walk)
{
	for (uint64_t left = (uint64_t)read_u32(walk) + 1; left > 0; left--)
		branch(walk, read_u32(walk));
	walk->state.reached = false;
}

/* ---- a body ---- */

/* Whether a global may be the pointer of the shadow stack. */
static bool may_be_stack(const struct up_look *look, uint32_t index)
{
	static const char name[] = "__stack_pointer";
	const struct up_contents *contents = look->contents;

	return index == look->first_global ||
	       contents->globals[index].imported ||
	       (contents->global_names &&
		contents->global_names[index].size == sizeof(name) - 1 &&
		memcmp(contents->global_names[index].text, name,
		       sizeof(name) - 1) == 0);
}

enum {
	UNREACHABLE = 0x00,
	BLOCK = 0x02,
	LOOP = 0x03,
	IF = 0x04,
	ELSE = 0x05,
	END = 0x0b,
	BR = 0x0c,
	BR_IF = 0x0d,
	BR_TABLE = 0x0e,
	RETURN = 0x0f,
	CALL = 0x10,
	CALL_INDIRECT = 0x11,
	RETURN_CALL = 0x12,
	RETURN_CALL_INDIRECT = 0x13,
	GLOBAL_SET = 0x24,
	TABLE_SET = 0x26,
	MEMORY_GROW = 0x40,
};

/* Returns whether it was that. */
static bool do_control(struct walk *walk, uint8_t op)
{
	switch (op) {
	case UNREACHABLE:
		walk->state.reached = false;
		return true;
	case BLOCK:
	case LOOP:
	case IF:
		open(walk, op == LOOP, op == IF);
		return true;
	case ELSE:
		turn(walk);
		return true;
	case END:
		close(walk);
		return true;
	case BR:
		branch(walk, read_u32(walk));
		walk->state.reached = false;
		return true;
	case BR_IF:
		branch(walk, read_u32(walk));
		return true;
	case BR_TABLE:
		branch_table(walk);
		return true;
	case RETURN:
		leave(walk);
		return true;
	default:
		return false;
	}
}

static void do_deed(struct walk *walk, uint8_t op)
{
	switch (op) {
	case CALL:
		call(walk, read_u32(walk));
		break;
	case RETURN_CALL:
		call(walk, read_u32(walk));
		leave(walk);
		break;
	case RETURN_CALL_INDIRECT:
		walk->state.spoiled = true;
		leave(walk);
		break;
	case GLOBAL_SET:
		if (!may_be_stack(walk->look, read_u32(walk)))
			walk->state.spoiled = true;
		break;
	case CALL_INDIRECT:
	case TABLE_SET:
	case MEMORY_GROW:
		walk->state.spoiled = true;
		break;
	default:
		break;
	}
}

/* Behind the declarations of locals. */
static void skip_locals(struct walk *walk)
{
	for (uint32_t left = read_u32(walk); left > 0; left--) {
		read_u32(walk);
		walk->next++;
	}
}

static void walk_body(struct walk *walk)
{
	skip_locals(walk);
	while (walk->next < walk->end) {
		const uint8_t *at = walk->next++;
		const uint8_t *behind = up_body_skip(at, walk->end);

		if (!behind)
			return;
		if (!do_control(walk, *at))
			do_deed(walk, *at);
		walk->next = behind;
	}
}

/* ---- the look ---- */

void up_look_init(struct up_look *look, const struct up_contents *contents,
		  const bool *throwing)
{
	*look = (struct up_look){
		.contents = contents,
		.throwing = throwing,
		.first_global = up_contents_first_mutable_i32(contents),
		.known = up_alloc(contents->function_count + 1),
	};
}

void up_look_finish(struct up_look *look)
{
	free(look->known);
}

void up_look_at(struct up_look *look, uint32_t function)
{
	const struct up_contents *contents = look->contents;
	struct walk walk = {
		.look = look,
		.state.reached = true,
	};
	const struct up_raw_body *body =
		&contents->bodies[function - contents->imported_functions];

	if ((look->known[function] & SEEN) != 0 || look->depth == MOST_DEPTH)
		return;
	look->known[function] |= SEEN;
	look->depth++;
	walk.next = contents->raw->bytes + body->offset;
	walk.end = walk.next + body->size;
	walk_body(&walk);
	look->depth--;
	if (!walk.exit.reached || walk.exit.spoiled)
		look->known[function] |= SPOILS;
	free(walk.levels);
}

void up_look_at_call(struct up_look *look, uint32_t function)
{
	spoils(look, function);
}

bool up_look_seen(const struct up_look *look, uint32_t function)
{
	return (look->known[function] & SEEN) != 0;
}
