/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/ts.h"

#include <string.h>

#include "bindgen/types/idents.h"

/* ---- types ---- */

/* What values of a kind are; NULL where that takes more than the kind. */
static const char *const plain[] = {
	[UP_TYPE_I8] = "number",
	[UP_TYPE_U8] = "number",
	[UP_TYPE_I16] = "number",
	[UP_TYPE_U16] = "number",
	[UP_TYPE_I32] = "number",
	[UP_TYPE_U32] = "number",
	[UP_TYPE_I64] = "bigint",
	[UP_TYPE_U64] = "bigint",
	[UP_TYPE_I64_AS_F64] = "number",
	[UP_TYPE_U64_AS_F64] = "number",
	[UP_TYPE_I128] = "bigint",
	[UP_TYPE_U128] = "bigint",
	[UP_TYPE_F32] = "number",
	[UP_TYPE_F64] = "number",
	[UP_TYPE_BOOLEAN] = "boolean",
	[UP_TYPE_CHAR] = "string",
	[UP_TYPE_STRING] = "string",
	[UP_TYPE_CACHED_STRING] = "string",
	[UP_TYPE_EXTERNREF] = "any",
	[UP_TYPE_FUNCTION] = "any",
	[UP_TYPE_CLOSURE] = "any",
	[UP_TYPE_RAW_POINTER] = "number",
	[UP_TYPE_NON_NULL] = "number",
	[UP_TYPE_UNIT] = "void",
};

/* What sequences of such items are; NULL: plain arrays. */
static const char *const typed_arrays[] = {
	[UP_TYPE_I8] = "Int8Array",
	[UP_TYPE_U8] = "Uint8Array",
	[UP_TYPE_I16] = "Int16Array",
	[UP_TYPE_U16] = "Uint16Array",
	[UP_TYPE_I32] = "Int32Array",
	[UP_TYPE_U32] = "Uint32Array",
	[UP_TYPE_I64] = "BigInt64Array",
	[UP_TYPE_U64] = "BigUint64Array",
	[UP_TYPE_I64_AS_F64] = "BigInt64Array",
	[UP_TYPE_U64_AS_F64] = "BigUint64Array",
	[UP_TYPE_F32] = "Float32Array",
	[UP_TYPE_F64] = "Float64Array",
};

static const char *look_up(const char *const *list, size_t count,
			   enum up_bindgen_type_kind kind)
{
	return (size_t)kind < count ? list[kind] : NULL;
}

#define LOOK_UP(list, kind) look_up(list, sizeof(list) / sizeof(*(list)), kind)

static bool takes_plain_arrays(const struct up_ts *ts)
{
	return ts->names->bindgen->programs.schema->plain_arrays;
}

static void print_core(const struct up_ts *ts,
		       const struct up_crossing *crossing,
		       enum up_direction direction, struct up_buf *out);

static void print_array(const struct up_ts *ts,
			const struct up_bindgen_type *item,
			enum up_direction direction, struct up_buf *out)
{
	struct up_crossing crossing = up_crossing_of(item);
	struct up_buf text = {0};

	print_core(ts, &crossing, direction, &text);
	if (up_ts_ident_valid(text.bytes, text.size))
		up_buf_printf(out, "%s[]", text.bytes);
	else
		up_buf_printf(out, "(%s)[]", text.bytes);
	up_buf_finish(&text);
}

static void print_sequence(const struct up_ts *ts,
			   const struct up_crossing *crossing,
			   enum up_direction direction, struct up_buf *out)
{
	const struct up_bindgen_type *item = &crossing->core->items[0];
	bool taken = direction == UP_INTO_RUST;
	bool clamped = item->kind == UP_TYPE_CLAMPED || crossing->clamped;
	const char *array;

	while (item->kind == UP_TYPE_CLAMPED)
		item = &item->items[0];
	clamped = clamped && item->kind == UP_TYPE_U8;
	array = clamped ? "Uint8ClampedArray"
			: LOOK_UP(typed_arrays, item->kind);
	if (!array) {
		print_array(ts, item, direction, out);
		return;
	}
	up_buf_puts(out, array);
	if (!taken && ts->typed_array_buffers)
		up_buf_puts(out, "<ArrayBuffer>");
	/* Rust writes into the array that it is lent: it must be one. */
	if (taken && !crossing->mutable_ && !clamped && takes_plain_arrays(ts))
		up_buf_printf(out, " | %s[]", LOOK_UP(plain, item->kind));
}

