/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Everything that is known of bindings, one fact a line. */

#include <inttypes.h>

#include "bindgen/bindgen.h"

/* ---- parts of lines ---- */

static void print_text(struct up_buf *buf, struct up_raw_name text)
{
	up_buf_puts(buf, "\"");
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.text[i];

		if (byte == '\n')
			up_buf_puts(buf, "\\n");
		else if (byte == '"' || byte == '\\')
			up_buf_printf(buf, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			up_buf_printf(buf, "\\x%02x", byte);
		else
			up_buf_append(buf, &byte, 1);
	}
	up_buf_puts(buf, "\"");
}

static void print_maybe(struct up_buf *buf, const char *what,
			struct up_raw_name text)
{
	if (!text.text)
		return;
	up_buf_printf(buf, " %s=", what);
	print_text(buf, text);
}

static void print_list(struct up_buf *buf, const char *what,
		       const struct up_raw_name *texts, size_t count)
{
	if (count == 0)
		return;
	up_buf_printf(buf, " %s=[", what);
	for (size_t i = 0; i < count; i++) {
		up_buf_puts(buf, i > 0 ? ", " : "");
		print_text(buf, texts[i]);
	}
	up_buf_puts(buf, "]");
}

static void print_flag(struct up_buf *buf, const char *what, bool flag)
{
	if (flag)
		up_buf_printf(buf, " %s", what);
}

static void print_comments(struct up_buf *buf, const char *indent,
			   const struct up_raw_name *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		up_buf_printf(buf, "%sdoc ", indent);
		print_text(buf, lines[i]);
		up_buf_puts(buf, "\n");
	}
}

static void print_module(struct up_buf *buf,
			 const struct up_bindgen_module *module)
{
	static const char *const kinds[] = {"", "local", "raw", "inline"};

	if (module->kind == UP_BINDGEN_GLOBAL)
		return;
	up_buf_printf(buf, " module=%s:", kinds[module->kind]);
	if (module->kind == UP_BINDGEN_INLINE)
		up_buf_printf(buf, "%" PRIu32, module->index);
	else
		print_text(buf, module->name);
}

/* A line for a symbol, and one for its type. */
static void print_symbol(struct up_buf *buf, const char *what,
			 const struct up_bindgen_symbol *symbol)
{
	if (!symbol->name)
		return;
	up_buf_printf(buf, "    %s %s%s\n", what, symbol->name,
		      symbol->function ? "" : " (absent)");
	if (!symbol->type)
		return;
	up_buf_puts(buf, "    type ");
	up_bindgen_type_print(symbol->type, buf);
	up_buf_puts(buf, "\n");
}

/* ---- functions ---- */

static void print_method(struct up_buf *buf,
			 const struct up_bindgen_method *method)
{
	static const char *const operations[] = {
		"method",	   "this-method",     "getter",
		"setter",	   "indexing-getter", "indexing-setter",
		"indexing-deleter",
	};

	if (method->kind == UP_BINDGEN_CONSTRUCTOR) {
		up_buf_puts(buf, " constructor");
		return;
	}
	print_flag(buf, "static", method->is_static);
	up_buf_printf(buf, " %s", operations[method->operation]);
	print_maybe(buf, "property", method->property);
}

static void print_function(struct up_buf *buf,
			   const struct up_bindgen_function *function)
{
	print_flag(buf, "async", function->is_async);
	print_flag(buf, "jspi", function->jspi);
	print_flag(buf, "variadic", function->variadic);
	print_flag(buf, "no-typescript", !function->typescript);
	print_flag(buf, "no-jsdoc", !function->jsdoc);
	print_maybe(buf, "returns", function->return_override);
	print_maybe(buf, "return-doc", function->return_description);
}

static void print_arguments(struct up_buf *buf,
			    const struct up_bindgen_function *function)
{
	for (size_t i = 0; i < function->argument_count; i++) {
		const struct up_bindgen_argument *argument =
			&function->arguments[i];

		up_buf_puts(buf, "    argument ");
		print_text(buf, argument->name);
		print_flag(buf, "optional", argument->optional);
		print_maybe(buf, "type", argument->type_override);
		print_maybe(buf, "doc", argument->description);
		up_buf_puts(buf, "\n");
	}
}

static void print_export(struct up_buf *buf,
			 const struct up_bindgen_export *export_)
{
	static const char *const starts[] = {NULL, "start", "private-start"};

	up_buf_puts(buf, "  export ");
	print_text(buf, export_->function.name);
	print_maybe(buf, "class", export_->class_name);
	print_list(buf, "namespace", export_->js_namespace,
		   export_->js_namespace_count);
	if (export_->class_name.text ||
	    export_->method.operation != UP_BINDGEN_REGULAR)
		print_method(buf, &export_->method);
	print_flag(buf, "consumed", export_->consumed);
	print_flag(buf, starts[export_->start],
		   export_->start != UP_BINDGEN_NO_START);
	print_function(buf, &export_->function);
	up_buf_puts(buf, "\n");
	print_symbol(buf, "symbol", &export_->symbol);
	print_arguments(buf, &export_->function);
	print_comments(buf, "    ", export_->comments, export_->comment_count);
}

