/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What is not valid is found, with its place and what it is; what is valid is
 * not; what has other rules is left to others.
 */

#include "check.h"
#include "module-builder.h"
#include "wasm/code_scan.h"
#include "wasm/validate.h"

/* ---- a module around a body ---- */

/*
 * Types 0 () -> (), 1 (i32) -> (i32), 2 (i32 i64) -> (), 3 () -> (i64 f32),
 * 4 (i64 f32) -> (i64 f32); functions 0 of type 1 (imported), 1 of type 3
 * (imported, and nothing declares it), 2, the body, of type 1; tables 0 of
 * funcref, 1 of externref; a memory; globals 0 (mut i32), 1 i64; tag 0 of type
 * 2; passive segments: 0 of funcref, 1 of data.
 *
 * Locals: 0 i32 (the parameter), 1 i64, 2 f32, 3 f64, 4 v128, 5 funcref,
 * 6 externref, 7 exnref, and 300 of i64 behind these.
 */
#define LOCALS "\x8\1\x7e\1\x7d\1\x7c\1\x7b\1\x70\1\x6f\1\x69\xac\2\x7e"

static const char local_types[] = "ilfdvFXE";

static void put(struct builder *b, enum build_section section,
		const char *bytes, size_t size)
{
	up_buf_append(&b->sections[section], bytes, size);
	b->counts[section]++;
}

#define PUT(b, section, bytes) put(b, section, bytes, sizeof(bytes) - 1)

static struct up_buf make_module(const char *body, size_t size)
{
	struct builder b = {0};
	struct up_buf *code = &b.sections[BUILD_CODE];

	PUT(&b, BUILD_TYPE, "\x60\0\0");
	PUT(&b, BUILD_TYPE, "\x60\1\x7f\1\x7f");
	PUT(&b, BUILD_TYPE, "\x60\2\x7f\x7e\0");
	PUT(&b, BUILD_TYPE, "\x60\0\2\x7e\x7d");
	PUT(&b, BUILD_TYPE, "\x60\2\x7e\x7d\2\x7e\x7d");
	build_import(&b, "m", "f", 1);
	build_import(&b, "m", "g", 3);
	PUT(&b, BUILD_FUNCTION, "\1");
	PUT(&b, BUILD_TABLE, "\x70\0\1");
	PUT(&b, BUILD_TABLE, "\x6f\0\1");
	PUT(&b, BUILD_MEMORY, "\0\1");
	PUT(&b, BUILD_TAG, "\0\2");
	PUT(&b, BUILD_GLOBAL, "\x7f\1\x41\0\x0b");
	PUT(&b, BUILD_GLOBAL, "\x7e\0\x42\0\x0b");
	PUT(&b, BUILD_ELEMENT, "\1\0\1\0"); /* declares function 0 */
	PUT(&b, BUILD_DATA, "\1\0");
	PUT(&b, BUILD_DATA_COUNT, "\1");
	b.counts[BUILD_DATA_COUNT] = 1;
	b.counts[BUILD_CODE]++;
	up_leb128_put_u32(code, (uint32_t)(sizeof(LOCALS) - 1 + size));
	up_buf_append(code, LOCALS, sizeof(LOCALS) - 1);
	up_buf_append(code, body, size);
	return build_module(&b);
}

struct judged {
	int err;
	bool covered;
	size_t start; /* of the instructions of the first body */
	struct check_report record;
};

static struct judged judge(struct up_buf *module)
{
	struct judged judged = {0};
	struct up_raw_module raw = {0};
	struct up_contents contents = {0};

	check_report_init(&judged.record);
	if (up_raw_module_read((const uint8_t *)module->bytes, module->size,
			       &raw, &judged.record.report) < 0 ||
	    up_contents_read(&raw, &contents, &judged.record.report) < 0)
		fail_msg("%s", judged.record.message);
	if (contents.body_count > 0)
		judged.start = contents.bodies[0].offset + sizeof(LOCALS) - 1;
	judged.err = up_validate(&contents, &judged.covered,
				 &judged.record.report);
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	up_buf_finish(module);
	return judged;
}

