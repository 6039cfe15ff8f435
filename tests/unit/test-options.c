/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include "cli/dropin.h"
#include "cli/options.h"
#include "glue/targets.h"

enum {
	ARGUMENTS_MAX = 40,
};

/* Splits @line, which begins with the program's name, and parses that. */
static int parse_call(const char *line, struct up_cli *ret_cli,
		      struct check_report *record)
{
	/* What the result borrows stays until the next call. */
	static char words[512];
	static char *argv[ARGUMENTS_MAX + 1];
	int argc = 0;

	snprintf(words, sizeof(words), "%s", line);
	for (char *word = strtok(words, " "); word != NULL;
	     word = strtok(NULL, " ")) {
		assert_true(argc < ARGUMENTS_MAX);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	check_report_init(record);
	return up_cli_parse(argc, argv, ret_cli, &record->report);
}

static int parse(const char *line, struct up_cli *ret_cli,
		 struct check_report *record)
{
	char call[512];

	snprintf(call, sizeof(call), "unpoison %s", line);
	return parse_call(call, ret_cli, record);
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

static void check_dump(const char *line, enum up_dump_format format)
{
	struct up_cli cli = parse_well(line);

	assert_int_equal(cli.action, UP_CLI_DUMP);
	assert_int_equal(cli.dump, format);
	assert_string_equal(cli.input, "a.wasm");
	up_cli_finish(&cli);
}

static void test_dump(void **state)
{
	struct check_report record;
	struct up_cli cli = {0};

	(void)state;
	check_dump("--dump a.wasm", UP_DUMP_TEXT);
	check_dump("a.wasm --dump=text", UP_DUMP_TEXT);
	check_dump("--dump=json a.wasm", UP_DUMP_JSON);
	check_dump("--dump=json --dump=wat a.wasm", UP_DUMP_WAT);
	/* What says where the output goes is taken, and means nothing. */
	check_dump("--dump -o x --out-dir y --verify a.wasm", UP_DUMP_TEXT);
	assert_int_equal(parse("--dump --unwind trust -", &cli, &record), 0);
	assert_int_equal(cli.rewrite.unwind, UP_UNWIND_TRUST);
	up_cli_finish(&cli);
	assert_int_equal(parse_call("wasm-bindgen --dump a.wasm", &cli,
				    &record),
			 0);
	assert_int_equal(cli.action, UP_CLI_DUMP);
	up_cli_finish(&cli);
	cli = parse_well("--dump --help");
	assert_int_equal(cli.action, UP_CLI_HELP);
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
	enum up_standalone standalone;
	const char *name; /* of the one file */
} standalones[] = {
	{"--standalone a.wasm", UP_STANDALONE_CONTAIN, "a.wasm"},
	{"--standalone=contain x/a_bg.wasm", UP_STANDALONE_CONTAIN, "a_bg.wasm"},
	{"a --standalone=heal", UP_STANDALONE_HEAL, "a"},
	{"--standalone=heal --standalone a", UP_STANDALONE_CONTAIN, "a"},
	{"--standalone --out-name b a.wasm", UP_STANDALONE_CONTAIN, "b.wasm"},
	{"--standalone --out-name b -", UP_STANDALONE_CONTAIN, "b.wasm"},
	{"--standalone -o x/c.wasm a.wasm", UP_STANDALONE_CONTAIN, "c.wasm"},
	{"--standalone --out-dir d a.wasm", UP_STANDALONE_CONTAIN, "a.wasm"},
	{"--standalone --experimental-reset-state-function a.wasm",
	 UP_STANDALONE_CONTAIN, "a.wasm"},
	{"--standalone --dump a.wasm", UP_STANDALONE_CONTAIN, "a"},
	{"-o x a.wasm", UP_STANDALONE_NO, "x"},
};

static void test_standalone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(standalones) / sizeof(standalones[0]);
	     i++) {
		struct up_cli cli = parse_well(standalones[i].line);

		assert_int_equal(cli.rewrite.standalone,
				 standalones[i].standalone);
		assert_int_equal(cli.rewrite.target, UP_TARGET_NONE);
		assert_string_equal(cli.rewrite.name, standalones[i].name);
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
	{"--target cobol a", "target 'cobol' is not in this version; choose "
			     "bundler, "},
	{"--target experimental-nodejs-module a", "not in this version"},
	{"--target= a", "target '' is not in this version"},
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
	{"--out-name a\\b a", "no name of a file"},
	{"-o x/ a", "no name of a file"},
	{"-o x --out-dir y a", "exclude each other"},
	{"--out-dir y a -o x", "exclude each other"},
	{"-o x --out-name y a", "exclude each other"},
	{"-", "standard input has no name"},
	{"--reset=never a", "choose auto, in-place, reinstantiate or none"},
	{"--reset= a", "choose auto, in-place, reinstantiate or none"},
	{"a --reset", "option '--reset' needs an argument"},
	{"--dump=xml a", "--dump 'xml' is unknown; choose text, json or wat"},
	{"--dump= a", "--dump '' is unknown; choose text, json or wat"},
	{"--dump json a", "more than one input"},
	{"--dump", "there is no input"},
	{"--standalone=yes a",
	 "--standalone 'yes' is unknown; choose contain or heal"},
	{"--standalone= a", "choose contain or heal"},
	{"--standalone heal a", "more than one input"},
	{"--standalone -", "standard input has no name"},
	{"--standalone --target web a",
	 "--standalone and --target exclude each other"},
	{"--nodejs a --standalone",
	 "--standalone and --nodejs exclude each other"},
	{"--standalone --rename a=b a",
	 "--standalone and --rename exclude each other"},
	{"--standalone --no-typescript a",
	 "--standalone and --no-typescript exclude each other"},
	{"--standalone --typescript a",
	 "--standalone and --typescript exclude each other"},
	{"--standalone --omit-default-module-path a",
	 "--standalone and --omit-default-module-path exclude each other"},
	{"--standalone --debug a",
	 "--standalone and --debug exclude each other"},
	{"--standalone --encode-into never a",
	 "--standalone and --encode-into exclude each other"},
	{"--standalone --omit-imports a",
	 "--standalone and --omit-imports exclude each other"},
	{"--standalone --split-linked-modules a",
	 "--standalone and --split-linked-modules exclude each other"},
	{"--standalone --ts-typed-array-buffers a",
	 "--standalone and --ts-typed-array-buffers exclude each other"},
	{"--standalone --no-modules-global x a", "for the target no-modules"},
	{"--standalone --rpc x a", "for the target workers"},
	{"--standalone -o x --out-dir y a", "-o and --out-dir exclude"},
	{"--wasm-bindgen= a", "--wasm-bindgen is empty"},
	{"--wasm-bindgen x --target workers a", "for the target workers"},
	{"--wasm-bindgen x --rename a=b a",
	 "--wasm-bindgen and --rename exclude each other"},
	{"--wasm-bindgen x -o b a", "-o and --wasm-bindgen exclude each other"},
	{"--wasm-bindgen x -", "standard input has no name"},
	{"--split-debug-info a", "--split-debug-info is not in this version"},
	{"--debug-info-url x a", "--debug-info-url is not in this version"},
	{"--encode-into maybe a",
	 "--encode-into 'maybe' is unknown; choose test, always or never"},
	{"--web --nodejs a", "--web and --nodejs exclude each other"},
	{"--nodejs --target web a", "--nodejs and --target exclude each other"},
	{"--target bundler --browser a",
	 "--target and --browser exclude each other"},
	{"--typescript --no-typescript a",
	 "--typescript and --no-typescript exclude each other"},
	{"--no-typescript --typescript a",
	 "--typescript and --no-typescript exclude each other"},
	{"--web --no-modules-global x a", "for the target no-modules"},
	{"--no-modules-global x a", "for the target no-modules"},
	{"--no-modules-global a.b a", "no name for a variable"},
	{"--no-modules-global class a", "no name for a variable"},
	{"--no-modules-global= a", "no name for a variable"},
	{"--reset none --experimental-reset-state-function a",
	 "--experimental-reset-state-function and --reset none exclude"},
	{"--experimental-reset-state-function a --reset=none",
	 "--experimental-reset-state-function and --reset none exclude"},
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

/* Every target that there is JavaScript for, and no other. */
static void test_targets(void **state)
{
	(void)state;
	assert_true(up_target_count >= 4);
	for (size_t i = 0; i < up_target_count; i++) {
		char line[64];
		struct up_cli cli;

		snprintf(line, sizeof(line), "--target=%s a",
			 up_targets[i].name);
		cli = parse_well(line);
		assert_int_equal(cli.rewrite.target, up_targets[i].target);
		up_cli_finish(&cli);
	}
}

/* A target is there as soon as src/glue has it: also by its old option. */
static void check_named_target(const char *option, enum up_target target)
{
	struct check_report record;
	struct up_cli cli;

	if (parse(option, &cli, &record) < 0) {
		check_contains(record.message, "is not in this version");
		assert_null(up_target_find(target));
		return;
	}
	assert_int_equal(cli.rewrite.target, target);
	up_cli_finish(&cli);
}

static void test_named_targets(void **state)
{
	(void)state;
	check_named_target("--web a", UP_TARGET_WEB);
	check_named_target("--nodejs a", UP_TARGET_NODEJS);
	check_named_target("--browser a", UP_TARGET_BUNDLER);
	check_named_target("--deno a", UP_TARGET_DENO);
	check_named_target("--no-modules a", UP_TARGET_NO_MODULES);
	check_named_target("--target deno a", UP_TARGET_DENO);
	check_named_target("--target no-modules a", UP_TARGET_NO_MODULES);
	check_named_target("--no-modules-global x --target no-modules a",
			   UP_TARGET_NO_MODULES);
}

/* The flags of wasm-bindgen, one at a time: what each sets, and nothing else. */
static const struct {
	const char *option;
	struct up_options sets;
} flags[] = {
	{"--debug", {.debug = true}},
	{"--encode-into test", {.encode_into = UP_ENCODE_INTO_TEST}},
	{"--encode-into=always", {.encode_into = UP_ENCODE_INTO_ALWAYS}},
	{"--encode-into never", {.encode_into = UP_ENCODE_INTO_NEVER}},
	{"--keep-debug", {.keep_debug = true}},
	{"--keep-lld-exports", {.keep_lld_exports = true}},
	{"--no-demangle", {.no_demangle = true}},
	{"--omit-default-module-path", {.omit_default_module_path = true}},
	{"--omit-imports", {.omit_imports = true}},
	{"--remove-name-section", {.remove_names = true}},
	{"--remove-producers-section", {.remove_producers = true}},
	{"--split-linked-modules", {.split_linked_modules = true}},
	{"--ts-typed-array-buffers", {.typed_array_buffers = true}},
	{"--typescript", {0}},
	{"--experimental-reset-state-function", {0}},
	{"--force-enable-abort-handler", {0}},
	{"--js-string-builtins", {0}},
	{"--reference-types", {0}},
	{"--weak-refs", {0}},
};

static void test_flags(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		const struct up_options *sets = &flags[i].sets;
		char line[64];
		struct up_cli cli;

		snprintf(line, sizeof(line), "%s a.wasm", flags[i].option);
		cli = parse_well(line);
		assert_int_equal(cli.rewrite.debug, sets->debug);
		assert_int_equal(cli.rewrite.encode_into, sets->encode_into);
		assert_int_equal(cli.rewrite.keep_debug, sets->keep_debug);
		assert_int_equal(cli.rewrite.keep_lld_exports,
				 sets->keep_lld_exports);
		assert_int_equal(cli.rewrite.no_demangle, sets->no_demangle);
		assert_int_equal(cli.rewrite.omit_default_module_path,
				 sets->omit_default_module_path);
		assert_int_equal(cli.rewrite.omit_imports, sets->omit_imports);
		assert_int_equal(cli.rewrite.remove_names, sets->remove_names);
		assert_int_equal(cli.rewrite.remove_producers,
				 sets->remove_producers);
		assert_int_equal(cli.rewrite.split_linked_modules,
				 sets->split_linked_modules);
		assert_int_equal(cli.rewrite.typed_array_buffers,
				 sets->typed_array_buffers);
		assert_true(cli.rewrite.typescript);
		assert_null(cli.rewrite.no_modules_global);
		assert_int_equal(cli.rewrite.target, UP_TARGET_BUNDLER);
		up_cli_finish(&cli);
	}
}

/* ---- called as wasm-bindgen ---- */

static void test_the_name_of_the_program(void **state)
{
	(void)state;
	assert_true(up_dropin_called("wasm-bindgen"));
	assert_true(up_dropin_called("/usr/local/bin/wasm-bindgen"));
	assert_true(up_dropin_called("./wasm-bindgen"));
	assert_false(up_dropin_called("unpoison"));
	assert_false(up_dropin_called("wasm-bindgen.exe"));
	assert_false(up_dropin_called("wasm-bindgen-test-runner"));
	assert_false(up_dropin_called("wasm-bindgen/unpoison"));
	assert_false(up_dropin_called(""));
	assert_false(up_dropin_called(NULL));
}

/* The lines with which build tools call it. */
static const struct {
	const char *line;
	const char *name;
	enum up_target target;
	bool typescript;
} calls[] = {
	/* worker-build, by either name */
	{"unpoison t/shop.wasm --out-dir b --no-typescript --target module "
	 "--out-name index --debug --no-demangle --keep-debug "
	 "--omit-default-module-path --split-linked-modules "
	 "--experimental-reset-state-function --force-enable-abort-handler",
	 "index", UP_TARGET_MODULE, false},
	/* wasm-pack */
	{"/usr/bin/wasm-bindgen t/shop.wasm --out-dir pkg --typescript "
	 "--weak-refs --reference-types --target nodejs --out-name shop "
	 "--no-demangle",
	 "shop", UP_TARGET_NODEJS, true},
	/* trunk */
	{"wasm-bindgen --target=web --out-dir=/x/y --out-name=shop-1a2b "
	 "/x/shop.wasm --keep-debug --no-demangle --reference-types "
	 "--weak-refs --no-typescript",
	 "shop-1a2b", UP_TARGET_WEB, false},
	/* by hand */
	{"wasm-bindgen t/shop.v2.wasm --nodejs --out-dir .", "shop.v2",
	 UP_TARGET_NODEJS, true},
	{"wasm-bindgen t/shop.bin --out-dir .", "shop", UP_TARGET_BUNDLER,
	 true},
	{"unpoison t/shop.bin --out-dir .", "shop.bin", UP_TARGET_BUNDLER,
	 true},
};

static void test_calls_of_build_tools(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct check_report record;
		struct up_cli cli;

		if (parse_call(calls[i].line, &cli, &record) < 0)
			fail_msg("%s: %s", calls[i].line, record.message);
		assert_string_equal(cli.rewrite.name, calls[i].name);
		assert_int_equal(cli.rewrite.target, calls[i].target);
		assert_int_equal(cli.rewrite.typescript, calls[i].typescript);
		assert_non_null(cli.out_dir);
		up_cli_finish(&cli);
	}
}

