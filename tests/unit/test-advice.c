/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Each advice comes with its cause, and not without. */

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "inspect/model.h"

#define NAME(text) ((struct up_raw_name){text, sizeof(text) - 1})

/* A model that there is nothing to say about, and room for what there is. */
struct subject {
	struct up_model model;
	struct up_raw_section sections[2];
	struct up_raw_memory memory;
	struct up_raw_table table;
	struct up_raw_import import;
	struct up_raw_export exports[8];
	struct up_model_export verdicts[8];
	struct up_step steps[3];
	struct up_raw_body body;
	struct up_raw_name name;
	char version[8];
};

static void init(struct subject *s)
{
	*s = (struct subject){
		.memory = {.limits = {.initial = 1, .max = 2, .has_max = true}},
		.table = {.type = {.code = UP_VT_FUNCREF}},
		.name = NAME("f"),
	};
	s->model = (struct up_model){
		.raw = {.sections = s->sections, .size = 1000},
		.contents = {
			.raw = &s->model.raw,
			.memories = &s->memory,
			.memory_count = 1,
			.tables = &s->table,
			.table_count = 1,
			.imports = &s->import,
			.exports = s->exports,
			.function_count = 1,
			.bodies = &s->body,
			.body_count = 1,
			.function_names = &s->name,
		},
		.identity = {.panic_tag = UP_NO_INDEX},
		.rewritten = {.version = s->version},
		.exports = s->verdicts,
		.plan = {.reset = {.in_place = true, .reinstantiates = true}},
	};
}

/* How many pieces of advice there are, with @part in exactly one of them. */
static void check_count(struct subject *s, size_t count, const char *part)
{
	size_t found = 0;

	up_inspect_advice(&s->model);
	for (size_t i = 0; i < s->model.advice_count; i++) {
		found += part && strstr(s->model.advice[i], part);
		if (s->model.advice_count != count)
			print_error("%s\n", s->model.advice[i]);
		free(s->model.advice[i]);
	}
	free(s->model.advice);
	assert_int_equal(s->model.advice_count, count);
	if (found != (part != NULL))
		fail_msg("%zu times: %s", found, part);
	s->model.advice = NULL;
	s->model.advice_count = 0;
}

static void check(struct subject *s, const char *part)
{
	check_count(s, part ? 1 : 0, part);
}

static void test_nothing_to_say(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	check(&s, NULL);
}

static void test_what_cannot_be_rewritten(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.plan.refusal = (char[]){"is an object file; link it"};
	check(&s, "it is an object file; link it.");
	s.model.plan.refusal = (char[]){"the memory is shared; pass x"};
	check(&s, "as it is: the memory is shared; pass x.");
	s.model.rewritten.is = true;
	memcpy(s.version, "0.1.0", 6);
	check(&s, "rewritten already, by unpoison 0.1.0:");
	s.version[0] = '\0';
	check(&s, "rewritten already: give");
}

static void test_bindings(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.identity.bindgen_schema = (char[]){"0.2.130"};
	check(&s, "(schema 0.2.130) are made by this tool");
	s.model.identity.bindgen_schema = (char[]){"9.9.9"};
	check(&s, "not known: 9.9.9.");
	s.model.identity.bindgen_schema = (char[]){""};
	check(&s, "not known: it cannot be read.");
	/* The refusal says it already. */
	s.model.plan.refusal = (char[]){"has the unknown schema 9.9.9"};
	check(&s, "it has the unknown schema 9.9.9.");
}

/* The exports named so abort, @length steps on the way. */
static void make_abort(struct subject *s, size_t index,
		       struct up_raw_name name, size_t length)
{
	s->exports[index].name = name;
	s->verdicts[index] = (struct up_model_export){
		.unwind = UP_VERDICT_ABORTS,
		.abort = {s->steps, length},
	};
	s->model.contents.export_count = (uint32_t)index + 1;
}

