/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The way of a module: read, analyse, passes, write, glue. */

#include "rewrite.h"

#include <stdlib.h>

#include "analysis/facts.h"
#include "analysis/policy.h"
#include "bindgen/crate.h"
#include "carry/carry.h"
#include "diag/diag.h"
#include "diag/held.h"
#include "diag/progress.h"
#include "glue/glue.h"
#include "glue/targets.h"
#include "io/output.h"
#include "ir/ir.h"
#include "passes/ways.h"
#include "util/beside.h"
#include "util/buf.h"
#include "wasm/code.h"
#include "wasm/module.h"
#include "wasm/retouch.h"

/* Names of the module that the passes would meet again as their own. */
static int check_names(BinaryenModuleRef module, struct up_report *report)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);
	BinaryenIndex globals = BinaryenGetNumGlobals(module);

	for (BinaryenIndex i = 0; i < count; i++)
		if (up_policy_check_name(
			    BinaryenFunctionGetName(
				    BinaryenGetFunctionByIndex(module, i)),
			    report) < 0)
			return -1;
	for (BinaryenIndex i = 0; i < globals; i++)
		if (up_policy_check_name(
			    BinaryenGlobalGetName(
				    BinaryenGetGlobalByIndex(module, i)),
			    report) < 0)
			return -1;
	return 0;
}

static int check_exports(BinaryenModuleRef module,
			 const struct up_options *options,
			 struct up_report *report)
{
	BinaryenIndex count = BinaryenGetNumExports(module);

	for (BinaryenIndex i = 0; i < count; i++)
		if (up_policy_check_export(
			    BinaryenExportGetName(
				    BinaryenGetExportByIndex(module, i)),
			    options, report) < 0)
			return -1;
	return 0;
}

static bool optimizes(const struct up_options *options)
{
	return options->optimize || options->shrink;
}

static void run_passes(BinaryenModuleRef module, const struct up_facts *facts,
		       const struct up_options *options, const char *late,
		       struct up_report *report)
{
	struct up_pass_context context = {
		.module = module,
		.facts = facts,
		.options = options,
		.late_specifier = late,
		.ways = up_ways_of(options),
	};

	up_progress_begin(report, "passes");
	for (const struct up_pass *pass = up_passes_of(options); pass->name;
	     pass++)
		pass->run(&context);
	if (!optimizes(options))
		return;
	up_progress_begin(report, "optimize");
	up_ir_optimize(module, options->optimize, options->shrink);
}

/* Without JavaScript of ours there is at least the name of where a dead one ends. */
static bool has_names(const struct up_raw_module *raw,
		      const struct up_options *options)
{
	return options->standalone != UP_STANDALONE_NO ||
	       up_raw_module_custom(raw, "name");
}

static int write_module(BinaryenModuleRef module, const struct up_carry *carry,
			const struct up_ir_writing *how,
			struct up_report *report, struct up_buf *bytes)
{
	if (carry->carried)
		up_carry_order(carry, module);
	if (up_ir_write(module, how, bytes, report) < 0)
		return -1;
	return carry->carried ? up_carry_restore(carry, module, bytes, report)
			      : 0;
}

static int finish_module(BinaryenModuleRef module,
			 const struct up_raw_module *raw,
			 const struct up_carry *carry, bool bindings,
			 const struct up_options *options,
			 struct up_report *report, struct up_buf *bytes)
{
	/* Landmarks were known by their names until here. */
	struct up_retouch how = {
		.drop_names = options->remove_names,
		.drop_producers = options->remove_producers,
		.demangle = bindings && !options->no_demangle,
	};
	struct up_ir_writing writing = {
		.names = has_names(raw, options),
		.optimize = options->keep_debug ? 0 : options->optimize,
		.shrink = options->keep_debug ? 0 : options->shrink,
	};

	up_progress_begin(report, "write");
	if (write_module(module, carry, &writing, report, bytes) < 0)
		return -1;
	up_retouch(bytes, &how);
	up_progress_made(report, bytes->size, 0);
	return 0;
}

static void add_module(struct up_buf *bytes, const struct up_options *options,
		       struct up_files *files)
{
	struct up_buf name = {0};

	up_buf_printf(&name, options->target == UP_TARGET_NONE ? "%s"
							       : "%s_bg.wasm",
		      options->name);
	up_files_add(files, name.bytes, bytes);
	up_buf_finish(&name);
}

static bool makes_glue(const struct up_options *options)
{
	return options->target != UP_TARGET_NONE;
}

/* ---- JavaScript: of the interface alone, so beside what happens to the module ---- */

