/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "analysis/policy.h"

#include <string.h>

#include "abi.h"
#include "diag/diag.h"
#include "util/buf.h"
#include "util/glob.h"

/* ---- exceptions ---- */

static int check_dialect(enum up_eh in, const struct up_options *options,
			 struct up_report *report)
{
	if (in == UP_EH_MIXED)
		return up_input_error(
			report,
			"the module mixes try and try_table, which no engine "
			"accepts; rebuild all of it with one of the two "
			"dialects of exception handling");
	if (in == UP_EH_EXNREF && options->eh == UP_EH_LEGACY)
		return up_input_error(
			report,
			"--eh legacy: the module uses try_table, and "
			"there is no way back from it; rebuild with "
			"-Cllvm-args=-wasm-use-legacy-eh (Rust) or "
			"-mllvm -wasm-use-legacy-eh (clang)");
	return 0;
}

static enum up_eh dialect_of(const struct up_eh_ground *ground,
			     const struct up_options *options)
{
	if (ground->legacy && ground->exnref)
		return UP_EH_MIXED;
	if (ground->legacy)
		return UP_EH_LEGACY;
	if (ground->exnref)
		return UP_EH_EXNREF;
	/*
	 * A module may throw and never catch: nothing on its paths needs a
	 * cleanup. The dialects agree on `throw`; legacy is the wider known.
	 */
	if (ground->panic_tag)
		return options->eh == UP_EH_NONE ? UP_EH_LEGACY : options->eh;
	return UP_EH_NONE;
}

/*
 * A module without exceptions cannot see those of JavaScript that cross it. The
 * glue does; where there is none, only a dialect that was asked for makes the
 * module look: its own JavaScript may throw through it and mean no harm.
 */
static bool watches_throws(const struct up_options *options)
{
	return options->standalone != UP_STANDALONE_NO &&
	       options->eh != UP_EH_NONE;
}

int up_policy_eh(const struct up_eh_ground *ground,
		 const struct up_options *options, struct up_eh_policy *ret,
		 struct up_report *report)
{
	struct up_eh_policy eh = {.in = dialect_of(ground, options)};

	if (check_dialect(eh.in, options, report) < 0)
		return -1;
	eh.recognised = eh.in != UP_EH_NONE && ground->panic_tag;
	eh.trusts = options->unwind == UP_UNWIND_TRUST;
	eh.unwinds = eh.trusts ||
		     (options->unwind == UP_UNWIND_AUTO &&
		      (eh.recognised || options->unwind_safe_import_count));
	eh.out = options->eh != UP_EH_NONE ? options->eh : eh.in;
	/* Where the input has none, the one that most engines know. */
	if (eh.out == UP_EH_NONE)
		eh.out = UP_EH_LEGACY;
	if (eh.in == UP_EH_NONE && !eh.unwinds && !watches_throws(options))
		eh.out = UP_EH_NONE;
	bool glue = options->standalone == UP_STANDALONE_NO;
	eh.tagged = eh.unwinds && glue;
	eh.notes = eh.unwinds && !glue && !eh.trusts &&
		   (!eh.recognised || ground->other_tags);
	*ret = eh;
	return 0;
}

/*
 * LLVM's exception carries one i32, as does C's longjmp; linkers leave both
 * without a name, so the name counts only where there is one.
 */
bool up_policy_is_panic_tag(const char *name, const char *import_name,
			    bool one_i32, bool longjmp)
{
	return one_i32 && !longjmp && !strstr(name, "longjmp") &&
	       !strstr(import_name, "longjmp");
}

/* ---- the border ---- */

static bool matches_any(const char *const *globs, size_t count,
			const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (up_glob_match(globs[i], text))
			return true;
	return false;
}

static bool is_named(const struct up_options *options, const char *module_name,
		     const char *name)
{
	const char *const *globs = options->unwind_safe_imports;
	size_t count = options->unwind_safe_import_count;
	struct up_buf full = {0};

	if (count == 0)
		return false;
	up_buf_printf(&full, "%s.%s", module_name, name);
	bool named = matches_any(globs, count, name) ||
		     matches_any(globs, count, full.bytes);
	up_buf_finish(&full);
	return named;
}

bool up_policy_import_unwinds(const struct up_options *options,
			      const struct up_eh_policy *eh,
			      const char *module_name, const char *name)
{
	if (eh->trusts)
		return true;
	/* Named imports widen what is recognised; alone they are all. */
	return options->unwind != UP_UNWIND_NEVER &&
	       (eh->recognised || is_named(options, module_name, name));
}

