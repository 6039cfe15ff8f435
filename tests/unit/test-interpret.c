/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What describes, run from its bytes. */

#include "assemble.h"
#include "bindgen/interpret.h"
#include "check.h"
#include "ir/ir.h"

#define WORDS(...) \
	(const uint32_t[]){__VA_ARGS__}, \
		sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)

#define IMPORTS \
	"(module" \
	" (import \"__wbindgen_placeholder__\" \"__wbindgen_describe\"" \
	"  (func $say (param i32)))" \
	" (import \"__wbindgen_placeholder__\" \"mark\"" \
	"  (func $mark (param i32 i32) (result i32)))" \
	" (import \"env\" \"host\" (func $host))" \
	" (global $sp (mut i32) (i32.const 65536))" \
	" (global $constant i32 (i32.const 7))" \
	" (memory 1) (tag $tag (param i32))" \
	" (data (i32.const 1022) \"\\01\\02\\03\\04\\ff\")"

struct machine {
	struct up_buf bytes;
	struct up_raw_module raw;
	struct up_contents contents;
	struct up_interpreter interpreter;
};

static void machine_init(struct machine *machine, const char *functions)
{
	struct check_report record;
	struct up_buf text = {0};

	*machine = (struct machine){0};
	check_report_init(&record);
	up_buf_printf(&text, "%s%s)", IMPORTS, functions);
	assemble(text.bytes, &machine->bytes);
	up_buf_finish(&text);
	assert_int_equal(0, up_raw_module_read(
				    (const uint8_t *)machine->bytes.bytes,
				    machine->bytes.size, &machine->raw,
				    &record.report));
	assert_int_equal(0, up_contents_read(&machine->raw, &machine->contents,
					     &record.report));
	up_interpreter_init(&machine->interpreter, &machine->contents, "mark");
}

/* Runs $f. */
static int machine_run(struct machine *machine, struct up_bindgen_words *words)
{
	const struct up_contents *contents = &machine->contents;

	for (uint32_t i = 0; i < contents->function_count; i++)
		if (contents->function_names[i].size == 1 &&
		    contents->function_names[i].text[0] == 'f')
			return up_interpret(&machine->interpreter, i, words);
	fail_msg("there is no function f");
	return -1;
}

static void machine_finish(struct machine *machine)
{
	up_interpreter_finish(&machine->interpreter);
	up_contents_finish(&machine->contents);
	up_raw_module_finish(&machine->raw);
	up_buf_finish(&machine->bytes);
}

/* Runs $f twice: a run must leave nothing to the next. */
static void check_words(const char *functions, const uint32_t *items,
			size_t count)
{
	struct machine machine;
	struct up_bindgen_words words = {0};

	machine_init(&machine, functions);
	for (int i = 0; i < 2; i++) {
		if (machine_run(&machine, &words) < 0)
			fail_msg("%s: %s", machine.interpreter.problem,
				 functions);
		assert_int_equal(count, words.count);
		assert_memory_equal(items, words.items,
				    count * sizeof(*items));
	}
	machine_finish(&machine);
}

static void check_stops(const char *functions, const char *problem)
{
	struct machine machine;
	struct up_bindgen_words words = {0};

	machine_init(&machine, functions);
	assert_int_equal(-1, machine_run(&machine, &words));
	assert_null(words.items);
	check_contains(machine.interpreter.problem, problem);
	machine_finish(&machine);
}

static void test_says_words(void **state)
{
	(void)state;
	check_words("(func $f (call $say (i32.const 11))"
		    " (call $say (global.get $constant))"
		    " (call $say (i32.const -1)))",
		    WORDS(11, 7, 0xffffffff));
	check_words("(func $f (call $g (i32.const 3)))"
		    "(func $g (param i32) (call $say (local.get 0))"
		    " (return_call $h (i32.const 9)))"
		    "(func $h (param i32) (call $say (local.get 0)))",
		    WORDS(3, 9));
	/* Up to the marker, and no further, however deep it is. */
	check_words("(func $f (call $say (i32.const 1)) (call $g)"
		    " (call $say (i32.const 3)))"
		    "(func $g (call $say (i32.const 2))"
		    " (drop (call $mark (i32.const 0) (i32.const 0)))"
		    " (unreachable))",
		    WORDS(1, 2));
	/* Arguments are zeros, of any type. */
	check_words("(func $f (param i64 f64 externref)"
		    " (call $say (i32.wrap_i64 (local.get 0))))",
		    WORDS(0));
}

