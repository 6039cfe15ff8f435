/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Every instruction can be read, with all that follows it; no other can. */

#include "code-open.h"

enum { UP_FEATURE_NONE = UP_FEATURE_COUNT };

/* What stands behind an opcode, by what reads it. */
static const struct sample {
	const char *reader;
	const char *bytes;
	size_t size;
} samples[] = {
#define SAMPLE(reader, bytes) {#reader, bytes, sizeof(bytes) - 1},
	SAMPLE(none, "")
	SAMPLE(unreachable, "")
	SAMPLE(throw_ref, "")
	SAMPLE(block, "\x40")
	SAMPLE(if, "\x40")
	SAMPLE(try, "\x40")
	SAMPLE(try_table, "\x40\1\0\0\0")
	SAMPLE(label, "\0")
	SAMPLE(br, "\0")
	SAMPLE(br_if, "\0")
	SAMPLE(br_table, "\1\0\0")
	SAMPLE(return, "")
	SAMPLE(drop, "")
	SAMPLE(select_plain, "")
	SAMPLE(cast_label, "\3\0\x6e\2")
	SAMPLE(call, "\1")
	SAMPLE(return_call, "\1")
	SAMPLE(call_indirect, "\1\0")
	SAMPLE(return_call_indirect, "\1\0")
	SAMPLE(call_ref, "\1")
	SAMPLE(return_call_ref, "\1")
	SAMPLE(ref_func, "\1")
	SAMPLE(throw, "\0")
	SAMPLE(tag, "\0")
	SAMPLE(type_tag, "\0\0")
	SAMPLE(resume, "\0\2\0\0\0\1\0")
	SAMPLE(resume_throw, "\0\0\1\0\0\0")
	SAMPLE(local_get, "\x80\1")
	SAMPLE(local_set, "\x80\1")
	SAMPLE(local_tee, "\x80\1")
	SAMPLE(i32, "\xff\x7e")
	SAMPLE(i64, "\x80\x80\x80\x80\x80\x7e")
	SAMPLE(bytes_4, "\x0b\x0b\x0b\x0b")
	SAMPLE(bytes_8, "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b")
	SAMPLE(bytes_16, "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
			 "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b")
	SAMPLE(memarg_1, "\2\x80\1")
	SAMPLE(memarg_2, "\2\x80\1")
	SAMPLE(memarg_4, "\2\x80\1")
	SAMPLE(memarg_8, "\2\x80\1")
	SAMPLE(memarg_16, "\2\x80\1")
	SAMPLE(memarg_lane_1, "\2\x80\1\0")
	SAMPLE(memarg_lane_2, "\2\x80\1\0")
	SAMPLE(memarg_lane_4, "\2\x80\1\0")
	SAMPLE(memarg_lane_8, "\2\x80\1\0")
	SAMPLE(lane_2, "\0")
	SAMPLE(lane_4, "\0")
	SAMPLE(lane_8, "\0")
	SAMPLE(lane_16, "\0")
	SAMPLE(shuffle, "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
			"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b")
	SAMPLE(fence, "\0")
	SAMPLE(memory, "\0")
	SAMPLE(memory_memory, "\0\0")
	SAMPLE(memory_grow, "\0")
	SAMPLE(data, "\0")
	SAMPLE(data_memory, "\0\0")
	SAMPLE(element, "\0")
	SAMPLE(table, "\1")
	SAMPLE(table_write, "\1")
	SAMPLE(table_get, "\1")
	SAMPLE(table_set, "\1")
	SAMPLE(table_fill, "\1")
	SAMPLE(table_grow, "\1")
	SAMPLE(table_init, "\0\1")
	SAMPLE(table_copy, "\1\0")
	SAMPLE(global_get, "\0")
	SAMPLE(global_set, "\0")
	SAMPLE(select, "\1\x7f")
	SAMPLE(heap, "\x6e")
	SAMPLE(ref_null, "\x6e")
	SAMPLE(ref_is_null, "")
	SAMPLE(type, "\2")
	SAMPLE(type_type, "\2\2")
	SAMPLE(type_u32, "\2\0")
	SAMPLE(type_data, "\2\0")
	SAMPLE(type_element, "\2\0")
	SAMPLE(ordered_global_get, "\0\0")
	SAMPLE(ordered_global_set, "\0\0")
	SAMPLE(ordered_table, "\0\1")
	SAMPLE(ordered_table_write, "\0\1")
	SAMPLE(ordered_type, "\0\2")
	SAMPLE(ordered_type_u32, "\0\2\0")
#undef SAMPLE
};

