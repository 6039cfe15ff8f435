/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_WRAPPER_H
#define UP_PASSES_WRAPPER_H

#include "passes/pass.h"

/*
 * Lets the function of @import do @call, which returns what it returns, with the
 * host running meanwhile:
 *
 *   epoch0 = epoch; running = 0
 *   try   r = call
 *   catch anything: guard; running = 1; rethrow
 *   guard; running = 1; return r
 *
 *   guard: if running or epoch != epoch0: trap
 *
 * Where the glue guards entries of tables (UP_ENTRIES_GLUE), `running` becomes what
 * it was before, for others may have called the frame: then the host runs already.
 */
void up_set_wrapper_body(const struct up_pass_context *context,
			 const struct up_import_fact *import,
			 BinaryenExpressionRef call);

#endif
