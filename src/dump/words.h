/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_WORDS_H
#define UP_DUMP_WORDS_H

/* What both the text and the JSON call things. */

#include "inspect/model.h"

/* Static. */
const char *up_word_eh(enum up_eh eh);
const char *up_word_panic(enum up_panic_strategy strategy);
const char *up_word_verdict(enum up_verdict verdict);

/* Appends "module.name" of the import @index: any bytes that the module has. */
void up_word_put_import(struct up_buf *buf, const struct up_contents *contents,
			uint32_t index);

#endif