static void test_needed_out_dir(void **state)
{
	struct check_report record;
	struct up_cli cli;

	(void)state;
	assert_int_equal(parse_call("wasm-bindgen a.wasm", &cli, &record), -1);
	check_contains(record.message, "there is no --out-dir");
	assert_int_equal(record.fault, UP_FAULT_USAGE);
	assert_int_equal(parse_call("wasm-bindgen a.wasm -o b", &cli, &record),
			 0);
	assert_true(cli.as_bindgen);
	up_cli_finish(&cli);
	cli = parse_well("a.wasm");
	assert_false(cli.as_bindgen);
	up_cli_finish(&cli);
}

static void test_known_releases(void **state)
{
	static const char *const known[] = {"0.2.107", "0.2.108", "0.2.114",
					    "0.2.119", "0.2.127", "0.2.130"};
	struct check_report record;

	(void)state;
	check_report_init(&record);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct up_buf line = {0};
		char expected[64];

		assert_int_equal(
			up_dropin_version(known[i], &line, &record.report), 0);
		snprintf(expected, sizeof(expected), "wasm-bindgen %s\n",
			 known[i]);
		assert_string_equal(line.bytes, expected);
		up_buf_finish(&line);
	}
}

static void test_the_newest_release(void **state)
{
	struct check_report record;
	struct up_buf line = {0}, other = {0};

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_dropin_version(NULL, &line, &record.report), 0);
	assert_int_equal(up_dropin_version("", &other, &record.report), 0);
	assert_string_equal(line.bytes, "wasm-bindgen 0.2.130\n");
	assert_string_equal(other.bytes, line.bytes);
	up_buf_finish(&line);
	up_buf_finish(&other);
}

