/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The printers of --dump, on a model that was filled by hand; and their parts. */

#include "check.h"
#include "dump/printer.h"
#include "dump/types.h"
#include "util/escape.h"
#include "util/json.h"
#include "util/width.h"

/* ---- widths ---- */

static void check_width(const char *text, size_t want)
{
	assert_int_equal(up_width(text, strlen(text)), want);
}

static void test_width(void **state)
{
	(void)state;
	check_width("", 0);
	check_width("abc", 3);
	check_width("e\u0301", 1);
	check_width("名前", 4);
	check_width("ａ", 2);
	check_width("\U0001f4a5", 2);
	check_width("\U00020000", 2);
	check_width("한", 2);
	check_width("\u1112\u1161\u11ab", 2);
	check_width("\xff\xfe", 2);
}

static void check_cut(const char *text, size_t room, const char *want)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, "");
	up_width_put_cut(&buf, text, strlen(text), room);
	assert_string_equal(buf.bytes, want);
	assert_true(up_width(buf.bytes, buf.size) <= room);
	up_buf_finish(&buf);
}

static void test_cut(void **state)
{
	(void)state;
	check_cut("abcdef", 6, "abcdef");
	check_cut("abcdefg", 6, "abc…fg");
	check_cut("abcdefg", 5, "ab…fg");
	check_cut("abcdefg", 2, "a…");
	check_cut("abcdefg", 1, "…");
	check_cut("abcdefg", 0, "");
	/* No half of a wide one, and no mark without its letter. */
	check_cut("名名名名", 7, "名…名");
	check_cut("名名名名", 6, "名…名");
	check_cut("abcde\u0301f", 4, "ab…f");
}

/* ---- escapes ---- */

static void test_escape(void **state)
{
	static const char text[] = "a\0\x1b[2J\xff\u202e\u061c\n\U000e0041\"\\b";
	struct up_buf buf = {0};

	(void)state;
	up_escape_put(&buf, text, sizeof(text) - 1);
	assert_string_equal(buf.bytes, "a\\u{0}\\u{1b}[2J\\xff\\u{202e}\\u{61c}"
				       "\\n\\u{e0041}\"\\b");
	up_buf_finish(&buf);
	up_json_put_bytes(&buf, text, sizeof(text) - 1);
	assert_string_equal(buf.bytes,
			    "\"a\\u0000\\u001b[2J\xef\xbf\xbd\\u202e\\u061c"
			    "\\u000a\\udb40\\udc41\\\"\\\\b\"");
	up_buf_finish(&buf);
}

/* ---- types ---- */

static void check_value(uint8_t code, int64_t heap, const char *want)
{
	struct up_raw_valtype type = {.code = code, .heap = heap};
	struct up_buf buf = {0};

	up_type_put_value(&buf, &type);
	assert_string_equal(buf.bytes, want);
	up_buf_finish(&buf);
}

static void test_values(void **state)
{
	(void)state;
	check_value(UP_VT_I32, 0, "i32");
	check_value(UP_VT_V128, 0, "v128");
	check_value(UP_VT_FUNCREF, 0, "funcref");
	check_value(UP_VT_EXTERNREF, 0, "externref");
	check_value(UP_VT_EXNREF, 0, "exnref");
	check_value(0x6e, 0, "anyref");
	check_value(UP_VT_REF_NULL, 3, "(ref null 3)");
	check_value(UP_VT_REF, -0x10, "(ref func)");
	check_value(UP_VT_REF, -0x12, "(ref any)");
	check_value(0x40, 0, "0x40");
}

static void check_limits(struct up_raw_limits limits, const char *want)
{
	struct up_buf buf = {0};

	up_type_put_limits(&buf, &limits);
	assert_string_equal(buf.bytes, want);
	up_buf_finish(&buf);
}

static void test_limits(void **state)
{
	(void)state;
	check_limits((struct up_raw_limits){.initial = 1}, "1");
	check_limits((struct up_raw_limits){.initial = 1, .max = 16,
					    .has_max = true, .shared = true},
		     "1 16 shared");
	check_limits((struct up_raw_limits){.initial = 1, .is_64 = true},
		     "i64 1");
	check_limits((struct up_raw_limits){.initial = 9,
					    .has_page_size = true},
		     "9 (pagesize 1)");
}

/* ---- a model ---- */

#define NAME(literal) {.text = literal, .size = sizeof(literal) - 1}
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct up_raw_valtype i32s[2] = {{.code = UP_VT_I32},
					{.code = UP_VT_I32}};
