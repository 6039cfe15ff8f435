/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Going over function bodies: what is reported, and that everything wrong has
 * its message and its offset. For the instructions see test-code-opcodes.c.
 */

#include "code-open.h"

/* ---- what is reported ---- */

static void check_events(const char *body, size_t size, uint32_t kinds,
			 const struct up_code_event *events, size_t count)
{
	struct scanned scanned;

	if (scan(body, size, kinds, &scanned) < 0)
		fail_msg("%s", scanned.record.message);
	assert_int_equal(scanned.count, count);
	for (size_t i = 0; i < count; i++) {
		const struct up_code_event *found = &scanned.events[i];
		const struct up_code_event *event = &events[i];

		if (found->kind != event->kind || found->tail != event->tail ||
		    found->exnref != event->exnref ||
		    found->ref != event->ref ||
		    found->handler != event->handler ||
		    found->index != event->index ||
		    found->other != event->other ||
		    found->value != event->value ||
		    found->offset != scanned.start + event->offset)
			fail_msg("event %zu of %s is wrong: kind %u index %u "
				 "at %zu",
				 i, body, found->kind, found->index,
				 found->offset - scanned.start);
	}
	free(scanned.events);
}

#define CHECK_EVENTS(body, kinds, ...)                                      \
	do {                                                                \
		const struct up_code_event events[] = {__VA_ARGS__};        \
		check_events(body, sizeof(body) - 1, kinds, events,         \
			     sizeof(events) / sizeof(events[0]));           \
	} while (0)

static void test_calls(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\x10\1\x12\0\x11\1\1\x13\0\0\x14\1\x15\0\xd2\1\x0b",
		     UINT32_MAX & ~(1u << UP_CODE_END),
		     {.kind = UP_CODE_CALL, .index = 1, .offset = 1},
		     {.kind = UP_CODE_CALL, .tail = true, .offset = 3},
		     {.kind = UP_CODE_CALL_INDIRECT, .index = 1, .other = 1,
		      .offset = 5},
		     {.kind = UP_CODE_CALL_INDIRECT, .tail = true,
		      .offset = 8},
		     {.kind = UP_CODE_CALL_REF, .index = 1, .offset = 11},
		     {.kind = UP_CODE_CALL_REF, .tail = true, .offset = 13},
		     {.kind = UP_CODE_REF_FUNC, .index = 1, .offset = 15});
}

static void test_state(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\x23\0\x24\0\x41\x7f\x41\x80\1\x40\0\0\x0b",
		     UINT32_MAX & ~(1u << UP_CODE_END),
		     {.kind = UP_CODE_GLOBAL_GET, .offset = 1},
		     {.kind = UP_CODE_GLOBAL_SET, .offset = 3},
		     {.kind = UP_CODE_I32_CONST, .value = -1, .offset = 5},
		     {.kind = UP_CODE_I32_CONST, .value = 128, .offset = 7},
		     {.kind = UP_CODE_MEMORY_GROW, .offset = 10},
		     {.kind = UP_CODE_UNREACHABLE, .offset = 12});
}

static void test_table_writes(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\x25\1\x26\1\xfc\x0c\0\1\xfc\x0e\1\0\xfc\x0f\1\xfc\x10"
		     "\1\xfc\x11\1\x0b",
		     1u << UP_CODE_TABLE_WRITE | 1u << UP_CODE_TABLE_GROW,
		     {.kind = UP_CODE_TABLE_WRITE, .index = 1, .offset = 3},
		     {.kind = UP_CODE_TABLE_WRITE, .index = 1, .offset = 5},
		     {.kind = UP_CODE_TABLE_WRITE, .index = 1, .offset = 9},
		     {.kind = UP_CODE_TABLE_GROW, .index = 1, .offset = 13},
		     {.kind = UP_CODE_TABLE_WRITE, .index = 1, .offset = 19});
}

/* At the offset @at of @body, or nowhere (0), is an unreachable that counts. */
#define CHECK_LIVE(body, at) check_live(body, sizeof(body) - 1, at)