static void test_unknown_releases(void **state)
{
	static const char *const unknown[] = {
		"0.2.99",   "0.2.106",	"0.2.1140", "0.2.131",	"0.3.108",
		"1.2.108",  "0.2",	"0.2.",	    "0.2.108.1", "0.2.108 ",
		" 0.2.108", "v0.2.108", "0.2.0108", "0.2.-1",	"0.2.108-rc1",
		"newest",   "0..108",	"0.2.99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct check_report record;
		struct up_buf line = {0};

		check_report_init(&record);
		assert_int_equal(
			up_dropin_version(unknown[i], &line, &record.report),
			-1);
		assert_int_equal(record.fault, UP_FAULT_USAGE);
		check_contains(record.message, unknown[i]);
		check_contains(record.message, "0.2.107 to 0.2.113");
		assert_null(line.bytes);
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
	cli = parse_well("-V");
	assert_int_equal(cli.action, UP_CLI_VERSION);
	up_cli_finish(&cli);
	cli = parse_well("-h");
	assert_int_equal(cli.action, UP_CLI_HELP);
	up_cli_finish(&cli);

	up_cli_help(&help);
	check_contains(help.bytes, "\nOutput:\n  --target T  ");
	check_contains(help.bytes, "\nBindings of crates with #[wasm_bindgen]:");
	check_contains(help.bytes, "\nProtection:\n");
	check_contains(help.bytes, "\nInspection:\n");
	check_contains(help.bytes, "\nGeneral:\n");
	check_contains(help.bytes, "\n  --dump [FORMAT]  ");
	check_contains(help.bytes, "\n  --standalone [heal]  ");
	check_contains(help.bytes, "\n  --wasm-bindgen PATH  ");
	assert_null(strstr(help.bytes, "--split-debug-info"));
	assert_null(strstr(help.bytes, "--weak-refs"));
	for (size_t i = 0; i < up_target_count; i++)
		check_contains(help.bytes, up_targets[i].name);
	for (char *line = strtok(help.bytes, "\n"); line != NULL;
	     line = strtok(NULL, "\n"))
		assert_true(strlen(line) <= 80);
	up_buf_finish(&help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_dump),
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_resets),
		cmocka_unit_test(test_standalone),
		cmocka_unit_test(test_optimization_levels),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_only_the_module),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_named_targets),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_the_name_of_the_program),
		cmocka_unit_test(test_calls_of_build_tools),
		cmocka_unit_test(test_needed_out_dir),
		cmocka_unit_test(test_known_releases),
		cmocka_unit_test(test_the_newest_release),
		cmocka_unit_test(test_unknown_releases),
		cmocka_unit_test(test_help_and_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
