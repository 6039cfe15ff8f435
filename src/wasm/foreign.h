/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_FOREIGN_H
#define UP_WASM_FOREIGN_H

#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"

/* Size of the magic number and the version that every module starts with. */
enum {
	UP_WASM_HEADER_SIZE = 8,
};

/*
 * Whether @bytes begin as a core module does. Returns 0, or -1 after reporting
 * what they are instead and what to do with that.
 */
int up_foreign_check(const uint8_t *bytes, size_t size,
		     struct up_report *report);

#endif
