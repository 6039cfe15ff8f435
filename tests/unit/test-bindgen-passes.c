/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The passes that make the border of a #[wasm_bindgen] module: that each word
 * crosses as it should, that everything in the module still finds what it calls,
 * and that what does not fit is an error and no crash.
 */

#include "bindgen/passes/passes.h"
#include "check.h"
#include "ir/ir.h"
#include "ir/state.h"
#include "util/buf.h"

/* ---- a module and its adapters ---- */

enum { MOST = 8 };

struct fixture {
	BinaryenModuleRef module;
	struct up_bindgen bindgen;
	struct up_bindgen_program program;
	struct up_adapter items[MOST];
	struct up_adapters adapters;
	enum up_word words[MOST][2][MOST];
	const char *needed[MOST];
	struct check_report record;
};

static void parse(struct fixture *f, const char *text)
{
	memset(f, 0, sizeof(*f));
	check_report_init(&f->record);
	f->module = up_ir_parse(text, &f->record.report);
	if (!f->module)
		fail_msg("%s", f->record.message);
	up_ir_limit_features(f->module, false);
	f->bindgen.programs.version = (struct up_raw_name){"0.2.130", 7};
	f->bindgen.programs.items = &f->program;
	f->bindgen.programs.count = 1;
	f->adapters.items = f->items;
	f->adapters.references = true;
}

static void finish(struct fixture *f)
{
	BinaryenModuleDispose(f->module);
}

/* Words as letters: i l f d, r a reference, b one that is lent (borrowed). */
static struct up_words words_of(enum up_word *items, const char *letters)
{
	static const char all[] = "ilfdrb";
	static const enum up_word words[] = {
		UP_WORD_I32, UP_WORD_I64, UP_WORD_F32,
		UP_WORD_F64, UP_WORD_REF, UP_WORD_REF_LENT,
	};
	size_t count = 0;

	for (; *letters; letters++)
		items[count++] = words[strchr(all, *letters) - all];
	return (struct up_words){items, count};
}

static struct up_adapter *add(struct fixture *f, enum up_adapter_role role,
			      const char *function, const char *name,
			      const char *params, const char *results)
{
	size_t i = f->adapters.count++;

	f->items[i] = (struct up_adapter){
		.role = role,
		.function = function,
		.name = name,
		.shim = name,
		.params = words_of(f->words[i][0], params),
		.results = words_of(f->words[i][1], results),
	};
	return &f->items[i];
}

static int rewire(struct fixture *f)
{
	return up_bindgen_rewire(&f->adapters, &f->bindgen, f->module, 0,
				 f->needed, &f->record.report);
}

/* It succeeds, the module is valid and can be written. */
static void check_rewired(struct fixture *f)
{
	struct up_buf bytes = {0};

	if (rewire(f) < 0 || up_ir_validate(f->module, &f->record.report) < 0)
		fail_msg("%s", f->record.message);
	assert_int_equal(0,
			 up_ir_write(f->module, &(struct up_ir_writing){.names = true}, &bytes, &f->record.report));
	up_buf_finish(&bytes);
}

static void check_refused(struct fixture *f, const char *message)
{
	assert_int_equal(-1, rewire(f));
	assert_int_equal(1, f->record.errors);
	assert_int_equal(UP_FAULT_INPUT, f->record.fault);
	check_contains(f->record.message, message);
	finish(f);
}

/* ---- what came of it ---- */

static BinaryenType type_of(const char *letters)
{
	BinaryenType types[MOST];
	BinaryenIndex count = 0;

	for (; *letters; letters++)
		types[count++] = *letters == 'l'   ? BinaryenTypeInt64()
				 : *letters == 'f' ? BinaryenTypeFloat32()
				 : *letters == 'd' ? BinaryenTypeFloat64()
				 : *letters == 'r' ? BinaryenTypeExternref()
						   : BinaryenTypeInt32();
	return BinaryenTypeCreate(types, count);
}

static void check_signature(BinaryenFunctionRef function, const char *params,
			    const char *results)
{
	assert_non_null(function);
	assert_true(BinaryenFunctionGetParams(function) == type_of(params));
	assert_true(BinaryenFunctionGetResults(function) == type_of(results));
}

