/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PASSES_PASSES_H
#define UP_BINDGEN_PASSES_PASSES_H

/*
 * The module's side of the border: its exports and imports made so that they
 * have the names and words that the adapters say.
 *
 * What the JavaScript of the other side has to know:
 * - Imports come from UP_BINDGEN_MODULE, exports have the adapter's name. Several
 *   words come as an array. An import of several words always has to return
 *   one, also where it caught an exception.
 * - With references, values lie in a table. The slots before
 *   up_bindgen_first_value() are the module's own, but for slot 0. The import
 *   UP_BINDGEN_INIT, called as the first thing in the start function, has to
 *   set slot 0 to undefined, and those from up_bindgen_first_value() on to
 *   undefined, null, true and false. It must not grow the table: they are
 *   there already, and what JavaScript grows is not undone by a reset. The
 *   import is there if the module uses the table or @needed names it.
 * - Functions of the run time that JavaScript calls itself are under the names
 *   that they have in the crate.
 */

#include <binaryen-c.h>
#include <stdint.h>

#include "bindgen/adapters.h"
#include "bindgen/bindgen.h"
#include "unpoison/diag.h"

#define UP_BINDGEN_MODULE "wbg"
#define UP_BINDGEN_TABLE "__wbindgen_externrefs"
#define UP_BINDGEN_INIT "__wbindgen_init_externref_table"

/*
 * A function () -> i32 that is there if some throw of the module's own is
 * harmless. The JavaScript that throws asks it first: not 0 if this one is, and
 * then the module is as if the activation had returned.
 */
#define UP_BINDGEN_SETTLE "bindings.settle"

/*
 * A function () -> () that is there if the crate may have set a handler of
 * aborts, and calls that. Nothing in the module has a name of this kind.
 */
#define UP_BINDGEN_ABORT_HANDLER "unpoison.abort_handler"

/* The index of undefined in the table; the same in a heap without one. */
uint32_t up_bindgen_first_value(const struct up_bindgen *bindgen);

/*
 * Edits @module so that its border is what @adapters say, lets it run what is
 * to run at its start, and removes what only described. @needed has the names
 * of the run time's exports that the JavaScript uses, and ends with NULL; those
 * are kept or made (UP_BINDGEN_TABLE, "memory", "__indirect_function_table"),
 * and all others of the run time go. @traits: of bodies that are not there (enum
 * up_body_trait). Returns 0, or -1 after reporting; the
 * module is of no use then.
 */
int up_bindgen_rewire(const struct up_adapters *adapters,
		      const struct up_bindgen *bindgen,
		      BinaryenModuleRef module, uint32_t traits,
		      const char *const *needed,
		      struct up_report *report);

#endif
