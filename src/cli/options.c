/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The command line. One table has every option; getopt's tables and --help are
 * made from it, and the man page is compared with it by a test.
 */

#include "cli/options.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "io/path.h"
#include "util/mem.h"

enum {
	HELP_COLUMN = 26,
	/* Values of getopt for options without a short form: beyond any char. */
	LONG_ONLY = UCHAR_MAX + 1,
};

struct parse {
	struct up_cli cli;
	struct up_report *report;
	int argc;
	char **argv;
};

typedef int option_handler(struct parse *parse, const char *argument);

enum section {
	SECTION_OUTPUT,
	SECTION_PROTECTION,
	SECTION_INSPECTION,
	SECTION_GENERAL,
	SECTION_NONE, /* not in this version */
};

struct option_row {
	enum section section;
	const char *long_name; /* NULL if it has a short one */
	char short_name; /* 0 if it has a long one */
	const char *argument; /* NULL if it takes none; "[X]" if it may */
	const char *help;
	option_handler *handle;
};

static int usage_error(struct parse *parse, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int usage_error(struct parse *parse, const char *format, ...)
{
	struct up_buf message = {0};
	va_list args;

	va_start(args, format);
	up_buf_vprintf(&message, format, args);
	va_end(args);
	up_error(parse->report, UP_FAULT_USAGE, UP_NO_OFFSET, "%s",
		 message.bytes);
	up_buf_finish(&message);
	return -1;
}

/* ---- words ---- */

struct word {
	const char *text;
	int value;
};

/* Appends the words of a table, which ends with one without text. */
static void list_words(struct up_buf *buf, const struct word *words)
{
	for (size_t i = 0; words[i].text != NULL; i++) {
		bool last = words[i + 1].text == NULL;

		if (i > 0)
			up_buf_puts(buf, last ? " or " : ", ");
		up_buf_puts(buf, words[i].text);
	}
}

/* Finds @argument in @words, which ends with a word without text. */
static int choose(struct parse *parse, const char *option,
		  const struct word *words, const char *argument,
		  int *ret_value)
{
	struct up_buf list = {0};

	for (size_t i = 0; words[i].text != NULL; i++) {
		if (strcmp(words[i].text, argument) == 0) {
			*ret_value = words[i].value;
			return 0;
		}
	}
	list_words(&list, words);
	usage_error(parse, "%s '%s' is unknown; choose %s", option, argument,
		    list.bytes);
	up_buf_finish(&list);
	return -1;
}

static const struct word target_words[] = {
	{"web", UP_TARGET_WEB},
	{"bundler", UP_TARGET_BUNDLER},
	{"nodejs", UP_TARGET_NODEJS},
	{"module", UP_TARGET_MODULE},
	{NULL, 0},
};

/* Targets that are promised, but that this version does not write. */
static const char *const later_targets[] = {"deno", "no-modules", "workers"};

static const struct word eh_words[] = {
	{"auto", UP_EH_NONE},
	{"legacy", UP_EH_LEGACY},
	{"exnref", UP_EH_EXNREF},
	{NULL, 0},
};

static const struct word unwind_words[] = {
	{"auto", UP_UNWIND_AUTO},
	{"trust", UP_UNWIND_TRUST},
	{"never", UP_UNWIND_NEVER},
	{NULL, 0},
};

static const struct word reset_words[] = {
	{"auto", UP_RESET_AUTO},
	{"in-place", UP_RESET_IN_PLACE},
	{"reinstantiate", UP_RESET_REINSTANTIATE},
	{"none", UP_RESET_NONE},
	{NULL, 0},
};

struct level {
	char letter;
	int optimize;
	int shrink;
};

static const struct level levels[] = {
	{'0', 0, 0}, {'1', 1, 0}, {'2', 2, 0}, {'3', 3, 0},
	{'4', 4, 0}, {'s', 2, 1}, {'z', 2, 2},
};

static const char default_level[] = "2";

/* ---- handlers ---- */

static int set_target(struct parse *parse, const char *argument)
{
	size_t count = sizeof(later_targets) / sizeof(later_targets[0]);
	struct up_buf list = {0};
	int value;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(later_targets[i], argument) != 0)
			continue;
		list_words(&list, target_words);
		usage_error(parse,
			    "target '%s' is not in this version; choose %s",
			    argument, list.bytes);
		up_buf_finish(&list);
		return -1;
	}
	if (choose(parse, "target", target_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.target = (enum up_target)value;
	return 0;
}

static int set_out_dir(struct parse *parse, const char *argument)
{
	if (argument[0] == '\0')
		return usage_error(parse, "--out-dir is empty; name a "
					  "directory");
	parse->cli.out_dir = argument;
	return 0;
}

static int set_out_name(struct parse *parse, const char *argument)
{
	if (argument[0] == '\0' || strchr(argument, '/') != NULL ||
	    strcmp(argument, ".") == 0 || strcmp(argument, "..") == 0)
		return usage_error(parse,
				   "--out-name '%s' is no name of a file; the "
				   "directory goes into --out-dir",
				   argument);
	parse->cli.out_name = argument;
	return 0;
}

static int set_out_file(struct parse *parse, const char *argument)
{
	size_t length = strlen(argument);

	if (length == 0 || argument[length - 1] == '/')
		return usage_error(parse, "-o '%s' is no name of a file",
				   argument);
	/* As the name of the input, so that of the output. */
	parse->cli.out_file =
		strcmp(argument, "-") == 0 ? "/dev/stdout" : argument;
	return 0;
}

static int set_no_typescript(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.rewrite.typescript = false;
	return 0;
}

static int set_keep_debug(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.rewrite.keep_debug = true;
	return 0;
}

static const struct level *find_level(const char *text)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (text[0] == levels[i].letter && text[1] == '\0')
			return &levels[i];
	return NULL;
}