/* The import with that name of the border. */
static BinaryenFunctionRef find_import(const struct fixture *f,
				       const char *name)
{
	for (BinaryenIndex i = 0; i < BinaryenGetNumFunctions(f->module); i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(f->module, i);

		if (!BinaryenFunctionGetBody(function) &&
		    strcmp(BinaryenFunctionImportGetModule(function), "wbg") ==
			    0 &&
		    strcmp(BinaryenFunctionImportGetBase(function), name) == 0)
			return function;
	}
	return NULL;
}

static BinaryenFunctionRef exported(const struct fixture *f, const char *name)
{
	BinaryenExportRef export_ = BinaryenGetExport(f->module, name);

	return export_ ? BinaryenGetFunction(f->module,
					     BinaryenExportGetValue(export_))
		       : NULL;
}

/* Without line breaks and what is around them. */
static void squeeze(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text != '\n') {
			*to++ = *text;
			continue;
		}
		while (text[1] == ' ')
			text++;
		if (text[1] && text[1] != ')')
			*to++ = ' ';
	}
	*to = '\0';
}

/* How a function reads, in Binaryen's form on one line. */
static char *text_of(const struct fixture *f, const char *function)
{
	char *all = BinaryenModuleAllocateAndWriteText(f->module);
	struct up_buf head = {0}, text = {0};
	char *start, *end;

	up_buf_printf(&head, " (func $%s", function);
	start = strstr(all, head.bytes);
	while (start && start[head.size] != ' ' && start[head.size] != '\n')
		start = strstr(start + 1, head.bytes);
	if (!start)
		fail_msg("no function %s in %s", function, all);
	end = strstr(start, "\n )\n");
	up_buf_append(&text, start, (size_t)((end ? end : start) - start));
	up_buf_finish(&head);
	free(all);
	squeeze(text.bytes);
	return up_buf_take(&text);
}

static void check_code(const struct fixture *f, const char *function,
		       const char *part)
{
	char *text = text_of(f, function);

	check_contains(text, part);
	free(text);
}

static void check_no_code(const struct fixture *f, const char *function,
			  const char *part)
{
	char *text = text_of(f, function);

	if (strstr(text, part))
		fail_msg("\"%s\" is in \"%s\"", part, text);
	free(text);
}

/* That all are in a function, in this order. */
static void check_order(const struct fixture *f, const char *function,
			const char *const *parts)
{
	char *text = text_of(f, function);
	const char *at = text;

	for (; *parts; parts++) {
		at = strstr(at, *parts);
		if (!at)
			fail_msg("\"%s\" is not in its place in \"%s\"", *parts,
				 text);
	}
	free(text);
}

/* ---- modules ---- */

#define RUN_TIME                                                             \
	"(import \"__wbindgen_externref_xform__\""                            \
	" \"__wbindgen_externref_table_grow\""                                \
	" (func $grow (param i32) (result i32)))"                             \
	"(import \"__wbindgen_externref_xform__\""                            \
	" \"__wbindgen_externref_table_set_null\""                            \
	" (func $set_null (param i32)))"                                      \
	"(import \"__wbindgen_externref_xform__\""                            \
	" \"__wbindgen_externref_statics_end\""                               \
	" (func $statics_end (result i32)))"

#define MEMORY                                                               \
	"(memory (export \"memory\") 1)"                                      \
	"(global $__stack_pointer (mut i32) (i32.const 65536))"

#define SLOTS                                                                \
	"(func (export \"__externref_table_alloc\") (result i32)"             \
	" (call $grow (i32.const 1)))"                                        \
	"(func (export \"__externref_table_dealloc\") (param i32)"            \
	" (if (i32.ge_u (local.get 0) (call $statics_end))"                   \
	"  (then (call $set_null (local.get 0)))))"

#define IMPORT(name, type)                                                   \
	"(import \"__wbindgen_placeholder__\" \"" name "\" (func $" name      \
	" " type "))"

/* ---- imports ---- */

