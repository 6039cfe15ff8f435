/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What becomes of exceptions on their way out of exports, by the places in the
 * code that they come through; and which function a trampoline is for.
 */

#include "check.h"
#include "explored.h"

/* What all modules here begin with. */
enum {
	HOST, /* an import */
	THROWS,
	STOPS, /* the landmark; what it calls on its way lets nothing out */
	FIRST, /* of the test's own functions */
};

static const struct mark marks[] = {{UP_ROLE_CANNOT_UNWIND, STOPS}};

static void begin(struct builder *b)
{
	uint32_t type = build_type(b, "", "");

	build_import(b, "env", "host", type);
	build_tag(b, type);
	build_function(b, type);
	build_u8(b, 0x08); /* throw 0 */
	build_u8(b, 0);
	build_end(b);
	FUNCTION(b, type, THROWS);
}

static void build_code(struct builder *b, const char *code, size_t size)
{
	build_function(b, 0);
	for (size_t i = 0; i < size; i++)
		build_u8(b, (uint8_t)code[i]);
	build_end(b);
}

#define CODE(b, code) build_code(b, code, sizeof(code) - 1)

/* The older dialect. */
#define TRY "\x06\x40"
#define CATCH "\x07\0"
#define CATCH_ALL "\x19"
#define RETHROW "\x09\0"
#define DELEGATE(label) "\x18" label
#define END "\x0b"
#define CALL_HOST "\x10\0"
#define CALL_THROWS "\x10\1"
#define STOP "\x10\2\0" /* and unreachable */
#define GUARD CATCH_ALL STOP END

/* The newer one. */
#define BLOCK "\x02\x40"
#define BLOCK_EXN "\x02\x69"
#define TRY_ALL(label) "\x1f\x40\1\2" label
#define TRY_ALL_REF(label) "\x1f\x40\1\3" label
#define TRY_TAG(label) "\x1f\x40\1\0\0" label
#define RETURN "\x0f"
#define THROW_REF "\x0a"

/* The verdict on a function of the code @code, and the way to its end. */
static enum up_verdict verdict_of(const char *code, size_t size)
{
	struct builder b = {0};
	enum up_verdict verdict;

	begin(&b);
	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, THROWS);
	build_code(&b, code, size);
	EXPORTS(&b, FIRST);
	struct up_model *model = explore_tag(&b, marks, 1, 0);
	verdict = export_of(model, FIRST)->unwind;
	if (verdict == UP_VERDICT_ABORTS)
		check_steps(&export_of(model, FIRST)->abort, LIST(FIRST, STOPS),
			    2);
	else
		assert_int_equal(export_of(model, FIRST)->abort.count, 0);
	up_model_destroy(model);
	return verdict;
}

#define SAFE(code) \
	assert_int_equal(verdict_of(code, sizeof(code) - 1), UP_VERDICT_SAFE)
#define ABORTS(code) \
	assert_int_equal(verdict_of(code, sizeof(code) - 1), UP_VERDICT_ABORTS)

static void test_legacy(void **state)
{
	(void)state;
	SAFE("");
	SAFE(CALL_THROWS);
	ABORTS(TRY CALL_THROWS GUARD);
	ABORTS(TRY CALL_HOST GUARD);
	SAFE(TRY GUARD);
	/* catch_unwind, whose cleanup may not throw; then it panics. */
	SAFE(TRY CALL_THROWS CATCH TRY CALL_HOST GUARD END CALL_THROWS);
	SAFE(TRY CALL_THROWS CATCH TRY CALL_HOST GUARD END);
	ABORTS(TRY TRY CALL_THROWS CATCH END CALL_THROWS GUARD);
	/* What guards may clean up before: the handlers of both are one. */
	ABORTS(TRY CALL_THROWS CATCH_ALL CALL_HOST STOP END);
	/* A second exception on the way of the first does not count. */
	ABORTS(TRY TRY CALL_THROWS CATCH_ALL TRY CALL_THROWS DELEGATE("\2")
		       RETHROW END GUARD);
	ABORTS(TRY TRY CALL_THROWS CATCH_ALL TRY CALL_HOST CATCH TRY CALL_THROWS
		       DELEGATE("\3") END RETHROW END GUARD);
	/* A destructor on the way, that may throw itself. */
	ABORTS(TRY TRY CALL_THROWS CATCH_ALL CALL_HOST RETHROW END GUARD);
	SAFE(TRY CALL_THROWS CATCH_ALL TRY CALL_HOST GUARD RETHROW END);
	/* The exception of the language goes the way of its own clause. */
	ABORTS(TRY CALL_THROWS CATCH STOP CATCH_ALL RETHROW END);
	/* Nobody knows what a handler calls later. */
	SAFE(TRY CALL_THROWS CATCH_ALL CALL_HOST RETHROW STOP END);
	/* To the try around it, past it, and out of the function. */
	ABORTS(TRY TRY CALL_THROWS DELEGATE("\0") GUARD);
	SAFE(TRY TRY CALL_THROWS DELEGATE("\1") GUARD);
	ABORTS(TRY TRY TRY CALL_THROWS DELEGATE("\1") CATCH_ALL END GUARD);
	/* Blocks in between. */
	ABORTS(TRY BLOCK "\x41\0\x04\x40" CALL_THROWS "\x05" CALL_HOST END END
		       GUARD);
	/* A call that the compiler knows to throw nothing. */
	ABORTS(TRY CALL_THROWS GUARD "\x41\0\x11\0\0");
	ABORTS(TRY "\x41\0\x11\0\0" GUARD);
	/* A tail call leaves the function, and its try, first. */
	SAFE(TRY CALL_HOST "\x12\1" GUARD);
}

