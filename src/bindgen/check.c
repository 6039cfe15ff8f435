/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/check.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/types/idents.h"
#include "diag/diag.h"
#include "glue/idents.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* For messages: %.*s */
#define TEXT(name) (int)(name).size, (name).text

static bool is_text(struct up_raw_name name, const char *text)
{
	return name.size == strlen(text) &&
	       memcmp(name.text, text, name.size) == 0;
}

static bool begins(struct up_raw_name name, const char *text)
{
	return name.size >= strlen(text) &&
	       memcmp(name.text, text, strlen(text)) == 0;
}

static bool is_listed(struct up_raw_name name, const char *const *list,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_text(name, list[i]))
			return true;
	return false;
}

/* ---- imports ---- */

/* Whether what hosts have by that name can be asked for: a variable, or a.b.c */
static bool is_global(struct up_raw_name name, struct up_raw_name next)
{
	const char *dot = memchr(name.text, '.', name.size);
	struct up_raw_name first = {
		name.text, dot ? (size_t)(dot - name.text) : name.size};
	bool meta = dot ? begins(name, "import.meta") : is_text(next, "meta");

	return up_ts_path_valid(name.text, name.size) &&
	       (!up_ident_statement(first.text, first.size) ||
		(is_text(first, "import") && meta));
}

static int refuse_import(struct up_raw_name name, struct up_report *report)
{
	return up_input_error(report,
			      "the crate imports '%.*s', which is no name that a "
			      "global of JavaScript could have; give it another "
			      "js_name or js_namespace, or import it from a module",
			      TEXT(name));
}

static struct up_raw_name name_of(const struct up_bindgen_import *import)
{
	switch (import->kind) {
	case UP_BINDGEN_IMPORT_FUNCTION:
		return import->function.is_method
			       ? import->function.class_name
			       : import->function.function.name;
	case UP_BINDGEN_IMPORT_STATIC:
		return import->static_.name;
	case UP_BINDGEN_IMPORT_TYPE:
		return import->type.name;
	default:
		return (struct up_raw_name){0};
	}
}

static int check_prefixes(const struct up_bindgen_import_type *type,
			  struct up_report *report)
{
	for (size_t i = 0; i < type->vendor_prefix_count; i++) {
		struct up_raw_name prefix = type->vendor_prefixes[i];

		if (!up_ts_ident_valid(prefix.text, prefix.size))
			return refuse_import(prefix, report);
	}
	return 0;
}

/* What is asked of an object itself needs no class. */
static bool needs_none(const struct up_bindgen_import *import)
{
	const struct up_bindgen_import_function *function = &import->function;

	return import->kind == UP_BINDGEN_IMPORT_FUNCTION &&
	       function->is_method && function->structural &&
	       !function->method.is_static &&
	       function->method.kind == UP_BINDGEN_OPERATION;
}

static int check_import(const struct up_bindgen_import *import,
			struct up_report *report)
{
	struct up_raw_name name = name_of(import), next = {0};

	if (import->js_namespace_count > 1)
		next = import->js_namespace[1];
	else if (import->js_namespace_count == 1)
		next = name;
	if (import->js_namespace_count > 0)
		name = import->js_namespace[0];
	if (import->module.kind != UP_BINDGEN_GLOBAL || !name.text ||
	    needs_none(import) || is_global(name, next))
		return 0;
	return refuse_import(name, report);
}

/* What is used without an adapter: by its name, or to hand it on. */
static int check_unused(const struct up_bindgen_import *import,
			struct up_report *report)
{
	if (import->kind == UP_BINDGEN_IMPORT_TYPE &&
	    check_prefixes(&import->type, report) < 0)
		return -1;
	return import->reexport.text ? check_import(import, report) : 0;
}

static int check_imports(const struct up_bindgen *bindgen,
			 const struct up_adapters *adapters,
			 struct up_report *report)
{
	const struct up_bindgen_programs *programs = &bindgen->programs;

	for (size_t i = 0; i < adapters->count; i++)
		if (adapters->items[i].import &&
		    check_import(adapters->items[i].import, report) < 0)
			return -1;
	for (size_t i = 0; i < programs->count; i++)
		for (size_t k = 0; k < programs->items[i].import_count; k++)
			if (check_unused(&programs->items[i].imports[k],
					 report) < 0)
				return -1;
	return 0;
}

/* ---- members ---- */

/* What the classes of the glue have for themselves. */
static const char *const own_members[] = {
	"__destroy_into_raw", "__lineage", "__unwrap", "__wrap",
};

static int check_member(struct up_raw_name class_, struct up_raw_name name,
			bool is_static, struct up_report *report)
{
	if (is_listed(name, own_members, COUNT(own_members)) ||
	    begins(name, "__wbg_"))
		return up_input_error(report,
				      "the class '%.*s' has a member '%.*s', which "
				      "the generated JavaScript needs itself; give "
				      "it another js_name",
				      TEXT(class_), TEXT(name));
	if (is_static && is_text(name, "prototype"))
		return up_input_error(report,
				      "the class '%.*s' has a static member "
				      "'prototype', which JavaScript does not "
				      "allow; give it another js_name",
				      TEXT(class_));
	return 0;
}

static int check_export(const struct up_bindgen_export *export_,
			struct up_report *report)
{
	const struct up_bindgen_method *method = &export_->method;

