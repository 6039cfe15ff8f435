/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What to do next, each for a reason that is in the model. The order is that of
 * what is gained: first what keeps the module from being rewritten at all, last
 * its size.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/schema.h"
#include "inspect/model.h"
#include "inspect/texts.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

static void add(struct up_model *model, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct up_model *model, const char *format, ...)
{
	struct up_buf buf = {0};
	va_list args;

	va_start(args, format);
	up_buf_vprintf(&buf, format, args);
	va_end(args);
	model->advice = up_grow(model->advice, &model->advice_count,
				sizeof(*model->advice));
	model->advice[model->advice_count - 1] = up_buf_take(&buf);
}

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool begins(const char *text, const char *word)
{
	return text && strncmp(text, word, strlen(word)) == 0;
}

/* ---- lists of exports ---- */

enum {
	LISTED = 3,
	LONGEST = 64, /* of a name; nobody reads more */
};

/* The names of some exports: a, b, c and 4 more. */
struct list {
	struct up_buf buf;
	size_t count;
};

static void put_name(struct up_buf *buf, struct up_raw_name name)
{
	size_t size = name.size;

	if (size > LONGEST) {
		size = LONGEST;
		while (size > 0 && ((unsigned char)name.text[size] & 0xc0) ==
					   0x80)
			size--;
	}
	up_buf_append(buf, name.text, size);
	if (size < name.size)
		up_buf_puts(buf, "...");
}

static void list(struct list *list, struct up_raw_name name)
{
	if (list->count++ >= LISTED)
		return;
	if (list->count > 1)
		up_buf_puts(&list->buf, ", ");
	put_name(&list->buf, name);
}

/* The list as text; @list is empty afterwards. The caller frees it. */
static char *take(struct list *list)
{
	if (list->count > LISTED)
		up_buf_printf(&list->buf, " and %zu more",
			      list->count - LISTED);
	list->count = 0;
	return up_buf_take(&list->buf);
}

/* ---- whether it can be rewritten ---- */

static void on_refusal(struct up_model *model)
{
	const char *refusal = model->plan.refusal;

	if (model->rewritten.is)
		add(model,
		    "This module was rewritten already%s%s: give the tool the "
		    "one that it was made of.",
		    model->rewritten.version[0] ? ", by unpoison " : "",
		    model->rewritten.version);
	else if (refusal)
		/* Messages follow the name of the file: `is an object file`. */
		add(model, "Not to be rewritten as it is: %s%s.",
		    begins(refusal, "is ") || begins(refusal, "has ") ? "it "
								      : "",
		    refusal);
}

static bool is_known_schema(const char *schema)
{
	return up_bindgen_schema_find(
		(struct up_raw_name){schema, strlen(schema)});
}

static void on_bindings(struct up_model *model)
{
	const char *schema = model->identity.bindgen_schema;

	if (!schema)
		return;
	if (is_known_schema(schema))
		add(model,
		    "The bindings of #[wasm_bindgen] (schema %s) are made by "
		    "this tool: run unpoison --target web (or another target) "
		    "on this file, without the wasm-bindgen command line.",
		    schema);
	else if (!model->plan.refusal)
		add(model,
		    "The bindings of #[wasm_bindgen] have a schema that is "
		    "not known: %s. Run the wasm-bindgen command line first.",
		    schema[0] ? schema : "it cannot be read");
}

/* ---- panics ---- */

/* What wasm-bindgen adds is not the program's to declare. */
static bool is_of_bindings(struct up_raw_name name)
{
	return up_raw_name_begins(name, "__wb") ||
	       up_raw_name_begins(name, "__ex");
}

/*
 * Exports of an unwinding module that let nothing through themselves, and those
 * that call somebody who does not.
 */
