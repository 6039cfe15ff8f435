/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What each export may get to: small graphs, huge ones, and random ones. */

#include <time.h>

#include "check.h"
#include "explored.h"

/* ---- imports ---- */

static void test_recursion(void **state)
{
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");
	uint32_t first = build_import(&b, "env", "first", type);
	uint32_t second = build_import(&b, "env", "second", type);

	(void)state;
	build_import(&b, "env", "never", type);
	FUNCTION(&b, type, 3); /* 3: itself */
	FUNCTION(&b, type, 5); /* 4, 5, 6: a cycle, with two ways out */
	FUNCTION(&b, type, 6, second);
	FUNCTION(&b, type, 4, first, 3);
	FUNCTION(&b, type, 3, second); /* 7 */
	EXPORTS(&b, 3, 4, 5, 6, 7);
	struct up_model *model = explore(&b, NULL, 0);
	REACHES(model, 3);
	for (uint32_t i = 4; i <= 6; i++)
		REACHES(model, i, first, second);
	REACHES(model, 7, second);
	for (uint32_t i = 3; i <= 7; i++)
		assert_false(export_of(model, i)->reaches_indirect);
	up_model_destroy(model);
}

static void test_exported_imports(void **state)
{
	static const struct mark marks[] = {{UP_ROLE_THROW, 1}};
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");

	(void)state;
	/* Imports that are no functions count as imports too. */
	build_put(&b.sections[BUILD_IMPORT], "env");
	build_put(&b.sections[BUILD_IMPORT], "memory");
	up_buf_append(&b.sections[BUILD_IMPORT], "\2\0\1", 3);
	b.counts[BUILD_IMPORT]++;
	build_import(&b, "env", "a", type);
	build_import(&b, "env", "b", type);
	FUNCTION(&b, type, 1);
	EXPORTS(&b, 0, 1, 2);
	build_export(&b, "memory", 2, 0);
	struct up_model *model = explore(&b, marks, 1);
	REACHES(model, 0, 1);
	REACHES(model, 1, 2);
	REACHES(model, 2, 2);
	assert_false(export_of(model, 0)->can_panic);
	WAY(model, 1, 1);
	WAY(model, 2, 2, 1);
	const struct up_model_export *memory = &model->exports[3];
	assert_int_equal(memory->unwind, UP_VERDICT_SAFE);
	assert_false(memory->can_panic || memory->reaches_indirect);
	assert_int_equal(memory->reach_count + memory->panic.count, 0);
	assert_int_equal(memory->behind, UP_NO_INDEX);
	up_model_destroy(model);
}

/* ---- indirect calls ---- */

/* By the type and the table, and through cycles of such calls. */
static void test_tables(void **state)
{
	struct builder b = {0};
	uint32_t none = build_type(&b, "", "");
	uint32_t one = build_type(&b, "i", "");
	uint32_t plain = build_import(&b, "env", "plain", none);
	uint32_t other = build_import(&b, "env", "other", one);
	uint32_t hidden = build_import(&b, "env", "hidden", none);

	(void)state;
	build_table(&b, 2);
	build_table(&b, 2);
	build_segment(&b, 0, 3);
	build_element(&b, plain);
	build_element(&b, other);
	build_element(&b, 5);
	build_segment(&b, 1, 1);
	build_element(&b, hidden);
	build_function(&b, none); /* 3: what is in table 0 */
	build_call_indirect(&b, none, 0);
	build_end(&b);
	build_function(&b, one); /* 4: the other type, of which it is itself */
	build_call_indirect(&b, one, 0);
	build_end(&b);
	FUNCTION(&b, none, 3); /* 5: called by 3, and calls it */
	build_function(&b, none); /* 6: table 1 has none of the type */
	build_call_indirect(&b, one, 1);
	build_end(&b);
	FUNCTION(&b, none, 5); /* 7 */
	EXPORTS(&b, 3, 4, 5, 6, 7);
	struct up_model *model = explore(&b, NULL, 0);
	REACHES(model, 3, plain);
	REACHES(model, 4, other);
	REACHES(model, 5, plain);
	REACHES(model, 6);
	REACHES(model, 7, plain);
	for (uint32_t i = 3; i <= 7; i++)
		assert_true(export_of(model, i)->reaches_indirect);
	up_model_destroy(model);
}

