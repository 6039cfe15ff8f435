/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/known_exports.h"

#include "wasm/raw_name.h"

enum { SHORT = 3, MAX_PARAMS = 4 };

/* ---- initializers ---- */

static bool is_initializer(struct up_raw_name name)
{
	static const char *const names[] = {
#define UP_INITIALIZER(name) name,
#include "analysis/initializer.def"
#undef UP_INITIALIZER
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (up_raw_name_is(name, names[i]))
			return true;
	return false;
}

/* Emscripten's optimizer made a.a, a.b and so on of the names at the border. */
static bool is_minified(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->import_count; i++)
		if (!up_raw_name_is(contents->imports[i].module, "a") ||
		    contents->imports[i].name.size > SHORT)
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
	       (is_initializer(raw->name) ||
		(first && raw->name.size <= SHORT && is_minified(contents)));
}

/* ---- what gives back ---- */

static enum up_known_release release_of(struct up_raw_name name)
{
	static const struct {
		const char *name;
		enum up_known_release when;
	} known[] = {
#define UP_RELEASE(name, when) {name, UP_KNOWN_##when},
#include "analysis/release.def"
#undef UP_RELEASE
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (up_raw_name_is(name, known[i].name))
			return known[i].when;
	return UP_KNOWN_NO;
}

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

enum up_known_release up_known_releases(const struct up_model *model,
					uint32_t export_)
{
	const struct up_raw_export *raw = &model->contents.exports[export_];

	if (!model->plan.reset.heals ||
	    !has_shape(up_model_type(model, raw->index)))
		return UP_KNOWN_NO;
	return release_of(raw->name);
}