struct instruction {
	uint8_t prefix; /* or 0 */
	uint32_t code;
	const char *name, *reader;
	int feature;
};

#define UP_OPCODE(code, name, reader, takes, gives, feature) \
	{PREFIX, code, name, #reader, UP_FEATURE_##feature},

static const struct instruction instructions[] = {
#define PREFIX 0
#include "wasm/opcode_base.def"
#include "wasm/opcode_eh.def"
#include "wasm/opcode_reference.def"
#include "wasm/opcode_stack.def"
#include "wasm/opcode_tail_call.def"
#undef PREFIX
#define PREFIX 0xfb
#include "wasm/opcode_gc.def"
#undef PREFIX
#define PREFIX 0xfc
#include "wasm/opcode_misc.def"
#undef PREFIX
#define PREFIX 0xfd
#include "wasm/opcode_simd.def"
#undef PREFIX
#define PREFIX 0xfe
#include "wasm/opcode_atomics.def"
#undef PREFIX
};

enum {
	INSTRUCTION_COUNT = sizeof(instructions) / sizeof(instructions[0]),
	OPCODE_COUNT = 0x160, /* behind a prefix; more than any has */
};

static void put_opcode(struct up_buf *body, uint8_t prefix, uint32_t code)
{
	if (prefix == 0) {
		build_byte(body, (uint8_t)code);
	} else {
		build_byte(body, prefix);
		up_leb128_put_u32(body, code);
	}
}

static const struct sample *sample_of(const char *reader)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (strcmp(samples[i].reader, reader) == 0)
			return &samples[i];
	return NULL;
}

/* With all of its operands it can be read; one byte less is too few. */
static void check_instruction(const struct instruction *known,
			      const struct sample *sample)
{
	bool opens = strcmp(sample->reader, "block") == 0 ||
		     strcmp(sample->reader, "if") == 0 ||
		     strncmp(sample->reader, "try", 3) == 0;
	struct up_buf body = {0};
	struct scanned scanned;

	up_buf_append(&body, "", 1);
	put_opcode(&body, known->prefix, known->code);
	up_buf_append(&body, sample->bytes, sample->size);
	if (sample->size > 0) {
		assert_int_equal(scan(body.bytes, body.size - 1, 0, &scanned),
				 -1);
		check_contains(scanned.record.message, " bytes ");
	}
	up_buf_append(&body, "\x0b\x0b", opens ? 2 : 1);
	if (scan(body.bytes, body.size, 0, &scanned) < 0)
		fail_msg("%s: %s", known->name, scanned.record.message);
	if (known->feature != UP_FEATURE_NONE)
		assert_true(scanned.features >> known->feature & 1);
	else
		assert_true(scanned.features == 0);
	up_buf_finish(&body);
}

/* Those that stand in what only others can make. */
static bool needs_more(const char *reader)
{
	static const char *const readers[] = {
		"else", "end", "catch", "catch_all", "delegate", "rethrow",
	};

	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (strcmp(readers[i], reader) == 0)
			return true;
	return false;
}

static void test_every_instruction(void **state)
{
	(void)state;
	for (size_t i = 0; i < INSTRUCTION_COUNT; i++) {
		const struct instruction *known = &instructions[i];
		const struct sample *sample = sample_of(known->reader);

		if (sample == NULL && !needs_more(known->reader))
			fail_msg("no sample for %s", known->name);
		if (sample != NULL)
			check_instruction(known, sample);
	}
}

static bool is_known(uint8_t prefix, uint32_t code)
{
	for (size_t i = 0; i < INSTRUCTION_COUNT; i++)
		if (instructions[i].prefix == prefix &&
		    instructions[i].code == code)
			return true;
	return false;
}