/* ---- imports ---- */

/* The end of the line of an import, which all kinds have. */
static void print_origin(struct up_buf *buf,
			 const struct up_bindgen_import *import)
{
	print_module(buf, &import->module);
	print_list(buf, "namespace", import->js_namespace,
		   import->js_namespace_count);
	print_maybe(buf, "reexport", import->reexport);
	print_flag(buf, "no-typescript", !import->typescript);
	up_buf_puts(buf, "\n");
}

static void print_import_function(
	struct up_buf *buf, const struct up_bindgen_import *import,
	const struct up_bindgen_import_function *function)
{
	up_buf_puts(buf, "  import function ");
	print_text(buf, function->function.name);
	if (function->is_method) {
		print_maybe(buf, "class", function->class_name);
		print_method(buf, &function->method);
	}
	print_flag(buf, "catch", function->catch_errors);
	print_flag(buf, "spread", function->variadic);
	print_flag(buf, "structural", function->structural);
	print_flag(buf, "suspending", function->suspending);
	print_flag(buf, "assert-no-shim", function->assert_no_shim);
	print_flag(buf, "per-instance", function->per_instance);
	print_function(buf, &function->function);
	print_origin(buf, import);
	print_symbol(buf, "shim", &function->symbol);
	print_arguments(buf, &function->function);
}

static void print_string_enum(struct up_buf *buf,
			      const struct up_bindgen_import *import,
			      const struct up_bindgen_string_enum *enum_)
{
	up_buf_puts(buf, "  string-enum ");
	print_text(buf, enum_->name);
	print_list(buf, "values", enum_->values, enum_->value_count);
	print_list(buf, "in", enum_->js_namespace, enum_->js_namespace_count);
	print_flag(buf, "private", enum_->is_private);
	print_flag(buf, "undeclared", !enum_->typescript);
	print_origin(buf, import);
	print_comments(buf, "    ", enum_->comments, enum_->comment_count);
}

static void print_union(struct up_buf *buf,
			const struct up_bindgen_import *import,
			const struct up_bindgen_union *union_)
{
	up_buf_puts(buf, "  union ");
	print_text(buf, union_->name);
	print_list(buf, "strings", union_->strings, union_->string_count);
	print_flag(buf, "fallback", union_->fallback);
	print_flag(buf, "private", union_->is_private);
	print_flag(buf, "undeclared", !union_->typescript);
	print_origin(buf, import);
	for (uint32_t i = 0; i < union_->type_count; i++) {
		up_buf_puts(buf, "    type ");
		up_bindgen_type_print(union_->types[i].type, buf);
		up_buf_puts(buf, "\n");
	}
	print_comments(buf, "    ", union_->comments, union_->comment_count);
}

static void print_import(struct up_buf *buf,
			 const struct up_bindgen_import *import)
{
	switch (import->kind) {
	case UP_BINDGEN_IMPORT_FUNCTION:
		print_import_function(buf, import, &import->function);
		break;
	case UP_BINDGEN_IMPORT_STATIC:
		up_buf_puts(buf, "  import static ");
		print_text(buf, import->static_.name);
		print_origin(buf, import);
		print_symbol(buf, "shim", &import->static_.symbol);
		break;
	case UP_BINDGEN_IMPORT_STRING:
		up_buf_puts(buf, "  import string ");
		print_text(buf, import->string.string);
		print_origin(buf, import);
		print_symbol(buf, "shim", &import->string.symbol);
		break;
	case UP_BINDGEN_IMPORT_TYPE:
		up_buf_puts(buf, "  import type ");
		print_text(buf, import->type.name);
		print_list(buf, "prefixes", import->type.vendor_prefixes,
			   import->type.vendor_prefix_count);
		print_origin(buf, import);
		print_symbol(buf, "instanceof", &import->type.symbol);
		break;
	case UP_BINDGEN_IMPORT_STRING_ENUM:
		print_string_enum(buf, import, &import->string_enum);
		break;
	case UP_BINDGEN_IMPORT_UNION:
		print_union(buf, import, &import->union_);
		break;
	}
}

/* ---- enums and classes ---- */

static void print_enum(struct up_buf *buf, const struct up_bindgen_enum *enum_)
{
	up_buf_puts(buf, "  enum ");
	print_text(buf, enum_->name);
	print_list(buf, "namespace", enum_->js_namespace,
		   enum_->js_namespace_count);
	print_flag(buf, "private", enum_->is_private);
	print_flag(buf, "no-typescript", !enum_->typescript);
	up_buf_puts(buf, "\n");
	print_comments(buf, "    ", enum_->comments, enum_->comment_count);
	for (size_t i = 0; i < enum_->variant_count; i++) {
		const struct up_bindgen_enum_variant *variant =
			&enum_->variants[i];

		up_buf_puts(buf, "    variant ");
		print_text(buf, variant->name);
		if (enum_->is_signed)
			up_buf_printf(buf, " %" PRId32 "\n",
				      (int32_t)variant->value);
		else
			up_buf_printf(buf, " %" PRIu32 "\n", variant->value);
		print_comments(buf, "      ", variant->comments,
			       variant->comment_count);
	}
}