static struct judged judge_body(const char *body, size_t size)
{
	struct up_buf module = make_module(body, size);

	return judge(&module);
}

/* ---- instructions by their table ---- */

static const struct instruction {
	uint8_t prefix;
	uint32_t code;
	const char *name, *reader, *takes, *gives;
	int feature;
} instructions[] = {
#define UP_FEATURE_NONE UP_FEATURE_COUNT
#define UP_OPCODE(code, name, reader, takes, gives, feature) \
	{PREFIX, code, name, #reader, takes, gives, UP_FEATURE_##feature},
#define PREFIX 0
#include "wasm/opcode_base.def"
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
#undef UP_OPCODE
#undef UP_FEATURE_NONE
};

/* How many bytes of immediates, all 0 but for an alignment. */
static size_t immediates(const char *reader, char bytes[16])
{
	static const struct {
		const char *reader;
		uint8_t size, alignment;
	} sizes[] = {
		{"memarg_1", 2, 0},	 {"memarg_2", 2, 1},
		{"memarg_4", 2, 2},	 {"memarg_8", 2, 3},
		{"memarg_16", 2, 4},	 {"memarg_lane_1", 3, 0},
		{"memarg_lane_2", 3, 1}, {"memarg_lane_4", 3, 2},
		{"memarg_lane_8", 3, 3}, {"lane_2", 1, 0},
		{"lane_4", 1, 0},	 {"lane_8", 1, 0},
		{"lane_16", 1, 0},	 {"shuffle", 16, 0},
		{"bytes_16", 16, 0},	 {"bytes_8", 8, 0},
		{"bytes_4", 4, 0},	 {"fence", 1, 0},
		{"i32", 1, 0},		 {"i64", 1, 0},
		{"memory", 1, 0},	 {"memory_grow", 1, 0},
		{"memory_memory", 2, 0}, {"data", 1, 0},
		{"data_memory", 2, 0},	 {"element", 1, 0},
		{"table", 1, 0},	 {"none", 0, 0},
	};

	memset(bytes, 0, 16);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (strcmp(sizes[i].reader, reader) != 0)
			continue;
		bytes[0] = (char)sizes[i].alignment;
		return sizes[i].size;
	}
	fail_msg("no immediates for %s", reader);
	return 0;
}

static void put_get(struct up_buf *body, char type)
{
	build_byte(body, 0x20);
	build_byte(body, (uint8_t)(strchr(local_types, type) - local_types));
}

/* With the operands @takes; the result goes into a local of type @gives. */
static struct judged judge_one(const struct instruction *known,
			       const char *takes, const char *gives,
			       size_t *ret_at)
{
	struct up_buf body = {0};
	char bytes[16];
	size_t size = immediates(known->reader, bytes);
	struct judged judged;

	for (const char *c = takes; *c != '\0'; c++)
		put_get(&body, *c);
	*ret_at = body.size;
	if (known->prefix != 0)
		build_byte(&body, known->prefix);
	up_leb128_put_u32(&body, known->code);
	/* Opcodes of one byte are no numbers. */
	if (known->prefix == 0) {
		body.size = *ret_at;
		build_byte(&body, (uint8_t)known->code);
	}
	up_buf_append(&body, bytes, size);
	if (*gives != '\0') {
		build_byte(&body, 0x21);
		build_byte(&body,
			   (uint8_t)(strchr(local_types, *gives) - local_types));
	}
	up_buf_append(&body, "\x41\0\x0b", 3);
	judged = judge_body(body.bytes, body.size);
	up_buf_finish(&body);
	return judged;
}

static void check_refused(const struct instruction *known,
			  const struct judged *judged, size_t at,
			  const char *but)
{
	if (judged->err == 0)
		fail_msg("%s is taken", known->name);
	check_contains(judged->record.message, "function 2: ");
	check_contains(judged->record.message, known->name);
	check_contains(judged->record.message, but);
	assert_int_equal(judged->record.offset, judged->start + at);
}

