/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_VERIFY_H
#define UP_CLI_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads the module in @bytes with wabt and validates it: a second opinion on
 * what Binaryen wrote. Returns 0 if it is valid, or, after a warning, if it has
 * what this wabt cannot read; -1 after reporting otherwise.
 */
int up_verify(const uint8_t *bytes, size_t size, struct up_report *report);

#ifdef __cplusplus
}
#endif
#endif
