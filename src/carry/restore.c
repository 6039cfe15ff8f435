/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Puts the bodies back into what Binaryen has written. */

#include <stdlib.h>
#include <string.h>

#include "carry/carry.h"
#include "carry/names.h"
#include "diag/diag.h"
#include "diag/progress.h"
#include "ir/ir.h"
#include "ir/mentions.h"
#include "ir/state.h"
#include "util/mem.h"
#include "wasm/foreign.h"
#include "wasm/leb128.h"
#include "wasm/recode.h"

enum { SECTION_CUSTOM = 0, SECTION_TYPE = 1, SECTION_CODE = 10 };

/* ---- what things are called ---- */

/* One thing of the module. Binaryen's names are interned: equal ones are one. */
struct thing {
	const char *name;
	bool imported;
};

static bool is_text(const char *text)
{
	return text && *text;
}

static uint32_t count_of(BinaryenModuleRef module, enum up_raw_kind kind)
{
	switch (kind) {
	case UP_RAW_FUNC:
		return BinaryenGetNumFunctions(module);
	case UP_RAW_TABLE:
		return up_ir_table_count(module);
	case UP_RAW_MEMORY:
		return up_ir_memory_count(module);
	case UP_RAW_GLOBAL:
		return BinaryenGetNumGlobals(module);
	case UP_RAW_TAG:
		return up_ir_tag_count(module);
	}
	return 0;
}

static struct thing function_at(BinaryenModuleRef module, uint32_t index)
{
	BinaryenFunctionRef function = BinaryenGetFunctionByIndex(module, index);

	return (struct thing){BinaryenFunctionGetName(function),
			      !BinaryenFunctionGetBody(function)};
}

static struct thing thing_at(BinaryenModuleRef module, enum up_raw_kind kind,
			     uint32_t index)
{
	struct up_ir_memory memory;
	struct up_ir_table table;
	BinaryenGlobalRef global;
	BinaryenTagRef tag;

	switch (kind) {
	case UP_RAW_FUNC:
		return function_at(module, index);
	case UP_RAW_TABLE:
		table = up_ir_table_at(module, index);
		return (struct thing){table.name, table.imported};
	case UP_RAW_MEMORY:
		memory = up_ir_memory_at(module, index);
		return (struct thing){memory.name, memory.imported};
	case UP_RAW_GLOBAL:
		global = BinaryenGetGlobalByIndex(module, index);
		return (struct thing){
			BinaryenGlobalGetName(global),
			is_text(BinaryenGlobalImportGetModule(global))};
	case UP_RAW_TAG:
		tag = up_ir_tag_at(module, index);
		return (struct thing){BinaryenTagGetName(tag),
				      is_text(BinaryenTagImportGetModule(tag))};
	}
	return (struct thing){0};
}

/* They have no names any more, either. */
static void drop_gone(struct up_carry *carry, BinaryenModuleRef module)
{
	uint32_t imported = carry->contents.imported_functions;

	up_ir_remove_functions(module, imported, carry->gone);
	for (uint32_t i = 0; i < carry->contents.body_count; i++)
		if (carry->gone[i])
			carry->names[UP_RAW_FUNC][imported + i] = NULL;
}

/* What is left out has no name, as what is dropped. */
static void note_left(struct up_carry *carry, BinaryenModuleRef module)
{
	uint32_t count = carry->contents.function_count;
	const char **names = up_alloc((count + 1) * sizeof(*names));

	for (uint32_t i = 0; i < count; i++)
		if (carry->left[i] != UP_NO_INDEX)
			names[i] = function_at(module, carry->left[i]).name;
	carry->names[UP_RAW_FUNC] = names;
	carry->counts[UP_RAW_FUNC] = count;
}

static void note_kind(struct up_carry *carry, BinaryenModuleRef module,
		      enum up_raw_kind kind)
{
	uint32_t count = count_of(module, kind);