/* What a table holds is known only if nobody writes it. */
enum writer { NOBODY, CODE, JAVASCRIPT, INITIALIZER };

static void check_open_table(enum writer writer)
{
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");
	uint32_t inside = build_import(&b, "env", "inside", type);
	uint32_t passive = build_import(&b, "env", "passive", type);

	build_import(&b, "env", "nowhere", type);
	if (writer == INITIALIZER) {
		up_buf_append(&b.sections[BUILD_TABLE],
			      "\x40\0\x70\0\1\xd2\1\x0b", 8);
		b.counts[BUILD_TABLE]++;
	} else {
		build_table(&b, 1);
	}
	build_segment(&b, 0, 1);
	build_element(&b, inside);
	build_passive(&b, 1);
	build_element(&b, passive);
	build_function(&b, type);
	build_call_indirect(&b, type, 0);
	build_end(&b);
	build_function(&b, type);
	if (writer == CODE) /* table.init 1, table 0 */
		for (const char *c = "\x41\1\x41\1\x41\1\xfc\x0c\1"; *c; c++)
			build_u8(&b, (uint8_t)*c);
	if (writer == CODE)
		build_u8(&b, 0);
	build_end(&b);
	EXPORTS(&b, 3);
	if (writer == JAVASCRIPT)
		build_export(&b, "table", 1, 0);
	struct up_model *model = explore(&b, NULL, 0);
	if (writer == NOBODY)
		REACHES(model, 3, inside);
	else
		REACHES(model, 3, inside, passive);
	up_model_destroy(model);
}

static void test_open_tables(void **state)
{
	(void)state;
	check_open_table(NOBODY);
	check_open_table(CODE);
	check_open_table(JAVASCRIPT);
	check_open_table(INITIALIZER);
}

/* A call by a type takes functions of subtypes, and never of supertypes. */
static void test_subtypes(void **state)
{
	static const char types[] =
		"\x50\0\x60\0\0" /* sub: () -> () */
		"\x50\1\0\x60\0\0" /* sub 0 */
		"\x50\1\1\x60\0\0"; /* sub 1 */
	struct builder b = {0};

	(void)state;
	up_buf_append(&b.sections[BUILD_TYPE], types, sizeof(types) - 1);
	b.counts[BUILD_TYPE] = 3;
	for (uint32_t i = 0; i < 3; i++)
		build_import(&b, "env", "f", i);
	build_table(&b, 3);
	build_segment(&b, 0, 3);
	for (uint32_t i = 0; i < 3; i++)
		build_element(&b, i);
	for (uint32_t i = 0; i < 3; i++) {
		build_function(&b, 0);
		build_call_indirect(&b, i, 0);
		build_end(&b);
	}
	for (uint32_t i = 0; i < 3; i++) {
		build_function(&b, 0); /* by a reference */
		build_u8(&b, 0xd0);
		build_u32(&b, i);
		build_u8(&b, 0x14);
		build_u32(&b, i);
		build_end(&b);
	}
	EXPORTS(&b, 3, 4, 5, 6, 7, 8);
	struct up_model *model = explore(&b, NULL, 0);
	for (uint32_t i = 3; i <= 6; i += 3) {
		REACHES(model, i, 0, 1, 2);
		REACHES(model, i + 1, 1, 2);
		REACHES(model, i + 2, 2);
	}
	up_model_destroy(model);
}

/* ---- ways ---- */