static void test_import_references(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" IMPORT("take", "(param i32 i32 i64) (result i32)")
			  RUN_TIME MEMORY SLOTS
		  "(table 2 funcref) (elem (i32.const 0) $take)"
		  "(elem declare func $take)"
		  "(func $use (export \"use\") (result i32)"
		  " (drop (ref.func $take))"
		  " (call $take (i32.const 1) (i32.const 2) (i64.const 3)))"
		  "(func (export \"indirect\") (result i32) (call_indirect"
		  " (param i32 i32 i64) (result i32)"
		  " (i32.const 1) (i32.const 2) (i64.const 3) (i32.const 0))))");
	add(&f, UP_ADAPTER_IMPORT, "take", "take_of_crate", "rbl", "r");
	check_rewired(&f);
	check_signature(find_import(&f, "take_of_crate"), "rrl", "r");
	check_signature(BinaryenGetFunction(f.module, "take"), "iil", "i");
	/* The given one frees its slot, the lent one does not. */
	check_order(&f, "take",
		    (const char *[]){
			    "call $values.put ", "call $import.take_of_crate",
			    "call $values.take (local.get $0)",
			    "table.get $__wbindgen_externrefs "
			    "(local.get $1)",
			    "local.get $2", NULL});
	check_code(&f, "use", "call $take ");
	check_code(&f, "use", "ref.func $take");
	finish(&f);
}

static void test_import_results(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" IMPORT("many", "(param i32 f32)") MEMORY
		  "(func (export \"use\")"
		  " (call $many (i32.const 16) (f32.const 1))))");
	add(&f, UP_ADAPTER_IMPORT, "many", "many", "f", "ilfdi");
	check_rewired(&f);
	check_signature(find_import(&f, "many"), "f", "ilfdi");
	check_order(&f, "many",
		    (const char *[]){"call $import.many (local.get $1)",
				     "i32.store ", "i64.store offset=8 ",
				     "f32.store offset=16 ",
				     "f64.store offset=24 ",
				     "i32.store offset=32 ", NULL});
	assert_null(BinaryenGetTable(f.module, UP_BINDGEN_TABLE));
	finish(&f);
}

/* The same words at the border: only the names change. */
static void test_import_plain(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" IMPORT("plain", "(param i32) (result f64)") IMPORT(
			  "value", "(param i32) (result i32)")
		  "(import \"env\" \"own\" (func $own))"
		  "(func (export \"use\") (call $own)"
		  " (drop (call $plain (call $value (i32.const 1))))))");
	f.adapters.references = false;
	add(&f, UP_ADAPTER_IMPORT, "plain", "plain", "i", "d");
	add(&f, UP_ADAPTER_IMPORT, "value", "value", "b", "r");
	check_rewired(&f);
	check_signature(find_import(&f, "plain"), "i", "d");
	check_signature(find_import(&f, "value"), "i", "i");
	assert_string_equal("env", BinaryenFunctionImportGetModule(
					   BinaryenGetFunction(f.module,
							       "own")));
	assert_null(BinaryenGetTable(f.module, UP_BINDGEN_TABLE));
	finish(&f);
}

/* What the linker left twice is of one adapter. */
static void test_import_twins(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module"
		  "(import \"__wbindgen_placeholder__\" \"same\""
		  " (func $one (param i32)))"
		  "(import \"__wbindgen_placeholder__\" \"same\""
		  " (func $other (param i32)))" RUN_TIME MEMORY SLOTS
		  "(func (export \"use\")"
		  " (call $one (i32.const 1)) (call $other (i32.const 2))))");
	add(&f, UP_ADAPTER_IMPORT, "one", "same", "r", "");
	/* Two programs may speak of one import. */
	add(&f, UP_ADAPTER_IMPORT, "one", "same", "r", "");
	check_rewired(&f);
	check_code(&f, "one", "call $import.same ");
	check_code(&f, "other", "call $import.same' ");
	finish(&f);
}