	carry->counts[kind] = count;
	carry->names[kind] =
		up_alloc((count + 1) * sizeof(*carry->names[kind]));
	for (uint32_t i = 0; i < count; i++)
		carry->names[kind][i] = thing_at(module, kind, i).name;
}

void up_carry_note(struct up_carry *carry, BinaryenModuleRef module)
{
	for (int kind = 0; kind < UP_CARRY_KINDS; kind++)
		if (kind == UP_RAW_FUNC && carry->left)
			note_left(carry, module);
		else
			note_kind(carry, module, (enum up_raw_kind)kind);
	if (carry->gone && !carry->left)
		drop_gone(carry, module);
}

/* ---- indices ---- */

struct place {
	const char *name;
	uint32_t index;
};

static int compare_places(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct place *)a)->name;
	uintptr_t y = (uintptr_t)((const struct place *)b)->name;

	return (x > y) - (x < y);
}

/* The place in @places, sorted by name, or NULL. */
static const struct place *find_place(const struct place *places,
				      uint32_t count, const char *name)
{
	struct place key = {.name = name};

	return bsearch(&key, places, count, sizeof(key), compare_places);
}

/* Where the writer puts things: imports first, else in the module's order. */
static struct place *places_of(BinaryenModuleRef module, enum up_raw_kind kind,
			       uint32_t count)
{
	struct place *places = up_alloc((count + 1) * sizeof(*places));
	uint32_t next = 0;

	for (int imported = 1; imported >= 0; imported--)
		for (uint32_t i = 0; i < count; i++) {
			struct thing thing = thing_at(module, kind, i);
			if (thing.imported == (imported == 1)) {
				places[next] = (struct place){thing.name, next};
				next++;
			}
		}
	qsort(places, count, sizeof(*places), compare_places);
	return places;
}

/* The new index of each thing that there was; UP_NO_INDEX: it is gone. */
static uint32_t *map_kind(const struct up_carry *carry,
			  BinaryenModuleRef module, enum up_raw_kind kind)
{
	uint32_t count = count_of(module, kind);
	struct place *places = places_of(module, kind, count);
	uint32_t *map = up_alloc((carry->counts[kind] + 1) * sizeof(*map));

	for (uint32_t i = 0; i < carry->counts[kind]; i++) {
		const struct place *found =
			find_place(places, count, carry->names[kind][i]);
		map[i] = found ? found->index : UP_NO_INDEX;
	}
	free(places);
	return map;
}

struct rank {
	uint32_t weight;
	uint32_t index;
};

