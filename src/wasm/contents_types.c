/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The type section. Two types are equal if their groups are, member by member,
 * with what they say of each other; a type outside of a group is a group of
 * one. So each group is written down as a key, in which types of the group
 * have numbers from its start and others are the first that is equal to them;
 * groups with the same key are equal.
 *
 * https://webassembly.github.io/spec/core/binary/types.html and
 * https://webassembly.github.io/spec/core/valid/conventions.html, "Rolling and
 * Unrolling".
 */

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"
#include "wasm/contents_parts.h"
#include "wasm/entity.h"

enum type_code {
	TYPE_FUNC = 0x60,
	TYPE_STRUCT = 0x5f,
	TYPE_ARRAY = 0x5e,
	TYPE_CONT = 0x5d,
	TYPE_SUB = 0x50,
	TYPE_SUB_FINAL = 0x4f,
	TYPE_REC = 0x4e,
	/* Ahead of the rest of a type; behind the second two a type's index. */
	TYPE_SHARED = 0x65,
	TYPE_DESCRIPTOR = 0x4d,
	TYPE_DESCRIBES = 0x4c,
};

/* ---- equal groups ---- */

struct group {
	uint64_t hash; /* of its key */
	size_t key, key_size; /* in the keys */
	uint32_t first; /* type */
	bool used;
};

struct reader {
	struct up_cursor *cursor;
	struct up_contents *contents;
	size_t type_count; /* as in contents, for up_grow() */
	uint32_t group_start; /* of the group being read */
	uint64_t group_end;
	size_t key_start; /* of its key */
	struct up_buf keys; /* of groups that differ, one behind the other */
	struct group *groups; /* a hash table */
	size_t capacity; /* a power of two, or 0 */
	size_t group_count;
};

static uint64_t hash_bytes(const char *bytes, size_t size)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (uint8_t)bytes[i]) * 0x100000001b3;
	return hash ^ hash >> 32;
}

static bool same_key(const struct reader *reader, const struct group *a,
		     const struct group *b)
{
	return a->hash == b->hash && a->key_size == b->key_size &&
	       memcmp(reader->keys.bytes + a->key, reader->keys.bytes + b->key,
		      a->key_size) == 0;
}

/* Where the group is, or may be put. */
static struct group *find_group(const struct reader *reader,
				const struct group *wanted)
{
	size_t i = (size_t)wanted->hash & (reader->capacity - 1);

	while (reader->groups[i].used &&
	       !same_key(reader, &reader->groups[i], wanted))
		i = (i + 1) & (reader->capacity - 1);
	return &reader->groups[i];
}

static void make_room(struct reader *reader)
{
	struct group *old = reader->groups;
	size_t old_capacity = reader->capacity;

	if (reader->group_count * 2 < old_capacity)
		return;
	reader->capacity = old_capacity > 0 ? old_capacity * 2 : 64;
	reader->groups = up_alloc(reader->capacity * sizeof(*old));
	for (size_t i = 0; i < old_capacity; i++)
		if (old[i].used)
			*find_group(reader, &old[i]) = old[i];
	free(old);
}

/* The types of the group that was read are its own, or those of an equal one. */
static void end_group(struct reader *reader)
{
	struct up_contents *contents = reader->contents;
	struct group group = {
		.key = reader->key_start,
		.key_size = reader->keys.size - reader->key_start,
		.first = reader->group_start,
		.used = true,
	};
	struct group *same;

	if (group.key_size == 0)
		return;
	make_room(reader);
	group.hash = hash_bytes(reader->keys.bytes + group.key, group.key_size);
	same = find_group(reader, &group);
	if (same->used) {
		reader->keys.size = group.key;
	} else {
		*same = group;
		reader->group_count++;
	}
	for (uint32_t i = group.first; i < contents->type_count; i++)
		contents->types[i].canonical = same->first + (i - group.first);
}

/* ---- keys ---- */

static void put_byte(struct reader *reader, uint8_t byte)
{
	up_buf_append(&reader->keys, &byte, 1);
}

static void put_number(struct reader *reader, int64_t number)
{
	up_buf_append(&reader->keys, &number, sizeof(number));
}

/* A type's index, or what is below 0 as it is. */
static void put_heap(struct reader *reader, int64_t heap)
{
	bool inside = heap >= (int64_t)reader->group_start;

	if (heap >= 0 && !inside)
		heap = reader->contents->types[heap].canonical;
	else if (inside)
		heap -= reader->group_start;
	put_byte(reader, inside);
	put_number(reader, heap);
}

