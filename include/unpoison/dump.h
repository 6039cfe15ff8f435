/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UNPOISON_DUMP_H
#define UNPOISON_DUMP_H

/* A look into a module: what it is, what is safe in it, what would be done. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"
#include "unpoison/unpoison.h"

#ifdef __cplusplus
extern "C" {
#endif

enum up_dump_format {
	UP_DUMP_TEXT, /* for people: UTF-8, at most 80 columns wide */
	UP_DUMP_JSON, /* see unpoison-json(7) */
	UP_DUMP_WAT, /* the text format of WebAssembly */
};

/*
 * Takes a part of the output: @size bytes. Returns 0, or a negative value after
 * which nothing more is sent.
 */
typedef int up_dump_sink(const char *bytes, size_t size, void *data);

struct up_dump_options {
	enum up_dump_format format;
	const char *path; /* as it is to be shown; borrowed */
	bool colour; /* escape sequences of terminals; text only */
	up_dump_sink *sink;
	void *data; /* handed to @sink */
};

/*
 * Describes the module in @bytes, as a rewriting with @rewrite would see it, to
 * the sink. Returns 0, or a negative value after reporting what is malformed (the
 * sink then has got nothing), or silently when the sink returned one.
 */
int up_dump(const uint8_t *bytes, size_t size,
	    const struct up_dump_options *options,
	    const struct up_options *rewrite, struct up_report *report);

#ifdef __cplusplus
}
#endif
#endif
