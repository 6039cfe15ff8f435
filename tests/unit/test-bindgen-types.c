/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The TypeScript of bindings. With arguments it prints that of a module instead,
 * for tests/bindgen/types-compare.mjs and to look at:
 *
 *     test-bindgen-types types|init|raw|jsdoc|scripts FILE
 */

#include "bindgen/types/docs.h"
#include "bindgen/types/idents.h"
#include "bindgen/types/types.h"
#include "check.h"
#include "ir/ir.h"
#include "wasm/module.h"

/* ---- a crate made by hand ---- */

#define TEXT(text) {text, sizeof(text) - 1}
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct up_bindgen_type u8_type = {.kind = UP_TYPE_U8};
static const struct up_bindgen_type bool_type = {.kind = UP_TYPE_BOOLEAN};
static const struct up_bindgen_type any_type = {.kind = UP_TYPE_EXTERNREF};

/* A type around another; leaves that one alone. */
#define AROUND(kind_, inner)                                              \
	{.kind = (kind_),                                                 \
	 .items = (struct up_bindgen_type *)(uintptr_t)(inner),           \
	 .item_count = 1}

static const struct up_bindgen_type bytes_type =
	AROUND(UP_TYPE_VECTOR, &u8_type);
static const struct up_bindgen_type slice_type =
	AROUND(UP_TYPE_SLICE, &u8_type);
static const struct up_bindgen_type color_type = {
	.kind = UP_TYPE_ENUM,
	.name = TEXT("Color"),
	.crate = TEXT("b-2"),
	.module_hash = 0x811c9dc5,
};

struct crate {
	struct up_bindgen bindgen;
	struct up_bindgen_program programs[2];
	struct up_adapters adapters;
	struct up_bindgen_names names;
	struct check_report record;
};

static void crate_init(struct crate *crate)
{
	*crate = (struct crate){
		.programs = {{.crate = TEXT("a-1")}, {.crate = TEXT("b-2")}},
		.bindgen.programs = {
			.schema = &up_bindgen_schemas[0],
			.count = 2,
		},
	};
	crate->bindgen.programs.items = crate->programs;
	check_report_init(&crate->record);
}

static int crate_name(struct crate *crate)
{
	return up_bindgen_names_init(&crate->names, &crate->bindgen,
				     &crate->adapters, &crate->record.report);
}

/* ---- types ---- */

static void check_type(const struct crate *crate,
		       const struct up_bindgen_type *type,
		       enum up_direction direction, const char *expected)
{
	const struct up_ts ts = {.names = &crate->names,
				 .typed_array_buffers = true};
	struct up_buf text = {0};

	up_bindgen_ts_type(&ts, type, direction, &text);
	assert_string_equal(text.bytes, expected);
	up_buf_finish(&text);
}

static void test_types(void **state)
{
	const struct up_bindgen_type option = AROUND(UP_TYPE_OPTION, &bool_type);
	const struct up_bindgen_type nullable =
		AROUND(UP_TYPE_NULLABLE, &bool_type);
	const struct up_bindgen_type both = AROUND(UP_TYPE_OPTION, &nullable);
	const struct up_bindgen_type lent = AROUND(UP_TYPE_REF, &slice_type);
	const struct up_bindgen_type written =
		AROUND(UP_TYPE_REF_MUT, &slice_type);
	const struct up_bindgen_type clamped =
		AROUND(UP_TYPE_CLAMPED, &bytes_type);
	const struct up_bindgen_type anything =
		AROUND(UP_TYPE_VECTOR, &any_type);
	const struct up_bindgen_type pairs = {
		.kind = UP_TYPE_NAMED_EXTERNREF,
		.name = TEXT("[string, number]"),
	};
	const struct up_bindgen_type many = AROUND(UP_TYPE_VECTOR, &pairs);
	const struct up_bindgen_type answer = AROUND(UP_TYPE_RESULT, &bytes_type);
	struct crate crate;

	(void)state;
	crate_init(&crate);
	assert_int_equal(0, crate_name(&crate));
	check_type(&crate, &option, UP_INTO_RUST, "boolean | null | undefined");
	check_type(&crate, &option, UP_OUT_OF_RUST, "boolean | undefined");
	check_type(&crate, &nullable, UP_INTO_RUST, "boolean | null");
	check_type(&crate, &both, UP_OUT_OF_RUST, "boolean | null | undefined");
	check_type(&crate, &lent, UP_INTO_RUST, "Uint8Array | number[]");
	check_type(&crate, &written, UP_INTO_RUST, "Uint8Array");
	check_type(&crate, &clamped, UP_INTO_RUST, "Uint8ClampedArray");
	check_type(&crate, &anything, UP_INTO_RUST, "any[]");
	check_type(&crate, &many, UP_OUT_OF_RUST, "([string, number])[]");
	check_type(&crate, &answer, UP_OUT_OF_RUST, "Uint8Array<ArrayBuffer>");
	/* A type that no program defines keeps its name. */
	check_type(&crate, &color_type, UP_OUT_OF_RUST, "Color");
	up_bindgen_names_finish(&crate.names);
}