static void put_valtype(struct reader *reader, struct up_raw_valtype type)
{
	switch (type.code) {
	case UP_VT_I32:
	case UP_VT_I64:
	case UP_VT_F32:
	case UP_VT_F64:
	case UP_VT_V128:
	case UP_VT_I8:
	case UP_VT_I16:
	case UP_VT_WAIT_QUEUE:
		put_byte(reader, type.code);
		return;
	case UP_VT_REF:
	case UP_VT_REF_NULL:
		break;
	default: /* short for (ref null …) */
		type.heap = (int64_t)type.code - 0x80;
		type.code = UP_VT_REF_NULL;
	}
	put_byte(reader, type.code);
	put_heap(reader, type.heap);
}

/* ---- reading ---- */

static int read_valtypes(struct reader *reader, const char *count_what,
			 const char *what, const struct up_raw_valtype **ret,
			 uint32_t *ret_count)
{
	struct up_raw_valtype *types;

	if (up_cursor_count(reader->cursor, count_what, ret_count) < 0)
		return -1;
	types = up_contents_alloc(reader->contents,
				  *ret_count * sizeof(*types));
	put_number(reader, *ret_count);
	for (uint32_t i = 0; i < *ret_count; i++) {
		if (up_cursor_valtype(reader->cursor, what, reader->group_end,
				      &types[i]) < 0)
			return -1;
		put_valtype(reader, types[i]);
		reader->contents->features |= up_valtype_features(types[i]);
	}
	*ret = types;
	return 0;
}

static int read_func(struct reader *reader, struct up_raw_type *type)
{
	if (read_valtypes(reader, "the number of parameters of a type",
			  "a parameter of a type", &type->params,
			  &type->param_count) < 0 ||
	    read_valtypes(reader, "the number of results of a type",
			  "a result of a type", &type->results,
			  &type->result_count) < 0)
		return -1;
	if (type->result_count > 1)
		up_contents_need(reader->contents, UP_FEATURE_MULTIVALUE);
	return 0;
}

static int read_field(struct reader *reader)
{
	struct up_cursor *cursor = reader->cursor;
	struct up_raw_valtype type;
	uint64_t offset;
	uint8_t mutability;

	if (up_cursor_storage_type(cursor, "a field of a type",
				   reader->group_end, &type) < 0)
		return -1;
	offset = up_cursor_offset(cursor);
	if (up_cursor_byte(cursor, "the mutability of a field",
			   &mutability) < 0)
		return -1;
	if (mutability > 1)
		return up_cursor_unknown(cursor, offset,
					 "the mutability of a field is unknown, "
					 "0x%02x",
					 mutability);
	put_valtype(reader, type);
	put_byte(reader, mutability);
	return 0;
}

static int read_fields(struct reader *reader)
{
	uint32_t count;

	if (up_cursor_count(reader->cursor, "the number of fields of a type",
			    &count) < 0)
		return -1;
	put_number(reader, count);
	while (count-- > 0)
		if (read_field(reader) < 0)
			return -1;
	return 0;
}

static int read_type_index(struct reader *reader, const char *what)
{
	uint32_t index;

	if (up_cursor_index(reader->cursor, what, reader->group_end, &index) <
	    0)
		return -1;
	put_heap(reader, index);
	return 0;
}

/* The type itself, which begins with @code at @offset. */
static int read_form(struct reader *reader, uint64_t offset, uint8_t code,
		     struct up_raw_type *type)
{
	put_byte(reader, code);
	switch (code) {
	case TYPE_FUNC:
		type->form = UP_FORM_FUNC;
		return read_func(reader, type);
	case TYPE_STRUCT:
		type->form = UP_FORM_STRUCT;
		up_contents_need(reader->contents, UP_FEATURE_GC);
		return read_fields(reader);
	case TYPE_ARRAY:
		type->form = UP_FORM_ARRAY;
		up_contents_need(reader->contents, UP_FEATURE_GC);
		return read_field(reader);
	case TYPE_CONT:
		type->form = UP_FORM_OTHER;
		up_contents_need(reader->contents, UP_FEATURE_STACK_SWITCHING);
		return read_type_index(reader, "the type of a continuation");
	default:
		return up_cursor_unknown(reader->cursor, offset,
					 "a type is of the unknown form 0x%02x",
					 code);
	}
}