static void test_generics(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" IMPORT("__wbindgen_describe", "(param i32)")
			  IMPORT("__wbindgen_describe_cast",
				 "(param i32 i32) (result i32)")
				  RUN_TIME MEMORY SLOTS
		  "(func $cast (param i32 i32) (result i32) (local i64)"
		  " (call $says) (call $__wbindgen_describe_cast"
		  "  (i32.const 0) (i32.const 0)))"
		  "(func $says (call $__wbindgen_describe (i32.const 3)))"
		  "(table 1 funcref) (elem (i32.const 0) $cast)"
		  "(func (export \"use\") (result i32)"
		  " (call $cast (i32.const 1) (i32.const 2))))");
	add(&f, UP_ADAPTER_CAST, "cast", "cast_1", "ii", "r");
	check_rewired(&f);
	check_signature(find_import(&f, "cast_1"), "ii", "r");
	check_code(&f, "cast", "call $import.cast_1");
	assert_null(BinaryenGetFunction(f.module, "says"));
	assert_null(BinaryenGetFunction(f.module, "__wbindgen_describe"));
	finish(&f);
}

/* ---- exports ---- */

#define EXPORT(name, type, body)                                             \
	"(func $" name " (export \"" name "\") " type " " body ")"

static void test_export_references(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" RUN_TIME MEMORY SLOTS EXPORT(
			  "get", "(param i32 i32 i32 f64) (result i32)",
			  "(local.get 0)")
		  "(func $use (export \"use\") (result i32) (call $get"
		  " (i32.const 1) (i32.const 2) (i32.const 3) (f64.const 4)))"
		  ")");
	add(&f, UP_ADAPTER_EXPORT, "get", "get", "rbbd", "r");
	check_rewired(&f);
	check_signature(exported(&f, "get"), "rrrd", "r");
	check_signature(BinaryenGetFunction(f.module, "get"), "iiid", "i");
	check_order(&f, "export.get",
		    (const char *[]){
			    "call $values.lend (local.get $1)",
			    "call $values.lend (local.get $2)",
			    "call $get ",
			    "call $values.put (local.get $0)",
			    "local.get $5", "local.get $6",
			    "call $values.end (local.get $6)",
			    "call $values.end (local.get $5)",
			    "call $values.take ", NULL});
	/* Nothing is caught where nothing can be. */
	check_no_code(&f, "export.get", "try");
	check_code(&f, "values.lend", "i32.const 1)");
	check_code(&f, "values.end", "i32.const 1024)");
	/* Calls inside go to the original. */
	check_code(&f, "use", "call $get ");
	finish(&f);
}

/* What is lent comes back also when the callee leaves by an exception. */
static void test_export_guards(void **state)
{
	static const char *const bodies[] = {
		"(try (do (nop)) (catch_all (nop)))",
		"(block $b (try_table (catch_all $b) (nop)))",
		"",
	};
	static const char *const guards[] = {"(try", "(try_table", "(try"};
	static const char *const ways_on[] = {"(rethrow", "(throw_ref",
					      "(rethrow"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct up_buf text = {0};
		struct fixture f;

		up_buf_printf(&text,
			      "(module %s (tag $tag (param i32)) %s"
			      "(func $get (export \"get\") (param i32)"
			      " (throw $tag (i32.const 1)))"
			      "(func $other (export \"other\") (param i32))"
			      "(func (export \"use\") %s))",
			      RUN_TIME MEMORY, SLOTS, bodies[i]);
		parse(&f, text.bytes);
		add(&f, UP_ADAPTER_EXPORT, "get", "get", "b", "");
		add(&f, UP_ADAPTER_EXPORT, "other", "other", "r", "");
		check_rewired(&f);
		check_code(&f, "export.get", guards[i]);
		check_code(&f, "export.get", ways_on[i]);
		/* What is given is the callee's to free. */
		check_no_code(&f, "export.other", "try");
		finish(&f);
		up_buf_finish(&text);
	}
}

/* Calls that wait do not end in the order of a stack. */
static void test_export_suspends(void **state)
{
	struct up_bindgen_export export_ = {.function.jspi = true};
	struct fixture f;

	(void)state;
	parse(&f, "(module" RUN_TIME MEMORY SLOTS EXPORT(
			  "waits", "(param i32)", "(nop)") ")");
	add(&f, UP_ADAPTER_EXPORT, "waits", "waits", "b", "")->export_ =
		&export_;
	check_rewired(&f);
	check_code(&f, "export.waits", "call $values.put ");
	check_code(&f, "export.waits", "call $values.end ");
	finish(&f);
}

