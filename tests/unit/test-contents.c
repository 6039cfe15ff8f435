/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What is in the sections of a module: each reader and each form of segment;
 * and that nothing, however wrong, ends in a crash.
 */

#include "contents-open.h"

/* ---- index spaces ---- */

/* Something of everything, imported and defined. */
static struct up_buf make_rich(void)
{
	struct builder b = {0};

	build_type(&b, "", "");
	build_type(&b, "il", "fd");
	PUT(&b, BUILD_IMPORT, 6,
	    "\1m\1f\0\0"
	    "\1m\1t\1\x70\1\1\2"
	    "\1m\1m\2\3\1\2"
	    "\1m\1g\3\x7f\0"
	    "\1m\1h\3\x7e\1"
	    "\1m\1e\4\0\0");
	b.functions = 1;
	PUT(&b, BUILD_TABLE, 2,
	    "\x6f\0\5"
	    "\x40\0\x63\x70\0\1\xd2\1\x0b");
	PUT(&b, BUILD_MEMORY, 2, "\5\x80\x80\4\x80\x80\x80\x80\x10" "\x08\3\0");
	build_tag(&b, 0);
	PUT(&b, BUILD_GLOBAL, 3,
	    "\x7f\1\x41\x7e\x0b"
	    "\x7f\0\x41\1\x41\2\x6a\x0b"
	    "\x70\0\xd2\0\x0b");
	build_export(&b, "f", UP_RAW_FUNC, 1);
	build_export(&b, "t", UP_RAW_TABLE, 1);
	build_export(&b, "m", UP_RAW_MEMORY, 0);
	build_export(&b, "g", UP_RAW_GLOBAL, 2);
	build_export(&b, "e", UP_RAW_TAG, 1);
	PUT(&b, BUILD_START, 1, "\1");
	PUT(&b, BUILD_ELEMENT, 1, "\0\x41\7\x0b\2\0\1");
	PUT(&b, BUILD_DATA, 3,
	    "\0\x41\x80\x08\x0b\3abc"
	    "\1\2de"
	    "\2\1\x42\0\x0b\0");
	PUT(&b, BUILD_DATA_COUNT, 1, "\3");
	build_function(&b, 1);
	build_end(&b);
	return build_module(&b);
}

static void test_imports(void **state)
{
	static const enum up_raw_kind kinds[] = {
		UP_RAW_FUNC,   UP_RAW_TABLE,  UP_RAW_MEMORY,
		UP_RAW_GLOBAL, UP_RAW_GLOBAL, UP_RAW_TAG,
	};
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->import_count, 6);
	for (size_t i = 0; i < 6; i++) {
		CHECK_NAME(c->imports[i].module, "m");
		check_name(c->imports[i].name, &"ftmghe"[i], 1);
		assert_int_equal(c->imports[i].kind, kinds[i]);
		assert_int_equal(c->imports[i].index, i == 4 ? 1 : 0);
	}
	finish(&opened);
}

static void test_index_spaces(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->function_count, 2);
	assert_int_equal(c->imported_functions, 1);
	assert_int_equal(c->functions[0], 0);
	assert_int_equal(c->functions[1], 1);
	assert_int_equal(c->tag_count, 2);
	assert_int_equal(c->imported_tags, 1);
	assert_int_equal(c->tags[1], 0);
	assert_int_equal(c->start, 1);
	assert_int_equal(c->body_count, 1);
	assert_int_equal(c->bodies[0].size, 2);
	assert_int_equal(opened.bytes[c->bodies[0].offset + 1], 0x0b);
	assert_int_equal(c->const_function_count, 2);
	assert_int_equal(c->const_functions[0], 1);
	assert_int_equal(c->const_functions[1], 0);
	finish(&opened);
}

static void test_tables(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->table_count, 3);
	assert_true(c->tables[0].imported && !c->tables[0].exported);
	assert_int_equal(c->tables[0].type.code, UP_VT_FUNCREF);
	assert_int_equal(c->tables[0].limits.initial, 1);
	assert_true(c->tables[0].limits.has_max);
	assert_int_equal(c->tables[0].limits.max, 2);
	assert_true(!c->tables[1].imported && c->tables[1].exported);
	assert_int_equal(c->tables[1].type.code, UP_VT_EXTERNREF);
	assert_int_equal(c->tables[1].limits.initial, 5);
	assert_false(c->tables[1].limits.has_max);
	assert_false(c->tables[1].has_init);
	assert_int_equal(c->tables[2].type.code, UP_VT_REF_NULL);
	assert_int_equal(c->tables[2].type.heap, -0x10);
	assert_true(c->tables[2].has_init);
	finish(&opened);
}

