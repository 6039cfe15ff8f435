/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* From a model to one of the printers, and from there to the sink. */

#include "dump/dump.h"

#include "diag/progress.h"
#include "dump/printer.h"

/* What is collected before the sink gets it. */
enum { PART_SIZE = 1 << 16 };

const struct up_dump_row up_dump_rows[] = {
	{"text", UP_DUMP_TEXT, up_dump_print_text},
	{"json", UP_DUMP_JSON, up_dump_print_json},
	{"wat", UP_DUMP_WAT, up_dump_print_wat},
};

const size_t up_dump_row_count = sizeof(up_dump_rows) / sizeof(up_dump_rows[0]);

static void flush(struct up_dump_out *out)
{
	if (out->err == 0 && out->buf.size > 0)
		out->err = out->sink(out->buf.bytes, out->buf.size, out->data);
	out->buf.size = 0;
}

void up_dump_pass(struct up_dump_out *out)
{
	if (out->buf.size >= PART_SIZE)
		flush(out);
}

static const struct up_dump_row *find_row(enum up_dump_format format)
{
	for (size_t i = 0; i < up_dump_row_count; i++)
		if (up_dump_rows[i].format == format)
			return &up_dump_rows[i];
	return &up_dump_rows[0];
}

int up_dump_here(const uint8_t *bytes, size_t size,
		 const struct up_dump_options *options,
		 const struct up_options *rewrite, struct up_report *report)
{
	struct up_dump_out out = {.sink = options->sink, .data = options->data};
	struct up_model *model;
	int err;

	/* Contents, survey, model, print. */
	up_progress_add(report, 4);
	model = up_model_create(bytes, size, options->path, rewrite, report);
	if (!model)
		return -1;
	up_progress_begin(report, "print");
	err = find_row(options->format)->print(model, options, &out, report);
	if (err == 0)
		flush(&out);
	up_buf_finish(&out.buf);
	up_model_destroy(model);
	if (err == 0 && out.err == 0)
		up_progress_end(report);
	return err < 0 ? err : out.err;
}
