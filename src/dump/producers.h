/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_PRODUCERS_H
#define UP_DUMP_PRODUCERS_H

#include "util/buf.h"
#include "wasm/contents.h"

/*
 * Appends the section `producers` as a JSON object on one line: sorted, and of
 * what it says twice the last, so that no key is there twice.
 */
void up_producers_put(struct up_buf *buf, const struct up_contents *contents);

#endif
