/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Which throws are recognised as harmless: those on all ways to which memory, as
 * others see it, was left alone; and what is marked so that it stays true.
 */

#include "bindgen/passes/harmless.h"
#include "check.h"
#include "ir/ir.h"
#include "ir/throws.h"
#include "util/buf.h"

#define GLOBALS                                                             \
	"(global $__stack_pointer (mut i32) (i32.const 1048576))"           \
	"(global $tidy (mut i32) (i32.const 0))"                            \
	"(global $target (mut i32) (i32.const -1))"                         \
	"(global $entry (mut i32) (i32.const 0))"

#define MODULE                                                              \
	"(module "                                                          \
	"(import \"i\" \"throw\" (func $import (param i32)))"               \
	"(import \"i\" \"other\" (func $other))"                            \
	"(import \"i\" \"look\" (func $look (param i32) (result i32)))"     \
	"(import \"i\" \"lend\" (func $lend (result i32)))"                 \
	"(import \"i\" \"end\" (func $end (param i32)))"                    \
	"(import \"i\" \"alloc\" (func $alloc (result i32)))"               \
	"(memory 1)" GLOBALS                                                \
	"(func $throw (param i32) (call $import (local.get 0)))"

#define FRAME                                                               \
	"(global.set $__stack_pointer (local.tee $fp (i32.sub "             \
	"(global.get $__stack_pointer) (i32.const 32))))"

struct fixture {
	BinaryenModuleRef module;
	struct up_throws_found found;
	char *text;
};

static enum up_call kind(const char *function, void *arg)
{
	static const struct {
		const char *name;
		enum up_call call;
	} known[] = {
		{"import", UP_CALL_THROWS}, {"look", UP_CALL_HARMLESS},
		{"lend", UP_CALL_LENDS},    {"end", UP_CALL_ENDS},
		{"alloc", UP_CALL_ALLOCATES},
	};

	(void)arg;
	for (size_t i = 0; i < UP_COUNT(known); i++)
		if (strcmp(known[i].name, function) == 0)
			return known[i].call;
	return UP_CALL_OTHER;
}

/* Marks @text; the export `e` is the root, `f` one that frees. */
static void mark(struct fixture *f, const char *text)
{
	static const struct up_throws_root roots[] = {
		{.name = "e"}, {.name = "f", .frees = true}};
	const struct up_throws throws_ = {
		.stack_pointer = "__stack_pointer",
		.roots = roots,
		.root_count = UP_COUNT(roots),
		.kind = kind,
		.tidy = "tidy",
		.target = "target",
		.entry = "entry",
	};
	struct check_report record;

	check_report_init(&record);
	f->module = up_ir_parse(text, &record.report);
	if (!f->module)
		fail_msg("%s", record.message);
	up_throws_mark(f->module, &throws_, &f->found);
	if (up_ir_validate(f->module, &record.report) < 0)
		fail_msg("%s", record.message);
	f->text = BinaryenModuleAllocateAndWriteText(f->module);
}

static void finish(struct fixture *f)
{
	free(f->text);
	BinaryenModuleDispose(f->module);
}

/* Of the function `e` with this head and body, and others behind it. */
static void check_found(const char *head, const char *body, const char *others,
			uint32_t tidy, uint32_t other)
{
	struct up_buf text = {0};
	struct fixture f;

	up_buf_printf(&text, MODULE "(func $e (export \"e\") %s %s) %s)", head,
		      body, others);
	mark(&f, text.bytes);
	if (f.found.tidy != tidy || f.found.other != other)
		fail_msg("%u tidy and %u other: %s", f.found.tidy,
			 f.found.other, body);
	finish(&f);
	up_buf_finish(&text);
}

#define CLEAN(head, body) check_found(head, body, "", 1, 0)
#define DIRTY(head, body) check_found(head, body, "", 0, 1)

static void test_straight(void **state)
{
	(void)state;
	CLEAN("(param i32)", "(call $throw (i32.const 1)) (unreachable)");
	CLEAN("(param i32)", "(call $import (i32.const 1)) (unreachable)");
	CLEAN("(param i32)", "(drop (call $look (i32.const 1)))"
			     "(call $throw (i32.const 1))");
	CLEAN("(param i32)", "(call $throw (call $look (i32.const 1)))");
	DIRTY("(param i32)", "(call $other) (call $throw (i32.const 1))");
	DIRTY("(param i32)", "(i32.store (local.get 0) (i32.const 1))"
			     "(call $throw (i32.const 1))");
	DIRTY("(param i32)", "(i32.store8 (i32.const 9) (i32.const 1))"
			     "(call $throw (i32.const 1))");
	DIRTY("(param i32)", "(global.set $target (i32.const 1))"
			     "(call $throw (i32.const 1))");
	DIRTY("(param i32)", "(drop (memory.grow (i32.const 1)))"
			     "(call $throw (i32.const 1))");
	DIRTY("(param i32)",
	      "(memory.fill (local.get 0) (i32.const 1) (i32.const 1))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32)",
	      "(drop (i32.atomic.rmw.add (local.get 0) (i32.const 1)))"
	      "(call $throw (i32.const 1))");
}

