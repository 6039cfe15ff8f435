/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PROGRAM_H
#define UP_BINDGEN_PROGRAM_H

/*
 * What `#[wasm_bindgen]` wrote down about a crate: the union of all schema
 * versions. A field that a version does not have is zero, unless its table says
 * otherwise.
 *
 * Texts are borrowed from the bytes of the module and not NUL-terminated; one
 * that may be missing has NULL for its text then. Lists belong to the arena of
 * the reader; one that may be missing is NULL then.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wasm/module.h"

struct up_bindgen_type;

/* A name that the module knows a thing by, and what the module has of it. */
struct up_bindgen_symbol {
	const char *name; /* NULL: there is none */
	const char *function; /* its name in Binaryen's module, or NULL */
	const struct up_bindgen_type *type; /* NULL: not described */
};

/* Where an import comes from. */
enum up_bindgen_module_kind {
	UP_BINDGEN_GLOBAL, /* no module: a name that JavaScript knows anyway */
	UP_BINDGEN_LOCAL_MODULE, /* a file of the crate, see local_modules */
	UP_BINDGEN_RAW_MODULE, /* a specifier as it is */
	UP_BINDGEN_INLINE, /* one of the inline_js of the program */
};

struct up_bindgen_module {
	enum up_bindgen_module_kind kind;
	struct up_raw_name name; /* of a local or raw module */
	uint32_t index; /* of inline_js */
};

struct up_bindgen_argument {
	struct up_raw_name name;
	struct up_raw_name type_override; /* may be missing */
	struct up_raw_name description; /* may be missing */
	bool optional;
};

struct up_bindgen_function {
	struct up_raw_name name;
	struct up_bindgen_argument *arguments;
	size_t argument_count;
	struct up_raw_name return_override; /* may be missing */
	struct up_raw_name return_description; /* may be missing */
	bool is_async;
	bool jspi;
	bool typescript; /* declare it */
	bool jsdoc; /* document it */
	bool variadic;
};

enum up_bindgen_method_kind {
	UP_BINDGEN_CONSTRUCTOR,
	UP_BINDGEN_OPERATION,
};

enum up_bindgen_operation {
	UP_BINDGEN_REGULAR,
	UP_BINDGEN_REGULAR_THIS, /* `this` is the first argument */
	UP_BINDGEN_GETTER,
	UP_BINDGEN_SETTER,
	UP_BINDGEN_INDEXING_GETTER,
	UP_BINDGEN_INDEXING_SETTER,
	UP_BINDGEN_INDEXING_DELETER,
};

struct up_bindgen_method {
	enum up_bindgen_method_kind kind;
	enum up_bindgen_operation operation; /* unless a constructor */
	bool is_static;
	struct up_raw_name property; /* of a getter or setter */
};

enum up_bindgen_start {
	UP_BINDGEN_NO_START,
	UP_BINDGEN_START, /* runs at the start, and is an export too */
	UP_BINDGEN_START_PRIVATE, /* runs at the start and is no export */
};

struct up_bindgen_export {
	struct up_raw_name class_name; /* may be missing: a free function */
	struct up_bindgen_function function;
	struct up_bindgen_method method;
	struct up_raw_name *comments; /* lines */
	size_t comment_count;
	struct up_raw_name *js_namespace; /* may be missing */
	size_t js_namespace_count;
	bool consumed; /* takes `self` by value */
	enum up_bindgen_start start;
	struct up_bindgen_symbol symbol;
};

enum up_bindgen_import_kind {
	UP_BINDGEN_IMPORT_FUNCTION,
	UP_BINDGEN_IMPORT_STATIC,
	UP_BINDGEN_IMPORT_STRING,
	UP_BINDGEN_IMPORT_TYPE,
	UP_BINDGEN_IMPORT_STRING_ENUM,
	UP_BINDGEN_IMPORT_UNION,
};

struct up_bindgen_import_function {
	struct up_raw_name shim;
	bool catch_errors;
	bool variadic;
	bool assert_no_shim;
	bool suspending;
	bool structural;
	bool per_instance; /* bound once for each set of generic arguments */
	bool is_method;
	struct up_raw_name class_name; /* of a method */
	struct up_bindgen_method method;
	struct up_bindgen_function function;
	struct up_bindgen_symbol symbol;
};

struct up_bindgen_static {
	struct up_raw_name name;
	struct up_raw_name shim;
	struct up_bindgen_symbol symbol;
};

struct up_bindgen_string {
	struct up_raw_name shim;
	struct up_raw_name string;
	struct up_bindgen_symbol symbol;
};