static struct up_raw_type types[] = {
	{.form = UP_FORM_FUNC, .params = i32s, .param_count = 2,
	 .results = i32s, .result_count = 1},
	{.form = UP_FORM_FUNC, .canonical = 1},
};
static struct up_raw_import imports[] = {
	{NAME("env"), NAME("log\0\x1b[31m"), UP_RAW_FUNC, 0},
	{NAME("env"), NAME("memory"), UP_RAW_MEMORY, 0},
};
static struct up_raw_export exports[] = {
	{NAME("add"), UP_RAW_FUNC, 1},
	{NAME("\u202e\"é\\名前"), UP_RAW_FUNC, 2},
	{NAME("memory"), UP_RAW_MEMORY, 0},
	{NAME("__wbindgen_describe_add"), UP_RAW_FUNC, 2},
};
static uint32_t functions[] = {0, 0, 1};
static struct up_raw_memory memories[] = {
	{.limits = {.initial = 17, .max = 32, .has_max = true},
	 .imported = true, .exported = true},
};
static struct up_raw_table tables[] = {
	{.type = {.code = UP_VT_FUNCREF}, .limits = {.initial = 4}},
};
static struct up_raw_name names[] = {
	{0}, NAME("\xff" "adder"), NAME("core::panicking::panic_fmt"),
};
static struct up_raw_body bodies[] = {{30, 5}, {36, 4}};
static struct up_raw_producer producers[] = {
	{NAME("processed-by"), NAME("rustc"), NAME("1.95.0")},
	{NAME("language"), NAME("Rust"), NAME("")},
	{NAME("processed-by"), NAME("rustc"), NAME("1.96.0 (\"x\")")},
	{NAME("processed-by"), NAME("clang"), NAME("19")},
};
static uint8_t bytes[60] = {[8] = 1, [9] = 4, [14] = 0, [15] = 43};
static struct up_raw_section sections[] = {
	{.id = 1, .offset = 8, .payload_offset = 10, .payload_size = 4},
	{.id = 0, .name = NAME("n\xff"), .offset = 14, .payload_offset = 19,
	 .payload_size = 40},
};
static uint32_t reaches[] = {0};
static struct up_step steps[] = {{1, false}, {2, true}};
static struct up_model_export facts[] = {
	{.unwind = UP_VERDICT_SAFE, .can_panic = true, .reaches = reaches,
	 .reach_count = 1, .panic = {steps, 2}, .behind = UP_NO_INDEX},
	{.unwind = UP_VERDICT_ABORTS, .reaches_indirect = true,
	 .abort = {steps, 2}, .behind = UP_NO_INDEX},
	{.behind = UP_NO_INDEX},
	{.behind = UP_NO_INDEX},
};
static struct up_model_import safe[] = {{true}, {false}};
static struct up_model_landmark landmarks[] = {{UP_ROLE_PANIC, 2, NULL}};
static char *features[] = {(char *)"bulk-memory", (char *)"sign-ext"};
static char *advice[] = {
	(char *)"build with panic=unwind, so that the exports survive a panic "
		"and the destructors run on the way",
};

static struct up_model make_model(void)
{
	return (struct up_model){
		.path = (char *)"dir/a\nb.wasm",
		.raw = {.bytes = bytes, .size = sizeof(bytes),
			.sections = sections,
			.section_count = LENGTH(sections),
			.has_dwarf = true},
		.contents = {.types = types, .type_count = LENGTH(types),
			     .imports = imports,
			     .import_count = LENGTH(imports),
			     .exports = exports,
			     .export_count = LENGTH(exports),
			     .functions = functions,
			     .function_count = LENGTH(functions),
			     .imported_functions = 1,
			     .tables = tables, .table_count = 1,
			     .memories = memories, .memory_count = 1,
			     .start = UP_NO_INDEX,
			     .bodies = bodies, .body_count = LENGTH(bodies),
			     .function_names = names,
			     .producers = producers,
			     .producer_count = LENGTH(producers)},
		.identity = {.toolchain = (char *)"rustc 1.96.0",
			     .language = (char *)"Rust",
			     .detail = (char *)"wasm-bindgen 0.2.130",
			     .panic = UP_PANIC_UNWIND,
			     .bindgen_schema = (char *)"0.2.130"},
		.landmarks = landmarks, .landmark_count = 1,
		.imports = safe, .exports = facts,
		.import_of = (uint32_t[]){0},
		.export_of = (uint32_t[]){UP_NO_INDEX, 0, 1},
		.eh = {.in = UP_EH_LEGACY, .out = UP_EH_LEGACY,
		       .unwinds = true},
		.plan = {.texts = true, .reset = {.in_place = true},
			 .trampolines = 2, .wrappers = 1},
		.features = features, .feature_count = LENGTH(features),
		.advice = advice, .advice_count = LENGTH(advice),
	};
}

/* ---- printing ---- */

static int keep(const char *part, size_t size, void *data)
{
	up_buf_append(data, part, size);
	return 0;
}

static char *print(up_dump_printer *printer, bool colour)
{
	struct up_model model = make_model();
	struct up_dump_options options = {.colour = colour};
	struct up_buf all = {0};
	struct up_dump_out out = {.sink = keep, .data = &all};
	struct check_report record;

	check_report_init(&record);
	assert_int_equal(printer(&model, &options, &out, &record.report), 0);
	up_buf_append(&all, out.buf.bytes, out.buf.size);
	up_buf_finish(&out.buf);
	assert_int_equal(record.errors, 0);
	return up_buf_take(&all);
}

