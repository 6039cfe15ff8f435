/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Where JavaScript and the module meet, from the bytes alone. */

#include "inspect/border.h"

#include <string.h>

#include "util/mem.h"
#include "wasm/raw_name.h"

/* Abstract heap types, as the format has them. */
enum {
	HEAP_NOEXN = -0x0c,
	HEAP_NOFUNC = -0x0d,
	HEAP_FUNC = -0x10,
	HEAP_EXTERN = -0x11,
	HEAP_EXN = -0x17,
};

static bool has_heap(struct up_raw_valtype type)
{
	return type.code == UP_VT_REF || type.code == UP_VT_REF_NULL;
}

bool up_border_is_func(const struct up_contents *contents,
		       struct up_raw_valtype type)
{
	if (type.code == UP_VT_FUNCREF)
		return true;
	if (!has_heap(type))
		return false;
	if (type.heap >= 0)
		return type.heap < contents->type_count &&
		       contents->types[type.heap].form == UP_FORM_FUNC;
	return type.heap == HEAP_FUNC || type.heap == HEAP_NOFUNC;
}

static enum up_valtype reference(struct up_raw_valtype type)
{
	bool nullable = type.code == UP_VT_REF_NULL;

	if (!has_heap(type))
		return UP_OTHERREF;
	if (type.heap == HEAP_EXN || type.heap == HEAP_NOEXN)
		return UP_EXNREF;
	if (type.heap == HEAP_FUNC && nullable)
		return UP_FUNCREF;
	if (type.heap == HEAP_EXTERN && nullable)
		return UP_EXTERNREF;
	return UP_OTHERREF;
}

enum up_valtype up_border_valtype(struct up_raw_valtype type)
{
	static const struct {
		uint8_t code;
		enum up_valtype type;
	} types[] = {
		{UP_VT_I32, UP_I32},	     {UP_VT_I64, UP_I64},
		{UP_VT_F32, UP_F32},	     {UP_VT_F64, UP_F64},
		{UP_VT_V128, UP_V128},	     {UP_VT_FUNCREF, UP_FUNCREF},
		{UP_VT_EXNREF, UP_EXNREF},   {UP_VT_EXTERNREF, UP_EXTERNREF},
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].code == type.code)
			return types[i].type;
	return reference(type);
}

static enum up_valtype *list_types(const struct up_raw_valtype *types,
				   uint32_t count)
{
	enum up_valtype *list = up_alloc((count + 1) * sizeof(*list));

	for (uint32_t i = 0; i < count; i++)
		list[i] = up_border_valtype(types[i]);
	return list;
}

static struct up_signature signature(const struct up_contents *contents,
				     uint32_t function)
{
	const struct up_raw_type *type =
		&contents->types[contents->functions[function]];

	return (struct up_signature){
		.params = list_types(type->params, type->param_count),
		.param_count = type->param_count,
		.results = list_types(type->results, type->result_count),
		.result_count = type->result_count,
	};
}

static enum up_kind kind_of(enum up_raw_kind kind)
{
	switch (kind) {
	case UP_RAW_TABLE:
		return UP_KIND_TABLE;
	case UP_RAW_MEMORY:
		return UP_KIND_MEMORY;
	case UP_RAW_GLOBAL:
		return UP_KIND_GLOBAL;
	case UP_RAW_TAG:
		return UP_KIND_TAG;
	default:
		return UP_KIND_FUNC;
	}
}

static struct up_glue_export glue_export(const struct up_contents *contents,
					 const struct up_options *options,
					 const struct up_raw_export *export_)
{
	struct up_glue_export made = {
		.name = up_raw_name_text(export_->name),
		.kind = kind_of(export_->kind),
	};
	const char *js_name = made.name;

	for (size_t i = 0; i < options->rename_count; i++)
		if (strcmp(options->renames[i].from, made.name) == 0)
			js_name = options->renames[i].to;
	made.js_name = up_strdup(js_name);
	if (export_->kind == UP_RAW_FUNC)
		made.type = signature(contents, export_->index);
	return made;
}

void up_border_interface(const struct up_contents *contents,
			 const struct up_options *options,
			 struct up_interface *ret)
{
	struct up_glue_export *exports =
		up_alloc((contents->export_count + 1) * sizeof(*exports));
	struct up_glue_import *imports =
		up_alloc((contents->import_count + 1) * sizeof(*imports));

	for (uint32_t i = 0; i < contents->export_count; i++)
		exports[i] = glue_export(contents, options,
					 &contents->exports[i]);
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];
		imports[i].module = up_raw_name_text(import->module);
		imports[i].name = up_raw_name_text(import->name);
		imports[i].kind = kind_of(import->kind);
		if (import->kind == UP_RAW_FUNC)
			imports[i].type = signature(contents, import->index);
	}
	*ret = (struct up_interface){
		.exports = exports,
		.export_count = contents->export_count,
		.imports = imports,
		.import_count = contents->import_count,
	};
}

static bool any_func(const struct up_contents *contents,
		     const struct up_raw_valtype *types, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (up_border_is_func(contents, types[i]))
			return true;
	return false;
}

static bool all_numbers(const struct up_raw_valtype *types, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (types[i].code < UP_VT_V128 || types[i].code > UP_VT_I32)
			return false;
	return true;
}

/* Whether all functions take and give numbers alone. */
static bool only_numbers(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->function_count; i++) {
		const struct up_raw_type *type =
			&contents->types[contents->functions[i]];
		if (!all_numbers(type->params, type->param_count) ||
		    !all_numbers(type->results, type->result_count))
			return false;
	}
	return true;
}

static void note_export(const struct up_contents *contents,
			const struct up_raw_export *export_,
			struct up_entry_ground *ground)
{
	const struct up_raw_type *type;

	switch (export_->kind) {
	case UP_RAW_TABLE:
		ground->tables |= up_border_is_func(
			contents, contents->tables[export_->index].type);
		break;
	case UP_RAW_GLOBAL:
		ground->others |= up_border_is_func(
			contents, contents->globals[export_->index].type);
		break;
	case UP_RAW_FUNC:
		type = &contents->types[contents->functions[export_->index]];
		ground->others |= any_func(contents, type->results,
					   type->result_count);
		break;
	default:
		break;
	}
}

struct up_entry_ground up_border_entries(const struct up_contents *contents)
{
	struct up_entry_ground ground = {0};

	for (uint32_t i = 0; i < contents->export_count; i++)
		note_export(contents, &contents->exports[i], &ground);
	for (uint32_t i = 0; i < contents->imported_functions; i++) {
		const struct up_raw_type *type =
			&contents->types[contents->functions[i]];
		ground.others |= any_func(contents, type->params,
					  type->param_count);
	}
	for (uint32_t i = 0; i < contents->table_count; i++)
		ground.others |=
			contents->tables[i].imported &&
			up_border_is_func(contents, contents->tables[i].type);
	ground.numbers = ground.tables && only_numbers(contents);
	return ground;
}