static void check_live(const char *body, size_t size, size_t at)
{
	struct scanned scanned;

	if (scan(body, size, 1u << UP_CODE_UNREACHABLE, &scanned) < 0)
		fail_msg("%s", scanned.record.message);
	assert_int_equal(scanned.count, at > 0);
	if (at > 0)
		assert_int_equal(scanned.events[0].offset, scanned.start + at);
	free(scanned.events);
}

static void test_live(void **state)
{
	(void)state;
	CHECK_LIVE("\0\0\x0b", 1);
	CHECK_LIVE("\0\0\0\x0b", 1); /* the second is behind the first */
	CHECK_LIVE("\0\x0f\0\x0b", 0); /* return */
	CHECK_LIVE("\0\x08\0\0\x0b", 0); /* throw */
	CHECK_LIVE("\0\x12\0\0\x0b", 0); /* return_call */
	CHECK_LIVE("\0\x0c\0\0\x0b", 0); /* br */
	CHECK_LIVE("\0\x41\0\x0d\0\0\x0b", 5); /* br_if */
	/* A loop that only goes round; one that is left. */
	CHECK_LIVE("\0\3\x40\x0c\0\x0b\0\x0b", 0);
	CHECK_LIVE("\0\3\x40\x0b\0\x0b", 4);
	CHECK_LIVE("\0\2\x40\3\x40\x0c\1\x0b\0\x0b\0\x0b", 10);
	/* A block is left by a branch, but not by one that nothing gets to. */
	CHECK_LIVE("\0\2\x40\x0c\0\x0b\0\x0b", 6);
	CHECK_LIVE("\0\2\x40\x0f\x0c\0\x0b\0\x0b", 0);
	CHECK_LIVE("\0\2\x40\x0f\x0b\0\x0b", 0);
	/* An if: both arms, one, and none left. */
	CHECK_LIVE("\0\x41\0\4\x40\x0f\5\x0f\x0b\0\x0b", 0);
	CHECK_LIVE("\0\x41\0\4\x40\x0f\5\x0b\0\x0b", 8);
	CHECK_LIVE("\0\x41\0\4\x40\5\x0f\x0b\0\x0b", 8);
	CHECK_LIVE("\0\x41\0\4\x40\x0f\x0b\0\x0b", 7);
	CHECK_LIVE("\0\x41\0\4\x40\x0f\5\0\x0b\x0b", 7);
	/* Handlers may always be got to; what is in dead code never. */
	CHECK_LIVE("\0\6\x40\x0f\x19\0\x0b\x0b", 5);
	CHECK_LIVE("\0\6\x40\x0f\x19\x0b\0\x0b", 6);
	CHECK_LIVE("\0\6\x40\x0f\x19\x0f\x0b\0\x0b", 0);
	CHECK_LIVE("\0\x0f\6\x40\x19\0\x0b\0\x0b", 0);
	CHECK_LIVE("\0\x0f\2\x40\x0c\0\x0b\0\x0b", 0);
	/* A clause of try_table is a branch. */
	CHECK_LIVE("\0\2\x40\x1f\x40\1\2\0\x0f\x0b\x0f\x0b\0\x0b", 12);
	CHECK_LIVE("\0\2\x40\x1f\x40\0\x0f\x0b\x0f\x0b\0\x0b", 0);
}

/* Only what is asked for. */
static void test_kinds(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\x10\0\0\x41\0\x10\1\x0b", 1u << UP_CODE_CALL,
		     {.kind = UP_CODE_CALL, .offset = 1},
		     {.kind = UP_CODE_CALL, .index = 1, .offset = 6});
}

static void test_nesting(void **state)
{
	(void)state;
	/* block, loop, if, else, end, end, end */
	CHECK_EVENTS("\0\2\x40\3\1\4\x7f\5\x0b\x0b\x0b\x0b", UINT32_MAX,
		     {.kind = UP_CODE_BLOCK, .offset = 1},
		     {.kind = UP_CODE_BLOCK, .offset = 3},
		     {.kind = UP_CODE_BLOCK, .offset = 5},
		     {.kind = UP_CODE_END, .offset = 8},
		     {.kind = UP_CODE_END, .offset = 9},
		     {.kind = UP_CODE_END, .offset = 10},
		     {.kind = UP_CODE_END, .offset = 11});
}

