/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * One table has every option; getopt's tables and --help are made from it, and
 * the man page is compared with it by a test.
 */

#include "cli/option_table.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "dump/printer.h"
#include "glue/idents.h"
#include "glue/targets.h"
#include "io/path.h"
#include "util/mem.h"

int up_usage_error(struct up_parse *parse, const char *format, ...)
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

/* Appends an element of a list in a sentence. */
static void list_word(struct up_buf *buf, const char *text, bool first,
		      bool last)
{
	if (!first)
		up_buf_puts(buf, last ? " or " : ", ");
	up_buf_puts(buf, text);
}

void up_option_list_targets(struct up_buf *buf)
{
	for (size_t i = 0; i < up_target_count; i++)
		list_word(buf, up_targets[i].name, i == 0,
			  i + 1 == up_target_count);
}

void up_option_list_formats(struct up_buf *buf)
{
	for (size_t i = 0; i < up_dump_row_count; i++)
		list_word(buf, up_dump_rows[i].name, i == 0,
			  i + 1 == up_dump_row_count);
}

/* Finds @argument in @words, which ends with a word without text. */
static int choose(struct up_parse *parse, const struct word *words,
		  const char *argument, int *ret_value)
{
	struct up_buf list = {0};

	for (size_t i = 0; words[i].text != NULL; i++) {
		if (strcmp(words[i].text, argument) == 0) {
			*ret_value = words[i].value;
			return 0;
		}
	}
	for (size_t i = 0; words[i].text != NULL; i++)
		list_word(&list, words[i].text, i == 0,
			  words[i + 1].text == NULL);
	up_usage_error(parse, "--%s '%s' is unknown; choose %s",
		       parse->row->long_name, argument, list.bytes);
	up_buf_finish(&list);
	return -1;
}

static const struct word encode_into_words[] = {
	{"test", UP_ENCODE_INTO_TEST},
	{"always", UP_ENCODE_INTO_ALWAYS},
	{"never", UP_ENCODE_INTO_NEVER},
	{NULL, 0},
};

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