bool up_policy_export_aborts(const struct up_options *options, const char *name)
{
	return options->unwind == UP_UNWIND_NEVER ||
	       matches_any(options->abort_exports, options->abort_export_count,
			   name);
}

enum up_entry_guard up_policy_entries(const struct up_entry_ground *ground,
				      const struct up_eh_policy *eh,
				      const struct up_options *options)
{
	if (!ground->tables && !ground->others)
		return UP_ENTRIES_NONE;
	if (ground->others || !ground->numbers || ground->bindings ||
	    eh->out != UP_EH_NONE || options->target == UP_TARGET_NONE)
		return UP_ENTRIES_MODULE;
	return UP_ENTRIES_GLUE;
}

static bool begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

int up_policy_check_name(const char *name, struct up_report *report)
{
	if (!begins(name, UP_NAME_PREFIX))
		return 0;
	return up_input_error(report,
			      "the name '%s' in the name section is of the kind "
			      "that this tool gives; strip the names "
			      "(wasm-strip) or rename it",
			      name);
}

int up_policy_check_export(const char *name, const struct up_options *options,
			   struct up_report *report)
{
	if (begins(name, UP_ABI_PREFIX))
		return up_input_error(
			report,
			"the export '%s' is of the kind that this tool adds; "
			"rename it in the source",
			name);
	if (strcmp(name, UP_ABI_RESET) == 0 && options->reset != UP_RESET_NONE)
		return up_input_error(
			report,
			"the module has an export '%s' of its own; rename it "
			"in the source, or pass --reset none (and --rename, if "
			"there is JavaScript)",
			name);
	return 0;
}

/* ---- modules that keep their own JavaScript ---- */

int up_policy_check_standalone(const struct up_options *options, bool bindings,
			       struct up_report *report)
{
	if (options->standalone == UP_STANDALONE_NO)
		return 0;
	if (options->target != UP_TARGET_NONE)
		return up_error(report, UP_FAULT_USAGE, UP_NO_OFFSET,
				"--standalone: there is no JavaScript to be "
				"made for a target; set none");
	if (bindings)
		return up_input_error(
			report,
			"--standalone: the crate has #[wasm_bindgen] and no "
			"JavaScript of its own yet; run wasm-bindgen first and "
			"pass the NAME_bg.wasm that it makes, or leave out "
			"--standalone to get bindings from this tool");
	return 0;
}

const char *up_policy_standalone_word(enum up_standalone standalone)
{
	if (standalone == UP_STANDALONE_NO)
		return NULL;
	return standalone == UP_STANDALONE_HEAL ? "heal" : "contain";
}

/* ---- a fresh state ---- */

static int check_in_place(const struct up_reset_ground *ground,
			  struct up_report *report)
{
	if (ground->shared)
		return up_input_error(
			report,
			"--reset in-place: the memory is shared, and threads "
			"that use it cannot be stopped; pass --reset "
			"reinstantiate if the module defines it, else --reset "
			"none");
	if (ground->odd_pages)
		return up_input_error(
			report,
			"--reset in-place: the memory has pages of another "
			"size than 64 KiB; pass --reset reinstantiate");
	return 0;
}

/* Whether the module can do all that is needed by itself. */
static int check_heal(const struct up_reset_ground *ground,
		      const struct up_options *options,
		      struct up_report *report)
{
	if (options->reset == UP_RESET_NONE ||
	    options->reset == UP_RESET_REINSTANTIATE)
		return up_error(
			report, UP_FAULT_USAGE, UP_NO_OFFSET,
			"--standalone=heal resets in place, and --reset %s "
			"says not to; leave out one of them",
			options->reset == UP_RESET_NONE ? "none"
							: "reinstantiate");
	if (ground->imported || ground->imports_table)
		return up_input_error(
			report,
			"--standalone=heal: the %s is imported, so only its "
			"JavaScript can put it back; pass --standalone, or "
			"build the module with one of its own",
			ground->imported ? "memory" : "table");
	if (ground->shared)
		return up_input_error(
			report,
			"--standalone=heal: the memory is shared, and threads "
			"that use it cannot be stopped; pass --standalone");
	if (ground->odd_pages)
		return up_input_error(
			report,
			"--standalone=heal: the memory has pages of another "
			"size than 64 KiB; pass --standalone");
	return 0;
}