static void test_memories(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->memory_count, 3);
	assert_true(c->memories[0].imported && c->memories[0].exported);
	assert_true(c->memories[0].limits.shared);
	assert_false(c->memories[0].limits.is_64);
	assert_int_equal(c->memories[0].limits.page_size, 16);
	assert_true(c->memories[1].limits.is_64);
	assert_false(c->memories[1].limits.shared);
	assert_int_equal(c->memories[1].limits.initial, 65536);
	assert_true(c->memories[1].limits.max == 1ull << 32);
	assert_true(c->memories[2].limits.has_page_size);
	assert_int_equal(c->memories[2].limits.page_size, 0);
	assert_int_equal(c->memories[2].limits.initial, 3);
	finish(&opened);
}

static void test_globals(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->global_count, 5);
	assert_true(c->globals[0].imported && !c->globals[0].mutable_);
	assert_true(c->globals[1].imported && c->globals[1].mutable_);
	assert_int_equal(c->globals[1].type.code, UP_VT_I64);
	assert_true(c->globals[2].mutable_ && c->globals[2].exported);
	assert_false(c->globals[2].imported);
	assert_true(c->globals[2].has_value);
	assert_int_equal(c->globals[2].value, -2);
	assert_false(c->globals[3].has_value);
	assert_false(c->globals[3].exported);
	assert_int_equal(c->globals[4].type.code, UP_VT_FUNCREF);
	finish(&opened);
}

static void test_exports(void **state)
{
	static const uint32_t indices[] = {1, 1, 0, 2, 1};
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->export_count, 5);
	for (size_t i = 0; i < 5; i++) {
		check_name(c->exports[i].name, &"ftmge"[i], 1);
		assert_int_equal(c->exports[i].kind, i);
		assert_int_equal(c->exports[i].index, indices[i]);
	}
	finish(&opened);
}

static void test_data(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());

	(void)state;
	assert_int_equal(c->data_count, 3);
	assert_int_equal(c->data[0].mode, UP_SEGMENT_ACTIVE);
	assert_true(c->data[0].has_offset);
	assert_int_equal(c->data[0].offset, 1024);
	assert_int_equal(c->data[0].size, 3);
	assert_memory_equal(c->data[0].bytes, "abc", 3);
	assert_int_equal(c->data[1].mode, UP_SEGMENT_PASSIVE);
	assert_int_equal(c->data[1].size, 2);
	assert_int_equal(c->data[2].mode, UP_SEGMENT_ACTIVE);
	assert_int_equal(c->data[2].memory, 1);
	assert_false(c->data[2].has_offset);
	finish(&opened);
}

static void test_empty_module(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c = open_module(&opened, build_module(&b));

	(void)state;
	assert_int_equal(c->function_count, 0);
	assert_int_equal(c->start, UP_NO_INDEX);
	assert_null(c->function_names);
	assert_true(c->features == 0);
	finish(&opened);
	up_contents_finish(&opened.contents);
}

/* ---- element segments ---- */

struct element_case {
	const char *bytes;
	size_t size;
	enum up_raw_mode mode;
	uint32_t table;
	bool has_offset;
	uint32_t offset;
	uint32_t first, second; /* of two functions */
};

#define ELEMENT(bytes, ...) {bytes, sizeof(bytes) - 1, __VA_ARGS__}

static const struct element_case elements[] = {
	ELEMENT("\0\x41\3\x0b\2\0\1", UP_SEGMENT_ACTIVE, 0, true, 3, 0, 1),
	ELEMENT("\0\x23\0\x0b\2\0\1", UP_SEGMENT_ACTIVE, 0, false, 0, 0, 1),
	ELEMENT("\1\0\2\1\0", UP_SEGMENT_PASSIVE, 0, false, 0, 1, 0),
	ELEMENT("\2\1\x41\4\x0b\0\2\0\1", UP_SEGMENT_ACTIVE, 1, true, 4, 0, 1),
	ELEMENT("\3\0\2\1\0", UP_SEGMENT_DECLARATIVE, 0, false, 0, 1, 0),
	ELEMENT("\4\x41\5\x0b\2\xd2\1\x0b\xd0\x70\x0b", UP_SEGMENT_ACTIVE, 0,
		true, 5, 1, UP_NO_INDEX),
	ELEMENT("\5\x70\2\xd2\0\x0b\xd2\1\x0b", UP_SEGMENT_PASSIVE, 0, false,
		0, 0, 1),
	ELEMENT("\6\1\x41\6\x0b\x70\2\xd2\1\x0b\x23\0\x0b", UP_SEGMENT_ACTIVE,
		1, true, 6, 1, UP_NO_INDEX),
	ELEMENT("\7\x64\x70\2\xd2\1\x0b\xd2\0\x0b", UP_SEGMENT_DECLARATIVE, 0,
		false, 0, 1, 0),
};

