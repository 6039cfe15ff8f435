/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_EXPLORED_H
#define UP_TESTS_EXPLORED_H

/*
 * A model of which only those parts are made that up_inspect_exports() asks:
 * landmarks are what the test says, and not what names tell.
 */

#include "check.h"
#include "inspect/model.h"
#include "module-builder.h"
#include "util/mem.h"

struct mark {
	enum up_role role;
	uint32_t function;
};

/* Function @function calls these, one after the other. */
static inline void build_calls(struct builder *b, uint32_t type,
			       const uint32_t *calls, size_t count)
{
	build_function(b, type);
	/* The last one of the list only ends it. */
	for (size_t i = 0; i + 1 < count; i++)
		build_call(b, calls[i]);
	build_end(b);
}

#define LIST(...) ((const uint32_t[]){__VA_ARGS__})
#define COUNT(...) (sizeof(LIST(__VA_ARGS__)) / sizeof(uint32_t))
#define FIRST_OF(first, ...) first
#define REST_OF(first, ...) __VA_ARGS__
/* FUNCTION(builder, type, call, …) */
#define FUNCTION(b, ...)                                         \
	build_calls(b, FIRST_OF(__VA_ARGS__, 0),                 \
		    LIST(REST_OF(__VA_ARGS__, 0)),               \
		    COUNT(REST_OF(__VA_ARGS__, 0)))

/* Exports functions, each by its number. */
static inline void build_exports(struct builder *b, const uint32_t *functions,
				 size_t count)
{
	char name[16];

	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%u", (unsigned)functions[i]);
		build_export(b, name, 0, functions[i]);
	}
}

#define EXPORTS(b, ...) build_exports(b, LIST(__VA_ARGS__), COUNT(__VA_ARGS__))

static inline void explored_index(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;

	model->import_of = up_alloc((contents->imported_functions + 1) *
				    sizeof(uint32_t));
	model->export_of =
		up_alloc((contents->function_count + 1) * sizeof(uint32_t));
	memset(model->export_of, 0xff,
	       contents->function_count * sizeof(uint32_t));
	for (uint32_t i = 0; i < contents->import_count; i++)
		if (contents->imports[i].kind == UP_RAW_FUNC)
			model->import_of[contents->imports[i].index] = i;
	for (uint32_t i = contents->export_count; i-- > 0;)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			model->export_of[contents->exports[i].index] = i;
}

/* Reads the module; the parts of the model that follow are the test's. */
static inline struct up_model *explored_read(struct builder *b)
{
	struct up_model *model = up_alloc(sizeof(*model));
	struct up_buf bytes = build_module(b);
	struct check_report record;

	check_report_init(&record);
	model->path = bytes.bytes; /* kept here until all is freed */
	model->identity.panic_tag = UP_NO_INDEX;
	if (up_raw_module_read((const uint8_t *)bytes.bytes, bytes.size,
			       &model->raw, &record.report) ||
	    up_contents_read(&model->raw, &model->contents, &record.report) ||
	    up_survey_make(&model->contents, NULL, 0, &model->survey,
			   &record.report))
		fail_msg("offset 0x%llx: %s",
			 (unsigned long long)record.offset, record.message);
	explored_index(model);
	return model;
}

static inline void explored_mark(struct up_model *model,
				 const struct mark *marks, size_t count)
{
	model->landmarks = up_alloc((count + 1) * sizeof(*model->landmarks));
	model->landmark_count = count;
	for (size_t i = 0; i < count; i++)
		model->landmarks[i] = (struct up_model_landmark){
			marks[i].role, marks[i].function, NULL};
}

/* With @tag, or UP_NO_INDEX, the tag of the toolchain's exception. */
static inline struct up_model *explore_tag(struct builder *b,
					   const struct mark *marks,
					   size_t count, uint32_t tag)
{
	struct up_model *model = explored_read(b);
	struct up_options options = {0};

	model->identity.panic_tag = tag;
	model->eh.recognised = tag != UP_NO_INDEX;
	explored_mark(model, marks, count);
	up_inspect_exports(model, &options);
	return model;
}

static inline struct up_model *explore(struct builder *b,
				       const struct mark *marks, size_t count)
{
	return explore_tag(b, marks, count, UP_NO_INDEX);
}

/* The first export of a function. */
static inline const struct up_model_export *
export_of(const struct up_model *model, uint32_t function)
{
	assert_int_not_equal(model->export_of[function], UP_NO_INDEX);
	return &model->exports[model->export_of[function]];
}

static inline void check_reaches(const struct up_model *model,
				 uint32_t function, const uint32_t *imports,
				 size_t count)
{
	const struct up_model_export *export_ = export_of(model, function);

	/* The last one of the list only ends it. */
	assert_int_equal(export_->reach_count, count - 1);
	for (size_t i = 0; i + 1 < count; i++)
		assert_int_equal(export_->reaches[i], imports[i]);
}

/* REACHES(model, function, import, …) */
#define REACHES(model, ...)                                      \
	check_reaches(model, FIRST_OF(__VA_ARGS__, 0),           \
		      LIST(REST_OF(__VA_ARGS__, 0)),             \
		      COUNT(REST_OF(__VA_ARGS__, 0)))

static inline void check_steps(const struct up_way *way, const uint32_t *steps,
			       size_t count)
{
	assert_int_equal(way->count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(way->steps[i].function, steps[i]);
}

/* WAY(model, function, step, …): the export's way to what panics. */
#define WAY(model, function, ...)                                   \
	do {                                                        \
		assert_true(export_of(model, function)->can_panic); \
		check_steps(&export_of(model, function)->panic,     \
			    LIST(__VA_ARGS__), COUNT(__VA_ARGS__)); \
	} while (0)

#define NO_WAY(model, function)                                         \
	do {                                                            \
		assert_false(export_of(model, function)->can_panic);    \
		assert_int_equal(export_of(model, function)->panic.count, \
				 0);                                    \
	} while (0)

#endif
