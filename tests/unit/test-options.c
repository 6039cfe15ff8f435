/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include "cli/options.h"

enum {
	ARGUMENTS_MAX = 40,
};

/* Splits @line at its blanks and parses that. */
static int parse(const char *line, struct up_cli *ret_cli,
		 struct check_report *record)
{
	/* What the result borrows stays until the next call. */
	static char words[512];
	static char *argv[ARGUMENTS_MAX + 1];
	int argc = 0;

	snprintf(words, sizeof(words), "unpoison %s", line);
	for (char *word = strtok(words, " "); word != NULL;
	     word = strtok(NULL, " ")) {
		assert_true(argc < ARGUMENTS_MAX);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	check_report_init(record);
	return up_cli_parse(argc, argv, ret_cli, &record->report);
}

static struct up_cli parse_well(const char *line)
{
	struct check_report record;
	struct up_cli cli = {0};

	if (parse(line, &cli, &record) < 0)
		fail_msg("%s: %s", line, record.message);
	return cli;
}

static void test_defaults(void **state)
{
	struct up_cli cli = parse_well("dir/my-crate.wasm");

	(void)state;
	assert_int_equal(cli.action, UP_CLI_REWRITE);
	assert_string_equal(cli.input, "dir/my-crate.wasm");
	assert_string_equal(cli.rewrite.name, "my-crate");
	assert_int_equal(cli.rewrite.target, UP_TARGET_BUNDLER);
	assert_int_equal(cli.rewrite.eh, UP_EH_NONE);
	assert_int_equal(cli.rewrite.unwind, UP_UNWIND_AUTO);
	assert_int_equal(cli.rewrite.reset, UP_RESET_AUTO);
	assert_true(cli.rewrite.typescript);
	assert_false(cli.rewrite.keep_debug);
	assert_int_equal(cli.rewrite.optimize, 0);
	assert_int_equal(cli.rewrite.shrink, 0);
	assert_null(cli.out_dir);
	assert_null(cli.out_file);
	assert_false(cli.verify);
	assert_int_equal(cli.verbosity, 0);
	up_cli_finish(&cli);
	up_cli_finish(&cli);
}

static void test_everything(void **state)
{
	struct up_cli cli = parse_well(
		"--target nodejs --out-dir=out --out-name app --eh legacy "
		"--unwind never --unwind-safe-import env.* "
		"--unwind-safe-import log --abort-export x* a.wasm "
		"--rename a=b --rename c=d=e --no-typescript --keep-debug "
		"-Oz --verify -v");

	(void)state;
	assert_int_equal(cli.rewrite.target, UP_TARGET_NODEJS);
	assert_string_equal(cli.out_dir, "out");
	assert_string_equal(cli.rewrite.name, "app");
	assert_int_equal(cli.rewrite.eh, UP_EH_LEGACY);
	assert_int_equal(cli.rewrite.unwind, UP_UNWIND_NEVER);
	assert_int_equal(cli.rewrite.unwind_safe_import_count, 2);
	assert_string_equal(cli.rewrite.unwind_safe_imports[0], "env.*");
	assert_string_equal(cli.rewrite.unwind_safe_imports[1], "log");
	assert_int_equal(cli.rewrite.abort_export_count, 1);
	assert_string_equal(cli.rewrite.abort_exports[0], "x*");
	assert_int_equal(cli.rewrite.rename_count, 2);
	assert_string_equal(cli.rewrite.renames[0].from, "a");
	assert_string_equal(cli.rewrite.renames[0].to, "b");
	assert_string_equal(cli.rewrite.renames[1].from, "c=d");
	assert_string_equal(cli.rewrite.renames[1].to, "e");
	assert_false(cli.rewrite.typescript);
	assert_true(cli.rewrite.keep_debug);
	assert_int_equal(cli.rewrite.optimize, 2);
	assert_int_equal(cli.rewrite.shrink, 2);
	assert_true(cli.verify);
	assert_int_equal(cli.verbosity, 1);
	assert_string_equal(cli.input, "a.wasm");
	up_cli_finish(&cli);
}

static const struct {
	const char *line;
	enum up_reset reset;
} resets[] = {
	{"--reset auto a", UP_RESET_AUTO},
	{"--reset in-place a", UP_RESET_IN_PLACE},
	{"a --reset=reinstantiate", UP_RESET_REINSTANTIATE},
	{"--reset none a", UP_RESET_NONE},
	{"--reset none --reset auto a", UP_RESET_AUTO},
};

static void test_resets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(resets) / sizeof(resets[0]); i++) {
		struct up_cli cli = parse_well(resets[i].line);

		assert_int_equal(cli.rewrite.reset, resets[i].reset);
		up_cli_finish(&cli);
	}
}

static const struct {
	const char *line;
	int optimize;
	int shrink;
} levels[] = {
	{"-O a.wasm", 2, 0},
	{"a.wasm -O", 2, 0},
	{"-O0 a.wasm", 0, 0},
	{"-O1 a.wasm", 1, 0},
	{"-O 3 a.wasm", 3, 0},
	{"a.wasm -O 4", 4, 0},
	{"-Os a.wasm", 2, 1},
	{"a.wasm -O z -q", 2, 2},
	{"-q -O s a.wasm", 2, 1},
};