static void test_exnref(void **state)
{
	(void)state;
	ABORTS(BLOCK TRY_ALL("\0") CALL_THROWS END RETURN END STOP);
	SAFE(BLOCK TRY_ALL("\0") CALL_HOST END RETURN END STOP CALL_THROWS);
	/* Clean up, and throw on: where that is guarded, and where it is not. */
	ABORTS(BLOCK TRY_ALL("\0") BLOCK_EXN TRY_ALL_REF("\0") CALL_THROWS END
		       RETURN END CALL_HOST THROW_REF END RETURN END STOP);
	SAFE(BLOCK BLOCK_EXN TRY_ALL_REF("\0") CALL_THROWS END RETURN END
		     TRY_ALL("\0") CALL_HOST END THROW_REF END STOP);
	ABORTS(BLOCK BLOCK_EXN TRY_ALL("\1") TRY_ALL_REF("\1") CALL_THROWS END
		       END RETURN END CALL_THROWS THROW_REF END STOP);
	ABORTS(BLOCK TRY_ALL("\0") CALL_THROWS END RETURN END CALL_HOST STOP);
	SAFE(BLOCK TRY_TAG("\0") CALL_THROWS END RETURN END BLOCK
		     TRY_ALL("\0") CALL_HOST END RETURN END STOP);
	/* A label further out. */
	ABORTS(BLOCK BLOCK TRY_ALL("\1") CALL_THROWS END RETURN END CALL_HOST
		       RETURN END STOP);
	/* Two tries with the same handler, and a clause with a tag. */
	ABORTS(BLOCK TRY_ALL("\0") CALL_THROWS END TRY_TAG("\0") CALL_THROWS END
		       RETURN END STOP);
	SAFE(BLOCK TRY_TAG("\0") CALL_HOST END RETURN END CALL_THROWS);
}

/* Frames further in; and Rust's allocator, which is not the program's. */
static void test_ways(void **state)
{
	struct builder b = {0};

	(void)state;
	begin(&b);
	CODE(&b, TRY CALL_THROWS GUARD); /* FIRST */
	FUNCTION(&b, 0, FIRST); /* + 1 */
	FUNCTION(&b, 0, HOST, FIRST + 1); /* + 2 */
	FUNCTION(&b, 0, FIRST + 2, THROWS); /* + 3: not all of them abort */
	CODE(&b, TRY CALL_THROWS GUARD); /* + 4 */
	FUNCTION(&b, 0, FIRST + 4); /* + 5 */
	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, FIRST);
	build_function(&b, 0); /* + 6: it may call FIRST, or may never */
	build_call_indirect(&b, 0, 0);
	build_end(&b);
	EXPORTS(&b, FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4,
		FIRST + 5, FIRST + 6);
	struct up_model *model =
		explore_tag(&b,
			    (struct mark[]){{UP_ROLE_CANNOT_UNWIND, STOPS},
					    {UP_ROLE_DEALLOC, FIRST + 4}},
			    2, 0);
	check_steps(&export_of(model, FIRST + 2)->abort,
		    LIST(FIRST + 2, FIRST + 1, FIRST, STOPS), 4);
	for (uint32_t i = 0; i < 7; i++)
		assert_int_equal(export_of(model, FIRST + i)->unwind,
				 i < 3 ? UP_VERDICT_ABORTS : UP_VERDICT_SAFE);
	up_model_destroy(model);
}