/* What may stand ahead of the form: returns 1 if @code is nothing of that. */
static int read_prefix(struct reader *reader, uint8_t code)
{
	switch (code) {
	case TYPE_SHARED:
		up_contents_need(reader->contents,
				 UP_FEATURE_SHARED_EVERYTHING);
		put_byte(reader, code);
		return 0;
	case TYPE_DESCRIPTOR:
	case TYPE_DESCRIBES:
		put_byte(reader, code);
		return read_type_index(reader, "the descriptor of a type");
	default:
		return 1;
	}
}

static int read_supertypes(struct reader *reader, uint8_t code,
			   struct up_raw_type *type)
{
	struct up_cursor *cursor = reader->cursor;
	uint64_t offset = up_cursor_offset(cursor);
	uint32_t count;

	up_contents_need(reader->contents, UP_FEATURE_GC);
	if (up_cursor_count(cursor, "the number of supertypes", &count) < 0)
		return -1;
	if (count > 1)
		return up_cursor_unknown(cursor, offset,
					 "a type has %lu supertypes",
					 (unsigned long)count);
	/* Without a supertype, and final: the same as a type without `sub`. */
	if (code == TYPE_SUB || count > 0)
		put_byte(reader, code);
	if (count == 0)
		return 0;
	/* One that came before: so there are no circles. */
	if (up_cursor_index(cursor, "the supertype of a type",
			    reader->contents->type_count,
			    &type->supertype) < 0)
		return -1;
	put_heap(reader, type->supertype);
	return 0;
}

/* A type, the first byte of which is @code. */
static int read_type(struct reader *reader, uint64_t offset, uint8_t code)
{
	struct up_contents *contents = reader->contents;
	struct up_raw_type type = {.supertype = UP_NO_INDEX};
	bool is_sub = code == TYPE_SUB || code == TYPE_SUB_FINAL;
	int status = 0;

	if (is_sub && read_supertypes(reader, code, &type) < 0)
		return -1;
	for (bool first = !is_sub; status == 0; first = false) {
		if (!first) {
			offset = up_cursor_offset(reader->cursor);
			if (up_cursor_byte(reader->cursor, "a type", &code) < 0)
				return -1;
		}
		status = read_prefix(reader, code);
	}
	if (status < 0 || read_form(reader, offset, code, &type) < 0)
		return -1;
	contents->types = up_grow(contents->types, &reader->type_count,
				  sizeof(contents->types[0]));
	type.canonical = contents->type_count;
	contents->types[contents->type_count++] = type;
	return 0;
}

static int read_group(struct reader *reader)
{
	uint32_t count;

	if (up_cursor_count(reader->cursor, "the number of types of a group",
			    &count) < 0)
		return -1;
	up_contents_need(reader->contents, UP_FEATURE_GC);
	reader->group_end = (uint64_t)reader->group_start + count;
	while (count-- > 0) {
		uint64_t offset = up_cursor_offset(reader->cursor);
		uint8_t code;

		if (up_cursor_byte(reader->cursor, "a type of a group", &code) <
			    0 ||
		    read_type(reader, offset, code) < 0)
			return -1;
	}
	return 0;
}

/* A group, or a type outside of one. */
static int read_entry(struct reader *reader)
{
	uint64_t offset = up_cursor_offset(reader->cursor);
	uint8_t code;
	int err;

	if (up_cursor_byte(reader->cursor, "a type", &code) < 0)
		return -1;
	reader->group_start = reader->contents->type_count;
	reader->group_end = (uint64_t)reader->group_start + 1;
	reader->key_start = reader->keys.size;
	err = code == TYPE_REC ? read_group(reader)
			       : read_type(reader, offset, code);
	if (err == 0)
		end_group(reader);
	return err;
}

int up_contents_type(struct up_cursor *cursor, struct up_contents *contents)
{
	struct reader reader = {.cursor = cursor, .contents = contents};
	uint32_t count;
	int err = 0;

	if (up_cursor_count(cursor, "the number of types", &count) < 0)
		return -1;
	while (err == 0 && count-- > 0)
		err = read_entry(&reader);
	up_buf_finish(&reader.keys);
	free(reader.groups);
	return err;
}
