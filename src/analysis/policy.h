/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_ANALYSIS_POLICY_H
#define UP_ANALYSIS_POLICY_H

/*
 * What follows from plain facts of a module and from the options: decisions,
 * without a look at the module itself. The rewriting asks with what Binaryen has
 * read, the inspection with what it has found in the bytes; so both say the same.
 */

#include <stdbool.h>

#include "unpoison/unpoison.h"

/* ---- exceptions ---- */

struct up_eh_ground {
	bool legacy, exnref; /* instructions of the dialects */
	bool panic_tag; /* there is a tag that the toolchain throws */
	bool other_tags; /* and there are others of the module's own */
};

struct up_eh_policy {
	enum up_eh in; /* of the input */
	enum up_eh out; /* of the output; UP_EH_NONE: none needed */
	bool recognised; /* the toolchain's frames are known to unwind */
	bool unwinds; /* some path of the module is unwind-safe */
	bool trusts; /* --unwind trust: all are */
	/* JavaScript exceptions are marked as unwinds by a tag of the tool's. */
	bool tagged;
	/*
	 * There is no such tag, and not all that an import throws is an unwind:
	 * the module notes of what was thrown last whether it is.
	 */
	bool notes;
};

/* Returns 0, or -1 after reporting that the options ask for what cannot be. */
int up_policy_eh(const struct up_eh_ground *ground,
		 const struct up_options *options, struct up_eh_policy *ret,
		 struct up_report *report);

/*
 * Whether a tag can be LLVM's exception, by its names (both may be empty) and
 * whether it carries one i32 and takes no answer. C's longjmp has such a tag
 * too: @longjmp says that this is the one.
 */
bool up_policy_is_panic_tag(const char *name, const char *import_name,
			    bool one_i32, bool longjmp);

/* ---- the border ---- */

/* Whether a JavaScript exception of an imported function may cross its callers. */
bool up_policy_import_unwinds(const struct up_options *options,
			      const struct up_eh_policy *eh,
			      const char *module_name, const char *name);

/* Whether all that leaves an export is an abort, whatever it is. */
bool up_policy_export_aborts(const struct up_options *options,
			     const char *name);

/*
 * Names of the module that the passes would meet again as their own. Return 0,
 * or -1 after reporting.
 */
int up_policy_check_name(const char *name, struct up_report *report);
int up_policy_check_export(const char *name, const struct up_options *options,
			   struct up_report *report);

/* Functions that JavaScript can get hold of without their being exported. */
struct up_entry_ground {
	bool tables; /* by exported tables */
	bool others; /* by imported tables, by globals, as values */
	bool numbers; /* all functions take and give numbers alone */
	bool bindings; /* of a crate: what is exported has more users */
};

/* Who guards them. */
enum up_entry_guard {
	UP_ENTRIES_NONE, /* there are none */
	UP_ENTRIES_MODULE, /* each guards itself */
	/*
	 * The generated JavaScript: tables hand them out guarded. It takes no
	 * bytes of the module and no time of its own calls by the table, but
	 * needs exceptions to be none, and arguments that can be told.
	 */
	UP_ENTRIES_GLUE,
};

enum up_entry_guard up_policy_entries(const struct up_entry_ground *ground,
				      const struct up_eh_policy *eh,
				      const struct up_options *options);

/* ---- modules that keep their own JavaScript ---- */

/*
 * Whether --standalone is possible with the other options; @bindings: the module
 * is a crate whose bindings have not been made yet. Returns 0, or -1 after
 * reporting.
 */
int up_policy_check_standalone(const struct up_options *options, bool bindings,
			       struct up_report *report);

/* As --standalone has it. Static; NULL without. */
const char *up_policy_standalone_word(enum up_standalone standalone);

/* ---- a fresh state ---- */

struct up_reset_ground {
	/* Of any memory. */
	bool shared, imported, shared_import;
	bool odd_pages; /* of another size than 64 KiB */
	bool tables_change; /* the module writes some, or they are not its own */
	bool imports_table;
	bool late; /* the host instantiates the module, not JavaScript */
};

struct up_reset_facts {
	bool in_place; /* the module gets __wbg_reset_state */
	bool reinstantiates; /* JavaScript may make a new instance */
	bool tables; /* tables may change, so they are put back */
	bool restores; /* imported memories or tables are for the host */
	bool reruns; /* initializers that JavaScript calls: the module does it */
	bool heals; /* a dead module resets itself when it is entered */
};

/* As --reset has it. Static. */
const char *up_policy_reset_word(const struct up_reset_facts *reset);

int up_policy_reset(const struct up_reset_ground *ground,
		    const struct up_options *options,
		    struct up_reset_facts *ret, struct up_report *report);

/* ---- exports that are known by their names ---- */

/* When a call of an export only gives something back. */
enum up_release {
	UP_RELEASE_NO,
	UP_RELEASE_ALWAYS,
	UP_RELEASE_POSITIVE, /* if its first argument is positive */
};

enum up_release up_policy_release(const char *name, size_t size);

/* Whether a toolchain's JavaScript calls it once, after instantiation. */
bool up_policy_initializer(const char *name, size_t size);

/* As long as names at the border are once emscripten's optimizer has made them. */
#define UP_MINIFIED_NAME 3

/* Whether an import looks so: a.a, a.b and so on. */
bool up_policy_minified_import(const char *module, size_t module_size,
			       size_t name_size);

#endif
