/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The template engine, names in JavaScript, the target table, the printing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "glue/glue.h"
#include "glue/idents.h"
#include "glue/targets.h"
#include "glue/template.h"
#include "io/output.h"

struct findings {
	int errors;
	int warnings;
	char message[512]; /* of the last */
};

static void note(const struct up_diag *diag, void *data)
{
	struct findings *findings = data;

	findings->errors += diag->severity == UP_ERROR;
	findings->warnings += diag->severity == UP_WARNING;
	strncpy(findings->message, diag->message, sizeof(findings->message) - 1);
}

/* Expands @text, the file a.js, next to @other, the file b.js. */
static int expand(const char *text, const char *other,
		  const struct up_dict *dict, struct up_buf *out,
		  struct findings *findings)
{
	const struct up_embedded_file files[] = {
		{"a.js", text, strlen(text)},
		{"b.js", other, strlen(other)},
	};
	const struct up_template_set set = {files, 2};
	struct up_report report = {.fn = note, .data = findings};

	return up_template_expand(&set, "a.js", dict, out, &report);
}

static void assert_expands(const char *text, const struct up_dict *dict,
			   const char *expected)
{
	struct findings findings = {0};
	struct up_buf out = {0};

	assert_int_equal(expand(text, "b $x$\n", dict, &out, &findings), 0);
	assert_string_equal(out.size ? out.bytes : "", expected);
	assert_int_equal(findings.errors, 0);
	up_buf_finish(&out);
}

static void assert_refused(const char *text, const struct up_dict *dict,
			   const char *part)
{
	struct findings findings = {0};
	struct up_buf out = {0};

	assert_true(expand(text, "//#include b.js\n", dict, &out, &findings) < 0);
	assert_int_equal(findings.errors, 1);
	assert_non_null(strstr(findings.message, part));
	up_buf_finish(&out);
}

static struct up_dict *sample(void)
{
	struct up_dict *dict = up_dict_create();
	static const char *const names[] = {"one", "two"};

	up_dict_set(dict, "x", "outer");
	up_dict_flag(dict, "yes", true);
	up_dict_flag(dict, "no", false);
	up_dict_list(dict, "none");
	for (size_t i = 0; i < 2; i++) {
		struct up_dict *item = up_dict_add(dict, "list");

		up_dict_set(item, "name", names[i]);
		up_dict_flag(item, "first", i == 0);
		up_dict_set(up_dict_add(item, "inner"), "x", names[i]);
	}
	return dict;
}

static void test_template_text(void **state)
{
	struct up_dict *dict = sample();

	(void)state;
	assert_expands("", dict, "");
	assert_expands("no newline", dict, "no newline\n");
	assert_expands("$x$$x$ a$x$b\n", dict, "outerouter aouterb\n");
	assert_expands("`${x}` $ $x $X$ $1$ cost$\n", dict,
		       "`${x}` $ $x $X$ $1$ cost$\n");
	assert_expands("a\n\n\n\nb\n", dict, "a\n\nb\n");
	assert_expands("  //= raw $x$\n//- gone\nb\n", dict, "  raw outer\nb\n");
	assert_expands("a\n  //#include b.js\nc\n", dict, "a\n  b outer\nc\n");
	up_dict_set(dict, "x", "$x$");
	assert_expands("$x$\n", dict, "$x$\n");
	up_dict_destroy(dict);
}

static void test_template_conditions(void **state)
{
	struct up_dict *dict = sample();

	(void)state;
	assert_expands("//#if yes\na\n//#else\nb\n//#end\n", dict, "a\n");
	assert_expands("  //#if no\na\n  //#else\nb\n  //#end\n", dict, "b\n");
	assert_expands("//#if !no\na\n//#end\nc\n", dict, "a\nc\n");
	assert_expands("//#if list\na\n//#end\n//#if none\nb\n//#end\n", dict,
		       "a\n");
	/* What is skipped is not looked up, but counted. */
	assert_expands("//#if no\n//#if odd\n$odd$\n//#else\n//#end\n"
		       "//#each odd\n//#end\n//#else\nb\n//#end\n",
		       dict, "b\n");
	assert_expands("//#if yes\n//#if no\na\n//#else\nb\n//#end\n//#end\n",
		       dict, "b\n");
	up_dict_destroy(dict);
}

static void test_template_lists(void **state)
{
	struct up_dict *dict = sample();

	(void)state;
	assert_expands("//#each list\n$name$ $x$\n//#end\n", dict,
		       "one outer\ntwo outer\n");
	assert_expands("//#each list\n//#each inner\n$name$ $x$\n//#end\n//#end\n",
		       dict, "one one\ntwo two\n");
	assert_expands("//#each list\n//#if first\n$name$\n//#end\n//#end\nz\n",
		       dict, "one\nz\n");
	assert_expands("//#each none\n$odd$\n//#end\nz\n", dict, "z\n");
	up_dict_share(dict, "none", up_dict_add(dict, "more"));
	assert_expands("//#each more\nm$x$\n//#end\n//#each none\nn$x$\n//#end\n",
		       dict, "mouter\nnouter\n");
	up_dict_destroy(dict);
}