/* A handler has what is in it, however deep, and not what is ahead of it. */
static void test_legacy(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\6\x40\x10\0\7\0\x10\0\2\x40\x10\1\x0b\x19\x09\0\x0b"
		     "\x10\0\x0b",
		     UINT32_MAX & ~(1u << UP_CODE_END | 1u << UP_CODE_BLOCK),
		     {.kind = UP_CODE_TRY, .offset = 1},
		     {.kind = UP_CODE_CALL, .offset = 3},
		     {.kind = UP_CODE_CATCH, .offset = 5},
		     {.kind = UP_CODE_CALL, .handler = true, .offset = 7},
		     {.kind = UP_CODE_CALL, .index = 1, .handler = true,
		      .offset = 11},
		     {.kind = UP_CODE_CATCH_ALL, .offset = 14},
		     {.kind = UP_CODE_RETHROW, .handler = true, .offset = 15},
		     {.kind = UP_CODE_CALL, .offset = 18});
}

static void test_handlers_in_handlers(void **state)
{
	(void)state;
	/* try catch_all (try catch_all (rethrow 1) end; throw) end */
	CHECK_EVENTS("\0\6\x40\x19\6\x40\x19\x09\1\x0b\x08\0\x0b\x08\0\x0b",
		     UINT32_MAX & ~(1u << UP_CODE_END),
		     {.kind = UP_CODE_TRY, .offset = 1},
		     {.kind = UP_CODE_CATCH_ALL, .offset = 3},
		     {.kind = UP_CODE_TRY, .handler = true, .offset = 4},
		     {.kind = UP_CODE_CATCH_ALL, .handler = true, .offset = 6},
		     {.kind = UP_CODE_RETHROW, .index = 1, .handler = true,
		      .offset = 7},
		     {.kind = UP_CODE_THROW, .handler = true, .offset = 10},
		     {.kind = UP_CODE_THROW, .offset = 13});
}

static void test_delegate(void **state)
{
	(void)state;
	/* try (try delegate 0) (try delegate 1) end */
	CHECK_EVENTS("\0\6\x40\6\x40\x18\0\6\x40\x18\1\x0b\x0b",
		     1u << UP_CODE_DELEGATE | 1u << UP_CODE_END,
		     {.kind = UP_CODE_DELEGATE, .offset = 5},
		     {.kind = UP_CODE_DELEGATE, .index = 1, .offset = 9},
		     {.kind = UP_CODE_END, .offset = 11},
		     {.kind = UP_CODE_END, .offset = 12});
}

static void test_exnref(void **state)
{
	(void)state;
	CHECK_EVENTS("\0\2\x40\x1f\x40\4\0\0\1\1\0\0\2\1\3\0\x10\0\x0b\x0b\x0a"
		     "\x0b",
		     UINT32_MAX & ~(1u << UP_CODE_END | 1u << UP_CODE_BLOCK),
		     {.kind = UP_CODE_TRY, .exnref = true, .offset = 3},
		     {.kind = UP_CODE_CATCH, .exnref = true, .other = 1,
		      .offset = 3},
		     {.kind = UP_CODE_CATCH, .exnref = true, .ref = true,
		      .offset = 3},
		     {.kind = UP_CODE_CATCH_ALL, .exnref = true, .other = 1,
		      .offset = 3},
		     {.kind = UP_CODE_CATCH_ALL, .exnref = true, .ref = true,
		      .offset = 3},
		     {.kind = UP_CODE_CALL, .offset = 16},
		     {.kind = UP_CODE_THROW_REF, .exnref = true,
		      .offset = 20});
}

/* ---- features ---- */

static void check_features(const char *body, size_t size, uint64_t expected)
{
	struct scanned scanned;

	if (scan(body, size, 0, &scanned) < 0)
		fail_msg("%s", scanned.record.message);
	if (scanned.features != expected)
		fail_msg("features 0x%llx, not 0x%llx",
			 (unsigned long long)scanned.features,
			 (unsigned long long)expected);
}