struct outside {
	struct up_beside beside;
	struct up_held held; /* what is found there */
	struct up_crate *crate; /* NULL: there is none */
	const struct up_crate_target *target; /* of the crate */
	struct up_interface *interface;
	const struct up_options *options;
	struct up_files files; /* what it makes; owned */
	int err;
};

static void make_outside(void *data)
{
	struct outside *outside = data;
	struct up_report *report = &outside->held.report;

	outside->err = 0;
	if (outside->crate)
		outside->err = up_crate_bind(outside->crate, outside->interface,
					     outside->options, outside->target,
					     report);
	if (outside->err == 0)
		outside->err = up_glue_print(outside->interface,
					     outside->options, report,
					     &outside->files);
}

static void begin_outside(struct outside *outside)
{
	up_held_init(&outside->held);
	if (makes_glue(outside->options))
		up_beside_start(&outside->beside, make_outside, outside);
	else
		make_outside(outside);
}

/* Waits for it. */
static int end_outside(struct outside *outside, struct up_report *report)
{
	size_t bytes = 0;

	if (makes_glue(outside->options))
		up_progress_begin(report, "glue");
	up_beside_wait(&outside->beside);
	up_held_pass(&outside->held, report);
	for (size_t i = 0; i < outside->files.count; i++)
		bytes += outside->files.files[i].size;
	if (makes_glue(outside->options))
		up_progress_made(report, bytes, 0);
	return outside->err;
}

/* What the bindings of a crate have to know of the target. */
static struct up_crate_target crate_target(const struct up_options *options)
{
	const struct up_target_row *row = up_target_find(options->target);

	if (!row)
		return (struct up_crate_target){0};
	return (struct up_crate_target){
		.commonjs = row->commonjs,
		.init = {
			.late = row->late,
			.finds_module = row->finds_module,
			.worker = row->worker,
			.finds_path = up_target_finds_path(row, options),
			.global = up_target_global(row, options),
			.sources = row->sources ? row->sources : "",
			.sync_sources = row->sync_sources ? row->sync_sources
							  : "",
		},
	};
}

/* The analysis does not see the bodies that are carried. */
static int find_facts(struct up_facts *facts, const struct up_raw_module *raw,
		      BinaryenModuleRef module, const struct up_carry *carry,
		      const struct up_options *options, bool late,
		      struct up_report *report)
{
	struct up_carried_code carried = {
		.traits = carry->traits,
		.uses = carry->uses,
		.names = carry->names[UP_RAW_FUNC],
		.count = carry->counts[UP_RAW_FUNC],
	};

	return up_facts_init(facts, raw, module,
			     carry->carried ? &carried : NULL, options, late,
			     report);
}

/* Code that only describes goes, be it carried or not. */
static int open_crate(struct up_crate *crate, BinaryenModuleRef module,
		      struct up_carry *carry, struct up_ahead *ahead,
		      const struct up_options *options,
		      const struct up_crate_target *target,
		      struct up_report *report)
{
	struct up_crate_code code = {
		.contents = &carry->contents,
		.names = carry->names[UP_RAW_FUNC],
		.traits = carry->traits,
		.ahead = ahead,
	};

	if (carry->carried)
		up_carry_mention(carry, module);
	if (up_crate_open(crate, module, &code, options, target, report) < 0)
		return -1;
	if (carry->carried)
		up_carry_settle(carry, module);
	return 0;
}

/* From the module in memory to the files. */
static int rewrite(BinaryenModuleRef module, const struct up_raw_module *raw,
		   struct up_carry *carry, struct up_ahead *ahead,
		   const struct up_options *options, struct up_report *report,
		   struct up_files *files)
{
	struct up_facts facts = {0};
	struct up_interface interface = {0};
	struct up_buf specifier = {0}, bytes = {0};
	struct up_crate crate = {0};
	bool late = up_glue_imports_late(options, &specifier);
	struct up_crate_target target = crate_target(options);
	bool bindings = up_crate_is(raw);
	struct outside outside = {
		.crate = bindings ? &crate : NULL,
		.target = &target,
		.interface = &interface,
		.options = options,
	};
	int err = -1;

