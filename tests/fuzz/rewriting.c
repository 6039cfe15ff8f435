/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Rewriting, for those programs that look at what comes out. */

#include "rewrite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "io/path.h"
#include "ir/ir.h"
#include "js_check.h"
#include "wasm/module.h"

struct job {
	const uint8_t *bytes;
	size_t size;
	const struct up_options *options;
	const char *const *names;
	size_t name_count;
	struct fuzz_report report;
	struct up_files files;
	int result;
};

static void check_valid(const struct up_file *file)
{
	struct fuzz_report report;
	BinaryenModuleRef module;

	fuzz_report_init(&report, file->size);
	module = up_ir_read(file->bytes, file->size, false, &report.report);
	fuzz_check(module != NULL);
	fuzz_check(up_ir_validate(module, &report.report) == 0);
	BinaryenModuleDispose(module);
}

static void check_module(const struct up_file *file)
{
	struct fuzz_report report;
	struct up_raw_module raw;

	fuzz_report_init(&report, file->size);
	fuzz_check(up_raw_module_read(file->bytes, file->size, &raw,
				      &report.report) == 0);
	/* It says of itself that it was rewritten. */
	fuzz_check(up_raw_module_check(&raw, &report.report) < 0);
	up_raw_module_finish(&raw);
	check_valid(file);
}

static bool ends_in(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);

	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static bool is_module(const struct job *job, const struct up_file *file)
{
	return job->options->target == UP_TARGET_NONE ||
	       (ends_in(file->name, "_bg.wasm") &&
		strchr(file->name, '/') == NULL);
}

static void check_file(const struct job *job, const struct up_file *file)
{
	fuzz_check(up_path_fault(file->name, strlen(file->name)) == NULL);
	if (is_module(job, file))
		check_module(file);
	/* What is in a crate's snippets is its own JavaScript. */
	else if (strncmp(file->name, "snippets/", 9) != 0)
		js_check(file->name, (const char *)file->bytes, file->size,
			 job->names, job->name_count);
}

static void save(const struct up_files *files)
{
	static unsigned count;
	struct up_report report = {0};
	char dir[4096];

	snprintf(dir, sizeof(dir), "%s/%u", fuzz_save, count++);
	fuzz_check(up_files_write(files, dir, &report) == 0);
}

static void work(void *data)
{
	struct job *job = data;

	job->result = up_rewrite_here(job->bytes, job->size, job->options,
				      &job->report.report, &job->files);
}

static void check_files(void *data)
{
	struct job *job = data;

	for (size_t i = 0; i < job->files.count; i++)
		check_file(job, &job->files.files[i]);
}

void fuzz_rewrite(const uint8_t *bytes, size_t size,
		  const struct up_options *options,
		  const char *const *names, size_t name_count)
{
	struct job job = {
		.bytes = bytes,
		.size = size,
		.options = options,
		.names = names,
		.name_count = name_count,
	};

	fuzz_report_init(&job.report, size);
	if (!fuzz_contained(work, &job))
		return;
	fuzz_check_result(&job.report, job.result);
	fuzz_check((job.files.count > 0) == (job.result == 0));
	if (fuzz_save != NULL && job.result == 0)
		save(&job.files);
	/* What it cannot read of its own is no way to end. */
	fuzz_check(fuzz_contained(check_files, &job));
	up_files_finish(&job.files);
}