static void test_ways(void **state)
{
	static const struct mark marks[] = {
		{UP_ROLE_PANIC, 1},
		{UP_ROLE_ABORT, 6},
		{UP_ROLE_DEALLOC, 9},
	};
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");

	(void)state;
	build_import(&b, "env", "host", type);
	build_table(&b, 1);
	build_segment(&b, 0, 1);
	build_element(&b, 1);
	FUNCTION(&b, type, 0); /* 1: panics */
	FUNCTION(&b, type, 1); /* 2 */
	FUNCTION(&b, type, 4, 2); /* 3: both are as near */
	FUNCTION(&b, type, 1); /* 4 */
	build_function(&b, type); /* 5: three direct calls, or an indirect one */
	build_call_indirect(&b, type, 0);
	build_call(&b, 3);
	build_end(&b);
	FUNCTION(&b, type); /* 6: aborts */
	build_function(&b, type); /* 7: five direct calls, or an indirect one */
	build_call(&b, 8);
	build_call_indirect(&b, type, 0);
	build_end(&b);
	FUNCTION(&b, type, 5); /* 8 */
	FUNCTION(&b, type); /* 9: neither */
	FUNCTION(&b, type, 6, 1); /* 10: the first in the code */
	EXPORTS(&b, 1, 3, 5, 6, 7, 9, 10);
	struct up_model *model = explore(&b, marks, 3);
	WAY(model, 1, 1);
	WAY(model, 3, 3, 4, 1);
	WAY(model, 5, 5, 3, 4, 1);
	WAY(model, 6, 6);
	WAY(model, 7, 7, 1);
	assert_true(export_of(model, 7)->panic.steps[1].indirect);
	assert_false(export_of(model, 7)->panic.steps[0].indirect);
	assert_false(export_of(model, 5)->panic.steps[1].indirect);
	NO_WAY(model, 9);
	WAY(model, 10, 10, 6);
	up_model_destroy(model);
}

/* What panics in a module without names, and what its tag tells. */
static void check_sources(bool names, uint32_t tag)
{
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");

	build_tag(&b, type);
	build_tag(&b, type);
	build_function(&b, type); /* 0 */
	build_u8(&b, 0); /* unreachable */
	build_end(&b);
	build_function(&b, type); /* 1 */
	build_u8(&b, 8); /* throw */
	build_u8(&b, 1);
	build_end(&b);
	FUNCTION(&b, type); /* 2 */
	EXPORTS(&b, 0, 1, 2);
	for (uint32_t i = 0; names && i < 2; i++)
		build_name(&b, i, "f");
	struct up_model *model = explore_tag(&b, NULL, 0, tag);
	assert_int_equal(export_of(model, 0)->can_panic, !names);
	assert_int_equal(export_of(model, 1)->can_panic, tag == 1);
	assert_false(export_of(model, 2)->can_panic);
	up_model_destroy(model);
}

static void test_sources(void **state)
{
	(void)state;
	check_sources(false, UP_NO_INDEX);
	check_sources(true, 0);
	check_sources(true, 1);
}

/* ---- huge modules ---- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A chain that would overflow any stack. */
static void test_chain(void **state)
{
	enum { LENGTH = 1000000 };
	static const struct mark marks[] = {{UP_ROLE_PANIC, LENGTH}};
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");

	(void)state;
	build_import(&b, "env", "host", type);
	for (uint32_t i = 1; i < LENGTH; i++)
		FUNCTION(&b, type, i + 1);
	FUNCTION(&b, type, 0);
	EXPORTS(&b, 1, 2, LENGTH);
	struct up_model *model = explore(&b, marks, 1);
	REACHES(model, 1, 0);
	REACHES(model, LENGTH, 0);
	assert_int_equal(export_of(model, 1)->panic.count, LENGTH);
	for (uint32_t i = 0; i < LENGTH; i++)
		assert_int_equal(export_of(model, 1)->panic.steps[i].function,
				 i + 1);
	assert_int_equal(export_of(model, 2)->panic.count, LENGTH - 1);
	up_model_destroy(model);
}

/* As many exports as functions: the ways of all would not fit into memory. */
static void test_many_ways(void **state)
{
	enum { LENGTH = 20000 };
	static const struct mark marks[] = {{UP_ROLE_PANIC, LENGTH - 1}};
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");
	size_t steps = 0;

	(void)state;
	for (uint32_t i = 0; i + 1 < LENGTH; i++)
		FUNCTION(&b, type, i + 1);
	FUNCTION(&b, type);
	for (uint32_t i = 0; i < LENGTH; i++)
		build_export(&b, "f", 0, i);
	struct up_model *model = explore(&b, marks, 1);
	for (uint32_t i = 0; i < LENGTH; i++) {
		assert_true(model->exports[i].can_panic);
		steps += model->exports[i].panic.count;
	}
	assert_int_equal(model->exports[0].panic.count, LENGTH);
	assert_true(steps <= 16 << 20);
	up_model_destroy(model);
}