/* As LLVM lays it out: what fails comes last. */
static void test_branches(void **state)
{
	(void)state;
	check_found("(param i32)",
		    "(block $fail (br_if $fail (i32.load (local.get 0)))"
		    " (i32.store (local.get 0) (i32.const -1)) (call $other)"
		    " (return))"
		    "(call $throw (i32.const 1)) (unreachable)",
		    "", 1, 0);
	check_found("(param i32)",
		    "(block $fail (br_if $fail (i32.load (local.get 0)))"
		    " (call $other)"
		    " (br_if $fail (i32.load (local.get 0))) (return))"
		    "(call $throw (i32.const 1)) (unreachable)",
		    "", 0, 1);
	check_found("(param i32)",
		    "(block $b (block $a"
		    " (br_table $a $b (local.get 0)))"
		    " (call $throw (i32.const 1)) (unreachable))"
		    "(call $other) (call $throw (i32.const 2))",
		    "", 1, 1);
	check_found("(param i32)",
		    "(if (local.get 0) (then (call $other)))"
		    "(call $throw (i32.const 1))",
		    "", 0, 1);
	check_found("(param i32)",
		    "(if (local.get 0) (then (call $other) (return)))"
		    "(call $throw (i32.const 1))",
		    "", 1, 0);
	check_found("(param i32)",
		    "(if (local.get 0) (then (call $throw (i32.const 1)))"
		    " (else (call $other)))",
		    "", 1, 0);
}

static void test_loops(void **state)
{
	(void)state;
	CLEAN("(param i32)",
	      "(loop $l (if (i32.load (local.get 0))"
	      " (then (call $throw (i32.const 1))))"
	      " (local.set 0 (i32.add (local.get 0) (i32.const 4)))"
	      " (br_if $l (local.get 0)))");
	/* The second time it is another matter. */
	DIRTY("(param i32)",
	      "(loop $l (if (i32.load (local.get 0))"
	      " (then (call $throw (i32.const 1))))"
	      " (i32.store (local.get 0) (i32.const 5))"
	      " (br_if $l (local.get 0)))");
	DIRTY("(param i32) (local $fp i32)", FRAME
	      "(loop $l"
	      " (i32.store (local.get $fp) (i32.const 1))"
	      " (if (i32.load (local.get 0))"
	      "  (then (call $throw (i32.const 1))))"
	      " (local.set $fp (local.get 0))"
	      " (br $l))");
}

static void test_frames(void **state)
{
	(void)state;
	CLEAN("(param i32) (local $fp i32) (local $p i32)", FRAME
	      "(i32.store offset=4 (local.get $fp) (local.get 0))"
	      "(local.set $p (i32.add (local.get $fp) (i32.const 8)))"
	      "(i64.store (local.get $p) (i64.const 1))"
	      "(memory.copy (local.get $p) (local.get 0) (i32.const 8))"
	      "(call $throw (local.get $p))");
	/* It is a frame on one way only. */
	DIRTY("(param i32) (local $fp i32)", FRAME
	      "(if (local.get 0) (then (local.set $fp (local.get 0))))"
	      "(i32.store (local.get $fp) (i32.const 1))"
	      "(call $throw (i32.const 1))");
	/* What is computed may be any address. */
	DIRTY("(param i32) (local $fp i32)", FRAME
	      "(i32.store (i32.add (local.get $fp) (local.get 0))"
	      " (i32.const 1))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32) (local $fp i32)", FRAME
	      "(i32.store (i32.load (local.get $fp)) (i32.const 1))"
	      "(call $throw (i32.const 1))");
	/* Where the frame is has to be known, to give it back. */
	DIRTY("(param i32)",
	      "(if (i32.eqz (local.get 0)) (then (return)))"
	      "(global.set $__stack_pointer (local.get 0))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32)",
	      "(if (i32.eqz (local.get 0)) (then (return)))"
	      "(if (local.get 0) (then (global.set $__stack_pointer (i32.sub"
	      " (global.get $__stack_pointer) (i32.const 16)))))"
	      "(call $throw (i32.const 1))");
	/* What it has allocated nobody else has. */
	CLEAN("(param i32) (local $p i32)",
	      "(local.set $p (call $alloc))"
	      "(i32.store offset=4 (local.get $p) (local.get 0))"
	      "(call $throw (local.get $p))");
	DIRTY("(param i32)", "(i32.store (local.get 0) (call $alloc))"
			     "(call $throw (i32.const 1))");
}