static int compare_ranks(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/*
 * Makes of the weight of each function how short its index is to be. Among those
 * of one length all stay in order: neighbours are alike, and pack well.
 */
static void weigh_by_length(BinaryenModuleRef module, uint32_t *weights,
			    uint32_t count)
{
	struct rank *ranks = up_alloc((count + 1) * sizeof(*ranks));
	uint32_t defined = 0;

	for (uint32_t i = 0; i < count; i++)
		if (!function_at(module, i).imported)
			ranks[defined++] = (struct rank){weights[i], i};
	qsort(ranks, defined, sizeof(*ranks), compare_ranks);
	/* Imports have the first indices, whatever they weigh. */
	for (uint32_t i = 0; i < defined; i++)
		weights[ranks[i].index] =
			UINT32_MAX - up_leb128_size(count - defined + i);
	free(ranks);
}

void up_carry_order(const struct up_carry *carry, BinaryenModuleRef module)
{
	uint32_t count = count_of(module, UP_RAW_FUNC);
	uint32_t *weights = up_alloc((count + 1) * sizeof(*weights));
	struct place *places = up_alloc((count + 1) * sizeof(*places));

	for (uint32_t i = 0; i < count; i++)
		places[i] = (struct place){
			function_at(module, i).name, i};
	qsort(places, count, sizeof(*places), compare_places);
	for (uint32_t i = 0; i < carry->counts[UP_RAW_FUNC]; i++) {
		const struct place *found = find_place(
			places, count, carry->names[UP_RAW_FUNC][i]);
		if (found)
			weights[found->index] = carry->uses[i];
	}
	weigh_by_length(module, weights, count);
	up_ir_order_functions(module, weights);
	free(places);
	free(weights);
}

/* ---- types ---- */

/* A type of either module, in the order of their contents. */
struct sorted {
	const struct up_raw_type *type;
	uint32_t index;
};

static int compare_lists(const struct up_raw_valtype *a, uint32_t a_count,
			 const struct up_raw_valtype *b, uint32_t b_count)
{
	if (a_count != b_count)
		return a_count < b_count ? -1 : 1;
	for (uint32_t i = 0; i < a_count; i++)
		if (a[i].code != b[i].code)
			return a[i].code < b[i].code ? -1 : 1;
	return 0;
}

static int compare_types(const void *a, const void *b)
{
	const struct up_raw_type *x = ((const struct sorted *)a)->type;
	const struct up_raw_type *y = ((const struct sorted *)b)->type;
	int order = compare_lists(x->params, x->param_count, y->params,
				  y->param_count);

	return order != 0 ? order
			  : compare_lists(x->results, x->result_count,
					  y->results, y->result_count);
}

static void put_list(struct up_buf *out, const struct up_raw_valtype *types,
		     uint32_t count)
{
	up_leb128_put_u32(out, count);
	for (uint32_t i = 0; i < count; i++)
		up_buf_append(out, &types[i].code, 1);
}

static void put_type(struct up_buf *out, const struct up_raw_type *type)
{
	static const char form = 0x60;

	up_buf_append(out, &form, 1);
	put_list(out, type->params, type->param_count);
	put_list(out, type->results, type->result_count);
}

/*
 * The new index of each type. Those that Binaryen has not written, because only
 * carried bodies use them, follow behind its own: appended to @added.
 */
static uint32_t *map_types(const struct up_carry *carry,
			   const struct up_contents *written,
			   struct up_buf *added, uint32_t *ret_count)
{
	const struct up_contents *old = &carry->contents;
	struct sorted *sorted =
		up_alloc((written->type_count + 1) * sizeof(*sorted));
	uint32_t *map = up_alloc((old->type_count + 1) * sizeof(*map));
	uint32_t count = written->type_count, plain = 0;

	for (uint32_t i = 0; i < count; i++)
		if (written->types[i].form == UP_FORM_FUNC)
			sorted[plain++] =
				(struct sorted){&written->types[i], i};
	qsort(sorted, plain, sizeof(*sorted), compare_types);
	for (uint32_t i = 0; i < old->type_count; i++) {
		struct sorted key = {&old->types[i], i};
		struct sorted *found = NULL;
		if (plain > 0)
			found = bsearch(&key, sorted, plain, sizeof(key),
					compare_types);
		if (found) {
			map[i] = found->index;
		} else if (old->types[i].canonical != i) {
			map[i] = map[old->types[i].canonical];
		} else {
			put_type(added, &old->types[i]);
			map[i] = count++;
		}
	}
	free(sorted);
	*ret_count = count - written->type_count;
	return map;
}

/* ---- the module ---- */

struct restoring {
	const struct up_carry *carry;
	const struct up_contents *written;
	struct up_index_maps maps;
	/* By body of what was written: the body that it gets, or UP_NO_INDEX. */
	uint32_t *originals;
	struct up_buf scratch; /* one body */
	struct up_report *report; /* for progress */
};

/*
 * What passes have put before a stub; false if that is no stub any more. It has no
 * locals, and ends in the instruction that stands for the body.
 */
static bool prologue_of(const struct restoring *r, uint32_t i,
			struct up_code_part *ret)
{
	static const char stub[] = {0x00, 0x0b}; /* unreachable, end */
	const struct up_raw_body *body = &r->written->bodies[i];
	const uint8_t *bytes = r->written->raw->bytes + body->offset;

	if (body->size < 1 + sizeof(stub) || bytes[0] != 0 ||
	    memcmp(bytes + body->size - sizeof(stub), stub, sizeof(stub)) != 0)
		return false;
	ret->bytes = bytes + 1;
	ret->size = body->size - 1 - sizeof(stub);
	return true;
}

static void put_body(struct restoring *r, uint32_t i, struct up_buf *out)
{
	const struct up_contents *from = r->written;
	uint32_t original = r->originals[i];
	struct up_code_part prologue;

	if (original == UP_NO_INDEX || !prologue_of(r, i, &prologue)) {
		const struct up_raw_body *body = &from->bodies[i];
		up_leb128_put_u32(out, (uint32_t)body->size);
		up_buf_append(out, from->raw->bytes + body->offset, body->size);
		return;
	}
	from = &r->carry->contents;
	r->scratch.size = 0;
	up_body_recode(from->raw->bytes + from->bodies[original].offset,
		       from->bodies[original].size, &r->maps, &prologue,
		       &r->scratch);
	up_leb128_put_u32(out, (uint32_t)r->scratch.size);
	up_buf_append(out, r->scratch.bytes, r->scratch.size);
}

static void put_code(struct restoring *r, struct up_buf *out)
{
	struct up_buf code = {0};

	up_leb128_put_u32(&code, r->written->body_count);
	for (uint32_t i = 0; i < r->written->body_count; i++) {
		up_progress_far(r->report, i, r->written->body_count);
		put_body(r, i, &code);
	}
	up_leb128_put_part(out, SECTION_CODE, code.bytes, code.size);
	up_buf_finish(&code);
}

static void put_types(const struct restoring *r,
		      const struct up_raw_section *section,
		      const struct up_buf *added, uint32_t added_count,
		      struct up_buf *out)
{
	const uint8_t *next = r->written->raw->bytes + section->payload_offset;
	const uint8_t *end = next + section->payload_size;
	struct up_buf payload = {0};
	uint32_t count = 0;

	up_leb128_u32(&next, end, &count);
	up_leb128_put_u32(&payload, count + added_count);
	up_buf_append(&payload, next, (size_t)(end - next));
	up_buf_append(&payload, added->bytes, added->size);
	up_leb128_put_part(out, SECTION_TYPE, payload.bytes, payload.size);
	up_buf_finish(&payload);
}

/* By function of the input: where its carried body is. */
static uint32_t *carried_places(const struct restoring *r)
{
	const struct up_contents *old = &r->carry->contents;
	uint32_t *places = up_alloc((old->function_count + 1) * sizeof(*places));
	uint32_t imported = old->imported_functions;

	for (uint32_t i = 0; i < old->function_count; i++)
		places[i] = UP_NO_INDEX;
	for (uint32_t i = 0; i < old->body_count; i++)
		if (r->carry->carried[i])
			places[imported + i] = r->maps.functions[imported + i];
	return places;
}

/* By function of what was written: itself, if its body is Binaryen's. */
static uint32_t *kept_places(const struct restoring *r)
{
	const struct up_contents *new = r->written;
	uint32_t *places = up_alloc((new->function_count + 1) * sizeof(*places));

	for (uint32_t i = 0; i < new->function_count; i++)
		places[i] = i;
	for (uint32_t i = 0; i < new->body_count; i++)
		if (r->originals[i] != UP_NO_INDEX)
			places[new->imported_functions + i] = UP_NO_INDEX;
	return places;
}

static void put_names(const struct restoring *r, struct up_buf *out)
{
	static const char title[] = "\4name";
	uint32_t *carried = carried_places(r), *kept = kept_places(r);
	struct up_carried_names names = {
		.input = r->carry->contents.raw,
		.carried = carried,
		.carried_size = r->carry->contents.function_count,
		.written = r->written->raw,
		.kept = kept,
		.kept_size = r->written->function_count,
	};
	struct up_buf payload = {0};

	up_buf_append(&payload, title, sizeof(title) - 1);
	up_carry_names(&names, &payload);
	up_leb128_put_part(out, SECTION_CUSTOM, payload.bytes, payload.size);
	up_buf_finish(&payload);
	free(carried);
	free(kept);
}

static void put_module(struct restoring *r, const struct up_buf *added,
		       uint32_t added_count, struct up_buf *out)
{
	const struct up_raw_module *raw = r->written->raw;
	const struct up_raw_section *names = up_raw_module_custom(raw, "name");

	up_buf_append(out, raw->bytes, UP_WASM_HEADER_SIZE);
	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];
		size_t end = section->payload_offset + section->payload_size;
		if (section->id == SECTION_CODE)
			put_code(r, out);
		else if (section->id == SECTION_TYPE && added_count > 0)
			put_types(r, section, added, added_count, out);
		else if (section == names)
			put_names(r, out);
		else
			up_buf_append(out, raw->bytes + section->offset,
				      end - section->offset);
	}
}