static void list_aborting(const struct up_model *model, struct list *own,
			  struct list *others)
{
	for (uint32_t i = 0; i < model->contents.export_count; i++) {
		const struct up_model_export *export_ = &model->exports[i];
		struct up_raw_name name = model->contents.exports[i].name;

		if (export_->unwind != UP_VERDICT_ABORTS ||
		    export_->abort.count < 2 || is_of_bindings(name))
			continue;
		/* In front of it may stand its trampoline. */
		size_t steps = export_->abort.count -
			       (model->rewritten.is &&
				export_->behind != UP_NO_INDEX);
		list(steps == 2 ? own : others, name);
	}
}

static void on_extern_c(struct up_model *model)
{
	struct list own = {0}, others = {0};
	/* Emscripten's modules need not tell their language: never Rust's words. */
	bool cxx = !is(model->identity.language, "Rust");
	const char *how = cxx ? "drop noexcept there"
			      : "declare them extern \"C-unwind\"";
	const char *what = cxx ? "an exception" : "a panic";

	if (model->identity.panic != UP_PANIC_UNWIND)
		return;
	list_aborting(model, &own, &others);
	if (own.count > 0) {
		const char *verb = own.count == 1 ? "aborts" : "abort";
		char *names = take(&own);

		add(model,
		    "%s %s the whole module on %s, in spite of an "
		    "unwinding build: no exception may leave %s functions; "
		    "%s.",
		    names, verb, what, cxx ? "noexcept" : "extern \"C\"", how);
		free(names);
	}
	if (others.count > 0) {
		const char *verb = others.count == 1 ? "calls" : "call";
		char *names = take(&others);

		add(model,
		    "%s %s functions that let no exception through (%s): "
		    "%s below them aborts the whole module.",
		    names, verb, cxx ? "noexcept" : "extern \"C\"", what);
		free(names);
	}
}

static bool has_bindings(const struct up_model *model)
{
	const char *detail = model->identity.detail;

	return model->identity.bindgen_schema ||
	       (detail && strstr(detail, "wasm-bindgen"));
}

static void on_rust_abort(struct up_model *model)
{
	if (!is(model->identity.language, "Rust") ||
	    model->identity.panic != UP_PANIC_ABORT || model->rewritten.is)
		return;
	add(model,
	    "A panic ends this module (panic=abort). To survive panics with "
	    "all state kept, build it with RUSTC_BOOTSTRAP=1 "
	    "RUSTFLAGS=-Cpanic=unwind cargo build --release --target "
	    "wasm32-unknown-unknown -Zbuild-std=std,panic_unwind%s.%s",
	    has_bindings(model)
		    ? ""
		    : ", and declare its exports extern \"C-unwind\"",
	    model->plan.texts ? " Texts and places of panics are told in any "
				"case."
			      : "");
}

/* Exceptions that JavaScript throws for the module are not followed. */
static void on_javascript_exceptions(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;

	if (model->eh.in != UP_EH_NONE ||
	    !is(model->identity.language ? model->identity.language : "C++",
		"C++"))
		return;
	for (uint32_t i = 0; i < contents->import_count; i++) {
		struct up_raw_name name = contents->imports[i].name;

		if (!up_raw_name_is(name, "__cxa_throw"))
			continue;
		add(model,
		    "C++ exceptions go through JavaScript here (-fexceptions), "
		    "where they count as aborts. Compile and link with "
		    "-fwasm-exceptions: they unwind, and are smaller and "
		    "faster.");
		return;
	}
}

static void on_unknown_exceptions(struct up_model *model)
{
	if (model->eh.in == UP_EH_NONE || model->eh.in == UP_EH_MIXED ||
	    model->identity.panic_tag != UP_NO_INDEX || model->eh.trusts)
		return;
	add(model,
	    "Its exceptions are not those of LLVM's languages, so whatever "
	    "leaves it counts as an abort. If all of its frames clean up "
	    "behind an exception: --unwind trust.");
}

/* ---- names ---- */