/* -O2 and -O 2 both, and -O alone: the level is taken where there is one. */
static int set_optimize(struct parse *parse, const char *argument)
{
	const struct level *level;

	if (argument == NULL && optind < parse->argc &&
	    find_level(parse->argv[optind]) != NULL)
		argument = parse->argv[optind++];
	if (argument == NULL)
		argument = default_level;
	level = find_level(argument);
	if (level == NULL)
		return usage_error(parse,
				   "-O '%s' is unknown; choose 0, 1, 2, 3, 4, "
				   "s or z",
				   argument);
	parse->cli.rewrite.optimize = level->optimize;
	parse->cli.rewrite.shrink = level->shrink;
	return 0;
}

static int set_rename(struct parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;
	/* JavaScript names have no '='; names in the module may. */
	const char *equals = strrchr(argument, '=');
	struct up_buf from = {0};
	struct up_rename *rename;

	if (equals == NULL || equals == argument || equals[1] == '\0')
		return usage_error(parse,
				   "--rename '%s' is not of the form OLD=NEW",
				   argument);
	up_buf_append(&from, argument, (size_t)(equals - argument));
	for (size_t i = 0; i < rewrite->rename_count; i++) {
		if (strcmp(rewrite->renames[i].from, from.bytes) == 0) {
			up_buf_finish(&from);
			return usage_error(parse,
					   "--rename '%s': that export is "
					   "renamed already",
					   argument);
		}
	}
	rename = up_grow((void *)rewrite->renames, &rewrite->rename_count,
			 sizeof(*rename));
	rename[rewrite->rename_count - 1].from = up_buf_take(&from);
	rename[rewrite->rename_count - 1].to = up_strdup(equals + 1);
	rewrite->renames = rename;
	return 0;
}

