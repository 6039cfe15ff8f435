/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_WAYS_H
#define UP_PASSES_WAYS_H

#include "passes/trampoline.h"

/*
 * How an activation ends in any way but by returning, and what becomes of a call
 * that finds the module dead: with JavaScript of our own (host_ways.c), which is
 * told of all of it, or without (standalone_ways.c). Trampolines and wrappers
 * are made alike in both cases, and ask here.
 */
struct up_ways {
	/* For an entry that found `running` set. Whoever returns has an answer. */
	BinaryenExpressionRef (*refuse)(const struct up_pass_context *context,
					int32_t export_index);
	/*
	 * @call, and what becomes of the exceptions that come out of it. Only for
	 * functions that exceptions can leave; adds the locals that it needs.
	 */
	BinaryenExpressionRef (*guard)(const struct up_pass_context *context,
				       const struct up_trampoline *trampoline,
				       struct up_locals *locals,
				       BinaryenExpressionRef call);
	/* What a wrapper does when its import has thrown, or NULL. */
	BinaryenExpressionRef (*thrown)(const struct up_pass_context *context,
					const struct up_import_fact *import);
};

/* Those that @options ask for. */
const struct up_ways *up_ways_of(const struct up_options *options);

extern const struct up_ways up_host_ways;
extern const struct up_ways up_standalone_ways;

#endif
