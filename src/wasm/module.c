/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/module.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "diag/diag.h"
#include "util/mem.h"
#include "wasm/foreign.h"
#include "wasm/raw_name.h"
#include "wasm/sections.h"

enum {
	SECTION_CUSTOM = 0,
	SECTION_NAME_SIZE = 32,
};

struct known_section {
	uint8_t id;
	const char *name;
	up_section_reader *read;
};

/* In the order in which they must appear. */
static const struct known_section known_sections[] = {
#define UP_SECTION(id, name, reader) {id, name, up_section_##reader},
#include "wasm/section.def"
#undef UP_SECTION
};

struct reader {
	struct up_cursor cursor;
	struct up_raw_module module;
	const struct known_section *last; /* the last one that was not custom */
};

static const struct known_section *find_known(uint8_t id)
{
	size_t count = sizeof(known_sections) / sizeof(known_sections[0]);

	for (size_t i = 0; i < count; i++)
		if (known_sections[i].id == id)
			return &known_sections[i];
	return NULL;
}

static struct up_raw_section *add_section(struct up_raw_module *module,
					  uint8_t id, size_t offset)
{
	struct up_raw_section *section;

	module->sections = up_grow(module->sections, &module->section_count,
				   sizeof(module->sections[0]));
	section = &module->sections[module->section_count - 1];
	section->id = id;
	section->offset = offset;
	return section;
}

static void set_payload(struct up_raw_section *section,
			const struct up_cursor *payload)
{
	section->payload_offset = (size_t)up_cursor_offset(payload);
	section->payload_size = up_cursor_left(payload);
}

/* ---- custom sections ---- */

/* What a custom section says may be wrong without the module being so. */
static void read_features(struct reader *reader, struct up_cursor payload)
{
	struct up_raw_module *module = &reader->module;
	struct up_report ignored = {0};

	if (module->has_target_features)
		return;
	module->has_target_features = true;
	payload.report = &ignored;
	if (up_section_target_features(&payload, module) == 0)
		return;
	free(module->features);
	module->features = NULL;
	module->feature_count = 0;
	up_warning(reader->cursor.report,
		   "the custom section target_features is malformed; it is "
		   "ignored");
}

static int read_custom(struct reader *reader, size_t offset,
		       struct up_cursor payload)
{
	struct up_raw_name name;
	struct up_raw_section *section;

	if (up_cursor_name(&payload, "the name of a custom section", &name) < 0)
		return -1;
	section = add_section(&reader->module, SECTION_CUSTOM, offset);
	section->name = name;
	set_payload(section, &payload);
	if (up_raw_name_is(name, "name"))
		reader->module.has_name_section = true;
	else if (up_raw_name_begins(name, ".debug_"))
		reader->module.has_dwarf = true;
	else if (up_raw_name_is(name, "target_features"))
		read_features(reader, payload);
	return 0;
}

/* ---- the others ---- */

static int check_order(struct reader *reader, size_t offset,
		       const struct known_section *known)
{
	const struct known_section *last = reader->last;

	reader->last = known;
	if (last == NULL || last < known)
		return 0;
	if (last == known)
		return up_cursor_error(&reader->cursor, offset,
				       "there is a second %s section",
				       known->name);
	return up_cursor_error(&reader->cursor, offset,
			       "the %s section is behind the %s section, not "
			       "before it",
			       known->name, last->name);
}

static int read_known(struct reader *reader, size_t offset,
		      const struct known_section *known,
		      struct up_cursor payload)
{
	if (check_order(reader, offset, known) < 0)
		return -1;
	set_payload(add_section(&reader->module, known->id, offset), &payload);
	if (known->read(&payload, &reader->module) < 0)
		return -1;
	return up_cursor_section_end(&payload, known->name);
}

static int read_section(struct reader *reader)
{
	size_t offset = (size_t)up_cursor_offset(&reader->cursor);
	const struct known_section *known;
	char what[SECTION_NAME_SIZE] = "a custom section";
	struct up_cursor payload;
	uint8_t id;

	if (up_cursor_byte(&reader->cursor, "a section", &id) < 0)
		return -1;
	known = find_known(id);
	if (known == NULL && id != SECTION_CUSTOM)
		return up_cursor_unknown(&reader->cursor, offset,
					 "there is a section of the unknown "
					 "id %u",
					 id);
	if (known != NULL)
		snprintf(what, sizeof(what), "the %s section", known->name);
	if (up_cursor_part(&reader->cursor, what, &payload) < 0)
		return -1;
	if (known == NULL)
		return read_custom(reader, offset, payload);
	return read_known(reader, offset, known, payload);
}

/* Sections that are promised, but missing. */
static int check_complete(const struct reader *reader)
{
	const struct up_raw_module *module = &reader->module;

	if (module->body_count != module->functions.defined)
		return up_cursor_error(&reader->cursor, module->size,
				       "there is no code section for %" PRIu32
				       " functions",
				       module->functions.defined);
	if (module->has_data_count &&
	    module->data_segment_count != module->data_count)
		return up_cursor_error(&reader->cursor, module->size,
				       "there is no data section, but the data "
				       "count is %" PRIu32,
				       module->data_count);
	return 0;
}

int up_raw_module_read(const uint8_t *bytes, size_t size,
		       struct up_raw_module *ret, struct up_report *report)
{
	struct reader reader = {
		.cursor = {.start = bytes, .report = report},
		.module = {.bytes = bytes, .size = size},
	};
	int status = up_foreign_check(bytes, size, report);

	if (status < 0)
		return -1;
	reader.cursor.next = bytes + UP_WASM_HEADER_SIZE;
	reader.cursor.end = bytes + size;
	while (status == 0 && up_cursor_left(&reader.cursor) > 0)
		status = read_section(&reader);
	if (status == 0)
		status = check_complete(&reader);
	if (status < 0) {
		up_raw_module_finish(&reader.module);
		return -1;
	}
	*ret = reader.module;
	return 0;
}

void up_raw_module_finish(struct up_raw_module *module)
{
	free(module->sections);
	free(module->features);
	*module = (struct up_raw_module){0};
}

const struct up_raw_section *up_raw_module_custom(
	const struct up_raw_module *module, const char *name)
{
	for (size_t i = 0; i < module->section_count; i++) {
		const struct up_raw_section *section = &module->sections[i];

		if (section->id == SECTION_CUSTOM &&
		    up_raw_name_is(section->name, name))
			return section;
	}
	return NULL;
}
