/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What: marks the module as rewritten, and carries its target_features over
 * with what the passes added.
 * For: every module; target_features where it has them.
 * Relies on: nothing.
 */

#include <string.h>

#include "abi.h"
#include "passes/pass.h"
#include "util/buf.h"
#include "wasm/leb128.h"

static const char *dialect_name(enum up_eh eh)
{
	switch (eh) {
	case UP_EH_LEGACY:
		return "legacy";
	case UP_EH_EXNREF:
		return "exnref";
	default:
		return "none";
	}
}

static void add_section(BinaryenModuleRef m, const char *name,
			const struct up_buf *bytes)
{
	BinaryenAddCustomSection(m, name, bytes->bytes,
				 (BinaryenIndex)bytes->size);
}

/* What was done to which module, for people who look at the result. */
static void add_mark(const struct up_pass_context *context)
{
	const struct up_facts *facts = context->facts;
	struct up_buf json = {0};

	up_buf_printf(&json,
		      "{\"version\":\"%s\",\"reset\":\"%s\",\"eh\":\"%s\","
		      "\"trampolines\":%zu,\"wrappers\":%zu,\"unwind\":%s",
		      up_version(), up_policy_reset_word(&facts->reset),
		      dialect_name(facts->eh.out), facts->export_count,
		      facts->import_count, facts->eh.tagged ? "true" : "false");
	const char *standalone =
		up_policy_standalone_word(context->options->standalone);
	if (standalone)
		up_buf_printf(&json, ",\"standalone\":\"%s\"", standalone);
	if (facts->raw)
		up_buf_printf(&json, ",\"input_bytes\":%zu",
			      facts->raw->size);
	up_buf_puts(&json, "}");
	add_section(context->module, UP_ABI_SECTION, &json);
	up_buf_finish(&json);
}

static void put_feature(struct up_buf *out, char prefix, const char *name,
			size_t size)
{
	up_buf_append(out, &prefix, 1);
	up_leb128_put_u32(out, (uint32_t)size);
	up_buf_append(out, name, size);
}

static bool declares(const struct up_raw_module *raw, const char *feature)
{
	for (size_t i = 0; i < raw->feature_count; i++) {
		const struct up_raw_name *name = &raw->features[i].name;
		if (name->size == strlen(feature) &&
		    memcmp(name->text, feature, name->size) == 0)
			return true;
	}
	return false;
}

/* The section's format: tool-conventions, Linking.md, "Target Features". */
static void carry_features(const struct up_pass_context *context)
{
	const struct up_facts *facts = context->facts;
	const struct up_raw_module *raw = facts->raw;
	const struct {
		const char *name;
		bool used;
	} added[] = {
		{"bulk-memory", facts->reset.in_place},
		{"exception-handling", up_builds_trys(facts)},
		{"reference-types", facts->eh.tagged || facts->code.externrefs},
		{"multivalue", facts->code.multivalue},
	};
	struct up_buf entries = {0}, payload = {0};
	size_t count = raw->feature_count;

	for (size_t i = 0; i < raw->feature_count; i++)
		put_feature(&entries, raw->features[i].prefix,
			    raw->features[i].name.text,
			    raw->features[i].name.size);
	for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++) {
		if (!added[i].used || declares(raw, added[i].name))
			continue;
		put_feature(&entries, '+', added[i].name,
			    strlen(added[i].name));
		count++;
	}
	up_leb128_put_u32(&payload, (uint32_t)count);
	up_buf_append(&payload, entries.bytes, entries.size);
	add_section(context->module, "target_features", &payload);
	up_buf_finish(&entries);
	up_buf_finish(&payload);
}

void up_pass_sections(const struct up_pass_context *context)
{
	if (context->facts->raw && context->facts->raw->has_target_features)
		carry_features(context);
	add_mark(context);
}