/* `Option::take()` of what was None already. */
static void test_taken(void **state)
{
	(void)state;
#define TAKE(condition)                                                     \
	"(local.set $old (i32.load offset=8 (local.get 0)))"                \
	"(i32.store offset=8 (local.get 0) (i32.const 7))"                  \
	"(if " condition " (then (return)))"                                \
	"(call $throw (i32.const 1))"
	CLEAN("(param i32) (local $old i32)",
	      TAKE("(i32.ne (local.get $old) (i32.const 7))"));
	CLEAN("(param i32) (local $old i32)",
	      TAKE("(i32.eqz (i32.eq (local.get $old) (i32.const 7)))"));
	DIRTY("(param i32) (local $old i32)",
	      TAKE("(i32.eq (local.get $old) (i32.const 7))"));
	DIRTY("(param i32) (local $old i32)",
	      TAKE("(i32.ne (local.get $old) (i32.const 8))"));
	DIRTY("(param i32) (local $old i32)", TAKE("(local.get $old)"));
#undef TAKE
	CLEAN("(param i32) (local $old i32)",
	      "(local.set $old (i32.load8_u (local.get 0)))"
	      "(i32.store8 (local.get 0) (i32.const 0))"
	      "(block $none (br_if $none (i32.eqz (local.get $old))) (return))"
	      "(call $throw (i32.const 1))");
	CLEAN("(param i32) (local $old i32)",
	      "(local.set $old (i32.load8_u (local.get 0)))"
	      "(i32.store8 (local.get 0) (i32.const 0))"
	      "(if (local.get $old) (then (call $other) (return)))"
	      "(call $throw (i32.const 1))");
	/* Another place, other sizes, something in between. */
	DIRTY("(param i32) (local $old i32)",
	      "(local.set $old (i32.load offset=4 (local.get 0)))"
	      "(i32.store (local.get 0) (i32.const 0))"
	      "(if (local.get $old) (then (return)))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32) (local $old i32)",
	      "(local.set $old (i32.load8_u (local.get 0)))"
	      "(i32.store (local.get 0) (i32.const 0))"
	      "(if (local.get $old) (then (return)))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32) (local $old i32)",
	      "(local.set $old (i32.load (local.get 0)))"
	      "(drop (call $look (i32.const 1)))"
	      "(i32.store (local.get 0) (i32.const 0))"
	      "(if (local.get $old) (then (return)))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32) (local $old i32)",
	      "(local.set $old (i32.load (local.get 0)))"
	      "(i32.store (local.get 0) (i32.const 0))"
	      "(i32.store (local.get 0) (i32.const 1))"
	      "(if (local.get $old) (then (return)))"
	      "(call $throw (i32.const 1))");
	DIRTY("(param i32) (local $old i32)",
	      "(local.set $old (i32.load (local.get 0)))"
	      "(i32.store (local.get 0) (i32.const 0))"
	      "(local.set $old (local.get 0))"
	      "(if (local.get $old) (then (return)))"
	      "(call $throw (i32.const 1))");
}

/* The count of an object that is given back. */
static void test_freed(void **state)
{
	static const char body[] =
		"(param i32) (local $n i32)"
		"(local.set $n (i32.add (i32.load"
		" (i32.sub (local.get 0) (i32.const 8))) (i32.const -1)))"
		"(i32.store (i32.sub (local.get 0) (i32.const 8))"
		" (local.get $n))"
		"(if (i32.eqz (local.get $n)) (then (call $other) (return)))"
		"(call $throw (i32.const 1))";
	struct up_buf text = {0};
	struct fixture f;

	(void)state;
	up_buf_printf(&text, MODULE "(func (export \"f\") %s))", body);
	mark(&f, text.bytes);
	assert_int_equal(f.found.tidy, 1);
	finish(&f);
	up_buf_finish(&text);
	DIRTY(body, "");
}