static void test_many_imports(void **state)
{
	enum { IMPORTS = 3000, FUNCTIONS = 200000 };
	struct builder b = {0};
	uint32_t type = build_type(&b, "", "");
	double start;

	(void)state;
	for (uint32_t i = 0; i < IMPORTS; i++)
		build_import(&b, "env", "host", type);
	for (uint32_t i = 0; i < FUNCTIONS - 1; i++)
		FUNCTION(&b, type, IMPORTS + i + 1, i % IMPORTS,
			 IMPORTS + i / 2);
	FUNCTION(&b, type, 0);
	EXPORTS(&b, IMPORTS, IMPORTS + FUNCTIONS - 1);
	start = seconds();
	struct up_model *model = explore(&b, NULL, 0);
	assert_int_equal(export_of(model, IMPORTS)->reach_count, IMPORTS);
	for (uint32_t i = 0; i < IMPORTS; i++)
		assert_int_equal(export_of(model, IMPORTS)->reaches[i], i);
	REACHES(model, IMPORTS + FUNCTIONS - 1, 0);
	/* A tenth of a second, but sanitizers and other jobs take theirs. */
	assert_true(seconds() - start < 20);
	up_model_destroy(model);
}

/* ---- against a search that is too simple to be wrong ---- */

enum { MAX_NODES = 64, MAX_TABLES = 2, MAX_TYPES = 3 };

struct plain {
	uint32_t imports, functions; /* all of them */
	uint32_t type[MAX_NODES];
	bool calls[MAX_NODES][MAX_NODES];
	bool indirect[MAX_NODES][MAX_TABLES][MAX_TYPES];
	bool inside[MAX_TABLES][MAX_NODES];
	bool open[MAX_TABLES];
	bool panics[MAX_NODES];
};

static uint32_t below(uint32_t *seed, uint32_t limit)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)*seed * limit >> 32);
}

static bool may_call(const struct plain *p, uint32_t from, uint32_t to)
{
	for (uint32_t t = 0; t < MAX_TABLES; t++) {
		bool any = p->inside[0][to] || p->inside[1][to] || p->open[0] ||
			   p->open[1];

		/* All functions are exported: JavaScript may put them in. */
		if (p->indirect[from][t][p->type[to]] &&
		    (p->open[t] ? any : p->inside[t][to]))
			return true;
	}
	return false;
}

static void distances(const struct plain *p, uint32_t from, uint32_t *ret)
{
	for (uint32_t i = 0; i < p->functions; i++)
		ret[i] = UINT32_MAX;
	ret[from] = 0;
	for (bool changed = true; changed;) {
		changed = false;
		for (uint32_t i = 0; i < p->functions; i++)
			for (uint32_t k = 0; k < p->functions; k++) {
				uint32_t cost = p->calls[i][k]	   ? 1
						: may_call(p, i, k) ? 4
								    : 0;
				if (cost == 0 || ret[i] == UINT32_MAX ||
				    ret[i] + cost >= ret[k])
					continue;
				ret[k] = ret[i] + cost;
				changed = true;
			}
	}
}

static void make_plain(uint32_t *seed, struct plain *p)
{
	memset(p, 0, sizeof(*p));
	p->imports = below(seed, 8);
	p->functions = p->imports + 1 + below(seed, 40);
	for (uint32_t t = 0; t < MAX_TABLES; t++)
		p->open[t] = below(seed, 4) == 0;
	for (uint32_t i = 0; i < p->functions; i++) {
		p->type[i] = below(seed, MAX_TYPES);
		p->panics[i] = below(seed, 12) == 0;
		for (uint32_t t = 0; t < MAX_TABLES; t++)
			p->inside[t][i] = below(seed, 6) == 0;
		if (i < p->imports)
			continue;
		for (uint32_t k = below(seed, 3); k > 0; k--)
			p->calls[i][below(seed, p->functions)] = true;
		if (below(seed, 3) == 0)
			p->indirect[i][below(seed, MAX_TABLES)]
				   [below(seed, MAX_TYPES)] = true;
	}
}