/* Nobody is there to make a new instance, or to put back what was imported. */
static int reset_standalone(const struct up_reset_ground *ground,
			    const struct up_options *options,
			    struct up_reset_facts *ret,
			    struct up_report *report)
{
	bool imports = ground->imported || ground->imports_table;
	bool can = !ground->shared && !ground->odd_pages && !imports;

	if (options->standalone == UP_STANDALONE_HEAL &&
	    check_heal(ground, options, report) < 0)
		return -1;
	if (options->reset == UP_RESET_IN_PLACE && imports)
		return up_input_error(
			report,
			"--reset in-place: with --standalone there is no "
			"JavaScript that could put back an imported memory or "
			"table; leave out --reset");
	if (options->reset == UP_RESET_IN_PLACE &&
	    check_in_place(ground, report) < 0)
		return -1;
	bool in_place = can && options->reset != UP_RESET_NONE &&
			options->reset != UP_RESET_REINSTANTIATE;
	*ret = (struct up_reset_facts){
		.in_place = in_place,
		.tables = in_place && ground->tables_change,
		.reruns = in_place,
		.heals = options->standalone == UP_STANDALONE_HEAL,
	};
	return 0;
}

static int check_reinstantiate(const struct up_reset_ground *ground,
			       struct up_report *report)
{
	if (ground->shared_import)
		return up_input_error(
			report,
			"the memory is shared and imported: threads that use "
			"it cannot be stopped, so the state cannot be made "
			"fresh; pass --reset none");
	if (ground->late && ground->shared)
		return up_input_error(
			report,
			"the memory is shared, so the state can be made fresh "
			"only by a new instance, which JavaScript cannot make "
			"with this target; pass --target web, or --reset none");
	if (ground->late)
		return up_error(
			report, UP_FAULT_USAGE, UP_NO_OFFSET,
			"--reset reinstantiate: with this target the host "
			"instantiates the module, and only once; pass --reset "
			"in-place, or --target web");
	return 0;
}

int up_policy_reset(const struct up_reset_ground *ground,
		    const struct up_options *options,
		    struct up_reset_facts *ret, struct up_report *report)
{
	bool can_in_place = !ground->shared && !ground->odd_pages;
	bool glue = options->target != UP_TARGET_NONE;
	struct up_reset_facts reset = {0};

	if (options->standalone != UP_STANDALONE_NO)
		return reset_standalone(ground, options, ret, report);
	if (options->reset == UP_RESET_NONE) {
		*ret = reset;
		return 0;
	}
	if (options->reset == UP_RESET_IN_PLACE &&
	    check_in_place(ground, report) < 0)
		return -1;
	if ((options->reset == UP_RESET_REINSTANTIATE ||
	     (!can_in_place && glue)) &&
	    check_reinstantiate(ground, report) < 0)
		return -1;
	reset.in_place = can_in_place &&
			 options->reset != UP_RESET_REINSTANTIATE;
	/*
	 * A new instance of a module that imports its memory would get the old
	 * one, as large as it has become: nothing is given back by that.
	 */
	reset.reinstantiates = glue && !ground->late &&
			       options->reset != UP_RESET_IN_PLACE &&
			       !(reset.in_place && ground->imported);
	reset.tables = ground->tables_change;
	reset.restores = reset.in_place &&
			 (ground->imported || ground->imports_table);
	*ret = reset;
	return 0;
}

const char *up_policy_reset_word(const struct up_reset_facts *reset)
{
	if (reset->in_place && reset->reinstantiates)
		return "auto";
	if (reset->in_place)
		return "in-place";
	return reset->reinstantiates ? "reinstantiate" : "none";
}

/* ---- exports that are known by their names ---- */

static bool is_text(const char *name, size_t size, const char *text)
{
	return size == strlen(text) && memcmp(name, text, size) == 0;
}

enum up_release up_policy_release(const char *name, size_t size)
{
	static const struct {
		const char *name;
		enum up_release when;
	} known[] = {
#define UP_RELEASE(name, when) {name, UP_RELEASE_##when},
#include "analysis/release.def"
#undef UP_RELEASE
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (is_text(name, size, known[i].name))
			return known[i].when;
	return UP_RELEASE_NO;
}

bool up_policy_initializer(const char *name, size_t size)
{
	static const char *const names[] = {
#define UP_INITIALIZER(name) name,
#include "analysis/initializer.def"
#undef UP_INITIALIZER
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_text(name, size, names[i]))
			return true;
	return false;
}

bool up_policy_minified_import(const char *module, size_t module_size,
			       size_t name_size)
{
	return is_text(module, module_size, "a") &&
	       name_size <= UP_MINIFIED_NAME;
}