static void test_extern_c(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.identity.panic = UP_PANIC_UNWIND;
	s.model.identity.language = (char[]){"Rust"};
	make_abort(&s, 0, NAME("boom"), 2);
	check(&s, "boom aborts the whole module on a panic");
	check(&s, "extern \"C-unwind\"");
	make_abort(&s, 1, NAME("b"), 2);
	make_abort(&s, 2, NAME("c"), 2);
	check(&s, "boom, b, c abort the");
	make_abort(&s, 3, NAME("d"), 2);
	make_abort(&s, 4, NAME("e"), 2);
	check(&s, "boom, b, c and 2 more abort the");
	s.model.identity.language = (char[]){"C++"};
	check(&s, "abort the whole module on an exception");
	check(&s, "drop noexcept");
	/* By design, as is what a module without exceptions does. */
	s.model.contents.export_count = 1;
	s.verdicts[0].abort.count = 0;
	check(&s, NULL);
	s.verdicts[0].abort.count = 2;
	s.verdicts[0].unwind = UP_VERDICT_SAFE;
	check(&s, NULL);
	make_abort(&s, 0, NAME("__wbindgen_free"), 2);
	check(&s, NULL);
	make_abort(&s, 0, NAME("f"), 2);
	s.model.identity.panic = UP_PANIC_ABORT;
	check(&s, NULL);
}

static void test_calls_extern_c(void **state)
{
	struct subject s;
	static char name[200];

	(void)state;
	init(&s);
	s.model.identity.panic = UP_PANIC_UNWIND;
	s.model.identity.language = (char[]){"Rust"};
	make_abort(&s, 0, NAME("outer"), 3);
	check(&s, "outer calls functions that let no exception through");
	make_abort(&s, 1, NAME("inner"), 2);
	check_count(&s, 2, "inner aborts");
	memset(name, 'n', sizeof(name));
	make_abort(&s, 1, (struct up_raw_name){name, sizeof(name)}, 3);
	check(&s, "nnnn... call functions");
}

static void test_rust_abort(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.identity.language = (char[]){"Rust"};
	check(&s, NULL);
	s.model.identity.panic = UP_PANIC_ABORT;
	check(&s, "-Zbuild-std=std,panic_unwind, and declare");
	s.model.plan.texts = true;
	check(&s, "Texts and places of panics are told in any case.");
	s.model.identity.detail = (char[]){"wasm-bindgen 0.2.92"};
	check(&s, "-Zbuild-std=std,panic_unwind. Texts");
	s.model.identity.language = (char[]){"Go"};
	check(&s, NULL);
}

static void test_exceptions(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.import.name = NAME("__cxa_throw");
	s.model.contents.import_count = 1;
	check(&s, "-fwasm-exceptions");
	s.model.eh.in = UP_EH_LEGACY;
	s.model.identity.panic_tag = 0;
	check(&s, NULL);
	s.model.identity.panic_tag = UP_NO_INDEX;
	check(&s, "--unwind trust");
	s.model.eh.trusts = true;
	check(&s, NULL);
	s.model.survey.legacy = true;
	check(&s, "--eh exnref");
	s.model.survey.legacy = false;
	s.model.survey.exnref = true;
	check(&s, "-mllvm -wasm-use-legacy-eh");
	s.model.identity.language = (char[]){"Rust"};
	check(&s, "-Cllvm-args=-wasm-use-legacy-eh");
	/* Which no engine takes, and the refusal says so. */
	s.model.survey.legacy = true;
	check(&s, NULL);
}

static void test_no_names(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.contents.function_names = NULL;
	check(&s, NULL); /* nothing panics */
	s.model.identity.panic = UP_PANIC_UNKNOWN;
	check(&s, "no names: which ones panic is a guess");
	s.model.identity.language = (char[]){"Rust"};
	check(&s, "strip = \"debuginfo\"");
	s.model.identity.language = NULL;
	s.model.identity.toolchain = (char[]){"Emscripten 3.1.6"};
	check(&s, "--profiling-funcs");
	s.model.contents.body_count = 0;
	check(&s, NULL);
}