static void test_callees(void **state)
{
	static const char sets[] =
		"(func $set (param i32) (i32.store (local.get 0) (i32.const 1)))";
	static const char may[] =
		"(func $may (param i32) (if (local.get 0)"
		" (then (call $throw (i32.const 1)))))";

	(void)state;
	/* They write where they are told to. */
	check_found("(param i32) (local $fp i32)", FRAME
		    "(call $set (local.get $fp)) (call $throw (i32.const 1))",
		    sets, 1, 0);
	check_found("(param i32)",
		    "(call $set (local.get 0)) (call $throw (i32.const 1))",
		    sets, 0, 1);
	check_found("(param i32)",
		    "(call $self) (call $throw (i32.const 1))",
		    "(func $self (call $self))", 0, 1);
	/* They throw themselves, and the caller afterwards. */
	check_found("(param i32)",
		    "(call $may (local.get 0)) (call $throw (i32.const 1))",
		    may, 2, 0);
	check_found("(param i32)", "(call $other) (call $may (local.get 0))",
		    may, 0, 1);
	/* Once so, once so: it is there twice. */
	check_found("(param i32)",
		    "(call $may (local.get 0)) (call $other)"
		    "(call $may (local.get 0))",
		    may, 1, 1);
	/* In the frame of who called, unless that is of another function. */
	check_found("(param i32) (local $fp i32)", FRAME
		    "(call $out (local.get $fp) (local.get 0))",
		    "(func $out (param i32 i32)"
		    " (i32.store (local.get 0) (i32.const 1))"
		    " (if (local.get 1) (then"
		    " (call $throw (i32.const 1)))))",
		    1, 0);
	check_found("(param i32)", "(call $out (local.get 0))",
		    "(func $out (param i32)"
		    " (i32.store (local.get 0) (i32.const 1))"
		    " (call $throw (i32.const 1)))",
		    0, 1);
	/* What does more than to throw is not what throws. */
	check_found("(param i32)", "(call $worse)",
		    "(func $worse (call $other) (call $throw (i32.const 1)))",
		    0, 1);
}

/* Frames above are unknown to who calls it from inside. */
static void test_copies(void **state)
{
	struct fixture f;

	(void)state;
	mark(&f, MODULE "(func $e (export \"e\") (call $throw (i32.const 1)))"
			"(func (export \"inside\") (call $other) (call $e)))");
	assert_int_equal(f.found.tidy, 1);
	assert_int_equal(f.found.copies, 1);
	check_contains(f.text, "(export \"e\" (func $e.tidy))");
	assert_non_null(BinaryenGetFunction(f.module, "e"));
	finish(&f);
	mark(&f, MODULE "(table 1 funcref) (elem (i32.const 0) $e)"
			"(func $e (export \"e\") (call $throw (i32.const 1))))");
	assert_int_equal(f.found.copies, 1);
	finish(&f);
	/* Two exports of it are no others. */
	mark(&f, MODULE "(func $e (export \"e\") (export \"f\") (call $other)"
			"(call $throw (i32.const 1))))");
	assert_int_equal(f.found.tidy, 0);
	finish(&f);
	/* Entered by what is no root. */
	mark(&f, MODULE "(func $e (export \"e\") (export \"raw\") (param i32)"
			"(call $throw (i32.const 1))))");
	assert_int_equal(f.found.copies, 1);
	finish(&f);
}

/* What is given back: all frames of the activation, and what was lent. */
static void test_marks(void **state)
{
	struct fixture f;

	(void)state;
	mark(&f, MODULE
	     "(func $e (export \"e\") (param i32) (local $fp i32)" FRAME
	     " (drop (call $lend)) (drop (call $lend))"
	     " (call $in (i32.add (local.get $fp) (i32.const 4)))"
	     " (call $end (i32.const 1)) (call $end (i32.const 1)))"
	     "(func $in (param i32) (local $fp i32)" FRAME
	     " (if (i32.load (local.get 0)) (then"
	     " (call $throw (i32.const 1))))))");
	assert_int_equal(f.found.tidy, 1);
	check_contains(f.text, "(i32.const 66)");
	finish(&f);
	/* More than there is room for. */
	struct up_buf text = {0};
	up_buf_puts(&text, MODULE "(func $e (export \"e\")");
	for (int i = 0; i < 16; i++)
		up_buf_puts(&text, "(drop (call $lend))");
	up_buf_puts(&text, "(call $throw (i32.const 1))))");
	mark(&f, text.bytes);
	assert_int_equal(f.found.tidy, 0);
	finish(&f);
	up_buf_finish(&text);
}

#define CLOSURES                                                            \
	"(table 8 funcref) (elem (i32.const 3) $body)"                      \
	"(type $t (func (param i32)))"                                      \
	"(func $body (param i32) (if (local.get 0) (then (call $other)"     \
	" (return))) (call $throw (i32.const 1)))"

