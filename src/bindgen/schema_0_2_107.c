/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The schema 0.2.107, which wasm-bindgen 0.2.107 to 0.2.113 write. See
 * schema_table.h for the words, schema.h for the meaning of what is at the end.
 */

#include "bindgen/schema_table.h"

typedef const struct up_bindgen_field_def record;
typedef const struct up_bindgen_choice_def choice;

/* ---- where imports come from ---- */

static choice modules[] = {
	ALTERNATIVE(module, kind, UP_BINDGEN_LOCAL_MODULE, TEXT(module, name)),
	ALTERNATIVE(module, kind, UP_BINDGEN_RAW_MODULE, TEXT(module, name)),
	ALTERNATIVE(module, kind, UP_BINDGEN_INLINE, U32(module, index)),
	NO_MORE,
};

static record local_module[] = {
	TEXT(local_module, identifier),
	DATA(local_module, contents),
	BOOL(local_module, linked),
	END,
};

static record linked_module[] = {
	CHOICE(linked_module, module, modules),
	TEXT(linked_module, function_name),
	END,
};

/* ---- functions ---- */

static record argument[] = {
	TEXT(argument, name),
	MAYBE_TEXT(argument, type_override),
	MAYBE_TEXT(argument, description),
	END,
};

static record function[] = {
	RECORDS(function, arguments, argument_count, argument),
	BOOL(function, is_async),
	TEXT(function, name),
	BOOL(function, typescript),
	BOOL(function, jsdoc),
	BOOL(function, variadic),
	MAYBE_TEXT(function, return_override),
	MAYBE_TEXT(function, return_description),
	END,
};

static choice operations[] = {
	ALTERNATIVE(method, operation, UP_BINDGEN_REGULAR, END),
	ALTERNATIVE(method, operation, UP_BINDGEN_REGULAR_THIS, END),
	ALTERNATIVE(method, operation, UP_BINDGEN_GETTER,
		    TEXT(method, property)),
	ALTERNATIVE(method, operation, UP_BINDGEN_SETTER,
		    TEXT(method, property)),
	ALTERNATIVE(method, operation, UP_BINDGEN_INDEXING_GETTER, END),
	ALTERNATIVE(method, operation, UP_BINDGEN_INDEXING_SETTER, END),
	ALTERNATIVE(method, operation, UP_BINDGEN_INDEXING_DELETER, END),
	NO_MORE,
};

static record operation[] = {
	BOOL(method, is_static),
	{.shape = UP_SHAPE_CHOICE, .name = "operation", .choice = operations},
	END,
};

static choice methods[] = {
	ALTERNATIVE(method, kind, UP_BINDGEN_CONSTRUCTOR, END),
	ALTERNATIVE(method, kind, UP_BINDGEN_OPERATION,
		    {.shape = UP_SHAPE_RECORD,
		     .name = "operation",
		     .record = operation}),
	NO_MORE,
};

/* ---- imports ---- */

static record import_method[] = {
	TEXT(import_function, class_name),
	CHOICE(import_function, method, methods),
	END,
};

static record import_function[] = {
	TEXT(import_function, shim),
	BOOL(import_function, catch_errors),
	BOOL(import_function, variadic),
	BOOL(import_function, assert_no_shim),
	{.shape = UP_SHAPE_RECORD,
	 .times = UP_MAYBE,
	 .name = "method",
	 .extra = UP_AT(import_function, is_method),
	 .record = import_method},
	BOOL(import_function, structural),
	RECORD(import_function, function, function),
	END,
};

static record import_static[] = {
	TEXT(static, name),
	TEXT(static, shim),
	END,
};

static record import_string[] = {
	TEXT(string, shim),
	DATA(string, string),
	END,
};

static record import_type[] = {
	TEXT(import_type, name),
	TEXT(import_type, instanceof_shim),
	TEXTS(import_type, vendor_prefixes, vendor_prefix_count),
	END,
};

static record string_enum[] = {
	TEXT(string_enum, name),
	DATAS(string_enum, values, value_count),
	DATAS(string_enum, comments, comment_count),
	BOOL(string_enum, typescript),
	MAYBE_TEXTS(string_enum, js_namespace, js_namespace_count),
	END,
};

static choice import_kinds[] = {
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_FUNCTION,
		    RECORD(import, function, import_function)),
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_STATIC,
		    RECORD(import, static_, import_static)),
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_STRING,
		    RECORD(import, string, import_string)),
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_TYPE,
		    RECORD(import, type, import_type)),
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_STRING_ENUM,
		    RECORD(import, string_enum, string_enum)),
	NO_MORE,
};