/* Each operand of another type; one too few. */
static void check_operands(const struct instruction *known)
{
	char takes[8];
	size_t at, count = strlen(known->takes);
	struct judged judged;

	for (size_t i = 0; i < count; i++) {
		snprintf(takes, sizeof(takes), "%s", known->takes);
		takes[i] = takes[i] == 'X' ? 'i' : 'X';
		judged = judge_one(known, takes, known->gives, &at);
		check_refused(known, &judged, at, "but there is an externref");
	}
	if (count == 0)
		return;
	judged = judge_one(known, known->takes + 1, known->gives, &at);
	check_refused(known, &judged, at, "but there is nothing");
}

static void check_instruction(const struct instruction *known)
{
	size_t at;
	struct judged judged =
		judge_one(known, known->takes, known->gives, &at);

	if (judged.err < 0)
		fail_msg("%s: %s", known->name, judged.record.message);
	assert_true(judged.covered);
	check_operands(known);
	if (known->gives[0] == '\0')
		return;
	judged = judge_one(known, known->takes,
			   known->gives[0] == 'i' ? "d" : "i", &at);
	assert_int_equal(judged.err, -1);
	check_contains(judged.record.message, "local.set takes ");
}

static void test_every_instruction(void **state)
{
	size_t count = sizeof(instructions) / sizeof(instructions[0]);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (instructions[i].takes[0] != '*' &&
		    (UP_TYPES_JUDGED >> instructions[i].feature & 1) != 0)
			check_instruction(&instructions[i]);
}

/*
 * What some of each kind take and give, from the specification: the table is
 * not asked about itself alone.
 */
static const struct {
	const char *name, *takes, *gives;
} known_types[] = {
	{"i32.add", "ii", "i"},
	{"i64.eqz", "l", "i"},
	{"i64.lt_u", "ll", "i"},
	{"f32.copysign", "ff", "f"},
	{"f64.ge", "dd", "i"},
	{"i32.wrap_i64", "l", "i"},
	{"i64.trunc_f32_u", "f", "l"},
	{"f32.demote_f64", "d", "f"},
	{"f64.convert_i64_u", "l", "d"},
	{"f64.reinterpret_i64", "l", "d"},
	{"i64.extend32_s", "l", "l"},
	{"i64.trunc_sat_f64_u", "d", "l"},
	{"i64.load32_u", "i", "l"},
	{"f64.store", "id", ""},
	{"memory.grow", "i", "i"},
	{"memory.init", "iii", ""},
	{"v128.load32_splat", "i", "v"},
	{"v128.load8_lane", "iv", "v"},
	{"v128.store64_lane", "iv", ""},
	{"i64x2.splat", "l", "v"},
	{"i64x2.extract_lane", "v", "l"},
	{"f32x4.replace_lane", "vf", "v"},
	{"i16x8.shr_u", "vi", "v"},
	{"v128.bitselect", "vvv", "v"},
	{"v128.any_true", "v", "i"},
	{"i8x16.bitmask", "v", "i"},
	{"f32x4.relaxed_madd", "vvv", "v"},
	{"i16x8.relaxed_dot_i8x16_i7x16_s", "vv", "v"},
	{"memory.atomic.wait32", "iil", "i"},
	{"memory.atomic.wait64", "ill", "i"},
	{"i64.atomic.rmw16.cmpxchg_u", "ill", "l"},
	{"i64.atomic.store8", "il", ""},
};

static void test_known_types(void **state)
{
	size_t count = sizeof(instructions) / sizeof(instructions[0]);
	size_t known = sizeof(known_types) / sizeof(known_types[0]);
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < known; j++) {
			if (strcmp(instructions[i].name, known_types[j].name) !=
			    0)
				continue;
			assert_string_equal(instructions[i].takes,
					    known_types[j].takes);
			assert_string_equal(instructions[i].gives,
					    known_types[j].gives);
			found++;
		}
	}
	assert_int_equal(found, known);
}

/* ---- all others ---- */

struct body_case {
	const char *bytes; /* without the last end */
	size_t size;
	size_t at; /* of what is wrong */
	const char *message; /* NULL: nothing is wrong */
};

