/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What a module is: its toolchain, the functions in it that are known, and what
 * becomes of a panic. Only what something in the module says.
 */

#include <stdlib.h>
#include <string.h>

#include "analysis/policy.h"
#include "bindgen/schema.h"
#include "inspect/model.h"
#include "inspect/texts.h"
#include "inspect/toolchain.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

/* ---- landmarks ---- */

static void add_landmark(struct up_model *model, enum up_role role,
			 uint32_t function, const char *taken_for)
{
	model->landmarks = up_grow(model->landmarks, &model->landmark_count,
				   sizeof(*model->landmarks));
	model->landmarks[model->landmark_count - 1] =
		(struct up_model_landmark){role, function, taken_for};
}

/* How many parameters it has, if they are all i32; else SIZE_MAX. */
static size_t i32_params(const struct up_raw_type *type)
{
	for (uint32_t i = 0; i < type->param_count; i++)
		if (type->params[i].code != UP_VT_I32)
			return SIZE_MAX;
	return type->param_count;
}

static bool import_role(const struct up_model *model, uint32_t function,
			enum up_role *ret_role)
{
	const struct up_contents *contents = &model->contents;
	const struct up_raw_import *import =
		&contents->imports[model->import_of[function]];
	const struct up_raw_name *names = contents->function_names;

	/* Where the names of imports are shortened, only these are left. */
	return up_landmark_import_role(import->name.text, import->name.size,
				       ret_role) ||
	       (names && names[function].size &&
		up_landmark_import_role(names[function].text,
					names[function].size, ret_role));
}

/*
 * The names of exports are those of an interface, not of functions: `exit` may
 * be anything. But nobody makes up these.
 */
static bool is_symbol(struct up_raw_name name)
{
	return name.size > 2 && name.text[0] == '_' &&
	       (name.text[1] == '_' || name.text[1] == 'Z' ||
		name.text[1] == 'R' || name.text[1] == 'U');
}

static bool function_role(const struct up_model *model, uint32_t function,
			  enum up_role *ret_role)
{
	const struct up_contents *contents = &model->contents;
	size_t params = i32_params(up_model_type(model, function));
	struct up_raw_name name = {0};

	if (contents->function_names)
		name = contents->function_names[function];
	if (name.size == 0 && model->export_of[function] != UP_NO_INDEX) {
		name = contents->exports[model->export_of[function]].name;
		if (!is_symbol(name))
			return false;
	}
	return up_landmark_role(name.text, name.size, params, ret_role);
}

/* What a function of these messages does, and not one that has it inlined. */
static bool only_panics(const struct up_model *model, uint32_t function,
			size_t largest)
{
	const struct up_survey *survey = &model->survey;
	const struct up_contents *contents = &model->contents;
	uint32_t body = function - contents->imported_functions;
	size_t calls = survey->first_call[function + 1] -
		       survey->first_call[function];

	return contents->bodies[body].size <= largest &&
	       (survey->does[function] & UP_DOES_UNREACHABLE) &&
	       up_model_type(model, function)->result_count == 0 && calls == 1;
}

/* How many functions it calls that return nothing. */
static size_t calls_for_effect(const struct up_model *model, uint32_t function)
{
	const struct up_survey *survey = &model->survey;
	size_t count = 0;

	for (size_t i = survey->first_call[function];
	     i < survey->first_call[function + 1]; i++)
		count += up_model_type(model, survey->calls[i])->result_count ==
			 0;
	return count;
}

/*
 * The two of the allocator's functions that are told the old size check it: this
 * says which of them it can be by its parameters, or 0. What panics and then
 * frees nothing is the check itself, where it was left a function.
 */
static size_t allocator_params(const struct up_model *model, uint32_t function)
{
	const struct up_raw_type *type = up_model_type(model, function);
	size_t params = i32_params(type);

	if ((params == 3 && type->result_count == 0 &&
	     calls_for_effect(model, function) > 1) ||
	    (params == 4 && type->result_count == 1))
		return params;
	return 0;
}

/*
 * Who refers to the message of one function. Where the allocator was put into
 * those that call it, they may look alike, and none of them is taken for it.
 */
struct by_text {
	const struct up_text **found; /* owned; of each function */
	bool *several; /* owned; it refers to other messages as well */
	size_t allocators[5]; /* how many have that many parameters */
};