static void test_export_results(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" MEMORY EXPORT(
			  "many", "(param i32 i32)",
			  "(i64.store offset=8 (local.get 0) (i64.const 2))")
		  ")");
	add(&f, UP_ADAPTER_EXPORT, "many", "manyOf", "i", "ildi");
	check_rewired(&f);
	assert_null(BinaryenGetExport(f.module, "export.many"));
	check_signature(exported(&f, "manyOf"), "i", "ildi");
	check_order(&f, "export.manyOf",
		    (const char *[]){"i32.sub ", "i32.const 32)",
				     "call $many ", "i32.load ",
				     "i64.load offset=8 ",
				     "f64.load offset=16 ",
				     "i32.load offset=24 ", "i32.add ",
				     "i32.const 32)", "tuple.make 4", NULL});
	finish(&f);
}

/* The linker merges functions with the same code: each has its own words. */
static void test_export_merged(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module" RUN_TIME MEMORY SLOTS
		  "(func $same (export \"a\") (export \"b\") (param i32)"
		  " (result i32) (local.get 0)))");
	add(&f, UP_ADAPTER_EXPORT, "same", "a", "r", "i");
	add(&f, UP_ADAPTER_GETTER, "same", "b", "i", "r");
	add(&f, UP_ADAPTER_CLOSURE, "same", "c", "i", "i");
	check_rewired(&f);
	check_signature(exported(&f, "a"), "r", "i");
	check_signature(exported(&f, "b"), "i", "r");
	assert_string_equal("same", BinaryenFunctionGetName(exported(&f, "c")));
	finish(&f);
}

/* ---- intrinsics ---- */

#define CLONES                                                               \
	"(module" IMPORT("__wbindgen_object_clone_ref",                       \
			 "(param i32) (result i32)")                          \
		IMPORT("__wbindgen_object_drop_ref", "(param i32)")           \
	RUN_TIME MEMORY SLOTS                                                 \
	"(func (export \"use\") (call $__wbindgen_object_drop_ref"            \
	" (call $__wbindgen_object_clone_ref (i32.const 9)))))"

static void add_clones(struct fixture *f)
{
	add(f, UP_ADAPTER_INTRINSIC, "__wbindgen_object_clone_ref",
	    "__wbindgen_object_clone_ref", "i", "i");
	add(f, UP_ADAPTER_INTRINSIC, "__wbindgen_object_drop_ref",
	    "__wbindgen_object_drop_ref", "i", "");
}

static void test_intrinsics(void **state)
{
	struct up_ir_table table;
	struct fixture f;

	(void)state;
	parse(&f, CLONES);
	add_clones(&f);
	check_rewired(&f);
	assert_null(find_import(&f, "__wbindgen_object_clone_ref"));
	check_code(&f, "__wbindgen_object_clone_ref",
		   "call $values.put (table.get");
	check_code(&f, "grow", "table.grow $__wbindgen_externrefs");
	check_code(&f, "set_null", "table.set $__wbindgen_externrefs");
	check_code(&f, "statics_end", "i32.const 1028");
	table = up_ir_table_at(f.module, 0);
	assert_int_equal(1028, table.initial);
	assert_true(table.type == BinaryenTypeExternref());
	assert_null(BinaryenGetExport(f.module, UP_BINDGEN_TABLE));
	finish(&f);
}

/* Without references they are JavaScript's. */
static void test_intrinsics_heap(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, CLONES);
	f.adapters.references = false;
	add_clones(&f);
	check_rewired(&f);
	check_signature(find_import(&f, "__wbindgen_object_clone_ref"), "i",
			"i");
	check_signature(find_import(&f, "__wbindgen_object_drop_ref"), "i", "");
	assert_null(BinaryenGetFunction(f.module, "grow"));
	assert_null(BinaryenGetStart(f.module));
	finish(&f);
}