#define GOOD(bytes) {bytes, sizeof(bytes) - 1, 0, NULL},
#define BAD(at, message, bytes) {bytes, sizeof(bytes) - 1, at, message},

#define I "\x20\0" /* an i32 */
#define L "\x20\1" /* an i64 */
#define F "\x20\2" /* an f32 */
#define FUNC "\x20\5"
#define EXTERN "\x20\6"
#define EXN "\x20\7"
#define ANY "\0" /* unreachable */
#define DROP "\x1a"
#define END "\x0b"

static const struct body_case bodies[] = {
	/* the body */
	GOOD(I)
	GOOD(ANY)
	BAD(0, "end takes an i32, but there is nothing", "")
	BAD(2, "end takes an i32, but there is an i64", L)
	BAD(4, "end finds 1 operands too many, the last is an i32", I I)
	GOOD(ANY I)
	GOOD(I "\x0f")
	BAD(2, "return takes an i32, but there is an i64", L "\x0f")
	/* blocks */
	GOOD("\x02\x7f" I END)
	GOOD("\x02\x40" END I)
	BAD(2, "end takes an i32, but there is nothing", "\x02\x7f" END)
	BAD(4, "end finds 1 operands too many", "\x02\x40" I END I)
	GOOD("\x10\1" "\x02\4" END DROP DROP I)
	BAD(2, "block takes an f32, but there is an i32", I "\x02\4" END)
	BAD(4, "i32.eqz takes an i32, but there is nothing",
	    I "\x02\x40" "\x45" END)
	GOOD("\x10\1" "\x03\4" END DROP DROP I)
	/* if */
	GOOD(I "\x04\x7f" I "\x05" I END)
	GOOD(I "\x04\x40" END I)
	GOOD("\x10\1" I "\x04\4" END DROP DROP I)
	BAD(2, "if takes an i32, but there is an i64", L "\x04\x40" END I)
	BAD(6, "an if without else has results", I "\x04\x7f" I END)
	BAD(6, "else takes an i32, but there is an i64",
	    I "\x04\x7f" L "\x05" I END)
	BAD(9, "end takes an i32, but there is an i64",
	    I "\x04\x7f" I "\x05" L END)
	/* branches */
	GOOD(I "\x0c\0")
	BAD(2, "br takes an i32, but there is an i64", L "\x0c\0")
	GOOD("\x03\x40\x0c\0" END I)
	BAD(2, "br takes an i32, but there is nothing", "\x02\x7f\x0c\0" END)
	GOOD(I I "\x0d\0")
	BAD(4, "br_if takes an i32, but there is an i64", I L "\x0d\0")
	GOOD("\x02\x7f" I I "\x0e\1\0\1" END)
	BAD(4, "the labels of a br_table take 0 and 1 operands",
	    "\x02\x40" I "\x0e\1\0\1" END I)
	BAD(4, "br_table takes an i32, but there is an i64",
	    I L "\x0e\0\0")
	/* nothing gets there */
	GOOD(ANY "\x6a")
	GOOD(ANY "\x1b")
	GOOD(ANY DROP I)
	GOOD(ANY "\x02\4" END DROP DROP)
	GOOD(ANY "\x02\x7f" ANY END)
	BAD(3, "i32.add takes an i32, but there is an i64", ANY L "\x6a")
	BAD(6, "i32.add takes an i32, but there is nothing",
	    ANY "\x02\x40" I "\1\x6a" DROP END)
	BAD(5, "end finds 1 operands too many", ANY I I)
	/* calls */
	GOOD(I "\x10\0")
	BAD(2, "call takes an i32, but there is an i64", L "\x10\0")
	GOOD(I "\x12\0")
	BAD(0, "return_call is of a function that has other results", "\x12\1")
	GOOD(I I "\x11\1\0")
	BAD(4, "call_indirect takes an i32, but there is an i64",
	    I L "\x11\1\0")
	BAD(4, "call_indirect is for a table that is not of funcref",
	    I I "\x11\1\1")
	GOOD(I I "\x13\1\0")
	BAD(2, "return_call_indirect is of a function that has other results",
	    I "\x13\3\0")
	/* drop, select */
	BAD(0, "drop takes an operand, but there is nothing", DROP)
	GOOD(I I I "\x1b")
	BAD(6, "select takes two of a type, but there are an i64 and an f32",
	    L F I "\x1b" DROP I)
	BAD(6, "a select without a type takes no references",
	    FUNC FUNC I "\x1b" DROP I)
	GOOD(FUNC FUNC I "\x1c\1\x70" DROP I)
	BAD(6, "select takes a funcref, but there is an externref",
	    EXTERN FUNC I "\x1c\1\x70" DROP I)
	BAD(0, "select has 0 types, not one", "\x1c\0")
	BAD(0, "select has 2 types, not one", "\x1c\2\x7f\x7f")
	/* locals, globals */
	GOOD("\x20\xb3\2" DROP I)
	GOOD(L "\x21\xb3\2" I)
	BAD(2, "local.set takes an i64, but there is an i32",
	    I "\x21\xb3\2" I)
	BAD(0, "local.get is of local 308, but there are only 308",
	    "\x20\xb4\2" DROP I)
	BAD(2, "local.tee takes an i64, but there is an i32", I "\x22\1")
	GOOD(I "\x22\0")
	GOOD(I "\x24\0" I)
	BAD(2, "global 1 cannot be set", L "\x24\1" I)
	BAD(2, "global.set takes an i32, but there is an i64", L "\x24\0" I)
	GOOD("\x23\1" DROP I)
	BAD(2, "end takes an i32, but there is an i64", "\x23\1")
	/* references */
	GOOD("\xd0\x6f\xd1")
	BAD(2, "ref.is_null takes a reference, but there is an i32", I "\xd1")
	GOOD("\xd2\0" DROP I)
	BAD(0, "ref.func is of function 2, which nothing declares",
	    "\xd2\2" DROP I)
	/* tables */
	GOOD(I "\x25\0\xd1")
	GOOD(I EXTERN "\x26\1" I)
	BAD(4, "table.set takes a funcref, but there is an externref",
	    I EXTERN "\x26\0" I)
	GOOD(EXTERN I "\xfc\x0f\1")
	BAD(4, "table.grow takes an externref, but there is a funcref",
	    FUNC I "\xfc\x0f\1")
	GOOD(I FUNC I "\xfc\x11\0" I)
	BAD(6, "table.fill takes a funcref", I EXTERN I "\xfc\x11\0" I)
	GOOD(I I I "\xfc\x0c\0\0" I)
	BAD(6, "table.init has different types", I I I "\xfc\x0c\0\1" I)
	GOOD(I I I "\xfc\x0e\0\0" I)
	BAD(6, "table.copy has different types", I I I "\xfc\x0e\0\1" I)
	/* exceptions */
	GOOD(I L "\x08\0")
	BAD(4, "throw takes an i64, but there is an i32", I I "\x08\0")
	GOOD("\x06\x7f" I "\x07\0" DROP END)
	BAD(5, "catch takes an i32, but there is an i64",
	    "\x06\x7f" L "\1\x07\0" DROP END)
	BAD(6, "end takes an i32, but there is an i64",
	    "\x06\x7f" I "\x07\0" END)
	GOOD("\x06\x7f" I "\x19" "\x09\0" END)
	GOOD("\x06\x7f" I "\x18\0")
	BAD(4, "delegate takes an i32, but there is an i64",
	    "\x06\x7f" L "\x18\0")
	GOOD(EXN "\x0a")
	BAD(2, "throw_ref takes an exnref, but there is an i32", I "\x0a")
	GOOD("\x02\x69" "\x1f\x40\1\3\0" ANY END ANY END DROP I)
	GOOD("\x02\x40" "\x1f\x40\1\2\0" END END I)
	BAD(2, "the label of a clause of try_table takes other operands",
	    "\x02\x40" "\x1f\x40\1\3\0" END END I)
	BAD(2, "the label of a clause of try_table takes other operands",
	    "\x02\x7f" "\x1f\x40\1\0\0\0" END I END)
	/* rules without operands */
	BAD(2, "i32.load is aligned to 2 to the power of 3, more than 2",
	    I "\x28\3\0")
	GOOD(I "\x28\0\0")
	BAD(2, "i32.atomic.load is aligned to 2 to the power of 1, not 2",
	    I "\xfe\x10\1\0")
	BAD(2, "i32.load has an offset outside of the memory",
	    I "\x28\2\x80\x80\x80\x80\x10")
	BAD(2, "i64x2.extract_lane is of lane 2, but there are only 2",
	    "\x20\4\xfd\x1d\2" DROP I)
	BAD(4, "i8x16.shuffle is of lane 32, but there are only 32",
	    "\x20\4\x20\4\xfd\x0d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x20" DROP I)
};

