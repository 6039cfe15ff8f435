/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The way of an inspection: read, survey, then one part after the other. */

#include <stdlib.h>

#include "abi.h"
#include "diag/progress.h"
#include "inspect/model.h"
#include "inspect/texts.h"
#include "util/demangle.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

/* Which import and which export a function is. */
static void index_functions(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	size_t count = contents->function_count;

	model->import_of = up_alloc((contents->imported_functions + 1) *
				    sizeof(*model->import_of));
	model->export_of = up_alloc((count + 1) * sizeof(*model->export_of));
	for (size_t i = 0; i < count; i++)
		model->export_of[i] = UP_NO_INDEX;
	for (uint32_t i = 0; i < contents->import_count; i++)
		if (contents->imports[i].kind == UP_RAW_FUNC)
			model->import_of[contents->imports[i].index] = i;
	for (uint32_t i = contents->export_count; i-- > 0;)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			model->export_of[contents->exports[i].index] = i;
}

/* From the bytes to what the other parts ask. */
static int read_module(struct up_model *model, const uint8_t *bytes,
		       size_t size, struct up_report *report)
{
	struct up_texts texts = {0};
	int err;

	up_progress_begin(report, "contents");
	if (up_raw_module_read(bytes, size, &model->raw, report) < 0 ||
	    up_contents_read(&model->raw, &model->contents, report) < 0)
		return -1;
	up_progress_made(report, size, 0);
	index_functions(model);
	up_progress_begin(report, "survey");
	up_texts_find(&model->contents, &texts);
	err = up_survey_make(&model->contents, texts.ranges, texts.count,
			     &model->survey, report);
	if (err == 0)
		up_inspect_identity(model, &texts);
	up_texts_finish(&texts);
	return err;
}

struct up_model *up_model_create(const uint8_t *bytes, size_t size,
				 const char *path,
				 const struct up_options *options,
				 struct up_report *report)
{
	/* Its parts borrow from each other: it cannot be moved. */
	struct up_model *model = up_alloc(sizeof(*model));

	model->path = up_strdup(path);
	if (read_module(model, bytes, size, report) < 0) {
		up_model_destroy(model);
		return NULL;
	}
	up_progress_begin(report, "model");
	up_inspect_rewritten(model);
	up_inspect_plan(model, options);
	up_inspect_exports(model, options);
	up_inspect_cost(model, options);
	up_inspect_waste(model);
	up_inspect_features(model);
	up_inspect_advice(model);
	return model;
}

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

static void finish_export(struct up_model_export *export_)
{
	free(export_->reaches);
	free(export_->panic.steps);
	free(export_->abort.steps);
}

static void finish_identity(struct up_identity *identity)
{
	free(identity->toolchain);
	free(identity->language);
	free(identity->detail);
	free(identity->bindgen_schema);
}

void up_model_destroy(struct up_model *model)
{
	if (!model)
		return;
	for (uint32_t i = 0; model->exports && i < model->contents.export_count;
	     i++)
		finish_export(&model->exports[i]);
	free(model->import_of);
	free(model->export_of);
	free(model->exports);
	free(model->imports);
	free(model->landmarks);
	free(model->plan.refusal);
	free(model->rewritten.version);
	free(model->rewritten.reset);
	free(model->rewritten.eh);
	free(model->rewritten.standalone);
	free_texts(model->features, model->feature_count);
	free_texts(model->advice, model->advice_count);
	finish_identity(&model->identity);
	up_survey_finish(&model->survey);
	up_contents_finish(&model->contents);
	up_raw_module_finish(&model->raw);
	free(model->path);
	free(model);
}

const struct up_raw_type *up_model_type(const struct up_model *model,
					uint32_t index)
{
	return &model->contents.types[model->contents.functions[index]];
}

bool up_model_is_own(const struct up_model *model, uint32_t export_)
{
	struct up_raw_name name = model->contents.exports[export_].name;

	return model->rewritten.is &&
	       (up_raw_name_begins(name, UP_ABI_PREFIX) ||
		up_raw_name_is(name, UP_ABI_RESET));
}

bool up_model_describes(const struct up_model *model, uint32_t export_)
{
	return model->identity.bindgen_schema &&
	       up_raw_name_begins(model->contents.exports[export_].name,
				  "__wbindgen_describe_");
}

static void put_name(struct up_buf *buf, struct up_raw_name name)
{
	up_buf_append(buf, name.text, name.size);
}

void up_model_put_function(const struct up_model *model, uint32_t index,
			   struct up_buf *buf)
{
	const struct up_contents *contents = &model->contents;
	const struct up_raw_name *names = contents->function_names;

	if (index < contents->imported_functions) {
		/* What its host knows it by. */
		const struct up_raw_import *import =
			&contents->imports[model->import_of[index]];
		put_name(buf, import->module);
		up_buf_puts(buf, ".");
		put_name(buf, import->name);
	} else if (names && names[index].size) {
		up_demangle(buf, names[index].text, names[index].size);
	} else if (model->export_of[index] != UP_NO_INDEX) {
		struct up_raw_name name =
			contents->exports[model->export_of[index]].name;
		up_demangle(buf, name.text, name.size);
	} else {
		up_buf_printf(buf, "function %u", index);
	}
}
