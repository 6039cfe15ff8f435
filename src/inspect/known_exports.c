/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/known_exports.h"

#include "analysis/policy.h"

enum { MAX_PARAMS = 4 };

/* ---- initializers ---- */

/* Emscripten's optimizer made a.a, a.b and so on of the names at the border. */
static bool is_minified(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->import_count; i++)
		if (!up_policy_minified_import(
			    contents->imports[i].module.text,
			    contents->imports[i].module.size,
			    contents->imports[i].name.size))
			return false;
	return contents->import_count > 0;
}

bool up_known_initializes(const struct up_model *model, uint32_t export_,
			  bool first)
{
	const struct up_contents *contents = &model->contents;
	const struct up_raw_export *raw = &contents->exports[export_];
	const struct up_raw_type *type = up_model_type(model, raw->index);

	return model->plan.reset.reruns && type->param_count == 0 &&
	       type->result_count == 0 &&
	       (up_policy_initializer(raw->name.text, raw->name.size) ||
		(first && raw->name.size <= UP_MINIFIED_NAME &&
		 is_minified(contents)));
}

/* ---- what gives back ---- */

/* Pointers go in, and at most one word comes out. */
static bool has_shape(const struct up_raw_type *type)
{
	if (type->param_count < 1 || type->param_count > MAX_PARAMS ||
	    type->result_count > 1)
		return false;
	for (uint32_t i = 0; i < type->param_count; i++)
		if (type->params[i].code != UP_VT_I32)
			return false;
	return type->result_count == 0 || type->results[0].code == UP_VT_I32;
}

enum up_release up_known_releases(const struct up_model *model,
				  uint32_t export_)
{
	const struct up_raw_export *raw = &model->contents.exports[export_];

	if (!model->plan.reset.heals ||
	    !has_shape(up_model_type(model, raw->index)))
		return UP_RELEASE_NO;
	return up_policy_release(raw->name.text, raw->name.size);
}