#define CHECK_FEATURES(body, expected) \
	check_features(body, sizeof(body) - 1, expected)

static void test_features(void **state)
{
	(void)state;
	CHECK_FEATURES("\0\x10\0\x28\2\0\2\x7f\x0b\x0b", 0);
	CHECK_FEATURES("\0\2\0\x0b\x0b", 0);
	CHECK_FEATURES("\0\2\1\x0b\x0b", 1ull << UP_FEATURE_MULTIVALUE);
	CHECK_FEATURES("\1\2\x7b\x0b", 1ull << UP_FEATURE_SIMD128);
	CHECK_FEATURES("\1\1\x6f\x0b", 1ull << UP_FEATURE_REFERENCE_TYPES);
	CHECK_FEATURES("\1\1\x69\x0b", 1ull << UP_FEATURE_EXCEPTION_HANDLING);
	CHECK_FEATURES("\1\1\x6d\x0b", 1ull << UP_FEATURE_GC);
	CHECK_FEATURES("\1\1\x64\0\x0b", 1ull << UP_FEATURE_FUNCTION_REFERENCES);
	CHECK_FEATURES("\0\x11\0\1\x0b", 1ull << UP_FEATURE_REFERENCE_TYPES);
	CHECK_FEATURES("\0\xfe\0\x12\0\0\x0b",
		       1ull << UP_FEATURE_ATOMICS |
			       1ull << UP_FEATURE_SHARED_EVERYTHING);
	/* An access to an array, which has no offset. */
	CHECK_FEATURES("\0\x28\x22\2\x0b", 1ull << UP_FEATURE_GC);
}

static void test_feature_names(void **state)
{
	(void)state;
	assert_string_equal(up_feature_name(UP_FEATURE_ATOMICS), "atomics");
	assert_string_equal(up_feature_name(UP_FEATURE_WIDE_ARITHMETIC),
			    "wide-arithmetic");
	for (unsigned i = 1; i < UP_FEATURE_COUNT; i++)
		assert_true(strcmp(up_feature_name((enum up_code_feature)(i - 1)),
				   up_feature_name((enum up_code_feature)i)) < 0);
}

/* ---- what is wrong ---- */