static void test_first_value(void **state)
{
	static const struct {
		const char *release;
		uint32_t first;
	} all[] = {
		{"0.2.107", 128},  {"0.2.108", 128},
		{"0.2.108 (abc)", 128}, {"0.2.109", 1024},
		{"0.2.1080", 1024}, {"0.2.130", 1024},
	};
	struct up_bindgen bindgen = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		bindgen.programs.version = (struct up_raw_name){
			all[i].release, strlen(all[i].release)};
		assert_int_equal(all[i].first,
				 up_bindgen_first_value(&bindgen));
	}
}

/* ---- start ---- */

#define STARTS                                                               \
	"(module" RUN_TIME MEMORY SLOTS                                       \
	"(global $n (mut i32) (i32.const 0))"                                 \
	"(func $old (global.set $n (i32.const 1))) (start $old)"              \
	"(func $first (export \"first\") (global.set $n (i32.const 2)))"      \
	"(func $second (export \"second\") (global.set $n (i32.const 3)))"    \
	"(func $main (export \"main\") (param i32 i32) (result i32)"          \
	" (global.set $n (local.get 0)) (local.get 0)))"

static void test_start(void **state)
{
	struct up_bindgen_export exports[2] = {
		{.start = UP_BINDGEN_START,
		 .symbol = {.name = "first", .function = "first"}},
		{.start = UP_BINDGEN_START_PRIVATE,
		 .symbol = {.name = "second", .function = "second"}},
	};
	struct fixture f;

	(void)state;
	parse(&f, STARTS);
	f.program.exports = exports;
	f.program.export_count = 2;
	f.needed[0] = UP_BINDGEN_TABLE;
	add(&f, UP_ADAPTER_EXPORT, "first", "first", "", "")->export_ =
		&exports[0];
	add(&f, UP_ADAPTER_EXPORT, "second", "second", "", "")->export_ =
		&exports[1];
	check_rewired(&f);
	assert_non_null(find_import(&f, UP_BINDGEN_INIT));
	check_order(&f, BinaryenFunctionGetName(BinaryenGetStart(f.module)),
		    (const char *[]){"call $import." UP_BINDGEN_INIT,
				     "call $bindings.start", NULL});
	check_order(&f, "bindings.start",
		    (const char *[]){"call $old", "call $first",
				     "call $second", NULL});
	assert_non_null(exported(&f, "first"));
	assert_null(BinaryenGetExport(f.module, "second"));
	check_no_code(&f, "bindings.start", "call $main");
	finish(&f);
}

static void test_start_main(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, STARTS);
	check_rewired(&f);
	check_order(&f, BinaryenFunctionGetName(BinaryenGetStart(f.module)),
		    (const char *[]){"call $old", "call $main ", NULL});
	/* Nothing uses the table, so nothing fills it. */
	assert_null(find_import(&f, UP_BINDGEN_INIT));
	finish(&f);

	/* An export of the crate that is called so is none. */
	parse(&f, STARTS);
	add(&f, UP_ADAPTER_EXPORT, "main", "main", "ii", "i");
	check_rewired(&f);
	check_no_code(&f, BinaryenFunctionGetName(BinaryenGetStart(f.module)),
		      "call $main");
	finish(&f);
}

static void test_start_refused(void **state)
{
	struct up_bindgen_export export_ = {
		.start = UP_BINDGEN_START,
		.symbol = {.name = "main", .function = "main"},
	};
	struct fixture f;

	(void)state;
	parse(&f, STARTS);
	f.program.exports = &export_;
	f.program.export_count = 1;
	check_refused(&f, "start function 'main'");
}

/* ---- what goes and what stays ---- */

