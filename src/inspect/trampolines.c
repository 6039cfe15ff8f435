/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/trampolines.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "util/mem.h"
#include "wasm/cursor.h"
#include "wasm/raw_name.h"

/* ---- the tool's own functions ---- */

bool up_trampoline_protocol(const struct up_model *model, uint32_t import,
			    struct up_raw_name *ret_name)
{
	static const char prefix[] = UP_ABI_PREFIX;
	const struct up_raw_import *raw = &model->contents.imports[import];
	struct up_raw_name name = raw->name;

	if (!model->rewritten.is || raw->kind != UP_RAW_FUNC)
		return false;
	if (!up_raw_name_is(raw->module, UP_ABI_MODULE)) {
		/* As passes/late_imports.c has it; the others are numbered. */
		if (!up_raw_name_begins(name, prefix) ||
		    up_raw_name_begins(name, UP_ABI_PREFIX "import_"))
			return false;
		name.text += sizeof(prefix) - 1;
		name.size -= sizeof(prefix) - 1;
	}
	*ret_name = name;
	return true;
}

/* Whether the function is an import of the protocol. */
static bool is_host(const struct up_model *model, uint32_t function)
{
	struct up_raw_name name;

	return function < model->contents.imported_functions &&
	       up_trampoline_protocol(model, model->import_of[function], &name);
}

/* Whether the function is an import by which a module is left. */
static bool is_way_out(const struct up_model *model, uint32_t function)
{
	static const char *const ways[] = {
		UP_ABI_TERMINATED,
		UP_ABI_RAISE,
		UP_ABI_UNWIND,
	};
	struct up_raw_name name;

	if (function >= model->contents.imported_functions ||
	    !up_trampoline_protocol(model, model->import_of[function], &name))
		return false;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (up_raw_name_is(name, ways[i]))
			return true;
	return false;
}

bool up_trampoline_named(const struct up_model *model, uint32_t function)
{
	return model->rewritten.is && model->contents.function_names &&
	       up_raw_name_begins(model->contents.function_names[function],
				  UP_NAME_PREFIX);
}

/* Whether JavaScript or a table may enter it: then it may have got an exit into it. */
static bool is_entered(const struct up_model *model, uint32_t function)
{
	return model->survey.referenced[function] ||
	       model->export_of[function] != UP_NO_INDEX;
}

/* Trampolines for entries of tables: they leave by exits, and nobody else does. */
static void add_enters(const struct up_model *model, bool *exits)
{
	const struct up_contents *contents = &model->contents;
	const struct up_survey *survey = &model->survey;
	bool *direct = up_alloc((size_t)contents->function_count + 1);

	memcpy(direct, exits, contents->function_count);
	for (uint32_t f = contents->imported_functions;
	     f < contents->function_count; f++)
		for (size_t i = survey->first_call[f];
		     i < survey->first_call[f + 1] && !is_entered(model, f);
		     i++)
			exits[f] |= direct[survey->calls[i]];
	free(direct);
}

bool *up_trampoline_exits(const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	const struct up_survey *survey = &model->survey;
	bool *exits;

	if (!model->rewritten.is)
		return NULL;
	exits = up_alloc((size_t)contents->function_count + 1);
	for (uint32_t f = contents->imported_functions;
	     f < contents->function_count; f++) {
		if (is_entered(model, f))
			continue;
		for (size_t i = survey->first_call[f];
		     i < survey->first_call[f + 1]; i++)
			exits[f] |= is_way_out(model, survey->calls[i]);
	}
	add_enters(model, exits);
	return exits;
}

/* The one function that is called and is not the tool's, or UP_NO_INDEX. */
static uint32_t only_call(const struct up_model *model, const bool *exits,
			  uint32_t function)
{
	const struct up_survey *survey = &model->survey;
	uint32_t found = UP_NO_INDEX;

	for (size_t i = survey->first_call[function];
	     i < survey->first_call[function + 1]; i++) {
		uint32_t call = survey->calls[i];

		if (is_host(model, call) || exits[call])
			continue;
		if (found != UP_NO_INDEX)
			return UP_NO_INDEX;
		found = call;
	}
	return found;
}

/* ---- the shape of a trampoline ---- */

enum {
	LOCAL_GET = 0x20,
	CALL = 0x10,
	REF = 0x64, /* the greater code of a type with an index behind it */
	REF_NULL = 0x63,
	CATCH_REF = 1, /* clauses up to this one have a tag */
};

/* The instructions that trampolines are made of, and what follows each. */
static const char *const immediates[0x48] = {
	[0x00] = "", /* unreachable */
	[0x02] = "t", /* block */
	[0x04] = "t", /* if */
	[0x06] = "t", /* try */
	[0x07] = "u", /* catch */
	[0x09] = "u", /* rethrow */
	[0x0a] = "", /* throw_ref */
	[0x0b] = "", /* end */
	[0x0c] = "u", /* br */
	[0x0f] = "", /* return */
	[CALL] = "u",
	[0x19] = "", /* catch_all */
	[0x1f] = "tc", /* try_table */
	[LOCAL_GET] = "u",
	[0x21] = "u", /* local.set */
	[0x22] = "u", /* local.tee */
	[0x23] = "u", /* global.get */
	[0x24] = "u", /* global.set */
	[0x41] = "i", /* i32.const */
	[0x46] = "", /* i32.eq */
};