static void test_elements(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;
	size_t count = sizeof(elements) / sizeof(elements[0]);

	(void)state;
	make_base(&b);
	for (size_t i = 0; i < count; i++)
		put(&b, BUILD_ELEMENT, 1, elements[i].bytes, elements[i].size);
	c = open_module(&opened, build_module(&b));
	assert_int_equal(c->element_count, count);
	for (size_t i = 0; i < count; i++) {
		const struct up_raw_element *element = &c->elements[i];

		assert_int_equal(element->mode, elements[i].mode);
		assert_int_equal(element->table, elements[i].table);
		assert_int_equal(element->has_offset, elements[i].has_offset);
		assert_int_equal(element->offset, elements[i].offset);
		assert_int_equal(element->count, 2);
		assert_int_equal(element->functions[0], elements[i].first);
		assert_int_equal(element->functions[1], elements[i].second);
	}
	finish(&opened);
}

/* ---- features ---- */

static uint64_t bit(enum up_code_feature feature)
{
	return 1ull << feature;
}

static void test_features(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(&opened, make_rich());
	uint64_t expected = bit(UP_FEATURE_MULTIVALUE) |
			    bit(UP_FEATURE_REFERENCE_TYPES) |
			    bit(UP_FEATURE_FUNCTION_REFERENCES) |
			    bit(UP_FEATURE_MEMORY64) |
			    bit(UP_FEATURE_MULTIMEMORY) |
			    bit(UP_FEATURE_ATOMICS) |
			    bit(UP_FEATURE_CUSTOM_PAGE_SIZES) |
			    bit(UP_FEATURE_EXCEPTION_HANDLING) |
			    bit(UP_FEATURE_MUTABLE_GLOBALS) |
			    bit(UP_FEATURE_EXTENDED_CONST) |
			    bit(UP_FEATURE_BULK_MEMORY);

	(void)state;
	assert_true(c->features == expected);
	finish(&opened);
}

/* What every compiler writes needs nothing. */
static void test_no_features(void **state)
{
	struct builder b = {0};
	struct opened opened;
	const struct up_contents *c;

	(void)state;
	build_type(&b, "i", "i");
	build_table(&b, 1);
	PUT(&b, BUILD_MEMORY, 1, "\0\1");
	PUT(&b, BUILD_GLOBAL, 1, "\x7f\1\x41\0\x0b");
	build_function(&b, 0);
	build_end(&b);
	PUT(&b, BUILD_ELEMENT, 1, "\0\x41\0\x0b\1\0");
	c = open_module(&opened, build_module(&b));
	assert_true(c->features == 0);
	finish(&opened);
}

/* ---- custom sections ---- */

static struct up_buf with_custom(const char *name, const char *bytes,
				 size_t size)
{
	struct builder b = {0};
	struct up_buf content = {0}, module;

	make_base(&b);
	build_tag(&b, 0);
	PUT(&b, BUILD_GLOBAL, 1, "\x7f\0\x41\0\x0b");
	module = build_module(&b);
	up_buf_append(&content, bytes, size);
	build_custom(&module, name, &content);
	up_buf_finish(&content);
	return module;
}

#define WITH_CUSTOM(name, bytes) with_custom(name, bytes, sizeof(bytes) - 1)

static void test_names(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(
		&opened, WITH_CUSTOM("name", "\0\2\1m" /* of the module */
					     "\1\7\2\0\1\xff\1\1b"
					     "\7\5\1\0\2g\0"
					     "\x0b\4\1\0\1e"));

	(void)state;
	CHECK_NAME(c->function_names[0], "\xff");
	CHECK_NAME(c->function_names[1], "b");
	CHECK_NAME(c->global_names[0], "g\0");
	CHECK_NAME(c->tag_names[0], "e");
	finish(&opened);
}

/* Up to what is broken: a name that is longer than what is left. */
static void test_broken_names(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(
		&opened, WITH_CUSTOM("name", "\1\7\2\0\1a\1\2b"
					     "\7\4\1\0\1g"
					     "\x0b\x09\1\0\1e"));

	(void)state;
	CHECK_NAME(c->function_names[0], "a");
	assert_int_equal(c->function_names[1].size, 0);
	CHECK_NAME(c->global_names[0], "g");
	assert_null(c->tag_names);
	finish(&opened);
	c = open_module(&opened,
			WITH_CUSTOM("name", "\1\7\2\7\1a\1\1b"));
	assert_int_equal(c->function_names[0].size, 0);
	CHECK_NAME(c->function_names[1], "b");
	finish(&opened);
	c = open_module(&opened, WITH_CUSTOM("name", "\1\x80"));
	assert_null(c->function_names);
	finish(&opened);
}