static void test_exports_kept(void **state)
{
	struct up_bindgen_export export_ = {.symbol = {.name = "api_hash"}};
	const char *describers[] = {"__wbindgen_describe_api"};
	struct fixture f;

	(void)state;
	parse(&f, "(module" IMPORT("__wbindgen_describe", "(param i32)")
			  MEMORY
		  "(table $functions 1 funcref)"
		  "(global $end i32 (i32.const 8))"
		  "(export \"__heap_base\" (global $end))"
		  "(export \"__instance_terminated\" (global $end))"
		  "(export \"my_global\" (global $end))"
		  "(func (export \"__wbindgen_describe_api\")"
		  " (call $__wbindgen_describe (i32.const 1)))"
		  "(func $malloc (export \"__wbindgen_malloc\") (param i32 i32)"
		  " (result i32) (i32.const 0))"
		  "(func (export \"__wbindgen_free\") (param i32 i32 i32))"
		  "(func (export \"__externref_drop_slice\") (param i32 i32))"
		  "(func (export \"no_mangle\"))"
		  "(func $api (export \"api_hash\")))");
	BinaryenAddCustomSection(f.module, "__wasm_bindgen_unstable", "x", 1);
	BinaryenAddCustomSection(f.module, "mine", "x", 1);
	f.bindgen.describers = describers;
	f.bindgen.describer_count = 1;
	f.needed[0] = "__wbindgen_malloc";
	f.needed[1] = "__indirect_function_table";
	f.needed[2] = "memory";
	add(&f, UP_ADAPTER_EXPORT, "api", "api", "", "")->export_ = &export_;
	check_rewired(&f);
	assert_non_null(exported(&f, "__wbindgen_malloc"));
	assert_non_null(exported(&f, "no_mangle"));
	assert_non_null(exported(&f, "api"));
	assert_non_null(BinaryenGetExport(f.module, "my_global"));
	assert_non_null(BinaryenGetExport(f.module, "memory"));
	assert_string_equal("functions",
			    BinaryenExportGetValue(BinaryenGetExport(
				    f.module, "__indirect_function_table")));
	assert_int_equal(6, BinaryenGetNumExports(f.module));
	assert_null(BinaryenGetFunction(f.module, "__wbindgen_describe"));
	finish(&f);
}

static void test_sections(void **state)
{
	struct up_buf bytes = {0};
	struct fixture f;

	(void)state;
	parse(&f, "(module" MEMORY ")");
	BinaryenAddCustomSection(f.module, "__wasm_bindgen_unstable", "x", 1);
	BinaryenAddCustomSection(f.module, "mine", "x", 1);
	check_rewired(&f);
	assert_int_equal(0, up_ir_write(f.module, &(struct up_ir_writing){.names = true}, &bytes, &f.record.report));
	assert_null(memmem(bytes.bytes, bytes.size, "__wasm_bindgen", 14));
	assert_non_null(memmem(bytes.bytes, bytes.size, "mine", 4));
	up_buf_finish(&bytes);
	finish(&f);
}

/* ---- what does not fit ---- */

static void test_refused(void **state)
{
	struct fixture f;

	(void)state;
	/* No run time that would keep values. */
	parse(&f, "(module" MEMORY EXPORT("get", "(param i32)", "(nop)") ")");
	add(&f, UP_ADAPTER_EXPORT, "get", "get", "r", "");
	check_refused(&f, "'__externref_table_alloc'");

	parse(&f, "(module" IMPORT("take", "(param i32)") MEMORY
		  "(func (export \"use\") (call $take (i32.const 1))))");
	add(&f, UP_ADAPTER_IMPORT, "take", "take", "r", "");
	check_refused(&f, "'__externref_table_dealloc'");

	/* One that has the name and nothing else of it. */
	parse(&f, "(module" MEMORY EXPORT("get", "(param i32)", "(nop)")
		  "(func (export \"__externref_table_alloc\")))");
	add(&f, UP_ADAPTER_EXPORT, "get", "get", "b", "");
	check_refused(&f, "'__externref_table_alloc'");

	/* No stack, no memory. */
	parse(&f, "(module (memory 1)" EXPORT("two", "(param i32)", "(nop)")
		  ")");
	add(&f, UP_ADAPTER_EXPORT, "two", "two", "", "ii");
	check_refused(&f, "__stack_pointer");
	parse(&f, "(module" IMPORT("two", "(param i32)")
		  "(func (export \"use\") (call $two (i32.const 1))))");
	add(&f, UP_ADAPTER_IMPORT, "two", "two", "", "ii");
	check_refused(&f, "no memory");

	/* Other words than the function has. */
	parse(&f, "(module" MEMORY EXPORT("get", "(param i32)", "(nop)") ")");
	add(&f, UP_ADAPTER_EXPORT, "get", "get", "l", "");
	check_refused(&f, "'get' takes or returns something else");
	parse(&f, "(module" IMPORT("take", "(param i32)") ")");
	add(&f, UP_ADAPTER_IMPORT, "take", "take", "i", "i");
	check_refused(&f, "'take' takes or returns something else");
	parse(&f, "(module" MEMORY ")");
	add(&f, UP_ADAPTER_EXPORT, "none", "none", "", "");
	check_refused(&f, "'none' that it does not have");
}

