/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_ANALYSIS_FACTS_H
#define UP_ANALYSIS_FACTS_H

/*
 * What is true of the module as it came in. Found once, before any pass; the
 * passes read it and never look for themselves. Names are those of Binaryen's
 * module and owned by it.
 */

#include <binaryen-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/landmark_names.h"
#include "analysis/policy.h"
#include "glue/interface.h"
#include "unpoison/unpoison.h"
#include "wasm/module.h"

struct up_landmark {
	enum up_role role;
	BinaryenFunctionRef function;
};

struct up_import_fact {
	BinaryenFunctionRef function;
	bool unwind_safe; /* a JavaScript exception may cross its callers */
};

struct up_export_fact {
	BinaryenExportRef export_;
	bool aborts; /* --abort-export: whatever leaves it is an abort */
	bool initializes; /* a fresh state needs it called once JavaScript has */
	enum up_release releases; /* only where the module heals itself */
};

/* How text is got out of a Rust panic, see panic.c. */
struct up_panic_facts {
	BinaryenFunctionRef hook; /* NULL: unknown, no texts */
	BinaryenIndex location; /* the parameter that points to the Location */
	uint32_t as_str; /* offset in the payload's vtable, 0: it has none */
	uint32_t get; /* likewise */
	BinaryenFunctionRef dealloc; /* NULL: unknown */
	const char *table; /* what vtables refer to, NULL: there is none */
	/* Addresses of the words that count panics in flight. */
	uint32_t counts[4];
	size_t count_count;
};

struct up_function_list {
	BinaryenFunctionRef *items; /* owned */
	size_t count;
};

/* What instructions the bodies have. */
struct up_code_facts {
	bool legacy, exnref; /* of the dialects of exceptions */
	bool tail_calls;
	bool references; /* ref.func */
	bool ref_calls; /* calls of references */
	bool externrefs, multivalue; /* in types of functions */
	bool memory_grow, table_grow;
	bool table_write; /* anything that changes a table */
	const char *longjmp_tag; /* what C's longjmp throws, or NULL */
	struct up_function_list throwers; /* with a throw */
	/* With sizes, grows, and what applies or drops segments. */
	struct up_function_list accessors;
	struct up_function_list callers; /* with calls by a table */
	/*
	 * The functions that are called by their index: by bodies, as exports, as
	 * the start function. For up_is_called().
	 */
	const char **called; /* owned, sorted as pointers */
	size_t called_count;
};

/* Toolchains make one; of more than these nothing is kept. */
#define UP_MAX_KEPT_TABLES 8

/* Toolchains make one; more than these are taken to be the module's own. */
#define UP_MAX_OPEN_TABLES 8

/* How the module calls by its tables, where nobody else sees to that. */
struct up_call_facts {
	/*
	 * It says so before each call, so that an entry by a table is known to
	 * be its own or JavaScript's.
	 */
	bool marked;
	/* Tables that JavaScript can grow, to add functions of its own. */
	const char *open_tables[UP_MAX_OPEN_TABLES];
	size_t open_table_count;
};

struct up_facts {
	const struct up_raw_module *raw; /* not owned; NULL for parsed text */
	struct up_eh_policy eh;
	const char *panic_tag; /* the toolchain's exception, or NULL */
	/* Functions that JavaScript can get at without exports. */
	enum up_entry_guard entries;
	const char *stack_pointer; /* global of the shadow stack, or NULL */
	uint32_t stack_low; /* lowest address of the shadow stack */
	uint32_t stack_high; /* its start: the stack grows down from here */
	const char *memory; /* memory 0, or NULL */
	/*
	 * () -> (): calls the handler of aborts that the module may have set for
	 * itself. NULL: none. Only bindgen/ knows; set by who asks it.
	 */
	BinaryenFunctionRef abort_handler;
	struct up_code_facts code;
	struct up_call_facts calls;
	struct up_panic_facts panic;
	struct up_reset_facts reset; /* how the state can be made fresh */
	struct up_landmark *landmarks; /* owned */
	size_t landmark_count;
	struct up_import_fact *imports; /* owned; functions only */
	size_t import_count;
	struct up_export_fact *exports; /* owned; functions only */
	size_t export_count;
	/*
	 * Tables to which JavaScript may add while an initializer runs, and the
	 * module knows what; only if there are initializers.
	 */
	const char *kept_tables[UP_MAX_KEPT_TABLES];
	size_t kept_table_count;
};

/* What is known of bodies that are not in the module that Binaryen has. */
struct up_carried_code {
	uint32_t traits; /* enum up_body_trait */
	const uint32_t *uses; /* how often functions are named by any body */
	const char *const *names; /* of those functions */
	uint32_t count;
};

/*
 * Finds the facts of @module. @raw is its outline, which has to live as long as
 * the facts; @carried: of bodies that are not in @module, or NULL; @late: the host
 * instantiates the module, not JavaScript. Returns 0, or a negative value after
 * reporting why the module cannot be rewritten as @options ask.
 */
int up_facts_init(struct up_facts *facts, const struct up_raw_module *raw,
		  BinaryenModuleRef module,
		  const struct up_carried_code *carried,
		  const struct up_options *options, bool late,
		  struct up_report *report);
void up_facts_finish(struct up_facts *facts);

/* The parts of up_facts_init(), one file each, in this order. */
void up_find_landmarks(struct up_facts *facts, BinaryenModuleRef module);
void up_find_stack(struct up_facts *facts, BinaryenModuleRef module);
void up_find_code(struct up_facts *facts, BinaryenModuleRef module,
		  const struct up_carried_code *carried);
void up_find_panic(struct up_facts *facts, BinaryenModuleRef module);
int up_find_eh(struct up_facts *facts, BinaryenModuleRef module,
	       const struct up_options *options, struct up_report *report);
int up_find_reset(struct up_facts *facts, BinaryenModuleRef module,
		  const struct up_options *options, bool late,
		  struct up_report *report);
void up_find_boundary(struct up_facts *facts, BinaryenModuleRef module,
		      const struct up_options *options);
void up_find_calls(struct up_facts *facts, BinaryenModuleRef module,
		   const struct up_options *options);
void up_find_initializers(struct up_facts *facts, BinaryenModuleRef module);
void up_find_releases(struct up_facts *facts, BinaryenModuleRef module);

/* The module as JavaScript sees it. To be called before the passes change it. */
void up_interface_init(struct up_interface *interface,
		       const struct up_facts *facts, BinaryenModuleRef module,
		       const struct up_options *options);

bool up_is_kept_table(const struct up_facts *facts, const char *name);

/* Whether @name, which is the module's own string, is called by its index. */
bool up_is_called(const struct up_facts *facts, const char *name);

/* The first landmark of a role, or NULL. */
BinaryenFunctionRef up_landmark(const struct up_facts *facts,
				enum up_role role);

#endif