/* The number of names of tags was another one. */
static void test_tag_names(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(
		&opened, WITH_CUSTOM("name", "\x0a\4\1\0\1o"));

	(void)state;
	CHECK_NAME(c->tag_names[0], "o");
	finish(&opened);
	c = open_module(&opened, WITH_CUSTOM("name", "\x0a\4\1\0\1o"
						     "\x0b\4\1\0\1n"));
	CHECK_NAME(c->tag_names[0], "n");
	finish(&opened);
	c = open_module(&opened, WITH_CUSTOM("name", "\x0a\4\1\1\1o"));
	assert_null(c->tag_names); /* there is one tag */
	finish(&opened);
	/* Names of fields: type 0 has one, the field 1. */
	c = open_module(&opened, WITH_CUSTOM("name", "\x0a\6\1\0\1\1\1x"));
	assert_null(c->tag_names);
	finish(&opened);
}

static void test_producers(void **state)
{
	struct opened opened;
	const struct up_contents *c = open_module(
		&opened, WITH_CUSTOM("producers", "\2\1l\1\1R\0"
						  "\1p\2\1a\1""1\1b\1""2"));

	(void)state;
	assert_int_equal(c->producer_count, 3);
	CHECK_NAME(c->producers[0].field, "l");
	CHECK_NAME(c->producers[0].name, "R");
	CHECK_NAME(c->producers[0].version, "");
	CHECK_NAME(c->producers[2].field, "p");
	CHECK_NAME(c->producers[2].name, "b");
	CHECK_NAME(c->producers[2].version, "2");
	finish(&opened);
	c = open_module(&opened, WITH_CUSTOM("producers", "\2\1l\2\1R\0\1Q"));
	assert_int_equal(c->producer_count, 1);
	finish(&opened);
}

/* ---- anything at all ---- */

static void ignore(const struct up_code_event *event, void *data)
{
	(void)event;
	(void)data;
}

/* An error, once, or a success, and never a crash. */
static void read_anything(const struct up_buf *module)
{
	struct opened opened;
	uint64_t features = 0;

	if (try_open(&opened, module) == 0) {
		const struct up_contents *c = &opened.contents;

		assert_int_equal(opened.record.errors, 0);
		for (uint32_t i = 0; i < c->body_count; i++)
			up_code_scan(c, &c->bodies[i], UINT32_MAX, ignore,
				     NULL, &features, &opened.record.report);
	} else {
		assert_int_equal(opened.record.errors, 1);
		assert_true(opened.record.offset <= module->size);
	}
	finish(&opened);
}

static void check_anything(struct up_buf module)
{
	struct up_buf prefix = module;

	for (prefix.size = 0; prefix.size < module.size; prefix.size++)
		read_anything(&prefix);
	for (size_t i = 0; i < module.size; i++) {
		char old = module.bytes[i];

		for (int value = 0; value < 256; value++) {
			module.bytes[i] = (char)value;
			read_anything(&module);
		}
		module.bytes[i] = old;
	}
	up_buf_finish(&module);
}

static void test_anything(void **state)
{
	struct builder b = {0};

	(void)state;
	check_anything(make_rich());
	check_anything(WITH_CUSTOM("name", "\1\7\2\0\1a\1\1b"
					   "\7\4\1\0\1g"
					   "\x0a\4\1\0\1e"));
	check_anything(WITH_CUSTOM("producers", "\1\1l\1\1R\1v"));
	PUT(&b, BUILD_TYPE, 4,
	    "\x60\0\0"
	    "\x4e\2\x50\0\x5f\2\x64\2\0\x78\1\x50\1\1\x5f\1\x63\1\1"
	    "\x4f\1\1\x5e\x63\x62\1\0"
	    "\x60\1\x64\x65\x6e\1\x7b");
	PUT(&b, BUILD_TABLE, 2, "\x70\0\1\x70\0\1");
	for (int i = 0; i < 2; i++) {
		build_function(&b, 0);
		build_end(&b);
	}
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		put(&b, BUILD_ELEMENT, 1, elements[i].bytes, elements[i].size);
	check_anything(build_module(&b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imports),
		cmocka_unit_test(test_index_spaces),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_memories),
		cmocka_unit_test(test_globals),
		cmocka_unit_test(test_exports),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_empty_module),
		cmocka_unit_test(test_elements),
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_no_features),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_broken_names),
		cmocka_unit_test(test_tag_names),
		cmocka_unit_test(test_producers),
		cmocka_unit_test(test_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