	if (!export_->class_name.text ||
	    method->kind == UP_BINDGEN_CONSTRUCTOR)
		return 0;
	return check_member(export_->class_name,
			    method->property.text ? method->property
						  : export_->function.name,
			    method->is_static, report);
}

static int check_class(const struct up_bindgen_class *class_,
		       struct up_report *report)
{
	for (size_t i = 0; i < class_->field_count; i++)
		if (check_member(class_->name, class_->fields[i].name, false,
				 report) < 0)
			return -1;
	return 0;
}

/* An enum has its numbers as names too. */
static int check_enum(const struct up_bindgen_enum *enum_,
		      struct up_report *report)
{
	for (size_t i = 0; i < enum_->variant_count; i++) {
		struct up_raw_name name = enum_->variants[i].name;

		if (name.size == 0 || strchr("-0123456789", name.text[0]))
			return up_input_error(report,
					      "the enum '%.*s' has a variant "
					      "'%.*s', which could be a number; "
					      "rename it in the source",
					      TEXT(enum_->name), TEXT(name));
	}
	return 0;
}

/* ---- namespaces ---- */

/* They are plain objects: what is assigned to their __proto__ is not in them. */
static int check_namespace(const struct up_raw_name *js_namespace, size_t count,
			   struct up_raw_name name, struct up_report *report)
{
	bool bad = count > 0 && is_text(name, "__proto__");

	for (size_t i = 1; i < count; i++)
		bad |= is_text(js_namespace[i], "__proto__");
	if (!bad)
		return 0;
	return up_input_error(report,
			      "'%.*s' is exported in a namespace by the name "
			      "'__proto__', or in one of that name, which objects "
			      "cannot have; give it another js_name or "
			      "js_namespace",
			      TEXT(name));
}

static int check_namespaces(const struct up_bindgen_program *program,
			    struct up_report *report)
{
	for (size_t i = 0; i < program->export_count; i++) {
		const struct up_bindgen_export *one = &program->exports[i];

		if (!one->class_name.text &&
		    check_namespace(one->js_namespace, one->js_namespace_count,
				    one->function.name, report) < 0)
			return -1;
	}
	for (size_t i = 0; i < program->class_count; i++) {
		const struct up_bindgen_class *one = &program->classes[i];

		if (check_namespace(one->js_namespace, one->js_namespace_count,
				    one->name, report) < 0)
			return -1;
	}
	for (size_t i = 0; i < program->enum_count; i++) {
		const struct up_bindgen_enum *one = &program->enums[i];

		if (check_namespace(one->js_namespace, one->js_namespace_count,
				    one->name, report) < 0)
			return -1;
	}
	return 0;
}

/* ---- all of it ---- */

static int check_program(const struct up_bindgen_program *program,
			 struct up_report *report)
{
	for (size_t i = 0; i < program->export_count; i++)
		if (check_export(&program->exports[i], report) < 0)
			return -1;
	for (size_t i = 0; i < program->class_count; i++)
		if (check_class(&program->classes[i], report) < 0)
			return -1;
	for (size_t i = 0; i < program->enum_count; i++)
		if (check_enum(&program->enums[i], report) < 0)
			return -1;
	return check_namespaces(program, report);
}

int up_bindgen_check(const struct up_bindgen *bindgen,
		     const struct up_adapters *adapters,
		     struct up_report *report)
{
	for (size_t i = 0; i < bindgen->programs.count; i++)
		if (check_program(&bindgen->programs.items[i], report) < 0)
			return -1;
	return check_imports(bindgen, adapters, report);
}

/* ---- types ---- */

/* What the declarations of a package export, and that is no value. */
static const char *const own_types[] = {
	"Abort",	 "AbortHook",	  "AbortReason",
	"CreateInstanceOptions", "EntrypointOptions", "InitInput",
	"InitOutput",	 "ModuleInstance", "PanicLocation",
	"RecoveryPolicy", "RecoveryState", "ResetHook",
	"SyncInitInput",
};

static int check_type(const char *name, struct up_report *report)
{
	struct up_raw_name text = {name, strlen(name)};

	if (!is_listed(text, own_types, COUNT(own_types)))
		return 0;
	return up_input_error(report,
			      "the crate exports a type '%s', and the declarations "
			      "have one of their own by that name; give it another "
			      "js_name, pass --rename %s=NEW, or --no-typescript",
			      name, name);
}

int up_bindgen_check_types(const struct up_bindgen_entry *entries,
			   const struct up_bindgen_names *names,
			   struct up_report *report)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct up_bindgen_entry *entry = &entries->entries[i];
		bool is_type = entry->kind == UP_ENTRY_CLASS ||
			       entry->kind == UP_ENTRY_ENUM;

		if (is_type && entry->typescript && !entry->is_private &&
		    check_type(entry->name, report) < 0)
			return -1;
	}
	for (size_t i = 0; i < names->count; i++) {
		const struct up_bindgen_item *item = &names->items[i];
		bool is_alias = item->kind == UP_ITEM_STRING_ENUM ||
				item->kind == UP_ITEM_UNION;

		if (is_alias && !item->repeated && !item->is_private &&
		    check_type(item->exported, report) < 0)
			return -1;
	}
	return 0;
}