/* ---- names ---- */

static void test_idents(void **state)
{
	static const struct {
		const char *text;
		const char *ident;
		bool valid;
	} cases[] = {
		{"plain$_1", "plain$_1", true},
		{"1st", "_st", false},
		{"a-b", "a_b", false},
		{"delete", "_delete", true},
		{"Über", "Über", true},
		{"größe2", "größe2", true},
		{"名前", "名前", true},
		{"a·b", "a·b", true},
		{"·b", "_b", false},
		{"a\xe2\x80\xa8" "b", "a_b", false}, /* a line separator */
		{"\xf0\x9f\xa6\x80", "_", false}, /* a crab */
		{"\xff", "_", false},
		{"", "_", false},
	};
	struct up_arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t size = strlen(cases[i].text);

		assert_string_equal(up_ts_ident(&arena, cases[i].text, size),
				    cases[i].ident);
		assert_int_equal(up_ts_ident_valid(cases[i].text, size),
				 cases[i].valid);
	}
	up_arena_finish(&arena);
}

/* Crates that know nothing of each other each have a private Color. */
/* Names that mean something in an import, or in a class. */
static void test_members(void **state)
{
	static const struct {
		const char *text;
		const char *key; /* in a class */
		bool path;
		bool symbol;
	} cases[] = {
		{"a", "a", true, false},
		{"a.größe.$", "'a.größe.$'", true, false},
		{"", "''", false, false},
		{".", "'.'", false, false},
		{"a.", "'a.'", false, false},
		{"a..b", "'a..b'", false, false},
		{"a.1", "'a.1'", false, false},
		{"a b", "'a b'", false, false},
		{"12", "12", false, false},
		{"constructor", "['constructor']", true, false},
		{"[Symbol.iterator]", "[Symbol.iterator]", false, true},
		{"[Symbol.]", "'[Symbol.]'", false, false},
		{"[Symbol.a](){}, [b]", "'[Symbol.a](){}, [b]'", false, false},
		{"[a]", "'[a]'", false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t size = strlen(cases[i].text);
		struct up_buf key = {0};

		up_ts_class_key(&key, cases[i].text, size);
		assert_string_equal(key.bytes, cases[i].key);
		up_buf_finish(&key);
		assert_int_equal(up_ts_path_valid(cases[i].text, size),
				 cases[i].path);
		assert_int_equal(up_ts_is_symbol(cases[i].text, size),
				 cases[i].symbol);
	}
}

static void test_private_names(void **state)
{
	struct up_bindgen_enum colors[2] = {
		{.name = TEXT("Color"), .is_private = true, .typescript = true},
		{.name = TEXT("Color"), .is_private = true, .typescript = true},
	};
	struct crate crate;

	(void)state;
	crate_init(&crate);
	for (int i = 0; i < 2; i++) {
		crate.programs[i].enums = &colors[i];
		crate.programs[i].enum_count = 1;
	}
	assert_int_equal(0, crate_name(&crate));
	assert_string_equal(up_bindgen_names_of(&crate.names, &colors[0])->local,
			    "Color");
	assert_string_equal(up_bindgen_names_of(&crate.names, &colors[1])->local,
			    "Color2");
	check_type(&crate, &color_type, UP_INTO_RUST, "Color2");
	up_bindgen_names_finish(&crate.names);

	/* The one that is public has the name, be it the last. */
	colors[1].is_private = false;
	assert_int_equal(0, crate_name(&crate));
	check_type(&crate, &color_type, UP_INTO_RUST, "Color");
	up_bindgen_names_finish(&crate.names);

	colors[0].is_private = false;
	assert_int_equal(-1, crate_name(&crate));
	check_contains(crate.record.message, "'Color' is exported more than once");
	check_contains(crate.record.message, "a-1 and b-2");
}

/* Code that is generated twice writes down its things twice. */
static void test_repeated(void **state)
{
	struct up_bindgen_class classes[2] = {
		{.name = TEXT("Thing"), .typescript = true},
		{.name = TEXT("Thing"), .typescript = true},
	};
	struct crate crate;

	(void)state;
	crate_init(&crate);
	crate.programs[0].classes = classes;
	crate.programs[0].class_count = 2;
	assert_int_equal(0, crate_name(&crate));
	assert_ptr_equal(up_bindgen_names_of(&crate.names, &classes[0]),
			 up_bindgen_names_of(&crate.names, &classes[1]));
	up_bindgen_names_finish(&crate.names);
}

/* An import that JavaScript knows by its name is not hidden. */
static void test_globals(void **state)
{
	struct up_bindgen_import import = {
		.kind = UP_BINDGEN_IMPORT_TYPE,
		.type.name = TEXT("Array"),
	};
	struct up_adapter adapter = {
		.role = UP_ADAPTER_INSTANCEOF,
		.import = &import,
	};
	struct up_bindgen_class class_ = {.name = TEXT("Array")};
	const struct up_bindgen_item *item;
	struct crate crate;

	(void)state;
	crate_init(&crate);
	crate.programs[0].classes = &class_;
	crate.programs[0].class_count = 1;
	crate.adapters = (struct up_adapters){.items = &adapter, .count = 1};
	assert_int_equal(0, crate_name(&crate));
	item = up_bindgen_names_of(&crate.names, &class_);
	assert_string_equal(item->local, "Array2");
	assert_string_equal(item->exported, "Array");
	up_bindgen_names_finish(&crate.names);
}

/* ---- comments ---- */

static void test_docs(void **state)
{
	static const struct up_raw_name texts[] = {
		TEXT(" One"),
		TEXT(""),
		TEXT("two\r\nthree */ /* four"),
	};
	struct up_docs docs = {0};
	struct up_arena arena = {0};
	struct up_buf out = {0};

	(void)state;
	up_docs_print(&docs, "", &out);
	assert_int_equal(out.size, 0);
	up_docs_add(&docs, &arena, texts, COUNT(texts));
	up_docs_print(&docs, "\t", &out);
	up_bindgen_print_comment(texts, 1, "", &out);
	assert_string_equal(out.bytes, "\t/**\n\t * One\n\t *\n\t * two\n"
				       "\t * three *\\/ /* four\n\t */\n"
				       "/**\n * One\n */\n");
	up_buf_finish(&out);
	up_arena_finish(&arena);
}

/* ---- whole declarations ---- */

static struct up_bindgen_type signature_items[] = {
	{.kind = UP_TYPE_OPTION},
	{.kind = UP_TYPE_UNIT},
	{.kind = UP_TYPE_UNIT},
};
static const struct up_bindgen_type signature = {
	.kind = UP_TYPE_FUNCTION,
	.items = signature_items,
	.item_count = COUNT(signature_items),
};
static struct up_bindgen_argument argument = {.name = TEXT("on")};

static struct up_adapter exported(struct up_bindgen_export *export_)
{
	signature_items[0].items = (struct up_bindgen_type *)(uintptr_t)&bool_type;
	signature_items[0].item_count = 1;
	export_->function.arguments = &argument;
	export_->function.argument_count = 1;
	export_->function.typescript = true;
	return (struct up_adapter){
		.role = UP_ADAPTER_EXPORT,
		.name = "symbol",
		.type = &signature,
		.export_ = export_,
	};
}

static void print_crate(struct crate *crate, bool in_namespace,
			struct up_buf *out)
{
	const struct up_bindgen_types_options options = {
		.in_namespace = in_namespace,
	};
	struct up_bindgen_entry entries;

	assert_int_equal(0, crate_name(crate));
	assert_int_equal(0, up_bindgen_exports_init(&entries, &crate->names,
						    &crate->adapters,
						    &crate->record.report));
	up_bindgen_exports_rename(&entries, "old", "later");
	assert_int_equal(0, up_bindgen_print_types(&crate->names, &entries,
						   &crate->adapters, &options,
						   &crate->record.report, out));
	up_bindgen_names_finish(&crate->names);
}

static void test_renamed_exports(void **state)
{
	struct up_bindgen_export exports[] = {
		{.function.name = TEXT("delete")},
		{.function.name = TEXT("kebab-case")},
		{.function.name = TEXT("default")},
		{.function.name = TEXT("old")},
	};
	struct up_adapter adapters[COUNT(exports)];
	struct up_buf out = {0};
	struct crate crate;

	(void)state;
	crate_init(&crate);
	for (size_t i = 0; i < COUNT(exports); i++)
		adapters[i] = exported(&exports[i]);
	crate.adapters =
		(struct up_adapters){.items = adapters, .count = COUNT(adapters)};
	print_crate(&crate, false, &out);
	check_contains(out.bytes,
		       "declare function _delete(on?: boolean | null): void;\n"
		       "export { _delete as delete };\n");
	check_contains(out.bytes, "export { kebab_case as 'kebab-case' };\n");
	check_contains(out.bytes, "export default _default;\n");
	check_contains(out.bytes, "export { old as later };\n");
	up_buf_finish(&out);

	/* A namespace has no such exports. */
	print_crate(&crate, true, &out);
	assert_null(strstr(out.bytes, "declare"));
	assert_null(strstr(out.bytes, "export {"));
	assert_null(strstr(out.bytes, "export default"));
	check_contains(out.bytes, "export const later: typeof old;\n");
	up_buf_finish(&out);
}

static void test_two_of_a_name(void **state)
{
	struct up_bindgen_class class_ = {.name = TEXT("both")};
	struct up_bindgen_export export_ = {.function.name = TEXT("both")};
	struct up_adapter adapter = exported(&export_);
	struct up_bindgen_entry entries;
	struct crate crate;

	(void)state;
	crate_init(&crate);
	crate.programs[0].classes = &class_;
	crate.programs[0].class_count = 1;
	crate.adapters = (struct up_adapters){.items = &adapter, .count = 1};
	assert_int_equal(0, crate_name(&crate));
	assert_int_equal(-1, up_bindgen_exports_init(&entries, &crate.names,
						     &crate.adapters,
						     &crate.record.report));
	check_contains(crate.record.message, "two things are exported as 'both'");
	up_bindgen_names_finish(&crate.names);
}

/* A setter takes null for none, and a getter never gives it. */
static void test_properties(void **state)
{
	static const struct up_raw_name inner[] = {TEXT("deep")};
	struct up_bindgen_type option = AROUND(UP_TYPE_OPTION, &bool_type);
	struct up_bindgen_field fields[] = {
		{.name = TEXT("maybe"), .typescript = true},
		{.name = TEXT("0"), .typescript = true},
	};
	struct up_bindgen_class class_ = {
		.name = TEXT("Tuple"),
		.fields = fields,
		.field_count = COUNT(fields),
		.typescript = true,
		.js_namespace = (struct up_raw_name *)(uintptr_t)inner,
		.js_namespace_count = 1,
	};
	struct up_adapter adapters[] = {
		{.role = UP_ADAPTER_GETTER, .name = "a", .field = &fields[0]},
		{.role = UP_ADAPTER_SETTER, .name = "b", .field = &fields[0]},
		{.role = UP_ADAPTER_GETTER, .name = "c", .field = &fields[1]},
		{.role = UP_ADAPTER_SETTER, .name = "d", .field = &fields[1]},
	};
	struct up_buf out = {0};
	struct crate crate;

	(void)state;
	fields[0].getter.type = &option;
	fields[1].getter.type = &bool_type;
	for (size_t i = 0; i < COUNT(adapters); i++)
		adapters[i].class_ = &class_;
	crate_init(&crate);
	crate.programs[0].classes = &class_;
	crate.programs[0].class_count = 1;
	crate.adapters =
		(struct up_adapters){.items = adapters, .count = COUNT(adapters)};
	print_crate(&crate, false, &out);
	check_contains(out.bytes, "declare class deep__Tuple {\n"
				  "  private constructor();\n");
	check_contains(out.bytes,
		       "  get maybe(): boolean | undefined;\n"
		       "  set maybe(value: boolean | null | undefined);\n"
		       "  0: boolean;\n}\n");
	check_contains(out.bytes, "export let deep: {\n"
				  "  Tuple: typeof deep__Tuple;\n};\n");
	up_buf_finish(&out);
}

/* What JavaScript has in place of declarations. */
static void test_jsdoc(void **state)
{
	struct up_raw_name comment = TEXT(" Switches.");
	struct up_bindgen_export export_ = {
		.function = {.name = TEXT("f"), .jsdoc = true},
		.comments = &comment,
		.comment_count = 1,
	};
	struct up_adapter adapter = exported(&export_);
	struct up_bindgen_enum_variant variants[2] = {{.value = 1},
						      {.value = 0xfffffffe}};
	struct up_bindgen_enum enum_ = {
		.is_signed = true,
		.variants = variants,
		.variant_count = 2,
	};
	const struct up_bindgen_item item = {.kind = UP_ITEM_ENUM,
					     .definition = &enum_};
	struct up_buf out = {0};
	struct crate crate;

	(void)state;
	crate_init(&crate);
	assert_int_equal(0, crate_name(&crate));
	up_bindgen_print_jsdoc(&crate.names, &adapter, "", &out);
	assert_string_equal(out.bytes, "/**\n * Switches.\n"
				       " * @param {boolean | null} [on]\n */\n");
	up_buf_finish(&out);

	/* Only what the crate wrote. */
	export_.function.jsdoc = false;
	up_bindgen_print_jsdoc(&crate.names, &adapter, "", &out);
	assert_string_equal(out.bytes, "/**\n * Switches.\n */\n");
	up_buf_finish(&out);

	export_.function.jsdoc = true;
	export_.function.is_async = true;
	export_.function.return_description =
		(struct up_raw_name)TEXT("when it is done");
	up_bindgen_print_jsdoc(&crate.names, &adapter, "", &out);
	check_contains(out.bytes, " * @returns {Promise<void>} when it is done\n");
	up_buf_finish(&out);

	up_bindgen_print_item_jsdoc(&item, "", &out);
	assert_string_equal(out.bytes, "/**\n * @enum {1 | -2}\n */\n");
	up_buf_finish(&out);
	up_bindgen_names_finish(&crate.names);
}

/* The words of adapters, and what else the module exports. */
static void test_raw(void **state)
{
	enum up_word words[] = {UP_WORD_I32, UP_WORD_I64, UP_WORD_REF};
	struct up_adapter adapters[] = {
		{.role = UP_ADAPTER_EXPORT, .name = "delete",
		 .params = {words, 3}, .results = {words, 1}},
		{.role = UP_ADAPTER_FREE, .name = "free", .results = {words, 2}},
		{.role = UP_ADAPTER_IMPORT, .name = "imported"},
	};
	const struct up_adapters list = {.items = adapters, .count = 3};
	char free_[] = "free", memory[] = "memory", odd[] = "a:b",
	     same[] = "a b", taken[] = "_a_b_", then[] = "then";
	struct up_glue_export exports[] = {
		{.name = free_, .kind = UP_KIND_FUNC},
		{.name = memory, .kind = UP_KIND_MEMORY},
		{.name = odd, .kind = UP_KIND_FUNC},
		{.name = same, .kind = UP_KIND_FUNC},
		{.name = taken, .kind = UP_KIND_FUNC},
		{.name = then, .kind = UP_KIND_FUNC},
	};
	const struct up_interface interface = {.exports = exports,
					       .export_count = COUNT(exports)};
	const struct up_bindgen_init_options init = {
		.finds_path = true,
		.sources = "",
		.sync_sources = "",
	};
	struct up_buf out = {0};
	struct check_report record;

	(void)state;
	check_report_init(&record);
	assert_int_equal(0, up_bindgen_print_raw_types(&list, &interface,
						       &record.report, &out));
	check_contains(out.bytes, "export const memory: WebAssembly.Memory;\n"
				  "declare const _delete: (a: number, b: bigint, "
				  "c: any) => number;\n"
				  "export { _delete as delete };\n"
				  "export const free: () => [number, bigint];\n"
				  "declare const _a_b: () => void;\n"
				  "export { _a_b as 'a:b' };\n"
				  "declare const _a_b__: () => void;\n"
				  "export { _a_b__ as 'a b' };\n"
				  "export const _a_b_: () => void;\n"
				  "export const then: () => void;\n");
	assert_null(strstr(out.bytes, "imported"));
	up_buf_finish(&out);

	assert_int_equal(0, up_bindgen_print_init_types(&list, &interface, &init,
							&record.report, &out));
	check_contains(out.bytes, "  readonly 'a:b': () => void;\n"
				  "  readonly 'a b': () => void;\n"
				  "  readonly _a_b_: () => void;\n}\n");
	check_contains(out.bytes, "(module_or_path?: ");
	assert_null(strstr(out.bytes, "export const init"));
	up_buf_finish(&out);
}

/* ---- printing a module ---- */

static void say(const struct up_diag *diag, void *data)
{
	(void)data;
	fprintf(stderr, "%s\n", diag->message);
}

struct module {
	struct up_raw_module raw;
	struct up_contents contents;
	BinaryenModuleRef ir;
	struct up_bindgen bindgen;
	struct up_adapters adapters;
	struct up_bindgen_names names;
	struct up_bindgen_entry exports;
};

static int module_read(struct module *module, const struct up_buf *bytes,
		       struct up_report *report)
{
	const uint8_t *start = (const uint8_t *)bytes->bytes;

	if (up_raw_module_read(start, bytes->size, &module->raw, report) < 0 ||
	    up_contents_read(&module->raw, &module->contents, report) < 0)
		return -1;
	module->ir = up_ir_read(start, bytes->size, false, report);
	if (!module->ir || up_bindgen_read(&module->bindgen, module->ir,
					   &module->contents, NULL, NULL,
					   report) < 0)
		return -1;
	if (up_adapters_init(&module->adapters, &module->bindgen, module->ir,
			     true, report) < 0)
		return -1;
	if (up_bindgen_names_init(&module->names, &module->bindgen,
				  &module->adapters, report) < 0)
		return -1;
	return up_bindgen_exports_init(&module->exports, &module->names,
				       &module->adapters, report);
}

static void module_finish(struct module *module)
{
	up_bindgen_names_finish(&module->names);
	up_bindgen_finish(&module->bindgen);
	if (module->ir)
		BinaryenModuleDispose(module->ir);
	up_contents_finish(&module->contents);
	up_raw_module_finish(&module->raw);
}

static void print_jsdoc(const struct module *module, struct up_buf *out)
{
	for (size_t i = 0; i < module->adapters.count; i++) {
		const struct up_adapter *adapter = &module->adapters.items[i];

		if (adapter->role > UP_ADAPTER_SETTER)
			continue;
		up_bindgen_print_jsdoc(&module->names, adapter, "", out);
		up_buf_printf(out, "%s\n\n", adapter->name);
	}
	for (size_t i = 0; i < module->names.count; i++) {
		up_bindgen_print_item_jsdoc(&module->names.items[i], "", out);
		up_buf_printf(out, "%s\n\n", module->names.items[i].local);
	}
}

static int print(const struct module *module, const char *what,
		 struct up_report *report, struct up_buf *out)
{
	bool scripts = strcmp(what, "scripts") == 0;
	const struct up_bindgen_types_options types = {.in_namespace = scripts};
	const struct up_bindgen_init_options init = {
		.finds_path = true,
		.named = !up_bindgen_exports_find(&module->exports, "init"),
		.sources = " | Request | string",
		.sync_sources = "",
		.global = scripts ? "wasm_bindgen" : NULL,
	};
	int err = 0;

	if (strcmp(what, "raw") == 0)
		return up_bindgen_print_raw_types(&module->adapters, NULL,
						  report, out);
	if (strcmp(what, "jsdoc") == 0) {
		print_jsdoc(module, out);
		return 0;
	}
	up_buf_puts(out, scripts ? "declare namespace wasm_bindgen {\n" : "");
	err = up_bindgen_print_types(&module->names, &module->exports,
				     &module->adapters, &types, report, out);
	up_buf_puts(out, scripts ? "}\n" : "");
	if (err == 0 && strcmp(what, "types") != 0)
		err = up_bindgen_print_init_types(&module->adapters, NULL, &init,
						  report, out);
	return err;
}

static int print_file(const char *what, const char *path)
{
	struct up_report report = {.fn = say};
	struct module module = {0};
	struct up_buf bytes = {0}, out = {0};
	char block[4096];
	size_t size;
	int status = EXIT_FAILURE;
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		return EXIT_FAILURE;
	}
	while ((size = fread(block, 1, sizeof(block), file)) > 0)
		up_buf_append(&bytes, block, size);
	fclose(file);
	if (module_read(&module, &bytes, &report) == 0 &&
	    print(&module, what, &report, &out) == 0) {
		fwrite(out.bytes, 1, out.size, stdout);
		status = EXIT_SUCCESS;
	}
	module_finish(&module);
	up_buf_finish(&bytes);
	up_buf_finish(&out);
	return status;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_idents),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_private_names),
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_globals),
		cmocka_unit_test(test_docs),
		cmocka_unit_test(test_renamed_exports),
		cmocka_unit_test(test_two_of_a_name),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_jsdoc),
		cmocka_unit_test(test_raw),
	};

	if (argc == 3)
		return print_file(argv[1], argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