	if (carry->carried)
		up_carry_note(carry, module);
	if (!options->keep_debug)
		up_ir_drop_dwarf(module);
	up_progress_begin(report, bindings ? "bindings" : "facts");
	if (up_policy_check_standalone(options, bindings, report) < 0 ||
	    up_ir_settle_features(module, raw->gc_types, carry->judged,
				  report) < 0 ||
	    check_names(module, report) < 0 ||
	    (bindings && open_crate(&crate, module, carry, ahead, options,
				    &target, report) < 0) ||
	    check_exports(module, options, report) < 0)
		goto fail;
	if (bindings)
		up_progress_begin(report, "facts");
	if (find_facts(&facts, raw, module, carry, options, late, report) < 0)
		goto fail;
	if (bindings)
		facts.abort_handler = up_crate_abort_handler(module);
	up_interface_init(&interface, &facts, module, options);
	begin_outside(&outside);
	if (bindings)
		up_crate_export(&crate, module);
	run_passes(module, &facts, options, specifier.bytes, report);
	err = finish_module(module, raw, carry, bindings, options, report,
			    &bytes);
	if (end_outside(&outside, report) < 0)
		err = -1;
	if (err == 0) {
		*files = outside.files;
		outside.files = (struct up_files){0};
		add_module(&bytes, options, files);
	}
fail:
	up_files_finish(&outside.files);
	up_buf_finish(&bytes);
	up_buf_finish(&specifier);
	up_interface_finish(&interface);
	up_facts_finish(&facts);
	up_crate_finish(&crate);
	return err;
}

/* The module that Binaryen gets to see. */
static BinaryenModuleRef read_module(const struct up_raw_module *raw,
				     const struct up_carry *carry,
				     const struct up_options *options,
				     struct up_report *report)
{
	struct up_raw_module reduced;
	struct up_buf bytes = {0};
	BinaryenModuleRef module = NULL;

	up_progress_begin(report, "read");
	if (!carry->carried)
		return up_ir_read_mended(raw, options->keep_debug, report);
	up_carry_reduce(carry, &bytes);
	if (up_raw_module_read((const uint8_t *)bytes.bytes, bytes.size,
			       &reduced, report) == 0) {
		module = up_ir_read_mended(&reduced, options->keep_debug,
					   report);
		up_raw_module_finish(&reduced);
	}
	up_buf_finish(&bytes);
	return module;
}

static void choose_carried(struct up_carry *carry, bool bindings,
			   const struct up_options *options,
			   struct up_report *report)
{
	uint8_t *wishes = NULL;

	up_progress_begin(report, "carry");
	if (bindings)
		wishes = up_crate_wishes(&carry->contents);
	up_carry_choose(carry, options, wishes, report);
	free(wishes);
	up_progress_made(report, carry->carried_bytes, carry->carried_count);
}

/* What has no errors that anybody could find before. */
static int rewrite_checked(const struct up_raw_module *raw,
			   struct up_carry *carry,
			   const struct up_options *options,
			   struct up_report *report, struct up_files *files)
{
	struct up_ahead *ahead = NULL;
	bool bindings = up_crate_is(raw);
	BinaryenModuleRef module;
	int err;

	/* As many are to come as was said, unless there is neither, or both. */
	if (carry->judged == bindings)
		up_progress_add(report, carry->judged ? 1 : -1);
	if (bindings)
		ahead = up_ahead_start(&carry->contents);
	if (carry->judged)
		choose_carried(carry, bindings, options, report);
	module = read_module(raw, carry, options, report);
	err = module ? rewrite(module, raw, carry, ahead, options, report,
			       files)
		     : -1;
	if (module)
		BinaryenModuleDispose(module);
	up_ahead_destroy(ahead);
	return err;
}

/* Outline, check, carry or bindings, read, facts, passes, write; and these. */
static int count_phases(const struct up_options *options)
{
	return 7 + optimizes(options) + makes_glue(options);
}

/* Our validator sees all of it; where it cannot judge, Binaryen's has to. */
static int rewrite_outlined(const struct up_raw_module *raw,
			    const struct up_options *options,
			    struct up_report *report, struct up_files *files)
{
	struct up_carry carry = {0};
	int err;

	up_progress_begin(report, "check");
	if (up_carry_init(&carry, raw, report) < 0)
		return -1;
	err = up_code_check(&carry.contents, &carry.judged, report);
	if (err == 0)
		err = rewrite_checked(raw, &carry, options, report, files);
	up_carry_finish(&carry);
	return err;
}

int up_rewrite_here(const uint8_t *bytes, size_t size,
		    const struct up_options *options, struct up_report *report,
		    struct up_files *files)
{
	struct up_raw_module raw;
	struct up_files made = {0};
	int err = -1;

	up_progress_add(report, count_phases(options));
	up_progress_begin(report, "outline");
	if (up_raw_module_read(bytes, size, &raw, report) < 0)
		return -1;
	up_progress_made(report, size, 0);
	if (up_raw_module_check(&raw, report) == 0)
		err = rewrite_outlined(&raw, options, report, &made);
	up_raw_module_finish(&raw);
	if (err < 0) {
		up_files_finish(&made);
		return -1;
	}
	up_progress_end(report);
	*files = made;
	return 0;
}