static const struct wrong {
	const char *bytes;
	size_t size;
	uint64_t offset; /* from the body's start */
	const char *message; /* a part of it */
} wrongs[] = {
#define WRONG(bytes, offset, message) \
	{bytes, sizeof(bytes) - 1, offset, message},
	WRONG("", 0, "the bytes end inside the number of locals")
	WRONG("\5\1\x7f\x0b", 0, "the number of locals is 5, but only 3 bytes")
	WRONG("\1\1\x05\x0b", 2, "a local is of the unknown type 0x05")
	WRONG("\1\xff\xff\xff\xff\x0f\x7f\x0b", 1,
	      "a function has too many locals, 4294967295; engines take 50000")
	WRONG("\2\xd0\x86\3\x7f\1\x7e\x0b", 5, "locals, 50001; engines take")
	WRONG("\0", 1, "the bytes end inside a function body")
	WRONG("\0\1", 2, "the bytes end inside a function body")
	WRONG("\0\x0b\1", 2, "a function body has 1 bytes behind its end")
	WRONG("\0\2\x40\x0b", 4, "the bytes end inside a function body")
	WRONG("\0\5\x0b", 1, "an else is not in an if")
	WRONG("\0\2\x40\5\x0b\x0b", 3, "an else is not in an if")
	WRONG("\0\4\x40\5\5\x0b\x0b", 4, "an else is not in an if")
	WRONG("\0\2\x41\x0b\x0b", 2,
	      "the type of a block is of the unknown type 0x41")
	WRONG("\0\2\3\x0b\x0b", 2, "the type of a block is 3, but there are")
	WRONG("\0\2\2\x0b\x0b", 1, "a block is not one of a function")
	WRONG("\0\2", 2, "the bytes end inside the type of a block")
	WRONG("\0\x0c\1\x0b", 2, "the label of a branch is 1, but there are")
	WRONG("\0\x0e\1\0\1\x0b", 4, "the label of a branch is 1")
	WRONG("\0\x0e\xff\xff\xff\xff\x0f\0\x0b", 2,
	      "the number of labels of a br_table is 4294967295, but only 2")
	WRONG("\0\x10\2\x0b", 2,
	      "the function of a call is 2, but there are only 2")
	WRONG("\0\x11\3\0\x0b", 2, "the type of an instruction is 3")
	WRONG("\0\x11\0\2\x0b", 3, "the table of a call is 2")
	WRONG("\0\x23\1\x0b", 2, "the global of an instruction is 1")
	WRONG("\0\x26\2\x0b", 2, "the table of an instruction is 2")
	WRONG("\0\x28\2\x80", 3, "the bytes end inside i32.load")
	WRONG("\0\x28\x42\1\0\x0b", 3, "the memory of an instruction is 1")
	WRONG("\0\x28\x80\1\0\x0b", 1, "unknown flags 0x80")
	WRONG("\0\x41\xff\xff\xff\xff\x0f\x0b", 2,
	      "i32.const is a LEB128 number too large")
	WRONG("\0\x43\0\0\0", 2, "the bytes end inside f32.const")
	WRONG("\0\xd2\2\x0b", 2, "the function of ref.func is 2")
	WRONG("\0\xd0\x40\x0b", 2, "the unknown heap type -64")
	WRONG("\0\xfc\x08\1\0\x0b", 3, "the data segment of an instruction is")
	WRONG("\0\xfc\x0d\1\x0b", 3, "the element segment of an instruction is")
	WRONG("\0\xfc", 2, "the bytes end inside an opcode")
	WRONG("\0\xfb\x18\4\0\x6e\x6e\x0b", 3, "unknown flags 0x04")
	WRONG("\0\x1c\x7f\x0b", 2, "the number of types of a select is 127")
	WRONG("\0\7\0\x0b", 1, "a catch is not in a try")
	WRONG("\0\2\x40\7\0\x0b\x0b", 3, "a catch is not in a try")
	WRONG("\0\6\x40\x19\7\0\x0b\x0b", 4, "behind its catch_all")
	WRONG("\0\x1f\x40\0\7\0\x0b\x0b", 4, "a catch is not in a try")
	WRONG("\0\6\x40\7\1\x0b\x0b", 4, "the tag of an instruction is 1")
	WRONG("\0\x19\x0b", 1, "a catch_all is not in a try")
	WRONG("\0\6\x40\x19\x19\x0b\x0b", 4, "or is the second one")
	WRONG("\0\x18\0\x0b", 1, "a delegate is not in a try")
	WRONG("\0\6\x40\x19\x18\0\x0b", 4, "a delegate is not in a try")
	WRONG("\0\6\x40\x18\1\x0b", 4, "the label of a branch is 1, but there")
	WRONG("\0\x09\0\x0b", 1, "the label of a rethrow is not that of a")
	WRONG("\0\6\x40\x09\0\x0b\x0b", 3, "the label of a rethrow is not that")
	WRONG("\0\6\x40\x19\2\x40\x09\0\x0b\x0b\x0b", 6, "of a rethrow is not")
	WRONG("\0\6\x40\x19\x09\2\x0b\x0b", 5, "the label of a branch is 2")
	WRONG("\0\x1f\x40\1\4\0\x0b\x0b", 4, "of the unknown kind 0x04")
	WRONG("\0\x1f\x40\1\0\1\0\x0b\x0b", 5, "the tag of an instruction is 1")
	WRONG("\0\x1f\x40\1\2\1\x0b\x0b", 5, "the label of a branch is 1")
	WRONG("\0\x1f\x40\x7f\x0b", 3, "clauses of a try_table is 127, but")
	WRONG("\0\xe3\0\1\2\0\x0b", 4, "a clause of a resume is of the unknown")
#undef WRONG
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *wrong = &wrongs[i];
		struct scanned scanned;

		if (scan(wrong->bytes, wrong->size, 0, &scanned) == 0)
			fail_msg("no error: %s", wrong->message);
		check_contains(scanned.record.message, wrong->message);
		if (scanned.record.offset != scanned.start + wrong->offset)
			fail_msg("offset %zu, not %zu: %s",
				 (size_t)scanned.record.offset - scanned.start,
				 (size_t)wrong->offset,
				 scanned.record.message);
		assert_int_equal(scanned.record.errors, 1);
		assert_int_equal(scanned.record.fault, UP_FAULT_INPUT);
	}
}

