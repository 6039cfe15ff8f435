/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The public functions that work on a module: they have a child do it, because
 * Binaryen and wabt may end the process that they run in.
 */

#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "dump/dump.h"
#include "io/output.h"
#include "process/child.h"
#include "process/heap.h"
#include "process/link.h"
#include "rewrite.h"
#include "unpoison/dump.h"
#include "unpoison/unpoison.h"
#include "util/mem.h"

static const char check_it[] =
	"check it with wasm-validate, and if it is valid, please report this "
	"with the module";

/* ---- rewriting ---- */

enum {
	FILE_NAME = UP_MESSAGE_JOB,
	FILE_BYTES, /* of the file named before */
};

struct rewriting {
	const uint8_t *bytes;
	size_t size;
	const struct up_options *options;
	struct up_report *report;
	struct up_files files; /* what has come; owned */
};

/*
 * A small module is done before threads have found out what there is to do, and
 * this process ends when it is.
 */
static void settle(const struct rewriting *job)
{
	enum { MOST_BYTES = 4 << 20, TINY = 128 << 10 };

	if (job->size > MOST_BYTES || job->options->optimize ||
	    job->options->shrink)
		return;
	up_heap_settle(job->size > TINY);
	setenv("BINARYEN_CORES", "1", 0);
}

static int rewrite(const struct up_link *link, struct up_report *report,
		   void *data)
{
	struct rewriting *job = data;
	struct up_files files = {0};
	int err;

	settle(job);
	err = up_rewrite_here(job->bytes, job->size, job->options, report,
				  &files);

	for (size_t i = 0; i < files.count; i++) {
		const struct up_file *file = &files.files[i];

		up_child_send(link, FILE_NAME, file->name, strlen(file->name));
		up_child_send(link, FILE_BYTES, file->bytes, file->size);
	}
	up_files_finish(&files);
	return err;
}

static int take_file(uint32_t kind, uint8_t **bytes, size_t size, void *data)
{
	struct rewriting *job = data;
	struct up_files *files = &job->files;

	if (kind == FILE_BYTES) {
		files->files[files->count - 1].bytes = *bytes;
		files->files[files->count - 1].size = size;
		*bytes = NULL;
		return 0;
	}
	if (up_files_append(files, (char *)*bytes) < 0)
		return up_input_error(job->report, UP_NO_MEMORY_ADVICE);
	*bytes = NULL;
	return 0;
}

int up_rewrite(const uint8_t *bytes, size_t size,
	       const struct up_options *options, struct up_report *report,
	       struct up_files *files)
{
	struct rewriting job = {
		.bytes = bytes,
		.size = size,
		.options = options,
		.report = report,
	};
	const struct up_child_job child = {
		.work = rewrite,
		.take = take_file,
		.data = &job,
		.advice = options->keep_debug ? "leave out --keep-debug"
					      : check_it,
	};

	if (up_child_call(&child, report) < 0) {
		up_files_finish(&job.files);
		return -1;
	}
	*files = job.files;
	return 0;
}

/* ---- describing ---- */

enum { PART = UP_MESSAGE_JOB };

struct describing {
	const uint8_t *bytes;
	size_t size;
	const struct up_dump_options *options;
	const struct up_options *rewrite;
};

static int send_part(const char *bytes, size_t size, void *data)
{
	up_child_send(data, PART, bytes, size);
	return 0;
}

static int describe(const struct up_link *link, struct up_report *report,
		    void *data)
{
	const struct describing *job = data;
	struct up_dump_options options = *job->options;

	options.sink = send_part;
	options.data = (void *)link;
	return up_dump_here(job->bytes, job->size, &options, job->rewrite,
			    report);
}

static int take_part(uint32_t kind, uint8_t **bytes, size_t size, void *data)
{
	const struct describing *job = data;

	(void)kind;
	return job->options->sink((const char *)*bytes, size,
				  job->options->data);
}

int up_dump(const uint8_t *bytes, size_t size,
	    const struct up_dump_options *options,
	    const struct up_options *rewrite, struct up_report *report)
{
	struct describing job = {
		.bytes = bytes,
		.size = size,
		.options = options,
		.rewrite = rewrite,
	};
	const struct up_child_job child = {
		.work = describe,
		.take = take_part,
		.data = &job,
		.advice = check_it,
	};

	return up_child_call(&child, report);
}
