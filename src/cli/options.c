/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The command line: --help, and how it is parsed. */

#include "cli/options.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/dropin.h"
#include "cli/option_table.h"
#include "diag/diag.h"
#include "io/path.h"
#include "util/mem.h"

enum {
	HELP_COLUMN = 26,
	HELP_WIDTH = 80,
	/* Values of getopt for options without a short form: beyond any char. */
	LONG_ONLY = UCHAR_MAX + 1,
};

static const char *const section_titles[] = {
	[UP_SECTION_OUTPUT] = "Output",
	[UP_SECTION_BINDINGS] = "Bindings of crates with #[wasm_bindgen]",
	[UP_SECTION_PROTECTION] = "Protection",
	[UP_SECTION_INSPECTION] = "Inspection",
	[UP_SECTION_GENERAL] = "General",
};

/* ---- help ---- */

/* The text of an option, its lists filled in; caller frees. */
static char *help_text(const struct up_option_row *row)
{
	struct up_buf text = {0};

	for (const char *at = row->help; *at != '\0'; at++) {
		if (*at == '@')
			up_option_list_targets(&text);
		else if (*at == '$')
			up_option_list_formats(&text);
		else
			up_buf_append(&text, at, 1);
	}
	return up_buf_take(&text);
}

/* How much of @text goes into one line: up to a blank, or its end. */
static size_t line_length(const char *text)
{
	size_t room = HELP_WIDTH - HELP_COLUMN;
	size_t length = strlen(text);

	if (length <= room)
		return length;
	for (length = room; length > 0 && text[length] != ' ';)
		length--;
	return length > 0 ? length : room;
}

static void describe(struct up_buf *buf, const struct up_option_row *row)
{
	size_t start = buf->size;
	char *text = help_text(row);
	const char *line = text;

	if (row->long_name != NULL)
		up_buf_printf(buf, "  --%s", row->long_name);
	else
		up_buf_printf(buf, "  -%c", row->short_name);
	if (row->argument != NULL)
		up_buf_printf(buf, " %s", row->argument);
	while (*line != '\0') {
		size_t length = line_length(line);

		/* An option that is too long has its text below itself. */
		if (buf->size - start > HELP_COLUMN - 2) {
			up_buf_puts(buf, "\n");
			start = buf->size;
		}
		up_buf_printf(buf, "%*s%.*s\n",
			      (int)(HELP_COLUMN - (buf->size - start)), "",
			      (int)length, line);
		start = buf->size;
		line += length;
		line += strspn(line, " ");
	}
	free(text);
}

void up_cli_help(struct up_buf *buf)
{
	up_buf_puts(buf, "Usage: unpoison [OPTIONS] INPUT.wasm\n\n"
			 "Rewrites a finished wasm32 module so that a panic "
			 "becomes a JavaScript error\n"
			 "and an instance that has failed cannot be called "
			 "again. INPUT.wasm may be -,\n"
			 "standard input.\n");
	for (int section = 0; section < UP_SECTION_SILENT; section++) {
		up_buf_printf(buf, "\n%s:\n", section_titles[section]);
		for (size_t i = 0; i < up_option_count; i++)
			if ((int)up_option_rows[i].section == section)
				describe(buf, &up_option_rows[i]);
	}
	up_buf_puts(buf, "\nExit status: 0 done; 1 the input cannot be "
			 "rewritten; 2 usage; 3 the output\n"
			 "could not be written. See unpoison(1).\n");
}

/* ---- parsing ---- */

static int argument_kind(const struct up_option_row *row)
{
	if (row->argument == NULL)
		return no_argument;
	return row->argument[0] == '[' ? optional_argument : required_argument;
}

/* What getopt returns for the option in the row @index. */
static int option_value(size_t index)
{
	const struct up_option_row *row = &up_option_rows[index];

	return row->long_name != NULL ? LONG_ONLY + (int)index
				      : row->short_name;
}

static void fill_getopt_tables(struct up_buf *shorts, struct option *longs)
{
	static const char *const colons[] = {
		[no_argument] = "",
		[required_argument] = ":",
		[optional_argument] = "::",
	};

	/* Errors are ours to print; ':' tells a missing argument apart. */
	up_buf_puts(shorts, ":");
	for (size_t i = 0; i < up_option_count; i++) {
		const struct up_option_row *row = &up_option_rows[i];
		int kind = argument_kind(row);

		if (row->long_name != NULL)
			*longs++ = (struct option){
				.name = row->long_name,
				.has_arg = kind,
				.val = option_value(i),
			};
		else
			up_buf_printf(shorts, "%c%s", row->short_name,
				      colons[kind]);
	}
	*longs = (struct option){0};
}