static void test_memories(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.memory.limits.has_max = false;
	check(&s, "-Wl,--max-memory=BYTES");
	s.model.identity.language = (char[]){"Rust"};
	check(&s, "-C link-arg=--max-memory=BYTES");
	s.model.identity.language = NULL;
	s.model.identity.toolchain = (char[]){"Emscripten"};
	check(&s, "-sMAXIMUM_MEMORY=BYTES");
	s.model.identity.toolchain = (char[]){"Go 1.26.5"}; /* has no such option */
	check(&s, NULL);
	s.memory.limits.has_max = true;
	s.memory.imported = true;
	check(&s, "The memory is imported");
	s.memory.limits.shared = true;
	check(&s, "so a reset makes a new instance");
	s.model.plan.reset.reinstantiates = false;
	check(&s, "there is no other way here");
	s.model.contents.memory_count = 0;
	check(&s, NULL);
}

static void test_tables(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.table.exported = true;
	check(&s, "(it is exported)");
	s.table.exported = false;
	s.table.imported = true;
	check(&s, "(it is imported)");
	s.table.type.code = UP_VT_EXTERNREF;
	check(&s, NULL);
	s.table.type.code = UP_VT_FUNCREF;
	s.memory.imported = true;
	s.sections[0].name = NAME("dylink.0");
	s.model.raw.section_count = 1;
	check(&s, NULL);
}

static void test_sizes(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.raw.section_count = 2;
	s.sections[0] = (struct up_raw_section){.name = NAME(".debug_info"),
						.payload_size = 300};
	s.sections[1] = (struct up_raw_section){.name = NAME(".debug_str"),
						.payload_size = 45};
	check(&s, ".debug_* are 34 % of the file (345 bytes)");
	s.sections[0].id = 1;
	s.sections[1].payload_size = 19;
	check(&s, NULL);
	s.sections[1] = (struct up_raw_section){.name = NAME("name"),
						.payload_size = 200};
	check(&s, NULL);
	s.model.plan.texts = true;
	check(&s, "The section name is 20 % of the file (200 bytes)");
	s.sections[1].payload_size = 99;
	check(&s, NULL);
}

static void test_waste(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.waste = (struct up_waste){1, 30, 2, 45};
	check(&s, "7 % of the file: 1 function that nobody calls (30 bytes), "
		  "2 functions the same as another (45 bytes).");
	s.model.waste = (struct up_waste){0, 0, 2, 45};
	check(&s, "4 % of the file: 2 functions");
	s.model.waste = (struct up_waste){1, 10, 0, 0};
	check(&s, NULL);
	/* What is said of bindings is all there is then. */
	s.model.waste = (struct up_waste){1, 30, 2, 45};
	s.model.identity.bindgen_schema = (char[]){"0.2.130"};
	check(&s, "#[wasm_bindgen]");
}

/* What keeps it from being rewritten comes first, its size last. */
static void test_order(void **state)
{
	struct subject s;

	(void)state;
	init(&s);
	s.model.waste = (struct up_waste){1, 30, 2, 45};
	s.model.plan.refusal = (char[]){"is x"};
	s.table.exported = true;
	up_inspect_advice(&s.model);
	assert_int_equal(s.model.advice_count, 3);
	check_contains(s.model.advice[0], "it is x");
	check_contains(s.model.advice[1], "exported");
	check_contains(s.model.advice[2], "-O");
	for (size_t i = 0; i < 3; i++)
		free(s.model.advice[i]);
	free(s.model.advice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_to_say),
		cmocka_unit_test(test_what_cannot_be_rewritten),
		cmocka_unit_test(test_bindings),
		cmocka_unit_test(test_extern_c),
		cmocka_unit_test(test_calls_extern_c),
		cmocka_unit_test(test_rust_abort),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_no_names),
		cmocka_unit_test(test_memories),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_waste),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