static const char *how_to_keep_names(const struct up_identity *identity)
{
	if (is(identity->language, "Rust"))
		return "strip = \"debuginfo\" instead of true in Cargo.toml, "
		       "-g for wasm-opt, no --remove-name-section for "
		       "wasm-bindgen";
	if (begins(identity->toolchain, "Emscripten"))
		return "--profiling-funcs for emcc";
	if (begins(identity->toolchain, "Go"))
		return "no -ldflags=-s";
	if (begins(identity->toolchain, "TinyGo"))
		return "no -no-debug for tinygo";
	if (begins(identity->toolchain, "dart2wasm"))
		return "--no-strip-wasm for dart compile wasm";
	if (begins(identity->toolchain, "AssemblyScript"))
		return "--debug for asc";
	return "no --strip-all for wasm-ld, -g for wasm-opt";
}

static void on_no_names(struct up_model *model)
{
	bool rust = is(model->identity.language, "Rust");

	if (up_has_function_names(&model->contents) ||
	    model->contents.body_count == 0 ||
	    model->identity.panic == UP_PANIC_NONE)
		return;
	add(model,
	    "Its functions have no names: %swhich ones panic is a guess. Keep "
	    "the section name: %s.",
	    rust ? "texts and places of panics cannot be found, and " : "",
	    how_to_keep_names(&model->identity));
}

/* ---- the state ---- */

static const char *how_to_limit(const struct up_identity *identity)
{
	if (is(identity->language, "Rust"))
		return "-C link-arg=--max-memory=BYTES";
	if (begins(identity->toolchain, "Emscripten"))
		return "-sMAXIMUM_MEMORY=BYTES";
	if (begins(identity->toolchain, "AssemblyScript"))
		return "--maximumMemory PAGES";
	if (begins(identity->toolchain, "Zig"))
		return "--max-memory=BYTES";
	if (!identity->toolchain || strstr(identity->toolchain, "clang"))
		return "-Wl,--max-memory=BYTES";
	return NULL;
}

static void on_unlimited_memory(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	const char *how = how_to_limit(&model->identity);

	if (contents->memory_count == 0 ||
	    contents->memories[0].limits.has_max)
		return;
	if (contents->memories[0].imported)
		how = "maximum of new WebAssembly.Memory(), and the linker's "
		      "--max-memory";
	if (how)
		add(model,
		    "The memory has no maximum: what leaks takes all that the "
		    "engine gives, up to 4 GiB, before an allocation fails. "
		    "Set one: %s.",
		    how);
}

/* A dynamic library has memory and table of its host by its nature. */
static bool is_library(const struct up_model *model)
{
	return up_raw_module_custom(&model->raw, "dylink.0") ||
	       up_raw_module_custom(&model->raw, "dylink");
}

static void on_open_tables(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	bool exported = false, imported = false;

	if (is_library(model))
		return;
	for (uint32_t i = 0; i < contents->table_count; i++) {
		if (contents->tables[i].type.code != UP_VT_FUNCREF)
			continue;
		exported |= contents->tables[i].exported;
		imported |= contents->tables[i].imported;
	}
	if (exported || imported)
		add(model,
		    "JavaScript has the table of functions (it is %s): the "
		    "module's entries are guarded%s, but a function that "
		    "JavaScript puts in itself is not, and an export put in "
		    "is refused when the module calls it.",
		    exported ? "exported" : "imported",
		    model->plan.entries == UP_ENTRIES_GLUE
			    ? " where the table's own get() hands them out "
			      "(they are not for other modules that import the "
			      "table)"
			    : "");
}

static void on_other_memories(struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	bool shared = false, imported = false;

	for (uint32_t i = 0; i < contents->memory_count; i++) {
		shared |= contents->memories[i].limits.shared;
		imported |= contents->memories[i].imported;
	}
	if (shared)
		add(model,
		    "The memory is shared with other threads: it cannot be "
		    "reset in place%s.",
		    model->plan.reset.reinstantiates
			    ? ", so a reset makes a new instance"
			    : ", and there is no other way here");
	else if (imported && !is_library(model))
		add(model,
		    "The memory is imported, so it belongs to the host: "
		    "JavaScript puts it back on a reset. Defined in the "
		    "module, it could be reset by the module itself%s.",
		    begins(model->identity.toolchain, "Emscripten")
			    ? " (no -sIMPORTED_MEMORY)"
			    : " (no --import-memory for wasm-ld)");
}