static void find_references(const struct up_model *model,
			    const struct up_texts *texts, struct by_text *ret)
{
	const struct up_survey *survey = &model->survey;
	size_t count = model->contents.function_count;

	*ret = (struct by_text){
		.found = up_alloc((count + 1) * sizeof(*ret->found)),
		.several = up_alloc((count + 1) * sizeof(*ret->several)),
	};
	for (size_t i = 0; i < survey->constant_count; i++) {
		uint32_t f = survey->constants[i].function;
		const struct up_text *text =
			&texts->texts[survey->constants[i].text];
		ret->several[f] |= ret->found[f] && ret->found[f]->taken_for !=
							    text->taken_for;
		ret->found[f] = text;
	}
	for (uint32_t i = 0; i < count; i++)
		if (ret->found[i] && ret->found[i]->role == UP_ROLE_DEALLOC)
			ret->allocators[allocator_params(model, i)]++;
}

static void take_for(struct up_model *model, uint32_t function,
		     const struct by_text *by_text)
{
	const struct up_text *text = by_text->found[function];
	size_t params = allocator_params(model, function);

	if (text->role != UP_ROLE_DEALLOC) {
		if (only_panics(model, function, text->largest))
			add_landmark(model, text->role, function,
				     text->taken_for);
	} else if (params > 0 && by_text->allocators[params] == 1) {
		if (params == 3)
			add_landmark(model, UP_ROLE_DEALLOC, function,
				     text->taken_for);
		else
			add_landmark(model, UP_ROLE_ALLOC, function,
				     "__rdl_realloc");
	}
}

static void find_by_texts(struct up_model *model, const struct up_texts *texts)
{
	struct by_text by_text;

	find_references(model, texts, &by_text);
	for (uint32_t i = 0; i < model->contents.function_count; i++)
		if (by_text.found[i] && !by_text.several[i])
			take_for(model, i, &by_text);
	free(by_text.found);
	free(by_text.several);
}

static void find_landmarks(struct up_model *model,
			   const struct up_texts *texts)
{
	const struct up_contents *contents = &model->contents;
	enum up_role role;

	for (uint32_t i = 0; i < contents->function_count; i++)
		if (i < contents->imported_functions
			    ? import_role(model, i, &role)
			    : function_role(model, i, &role))
			add_landmark(model, role, i, NULL);
	if (texts->count > 0)
		find_by_texts(model, texts);
}

static int compare(const void *a, const void *b)
{
	const struct up_model_landmark *left = a, *right = b;

	if (left->function != right->function)
		return left->function < right->function ? -1 : 1;
	return (left->role > right->role) - (left->role < right->role);
}

/* By function, then role; one found in both ways counts by its name. */
static void sort_landmarks(struct up_model *model)
{
	size_t kept = 0;

	if (model->landmark_count == 0)
		return;
	qsort(model->landmarks, model->landmark_count,
	      sizeof(*model->landmarks), compare);
	for (size_t i = 0; i < model->landmark_count; i++) {
		if (kept > 0 && compare(&model->landmarks[kept - 1],
					&model->landmarks[i]) == 0) {
			if (!model->landmarks[i].taken_for)
				model->landmarks[kept - 1].taken_for = NULL;
			continue;
		}
		model->landmarks[kept++] = model->landmarks[i];
	}
	model->landmark_count = kept;
}

static bool has_role(const struct up_model *model, enum up_role role)
{
	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].role == role)
			return true;
	return false;
}

/* ---- the toolchain's exception ---- */

static bool carries_i32(const struct up_contents *contents, uint32_t tag)
{
	const struct up_raw_type *type = &contents->types[contents->tags[tag]];

	return type->form == UP_FORM_FUNC && type->param_count == 1 &&
	       type->params[0].code == UP_VT_I32 && type->result_count == 0;
}

/* What the first function that is C's longjmp throws, or UP_NO_INDEX. */
static uint32_t longjmp_tag(const struct up_model *model)
{
	const struct up_survey *survey = &model->survey;
	uint32_t function = UP_NO_INDEX, tag = UP_NO_INDEX;

	for (size_t i = model->landmark_count; i-- > 0;)
		if (model->landmarks[i].role == UP_ROLE_LONGJMP)
			function = model->landmarks[i].function;
	for (size_t i = 0; i < survey->throw_count; i++)
		if (survey->throws[i].function == function)
			tag = survey->throws[i].tag;
	return tag;
}

/* The name of each imported tag. */
static struct up_raw_name *imported_tag_names(const struct up_contents *contents)
{
	struct up_raw_name *names =
		up_alloc((contents->imported_tags + 1) * sizeof(*names));

	for (uint32_t i = 0; i < contents->import_count; i++)
		if (contents->imports[i].kind == UP_RAW_TAG)
			names[contents->imports[i].index] =
				contents->imports[i].name;
	return names;
}

