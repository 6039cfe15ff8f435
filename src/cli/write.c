/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/verify.h"
#include "diag/diag.h"
#include "diag/diag_print.h"
#include "diag/progress.h"
#include "io/path.h"
#include "util/mem.h"

static const char default_dir[] = "pkg";

/* One line for a person who looks on; one a file if asked for more. */
static void print_written(const struct up_cli *cli,
			  const struct up_files *files, const char *dir)
{
	struct up_buf line = {0};

	if (cli->verbosity < 0 ||
	    (cli->verbosity == 0 && !isatty(STDERR_FILENO)))
		return;
	for (size_t i = 0; i < files->count; i++) {
		char *path = up_path_join(dir, files->files[i].name);

		if (path == NULL)
			break;

		if (cli->verbosity > 0 || i == 0)
			up_buf_puts(&line, "wrote ");
		up_diag_escape(&line, path);
		if (cli->verbosity > 0)
			up_buf_printf(&line, " (%zu bytes)\n",
				      files->files[i].size);
		else
			up_buf_puts(&line, i + 1 < files->count ? ", " : "\n");
		free(path);
	}
	fputs(line.bytes, stderr);
	up_buf_finish(&line);
}

/* The one file of -o, or the one beside the JavaScript that is a module. */
static const struct up_file *find_module(const struct up_files *files)
{
	static const char suffix[] = ".wasm";

	for (size_t i = 0; i < files->count; i++) {
		const char *name = files->files[i].name;
		size_t length = strlen(name);

		if (files->count == 1 ||
		    (strchr(name, '/') == NULL && length >= strlen(suffix) &&
		     strcmp(name + length - strlen(suffix), suffix) == 0))
			return &files->files[i];
	}
	return NULL;
}

static char *output_dir(const struct up_cli *cli)
{
	if (cli->out_file != NULL)
		return up_path_parent(cli->out_file);
	return strdup(cli->out_dir != NULL ? cli->out_dir : default_dir);
}

/* Signals that end the tool do so when what was begun is taken back. */
static int write_set(const struct up_files *files, const char *dir,
		     struct up_report *report)
{
	static const struct up_write_options options = {
		.cancelled = up_interrupt_pending,
	};
	struct up_interrupt interrupt;
	int ret;

	/* A line that is there takes signals to itself. */
	up_cli_progress_erase();
	up_interrupt_begin(&interrupt);
	up_progress_begin(report, "files");
	ret = up_files_write_with(files, dir, &options, report);
	up_cli_progress_erase();
	up_interrupt_end(&interrupt);
	return ret;
}

/* The phase in which they were written ends. */
static void note_files(const struct up_files *files, struct up_report *report)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < files->count; i++)
		bytes += files->files[i].size;
	up_progress_made(report, bytes, 0);
	up_progress_end(report);
}

static void write_below(const struct up_cli *cli, const struct up_files *files,
			struct up_report *report)
{
	char *dir = output_dir(cli);

	if (dir == NULL)
		up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			 UP_NO_MEMORY_ADVICE);
	else if (write_set(files, dir, report) == 0) {
		note_files(files, report);
		print_written(cli, files, dir);
	}
	free(dir);
}

static void print_module(const struct up_file *module,
			 struct up_report *report)
{
	up_progress_begin(report, "files");
	if (up_print((const char *)module->bytes, module->size, report) < 0)
		return;
	up_progress_made(report, module->size, 0);
	up_progress_end(report);
}

int up_cli_check_output(const struct up_cli *cli, struct up_report *report)
{
	if (!cli->to_stdout || !isatty(STDOUT_FILENO))
		return 0;
	return up_error(report, UP_FAULT_USAGE, UP_NO_OFFSET,
			"standard output is a terminal, and a module is no "
			"text; redirect it, or name a file");
}

void up_cli_write(const struct up_cli *cli, const struct up_files *files,
		  struct up_report *report)
{
	const struct up_file *module = find_module(files);

	if (cli->verify && module != NULL &&
	    up_verify(module->bytes, module->size, report) < 0)
		return;
	if (cli->to_stdout && module != NULL)
		print_module(module, report);
	else
		write_below(cli, files, report);
}