static int unknown_option(struct up_parse *parse, int result)
{
	const char *text = parse->argv[optind - 1];
	const char *name = strncmp(text, "--", 2) == 0 ? text : NULL;

	if (result == ':' && name != NULL)
		return up_usage_error(parse, "option '%s' needs an argument",
				      name);
	if (result == ':')
		return up_usage_error(parse, "option '-%c' needs an argument",
				      optopt);
	/* optopt is set for a long one that may take no argument. */
	if (name != NULL && optopt != 0)
		return up_usage_error(parse, "option '%s' takes no argument",
				      name);
	if (name != NULL)
		return up_usage_error(parse, "there is no option '%s'", name);
	return up_usage_error(parse, "there is no option '-%c'", optopt);
}

static int handle_option(struct up_parse *parse, int result)
{
	if (result == '?' || result == ':')
		return unknown_option(parse, result);
	for (size_t i = 0; i < up_option_count; i++) {
		if (option_value(i) != result)
			continue;
		parse->row = &up_option_rows[i];
		if (parse->row->handle == NULL)
			return up_usage_error(parse,
					      "--%s is not in this version",
					      parse->row->long_name);
		return parse->row->handle(parse, optarg);
	}
	return -1;
}

/* --help and --version end it, whatever else there is. */
static bool takes_input(const struct up_cli *cli)
{
	return cli->action == UP_CLI_REWRITE || cli->action == UP_CLI_DUMP;
}

static int parse_options(struct up_parse *parse)
{
	struct option *longs =
		up_alloc((up_option_count + 1) * sizeof(*longs));
	struct up_buf shorts = {0};
	int status = 0;
	int result;

	fill_getopt_tables(&shorts, longs);
	optind = 0; /* GNU: begin anew */
	opterr = 0;
	while (status == 0 && takes_input(&parse->cli)) {
		optopt = 0;
		result = getopt_long(parse->argc, parse->argv, shorts.bytes,
				     longs, NULL);
		if (result == -1)
			break;
		status = handle_option(parse, result);
	}
	free(longs);
	up_buf_finish(&shorts);
	return status;
}

/*
 * The name of a file without its directory and without .wasm, or, as
 * wasm-bindgen has it, without whatever it ends in; caller frees.
 */
static char *stem(const char *path, bool any_suffix)
{
	static const char suffix[] = ".wasm";
	struct up_buf name = {0};
	size_t end = strlen(path);
	const char *dot;
	size_t start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		continue;
	dot = memrchr(path + start, '.', end - start);
	/* A name may begin with a dot, but not end before it. */
	if (dot != NULL && dot > path + start &&
	    (any_suffix || (end - (size_t)(dot - path) == strlen(suffix) &&
			    strncmp(dot, suffix, strlen(suffix)) == 0)))
		end = (size_t)(dot - path);
	up_buf_append(&name, path + start, end - start);
	return up_buf_take(&name);
}

/* The one file of a run that makes no JavaScript. */
static char *module_name(const struct up_cli *cli)
{
	struct up_buf name = {0};

	if (cli->out_name == NULL)
		return up_strdup(up_path_base(cli->input));
	up_buf_printf(&name, "%s.wasm", cli->out_name);
	return up_buf_take(&name);
}

/* The module keeps the JavaScript that the other program makes. */
static int set_bindgen_output(struct up_parse *parse)
{
	struct up_cli *cli = &parse->cli;
	struct up_buf name = {0};

	if (cli->out_file != NULL)
		return up_usage_error(parse, "-o and --wasm-bindgen exclude each "
					     "other: that writes several files");
	if (strcmp(cli->input, "-") == 0 && cli->out_name == NULL)
		return up_usage_error(parse, "standard input has no name; give "
					     "--out-name");
	cli->bindgen_name = cli->out_name != NULL ? up_strdup(cli->out_name)
						  : stem(cli->input, true);
	cli->bindgen_target = cli->rewrite.target;
	cli->rewrite.target = UP_TARGET_NONE;
	if (cli->rewrite.standalone == UP_STANDALONE_NO)
		cli->rewrite.standalone = UP_STANDALONE_CONTAIN;
	up_buf_printf(&name, "%s_bg.wasm", cli->bindgen_name);
	cli->rewrite.name = up_buf_take(&name);
	return 0;
}

static int set_output(struct up_parse *parse)
{
	struct up_cli *cli = &parse->cli;
	bool standalone = cli->rewrite.standalone != UP_STANDALONE_NO;

	if (cli->bindgen_cli != NULL && cli->action == UP_CLI_REWRITE)
		return set_bindgen_output(parse);

	if (standalone)
		cli->rewrite.target = UP_TARGET_NONE;

	/* Nothing is written then. */
	if (cli->action == UP_CLI_DUMP) {
		cli->rewrite.name = stem(cli->input, cli->as_bindgen);
		return 0;
	}
	if (cli->as_bindgen && cli->out_file == NULL && cli->out_dir == NULL)
		return up_usage_error(parse, "there is no --out-dir; called as "
					     "wasm-bindgen, it is needed");
	if (cli->out_file != NULL && cli->out_dir != NULL)
		return up_usage_error(parse, "-o and --out-dir exclude each "
					  "other: -o names one file");
	if (cli->out_file != NULL && cli->out_name != NULL)
		return up_usage_error(parse, "-o and --out-name exclude each "
					  "other: -o names one file");
	if (cli->out_file != NULL) {
		cli->rewrite.target = UP_TARGET_NONE;
		cli->rewrite.name = up_strdup(up_path_base(cli->out_file));
	} else if (strcmp(cli->input, "-") == 0 && cli->out_name == NULL) {
		return up_usage_error(parse, "standard input has no name; give "
					  "--out-name or -o");
	} else if (standalone) {
		cli->rewrite.name = module_name(cli);
	} else if (cli->out_name != NULL) {
		cli->rewrite.name = up_strdup(cli->out_name);
	} else {
		cli->rewrite.name = stem(cli->input, cli->as_bindgen);
	}
	return 0;
}