/* A million tries in each other: linear in time, and no recursion. */
static void test_depth(void **state)
{
	enum { DEPTH = 300000 };
	struct builder b = {0};

	(void)state;
	begin(&b);
	build_function(&b, 0);
	up_buf_puts(&b.body, TRY);
	for (uint32_t i = 0; i < DEPTH; i++)
		up_buf_puts(&b.body, TRY CALL_THROWS);
	for (uint32_t i = 0; i < DEPTH; i++)
		up_buf_append(&b.body, CATCH_ALL RETHROW END, 4);
	up_buf_append(&b.body, GUARD, sizeof(GUARD) - 1);
	build_end(&b);
	build_function(&b, 0);
	for (uint32_t i = 0; i < DEPTH; i++)
		up_buf_puts(&b.body, BLOCK);
	for (uint32_t i = 0; i < DEPTH; i++)
		up_buf_append(&b.body, TRY_ALL("\0") CALL_THROWS END END,
			      sizeof(TRY_ALL("\0") CALL_THROWS END END) - 1);
	up_buf_append(&b.body, STOP, sizeof(STOP) - 1);
	build_end(&b);
	EXPORTS(&b, FIRST, FIRST + 1);
	struct up_model *model = explore_tag(&b, marks, 1, 0);
	assert_int_equal(export_of(model, FIRST)->unwind, UP_VERDICT_ABORTS);
	/* The last of its handlers ends all; the others come to it by a call. */
	assert_int_equal(export_of(model, FIRST + 1)->unwind,
			 UP_VERDICT_ABORTS);
	up_model_destroy(model);
}

/* ---- what the options say ---- */

static enum up_verdict verdict_with(const struct up_eh_policy *eh,
				    const struct up_options *options)
{
	struct builder b = {0};
	enum up_verdict verdict;

	begin(&b);
	EXPORTS(&b, THROWS);
	struct up_model *model = explored_read(&b);
	explored_mark(model, marks, 1);
	model->identity.panic_tag = eh->recognised ? 0 : UP_NO_INDEX;
	model->eh = *eh;
	up_inspect_exports(model, options);
	verdict = export_of(model, THROWS)->unwind;
	up_model_destroy(model);
	return verdict;
}

static void test_options(void **state)
{
	static const char *const globs[] = {"x*", "[0-9]"};
	struct up_eh_policy rust = {.in = UP_EH_LEGACY, .recognised = true};
	struct up_eh_policy other = {.in = UP_EH_LEGACY};
	struct up_eh_policy none = {0};
	struct up_eh_policy trusted = {.trusts = true};
	struct up_options options = {0};

	(void)state;
	assert_int_equal(verdict_with(&rust, &options), UP_VERDICT_SAFE);
	assert_int_equal(verdict_with(&other, &options), UP_VERDICT_UNKNOWN);
	assert_int_equal(verdict_with(&none, &options), UP_VERDICT_ABORTS);
	options.unwind = UP_UNWIND_TRUST;
	assert_int_equal(verdict_with(&trusted, &options), UP_VERDICT_SAFE);
	options.unwind = UP_UNWIND_NEVER;
	assert_int_equal(verdict_with(&rust, &options), UP_VERDICT_ABORTS);
	options.unwind = UP_UNWIND_AUTO;
	options.abort_exports = globs;
	options.abort_export_count = 1;
	assert_int_equal(verdict_with(&rust, &options), UP_VERDICT_SAFE);
	options.abort_export_count = 2;
	assert_int_equal(verdict_with(&rust, &options), UP_VERDICT_ABORTS);
}

/* ---- modules that were rewritten ---- */

/* if (running) refuse(7); running = 1; …; running = 0 */
#define ENTER "\x23\0\x04\x40\x41\7\x10\4\x0b\x41\1\x24\0"
#define LEAVE "\x41\0\x24\0"

static void build_typed(struct builder *b, uint32_t type, const char *code,
			size_t size)
{
	build_function(b, type);
	for (size_t i = 0; i < size; i++)
		build_u8(b, (uint8_t)code[i]);
	build_end(b);
}

#define TYPED(b, type, code) build_typed(b, type, code, sizeof(code) - 1)