static void test_template_errors(void **state)
{
	struct up_dict *dict = sample();

	(void)state;
	assert_refused("a\n$odd$\n", dict, "a.js, line 2: no text is called odd");
	assert_refused("$yes$\n", dict, "no text is called yes");
	assert_refused("//#if odd\n//#end\n", dict, "no flag or list is called odd");
	assert_refused("//#each yes\n//#end\n", dict, "no list is called yes");
	assert_refused("//#if yes\n", dict, "no //#end");
	assert_refused("//#if no\n", dict, "no //#end");
	assert_refused("//#if yes\n//#else\n//#else\n//#end\n", dict, "no //#end");
	assert_refused("//#each list\n", dict, "no //#end");
	assert_refused("//#each none\n", dict, "no //#end");
	assert_refused("//#end\n", dict, "without a start");
	assert_refused("//#fi yes\n", dict, "unknown directive");
	assert_refused("//#include c.js\n", dict, "no template is called c.js");
	assert_refused("//#include b.js\n", dict, "include one another");
	up_dict_destroy(dict);
}

static void assert_written(void (*write)(struct up_buf *, const char *),
			   const char *text, const char *expected)
{
	struct up_buf buf = {0};

	write(&buf, text);
	assert_string_equal(buf.bytes, expected);
	up_buf_finish(&buf);
}

static void test_idents(void **state)
{
	struct up_buf sized = {0};

	(void)state;
	assert_true(up_ident_valid("a"));
	assert_true(up_ident_valid("_$9"));
	assert_true(up_ident_valid("delete"));
	assert_false(up_ident_valid(""));
	assert_false(up_ident_valid("9a"));
	assert_false(up_ident_valid("foo-bar"));
	assert_false(up_ident_valid("gr\xc3\xb6\xc3\x9f" "e"));
	assert_true(up_ident_reserved("arguments"));
	assert_true(up_ident_reserved("Error"));
	assert_true(up_ident_reserved("yield"));
	assert_true(up_ident_reserved("instanceof"));
	assert_true(up_ident_reserved("globalThis"));
	assert_false(up_ident_reserved("add"));
	assert_written(up_js_string, "a'b\\c\n\x7f", "'a\\'b\\\\c\\x0a\\x7f'");
	assert_written(up_js_string, "\xc3\xa9", "'\xc3\xa9'");
	assert_written(up_js_string, "`\"${x}$", "'\\`\\\"\\${x}$'");
	assert_written(up_js_string, "</script><!--<a>",
		       "'\\x3c/script>\\x3c!--<a>'");
	up_js_string_sized(&sized, "a\0b<", 4);
	assert_string_equal(sized.bytes, "'a\\x00b<'");
	up_buf_finish(&sized);
	assert_written(up_js_key, "delete", "delete");
	assert_written(up_js_key, "0", "'0'");
	assert_written(up_js_key, "__proto__", "['__proto__']");
	assert_true(up_ident_sets_prototype("__proto__"));
	assert_false(up_ident_sets_prototype("prototype"));
	assert_written(up_js_member, "a", ".a");
	assert_written(up_js_member, "a b", "['a b']");
	assert_written(up_js_export_name, "default", "default");
	assert_written(up_js_export_name, "", "''");
	assert_written(up_js_url, "a #%'?b.wasm", "./a%20%23%25%27%3Fb.wasm");
	assert_written(up_js_specifier, "a #%'?\n\\\xc3\xa9",
		       "./a %23%25'%3F%0A%5C\xc3\xa9");
}