static void print_field(struct up_buf *buf,
			const struct up_bindgen_field *field)
{
	up_buf_puts(buf, "    field ");
	print_text(buf, field->name);
	print_flag(buf, "readonly", field->readonly);
	print_flag(buf, "no-typescript", !field->typescript);
	print_flag(buf, "no-jsdoc", !field->jsdoc);
	up_buf_puts(buf, "\n");
	print_symbol(buf, "getter", &field->getter);
	print_symbol(buf, "setter", &field->setter);
	print_comments(buf, "      ", field->comments, field->comment_count);
}

static void print_class(struct up_buf *buf,
			const struct up_bindgen_class *class_)
{
	up_buf_puts(buf, "  class ");
	print_text(buf, class_->name);
	print_list(buf, "namespace", class_->js_namespace,
		   class_->js_namespace_count);
	print_maybe(buf, "extends", class_->extends);
	print_maybe(buf, "extends-class", class_->extends_js_class);
	print_list(buf, "extends-namespace", class_->extends_js_namespace,
		   class_->extends_js_namespace_count);
	print_flag(buf, "inspectable", class_->inspectable);
	print_flag(buf, "private", class_->is_private);
	print_flag(buf, "no-typescript", !class_->typescript);
	up_buf_puts(buf, "\n");
	print_symbol(buf, "free", &class_->free_);
	print_symbol(buf, "wrap", &class_->wrap);
	print_symbol(buf, "unwrap", &class_->unwrap);
	print_symbol(buf, "upcast", &class_->upcast);
	print_comments(buf, "    ", class_->comments, class_->comment_count);
	for (size_t i = 0; i < class_->field_count; i++)
		print_field(buf, &class_->fields[i]);
}

/* ---- programs ---- */

static void print_modules(struct up_buf *buf,
			  const struct up_bindgen_program *program)
{
	for (size_t i = 0; i < program->typescript_count; i++) {
		up_buf_puts(buf, "  typescript ");
		print_text(buf, program->typescript[i]);
		up_buf_puts(buf, "\n");
	}
	for (size_t i = 0; i < program->local_module_count; i++) {
		up_buf_puts(buf, "  local-module ");
		print_text(buf, program->local_modules[i].identifier);
		print_flag(buf, "linked", program->local_modules[i].linked);
		print_maybe(buf, "contents",
			    program->local_modules[i].contents);
		up_buf_puts(buf, "\n");
	}
	for (size_t i = 0; i < program->inline_js_count; i++) {
		up_buf_puts(buf, "  inline-js ");
		print_text(buf, program->inline_js[i]);
		up_buf_puts(buf, "\n");
	}
	for (size_t i = 0; i < program->linked_module_count; i++) {
		up_buf_puts(buf, "  linked-module");
		print_module(buf, &program->linked_modules[i].module);
		up_buf_puts(buf, "\n");
		print_symbol(buf, "shim", &program->linked_modules[i].symbol);
	}
}

static void print_program(struct up_buf *buf,
			  const struct up_bindgen_program *program)
{
	up_buf_puts(buf, "program ");
	up_buf_append(buf, program->crate.text, program->crate.size);
	print_maybe(buf, "module", program->module_path);
	print_maybe(buf, "package-json", program->package_json);
	up_buf_puts(buf, "\n");
	for (size_t i = 0; i < program->export_count; i++)
		print_export(buf, &program->exports[i]);
	for (size_t i = 0; i < program->enum_count; i++)
		print_enum(buf, &program->enums[i]);
	for (size_t i = 0; i < program->import_count; i++)
		print_import(buf, &program->imports[i]);
	for (size_t i = 0; i < program->class_count; i++)
		print_class(buf, &program->classes[i]);
	print_modules(buf, program);
}

void up_bindgen_print(const struct up_bindgen *bindgen, struct up_buf *buf)
{
	const struct up_bindgen_programs *programs = &bindgen->programs;

	if (!programs->schema)
		return;
	up_buf_printf(buf, "schema %s wasm-bindgen %.*s\n",
		      programs->schema->version, (int)programs->version.size,
		      programs->version.text);
	for (size_t i = 0; i < programs->count; i++)
		print_program(buf, &programs->items[i]);
	up_buf_puts(buf, "others\n");
	for (size_t i = 0; i < bindgen->generic_count; i++) {
		const struct up_bindgen_generic *generic =
			&bindgen->generics[i];

		up_buf_puts(buf, "  generic ");
		print_text(buf, generic->key);
		up_buf_puts(buf, " ");
		up_bindgen_type_print(generic->type, buf);
		up_buf_puts(buf, "\n");
	}
	for (size_t i = 0; i < bindgen->intrinsic_count; i++)
		up_buf_printf(buf, "  intrinsic %s\n",
			      bindgen->intrinsics[i].name);
	up_buf_printf(buf, "  describers %zu\n", bindgen->describer_count);
}