static void check_body(size_t number)
{
	const struct body_case *known = &bodies[number];
	struct up_buf body = {0};
	struct judged judged;

	up_buf_append(&body, known->bytes, known->size);
	build_byte(&body, 0x0b);
	judged = judge_body(body.bytes, body.size);
	up_buf_finish(&body);
	if (known->message == NULL && judged.err < 0)
		fail_msg("body %zu: %s", number, judged.record.message);
	assert_true(judged.covered);
	if (known->message == NULL)
		return;
	if (judged.err == 0)
		fail_msg("body %zu is taken, not: %s", number, known->message);
	assert_int_equal(judged.record.errors, 1);
	check_contains(judged.record.message, known->message);
	check_contains(judged.record.message,
		       "; check the module with wasm-validate");
	if (judged.record.offset != judged.start + known->at)
		fail_msg("body %zu (%s) is wrong at %zu, not %zu", number,
			 known->message,
			 (size_t)judged.record.offset - judged.start,
			 known->at);
}

static void test_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		check_body(i);
}

/* ---- outside of bodies ---- */

static struct judged judge_built(struct builder *b)
{
	struct up_buf module = build_module(b);

	return judge(&module);
}

#define CHECK_MODULE(b, text)                                            \
	do {                                                             \
		struct judged judged_ = judge_built(b);                  \
		const char *message_ = text;                             \
		if (message_ == NULL && judged_.err < 0)                 \
			fail_msg("%s", judged_.record.message);          \
		assert_true(judged_.covered);                            \
		assert_int_equal(judged_.err, message_ ? -1 : 0);        \
		if (message_) {                                          \
			check_contains(judged_.record.message, message_); \
			assert_true(judged_.record.offset > 8 &&         \
				    judged_.record.offset != UP_NO_OFFSET); \
		}                                                        \
	} while (0)

