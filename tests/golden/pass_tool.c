/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Runs some passes over a module and prints it: what the golden tests of the
 * passes compare.
 *
 *   pass_tool MODULE PASS,PASS,… [key=value …]
 *
 * MODULE is text in Binaryen's form, or a binary. The analysis runs on it
 * first, as in the tool; a function $abort_handler is the one of that name in
 * the facts. Keys: eh, unwind, unwind-safe-import, abort-export,
 * reset (none), glue (no: only the module), standalone (contain, heal).
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "diag/diag_print.h"
#include "io/input.h"
#include "ir/ir.h"
#include "passes/ways.h"
#include "util/buf.h"

struct arguments {
	struct up_options options;
	const char *safe_import;
	const char *abort_export;
};

static void set_option(struct arguments *arguments, const char *key,
		       const char *value)
{
	struct up_options *options = &arguments->options;

	if (strcmp(key, "eh") == 0) {
		options->eh = strcmp(value, "exnref") == 0 ? UP_EH_EXNREF
							   : UP_EH_LEGACY;
	} else if (strcmp(key, "unwind") == 0) {
		options->unwind = strcmp(value, "trust") == 0 ? UP_UNWIND_TRUST
							      : UP_UNWIND_NEVER;
	} else if (strcmp(key, "unwind-safe-import") == 0) {
		arguments->safe_import = value;
		options->unwind_safe_imports = &arguments->safe_import;
		options->unwind_safe_import_count = 1;
	} else if (strcmp(key, "abort-export") == 0) {
		arguments->abort_export = value;
		options->abort_exports = &arguments->abort_export;
		options->abort_export_count = 1;
	} else if (strcmp(key, "reset") == 0) {
		options->reset = UP_RESET_NONE;
	} else if (strcmp(key, "glue") == 0) {
		options->target = UP_TARGET_NONE;
	} else if (strcmp(key, "standalone") == 0) {
		options->target = UP_TARGET_NONE;
		options->standalone = strcmp(value, "heal") == 0
					      ? UP_STANDALONE_HEAL
					      : UP_STANDALONE_CONTAIN;
	}
}

static int run_pass(const char *name, const struct up_pass_context *context)
{
	for (const struct up_pass *pass = up_passes_of(context->options);
	     pass->name; pass++)
		if (strcmp(pass->name, name) == 0) {
			pass->run(context);
			return 0;
		}
	fprintf(stderr, "no pass '%s'\n", name);
	return -1;
}

static int print_after(BinaryenModuleRef module, char *passes,
		       const struct up_options *options,
		       struct up_report *report)
{
	struct up_facts facts;
	struct up_pass_context context = {
		.module = module,
		.facts = &facts,
		.options = options,
		.late_specifier = "./module_bg.js",
		.ways = up_ways_of(options),
	};
	int err = 0;

	if (up_facts_init(&facts, NULL, module, NULL, options, false,
			  report) < 0)
		return -1;
	facts.abort_handler = BinaryenGetFunction(module, "abort_handler");
	for (char *name = strtok(passes, ","); name && err == 0;
	     name = strtok(NULL, ","))
		err = run_pass(name, &context);
	up_facts_finish(&facts);
	if (err == 0)
		err = up_ir_validate(module, report);
	char *text = BinaryenModuleAllocateAndWriteText(module);
	fputs(text, stdout);
	free(text);
	return err;
}

static void print_diag(const struct up_diag *diag, void *data)
{
	up_diag_print(stderr, data, diag);
}

int main(int argc, char **argv)
{
	struct arguments arguments = {0};
	struct up_report report = {.fn = print_diag, .data = argv[1]};
	struct up_buf bytes = {0};
	int err = -1;

	if (argc < 3)
		return EXIT_FAILURE;
	for (int i = 3; i < argc; i++) {
		char *value = strchr(argv[i], '=');
		if (!value)
			return EXIT_FAILURE;
		*value = '\0';
		set_option(&arguments, argv[i], value + 1);
	}
	if (up_input_read(argv[1], &bytes, &report) < 0)
		return EXIT_FAILURE;
	BinaryenModuleRef module =
		memcmp(bytes.bytes, "\0asm", 4) == 0
			? up_ir_read((const uint8_t *)bytes.bytes, bytes.size,
				     false, &report)
			: up_ir_parse(bytes.bytes, &report);
	if (module) {
		err = up_ir_settle_features(module, false, false, &report);
		if (err == 0)
			err = print_after(module, argv[2], &arguments.options,
					  &report);
		BinaryenModuleDispose(module);
	}
	up_buf_finish(&bytes);
	return err < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