static void test_refused_names(void **state)
{
	struct fixture f;

	(void)state;
	/* Two things of one name. */
	parse(&f, "(module" MEMORY "(func $a (export \"plain\"))"
		  "(func $b))");
	add(&f, UP_ADAPTER_EXPORT, "b", "plain", "", "");
	check_refused(&f, "two exports with the name 'plain'");

	/* What is needed and cannot be made. */
	parse(&f, "(module" MEMORY ")");
	f.needed[0] = "__wbindgen_malloc";
	check_refused(&f, "'__wbindgen_malloc'");

	/* An import that nothing explains. */
	parse(&f, "(module" IMPORT("__wbindgen_new_thing", "")
		  "(func (export \"use\") (call $__wbindgen_new_thing)))");
	check_refused(&f, "'__wbindgen_new_thing'");

	/* An intrinsic that has changed. */
	parse(&f, "(module" IMPORT("__wbindgen_object_drop_ref", "(param i64)")
		  ")");
	check_refused(&f, "'__wbindgen_object_drop_ref'");
}

#define HANDLER(code)                                                         \
	"(module" MEMORY "(table $t 1 funcref) (elem (i32.const 0) $set)"      \
	"(type $plain (func))"                                                 \
	"(global $a i32 (i32.const 64)) (export \"__abort_handler\" (global $a))" \
	"(func $set (export \"set\")" code "(call_indirect (type $plain) (i32.const 0))))"

/* What calls the crate's own handler of aborts, where that can have been set. */
static void test_abort_handler(void **state)
{
	static const char *const setting[] = {
		HANDLER("(i32.store (i32.const 64) (i32.const 0))"),
		HANDLER("(i32.store offset=60 (i32.const 4) (i32.const 0))"),
	};
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		parse(&f, setting[i]);
		check_rewired(&f);
		assert_non_null(BinaryenGetFunction(f.module,
						    UP_BINDGEN_ABORT_HANDLER));
		assert_null(BinaryenGetExport(f.module,
					      UP_BINDGEN_ABORT_HANDLER));
		finish(&f);
	}
	parse(&f, HANDLER("(i32.store (i32.const 60) (i32.const 0))"));
	check_rewired(&f);
	assert_null(BinaryenGetFunction(f.module, UP_BINDGEN_ABORT_HANDLER));
	finish(&f);
}

static void test_refused_memories(void **state)
{
	struct fixture f;

	(void)state;
	parse(&f, "(module (memory 1 2 shared))");
	check_refused(&f, "build the crate without atomics");
	parse(&f, "(module (memory i64 1))");
	check_refused(&f, "64-bit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_import_references),
		cmocka_unit_test(test_import_results),
		cmocka_unit_test(test_import_plain),
		cmocka_unit_test(test_import_twins),
		cmocka_unit_test(test_generics),
		cmocka_unit_test(test_export_references),
		cmocka_unit_test(test_export_guards),
		cmocka_unit_test(test_export_suspends),
		cmocka_unit_test(test_export_results),
		cmocka_unit_test(test_export_merged),
		cmocka_unit_test(test_intrinsics),
		cmocka_unit_test(test_intrinsics_heap),
		cmocka_unit_test(test_first_value),
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_start_main),
		cmocka_unit_test(test_start_refused),
		cmocka_unit_test(test_exports_kept),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_abort_handler),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_refused_names),
		cmocka_unit_test(test_refused_memories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