/* One entry of a section is all that there is. */
#define CHECK_ENTRY(section, bytes, text)           \
	do {                                        \
		struct builder b_ = {0};            \
		PUT(&b_, section, bytes);           \
		CHECK_MODULE(&b_, text);            \
	} while (0)

static void test_constants(void **state)
{
	(void)state;
	CHECK_ENTRY(BUILD_GLOBAL, "\x7f\0\x41\0\x41\0\x6a\x0b", NULL);
	CHECK_ENTRY(BUILD_GLOBAL, "\x7f\0\x42\0\x0b",
		    "a constant expression: end takes an i32, but there is an "
		    "i64");
	CHECK_ENTRY(BUILD_GLOBAL, "\x7f\0\x0b", "but there is nothing");
	CHECK_ENTRY(BUILD_GLOBAL, "\x7f\0\x41\0\x41\0\x0b", "too many");
	CHECK_ENTRY(BUILD_GLOBAL, "\x70\0\xd0\x70\x0b", NULL);
	CHECK_ENTRY(BUILD_GLOBAL, "\x70\0\xd0\x6f\x0b", "takes a funcref");
	CHECK_ENTRY(BUILD_ELEMENT, "\5\x70\1\xd0\x70\x0b", NULL);
	CHECK_ENTRY(BUILD_ELEMENT, "\5\x70\1\xd0\x6f\x0b", "takes a funcref");
}