/* There is no JavaScript that these could say anything about. */
static int check_standalone(struct up_parse *parse)
{
	const struct up_options *rewrite = &parse->cli.rewrite;
	const struct {
		bool is;
		const char *name;
	} others[] = {
		{parse->target_option != NULL, parse->target_option},
		{rewrite->rename_count > 0, "rename"},
		{parse->typescript, "typescript"},
		{parse->no_typescript, "no-typescript"},
		{rewrite->omit_default_module_path, "omit-default-module-path"},
		{rewrite->debug, "debug"},
		{rewrite->omit_imports, "omit-imports"},
		{rewrite->split_linked_modules, "split-linked-modules"},
		{rewrite->typed_array_buffers, "ts-typed-array-buffers"},
		{rewrite->encode_into != UP_ENCODE_INTO_TEST, "encode-into"},
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].is)
			return up_usage_error(
				parse,
				"--standalone and --%s exclude each other: no "
				"JavaScript is made",
				others[i].name);
	return 0;
}

/* What wasm-bindgen's program does not make. */
static int check_bindgen(struct up_parse *parse)
{
	const struct up_options *rewrite = &parse->cli.rewrite;

	if (rewrite->target == UP_TARGET_WORKERS)
		return up_usage_error(parse, "--wasm-bindgen makes no JavaScript "
					     "for the target workers; choose "
					     "another one");
	if (rewrite->rename_count > 0)
		return up_usage_error(parse, "--wasm-bindgen and --rename "
					     "exclude each other: the names are "
					     "that program's");
	return 0;
}

/* What only the whole command line tells. */
static int check_together(struct up_parse *parse)
{
	const struct up_options *rewrite = &parse->cli.rewrite;

	if (rewrite->no_modules_global != NULL &&
	    rewrite->target != UP_TARGET_NO_MODULES)
		return up_usage_error(parse, "--no-modules-global is for the "
					     "target no-modules");
	if (rewrite->rpc_count > 0 && rewrite->target != UP_TARGET_WORKERS)
		return up_usage_error(parse, "--rpc is for the target workers");
	if (parse->cli.bindgen_cli != NULL) {
		if (check_bindgen(parse) < 0)
			return -1;
	} else if (rewrite->standalone != UP_STANDALONE_NO &&
		   check_standalone(parse) < 0) {
		return -1;
	}
	if (parse->reset_function && rewrite->reset == UP_RESET_NONE)
		return up_usage_error(parse,
				      "--experimental-reset-state-function and "
				      "--reset none exclude each other");
	return 0;
}

static int parse_all(struct up_parse *parse)
{
	if (parse_options(parse) < 0)
		return -1;
	if (!takes_input(&parse->cli))
		return 0;
	if (optind >= parse->argc)
		return up_usage_error(parse, "there is no input; name a .wasm "
					  "file");
	if (optind + 1 < parse->argc)
		return up_usage_error(parse,
				      "there is more than one input: '%s'; run "
				      "it once for each",
				      parse->argv[optind + 1]);
	parse->cli.input = parse->argv[optind];
	if (check_together(parse) < 0)
		return -1;
	return set_output(parse);
}

int up_cli_parse(int argc, char **argv, struct up_cli *ret,
		 struct up_report *report)
{
	struct up_parse parse = {
		.cli.rewrite = {.target = UP_TARGET_BUNDLER,
				.typescript = true},
		.cli.as_bindgen = up_dropin_called(argc > 0 ? argv[0] : NULL),
		.report = report,
		.argc = argc,
		.argv = argv,
	};

	if (parse_all(&parse) < 0) {
		up_cli_finish(&parse.cli);
		return -1;
	}
	*ret = parse.cli;
	return 0;
}

void up_cli_finish(struct up_cli *cli)
{
	struct up_options *rewrite = &cli->rewrite;

	for (size_t i = 0; i < rewrite->rename_count; i++) {
		free((void *)rewrite->renames[i].from);
		free((void *)rewrite->renames[i].to);
	}
	free((void *)rewrite->renames);
	free((void *)rewrite->unwind_safe_imports);
	free((void *)rewrite->abort_exports);
	free((void *)rewrite->rpcs);
	free((void *)rewrite->name);
	free(cli->bindgen_name);
	*cli = (struct up_cli){0};
}
