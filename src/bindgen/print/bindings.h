/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_BINDINGS_H
#define UP_BINDGEN_PRINT_BINDINGS_H

/* The JavaScript of a crate's bindings, in the pieces that the glue sets in. */

#include "bindgen/adapters.h"
#include "bindgen/print/reserved.h"
#include "glue/interface.h"
#include "unpoison/unpoison.h"
#include "util/buf.h"

/* What of the module and of the target shows in the text. */
struct up_print_options {
	bool commonjs; /* require() in place of import */
	bool scripts; /* there is neither */
	bool recovers; /* the state can be made fresh */
	bool catches; /* imports are on unwind-safe paths */
	bool texts; /* panics have texts on their way out */
	bool debug; /* check more */
	bool tidy; /* some throws are no aborts: UP_BINDGEN_SETTLE */
	enum up_encode_into encode_into;
	const struct up_rename *renames; /* of exports */
	size_t rename_count;
	bool omit_imports; /* the user writes the import statements */
	bool split_linked_modules; /* as files, not as texts in the code */
};

/* Something that the package exports. */
struct up_binding {
	enum up_glue_binding_kind kind;
	const char *name; /* for its users; any text */
	const char *value; /* an expression of the code; of functions: none */
	const char *local; /* an identifier that nothing else has */
	bool constructs; /* of a class: `new` makes an object */
	const char **methods; /* of a class: names; may be missing */
	size_t method_count;
};

struct up_bindings {
	struct up_arena arena; /* has the texts below */
	struct up_buf sources; /* import statements, or requires */
	struct up_buf helpers; /* what the rest needs */
	struct up_buf code; /* classes, enums, functions of namespaces */
	struct up_buf functions; /* members of the object of all exports */
	struct up_buf shims; /* members of the object that is imported */
	struct up_buf needs; /* names of helpers that the glue calls */
	struct up_binding *exports;
	size_t export_count;
	const char **needed; /* exports of the run time; ends with NULL */
	size_t needed_count;
	struct up_files snippets; /* local modules and inline JavaScript */
	bool compiled; /* the module itself is wanted, and its instance */
	bool promises; /* some function may return one */
};

/* Returns 0, or -1 after reporting; *@ret is untouched then. */
int up_bindings_init(struct up_bindings *ret, const struct up_bindgen *bindgen,
		     const struct up_adapters *adapters,
		     const struct up_print_options *options,
		     const struct up_reserved *reserved,
		     struct up_report *report);

/* The name under which JavaScript gets an export. */
const char *up_renamed(const struct up_rename *renames, size_t count,
		       const char *name);

/* Takes a zeroed struct too. */
void up_bindings_finish(struct up_bindings *bindings);

#endif