static void test_constant_globals(void **state)
{
	struct builder b = {0};

	(void)state;
	PUT(&b, BUILD_GLOBAL, "\x7f\0\x41\0\x0b");
	PUT(&b, BUILD_GLOBAL, "\x7f\0\x23\0\x0b");
	CHECK_MODULE(&b, NULL);
	PUT(&b, BUILD_GLOBAL, "\x7f\1\x41\0\x0b");
	PUT(&b, BUILD_GLOBAL, "\x7f\0\x23\0\x0b");
	CHECK_MODULE(&b, "global 0 is not constant");
	PUT(&b, BUILD_GLOBAL, "\x7f\0\x23\0\x0b");
	CHECK_MODULE(&b, "global 0 is not constant, or comes later");
}

static void test_limits(void **state)
{
	(void)state;
	CHECK_ENTRY(BUILD_MEMORY, "\1\2\2", NULL);
	CHECK_ENTRY(BUILD_MEMORY, "\1\2\1", "memory 0 begins larger");
	CHECK_ENTRY(BUILD_MEMORY, "\0\x81\x80\4", "more than 65536 pages");
	CHECK_ENTRY(BUILD_MEMORY, "\2\1", "is shared and has no maximum");
	CHECK_ENTRY(BUILD_TABLE, "\x70\1\2\1", "table 0 begins larger");
}

static void test_types_of_others(void **state)
{
	struct builder b = {0};

	(void)state;
	PUT(&b, BUILD_TYPE, "\x60\0\1\x7f");
	build_tag(&b, 0);
	CHECK_MODULE(&b, "tag 0 has results");
	PUT(&b, BUILD_TYPE, "\x60\0\1\x7f");
	build_import(&b, "m", "f", 0);
	build_byte(&b.sections[BUILD_START], 0);
	b.counts[BUILD_START]++;
	CHECK_MODULE(&b, "the start function, 0, has parameters or results");
	PUT(&b, BUILD_TABLE, "\x6f\0\1");
	PUT(&b, BUILD_ELEMENT, "\0\x41\0\x0b\0");
	CHECK_MODULE(&b, "element segment 0 has other entries than its table");
	PUT(&b, BUILD_TYPE, "\x60\0\0");
	build_import(&b, "m", "f", 0);
	build_export(&b, "same", 0, 0);
	build_export(&b, "sane", 0, 0);
	build_export(&b, "same", 0, 0);
	CHECK_MODULE(&b, "two exports have the same name");
}

static void test_many_parameters(void **state)
{
	struct builder b = {0};
	struct up_buf *types = &b.sections[BUILD_TYPE];

	(void)state;
	for (uint32_t count = 1000; count <= 1001; count++) {
		build_byte(types, 0x60);
		up_leb128_put_u32(types, count);
		for (uint32_t i = 0; i < count; i++)
			build_byte(types, 0x7f);
		build_byte(types, 0);
		b.counts[BUILD_TYPE] = 1;
		CHECK_MODULE(&b, count > 1000 ? "type 0 has more than 1000"
					      : NULL);
	}
}

/* memory.init has to be known to have its segment ahead of the code. */
static void test_data_count(void **state)
{
	struct builder b = {0};

	(void)state;
	PUT(&b, BUILD_TYPE, "\x60\0\0");
	PUT(&b, BUILD_FUNCTION, "\0");
	PUT(&b, BUILD_CODE, "\5\0\xfc\x09\0\x0b");
	PUT(&b, BUILD_DATA, "\1\0");
	CHECK_MODULE(&b, "data.drop needs a data count section");
}

/* ---- what others judge ---- */

static void check_left(const char *body, size_t size)
{
	struct judged judged = judge_body(body, size);

	assert_int_equal(judged.err, 0);
	assert_false(judged.covered);
}

#define CHECK_LEFT(body) check_left(body "\x0b", sizeof(body))