static int skip_clauses(struct up_cursor *cursor)
{
	uint32_t count, index;
	uint8_t code;

	if (up_cursor_count(cursor, "", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_byte(cursor, "", &code) < 0 ||
		    up_cursor_u32(cursor, "", &index) < 0)
			return -1;
		if (code <= CATCH_REF &&
		    up_cursor_u32(cursor, "", &index) < 0)
			return -1;
	}
	return 0;
}

/* Reads what is behind @code; sets *@ret_index to the last index in it. */
static int read_immediates(struct up_cursor *cursor, uint8_t code,
			   uint32_t *ret_index)
{
	const char *kinds = code < sizeof(immediates) / sizeof(immediates[0])
				    ? immediates[code]
				    : NULL;
	int64_t wide;
	int32_t number;

	if (!kinds)
		return -1;
	for (; *kinds != '\0'; kinds++) {
		int err = *kinds == 'u'	  ? up_cursor_u32(cursor, "", ret_index)
			  : *kinds == 'i' ? up_cursor_s32(cursor, "", &number)
			  : *kinds == 't' ? up_cursor_s33(cursor, "", &wide)
					  : skip_clauses(cursor);
		if (err < 0)
			return -1;
	}
	return 0;
}

static int skip_locals(struct up_cursor *cursor)
{
	uint32_t groups, count;
	int64_t heap;
	uint8_t type;

	if (up_cursor_count(cursor, "", &groups) < 0)
		return -1;
	while (groups-- > 0)
		if (up_cursor_u32(cursor, "", &count) < 0 ||
		    up_cursor_byte(cursor, "", &type) < 0 ||
		    ((type == REF || type == REF_NULL) &&
		     up_cursor_s33(cursor, "", &heap) < 0))
			return -1;
	return 0;
}

/*
 * Whether the body does nothing but what a trampoline does, and calls @target
 * once, with its own @params parameters.
 */
static bool only_forwards(struct up_cursor *cursor, uint32_t target,
			  uint32_t params)
{
	uint32_t calls = 0;
	uint32_t gets = 0; /* of the parameters, in their order, just now */

	if (skip_locals(cursor) < 0)
		return false;
	while (up_cursor_left(cursor) > 0) {
		uint32_t index = 0;
		uint8_t code;

		if (up_cursor_byte(cursor, "", &code) < 0 ||
		    read_immediates(cursor, code, &index) < 0)
			return false;
		if (code == CALL && index == target) {
			if (gets != params)
				return false;
			calls++;
		}
		if (code == LOCAL_GET)
			gets = index == gets ? gets + 1 : index == 0;
		else
			gets = 0;
	}
	return calls == 1;
}

static bool is_trampoline(const struct up_model *model, uint32_t function,
			  uint32_t target)
{
	const struct up_contents *contents = &model->contents;
	const struct up_raw_type *type = up_model_type(model, target);
	const uint8_t *bytes = model->raw.bytes;
	/* What it says of other functions is not for anybody. */
	struct up_report silent = {0};
	const struct up_raw_body *body;
	struct up_cursor cursor;

	if (function < contents->imported_functions ||
	    up_model_type(model, function)->canonical != type->canonical)
		return false;
	body = &contents->bodies[function - contents->imported_functions];
	cursor = (struct up_cursor){bytes + body->offset,
				    bytes + body->offset + body->size, bytes,
				    &silent};
	return only_forwards(&cursor, target, type->param_count);
}

/* A wrapper has the name that the import had, which has got another. */
static uint32_t unwrap(const struct up_model *model, const bool *exits,
		       uint32_t function)
{
	uint32_t inner = function < model->contents.imported_functions
				 ? UP_NO_INDEX
				 : only_call(model, exits, function);

	return inner < model->contents.imported_functions &&
			       up_trampoline_named(model, inner)
		       ? inner
		       : function;
}

uint32_t up_trampoline_target(const struct up_model *model, const bool *exits,
			      uint32_t function)
{
	uint32_t target = only_call(model, exits, function);

	if (target == UP_NO_INDEX || up_trampoline_named(model, target) ||
	    !is_trampoline(model, function, target))
		return UP_NO_INDEX;
	return unwrap(model, exits, target);
}

/* In a rewritten module nobody else calls what the program imports. */
static bool is_wrapper(const struct up_model *model, uint32_t function)
{
	const struct up_survey *survey = &model->survey;
	uint32_t type = up_model_type(model, function)->canonical;

	for (size_t i = survey->first_call[function];
	     i < survey->first_call[function + 1]; i++) {
		uint32_t call = survey->calls[i];

		/* Of another type: an optimizer has put the wrapper into it. */
		if (call < model->contents.imported_functions &&
		    !is_host(model, call) &&
		    up_model_type(model, call)->canonical == type)
			return true;
	}
	return false;
}

bool up_trampoline_made(const struct up_model *model, const bool *exits,
			uint32_t function)
{
	if (!model->rewritten.is)
		return false;
	return up_trampoline_named(model, function) || exits[function] ||
	       is_wrapper(model, function) ||
	       up_trampoline_target(model, exits, function) != UP_NO_INDEX;
}
