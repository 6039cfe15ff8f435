/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "dump/words.h"

static const char *const eh_words[] = {
	[UP_EH_NONE] = "none",
	[UP_EH_LEGACY] = "legacy",
	[UP_EH_EXNREF] = "exnref",
	[UP_EH_MIXED] = "mixed",
};

static const char *const panic_words[] = {
	[UP_PANIC_NONE] = "none",
	[UP_PANIC_UNWIND] = "unwind",
	[UP_PANIC_ABORT] = "abort",
	[UP_PANIC_UNKNOWN] = "unknown",
};

static const char *const verdict_words[] = {
	[UP_VERDICT_SAFE] = "safe",
	[UP_VERDICT_ABORTS] = "aborts",
	[UP_VERDICT_UNKNOWN] = "unknown",
};

const char *up_word_eh(enum up_eh eh)
{
	return eh_words[eh];
}

const char *up_word_panic(enum up_panic_strategy strategy)
{
	return panic_words[strategy];
}

const char *up_word_verdict(enum up_verdict verdict)
{
	return verdict_words[verdict];
}

void up_word_put_import(struct up_buf *buf, const struct up_contents *contents,
			uint32_t index)
{
	const struct up_raw_import *import = &contents->imports[index];

	up_buf_append(buf, import->module.text, import->module.size);
	up_buf_puts(buf, ".");
	up_buf_append(buf, import->name.text, import->name.size);
}