static void test_glue_names(void **state)
{
	/* Those of later days too: a module must not take them meanwhile. */
	static const char *const names[] = {
		"default", "init", "initSync", "PanicError", "TerminatedError",
		"set_on_abort", "schedule_reinit", "__wbg_reset_state",
		"set_on_reset", "set_recovery_policy", "recovery_state",
		"entrypoint", "createInstance",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_true(up_ident_of_glue(names[i]));
	assert_false(up_ident_of_glue("main"));
	assert_false(up_ident_of_glue("__proto__"));
	assert_true(up_ident_of_bundler("__wbg_set_wasm"));
	assert_true(up_ident_of_bundler("__PanicError"));
	assert_false(up_ident_of_bundler("PanicError"));
	assert_false(up_ident_of_bundler("__"));
	assert_true(up_ident_of_hosts("wasm-js:x"));
	assert_false(up_ident_of_hosts("wasm-x:"));
}

static bool is_embedded(const char *name)
{
	for (size_t i = 0; i < up_embedded_file_count; i++)
		if (!strcmp(up_embedded_files[i].name, name))
			return true;
	return false;
}

static void test_targets(void **state)
{
	(void)state;
	for (size_t i = 0; i < up_target_count; i++) {
		const struct up_target_row *row = &up_targets[i];

		if (i)
			assert_true(strcmp(row[-1].name, row->name) < 0);
		assert_ptr_equal(up_target_find(row->target), row);
		assert_non_null(row->files[0].suffix);
		for (size_t k = 0; row->files[k].suffix; k++)
			for (size_t n = 0; row->files[k].parts[n]; n++)
				assert_true(is_embedded(row->files[k].parts[n]));
	}
	assert_null(up_target_find(UP_TARGET_NONE));
}

static char name_add[] = "add", name_foo[] = "foo-bar", name_init[] = "init",
	    name_env[] = "env", name_hidden[] = "__unpoison_start",
	    name_memory[] = "memory";
static enum up_valtype two_words[] = {UP_I32, UP_I64};

static int print(const struct up_interface *interface, enum up_target target,
		 struct findings *findings, struct up_files *files)
{
	const struct up_options options = {
		.target = target,
		.name = "m",
		.typescript = true,
	};
	struct up_report report = {.fn = note, .data = findings};

	return up_glue_print(interface, &options, &report, files);
}

static bool file_has(const struct up_files *files, const char *name,
		     const char *text)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->files[i].name, name))
			return memmem(files->files[i].bytes,
				      files->files[i].size, text, strlen(text));
	return false;
}

static void test_print(void **state)
{
	struct up_glue_export exports[] = {
		{name_add, name_add, UP_KIND_FUNC, {two_words, 2, two_words, 2}, false},
		{name_foo, name_foo, UP_KIND_FUNC, {0}, false},
		{name_memory, name_memory, UP_KIND_MEMORY, {0}, false},
		{name_hidden, name_hidden, UP_KIND_FUNC, {0}, false},
	};
	const struct up_interface interface = {.exports = exports,
					       .export_count = 4};
	struct findings findings = {0};

	(void)state;
	for (size_t i = 0; i < up_target_count; i++) {
		struct up_files files = {0};

		assert_int_equal(print(&interface, up_targets[i].target,
				       &findings, &files), 0);
		assert_true(file_has(&files, "m.js", "add"));
		assert_true(file_has(&files, "m.js", "foo-bar"));
		assert_false(file_has(&files, "m.js", "//#"));
		assert_false(file_has(&files, "m.js", "new PanicError"));
		assert_true(file_has(&files, "m.d.ts",
				     "export function add(p0: number, p1: "
				     "bigint): [number, bigint];"));
		assert_true(file_has(&files, "m.d.ts", "memory: WebAssembly.Memory"));
		assert_false(file_has(&files, "m.d.ts", "__unpoison"));
		up_files_finish(&files);
	}
	assert_int_equal(findings.errors, 0);
}

static char name_proto[] = "__proto__", name_base[] = "base";
static enum up_valtype one_object[] = {UP_EXTERNREF};

/* What is printed for the target web if the state is made fresh like that. */
static struct up_files print_reset(bool in_place, bool anew)
{
	struct up_glue_export exports[] = {
		{name_add, name_add, UP_KIND_FUNC, {two_words, 2, two_words, 2}, false},
		{name_foo, name_foo, UP_KIND_FUNC, {NULL, 0, one_object, 1}, false},
	};
	struct up_glue_import imports[] = {
		{.module = name_env, .name = name_memory,
		 .kind = UP_KIND_MEMORY},
		{.module = name_env, .name = name_base,
		 .kind = UP_KIND_GLOBAL},
	};
	const struct up_interface interface = {
		.exports = exports,
		.export_count = 2,
		.imports = imports,
		.import_count = 2,
		.resets_in_place = in_place,
		.reinstantiates = anew,
	};
	struct findings findings = {0};
	struct up_files files = {0};

	assert_int_equal(print(&interface, UP_TARGET_WEB, &findings, &files), 0);
	assert_false(file_has(&files, "m.js", "//#"));
	return files;
}