static void test_optimization_levels(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct up_cli cli = parse_well(levels[i].line);

		assert_int_equal(cli.rewrite.optimize, levels[i].optimize);
		assert_int_equal(cli.rewrite.shrink, levels[i].shrink);
		assert_string_equal(cli.input, "a.wasm");
		up_cli_finish(&cli);
	}
}

static const struct {
	const char *line;
	const char *name;
} names[] = {
	{"a.wasm", "a"},
	{"x/y.opt.wasm", "y.opt"},
	{"plain", "plain"},
	{".wasm", ".wasm"},
	{"pkg/", "pkg"},
	{"- --out-name n", "n"},
	{"-- -odd.wasm", "-odd"},
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct up_cli cli = parse_well(names[i].line);

		assert_string_equal(cli.rewrite.name, names[i].name);
		up_cli_finish(&cli);
	}
}

static void test_only_the_module(void **state)
{
	struct up_cli cli = parse_well("-o out/b.wasm a.wasm");

	(void)state;
	assert_int_equal(cli.rewrite.target, UP_TARGET_NONE);
	assert_string_equal(cli.out_file, "out/b.wasm");
	assert_string_equal(cli.rewrite.name, "b.wasm");
	up_cli_finish(&cli);

	cli = parse_well("-o - -");
	assert_string_equal(cli.out_file, "/dev/stdout");
	up_cli_finish(&cli);
}

static const struct {
	const char *line;
	const char *message;
} errors[] = {
	{"", "there is no input"},
	{"a b", "more than one input: 'b'"},
	{"--bogus a", "there is no option '--bogus'"},
	{"-Z a", "there is no option '-Z'"},
	{"-qZ a", "there is no option '-Z'"},
	{"--eh", "option '--eh' needs an argument"},
	{"a -o", "option '-o' needs an argument"},
	{"--verify=yes a", "option '--verify=yes' takes no argument"},
	{"--target deno a", "target 'deno' is not in this version; choose "
			    "web, bundler, nodejs or module"},
	{"--target no-modules a", "not in this version"},
	{"--target workers a", "not in this version"},
	{"--target cobol a", "target 'cobol' is unknown; choose web, "
			     "bundler, nodejs or module"},
	{"--eh modern a", "choose auto, legacy or exnref"},
	{"--unwind maybe a", "choose auto, trust or never"},
	{"-O5 a", "-O '5' is unknown"},
	{"-Ofast a", "-O 'fast' is unknown"},
	{"--rename a b", "--rename 'a' is not of the form OLD=NEW"},
	{"--rename =b a", "not of the form"},
	{"--rename b= a", "not of the form"},
	{"--rename a=b --rename a=c x", "renamed already"},
	{"--out-dir= a", "--out-dir is empty"},
	{"--out-name= a", "no name of a file"},
	{"--out-name a/b a", "no name of a file"},
	{"--out-name .. a", "no name of a file"},
	{"-o x/ a", "no name of a file"},
	{"-o x --out-dir y a", "exclude each other"},
	{"--out-dir y a -o x", "exclude each other"},
	{"-o x --out-name y a", "exclude each other"},
	{"-", "standard input has no name"},
	{"--reset=never a", "choose auto, in-place, reinstantiate or none"},
	{"--reset= a", "choose auto, in-place, reinstantiate or none"},
	{"a --reset", "option '--reset' needs an argument"},
	{"--dump a", "--dump is not in this version"},
	{"--dump=json a", "--dump is not in this version"},
	{"--standalone=heal a", "--standalone is not in this version"},
};

static void test_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct check_report record;
		struct up_cli cli = {.verbosity = 7};

		if (parse(errors[i].line, &cli, &record) == 0)
			fail_msg("%s", errors[i].line);
		check_contains(record.message, errors[i].message);
		assert_int_equal(record.fault, UP_FAULT_USAGE);
		assert_int_equal(record.errors, 1);
		assert_int_equal(cli.verbosity, 7);
	}
}

static void test_help_and_version(void **state)
{
	struct up_cli cli = parse_well("--help");
	struct up_buf help = {0};

	(void)state;
	assert_int_equal(cli.action, UP_CLI_HELP);
	up_cli_finish(&cli);
	cli = parse_well("-q --version --bogus");
	assert_int_equal(cli.action, UP_CLI_VERSION);
	up_cli_finish(&cli);

	up_cli_help(&help);
	check_contains(help.bytes, "\nOutput:\n  --target T  ");
	check_contains(help.bytes, "\nProtection:\n");
	check_contains(help.bytes, "\nInspection:\n");
	check_contains(help.bytes, "\nGeneral:\n");
	assert_null(strstr(help.bytes, "--dump"));
	for (char *line = strtok(help.bytes, "\n"); line != NULL;
	     line = strtok(NULL, "\n"))
		assert_true(strlen(line) <= 80);
	up_buf_finish(&help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_resets),
		cmocka_unit_test(test_optimization_levels),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_only_the_module),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_help_and_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