static void test_json(void **state)
{
	char *text = print(up_dump_print_json, true);

	(void)state;
	check_contains(text, "\n  \"file\": {\"path\": \"dir/a\\u000ab.wasm\", "
			     "\"bytes\": 60},\n");
	/* What is said twice counts once. */
	check_contains(text, "\"producers\": {\"language\": {\"Rust\": \"\"}, "
			     "\"processed-by\": {\"clang\": \"19\", \"rustc\": "
			     "\"1.96.0 (\\\"x\\\")\"}},\n");
	check_contains(text, "    \"eh\": \"legacy\",\n");
	check_contains(text, "    \"panic\": \"unwind\",\n");
	check_contains(text, "    \"memory\": {\"initial\": 17, \"max\": 32, "
			     "\"shared\": false, \"imported\": true},\n");
	check_contains(text, "      {\"type\": \"funcref\", \"initial\": 4, "
			     "\"max\": null, \"imported\": false, "
			     "\"exported\": false}\n    ],\n");
	check_contains(text, "    \"start\": null,\n    \"names\": true,\n"
			     "    \"dwarf\": true,\n    \"rewritten\": null\n");
	check_contains(text, "    {\"module\": \"env\", \"name\": "
			     "\"log\\u0000\\u001b[31m\", \"kind\": \"func\", "
			     "\"type\": \"(param i32 i32) (result i32)\", "
			     "\"unwind_safe\": true},\n");
	check_contains(text, "\"unwind\": \"safe\", \"can_panic\": true, "
			     "\"reaches_imports\": [\"env.log\\u0000\\u001b"
			     "[31m\"], \"reaches_indirect\": false},\n");
	check_contains(text, "{\"name\": \"core::panicking::panic_fmt\", "
			     "\"role\": \"panic\", \"index\": 2}\n");
	check_contains(text, "    {\"id\": 1, \"name\": \"type\", \"offset\": "
			     "10, \"size\": 4},\n    {\"id\": 0, \"name\": "
			     "\"n\xef\xbf\xbd\", \"offset\": 16, \"size\": 43}\n");
	assert_null(strchr(text, '\x1b'));
	free(text);
}

/* No line is too wide, and nothing but its end is a control character. */
static void check_lines(const char *text)
{
	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		for (size_t i = 0; i < size; i++)
			assert_true((unsigned char)text[i] >= ' ');
		if (up_width(text, size) > 80)
			fail_msg("too wide: %.*s", (int)size, text);
		assert_true(size == 0 || text[size - 1] != ' ');
		assert_int_equal(text[size], '\n');
		text += size + 1;
	}
}

static void test_text(void **state)
{
	char *text = print(up_dump_print_text, false);

	(void)state;
	check_lines(text);
	check_contains(text, "Module     a\\nb.wasm: Rust, made with rustc "
			     "1.96.0, wasm-bindgen 0.2.130\nSize       60 bytes: "
			     "72 % custom sections, 7 % type\n");
	check_contains(text, "; panics unwind\nMemory     17 pages (1,088 KiB), at most "
			     "32, imported; 1 table\nExports    2 "
			     "functions, 1 can panic; unwinding: 1 safe, "
			     "1 aborts\nRewriting  makes bindings, and guards "
			     "them; unwinds with texts; reset "
			     "in-place\n\nExports\n");
	/* Aligned by what is seen, not by bytes. */
	check_contains(text, "\n  \\u{202e}\"é\\名前  aborts  no      indirect");
	check_contains(text, "\n  memory           -       -       -       ");
	check_contains(text, "\n  … and 1 more (__wbindgen_describe_*: ");
	check_contains(text, "\n  env.log\\u{0}\\u{1b}[31m  safe    (param i32 "
			     "i32) (result i32)\n");
	check_contains(text, "panic\n  add → \\xffadder → (indirect) "
			     "core::panicking::panic_fmt\n");
	check_contains(text, "\n     43  71.7 %    0x10  custom n\\xff\n"
			     "      4   6.7 %     0xa  type\n");
	check_contains(text, "\n      5  8.3 %      1  \\xffadder\n");
	check_contains(text, " panic and the\n    destructors run on the way\n");
	free(text);
}

/* The same, but for the escape sequences. */
static void test_colour(void **state)
{
	char *plain = print(up_dump_print_text, false);
	char *text = print(up_dump_print_text, true);
	char *to = text;

	(void)state;
	check_contains(text, "\x1b[32msafe\x1b[0m");
	check_contains(text, "\x1b[31maborts\x1b[0m");
	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\x1b')
			from += strcspn(from, "m");
		else
			*to++ = *from;
	}
	*to = '\0';
	assert_string_equal(text, plain);
	free(plain);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
