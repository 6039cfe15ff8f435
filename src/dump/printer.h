/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_PRINTER_H
#define UP_DUMP_PRINTER_H

/* What the printers of --dump have in common, and the table of them. */

#include "inspect/model.h"
#include "unpoison/dump.h"
#include "util/buf.h"

/* Where a dump goes. */
struct up_dump_out {
	struct up_buf buf; /* to append to */
	up_dump_sink *sink;
	void *data; /* handed to @sink */
	int err; /* what @sink returned, once that was negative */
};

/* Hands what was appended on, if it is much. To be called often. */
void up_dump_pass(struct up_dump_out *out);

/* Returns 0, or a negative value after reporting; see up_dump(). */
typedef int up_dump_printer(const struct up_model *model,
			    const struct up_dump_options *options,
			    struct up_dump_out *out, struct up_report *report);

struct up_dump_row {
	const char *name; /* as --dump takes it */
	enum up_dump_format format;
	up_dump_printer *print;
};

/* The first one is the default. */
extern const struct up_dump_row up_dump_rows[];
extern const size_t up_dump_row_count;

up_dump_printer up_dump_print_text;
up_dump_printer up_dump_print_json;
up_dump_printer up_dump_print_wat;

#endif