static void build_plain(const struct plain *p, struct builder *b)
{
	static const char *const params[MAX_TYPES] = {"", "i", "ii"};

	for (uint32_t t = 0; t < MAX_TYPES; t++)
		build_type(b, params[t], "");
	for (uint32_t i = 0; i < p->imports; i++)
		build_import(b, "env", "host", p->type[i]);
	for (uint32_t t = 0; t < MAX_TABLES; t++) {
		build_table(b, MAX_NODES);
		if (p->open[t])
			build_export(b, "table", 1, t);
		for (uint32_t i = 0; i < p->functions; i++)
			if (p->inside[t][i]) {
				build_segment(b, t, 1);
				build_element(b, i);
			}
	}
	for (uint32_t i = p->imports; i < p->functions; i++) {
		build_function(b, p->type[i]);
		for (uint32_t k = 0; k < p->functions; k++)
			if (p->calls[i][k])
				build_call(b, k);
		for (uint32_t t = 0; t < MAX_TABLES; t++)
			for (uint32_t k = 0; k < MAX_TYPES; k++)
				if (p->indirect[i][t][k])
					build_call_indirect(b, k, t);
		build_end(b);
	}
	for (uint32_t i = 0; i < p->functions; i++)
		build_export(b, "f", 0, i);
}

static void check_way(const struct plain *p, const struct up_way *way,
		      uint32_t from, uint32_t cost)
{
	uint32_t sum = 0;

	assert_true(way->count > 0);
	assert_int_equal(way->steps[0].function, from);
	assert_true(p->panics[way->steps[way->count - 1].function]);
	for (size_t i = 1; i < way->count; i++) {
		uint32_t last = way->steps[i - 1].function;
		uint32_t next = way->steps[i].function;

		sum += way->steps[i].indirect ? 4 : 1;
		assert_true(way->steps[i].indirect ? may_call(p, last, next)
						   : p->calls[last][next]);
	}
	assert_int_equal(sum, cost);
}

static void check_plain(const struct plain *p, const struct up_model *model,
			uint32_t from)
{
	const struct up_model_export *export_ = export_of(model, from);
	uint32_t distance[MAX_NODES], nearest = UINT32_MAX;
	size_t reached = 0;
	bool indirect = false;

	distances(p, from, distance);
	for (uint32_t i = 0; i < p->functions; i++) {
		if (distance[i] == UINT32_MAX)
			continue;
		if (p->panics[i] && distance[i] < nearest)
			nearest = distance[i];
		for (uint32_t t = 0; t < MAX_TABLES * MAX_TYPES; t++)
			indirect |= p->indirect[i][t / MAX_TYPES][t % MAX_TYPES];
		if (i >= p->imports)
			continue;
		assert_true(reached < export_->reach_count);
		assert_int_equal(export_->reaches[reached++], i);
	}
	assert_int_equal(reached, export_->reach_count);
	assert_int_equal(export_->reaches_indirect, indirect);
	assert_int_equal(export_->can_panic, nearest != UINT32_MAX);
	if (export_->can_panic)
		check_way(p, &export_->panic, from, nearest);
	else
		assert_int_equal(export_->panic.count, 0);
}

static void test_random(void **state)
{
	uint32_t seed = 20260221;

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct plain p;
		struct builder b = {0};
		struct mark marks[MAX_NODES];
		size_t mark_count = 0;

		make_plain(&seed, &p);
		build_plain(&p, &b);
		for (uint32_t i = 0; i < p.functions; i++)
			if (p.panics[i])
				marks[mark_count++] =
					(struct mark){UP_ROLE_PANIC, i};
		struct up_model *model = explore(&b, marks, mark_count);
		for (uint32_t i = 0; i < p.functions; i++)
			check_plain(&p, model, i);
		up_model_destroy(model);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recursion),
		cmocka_unit_test(test_exported_imports),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_open_tables),
		cmocka_unit_test(test_subtypes),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_many_ways),
		cmocka_unit_test(test_many_imports),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
