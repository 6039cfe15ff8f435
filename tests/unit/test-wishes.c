/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Which bodies of a crate are looked into, and which only describe. */

#include "bindgen/crate.h"
#include "check.h"
#include "ir/ir.h"

#define IMPORTS \
	"(module" \
	" (import \"__wbindgen_placeholder__\" \"__wbg___wbindgen_throw_0123\"" \
	"  (func $throw (param i32)))" \
	" (import \"__wbindgen_placeholder__\" \"__wbindgen_describe\"" \
	"  (func $say (param i32)))" \
	" (import \"__wbindgen_placeholder__\" \"__wbindgen_describe_cast\"" \
	"  (func $mark))" \
	" (type $t (func)) (table 4 funcref) (memory 1)" \
	" (global $__stack_pointer (mut i32) (i32.const 65536))" \
	" (global $other (mut i32) (i32.const 0))"

/* For each defined function whose name is one letter: "aW" is wanted, "bG" goes. */
static char *wishes_of(const char *functions)
{
	struct check_report record;
	struct up_contents contents;
	struct up_raw_module raw;
	struct up_buf text = {0}, bytes = {0}, found = {0};
	BinaryenModuleRef module;
	uint8_t *wishes;

	check_report_init(&record);
	up_buf_printf(&text, "%s%s)", IMPORTS, functions);
	module = up_ir_parse(text.bytes, &record.report);
	if (!module)
		fail_msg("%s: %s", record.message, functions);
	up_ir_limit_features(module, false);
	assert_int_equal(0, up_ir_write(module, &(struct up_ir_writing){.names = true}, &bytes, &record.report));
	BinaryenModuleDispose(module);
	assert_int_equal(0, up_raw_module_read((const uint8_t *)bytes.bytes,
					       bytes.size, &raw,
					       &record.report));
	assert_int_equal(0, up_contents_read(&raw, &contents, &record.report));
	wishes = up_crate_wishes(&contents);
	for (uint32_t i = 0; i < contents.body_count; i++)
		up_buf_printf(&found, "%s%.*s%c", i > 0 ? " " : "",
			      (int)contents
				      .function_names
					      [contents.imported_functions + i]
				      .size,
			      contents.function_names
				      [contents.imported_functions + i]
					      .text,
			      "-WG"[wishes[i]]);
	free(wishes);
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	up_buf_finish(&text);
	up_buf_finish(&bytes);
	return up_buf_take(&found);
}

static void check_wishes(const char *functions, const char *expected)
{
	char *found = wishes_of(functions);

	if (strcmp(expected, found) != 0)
		fail_msg("%s: %s, not %s", functions, found, expected);
	free(found);
}

static void test_what_goes(void **state)
{
	(void)state;
	check_wishes("(export \"__wbindgen_describe_x\" (func $a))"
		     "(func $a (call $b)) (func $b (call $say (i32.const 1)))"
		     "(export \"x\" (func $c)) (func $c (call $d)) (func $d)"
		     "(func $e (call $d))",
		     "aG bG c- d- eG");
	/* What stands for JavaScript is listed, whoever calls it. */
	check_wishes("(export \"__wbindgen_describe_x\" (func $a))"
		     "(func $a (call $b)) (func $b (call $c) (call $mark))"
		     "(func $c)",
		     "aG b- c-");
	/* What may be called otherwise stays. */
	check_wishes("(export \"__wbindgen_describe_x\" (func $a))"
		     "(func $a (call $b)) (func $b)"
		     "(elem (i32.const 0) $b)"
		     "(start $c) (func $c (call $d)) (func $d)"
		     "(global $g funcref (ref.func $e)) (func $e (call $f))"
		     "(func $f)",
		     "aG b- c- d- e- f-");
}

