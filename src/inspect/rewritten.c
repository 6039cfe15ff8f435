/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What an earlier run has left: the custom section `unpoison`, a JSON object (see
 * abi.h). What is not there, or is not what it should be, it does not say.
 */

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "inspect/model.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/mem.h"

static int read_text(struct up_json *json, char **text)
{
	struct up_buf value = {0};

	if (up_json_kind(json) != UP_JSON_STRING)
		return up_json_skip(json);
	if (up_json_string(json, &value) < 0)
		return -1;
	free(*text);
	*text = value.bytes ? up_buf_take(&value) : up_strdup("");
	return 0;
}

/* A number or a word, as it is written. */
static int read_word(struct up_json *json, char word[static 24])
{
	enum up_json_kind kind = up_json_kind(json);
	const char *begin = json->next;

	if (up_json_skip(json) < 0)
		return -1;
	size_t size = (size_t)(json->next - begin);
	word[0] = '\0';
	if ((kind == UP_JSON_NUMBER || kind == UP_JSON_WORD) && size < 24) {
		memcpy(word, begin, size);
		word[size] = '\0';
	}
	return 0;
}

static int read_count(struct up_json *json, uint64_t *count)
{
	char word[24];

	if (read_word(json, word) < 0)
		return -1;
	*count = strtoull(word, NULL, 10);
	return 0;
}

static int read_counter(struct up_rewritten *rewritten, struct up_json *json,
			uint32_t *counter)
{
	uint64_t count;

	if (read_count(json, &count) < 0)
		return -1;
	*counter = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
	rewritten->counted = true;
	return 0;
}

static int read_flag(struct up_json *json, bool *flag)
{
	char word[24];

	if (read_word(json, word) < 0)
		return -1;
	*flag = strcmp(word, "true") == 0;
	return 0;
}

static int read_member(struct up_rewritten *rewritten, struct up_json *json,
		       const char *key)
{
	if (strcmp(key, "version") == 0)
		return read_text(json, &rewritten->version);
	if (strcmp(key, "reset") == 0)
		return read_text(json, &rewritten->reset);
	if (strcmp(key, "eh") == 0)
		return read_text(json, &rewritten->eh);
	if (strcmp(key, "standalone") == 0)
		return read_text(json, &rewritten->standalone);
	if (strcmp(key, "input_bytes") == 0)
		return read_count(json, &rewritten->input_bytes);
	if (strcmp(key, "trampolines") == 0)
		return read_counter(rewritten, json, &rewritten->trampolines);
	if (strcmp(key, "wrappers") == 0)
		return read_counter(rewritten, json, &rewritten->wrappers);
	if (strcmp(key, "unwind") == 0)
		return read_flag(json, &rewritten->tag);
	return up_json_skip(json);
}

static void read_mark(struct up_rewritten *rewritten,
		      const struct up_model *model,
		      const struct up_raw_section *section)
{
	const char *contents = (const char *)model->raw.bytes +
			       section->payload_offset;
	struct up_json json = {contents, contents + section->payload_size};
	struct up_buf key = {0};
	bool first = true;
	int err = 0;

	while (err == 0 && up_json_member(&json, first, &key, &err)) {
		err = read_member(rewritten, &json, key.bytes ? key.bytes : "");
		up_buf_finish(&key);
		first = false;
	}
	up_buf_finish(&key);
}

void up_inspect_rewritten(struct up_model *model)
{
	struct up_rewritten *rewritten = &model->rewritten;
	const struct up_raw_section *section =
		up_raw_module_custom(&model->raw, UP_ABI_SECTION);

	rewritten->version = up_strdup("");
	rewritten->reset = up_strdup("");
	rewritten->eh = up_strdup("");
	rewritten->standalone = up_strdup("");
	if (!section)
		return;
	rewritten->is = true;
	read_mark(rewritten, model, section);
}
