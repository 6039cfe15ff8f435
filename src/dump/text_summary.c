/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The six facts at the top of the text, each on one line. */

#include <string.h>

#include "dump/text.h"
#include "dump/types.h"
#include "dump/words.h"
#include "util/escape.h"
#include "util/width.h"

enum {
	LABEL_WIDTH = 11,
	VALUE_WIDTH = UP_TEXT_WIDTH - LABEL_WIDTH,
	NAME_WIDTH = 32,
	SHOWN_SECTIONS = 3, /* in the line of sizes */
};

/* The length of as many whole words as go into the line. */
static size_t fit(const struct up_buf *value)
{
	size_t length = value->size;

	while (length > 0 &&
	       (up_width(value->bytes, length) > VALUE_WIDTH - 2 ||
		value->bytes[length] != ' '))
		length--;
	return length;
}

/* Takes what is in @value, any bytes. What is cut stands in a part below, too. */
static void put_fact(struct up_text *text, const char *label,
		     struct up_buf *value)
{
	struct up_buf safe = {0};
	bool whole;
	size_t length;

	up_escape_put(&safe, value->bytes, value->size);
	up_buf_finish(value);
	whole = up_width(safe.bytes, safe.size) <= VALUE_WIDTH;
	length = whole ? safe.size : fit(&safe);
	up_text_toned(text, UP_TONE_TITLE, label, strlen(label));
	up_buf_printf(text->buf, "%*s", LABEL_WIDTH - (int)strlen(label), "");
	up_buf_append(text->buf, safe.bytes, length);
	up_buf_puts(text->buf, whole ? "\n" : length > 0 ? " …\n" : "…\n");
	up_buf_finish(&safe);
}

/* ---- what it is ---- */

static void put_part(struct up_buf *value, const char **mark,
		     const char *before, const char *part)
{
	if (!part)
		return;
	up_buf_printf(value, "%s%s%s", *mark, before, part);
	*mark = ", ";
}

static void put_origin(struct up_text *text)
{
	const struct up_model *model = text->model;
	const struct up_identity *identity = &model->identity;
	const char *slash = strrchr(model->path, '/');
	const char *base = slash && slash[1] ? slash + 1 : model->path;
	struct up_buf name = {0};
	struct up_buf value = {0};
	const char *mark = ": ";

	up_escape_put(&name, base, strlen(base));
	up_width_put_cut(&value, name.size > 0 ? name.bytes : "", name.size,
			 NAME_WIDTH);
	put_part(&value, &mark, "", identity->language);
	put_part(&value, &mark, "made with ", identity->toolchain);
	put_part(&value, &mark, "", identity->detail);
	if (!identity->language && !identity->toolchain && !identity->detail)
		up_buf_puts(&value, ": of unknown origin");
	put_fact(text, "Module", &value);
	up_buf_finish(&name);
}

/* ---- how large it is ---- */

/* The bytes of the sections of one kind; all custom ones are one. */
struct share {
	const char *name;
	size_t size;
};

static void add_share(struct share *shares, size_t *count, const char *name,
		      size_t size)
{
	size_t i = 0;

	while (i < *count && strcmp(shares[i].name, name) != 0)
		i++;
	if (i == *count)
		shares[(*count)++] = (struct share){.name = name};
	shares[i].size += size;
}

/* The kind that takes the most of those that are left, and takes it away. */
static struct share take_largest(struct share *shares, size_t count)
{
	struct share *largest = &shares[0];
	struct share taken;

	for (size_t i = 1; i < count; i++)
		if (shares[i].size > largest->size)
			largest = &shares[i];
	taken = *largest;
	largest->size = 0;
	return taken;
}

/* Since it was rewritten. Returns whether anything is known of that. */
static bool put_growth(struct up_buf *value, const struct up_model *model)
{
	uint64_t before = model->rewritten.input_bytes;
	uint64_t now = model->raw.size;

	if (!model->rewritten.is || before == 0)
		return false;
	up_buf_puts(value, ", ");
	up_buf_put_number(value, now > before ? now - before : before - now);
	up_buf_printf(value, " %s than before", now < before ? "less" : "more");
	return true;
}