/* ---- engines ---- */

static void on_dialect(struct up_model *model)
{
	if (model->survey.legacy && !model->survey.exnref)
		add(model,
		    "Its exceptions are of the older dialect, which engines "
		    "mean to drop. --eh exnref writes that of the standard, "
		    "for hosts that have it (Node 22.22 and 24.15 on, not Node "
		    "20).");
	if (model->survey.exnref && !model->survey.legacy)
		add(model,
		    "Its exceptions are of the newer dialect (try_table): "
		    "Node 20 and engines of its time refuse the module. For "
		    "them build with %s.",
		    is(model->identity.language, "Rust")
			    ? "-Cllvm-args=-wasm-use-legacy-eh"
			    : "-mllvm -wasm-use-legacy-eh");
}

/* ---- sizes ---- */

struct share {
	uint64_t bytes;
	unsigned percent; /* of the file */
};

static struct share share(const struct up_model *model, uint64_t bytes)
{
	uint64_t size = model->raw.size ? model->raw.size : 1;

	return (struct share){bytes, (unsigned)(bytes * 100 / size)};
}

static struct share custom_share(const struct up_model *model,
				 const char *prefix, bool exactly)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < model->raw.section_count; i++) {
		const struct up_raw_section *section = &model->raw.sections[i];

		if (section->id == 0 &&
		    (exactly ? up_raw_name_is(section->name, prefix)
			     : up_raw_name_begins(section->name, prefix)))
			bytes += section->payload_size;
	}
	return share(model, bytes);
}

/* What is less than this is not worth a line. */
enum { SOME_PERCENT = 2, MANY_PERCENT = 10 };

static void on_debug_information(struct up_model *model)
{
	struct share debug = custom_share(model, ".debug_", false);

	if (debug.percent >= SOME_PERCENT)
		add(model,
		    "The sections .debug_* are %u %% of the file (%llu "
		    "bytes), and nothing needs them to run. A rewriting drops "
		    "them, unless --keep-debug is given.",
		    debug.percent, (unsigned long long)debug.bytes);
}

static void on_large_names(struct up_model *model)
{
	struct share names = custom_share(model, "name", true);

	if (names.percent >= MANY_PERCENT && model->plan.texts)
		add(model,
		    "The section name is %u %% of the file (%llu bytes). Once "
		    "rewritten, only stack traces need it: "
		    "--remove-name-section.",
		    names.percent, (unsigned long long)names.bytes);
}

static void put_functions(struct up_buf *buf, uint32_t count, uint64_t bytes,
			  const char *which)
{
	if (count > 0)
		up_buf_printf(buf, "%s %u function%s %s (%llu bytes)",
			      buf->size > 0 ? "," : "", count,
			      count == 1 ? "" : "s", which,
			      (unsigned long long)bytes);
}

static void on_waste(struct up_model *model)
{
	const struct up_waste *waste = &model->waste;
	struct share all =
		share(model, waste->unreached_bytes + waste->repeated_bytes);
	struct up_buf which = {0};

	/* Of a crate, much of that describes bindings and goes in any case. */
	if (all.percent < SOME_PERCENT || model->identity.bindgen_schema)
		return;
	put_functions(&which, waste->unreached, waste->unreached_bytes,
		      "that nobody calls");
	put_functions(&which, waste->repeated, waste->repeated_bytes,
		      "the same as another");
	add(model, "An optimizer (-O) drops at least %u %% of the file:%s.",
	    all.percent, which.bytes);
	up_buf_finish(&which);
}

void up_inspect_advice(struct up_model *model)
{
	on_refusal(model);
	on_bindings(model);
	on_extern_c(model);
	on_rust_abort(model);
	on_javascript_exceptions(model);
	on_unknown_exceptions(model);
	on_no_names(model);
	on_open_tables(model);
	on_other_memories(model);
	on_unlimited_memory(model);
	on_dialect(model);
	on_debug_information(model);
	on_large_names(model);
	on_waste(model);
}