static void test_throws(void **state)
{
	(void)state;
	/* All on the way, and what is called before with nothing done. */
	check_wishes("(export \"x\" (func $a)) (func $a (call $c) (call $b))"
		     "(func $b (call $throw (i32.const 1)))"
		     "(func $c (call $d)) (func $d) (func $e)"
		     "(export \"y\" (func $f)) (func $f (call $e))",
		     "aW bW cW dW e- f-");
	/* Not what comes behind a deed, but what only throws. */
	check_wishes("(export \"x\" (func $a))"
		     "(func $a (global.set $other (i32.const 1))"
		     " (call $c) (call $b))"
		     "(func $b (call $throw (i32.const 1))) (func $c)",
		     "aW bW c-");
	/* The stack is no deed. */
	check_wishes("(export \"x\" (func $a))"
		     "(func $a (global.set $__stack_pointer (i32.const 16))"
		     " (call $c) (call $b))"
		     "(func $b (call $throw (i32.const 1))) (func $c)",
		     "aW bW cW");
	/* In a module that catches exceptions, nothing of this is asked. */
	check_wishes("(tag $tag) (export \"x\" (func $a)) (func $a (call $b))"
		     "(func $b (call $throw (i32.const 1)))",
		     "a- b-");
}

/* Whether $c is called with nothing done. */
static void check_clean(const char *body, bool clean)
{
	struct up_buf text = {0};

	up_buf_printf(&text,
		      "(export \"x\" (func $a)) (func $a (param i32) %s"
		      " (call $c) (call $b))"
		      "(func $b (call $throw (i32.const 1))) (func $c)"
		      "(func $d (global.set $other (i32.const 1)))"
		      "(func $e (block $l (br_if $l (i32.const 1)) (call $d)))"
		      "(export \"d\" (func $d)) (export \"e\" (func $e))",
		      body);
	char *found = wishes_of(text.bytes);
	check_contains(found, clean ? "cW" : "c-");
	free(found);
	up_buf_finish(&text);
}

#define DEED "(global.set $other (i32.const 1))"

static void test_ways(void **state)
{
	(void)state;
	check_clean("", true);
	check_clean(DEED, false);
	check_clean("(call_indirect (type $t) (i32.const 0))", false);
	check_clean("(drop (memory.grow (i32.const 1)))", false);
	/* What is called does it, on some way. */
	check_clean("(call $d)", false);
	check_clean("(call $e)", false);
	/* One of two ways, and one that does not come here. */
	check_clean("(if (local.get 0) (then " DEED "))", false);
	check_clean("(if (local.get 0) (then) (else " DEED "))", false);
	check_clean("(if (local.get 0) (then " DEED " (return)))", true);
	check_clean("(if (local.get 0) (then " DEED " (unreachable)))", true);
	check_clean("(if (local.get 0) (then (return)) (else " DEED "))",
		    false);
	check_clean("(block $l (br_if $l (local.get 0)) " DEED ")", false);
	check_clean("(block $l (block $k (br_if $k (local.get 0)) (br $l))"
		    " " DEED " (return))",
		    true);
	check_clean("(block $l (block $k (br_table $k $l (local.get 0)))"
		    " " DEED ")",
		    false);
	check_clean("(loop $l " DEED " (br_if $l (local.get 0)))", false);
}

/* A place in memory that code knows, in one or in two parts. */
static void test_handler(void **state)
{
	(void)state;
	check_wishes("(global $h i32 (i32.const 1056))"
		     "(export \"__abort_handler\" (global $h))"
		     "(export \"a\" (func $a)) (export \"b\" (func $b))"
		     "(export \"c\" (func $c)) (export \"d\" (func $d))"
		     "(func $a (i32.store (i32.const 1056) (i32.const 1)))"
		     "(func $b (i32.store offset=32 (i32.const 1024)"
		     " (i32.const 1)))"
		     "(func $c (i32.store offset=1056 (i32.const 0)"
		     " (i32.const 1)))"
		     "(func $d (i32.store offset=32 (i32.const 1020)"
		     " (i32.const 1)))",
		     "aW bW cW d-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_goes),
		cmocka_unit_test(test_throws),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_handler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