static void put_sizes(struct up_text *text)
{
	const struct up_raw_module *raw = &text->model->raw;
	struct share shares[UINT8_MAX + 1];
	struct up_buf value = {0};
	size_t shown = SHOWN_SECTIONS;
	size_t count = 0;

	for (size_t i = 0; i < raw->section_count; i++) {
		const char *name = up_section_name(raw->sections[i].id);
		size_t offset, size;

		up_section_extent(raw, &raw->sections[i], &offset, &size);
		add_share(shares, &count, name ? name : "custom sections",
			  size);
	}
	up_text_put_count(&value, raw->size, "byte", "bytes");
	shown -= put_growth(&value, text->model) ? 1 : 0;
	for (size_t i = 0; i < shown && count > 0; i++) {
		struct share share = take_largest(shares, count);
		size_t percent =
			(share.size * 100 + raw->size / 2) / raw->size;

		if (percent == 0)
			break;
		up_buf_printf(&value, "%s%zu %% %s", i == 0 ? ": " : ", ",
			      percent, share.name);
	}
	put_fact(text, "Size", &value);
}

/* ---- how it fails ---- */

static const char *eh_phrase(enum up_eh eh)
{
	switch (eh) {
	case UP_EH_LEGACY:
		return "the older instructions (try, catch: legacy)";
	case UP_EH_EXNREF:
		return "the newer instructions (try_table: exnref)";
	case UP_EH_MIXED:
		return "instructions of both dialects, which no engine takes";
	default:
		return "no instructions for them";
	}
}

static const char *panic_phrase(enum up_panic_strategy strategy)
{
	switch (strategy) {
	case UP_PANIC_UNWIND:
		return "panics unwind";
	case UP_PANIC_ABORT:
		return "panics abort";
	case UP_PANIC_UNKNOWN:
		return "panics: unknown";
	default:
		return "nothing panics";
	}
}

static void put_exceptions(struct up_text *text)
{
	const struct up_model *model = text->model;
	struct up_buf value = {0};

	up_buf_printf(&value, "%s; %s", eh_phrase(model->eh.in),
		      panic_phrase(model->identity.panic));
	put_fact(text, "Exceptions", &value);
}

/* ---- what it has ---- */

static void put_bytes(struct up_buf *buf, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "KiB", "MiB", "GiB",
					    "TiB",   "PiB", "EiB"};
	size_t unit = 0;

	while (bytes >= 1024 && bytes % 1024 == 0 && unit < 6) {
		bytes /= 1024;
		unit++;
	}
	if (bytes >= 10 * 1024 && unit < 5) {
		bytes /= 1024;
		unit++;
	}
	up_buf_put_number(buf, bytes);
	up_buf_printf(buf, " %s", units[unit]);
}

static uint64_t bytes_of(const struct up_raw_limits *limits, uint64_t pages)
{
	unsigned shift = limits->has_page_size ? limits->page_size & 31 : 16;

	return pages > UINT64_MAX >> shift ? UINT64_MAX : pages << shift;
}

static void put_limits(struct up_buf *value, const struct up_raw_memory *memory)
{
	const struct up_raw_limits *limits = &memory->limits;

	up_text_put_count(value, limits->initial, "page", "pages");
	up_buf_puts(value, " (");
	put_bytes(value, bytes_of(limits, limits->initial));
	up_buf_puts(value, ")");
	if (limits->has_max) {
		up_buf_puts(value, ", at most ");
		up_buf_put_number(value, limits->max);
	} else {
		up_buf_puts(value, ", no maximum");
	}
	if (limits->is_64)
		up_buf_puts(value, ", 64-bit");
	if (limits->shared)
		up_buf_puts(value, ", shared");
	if (memory->imported)
		up_buf_puts(value, ", imported");
}

static void put_memory(struct up_text *text)
{
	const struct up_contents *contents = &text->model->contents;
	struct up_buf value = {0};

	if (contents->memory_count == 0)
		up_buf_puts(&value, "none");
	else
		put_limits(&value, &contents->memories[0]);
	if (contents->memory_count > 1) {
		up_buf_puts(&value, "; ");
		up_text_put_count(&value, contents->memory_count - 1,
				  "more memory", "more memories");
	}
	if (contents->table_count > 0) {
		up_buf_puts(&value, "; ");
		up_text_put_count(&value, contents->table_count, "table",
				  "tables");
	}
	if (contents->start != UP_NO_INDEX)
		up_buf_puts(&value, "; start");
	put_fact(text, "Memory", &value);
}

/* ---- what it offers ---- */

struct tally {
	uint32_t functions, panic;
	uint32_t verdicts[UP_VERDICT_UNKNOWN + 1];
};

static struct tally count_exports(const struct up_model *model)
{
	struct tally tally = {0};

