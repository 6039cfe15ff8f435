/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_ESCAPE_H
#define UP_INSPECT_ESCAPE_H

/*
 * What becomes of exceptions on their way out of a module that unwinds. A
 * function that must not unwind (`extern "C"` of Rust, noexcept of C++) has all
 * its calls in a try that ends in a landmark of the role cannot-unwind. Other
 * functions have such a try too, around the one call of a destructor or of
 * catch_unwind's cleanup; that one says nothing of their other calls. So it is
 * found out for each call where its exception goes, and from that for each
 * function whether any may leave it. An export aborts if none can, and a call
 * under a guard is on the way.
 */

#include "inspect/graph.h"

struct up_escapes {
	struct up_graph open; /* only calls that exceptions come through */
	bool *may; /* of each node: the language's exception may leave it */
	uint32_t *guard; /* of each function: its landmark, or UP_NO_INDEX */
	struct up_ways aborts; /* to functions with a call under a guard */
};

/* The graph is that of @model, and is to outlive *@ret. */
void up_escapes_make(const struct up_model *model,
		     const struct up_graph *graph, struct up_escapes *ret);
void up_escapes_finish(struct up_escapes *escapes);

/*
 * What becomes of an exception below @function; sets *@ret_way, if it aborts,
 * to the way to what is called instead.
 */
enum up_verdict up_escapes_verdict(struct up_escapes *escapes,
				   uint32_t function, struct up_way *ret_way);

/* ---- regions.c ---- */

enum up_exit {
	UP_EXIT_OPEN, /* an exception of the call leaves the function */
	UP_EXIT_CAUGHT, /* it is handled there */
	UP_EXIT_GUARDED, /* it is turned into a call of a landmark */
	UP_EXIT_SECOND, /* while another one is on its way: nobody survives */
};

/* A place that calls, and what becomes of an exception that comes out. */
struct up_call_site {
	enum up_exit exit;
	bool indirect;
	/* A function; or as the events of wasm/code.h have it. */
	uint32_t index, table;
	uint32_t landmark; /* of GUARDED */
};

typedef void up_call_site_visitor(const struct up_call_site *site, void *data);

/*
 * Visits the calls of the function @function. @guards tells the functions of the
 * role cannot-unwind; @tag is the language's, or UP_NO_INDEX.
 */
void up_call_sites(const struct up_contents *contents, uint32_t function,
		   const bool *guards, uint32_t tag,
		   up_call_site_visitor *visit, void *data);

#endif
