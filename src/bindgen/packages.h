/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PACKAGES_H
#define UP_BINDGEN_PACKAGES_H

#include "bindgen/bindgen.h"
#include "unpoison/diag.h"
#include "util/buf.h"

/*
 * Appends the package.json of a package whose crates have one beside their
 * Cargo.toml: what these depend on, and nothing else. Nothing at all if there
 * are no dependencies. Reads these files, which lie where the module was built.
 * @scripts: the package cannot import anything. Returns 0, or -1 after reporting.
 */
int up_packages_print(const struct up_bindgen *bindgen, bool scripts,
		      struct up_report *report, struct up_buf *out);

#endif