static void print_core(const struct up_ts *ts,
		       const struct up_crossing *crossing,
		       enum up_direction direction, struct up_buf *out)
{
	const struct up_bindgen_type *core = crossing->core;
	const struct up_bindgen_item *item;
	const char *text = LOOK_UP(plain, core->kind);

	switch (core->kind) {
	case UP_TYPE_SLICE:
	case UP_TYPE_VECTOR:
		print_sequence(ts, crossing, direction, out);
		break;
	case UP_TYPE_STRUCT:
	case UP_TYPE_ENUM:
	case UP_TYPE_STRING_ENUM:
	case UP_TYPE_UNION:
	case UP_TYPE_NAMED_EXTERNREF:
		item = up_bindgen_names_of_type(ts->names, core);
		if (item)
			up_buf_puts(out, item->local);
		else
			up_buf_append(out, core->name.text, core->name.size);
		break;
	default:
		up_buf_puts(out, text ? text : "any");
	}
}

/* Appends what may be there instead of a value. */
static void print_absence(enum up_absence absence, enum up_direction direction,
			  struct up_buf *out)
{
	if (absence == UP_ABSENT_EITHER ||
	    (absence == UP_ABSENT_OPTION && direction == UP_INTO_RUST))
		up_buf_puts(out, " | null | undefined");
	else if (absence == UP_ABSENT_OPTION)
		up_buf_puts(out, " | undefined");
	else if (absence == UP_ABSENT_NULL)
		up_buf_puts(out, " | null");
}

void up_bindgen_ts_type(const struct up_ts *ts,
			const struct up_bindgen_type *type,
			enum up_direction direction, struct up_buf *out)
{
	struct up_crossing crossing = up_crossing_of(type);

	print_core(ts, &crossing, direction, out);
	print_absence(crossing.absence, direction, out);
}

/* ---- signatures ---- */

static const char *keep(struct up_arena *arena, struct up_buf *text)
{
	const char *kept = up_arena_text(arena, text->size ? text->bytes : "",
					 text->size);

	up_buf_finish(text);
	*text = (struct up_buf){0};
	return kept;
}

/*
 * The types of the parameters, from the last to the first: one may be left out
 * if all behind it may.
 */
static void read_types(struct up_ts_signature *signature,
		       const struct up_ts *ts,
		       const struct up_bindgen_type *types,
		       const struct up_bindgen_argument *arguments,
		       struct up_arena *arena)
{
	bool omittable = true;
	struct up_buf text = {0};

	for (size_t i = signature->count; i-- > 0;) {
		struct up_ts_param *param = &signature->params[i];
		struct up_crossing crossing = up_crossing_of(&types[i]);
		bool option = crossing.absence == UP_ABSENT_OPTION ||
			      crossing.absence == UP_ABSENT_EITHER;

		if (arguments && arguments[i].type_override.text) {
			up_buf_append(&text, arguments[i].type_override.text,
				      arguments[i].type_override.size);
			param->optional = arguments[i].optional && !param->rest;
			omittable = false;
		} else if (param->rest) {
			print_core(ts, &crossing, UP_INTO_RUST, &text);
			omittable = false;
		} else if (omittable && option) {
			print_core(ts, &crossing, UP_INTO_RUST, &text);
			up_buf_puts(&text, " | null");
			param->optional = true;
		} else {
			up_bindgen_ts_type(ts, &types[i], UP_INTO_RUST, &text);
			omittable = false;
		}
		param->type = keep(arena, &text);
	}
	signature->option = signature->count == 1 && omittable;
}