static void test_uses_the_stack(void **state)
{
	(void)state;
	check_words("(func $f (local i32)"
		    " (global.set $sp (local.tee 0"
		    "  (i32.sub (global.get $sp) (i32.const 16))))"
		    " (i64.store offset=8 (local.get 0)"
		    "  (i64.const 0x1122334455667788))"
		    " (i32.store8 offset=9 (local.get 0) (i32.const -1))"
		    " (f64.store (local.get 0) (f64.const 1))"
		    " (call $say (i32.load offset=8 (local.get 0)))"
		    " (call $say (i32.load8_s offset=9 (local.get 0)))"
		    " (call $say (i32.load16_u offset=14 (local.get 0)))"
		    " (call $say (i32.load offset=4 (local.get 0)))"
		    " (global.set $sp"
		    "  (i32.add (local.get 0) (i32.const 16)))"
		    " (call $say (global.get $sp)))",
		    WORDS(0x5566ff88, 0xffffffff, 0x1122, 0x3ff00000, 65536));
	/* Data as the module has it, over the border of a page. */
	check_words("(func $f (call $say (i32.load (i32.const 1022)))"
		    " (call $say (i32.load8_s (i32.const 1026)))"
		    " (i32.store (i32.const 1022) (i32.const 5)))",
		    WORDS(0x04030201, 0xffffffff));
}

static void test_calculates(void **state)
{
	(void)state;
	check_words("(func $f"
		    " (call $say (i32.add (i32.const -1) (i32.const 2)))"
		    " (call $say (i32.lt_s (i32.const -1) (i32.const 0)))"
		    " (call $say (i32.lt_u (i32.const -1) (i32.const 0)))"
		    " (call $say (i32.shr_s (i32.const -8) (i32.const 33)))"
		    " (call $say (i32.shr_u (i32.const -8) (i32.const 1)))"
		    " (call $say (i32.shl (i32.const 1) (i32.const 31)))"
		    " (call $say (i32.mul (i32.const 7) (i32.const -1)))"
		    " (call $say (i32.eqz (i32.const 0)))"
		    " (call $say (i32.extend8_s (i32.const 0x80)))"
		    " (call $say (i32.wrap_i64 (i64.shr_u"
		    "  (i64.extend_i32_s (i32.const -1)) (i64.const 60))))"
		    " (call $say (i64.gt_s (i64.const 1) (i64.const -1)))"
		    " (call $say (select (i32.const 1) (i32.const 2)"
		    "  (i32.const 0))))",
		    WORDS(1, 1, 0, 0xfffffffc, 0x7ffffffc, 0x80000000,
			  0xfffffff9, 1, 0xffffff80, 15, 1, 2));
}

static void test_flows(void **state)
{
	(void)state;
	check_words("(func $f (local i32)"
		    " (block $out (loop $again"
		    "  (br_if $out (i32.eq (local.get 0) (i32.const 3)))"
		    "  (call $say (local.get 0))"
		    "  (local.set 0 (i32.add (local.get 0) (i32.const 1)))"
		    "  (br $again)))"
		    " (call $say (block $value (result i32)"
		    "  (br $value (i32.const 42))))"
		    " (if (i32.const 0) (then (call $say (i32.const 1)))"
		    "  (else (call $say (i32.const 2))))"
		    " (block $a (block $b (block $c"
		    "  (br_table $a $b $c (i32.const 1))) (unreachable))"
		    "  (call $say (i32.const 5)))"
		    " (call $say (call $early)) (nop))"
		    "(func $early (result i32)"
		    " (block (return (i32.const 6))) (i32.const 7))",
		    WORDS(0, 1, 2, 42, 2, 5, 6));
}

/* Ways out of blocks, and over what is not run. */
static void test_branches(void **state)
{
	(void)state;
	/* An arm that is left by a branch, with blocks in the other. */
	check_words("(func $f (local i32)"
		    " (block $out (if (i32.eqz (local.get 0))"
		    "  (then (call $say (i32.const 1)) (br $out))"
		    "  (else (block $in (br_if $in (local.get 0))"
		    "   (if (local.get 0) (then (unreachable))"
		    "    (else (unreachable))))))"
		    "  (call $say (i32.const 9)))"
		    " (if (local.get 0) (then (block $deep"
		    "  (br_if $deep (local.get 0)) (unreachable))))"
		    " (call $say (i32.const 2)))",
		    WORDS(1, 2));
	/* Values that are below those that a branch carries. */
	check_words("(func $f (call $say (i32.add (i32.const 5)"
		    " (block $l (result i32) (drop (i32.const 7))"
		    "  (drop (i32.add (i32.const 3)"
		    "   (br $l (i32.const 6)))) (i32.const 8)))))",
		    WORDS(11));
	/* The last label of a table is for all that is not in it. */
	check_words("(func $f (block $a (block $b (block $c"
		    "  (br_table $c $b $a (i32.const 200))) (unreachable))"
		    "  (unreachable)) (call $say (i32.const 1))"
		    " (block $d (block $e (br_table $e $d (i32.const 0)))"
		    "  (call $say (i32.const 2))))",
		    WORDS(1, 2));
	/* A loop with a parameter goes round with it. */
	check_words("(func $f (local i32) (i32.const 2)"
		    " (loop $l (param i32) (local.set 0)"
		    "  (call $say (local.get 0))"
		    "  (i32.sub (local.get 0) (i32.const 1))"
		    "  (br_if $l (i32.ne (local.get 0) (i32.const 1)))"
		    "  (drop)))",
		    WORDS(2, 1));
	/* More locals than a few, and results that nobody has asked for. */
	check_words("(func $f (call $say (call $many (i32.const 4))))"
		    "(func $many (param i32) (result i32)"
		    " (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i32)"
		    " (local.set 10 (i32.mul (local.get 0) (i32.const 3)))"
		    " (return (local.get 10)))",
		    WORDS(12));
}

