/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Features: what the module declares to use (the section target_features, in the
 * words of its toolchain), and what it was seen to use.
 */

#include <stdlib.h>
#include <string.h>

#include "inspect/model.h"
#include "util/mem.h"

static void add(struct up_model *model, const char *text, size_t size)
{
	char *name = up_alloc(size + 1);

	memcpy(name, text, size);
	model->features = up_grow(model->features, &model->feature_count,
				  sizeof(*model->features));
	model->features[model->feature_count - 1] = name;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void drop_repeats(struct up_model *model)
{
	size_t kept = 0;

	for (size_t i = 0; i < model->feature_count; i++) {
		if (kept && strcmp(model->features[kept - 1],
				   model->features[i]) == 0)
			free(model->features[i]);
		else
			model->features[kept++] = model->features[i];
	}
	model->feature_count = kept;
}

void up_inspect_features(struct up_model *model)
{
	for (size_t i = 0; i < model->raw.feature_count; i++) {
		const struct up_raw_feature *feature = &model->raw.features[i];
		if (feature->prefix != '-')
			add(model, feature->name.text, feature->name.size);
	}
	for (unsigned i = 0; i < UP_FEATURE_COUNT; i++) {
		const char *name = up_feature_name((enum up_code_feature)i);
		if (model->survey.features >> i & 1)
			add(model, name, strlen(name));
	}
	if (model->feature_count)
		qsort(model->features, model->feature_count,
		      sizeof(*model->features), compare);
	drop_repeats(model);
}
