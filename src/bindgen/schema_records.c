/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The records and types of all schemas: most are the same from one to the
 * next. What only some have says which, by SINCE and BEFORE. See schema_table.h
 * for the words.
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
	BOOL(argument, optional, SINCE(114)),
	MAYBE_TEXT(argument, description),
	END,
};

static record function[] = {
	RECORDS(function, arguments, argument_count, argument),
	BOOL(function, is_async),
	BOOL(function, jspi, SINCE(128)),
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
	BOOL(import_function, suspending, SINCE(128)),
	{.shape = UP_SHAPE_RECORD,
	 .times = UP_MAYBE,
	 .name = "method",
	 .extra = UP_AT(import_function, is_method),
	 .record = import_method},
	BOOL(import_function, structural),
	RECORD(import_function, function, function),
	BOOL(import_function, per_instance, SINCE(128)),
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
	BOOL(string_enum, is_private, SINCE(121)),
	MAYBE_TEXTS(string_enum, js_namespace, js_namespace_count),
	END,
};

static record union_[] = {
	TEXT(union, name),
	DATAS(union, strings, string_count),
	U32(union, type_count),
	DATAS(union, comments, comment_count),
	BOOL(union, typescript),
	BOOL(union, is_private),
	BOOL(union, fallback),
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
	ALTERNATIVE(import, kind, UP_BINDGEN_IMPORT_UNION,
		    RECORD(import, union_, union_, SINCE(121))),
	NO_MORE,
};

static record import[] = {
	MAYBE_CHOICE(import, module, modules),
	MAYBE_TEXTS(import, js_namespace, js_namespace_count),
	MAYBE_TEXT(import, reexport),
	YES(import, typescript, BEFORE(115)),
	BOOL(import, typescript, SINCE(115)),
	{.shape = UP_SHAPE_CHOICE, .name = "import", .choice = import_kinds},
	END,
};

/* ---- exports ---- */

/* A bool at first. */
static choice starts[] = {
	BARE(UP_BINDGEN_NO_START),
	BARE(UP_BINDGEN_START),
	BARE(UP_BINDGEN_START_PRIVATE, SINCE(118)),
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
	TEXT(class, rust_name, SINCE(114), BEFORE(122)),
	RECORDS(class, fields, field_count, field),
	DATAS(class, comments, comment_count),
	BOOL(class, inspectable),
	BOOL(class, typescript),
	MAYBE_TEXTS(class, js_namespace, js_namespace_count),
	BOOL(class, is_private),
	MAYBE_TEXT(class, extends, SINCE(121)),
	MAYBE_TEXT(class, extends_js_class, SINCE(122)),
	MAYBE_TEXTS(class, extends_js_namespace,
		    extends_js_namespace_count, SINCE(122)),
	END,
};

const struct up_bindgen_field_def up_bindgen_record[] = {
	RECORDS(program, exports, export_count, export_),
	RECORDS(program, enums, enum_count, enum_),
	RECORDS(program, imports, import_count, import),
	RECORDS(program, classes, class_count, class_),
	TEXTS(program, typescript, typescript_count),
	RECORDS(program, local_modules, local_module_count, local_module),
	DATAS(program, inline_js, inline_js_count),
	TEXT(program, crate),
	TEXT(program, module_path, SINCE(130)),
	MAYBE_TEXT(program, package_json),
	RECORDS(program, linked_modules, linked_module_count, linked_module),
	END,
};

/* ---- types, as they are numbered ---- */

const struct up_bindgen_tag up_bindgen_tags[] = {
	TAG(UP_TYPE_I8, ""),
	TAG(UP_TYPE_U8, ""),
	TAG(UP_TYPE_I16, ""),
	TAG(UP_TYPE_U16, ""),
	TAG(UP_TYPE_I32, ""),
	TAG(UP_TYPE_U32, ""),
	TAG(UP_TYPE_I64, ""),
	TAG(UP_TYPE_U64, ""),
	TAG(UP_TYPE_I64_AS_F64, "", SINCE(119)),
	TAG(UP_TYPE_U64_AS_F64, "", SINCE(119)),
	TAG(UP_TYPE_I128, ""),
	TAG(UP_TYPE_U128, ""),
	TAG(UP_TYPE_F32, ""),
	TAG(UP_TYPE_F64, ""),
	TAG(UP_TYPE_BOOLEAN, ""),
	TAG(UP_TYPE_FUNCTION, "f"),
	TAG(UP_TYPE_CLOSURE, "duF", BEFORE(115)),
	TAG(UP_TYPE_CLOSURE, "ouF", SINCE(115)),
	TAG(UP_TYPE_CACHED_STRING, ""),
	TAG(UP_TYPE_STRING, ""),
	TAG(UP_TYPE_REF, "t"),
	TAG(UP_TYPE_REF_MUT, "t"),
	TAG(UP_TYPE_LONG_REF, "t"),
	TAG(UP_TYPE_SLICE, "t"),
	TAG(UP_TYPE_VECTOR, "t"),
	TAG(UP_TYPE_EXTERNREF, ""),
	TAG(UP_TYPE_NAMED_EXTERNREF, "n"),
	TAG(UP_TYPE_ENUM, "nh", BEFORE(128)),
	TAG(UP_TYPE_ENUM, "nhc", SINCE(128), BEFORE(130)),
	TAG(UP_TYPE_ENUM, "nhcm", SINCE(130)),
	TAG(UP_TYPE_STRING_ENUM, "nv", BEFORE(130)),
	TAG(UP_TYPE_STRING_ENUM, "nvcm", SINCE(130)),
	TAG(UP_TYPE_UNION, "nT", SINCE(121), BEFORE(130)),
	TAG(UP_TYPE_UNION, "ncmT", SINCE(130)),
	TAG(UP_TYPE_STRUCT, "n", BEFORE(128)),
	TAG(UP_TYPE_STRUCT, "nc", SINCE(128)),
	TAG(UP_TYPE_CHAR, ""),
	TAG(UP_TYPE_OPTION, "t"),
	TAG(UP_TYPE_RESULT, "t"),
	TAG(UP_TYPE_UNIT, ""),
	TAG(UP_TYPE_CLAMPED, "t"),
	TAG(UP_TYPE_NON_NULL, ""),
	TAG(UP_TYPE_RAW_POINTER, "", SINCE(119)),
	TAG(UP_TYPE_SEQUENCE, "st", SINCE(130)),
	TAG(UP_TYPE_NULLABLE, "t", SINCE(130)),
	NO_MORE_TAGS,
};
