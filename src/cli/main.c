/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/describe.h"
#include "cli/dropin.h"
#include "cli/options.h"
#include "cli/print.h"
#include "cli/verify.h"
#include "diag/diag.h"
#include "diag/diag_print.h"
#include "io/input.h"
#include "io/path.h"
#include "util/mem.h"

/* What the printer of diagnostics has to know. */
struct printer {
	const char *input; /* NULL until it is known */
	int verbosity;
};

static const char default_dir[] = "pkg";

static void print_diag(const struct up_diag *diag, void *data)
{
	const struct printer *printer = data;

	if ((diag->severity == UP_NOTE && printer->verbosity < 1) ||
	    (diag->severity == UP_WARNING && printer->verbosity < 0))
		return;
	up_diag_print(stderr, printer->input, diag);
}

static void print_help(struct up_report *report)
{
	struct up_buf help = {0};

	up_cli_help(&help);
	up_print(help.bytes, help.size, report);
	up_buf_finish(&help);
}

static void print_version(const struct up_cli *cli, struct up_report *report)
{
	struct up_buf version = {0};

	if (!cli->as_bindgen)
		up_buf_printf(&version, "unpoison %s\n", up_version());
	else
		up_dropin_version(getenv(UP_DROPIN_VARIABLE), &version, report);
	if (version.size > 0)
		up_print(version.bytes, version.size, report);
	up_buf_finish(&version);
}

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
static const struct up_file *find_module(const struct up_cli *cli,
					 const struct up_files *files)
{
	static const char suffix[] = ".wasm";

	for (size_t i = 0; i < files->count; i++) {
		const char *name = files->files[i].name;
		size_t length = strlen(name);

		if (cli->out_file != NULL ||
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
	return up_strdup(cli->out_dir != NULL ? cli->out_dir : default_dir);
}

static void write_files(const struct up_cli *cli, const struct up_files *files,
			struct up_report *report)
{
	const struct up_file *module = find_module(cli, files);
	char *dir = output_dir(cli);

	if ((!cli->verify || module == NULL ||
	     up_verify(module->bytes, module->size, report) == 0) &&
	    up_files_write(files, dir, report) == 0)
		print_written(cli, files, dir);
	free(dir);
}

static void rewrite(const struct up_cli *cli, struct up_report *report)
{
	struct up_files files = {0};
	struct up_buf input = {0};

	if (up_input_read(cli->input, &input, report) == 0 &&
	    up_rewrite((const uint8_t *)input.bytes, input.size, &cli->rewrite,
		       report, &files) == 0)
		write_files(cli, &files, report);
	up_files_finish(&files);
	up_buf_finish(&input);
}

static void dump(const struct up_cli *cli, struct up_report *report)
{
	struct up_buf input = {0};

	if (up_input_read(cli->input, &input, report) == 0)
		up_cli_describe(cli, (const uint8_t *)input.bytes, input.size,
				report);
	up_buf_finish(&input);
}

int main(int argc, char **argv)
{
	struct printer printer = {0};
	struct up_report report = {.fn = print_diag, .data = &printer};
	struct up_cli cli = {0};

	if (up_cli_parse(argc, argv, &cli, &report) < 0) {
		fputs("try 'unpoison --help'\n", stderr);
		return (int)report.fault;
	}
	printer.input = cli.input;
	printer.verbosity = cli.verbosity;
	switch (cli.action) {
	case UP_CLI_HELP:
		print_help(&report);
		break;
	case UP_CLI_VERSION:
		print_version(&cli, &report);
		break;
	case UP_CLI_REWRITE:
		rewrite(&cli, &report);
		break;
	case UP_CLI_DUMP:
		dump(&cli, &report);
		break;
	}
	up_cli_finish(&cli);
	return (int)report.fault;
}