static void test_closures(void **state)
{
	struct fixture f;

	(void)state;
	mark(&f, MODULE CLOSURES
	     "(func $e (export \"e\") (param i32) (local $fp i32)" FRAME
	     "(call_indirect (type $t) (local.get 0) (local.get 0))))");
	assert_int_equal(f.found.closures, 1);
	assert_int_equal(f.found.tidy, 1);
	check_contains(f.text, "(global.get $target)\n     (i32.const 3)");
	check_contains(f.text, "(global.set $target\n   (i32.const -1)");
	finish(&f);
	/* Called when something was done. */
	mark(&f, MODULE CLOSURES
	     "(func $e (export \"e\") (param i32) (call $other)"
	     "(call_indirect (type $t) (local.get 0) (local.get 0))))");
	assert_int_equal(f.found.closures, 0);
	finish(&f);
	/* The table may be another at run time. */
	mark(&f, MODULE CLOSURES
	     "(export \"table\" (table 0))"
	     "(func $e (export \"e\") (param i32)"
	     "(call_indirect (type $t) (local.get 0) (local.get 0))))");
	assert_int_equal(f.found.closures, 0);
	finish(&f);
	mark(&f, MODULE CLOSURES
	     "(func (table.set 0 (i32.const 3) (ref.null func)))"
	     "(func $e (export \"e\") (param i32)"
	     "(call_indirect (type $t) (local.get 0) (local.get 0))))");
	assert_int_equal(f.found.closures, 0);
	finish(&f);
}

/* Nothing that the walk does not know gets by it. */
static void test_unknown(void **state)
{
	(void)state;
	check_found("(param i32)",
		    "(try_table (catch_all 0) (nop))"
		    "(call $throw (i32.const 1))",
		    "", 0, 1);
	check_found("(param funcref)",
		    "(drop (block $b (result (ref func))"
		    " (br_on_non_null $b (local.get 0)) (unreachable)))"
		    "(call $throw (i32.const 1))",
		    "", 0, 1);
}

static void test_names(void **state)
{
	static const struct {
		const char *name;
		enum up_call call;
	} names[] = {
		{"_RNvCsfgHYwM92fyn_7___rustc12___rust_alloc",
		 UP_CALL_ALLOCATES},
		{"_RNvCsfgHYwM92fyn_7___rustc14___rust_dealloc",
		 UP_CALL_HARMLESS},
		{"_RINvNtCsforYTcYwAmj_4core3ptr13drop_in_placeNtCs1_1a1BEBI_",
		 UP_CALL_HARMLESS},
		{"_RINvNtCsforYTcYwAmj_4core3ptr4readNtCs1_1a1BEBI_",
		 UP_CALL_OTHER},
		/* Of another crate, and in another module. */
		{"_RINvNtCsforYTcYwAmj_4cors3ptr13drop_in_placeNtCs1_1a1BEBI_",
		 UP_CALL_OTHER},
		{"_RNvNtNtCs1_1a4core3ptr13drop_in_place", UP_CALL_OTHER},
		{"_RNvMNtCsforYTcYwAmj_4core6resultINtB2_6ResultlReE3errCs1_1a",
		 UP_CALL_HARMLESS},
		{"_RINvMNtCsforYTcYwAmj_4core6resultINtB3_6ResultlReE3mapCs1_1a",
		 UP_CALL_OTHER},
		{"_RNvXs_Cs1_1aNtB4_5GuardNtNtNtCs2_4core3ops4drop4Drop4drop",
		 UP_CALL_HARMLESS},
		{"_RNvMs_Cs1_1aNtB4_5Guard4drop", UP_CALL_OTHER},
		{"_RNvNtCs2_4core3fmt5write", UP_CALL_HARMLESS},
		{"_RNvMs_NtCs2_4core3fmtNtB4_9Formatter3pad", UP_CALL_HARMLESS},
		{"_RNvNtCs2_4core3fmt", UP_CALL_OTHER},
		{"_ZN4core3ptr42drop_in_place$LT$alloc..string..String$GT$17h0E",
		 UP_CALL_HARMLESS},
		{"_ZN1a4lock17h0123456789abcdefE", UP_CALL_OTHER},
		{"memcpy", UP_CALL_WRITES},
		{"_R", UP_CALL_OTHER},
		{"_RNv", UP_CALL_OTHER},
		{"_RNvC99a", UP_CALL_OTHER},
		{"_RNvMs", UP_CALL_OTHER},
		{"12", UP_CALL_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < UP_COUNT(names); i++)
		if (up_harmless_name(names[i].name) != names[i].call)
			fail_msg("%s", names[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_straight),
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_freed),
		cmocka_unit_test(test_callees),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_closures),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
