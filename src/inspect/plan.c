/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What a rewriting would do, by the same decisions (analysis/policy.h), and what
 * stands in its way. What only Binaryen would find, a body that does not
 * validate, is not known here.
 */

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "analysis/policy.h"
#include "bindgen/schema.h"
#include "glue/glue.h"
#include "inspect/border.h"
#include "inspect/model.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

static void keep_error(const struct up_diag *diag, void *data)
{
	char **message = data;

	if (diag->severity == UP_ERROR && !*message)
		*message = up_strdup(diag->message);
}

/* ---- exceptions and the border ---- */

/* The module's own, besides the toolchain's. */
static bool has_other_tags(const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	uint32_t panic_tag = model->identity.panic_tag;
	uint32_t own = contents->tag_count - contents->imported_tags;

	return own > (panic_tag != UP_NO_INDEX &&
		      panic_tag >= contents->imported_tags);
}

static void plan_eh(struct up_model *model, const struct up_options *options,
		    struct up_report *report)
{
	const struct up_survey *survey = &model->survey;
	struct up_eh_ground ground = {
		.legacy = survey->legacy,
		.exnref = survey->exnref,
		.panic_tag = model->identity.panic_tag != UP_NO_INDEX,
		.other_tags = has_other_tags(model),
	};
	struct up_options kept = *options;

	if (up_policy_eh(&ground, options, &model->eh, report) == 0)
		return;
	/* What it is, apart from what was asked for. */
	kept.eh = UP_EH_NONE;
	if (up_policy_eh(&ground, &kept, &model->eh, &(struct up_report){0}) <
	    0)
		model->eh = (struct up_eh_policy){.in = UP_EH_MIXED};
}

static void plan_imports(struct up_model *model,
			 const struct up_options *options)
{
	const struct up_contents *contents = &model->contents;

	model->imports = up_alloc((contents->import_count + 1) *
				  sizeof(*model->imports));
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];
		if (import->kind != UP_RAW_FUNC)
			continue;
		char *module_name = up_raw_name_text(import->module);
		char *name = up_raw_name_text(import->name);
		model->imports[i].unwind_safe = up_policy_import_unwinds(
			options, &model->eh, module_name, name);
		free(module_name);
		free(name);
	}
}

/* ---- a fresh state ---- */

/* Pages of 64 KiB, as the power of two that says so. */
enum { USUAL_PAGE = 16 };

static struct up_reset_ground reset_ground(const struct up_model *model,
					   const struct up_options *options)
{
	const struct up_contents *contents = &model->contents;
	struct up_reset_ground ground = {0};
	struct up_buf specifier = {0};

	ground.late = up_glue_imports_late(options, &specifier);
	up_buf_finish(&specifier);
	for (uint32_t i = 0; i < contents->memory_count; i++) {
		const struct up_raw_memory *memory = &contents->memories[i];
		ground.shared |= memory->limits.shared;
		ground.imported |= memory->imported;
		ground.shared_import |= memory->limits.shared &&
					memory->imported;
		ground.odd_pages |= memory->limits.has_page_size &&
				    memory->limits.page_size != USUAL_PAGE;
	}
	for (uint32_t i = 0; i < contents->table_count; i++) {
		ground.imports_table |= contents->tables[i].imported;
		ground.tables_change |= contents->tables[i].imported ||
					contents->tables[i].exported;
	}
	for (uint32_t i = 0; i < contents->function_count; i++)
		ground.tables_change |=
			(model->survey.does[i] &
			 (UP_DOES_TABLE_WRITE | UP_DOES_TABLE_GROW)) != 0;
	return ground;
}

/* ---- what stands in the way ---- */

static int check_names(const struct up_raw_name *names, uint32_t count,
		       struct up_report *report)
{
	int err = 0;

	for (uint32_t i = 0; names && err == 0 && i < count; i++) {
		if (!up_raw_name_begins(names[i], UP_NAME_PREFIX))
			continue;
		char *name = up_raw_name_text(names[i]);
		err = up_policy_check_name(name, report);
		free(name);
	}
	return err;
}

static int check_exports(const struct up_contents *contents,
			 const struct up_options *options,
			 struct up_report *report)
{
	int err = 0;

	for (uint32_t i = 0; err == 0 && i < contents->export_count; i++) {
		char *name = up_raw_name_text(contents->exports[i].name);
		err = up_policy_check_export(name, options, report);
		free(name);
	}
	return err;
}

/* Of a crate that has no bindings yet, others than these are the border. */
static int check_glue(const struct up_model *model,
		      const struct up_options *options,
		      struct up_report *report)
{
	struct up_interface interface;
	int err;

	if (model->identity.bindgen_schema ||
	    options->standalone != UP_STANDALONE_NO)
		return 0;
	up_border_interface(&model->contents, options, &interface);
	err = up_glue_check(&interface, options, report);
	up_interface_finish(&interface);
	return err;
}

static int check_schema(const struct up_model *model, struct up_report *report)
{
	struct up_bindgen_programs programs;
	struct up_arena arena = {0};
	int err;

	if (!model->identity.bindgen_schema)
		return 0;
	err = up_bindgen_programs_read(&programs, &model->raw, &arena, report);
	up_arena_finish(&arena);
	return err;
}

/* In the order in which a rewriting would find it. */
static void find_refusal(struct up_model *model,
			 const struct up_options *options,
			 struct up_report *report)
{
	const struct up_contents *contents = &model->contents;

	if (up_raw_module_check(&model->raw, report) < 0 ||
	    up_policy_check_standalone(options,
				       model->identity.bindgen_schema != NULL,
				       report) < 0 ||
	    check_names(contents->function_names, contents->function_count,
			report) < 0 ||
	    check_names(contents->global_names, contents->global_count,
			report) < 0 ||
	    check_schema(model, report) < 0 ||
	    check_exports(contents, options, report) < 0)
		return;
	struct up_reset_ground ground = reset_ground(model, options);
	plan_eh(model, options, report);
	if (!model->plan.refusal &&
	    up_policy_reset(&ground, options, &model->plan.reset, report) == 0)
		check_glue(model, options, report);
}

/* ---- how much ---- */

static bool has_role(const struct up_model *model, enum up_role role)
{
	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].role == role &&
		    !model->landmarks[i].taken_for)
			return true;
	return false;
}

static void count(struct up_model *model, const struct up_options *options)
{
	const struct up_contents *contents = &model->contents;
	struct up_plan *plan = &model->plan;

	for (uint32_t i = 0; i < contents->export_count; i++)
		plan->trampolines += contents->exports[i].kind == UP_RAW_FUNC &&
				     !up_model_describes(model, i);
	plan->standalone = options->standalone;
	plan->wrappers = contents->imported_functions;
	struct up_entry_ground ground = up_border_entries(contents);
	ground.bindings = model->identity.bindgen_schema != NULL;
	plan->entries = up_policy_entries(&ground, &model->eh, options);
	plan->texts = options->standalone == UP_STANDALONE_NO &&
		      has_role(model, UP_ROLE_PANIC_HOOK) && contents->memory_count > 0;
}

void up_inspect_plan(struct up_model *model, const struct up_options *options)
{
	struct up_report report = {
		.fn = keep_error,
		.data = &model->plan.refusal,
	};

	/* Whatever is in the way: what the module is does not depend on it. */
	plan_eh(model, options, &(struct up_report){0});
	find_refusal(model, options, &report);
	plan_imports(model, options);
	count(model, options);
}