static record import[] = {
	MAYBE_CHOICE(import, module, modules),
	MAYBE_TEXTS(import, js_namespace, js_namespace_count),
	MAYBE_TEXT(import, reexport),
	YES(import, typescript),
	{.shape = UP_SHAPE_CHOICE, .name = "import", .choice = import_kinds},
	END,
};

/* ---- exports ---- */

/* A bool at heart. */
static choice starts[] = {
	BARE(UP_BINDGEN_NO_START),
	BARE(UP_BINDGEN_START),
	NO_MORE,
};

static record export_[] = {
	MAYBE_TEXT(export, class_name),
	DATAS(export, comments, comment_count),
	BOOL(export, consumed),
	RECORD(export, function, function),
	MAYBE_TEXTS(export, js_namespace, js_namespace_count),
	CHOICE(export, method, methods),
	CHOICE(export, start, starts),
	END,
};

static record enum_variant[] = {
	TEXT(enum_variant, name),
	U32(enum_variant, value),
	DATAS(enum_variant, comments, comment_count),
	END,
};

static record enum_[] = {
	TEXT(enum, name),
	BOOL(enum, is_signed),
	RECORDS(enum, variants, variant_count, enum_variant),
	DATAS(enum, comments, comment_count),
	BOOL(enum, typescript),
	MAYBE_TEXTS(enum, js_namespace, js_namespace_count),
	BOOL(enum, is_private),
	END,
};

static record field[] = {
	TEXT(field, name),
	BOOL(field, readonly),
	DATAS(field, comments, comment_count),
	BOOL(field, typescript),
	BOOL(field, jsdoc),
	END,
};

static record class_[] = {
	TEXT(class, name),
	RECORDS(class, fields, field_count, field),
	DATAS(class, comments, comment_count),
	BOOL(class, inspectable),
	BOOL(class, typescript),
	MAYBE_TEXTS(class, js_namespace, js_namespace_count),
	BOOL(class, is_private),
	END,
};

static record program[] = {
	RECORDS(program, exports, export_count, export_),
	RECORDS(program, enums, enum_count, enum_),
	RECORDS(program, imports, import_count, import),
	RECORDS(program, classes, class_count, class_),
	TEXTS(program, typescript, typescript_count),
	RECORDS(program, local_modules, local_module_count, local_module),
	DATAS(program, inline_js, inline_js_count),
	TEXT(program, crate),
	MAYBE_TEXT(program, package_json),
	RECORDS(program, linked_modules, linked_module_count, linked_module),
	END,
};

/* ---- types, as they are numbered ---- */

static const struct up_bindgen_tag tags[] = {
	{UP_TYPE_I8, ""},
	{UP_TYPE_U8, ""},
	{UP_TYPE_I16, ""},
	{UP_TYPE_U16, ""},
	{UP_TYPE_I32, ""},
	{UP_TYPE_U32, ""},
	{UP_TYPE_I64, ""},
	{UP_TYPE_U64, ""},
	{UP_TYPE_I128, ""},
	{UP_TYPE_U128, ""},
	{UP_TYPE_F32, ""},
	{UP_TYPE_F64, ""},
	{UP_TYPE_BOOLEAN, ""},
	{UP_TYPE_FUNCTION, "f"},
	{UP_TYPE_CLOSURE, "duF"},
	{UP_TYPE_CACHED_STRING, ""},
	{UP_TYPE_STRING, ""},
	{UP_TYPE_REF, "t"},
	{UP_TYPE_REF_MUT, "t"},
	{UP_TYPE_LONG_REF, "t"},
	{UP_TYPE_SLICE, "t"},
	{UP_TYPE_VECTOR, "t"},
	{UP_TYPE_EXTERNREF, ""},
	{UP_TYPE_NAMED_EXTERNREF, "n"},
	{UP_TYPE_ENUM, "nh"},
	{UP_TYPE_STRING_ENUM, "nv"},
	{UP_TYPE_STRUCT, "n"},
	{UP_TYPE_CHAR, ""},
	{UP_TYPE_OPTION, "t"},
	{UP_TYPE_RESULT, "t"},
	{UP_TYPE_UNIT, ""},
	{UP_TYPE_CLAMPED, "t"},
	{UP_TYPE_NON_NULL, ""},
};

const struct up_bindgen_schema up_bindgen_schema_0_2_107 = {
	.version = "0.2.107",
	.releases = "0.2.107 to 0.2.113",
	.program = program,
	.tags = tags,
	.tag_count = sizeof(tags) / sizeof(tags[0]),
	.marker = "__wbindgen_describe_cast",
	.marker_has_key = false,
	.namespace_separator = "_",
	.class_namespaces = false,
	.crate_hashes = false,
	.clean_names = false,
	.no_number = "0x100000001",
};