/* Which body goes where; false if one has no place, or another body there. */
static bool find_originals(struct restoring *r)
{
	const struct up_contents *old = &r->carry->contents;
	uint32_t imported = r->written->imported_functions;
	struct up_code_part prologue;

	r->originals = up_alloc((r->written->body_count + 1) *
				sizeof(*r->originals));
	for (uint32_t i = 0; i < r->written->body_count; i++)
		r->originals[i] = UP_NO_INDEX;
	for (uint32_t i = 0; i < old->body_count; i++) {
		uint32_t at = r->maps.functions[old->imported_functions + i];
		if (!r->carry->carried[i])
			continue;
		if (at < imported ||
		    at - imported >= r->written->body_count ||
		    !prologue_of(r, at - imported, &prologue))
			return false;
		r->originals[at - imported] = i;
	}
	return true;
}

static int restore(const struct up_carry *carry, BinaryenModuleRef module,
		   const struct up_contents *written, struct up_buf *out,
		   struct up_report *report)
{
	struct restoring r = {
		.carry = carry,
		.written = written,
		.report = report,
	};
	uint32_t *maps[UP_CARRY_KINDS], *types;
	struct up_buf added = {0};
	uint32_t added_count;
	bool whole;

	for (int kind = 0; kind < UP_CARRY_KINDS; kind++)
		maps[kind] = map_kind(carry, module, (enum up_raw_kind)kind);
	types = map_types(carry, written, &added, &added_count);
	r.maps = (struct up_index_maps){
		.types = types,
		.functions = maps[UP_RAW_FUNC],
		.tables = maps[UP_RAW_TABLE],
		.memories = maps[UP_RAW_MEMORY],
		.globals = maps[UP_RAW_GLOBAL],
		.tags = maps[UP_RAW_TAG],
	};
	whole = find_originals(&r);
	if (whole)
		put_module(&r, &added, added_count, out);
	for (int kind = 0; kind < UP_CARRY_KINDS; kind++)
		free(maps[kind]);
	free(types);
	free(r.originals);
	up_buf_finish(&r.scratch);
	up_buf_finish(&added);
	return whole ? 0 : -1;
}

int up_carry_restore(const struct up_carry *carry, BinaryenModuleRef module,
		     struct up_buf *bytes, struct up_report *report)
{
	struct up_contents written = {0};
	struct up_raw_module raw;
	struct up_buf out = {0};
	int err;

	if (up_raw_module_read((const uint8_t *)bytes->bytes, bytes->size, &raw,
			       report) < 0)
		return -1;
	err = up_contents_read(&raw, &written, report);
	if (err == 0) {
		err = restore(carry, module, &written, &out, report);
		if (err < 0)
			up_input_error(report, "a function was lost; this is a "
					       "mistake of unpoison, report it");
	}
	up_contents_finish(&written);
	up_raw_module_finish(&raw);
	if (err == 0) {
		up_buf_finish(bytes);
		*bytes = out;
	} else {
		up_buf_finish(&out);
	}
	return err;
}