static void test_rewritten(void **state)
{
	struct builder b = {0};
	struct up_options options = {0};
	uint32_t none = build_type(&b, "", "");
	uint32_t one = build_type(&b, "i", "");
	uint32_t two = build_type(&b, "ii", "i");

	(void)state;
	build_import(&b, "__unpoison", "terminated", one); /* 0 */
	build_import(&b, "__unpoison", "raise", none); /* 1 */
	build_import(&b, "env", "log", none); /* 2 */
	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, 2);
	up_buf_append(&b.sections[BUILD_GLOBAL], "\x7f\1\x41\0\x0b", 5);
	b.counts[BUILD_GLOBAL]++;
	TYPED(&b, two, "\x20\0\x20\1\x6a"); /* 3: the original */
	TYPED(&b, one, "\x20\0\x10\0\0"); /* 4: refuses */
	build_function(&b, none); /* 5: leaves; its calls are the tool's */
	build_call_indirect(&b, none, 0);
	build_call(&b, 1);
	build_end(&b);
	/* 6: a trampoline */
	TYPED(&b, two, ENTER "\x20\0\x20\1\x10\3" LEAVE);
	/* 7: the same with exceptions */
	TYPED(&b, two, ENTER "\x06\x7f\x20\0\x20\1\x10\3\x19\x10\5\0\x0b" LEAVE);
	/* 8, 9: the optimizer was here: other parameters, another result */
	TYPED(&b, two, ENTER "\x20\1\x20\0\x10\3" LEAVE);
	TYPED(&b, two, ENTER "\x20\0\x20\1\x10\3\x45" LEAVE);
	/* 10: two calls */
	TYPED(&b, two, ENTER "\x10\2\x20\0\x20\1\x10\3" LEAVE);
	/* 11: none; 12: another type */
	TYPED(&b, two, ENTER "\x20\0" LEAVE);
	TYPED(&b, none, ENTER "\x41\0\x41\0\x10\3" LEAVE "\x0c\0");
	/* 13: an import, through its wrapper 14 */
	TYPED(&b, none, ENTER "\x10\x0e" LEAVE);
	TYPED(&b, none, "\x10\2");
	EXPORTS(&b, 6, 7, 8, 9, 10, 11, 13);
	build_export(&b, "__unpoison_terminate", 0, 14);
	build_export(&b, "__wbg_reset_state", 0, 12);
	build_name(&b, 2, "unpoison.import.log");
	build_name(&b, 3, "add");
	build_name(&b, 4, "unpoison.refuse");
	build_name(&b, 5, "unpoison.panic_exit");
	for (uint32_t i = 6; i <= 13; i++)
		build_name(&b, i, "unpoison.export");
	build_name(&b, 14, "log");
	struct up_model *model = explored_read(&b);
	explored_mark(model, NULL, 0);
	model->rewritten.is = true;
	up_inspect_exports(model, &options);
	for (uint32_t i = 6; i <= 11; i++)
		assert_int_equal(export_of(model, i)->behind,
				 i <= 7 ? 3 : UP_NO_INDEX);
	assert_int_equal(export_of(model, 13)->behind, 2);
	/* There are names: so what is unreachable in 4 is no panic. */
	assert_false(export_of(model, 6)->can_panic);
	REACHES(model, 6, 0);
	REACHES(model, 7, 0, 1);
	REACHES(model, 13, 0, 2);
	assert_false(export_of(model, 7)->reaches_indirect);
	assert_int_equal(export_of(model, 6)->unwind, UP_VERDICT_ABORTS);
	assert_int_equal(export_of(model, 14)->unwind, UP_VERDICT_SAFE);
	assert_int_equal(export_of(model, 12)->unwind, UP_VERDICT_SAFE);
	assert_int_equal(export_of(model, 12)->behind, UP_NO_INDEX);
	up_model_destroy(model);
}

/* Names that the tool has given tell nothing of the program's functions. */
static void test_own_names(void **state)
{
	struct builder b = {0};
	struct up_options options = {0};
	uint32_t none = build_type(&b, "", "");

	(void)state;
	TYPED(&b, none, "\0"); /* 0: the program's */
	TYPED(&b, none, "\0"); /* 1: the tool's */
	TYPED(&b, none, "\x10\0"); /* 2, 3: call them */
	TYPED(&b, none, "\x10\1");
	EXPORTS(&b, 2, 3);
	build_name(&b, 1, "unpoison.refuse");
	struct up_model *model = explored_read(&b);
	explored_mark(model, NULL, 0);
	model->rewritten.is = true;
	up_inspect_exports(model, &options);
	WAY(model, 2, 2, 0);
	NO_WAY(model, 3);
	up_model_destroy(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_legacy),
		cmocka_unit_test(test_exnref),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_rewritten),
		cmocka_unit_test(test_own_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