static const struct word standalone_words[] = {
	{"contain", UP_STANDALONE_CONTAIN},
	{"heal", UP_STANDALONE_HEAL},
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

/* For options that are only there or not. */
static int set_flag(struct up_parse *parse, const char *argument)
{
	(void)argument;
	*(bool *)((char *)&parse->cli + parse->row->flag) = true;
	return 0;
}

/* For what is so in any case. */
static int do_nothing(struct up_parse *parse, const char *argument)
{
	(void)parse;
	(void)argument;
	return 0;
}

static int exclude(struct up_parse *parse, const char *one, const char *other)
{
	return up_usage_error(parse, "--%s and --%s exclude each other", one,
			      other);
}

static int set_target(struct up_parse *parse, const char *argument)
{
	const char *option = parse->row->long_name;
	struct up_buf list = {0};

	if (parse->target_option != NULL &&
	    strcmp(parse->target_option, option) != 0)
		return exclude(parse, parse->target_option, option);
	parse->target_option = option;
	for (size_t i = 0; i < up_target_count; i++) {
		if (strcmp(up_targets[i].name, argument) == 0) {
			parse->cli.rewrite.target = up_targets[i].target;
			return 0;
		}
	}
	up_option_list_targets(&list);
	up_usage_error(parse, "target '%s' is not in this version; choose %s",
		       argument, list.bytes);
	up_buf_finish(&list);
	return -1;
}

/* For options that are a target's name, as wasm-bindgen once had them. */
static int set_named_target(struct up_parse *parse, const char *argument)
{
	(void)argument;
	return set_target(parse, parse->row->long_name);
}

/* For bundlers; that it be for browsers alone makes no difference. */
static int set_browser(struct up_parse *parse, const char *argument)
{
	(void)argument;
	return set_target(parse, "bundler");
}

static int set_typescript(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->typescript = true;
	return parse->no_typescript
		       ? exclude(parse, "typescript", "no-typescript")
		       : 0;
}

static int set_no_typescript(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->no_typescript = true;
	parse->cli.rewrite.typescript = false;
	return parse->typescript
		       ? exclude(parse, "typescript", "no-typescript")
		       : 0;
}

static int set_no_modules_global(struct up_parse *parse, const char *argument)
{
	if (!up_ident_valid(argument) || up_ident_reserved(argument))
		return up_usage_error(parse,
				      "--no-modules-global '%s' is no name for "
				      "a variable; choose an identifier of "
				      "ASCII letters",
				      argument);
	parse->cli.rewrite.no_modules_global = argument;
	return 0;
}

static int set_encode_into(struct up_parse *parse, const char *argument)
{
	int value;

	if (choose(parse, encode_into_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.encode_into = (enum up_encode_into)value;
	return 0;
}

static int set_bindgen_cli(struct up_parse *parse, const char *argument)
{
	if (argument[0] == '\0')
		return up_usage_error(parse, "--wasm-bindgen is empty; name "
					     "wasm-bindgen's program");
	parse->cli.bindgen_cli = argument;
	return 0;
}

/* The function is always there, unless there is no reset. */
static int set_reset_function(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->reset_function = true;
	return 0;
}

static int set_out_dir(struct up_parse *parse, const char *argument)
{
	if (argument[0] == '\0')
		return up_usage_error(parse, "--out-dir is empty; name a "
					  "directory");
	parse->cli.out_dir = argument;
	return 0;
}

static int set_out_name(struct up_parse *parse, const char *argument)
{
	if (strchr(argument, '/') != NULL ||
	    up_path_fault(argument, strlen(argument)) != NULL)
		return up_usage_error(parse,
				   "--out-name '%s' is no name of a file; the "
				   "directory goes into --out-dir",
				   argument);
	parse->cli.out_name = argument;
	return 0;
}

static bool is_stdout(const char *argument)
{
	static const char *const names[] = {
		"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(argument, names[i]) == 0)
			return true;
	return false;
}

static int set_out_file(struct up_parse *parse, const char *argument)
{
	size_t length = strlen(argument);

	if (length == 0 || argument[length - 1] == '/')
		return up_usage_error(parse, "-o '%s' is no name of a file",
				   argument);
	/* As the name of the input, so that of the output. */
	parse->cli.to_stdout = is_stdout(argument);
	parse->cli.out_file = parse->cli.to_stdout ? "/dev/stdout" : argument;
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
static int set_optimize(struct up_parse *parse, const char *argument)
{
	const struct level *level;

	if (argument == NULL && optind < parse->argc &&
	    find_level(parse->argv[optind]) != NULL)
		argument = parse->argv[optind++];
	if (argument == NULL)
		argument = default_level;
	level = find_level(argument);
	if (level == NULL)
		return up_usage_error(parse,
				   "-O '%s' is unknown; choose 0, 1, 2, 3, 4, "
				   "s or z",
				   argument);
	parse->cli.rewrite.optimize = level->optimize;
	parse->cli.rewrite.shrink = level->shrink;
	return 0;
}

static int set_rename(struct up_parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;
	/* JavaScript names have no '='; names in the module may. */
	const char *equals = strrchr(argument, '=');
	struct up_buf from = {0};
	struct up_rename *rename;

	if (equals == NULL || equals == argument || equals[1] == '\0')
		return up_usage_error(parse,
				   "--rename '%s' is not of the form OLD=NEW",
				   argument);
	up_buf_append(&from, argument, (size_t)(equals - argument));
	for (size_t i = 0; i < rewrite->rename_count; i++) {
		if (strcmp(rewrite->renames[i].from, from.bytes) == 0) {
			up_buf_finish(&from);
			return up_usage_error(parse,
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

static int set_eh(struct up_parse *parse, const char *argument)
{
	int value;

	if (choose(parse, eh_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.eh = (enum up_eh)value;
	return 0;
}

static int set_unwind(struct up_parse *parse, const char *argument)
{
	int value;

	if (choose(parse, unwind_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.unwind = (enum up_unwind)value;
	return 0;
}

static int set_reset(struct up_parse *parse, const char *argument)
{
	int value;

	if (choose(parse, reset_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.reset = (enum up_reset)value;
	return 0;
}

static int set_standalone(struct up_parse *parse, const char *argument)
{
	int value = UP_STANDALONE_CONTAIN;

	if (argument != NULL &&
	    choose(parse, standalone_words, argument, &value) < 0)
		return -1;
	parse->cli.rewrite.standalone = (enum up_standalone)value;
	return 0;
}

static const char *const *add_text(const char *const *texts, size_t *count,
				   const char *text)
{
	const char **grown = up_grow((void *)texts, count, sizeof(*grown));

	grown[*count - 1] = text;
	return grown;
}

static int add_rpc(struct up_parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;

	rewrite->rpcs = add_text(rewrite->rpcs, &rewrite->rpc_count, argument);
	return 0;
}

static int add_unwind_safe_import(struct up_parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;

	rewrite->unwind_safe_imports =
		add_text(rewrite->unwind_safe_imports,
			 &rewrite->unwind_safe_import_count, argument);
	return 0;
}

static int add_abort_export(struct up_parse *parse, const char *argument)
{
	struct up_options *rewrite = &parse->cli.rewrite;

	rewrite->abort_exports =
		add_text(rewrite->abort_exports, &rewrite->abort_export_count,
			 argument);
	return 0;
}

static int set_dump(struct up_parse *parse, const char *argument)
{
	struct up_buf list = {0};

	parse->cli.action = UP_CLI_DUMP;
	parse->cli.dump = up_dump_rows[0].format;
	if (argument == NULL)
		return 0;
	for (size_t i = 0; i < up_dump_row_count; i++) {
		if (strcmp(up_dump_rows[i].name, argument) == 0) {
			parse->cli.dump = up_dump_rows[i].format;
			return 0;
		}
	}
	up_option_list_formats(&list);
	up_usage_error(parse, "--dump '%s' is unknown; choose %s", argument,
		       list.bytes);
	up_buf_finish(&list);
	return -1;
}

static int set_quiet(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.verbosity = -1;
	return 0;
}

static int set_verbose(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.verbosity = 1;
	return 0;
}

static int set_version(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.action = UP_CLI_VERSION;
	return 0;
}

static int set_help(struct up_parse *parse, const char *argument)
{
	(void)argument;
	parse->cli.action = UP_CLI_HELP;
	return 0;
}

/* ---- the table ---- */

#define FLAG(member) .handle = set_flag, .flag = offsetof(struct up_cli, member)

const struct up_option_row up_option_rows[] = {
	{UP_SECTION_OUTPUT, "target", 0, "T",
	 "what the JavaScript is for: @ (default bundler)", .handle = set_target},
	{UP_SECTION_OUTPUT, "out-dir", 0, "DIR",
	 "write the files into DIR (default pkg)", .handle = set_out_dir},
	{UP_SECTION_OUTPUT, "out-name", 0, "NAME",
	 "call them NAME.js, NAME_bg.wasm and NAME.d.ts (default: the name of "
	 "the input without .wasm)",
	 .handle = set_out_name},
	{UP_SECTION_OUTPUT, NULL, 'o', "FILE",
	 "write only the module, without JavaScript, to FILE; - is standard "
	 "output",
	 .handle = set_out_file},
	{UP_SECTION_OUTPUT, "no-typescript", 0, NULL, "write no .d.ts file",
	 .handle = set_no_typescript},
	{UP_SECTION_OUTPUT, "no-modules-global", 0, "NAME",
	 "the variable that the target no-modules sets (default wasm_bindgen)",
	 .handle = set_no_modules_global},
	{UP_SECTION_OUTPUT, "omit-default-module-path", 0, NULL,
	 "targets web and no-modules: init() looks for no module by itself",
	 FLAG(rewrite.omit_default_module_path)},
	{UP_SECTION_OUTPUT, "rpc", 0, "NAME",
	 "target workers: other Workers may call the function NAME, or "
	 "CLASS.METHOD of a Durable Object (repeatable)",
	 .handle = add_rpc},
	{UP_SECTION_OUTPUT, "keep-debug", 0, NULL,
	 "keep DWARF debug information", FLAG(rewrite.keep_debug)},
	{UP_SECTION_OUTPUT, "remove-name-section", 0, NULL,
	 "leave out the names of functions", FLAG(rewrite.remove_names)},
	{UP_SECTION_OUTPUT, "remove-producers-section", 0, NULL,
	 "leave out what the module was made with",
	 FLAG(rewrite.remove_producers)},
	{UP_SECTION_OUTPUT, NULL, 'O', "[LEVEL]",
	 "optimize with Binaryen: 0, 1, 2, 3, 4, s or z (default 0; 2 if LEVEL "
	 "is left out)",
	 .handle = set_optimize},
	{UP_SECTION_OUTPUT, "rename", 0, "OLD=NEW",
	 "call the export OLD NEW in JavaScript (repeatable)",
	 .handle = set_rename},

	{UP_SECTION_BINDINGS, "debug", 0, NULL,
	 "check in JavaScript what is handed to the module",
	 FLAG(rewrite.debug)},
	{UP_SECTION_BINDINGS, "encode-into", 0, "MODE",
	 "write strings into the memory with TextEncoder's encodeInto: test "
	 "(where there is one), always or never (default test)",
	 .handle = set_encode_into},
	{UP_SECTION_BINDINGS, "keep-lld-exports", 0, NULL,
	 "keep exports that the linker added, as __heap_base",
	 FLAG(rewrite.keep_lld_exports)},
	{UP_SECTION_BINDINGS, "no-demangle", 0, NULL,
	 "leave the names of functions as the compiler made them",
	 FLAG(rewrite.no_demangle)},
	{UP_SECTION_BINDINGS, "omit-imports", 0, NULL,
	 "write no import statements for what the crate imports from modules",
	 FLAG(rewrite.omit_imports)},
	{UP_SECTION_BINDINGS, "split-linked-modules", 0, NULL,
	 "write modules of link_to! into files, not into data: URLs",
	 FLAG(rewrite.split_linked_modules)},
	{UP_SECTION_BINDINGS, "ts-typed-array-buffers", 0, NULL,
	 "types as Uint8Array<ArrayBuffer>, for TypeScript 5.7 or later",
	 FLAG(rewrite.typed_array_buffers)},
	{UP_SECTION_BINDINGS, "wasm-bindgen", 0, "PATH",
	 "have that program make the JavaScript, and protect its module as "
	 "--standalone does: for releases of wasm-bindgen that are not known",
	 .handle = set_bindgen_cli},

	{UP_SECTION_PROTECTION, "reset", 0, "MODE",
	 "how a module gets a fresh state: in-place, reinstantiate (a new "
	 "instance), auto (in place where that is possible) or none (default "
	 "auto)",
	 .handle = set_reset},
	{UP_SECTION_PROTECTION, "eh", 0, "DIALECT",
	 "exception handling instructions of the output: legacy, exnref or "
	 "auto, as the input has it (default auto)",
	 .handle = set_eh},
	{UP_SECTION_PROTECTION, "unwind", 0, "MODE",
	 "which paths are unwind-safe: auto (those that the toolchain compiled "
	 "to unwind), trust (all) or never (default auto)",
	 .handle = set_unwind},
	{UP_SECTION_PROTECTION, "unwind-safe-import", 0, "GLOB",
	 "a JavaScript exception of an import whose name or MODULE.NAME "
	 "matches GLOB unwinds (repeatable)",
	 .handle = add_unwind_safe_import},
	{UP_SECTION_PROTECTION, "abort-export", 0, "GLOB",
	 "whatever leaves an export whose name matches GLOB is an abort "
	 "(repeatable)",
	 .handle = add_abort_export},

	{UP_SECTION_PROTECTION, "standalone", 0, "[heal]",
	 "for a module that keeps its own JavaScript: no import is added and no "
	 "JavaScript made; a dead module traps at every call, or, with =heal, "
	 "begins anew at the next one, which is safe only if that JavaScript "
	 "keeps no pointers",
	 .handle = set_standalone},

	{UP_SECTION_INSPECTION, "dump", 0, "[FORMAT]",
	 "say on standard output what the module is, what is safe in it and what "
	 "would be done, and write no file: $ (default text)",
	 .handle = set_dump},
	{UP_SECTION_INSPECTION, "verify", 0, NULL,
	 "re-read the output with wabt's validator before it is written",
	 FLAG(verify)},

	{UP_SECTION_GENERAL, NULL, 'q', NULL, "print errors only",
	 .handle = set_quiet},
	{UP_SECTION_GENERAL, NULL, 'v', NULL,
	 "print notes, what was written, and time and bytes by phase",
	 .handle = set_verbose},
	{UP_SECTION_GENERAL, "version", 0, NULL, "print the version and exit",
	 .handle = set_version},
	{UP_SECTION_GENERAL, "help", 0, NULL, "print this text and exit",
	 .handle = set_help},

	/* Of wasm-bindgen: other ways to say the same, */
	{UP_SECTION_SILENT, NULL, 'V', .handle = set_version},
	{UP_SECTION_SILENT, NULL, 'h', .handle = set_help},
	{UP_SECTION_SILENT, "browser", .handle = set_browser},
	{UP_SECTION_SILENT, "deno", .handle = set_named_target},
	{UP_SECTION_SILENT, "no-modules", .handle = set_named_target},
	{UP_SECTION_SILENT, "nodejs", .handle = set_named_target},
	{UP_SECTION_SILENT, "web", .handle = set_named_target},
	/* what is done in any case, */
	{UP_SECTION_SILENT, "experimental-reset-state-function",
	 .handle = set_reset_function},
	{UP_SECTION_SILENT, "force-enable-abort-handler", .handle = do_nothing},
	{UP_SECTION_SILENT, "typescript", .handle = set_typescript},
	{UP_SECTION_SILENT, "weak-refs", .handle = do_nothing},
	/* and ways to do it that change nothing for a caller. */
	{UP_SECTION_SILENT, "js-string-builtins", .handle = do_nothing},
	{UP_SECTION_SILENT, "reference-types", .handle = do_nothing},

	/* Without a handler: known, but not in this version. */
	{UP_SECTION_NONE, "debug-info-url", .argument = "URL"},
	{UP_SECTION_NONE, "split-debug-info", .handle = NULL},
};

const size_t up_option_count =
	sizeof(up_option_rows) / sizeof(up_option_rows[0]);
