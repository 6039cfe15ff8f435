/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What Binaryen gets of a module whose bodies are carried, or go. */

#include "assemble.h"
#include "carry/carry.h"
#include "check.h"
#include "ir/ir.h"
#include "util/mem.h"
#include "wasm/recode.h"

struct carrying {
	struct up_buf bytes;
	struct up_raw_module raw;
	struct up_carry carry;
	struct check_report record;
};

/* What has `goes` in its name goes, `kept` is looked into. */
static void carrying_init(struct carrying *c, const char *text)
{
	const struct up_contents *contents = &c->carry.contents;
	const struct up_options options = {0};
	uint8_t *wishes;

	*c = (struct carrying){0};
	check_report_init(&c->record);
	assemble(text, &c->bytes);
	assert_int_equal(0, up_raw_module_read((const uint8_t *)c->bytes.bytes,
					       c->bytes.size, &c->raw,
					       &c->record.report));
	assert_int_equal(0, up_carry_init(&c->carry, &c->raw,
					  &c->record.report));
	wishes = up_alloc(contents->body_count + 1);
	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_name *name =
			&contents->function_names[contents->imported_functions +
						  i];

		if (memmem(name->text, name->size, "goes", 4))
			wishes[i] = UP_BODY_GOES;
		else if (memmem(name->text, name->size, "kept", 4))
			wishes[i] = UP_BODY_WANTED;
	}
	up_carry_choose(&c->carry, &options, wishes, &c->record.report);
	free(wishes);
}

static void carrying_finish(struct carrying *c)
{
	up_carry_finish(&c->carry);
	up_raw_module_finish(&c->raw);
	up_buf_finish(&c->bytes);
}

static int add_text(const char *bytes, size_t size, void *data)
{
	up_buf_append(data, bytes, size);
	return 0;
}

/* The module that passes get, and what @carry knows functions by. */
static char *seen_by_passes(struct carrying *c)
{
	struct up_buf reduced = {0}, text = {0};
	struct up_raw_module raw;
	BinaryenModuleRef module;

	up_carry_reduce(&c->carry, &reduced);
	assert_int_equal(0, up_raw_module_read((const uint8_t *)reduced.bytes,
					       reduced.size, &raw,
					       &c->record.report));
	module = up_ir_read_mended(&raw, false, &c->record.report);
	assert_non_null(module);
	up_carry_note(&c->carry, module);
	for (uint32_t i = 0; i < c->carry.counts[UP_RAW_FUNC]; i++) {
		const char *name = c->carry.names[UP_RAW_FUNC][i];

		up_buf_printf(&text, "%s\n", name ? name : "-");
	}
	up_ir_print(module, add_text, &text);
	for (int kind = 0; kind < UP_CARRY_KINDS; kind++) {
		free(c->carry.names[kind]);
		c->carry.names[kind] = NULL;
	}
	BinaryenModuleDispose(module);
	up_raw_module_finish(&raw);
	up_buf_finish(&reduced);
	return up_buf_take(&text);
}

/* Whether what goes is @left_out, passes cannot tell. */
static void check_reduced(const char *functions, bool left_out)
{
	static const char begin[] =
		"(module (type $t (func)) (type $n (func (result i32)))"
		" (import \"m\" \"f\" (func $f (type $t)))"
		" (import \"m\" \"g\" (global $g2 i32))"
		" (table $one 4 funcref) (table $two 200 funcref)"
		" (global $g (mut i32) (i32.const 1))";
	struct up_buf text = {0};
	struct carrying c;
	char *with, *without;

	up_buf_printf(&text, "%s%s)", begin, functions);
	carrying_init(&c, text.bytes);
	if (left_out != (c.carry.left != NULL))
		fail_msg("left out: %d, in %s", !left_out, functions);
	with = seen_by_passes(&c);
	free(c.carry.left);
	c.carry.left = NULL;
	without = seen_by_passes(&c);
	assert_string_equal(without, with);
	assert_null(strstr(with, "goes"));
	assert_non_null(strstr(with, "kept"));
	free(with);
	free(without);
	up_buf_finish(&text);
	carrying_finish(&c);
}

#define FUNCTIONS \
	" (func $goes1 (type $t) (call $goes2))" \
	" (func $kept1 (type $n) (call $kept2) (call_indirect $two (type $n)" \
	"  (i32.const 3)))" \
	" (func $goes2 (type $t) (call $f))" \
	" (func $kept2 (type $t) (call $f) (drop (call $carried)))" \
	" (func $carried (type $n) (i32.const 7))" \
	" (func $goes3 (type $t) (call $kept2))" \
	" (func $kept3 (type $t) (block $b (br $b)))" \
	" (export \"__wbindgen_describe_a\" (func $goes1))" \
	" (export \"a\" (func $kept1)) (export \"g\" (global $g))" \
	" (export \"c\" (func $carried)) (export \"f\" (func $f))"

static void test_what_goes_is_left_out(void **state)
{
	(void)state;
	check_reduced(FUNCTIONS, true);
	check_reduced(FUNCTIONS
		      " (start $kept2)"
		      " (elem (table $one) (i32.const 1) func $kept2 $carried)"
		      " (elem (table $two) (i32.const 100) func $kept3 $f)",
		      true);
}

/* Whatever else names functions by their indices keeps them all. */
static void test_what_has_to_stay(void **state)
{
	(void)state;
	check_reduced(FUNCTIONS " (elem func $kept2)", false);
	check_reduced(FUNCTIONS
		      " (elem (table $one) (global.get $g2) func $kept2)",
		      false);
	check_reduced(FUNCTIONS
		      " (global $h funcref (ref.func $kept2))",
		      false);
	check_reduced(FUNCTIONS
		      " (func $kept4 (param $named i32)"
		      "  (drop (local.get $named)))",
		      false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_goes_is_left_out),
		cmocka_unit_test(test_what_has_to_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