/* Each way has what it needs, and nothing else. */
static void test_resets(void **state)
{
	(void)state;
	for (int way = 0; way < 4; way++) {
		bool in_place = way & 1, anew = way & 2, any = way != 0;
		struct up_files files = print_reset(in_place, anew);
		const struct {
			const char *text;
			bool there;
		} parts[] = {
			{"set_recovery_policy,", true},
			{"--reset none", !any},
			{"const level = depth", any},
			{"resetModule()", in_place},
			{"hostOf(plan)", anew},
			{"recycle()", in_place && anew},
			{"KEEPERS.memory(h_0)", any},
			{"KEEPERS.global(h_1)", anew},
			{"    restore() {", in_place},
			{"return watched(result);", true},
			{"result.map(watched)", false},
		};

		for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
			if (file_has(&files, "m.js", parts[i].text) !=
			    parts[i].there)
				fail_msg("way %d: %s", way, parts[i].text);
		assert_true(file_has(&files, "m.d.ts",
				     "export function __wbg_reset_state(): void;"));
		up_files_finish(&files);
	}
}

/* Without externref results there is nothing to watch, nor to bring back. */
static void test_no_promises(void **state)
{
	static const char *const parts[] = {"\n  endings.push(", "KEEPERS"};
	struct up_glue_export exports[] = {
		{name_add, name_add, UP_KIND_FUNC, {two_words, 2, two_words, 2}, false},
	};
	const struct up_interface interface = {.exports = exports,
					       .export_count = 1,
					       .resets_in_place = true};
	struct findings findings = {0};

	(void)state;
	for (size_t i = 0; i < up_target_count; i++) {
		struct up_files files = {0};

		assert_int_equal(print(&interface, up_targets[i].target,
				       &findings, &files), 0);
		for (size_t k = 0; k < files.count; k++)
			for (size_t n = 0; n < sizeof(parts) / sizeof(*parts); n++)
				assert_false(file_has(&files,
						      files.files[k].name,
						      parts[n]));
		up_files_finish(&files);
	}
}

static void test_prototype(void **state)
{
	struct up_glue_export exports[] = {
		{name_proto, name_proto, UP_KIND_FUNC, {0}, false},
	};
	const struct up_interface interface = {.exports = exports,
					       .export_count = 1};
	struct findings findings = {0};
	struct up_files files = {0};

	(void)state;
	assert_int_equal(print(&interface, UP_TARGET_NODEJS, &findings, &files),
			 0);
	assert_true(file_has(&files, "m.js", "    ['__proto__']() {"));
	assert_true(file_has(&files, "m.js", "expose('__proto__', x___proto__)"));
	assert_false(file_has(&files, "m.js", "exports.__proto__"));
	up_files_finish(&files);
}

static void assert_not_printed(const struct up_interface *interface,
			       enum up_target target, const char *part)
{
	struct findings findings = {0};
	struct up_files files = {0};

	assert_true(print(interface, target, &findings, &files) < 0);
	assert_int_equal(findings.errors, 1);
	assert_non_null(strstr(findings.message, part));
	assert_int_equal(files.count, 0);
}

static void test_refusals(void **state)
{
	struct up_glue_export clash[] = {
		{name_init, name_init, UP_KIND_FUNC, {0}, false},
	};
	struct up_glue_export twice[] = {
		{name_add, name_add, UP_KIND_FUNC, {0}, false},
		{name_foo, name_add, UP_KIND_FUNC, {0}, false},
	};
	struct up_glue_export renamed[] = {
		{name_init, name_add, UP_KIND_FUNC, {0}, false},
	};
	struct up_glue_import memory[] = {
		{.module = name_env, .name = name_memory,
		 .kind = UP_KIND_MEMORY},
	};
	struct findings findings = {0};
	struct up_files files = {0};

	(void)state;
	assert_not_printed(&(struct up_interface){.exports = clash,
						  .export_count = 1},
			   UP_TARGET_WEB, "--rename init=NEW");
	assert_not_printed(&(struct up_interface){.exports = twice,
						  .export_count = 2},
			   UP_TARGET_WEB, "--rename foo-bar=NEW");
	assert_not_printed(&(struct up_interface){.imports = memory,
						  .import_count = 1},
			   UP_TARGET_BUNDLER, "--target web");
	assert_int_equal(print(&(struct up_interface){.exports = renamed,
						      .export_count = 1},
			       UP_TARGET_NODEJS, &findings, &files), 0);
	assert_true(file_has(&files, "m.js", "init: w_add"));
	assert_true(file_has(&files, "m.js", "exports.add = x_add"));
	up_files_finish(&files);
	assert_int_equal(print(&(struct up_interface){0}, UP_TARGET_NONE,
			       &findings, &files), 0);
	assert_int_equal(files.count, 0);
}

static void test_nothing(void **state)
{
	(void)state;
	up_dict_destroy(NULL);
	up_dict_destroy(up_dict_create());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_template_text),
		cmocka_unit_test(test_template_conditions),
		cmocka_unit_test(test_template_lists),
		cmocka_unit_test(test_template_errors),
		cmocka_unit_test(test_idents),
		cmocka_unit_test(test_glue_names),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_resets),
		cmocka_unit_test(test_no_promises),
		cmocka_unit_test(test_prototype),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