/* A module whose code accesses a memory, but has none. */
static void test_no_memory(void **state)
{
	struct builder b = {0};
	struct up_buf module;
	struct up_raw_module raw;
	struct up_contents contents;
	struct check_report record;
	uint64_t features = 0;

	(void)state;
	build_type(&b, "", "");
	build_function(&b, 0);
	build_u8(&b, 0x28);
	build_u32(&b, 2);
	build_u32(&b, 0);
	build_end(&b);
	module = build_module(&b);
	check_report_init(&record);
	assert_int_equal(up_raw_module_read((uint8_t *)module.bytes,
					    module.size, &raw, &record.report),
			 0);
	assert_int_equal(up_contents_read(&raw, &contents, &record.report), 0);
	assert_int_equal(up_code_scan(&contents, &contents.bodies[0], 0,
				      record_event, NULL, &features,
				      &record.report),
			 -1);
	check_contains(record.message, "memory 0 is accessed, but there is no");
	assert_int_equal(record.offset, contents.bodies[0].offset + 1);
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	up_buf_finish(&module);
}

/* ---- depth ---- */

static void check_depth(const char *open, size_t size, size_t depth)
{
	struct up_buf body = {0};
	struct scanned scanned;

	up_buf_append(&body, "", 1);
	for (size_t i = 0; i < depth; i++)
		up_buf_append(&body, open, size);
	for (size_t i = 0; i < depth; i++)
		build_byte(&body, 0x0b);
	assert_int_equal(scan(body.bytes, body.size, 0, &scanned), -1);
	assert_int_equal(scanned.record.offset, scanned.start + body.size);
	/* A branch to the outermost, then the last end. */
	up_buf_append(&body, "\x0c\0\x0b", 3);
	if (scan(body.bytes, body.size, 0, &scanned) < 0)
		fail_msg("%s", scanned.record.message);
	up_buf_finish(&body);
}

static void test_depth(void **state)
{
	(void)state;
	for (size_t depth = 0; depth < 200; depth++)
		check_depth("\2\x40", 2, depth);
	check_depth("\2\x40", 2, 1000000);
	check_depth("\6\x40\x19", 3, 1000000);
	check_depth("\x1f\x40\0", 3, 1000000);
}

/* Any bytes behind any start: an error, once, or a success. */
static void test_anything(void **state)
{
	static const char body[] =
		"\1\2\x7f\2\1\3\x40\4\x7f\5\x0b\x0b\x0b\6\x40\7\0\x19\x09\0"
		"\x0b\x1f\x40\1\1\0\0\x0b\x0e\1\0\0\x28\2\x80\1\x11\0\1\x1c\1"
		"\x64\0\xfb\x18\3\0\x6e\2\xfd\x54\0\0\1\xfe\x10\2\0\x0b";
	size_t size = sizeof(body) - 1;
	char copy[sizeof(body)];
	struct scanned scanned;

	(void)state;
	memcpy(copy, body, sizeof(body));
	assert_int_equal(scan(body, size, 0, &scanned), 0);
	for (size_t i = 0; i < size; i++) {
		assert_int_equal(scan(body, i, UINT32_MAX, &scanned), -1);
		free(scanned.events);
		for (int value = 0; value < 256; value++) {
			int err;

			copy[i] = (char)value;
			err = scan(copy, size, UINT32_MAX, &scanned);
			assert_int_equal(scanned.record.errors, err < 0);
			free(scanned.events);
		}
		copy[i] = body[i];
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_table_writes),
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_legacy),
		cmocka_unit_test(test_handlers_in_handlers),
		cmocka_unit_test(test_delegate),
		cmocka_unit_test(test_exnref),
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_feature_names),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