static void test_left_to_others(void **state)
{
	struct builder b = {0};
	struct judged judged;

	(void)state;
	CHECK_LEFT("\xfb\x1c"); /* ref.i31 */
	CHECK_LEFT("\x14\1"); /* call_ref */
	CHECK_LEFT("\x15\1"); /* return_call_ref */
	CHECK_LEFT("\xd0\x6e"); /* ref.null any */
	CHECK_LEFT("\xd0\0"); /* ref.null of a type */
	CHECK_LEFT("\xd4"); /* ref.as_non_null */
	CHECK_LEFT("\x02\x64\x70\x0b"); /* a block with (ref func) */
	CHECK_LEFT("\xfc\x13"); /* i64.add128 */
	PUT(&b, BUILD_TYPE, "\x60\1\x6e\0"); /* (param anyref) */
	judged = judge_built(&b);
	assert_int_equal(judged.err, 0);
	assert_false(judged.covered);
}

/* What is wrong ahead of that is wrong in any case. */
static void test_wrong_ahead(void **state)
{
	struct judged judged = judge_body("\x1a\xd4\x0b", 3);

	(void)state;
	assert_int_equal(judged.err, -1);
	check_contains(judged.record.message, "drop takes an operand");
}

/* ---- so many bodies that two threads share them ---- */

enum { A_NOP = 0x01, AN_END = 0x0b, A_DROP = 0x1a, UNKNOWN = 0x27, OTHERS = 0xd4 };
enum { BODIES = 2000, BODY_SIZE = 64, EARLY = 10, LATE = 1990 };

/* All do nothing; at one place of the first and the last ones is something else. */
static struct judged judge_many(uint8_t early, uint8_t late)
{
	struct builder b = {0};
	struct up_buf *code = &b.sections[BUILD_CODE];

	PUT(&b, BUILD_TYPE, "\x60\0\0");
	for (int i = 0; i < BODIES; i++) {
		uint8_t body[BODY_SIZE + 1] = {BODY_SIZE};

		PUT(&b, BUILD_FUNCTION, "\0");
		memset(body + 2, A_NOP, BODY_SIZE - 2);
		body[BODY_SIZE] = AN_END;
		if (i == EARLY)
			body[2] = early;
		else if (i == LATE)
			body[2] = late;
		up_buf_append(code, body, sizeof(body));
		b.counts[BUILD_CODE]++;
	}
	return judge_built(&b);
}

static size_t place_of(const struct judged *judged, size_t body)
{
	return judged->start - (sizeof(LOCALS) - 1) +
	       body * (BODY_SIZE + 1) + 1;
}

static void test_halves(void **state)
{
	struct judged judged = judge_many(A_NOP, A_NOP);

	(void)state;
	assert_int_equal(judged.err, 0);
	assert_true(judged.covered);
	judged = judge_many(A_NOP, A_DROP);
	assert_int_equal(judged.err, -1);
	assert_int_equal(judged.record.offset, place_of(&judged, LATE));
	/* The first that is wrong is told, and it alone. */
	judged = judge_many(A_DROP, A_DROP);
	assert_int_equal(judged.err, -1);
	assert_int_equal(judged.record.errors, 1);
	assert_int_equal(judged.record.offset, place_of(&judged, EARLY));
	/* Behind what is left to others nothing is judged, but all is read. */
	judged = judge_many(OTHERS, A_DROP);
	assert_int_equal(judged.err, 0);
	assert_false(judged.covered);
	judged = judge_many(OTHERS, UNKNOWN);
	assert_int_equal(judged.err, -1);
	assert_int_equal(judged.record.errors, 1);
	assert_int_equal(judged.record.offset, place_of(&judged, LATE));
	judged = judge_many(A_NOP, OTHERS);
	assert_int_equal(judged.err, 0);
	assert_false(judged.covered);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_instruction),
		cmocka_unit_test(test_known_types),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_constant_globals),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_types_of_others),
		cmocka_unit_test(test_many_parameters),
		cmocka_unit_test(test_data_count),
		cmocka_unit_test(test_left_to_others),
		cmocka_unit_test(test_wrong_ahead),
		cmocka_unit_test(test_halves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