static int set_eh(struct parse *parse, const char *argument)
{
	int value;

	if (choose(parse, "--eh", eh_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.eh = (enum up_eh)value;
	return 0;
}

static int set_unwind(struct parse *parse, const char *argument)
{
	int value;

	if (choose(parse, "--unwind", unwind_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.unwind = (enum up_unwind)value;
	return 0;
}

static int set_reset(struct parse *parse, const char *argument)
{
	int value;

	if (choose(parse, "--reset", reset_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.reset = (enum up_reset)value;
	return 0;
}

static const char *const *add_glob(const char *const *globs, size_t *count,
				   const char *glob)
{
	const char **grown = up_grow((void *)globs, count, sizeof(*grown));

	grown[*count - 1] = glob;
	return grown;
}

static int add_unwind_safe_import(struct parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;

	rewrite->unwind_safe_imports =
		add_glob(rewrite->unwind_safe_imports,
			 &rewrite->unwind_safe_import_count, argument);
	return 0;
}

static int add_abort_export(struct parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;

	rewrite->abort_exports =
		add_glob(rewrite->abort_exports, &rewrite->abort_export_count,
			 argument);
	return 0;
}

static int set_verify(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.verify = true;
	return 0;
}

static int set_quiet(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.verbosity = -1;
	return 0;
}

static int set_verbose(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.verbosity = 1;
	return 0;
}

static int set_version(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.action = UP_CLI_VERSION;
	return 0;
}

static int set_help(struct parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.action = UP_CLI_HELP;
	return 0;
}

/* ---- the table ---- */

static const struct option_row rows[] = {
	{SECTION_OUTPUT, "target", 0, "T",
	 "what the JavaScript is for: web, bundler, nodejs\n"
	 "or module (default bundler)",
	 set_target},
	{SECTION_OUTPUT, "out-dir", 0, "DIR",
	 "write the files into DIR (default pkg)", set_out_dir},
	{SECTION_OUTPUT, "out-name", 0, "NAME",
	 "call them NAME.js, NAME_bg.wasm and NAME.d.ts\n"
	 "(default: the name of the input without .wasm)",
	 set_out_name},
	{SECTION_OUTPUT, NULL, 'o', "FILE",
	 "write only the module, without JavaScript, to FILE", set_out_file},
	{SECTION_OUTPUT, "no-typescript", 0, NULL, "write no .d.ts file",
	 set_no_typescript},
	{SECTION_OUTPUT, "keep-debug", 0, NULL, "keep DWARF debug information",
	 set_keep_debug},
	{SECTION_OUTPUT, NULL, 'O', "[LEVEL]",
	 "optimize with Binaryen: 0, 1, 2, 3, 4, s or z\n"
	 "(default 0; 2 if LEVEL is left out)",
	 set_optimize},
	{SECTION_OUTPUT, "rename", 0, "OLD=NEW",
	 "call the export OLD NEW in JavaScript (repeatable)", set_rename},

	{SECTION_PROTECTION, "reset", 0, "MODE",
	 "how a module gets a fresh state: in-place,\n"
	 "reinstantiate (a new instance), auto (in place\n"
	 "where that is possible) or none (default auto)",
	 set_reset},
	{SECTION_PROTECTION, "eh", 0, "DIALECT",
	 "exception handling instructions of the output:\n"
	 "legacy, exnref or auto, as the input has it\n"
	 "(default auto)",
	 set_eh},
	{SECTION_PROTECTION, "unwind", 0, "MODE",
	 "which paths are unwind-safe: auto (those that the\n"
	 "toolchain compiled to unwind), trust (all) or\n"
	 "never (default auto)",
	 set_unwind},
	{SECTION_PROTECTION, "unwind-safe-import", 0, "GLOB",
	 "a JavaScript exception of an import whose name or\n"
	 "MODULE.NAME matches GLOB unwinds (repeatable)",
	 add_unwind_safe_import},
	{SECTION_PROTECTION, "abort-export", 0, "GLOB",
	 "whatever leaves an export whose name matches GLOB\n"
	 "is an abort (repeatable)",
	 add_abort_export},

	{SECTION_INSPECTION, "verify", 0, NULL,
	 "re-read the output with wabt's validator before it\n"
	 "is written",
	 set_verify},

	{SECTION_GENERAL, NULL, 'q', NULL, "print errors only", set_quiet},
	{SECTION_GENERAL, NULL, 'v', NULL, "print notes, and what was written",
	 set_verbose},
	{SECTION_GENERAL, "version", 0, NULL, "print the version and exit",
	 set_version},
	{SECTION_GENERAL, "help", 0, NULL, "print this text and exit",
	 set_help},

	/* Without a handler: known, but not in this version. */
	{SECTION_NONE, "dump", 0, "[FORMAT]", NULL, NULL},
	{SECTION_NONE, "standalone", 0, "[HEAL]", NULL, NULL},
};

enum {
	ROW_COUNT = sizeof(rows) / sizeof(rows[0]),
};

static const char *const section_titles[] = {
	[SECTION_OUTPUT] = "Output",
	[SECTION_PROTECTION] = "Protection",
	[SECTION_INSPECTION] = "Inspection",
	[SECTION_GENERAL] = "General",
};

/* ---- help ---- */

static void describe(struct up_buf *buf, const struct option_row *row)
{
	size_t start = buf->size;
	const char *line = row->help;

	if (row->long_name != NULL)
		up_buf_printf(buf, "  --%s", row->long_name);
	else
		up_buf_printf(buf, "  -%c", row->short_name);
	if (row->argument != NULL)
		up_buf_printf(buf, " %s", row->argument);
	while (line != NULL) {
		const char *end = strchr(line, '\n');
		size_t length =
			end != NULL ? (size_t)(end - line) : strlen(line);

		/* An option that is too long has its text below itself. */
		if (buf->size - start > HELP_COLUMN - 2) {
			up_buf_puts(buf, "\n");
			start = buf->size;
		}
		up_buf_printf(buf, "%*s%.*s\n",
			      (int)(HELP_COLUMN - (buf->size - start)), "",
			      (int)length, line);
		start = buf->size;
		line = end != NULL ? end + 1 : NULL;
	}
}

void up_cli_help(struct up_buf *buf)
{
	up_buf_puts(buf, "Usage: unpoison [OPTIONS] INPUT.wasm\n\n"
			 "Rewrites a finished wasm32 module so that a panic "
			 "becomes a JavaScript error\n"
			 "and an instance that has failed cannot be called "
			 "again. INPUT.wasm may be -,\n"
			 "standard input.\n");
	for (int section = 0; section < SECTION_NONE; section++) {
		up_buf_printf(buf, "\n%s:\n", section_titles[section]);
		for (size_t i = 0; i < ROW_COUNT; i++)
			if (rows[i].section == (enum section)section)
				describe(buf, &rows[i]);
	}
	up_buf_puts(buf, "\nExit status: 0 done; 1 the input cannot be "
			 "rewritten; 2 usage; 3 the output\n"
			 "could not be written. See unpoison(1).\n");
}

/* ---- parsing ---- */

static int argument_kind(const struct option_row *row)
{
	if (row->argument == NULL)
		return no_argument;
	return row->argument[0] == '[' ? optional_argument : required_argument;
}

/* What getopt returns for the option of @row. */
static int option_value(size_t row)
{
	return rows[row].long_name != NULL ? LONG_ONLY + (int)row
					   : rows[row].short_name;
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
	for (size_t i = 0; i < ROW_COUNT; i++) {
		int kind = argument_kind(&rows[i]);

		if (rows[i].long_name != NULL)
			*longs++ = (struct option){
				.name = rows[i].long_name,
				.has_arg = kind,
				.val = option_value(i),
			};
		else
			up_buf_printf(shorts, "%c%s", rows[i].short_name,
				      colons[kind]);
	}
	*longs = (struct option){0};
}

static int unknown_option(struct parse *parse, int result)
{
	const char *text = parse->argv[optind - 1];
	const char *name = strncmp(text, "--", 2) == 0 ? text : NULL;

	if (result == ':' && name != NULL)
		return usage_error(parse, "option '%s' needs an argument",
				   name);
	if (result == ':')
		return usage_error(parse, "option '-%c' needs an argument",
				   optopt);
	/* optopt is set for a long one that may take no argument. */
	if (name != NULL && optopt != 0)
		return usage_error(parse, "option '%s' takes no argument",
				   name);
	if (name != NULL)
		return usage_error(parse, "there is no option '%s'", name);
	return usage_error(parse, "there is no option '-%c'", optopt);
}

static int handle_option(struct parse *parse, int result)
{
	if (result == '?' || result == ':')
		return unknown_option(parse, result);
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (option_value(i) != result)
			continue;
		if (rows[i].handle == NULL)
			return usage_error(parse, "--%s is not in this version",
					   rows[i].long_name);
		return rows[i].handle(parse, optarg);
	}
	return -1;
}

static int parse_options(struct parse *parse)
{
	struct option longs[ROW_COUNT + 1];
	struct up_buf shorts = {0};
	int status = 0;
	int result;

	fill_getopt_tables(&shorts, longs);
	optind = 0; /* GNU: begin anew */
	opterr = 0;
	while (status == 0 && parse->cli.action == UP_CLI_REWRITE) {
		optopt = 0;
		result = getopt_long(parse->argc, parse->argv, shorts.bytes,
				     longs, NULL);
		if (result == -1)
			break;
		status = handle_option(parse, result);
	}
	up_buf_finish(&shorts);
	return status;
}

/* The name of a file without its directory and without .wasm; caller frees. */
static char *stem(const char *path)
{
	static const char suffix[] = ".wasm";
	struct up_buf name = {0};
	size_t end = strlen(path);
	size_t start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		continue;
	if (end - start > strlen(suffix) &&
	    strncmp(path + end - strlen(suffix), suffix, strlen(suffix)) == 0)
		end -= strlen(suffix);
	up_buf_append(&name, path + start, end - start);
	return up_buf_take(&name);
}

static int set_output(struct parse *parse)
{
	struct up_cli *cli = &parse->cli;

	if (cli->out_file != NULL && cli->out_dir != NULL)
		return usage_error(parse, "-o and --out-dir exclude each "
					  "other: -o names one file");
	if (cli->out_file != NULL && cli->out_name != NULL)
		return usage_error(parse, "-o and --out-name exclude each "
					  "other: -o names one file");
	if (cli->out_file != NULL) {
		cli->rewrite.target = UP_TARGET_NONE;
		cli->rewrite.name = up_strdup(up_path_base(cli->out_file));
	} else if (cli->out_name != NULL) {
		cli->rewrite.name = up_strdup(cli->out_name);
	} else if (strcmp(cli->input, "-") == 0) {
		return usage_error(parse, "standard input has no name; give "
					  "--out-name or -o");
	} else {
		cli->rewrite.name = stem(cli->input);
	}
	return 0;
}

static int parse_all(struct parse *parse)
{
	if (parse_options(parse) < 0)
		return -1;
	if (parse->cli.action != UP_CLI_REWRITE)
		return 0;
	if (optind >= parse->argc)
		return usage_error(parse, "there is no input; name a .wasm "
					  "file");
	if (optind + 1 < parse->argc)
		return usage_error(parse,
				   "there is more than one input: '%s'; run "
				   "it once for each",
				   parse->argv[optind + 1]);
	parse->cli.input = parse->argv[optind];
	return set_output(parse);
}

int up_cli_parse(int argc, char **argv, struct up_cli *ret,
		 struct up_report *report)
{
	struct parse parse = {
		.cli.rewrite = {.target = UP_TARGET_BUNDLER,
				.typescript = true},
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
	free((void *)rewrite->name);
	*cli = (struct up_cli){0};
}