static uint32_t find_panic_tag(const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	struct up_raw_name *imported = imported_tag_names(contents);
	uint32_t longjmp = longjmp_tag(model), found = UP_NO_INDEX;
	bool named = false;

	for (uint32_t i = 0; i < contents->tag_count && !named; i++) {
		char *name = up_raw_name_text(contents->tag_names
					     ? contents->tag_names[i]
					     : (struct up_raw_name){0});
		char *base = up_raw_name_text(i < contents->imported_tags
					     ? imported[i]
					     : (struct up_raw_name){0});
		bool fits = up_policy_is_panic_tag(
			name, base, carries_i32(contents, i), i == longjmp);

		/* As the rewriting chooses: see analysis/eh.c. */
		named = fits && strcmp(name, "__cpp_exception") == 0;
		if (named || (fits && found == UP_NO_INDEX))
			found = i;
		free(name);
		free(base);
	}
	free(imported);
	return found;
}

/* ---- what becomes of a panic ---- */

static bool any_does(const struct up_model *model, unsigned what)
{
	for (uint32_t i = 0; i < model->contents.function_count; i++)
		if (model->survey.does[i] & what)
			return true;
	return false;
}

static bool is_invoke(struct up_raw_name name)
{
	return up_raw_name_begins(name, "invoke_");
}

/* Emscripten's exceptions without those of wasm: JavaScript throws them. */
static bool throws_in_javascript(const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;

	for (uint32_t i = 0; i < contents->imported_functions; i++)
		if (is_invoke(contents->imports[model->import_of[i]].name) ||
		    (contents->function_names &&
		     is_invoke(contents->function_names[i])))
			return true;
	return false;
}

static bool panics(const struct up_model *model)
{
	return has_role(model, UP_ROLE_PANIC) ||
	       has_role(model, UP_ROLE_PANIC_HOOK) ||
	       has_role(model, UP_ROLE_THROW) ||
	       has_role(model, UP_ROLE_ABORT) ||
	       any_does(model, UP_DOES_THROW);
}

/*
 * Without names, who panics and who just traps look the same. In these languages
 * both end the program, unless there are exceptions of wasm.
 */
static bool traps_to_panic(const char *language)
{
	static const char *const languages[] = {
		"Rust", "Go", "AssemblyScript", "Zig", "Swift",
	};

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (language && strcmp(language, languages[i]) == 0)
			return true;
	return false;
}

/* TinyGo's run time panics by a function, which its panic=trap leaves out. */
static bool tinygo_traps(const struct up_model *model)
{
	static const char toolchain[] = "TinyGo";
	const struct up_contents *contents = &model->contents;

	if (!model->identity.toolchain ||
	    strncmp(model->identity.toolchain, toolchain,
		    sizeof(toolchain) - 1) != 0)
		return false;
	for (uint32_t i = 0; i < contents->function_count; i++)
		if (up_raw_name_is(contents->function_names[i],
				   "runtime.runtimePanicAt"))
			return false;
	return true;
}

/*
 * Whether panics are but traps, in spite of names: nothing that is known to panic
 * has one (as with Rust's panic_immediate_abort).
 */
static bool traps(const struct up_model *model)
{
	return up_has_function_names(&model->contents) &&
	       (tinygo_traps(model) ||
		(traps_to_panic(model->identity.language) && !panics(model)));
}

static enum up_panic_strategy strategy(const struct up_model *model)
{
	const struct up_identity *identity = &model->identity;
	bool eh = model->survey.legacy || model->survey.exnref ||
		  any_does(model, UP_DOES_THROW);

	if (eh && identity->panic_tag != UP_NO_INDEX)
		return UP_PANIC_UNWIND;
	if (eh || throws_in_javascript(model))
		return UP_PANIC_UNKNOWN;
	if (panics(model))
		return UP_PANIC_ABORT;
	if (!any_does(model, UP_DOES_UNREACHABLE) ||
	    (up_has_function_names(&model->contents) && !identity->traps))
		return UP_PANIC_NONE;
	return traps_to_panic(identity->language) ? UP_PANIC_ABORT
						  : UP_PANIC_UNKNOWN;
}

/* ---- bindings ---- */

static char *schema(const struct up_raw_module *raw)
{
	struct up_raw_name version, release;

	if (!up_raw_module_custom(raw, "__wasm_bindgen_unstable"))
		return NULL;
	if (!up_bindgen_schema_version(raw, &version, &release))
		return up_strdup("");
	return up_raw_name_text(version);
}

void up_inspect_identity(struct up_model *model, const struct up_texts *texts)
{
	struct up_identity *identity = &model->identity;

	up_toolchain_find(&model->contents, identity);
	find_landmarks(model, texts);
	sort_landmarks(model);
	identity->panic_tag = find_panic_tag(model);
	identity->traps = traps(model);
	identity->panic = strategy(model);
	identity->bindgen_schema = schema(&model->raw);
}