static void read_arguments(struct up_ts_signature *signature,
			   const struct up_bindgen_function *function,
			   size_t skipped, struct up_arena *arena)
{
	signature->count = function->argument_count - skipped;
	signature->params = up_arena_alloc(
		arena, (signature->count + 1) * sizeof(*signature->params));
	for (size_t i = 0; i < signature->count; i++) {
		const struct up_bindgen_argument *argument =
			&function->arguments[i + skipped];

		signature->params[i].name = up_ts_ident(
			arena, argument->name.text, argument->name.size);
		signature->params[i].description = argument->description;
	}
	if (function->variadic && signature->count > 0)
		signature->params[signature->count - 1].rest = true;
}

static void read_result(struct up_ts_signature *signature,
			const struct up_ts *ts,
			const struct up_bindgen_function *function,
			const struct up_bindgen_type *type,
			struct up_arena *arena)
{
	bool promise = function->is_async || function->jspi;
	struct up_buf text = {0};

	up_buf_puts(&text, promise ? "Promise<" : "");
	if (function->return_override.text)
		up_buf_append(&text, function->return_override.text,
			      function->return_override.size);
	else
		up_bindgen_ts_type(ts, type, UP_OUT_OF_RUST, &text);
	up_buf_puts(&text, promise ? ">" : "");
	signature->result = keep(arena, &text);
	signature->result_description = function->return_description;
}

static bool takes_this(const struct up_bindgen_export *export_)
{
	return !export_->class_name.text &&
	       export_->method.kind == UP_BINDGEN_OPERATION &&
	       export_->method.operation == UP_BINDGEN_REGULAR_THIS;
}

static void read_export(struct up_ts_signature *signature,
			const struct up_ts *ts,
			const struct up_adapter *adapter, struct up_arena *arena)
{
	const struct up_bindgen_export *export_ = adapter->export_;
	const struct up_bindgen_function *function = &export_->function;
	const struct up_bindgen_type *items = adapter->type->items;
	size_t count = adapter->type->item_count - 2;

	/* `this` is the first argument, and none that a caller writes. */
	size_t skipped = takes_this(export_) && function->argument_count > 0;

	read_arguments(signature, function, skipped, arena);
	read_types(signature, ts, &items[count - signature->count],
		   function->arguments + skipped, arena);
	if (!adapter->class_ || export_->method.kind != UP_BINDGEN_CONSTRUCTOR)
		read_result(signature, ts, function, &items[count + 1], arena);
}

static void read_field(struct up_ts_signature *signature, const struct up_ts *ts,
		       const struct up_adapter *adapter, struct up_arena *arena)
{
	const struct up_bindgen_type *type = adapter->field->getter.type;
	struct up_buf text = {0};

	if (adapter->role == UP_ADAPTER_SETTER) {
		signature->count = 1;
		signature->params =
			up_arena_alloc(arena, sizeof(*signature->params));
		signature->params->name = "value";
		read_types(signature, ts, type, NULL, arena);
		signature->result = "void";
		return;
	}
	up_bindgen_ts_type(ts, type, UP_OUT_OF_RUST, &text);
	signature->result = keep(arena, &text);
}

void up_ts_signature_read(struct up_ts_signature *ret, const struct up_ts *ts,
			  const struct up_adapter *adapter,
			  struct up_arena *arena)
{
	*ret = (struct up_ts_signature){0};
	if (adapter->role == UP_ADAPTER_EXPORT)
		read_export(ret, ts, adapter, arena);
	else
		read_field(ret, ts, adapter, arena);
}

void up_ts_signature_print(const struct up_ts_signature *signature,
			   struct up_buf *out)
{
	up_buf_puts(out, "(");
	for (size_t i = 0; i < signature->count; i++) {
		const struct up_ts_param *param = &signature->params[i];

		up_buf_printf(out, "%s%s%s%s: %s", i > 0 ? ", " : "",
			      param->rest ? "..." : "", param->name,
			      param->optional ? "?" : "", param->type);
	}
	up_buf_puts(out, ")");
	if (signature->result)
		up_buf_printf(out, ": %s", signature->result);
}

bool up_ts_signature_described(const struct up_ts_signature *signature)
{
	bool described = signature->result_description.text != NULL;

	for (size_t i = 0; i < signature->count; i++)
		described = described || signature->params[i].description.text;
	return described;
}