/* As panic=unwind builds have it, in both dialects. */
static void test_guarded(void **state)
{
	(void)state;
	check_words("(func $f (try (do (call $say (i32.const 1)))"
		    " (catch $tag (drop (pop i32)) (call $say (i32.const 9)))"
		    " (catch_all (rethrow 0)))"
		    " (block $l (try (do (br $l)) (catch_all (unreachable))))"
		    " (call $say (i32.const 2)))",
		    WORDS(1, 2));
	check_words("(func $f (block $caught"
		    " (try_table (catch_all $caught)"
		    "  (call $say (i32.const 1))"
		    "  (drop (call $mark (i32.const 0) (i32.const 0))))"
		    " (call $say (i32.const 9))))",
		    WORDS(1));
}

static void test_skips_constructors(void **state)
{
	(void)state;
	check_words("(export \"__wbindgen_skip_interpret_calls\" (func $x))"
		    "(func $x (call $ctors))"
		    "(func $ctors (call $host) (unreachable))"
		    "(func $__llvm_profile_init (unreachable))"
		    "(func $f (call $ctors) (call $__llvm_profile_init)"
		    " (call $say (i32.const 1)))",
		    WORDS(1));
}

static void test_is_bounded(void **state)
{
	struct up_buf deep = {0};

	(void)state;
	check_stops("(func $f (loop $l (br $l)))", "not come to an end");
	check_stops("(func $f (loop $l (call $say (i32.const 1)) (br $l)))",
		    "not come to an end");
	check_stops("(func $f (call $f))", "nested too deep");
	check_stops("(func $f (local i32) (loop $l"
		    " (i32.store8 (local.get 0) (i32.const 1))"
		    " (local.set 0 (i32.add (local.get 0)"
		    "  (i32.const 4096))) (br $l)))",
		    "too much memory");
	check_stops("(func $f (drop (i64.load offset=1 (i32.const -8))))",
		    "beyond its end");
	check_stops("(func $f (unreachable))", "trap");
	check_stops("(func $f (call $host))", "the import 'host'");
	check_stops("(func $f (throw $tag (i32.const 1)))",
		    "unexpected instruction in 'f'");
	check_stops("(func $f (call $say (i32.div_u (i32.const 1)"
		    " (i32.const 0))))",
		    "unexpected operator");
	check_stops("(func $f (drop (f64.add (f64.const 1) (f64.const 1))))",
		    "unexpected operator");

	/* Operands that wait, and blocks. */
	up_buf_puts(&deep, "(func $f (call $say ");
	for (int i = 0; i < 3000; i++)
		up_buf_puts(&deep, "(i32.add (i32.const 1) ");
	up_buf_puts(&deep, "(i32.const 0)");
	for (int i = 0; i < 3002; i++)
		up_buf_puts(&deep, ")");
	check_stops(deep.bytes, "nested too deep");
	deep.size = 0;
	up_buf_puts(&deep, "(func $f ");
	for (int i = 0; i < 2000; i++)
		up_buf_printf(&deep, "(block $b%d (br_if $b%d (i32.const 0))",
			      i, i);
	for (int i = 0; i < 2001; i++)
		up_buf_puts(&deep, ")");
	check_stops(deep.bytes, "nested too deep");
	up_buf_finish(&deep);
}

/* A run of another interpreter counts as one of this one. */
static void test_is_charged(void **state)
{
	struct machine machine;
	struct up_bindgen_words words = {0};
	uint64_t left;

	(void)state;
	machine_init(&machine, "(func $f (call $say (i32.const 1)))");
	left = machine.interpreter.words_left;
	assert_int_equal(0, machine_run(&machine, &words));
	assert_false(up_interpreter_charge(&machine.interpreter, UINT32_MAX,
					   0));
	assert_false(up_interpreter_charge(&machine.interpreter, 0,
					   (uint32_t)left));
	assert_true(up_interpreter_charge(&machine.interpreter, 0,
					  (uint32_t)left - 1));
	assert_int_equal(-1, machine_run(&machine, &words));
	check_contains(machine.interpreter.problem, "does not come to an end");
	machine_finish(&machine);

	machine_init(&machine, "(func $f (call $say (i32.const 1)))");
	assert_true(up_interpreter_charge(
		&machine.interpreter,
		(uint32_t)machine.interpreter.steps_left - 2, 0));
	assert_int_equal(-1, machine_run(&machine, &words));
	check_contains(machine.interpreter.problem, "does not come to an end");
	machine_finish(&machine);
}

static void test_finishes_nothing(void **state)
{
	struct up_interpreter interpreter = {0};

	(void)state;
	up_interpreter_finish(&interpreter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_says_words),
		cmocka_unit_test(test_uses_the_stack),
		cmocka_unit_test(test_calculates),
		cmocka_unit_test(test_flows),
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_guarded),
		cmocka_unit_test(test_skips_constructors),
		cmocka_unit_test(test_is_bounded),
		cmocka_unit_test(test_is_charged),
		cmocka_unit_test(test_finishes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