	for (uint32_t i = 0; i < model->contents.export_count; i++) {
		if (model->contents.exports[i].kind != UP_RAW_FUNC ||
		    up_model_describes(model, i) || up_model_is_own(model, i))
			continue;
		tally.functions++;
		tally.panic += model->exports[i].can_panic;
		tally.verdicts[model->exports[i].unwind]++;
	}
	return tally;
}

static void put_verdict(struct up_buf *value, uint32_t count, const char *what,
			const char **mark)
{
	if (count == 0)
		return;
	up_buf_puts(value, *mark);
	up_buf_put_number(value, count);
	up_buf_printf(value, " %s", what);
	*mark = ", ";
}

static void put_exports(struct up_text *text)
{
	struct tally tally = count_exports(text->model);
	struct up_buf value = {0};
	const char *mark = "; unwinding: ";

	up_text_put_count(&value, tally.functions, "function", "functions");
	if (tally.functions > 0) {
		up_buf_puts(&value, ", ");
		up_buf_put_number(&value, tally.panic);
		up_buf_puts(&value, " can panic");
	}
	put_verdict(&value, tally.verdicts[UP_VERDICT_SAFE], "safe", &mark);
	put_verdict(&value, tally.verdicts[UP_VERDICT_ABORTS],
		    tally.verdicts[UP_VERDICT_ABORTS] == 1 ? "aborts" : "abort",
		    &mark);
	put_verdict(&value, tally.verdicts[UP_VERDICT_UNKNOWN], "unknown",
		    &mark);
	put_fact(text, "Exports", &value);
}

/* ---- what becomes of it ---- */

static void put_guards(struct up_buf *value, uint32_t trampolines,
		       uint32_t wrappers)
{
	up_buf_puts(value, "guards ");
	up_text_put_count(value, trampolines, "export", "exports");
	up_buf_puts(value, ", ");
	up_text_put_count(value, wrappers, "import", "imports");
}

static void put_done(struct up_text *text, struct up_buf *value)
{
	const struct up_rewritten *done = &text->model->rewritten;

	up_buf_printf(value, "by unpoison %s: ", done->version);
	if (done->standalone[0])
		up_buf_puts(value, "standalone; ");
	if (done->counted) {
		put_guards(value, done->trampolines, done->wrappers);
		up_buf_puts(value, done->tag ? "; tag; " : "; ");
	}
	if (strcmp(done->standalone, "heal") == 0)
		up_buf_puts(value, "heals");
	else
		up_buf_printf(value, "reset %s",
			      done->reset[0] ? done->reset : "unknown");
}

static void put_planned(struct up_text *text, struct up_buf *value)
{
	const struct up_plan *plan = &text->model->plan;

	if (plan->standalone != UP_STANDALONE_NO)
		up_buf_puts(value, "standalone; ");
	/* How many they export and import is known when they are made. */
	if (text->model->identity.bindgen_schema)
		up_buf_puts(value, "makes bindings, and guards them");
	else
		put_guards(value, plan->trampolines, plan->wrappers);
	if (plan->entries == UP_ENTRIES_MODULE)
		up_buf_puts(value, ", references");
	else if (plan->entries == UP_ENTRIES_GLUE)
		up_buf_puts(value, ", tables");
	up_buf_printf(value, "; %s%s",
		      text->model->eh.unwinds ? "unwinds" : "aborts",
		      plan->texts ? " with texts" : "");
	if (plan->standalone == UP_STANDALONE_HEAL)
		up_buf_puts(value, "; heals");
	else
		up_buf_printf(value, "; reset %s",
			      up_policy_reset_word(&plan->reset));
}

/* Messages go on after the name of the file: "is a dynamic library". */
static void put_refusal(struct up_buf *value, const char *refusal)
{
	static const char *const verbs[] = {"is ", "was ", "has "};
	const char *subject = "";

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(refusal, verbs[i], strlen(verbs[i])) == 0)
			subject = "it ";
	up_buf_printf(value, "not as it is, see Advice: %s%s", subject,
		      refusal);
}

static void put_rewriting(struct up_text *text)
{
	const struct up_model *model = text->model;
	struct up_buf value = {0};

	if (model->rewritten.is)
		put_done(text, &value);
	else if (model->plan.refusal)
		put_refusal(&value, model->plan.refusal);
	else
		put_planned(text, &value);
	put_fact(text, "Rewriting", &value);
}

void up_text_summary(struct up_text *text)
{
	put_origin(text);
	put_sizes(text);
	put_exceptions(text);
	put_memory(text);
	put_exports(text);
	put_rewriting(text);
}