struct up_bindgen_import_type {
	struct up_raw_name name;
	struct up_raw_name instanceof_shim;
	struct up_raw_name *vendor_prefixes;
	size_t vendor_prefix_count;
	struct up_bindgen_symbol symbol; /* of instanceof */
};

struct up_bindgen_string_enum {
	struct up_raw_name name;
	struct up_raw_name *values;
	size_t value_count;
	struct up_raw_name *comments;
	size_t comment_count;
	struct up_raw_name *js_namespace; /* may be missing */
	size_t js_namespace_count;
	bool typescript;
	bool is_private;
};

/* One of several types, or one of several fixed strings. */
struct up_bindgen_union {
	struct up_raw_name name;
	struct up_raw_name *strings;
	size_t string_count;
	uint32_t type_count;
	struct up_raw_name *comments;
	size_t comment_count;
	bool typescript;
	bool is_private;
	bool fallback; /* the last type takes whatever no other has taken */
	struct up_bindgen_symbol *types; /* @type_count of them */
};

struct up_bindgen_import {
	struct up_bindgen_module module;
	struct up_raw_name *js_namespace; /* may be missing */
	size_t js_namespace_count;
	struct up_raw_name reexport; /* may be missing */
	bool typescript;
	enum up_bindgen_import_kind kind;
	union {
		struct up_bindgen_import_function function;
		struct up_bindgen_static static_;
		struct up_bindgen_string string;
		struct up_bindgen_import_type type;
		struct up_bindgen_string_enum string_enum;
		struct up_bindgen_union union_;
	};
};

struct up_bindgen_enum_variant {
	struct up_raw_name name;
	uint32_t value; /* the bits of an i32 where the enum is signed */
	struct up_raw_name *comments;
	size_t comment_count;
};

struct up_bindgen_enum {
	struct up_raw_name name;
	bool is_signed;
	struct up_bindgen_enum_variant *variants;
	size_t variant_count;
	struct up_raw_name *comments;
	size_t comment_count;
	struct up_raw_name *js_namespace; /* may be missing */
	size_t js_namespace_count;
	bool typescript;
	bool is_private;
};

struct up_bindgen_field {
	struct up_raw_name name;
	bool readonly;
	struct up_raw_name *comments;
	size_t comment_count;
	bool typescript;
	bool jsdoc;
	struct up_bindgen_symbol getter; /* its type is the field's */
	struct up_bindgen_symbol setter; /* nameless if readonly */
};

struct up_bindgen_class {
	struct up_raw_name name;
	struct up_raw_name rust_name; /* if the schema says it */
	struct up_bindgen_field *fields;
	size_t field_count;
	struct up_raw_name *comments;
	size_t comment_count;
	bool inspectable;
	bool typescript;
	bool is_private;
	struct up_raw_name *js_namespace; /* may be missing */
	size_t js_namespace_count;
	struct up_raw_name extends; /* may be missing */
	struct up_raw_name extends_js_class; /* may be missing */
	struct up_raw_name *extends_js_namespace; /* may be missing */
	size_t extends_js_namespace_count;
	struct up_bindgen_symbol free_; /* an export */
	struct up_bindgen_symbol wrap; /* an import: pointer to object */
	struct up_bindgen_symbol unwrap; /* an import: object to pointer */
	struct up_bindgen_symbol upcast; /* an export; nameless if no child */
};

/* A file of the crate that imports name as their module. */
struct up_bindgen_local_module {
	struct up_raw_name identifier; /* crate identifier and path */
	struct up_raw_name contents;
	bool linked; /* only its URL is wanted */
};

/* `link_to!`: an import that returns the URL of a module. */
struct up_bindgen_linked_module {
	struct up_bindgen_module module;
	struct up_raw_name function_name;
	struct up_bindgen_symbol symbol;
};

/* What one use of the macro said, or all uses of one crate. */
struct up_bindgen_program {
	struct up_bindgen_export *exports;
	size_t export_count;
	struct up_bindgen_enum *enums;
	size_t enum_count;
	struct up_bindgen_import *imports;
	size_t import_count;
	struct up_bindgen_class *classes;
	size_t class_count;
	struct up_raw_name *typescript; /* custom sections */
	size_t typescript_count;
	struct up_bindgen_local_module *local_modules;
	size_t local_module_count;
	struct up_raw_name *inline_js;
	size_t inline_js_count;
	struct up_raw_name crate; /* NAME-HASH, the same for all its programs */
	struct up_raw_name module_path; /* Rust's, empty where not known */
	struct up_raw_name package_json; /* a path; may be missing */
	struct up_bindgen_linked_module *linked_modules;
	size_t linked_module_count;
};

#endif