static void check_unknown(uint8_t prefix, uint32_t code)
{
	struct up_buf body = {0};
	struct scanned scanned;
	char message[64];

	if (is_known(prefix, code))
		return;
	up_buf_append(&body, "", 1);
	put_opcode(&body, prefix, code);
	up_buf_append(&body, "\0\0\x0b", 3);
	assert_int_equal(scan(body.bytes, body.size, 0, &scanned), -1);
	if (prefix == 0)
		snprintf(message, sizeof(message),
			 "the opcode 0x%02x is unknown", code);
	else
		snprintf(message, sizeof(message),
			 "the opcode 0x%02x 0x%x is unknown", prefix, code);
	check_contains(scanned.record.message, message);
	assert_int_equal(scanned.record.offset, scanned.start + 1);
	up_buf_finish(&body);
}

static void test_unknown_instructions(void **state)
{
	(void)state;
	for (uint32_t code = 0; code < 0xfb; code++)
		check_unknown(0, code);
	check_unknown(0, 0xff);
	for (uint8_t prefix = 0xfb; prefix < 0xff; prefix++) {
		for (uint32_t code = 0; code < OPCODE_COUNT; code++)
			check_unknown(prefix, code);
		check_unknown(prefix, UINT32_MAX);
	}
}

/*
 * How many bytes each instruction has behind its opcode if all of them are 0: a
 * digit for each (g: 16), - where there is none, * for those that do not stand
 * alone. Behind the base, those with a prefix.
 */
static const struct {
	uint8_t prefix;
	const char *sizes;
} operand_sizes[] = {
	{0x00,
	 "00111*1*1*0*1120121211--**001--21111111-222222222222222222222221"
	 "1114800000000000000000000000000000000000000000000000000000000000"
	 "0000000000000000000000000000000000000000000000000000000000000000"
	 "00000-----------1010011---------1212322"},
	{0xfb,
	 "112222112221111012221111440000001111144"},
	{0xfc,
	 "000000002121212111-0000-------------------------22"},
	{0xfd,
	 "222222222222gg00000001111111111111100000000000000000000000000000"
	 "0000000000000000000033333333220000000000000000000000000000000000"
	 "00000000000000000000000000-0000000-00--00000000--0---000000-0000"
	 "00-00--00000000--0---0000000000000-00000000000-00000000000000000"
	 "00000000000000000000------------011-------------0000000000000000"
	 "000000000000--00"},
	{0xfe,
	 "2221022---------222222222222222222222222222222222222222222222222"
	 "22222222222222222222222222223333333333322222222222"},
};

/* What follows the operands would be read as an unreachable, which is 0. */
static void check_size(uint8_t prefix, uint32_t code, char digit)
{
	size_t size = digit == 'g' ? 16 : (size_t)(digit - '0');
	uint32_t kinds = 1u << UP_CODE_UNREACHABLE;
	/* block, loop, if, try, try_table */
	static const char blocks[] = {2, 3, 4, 6, 0x1f};
	bool opens = prefix == 0 && memchr(blocks, (int)code, sizeof(blocks));
	struct up_buf body = {0};
	struct scanned scanned;
	int err;

	up_buf_append(&body, "", 1);
	put_opcode(&body, prefix, code);
	for (size_t i = 0; i < size; i++)
		build_byte(&body, 0);
	/* Blocks have an end of their own. */
	up_buf_append(&body, "\x0b\x0b",
		      opens ? 2 : 1);
	err = scan(body.bytes, body.size, kinds, &scanned);
	if (err < 0 || scanned.count != (prefix == 0 && code == 0))
		fail_msg("0x%02x 0x%x has not %zu bytes", prefix, code, size);
	free(scanned.events);
	up_buf_finish(&body);
}

static void test_operand_sizes(void **state)
{
	size_t count = sizeof(operand_sizes) / sizeof(operand_sizes[0]);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		uint8_t prefix = operand_sizes[i].prefix;
		const char *sizes = operand_sizes[i].sizes;

		for (uint32_t code = 0; sizes[code] != '\0'; code++) {
			assert_int_equal(sizes[code] != '-',
					 is_known(prefix, code));
			if (sizes[code] != '-' && sizes[code] != '*')
				check_size(prefix, code, sizes[code]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_instruction),
		cmocka_unit_test(test_unknown_instructions),
		cmocka_unit_test(test_operand_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
