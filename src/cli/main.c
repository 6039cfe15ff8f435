/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/bindgen_cli.h"
#include "cli/describe.h"
#include "cli/dropin.h"
#include "cli/options.h"
#include "cli/phases.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/streams.h"
#include "cli/write.h"
#include "diag/diag.h"
#include "diag/diag_print.h"
#include "diag/progress.h"
#include "io/input.h"

/* What the printers of diagnostics and of progress have to know. */
struct printer {
	const char *input; /* NULL until it is known */
	int verbosity;
	struct up_phases phases;
};

static void print_diag(const struct up_diag *diag, void *data)
{
	const struct printer *printer = data;

	if ((diag->severity == UP_NOTE && printer->verbosity < 1) ||
	    (diag->severity == UP_WARNING && printer->verbosity < 0))
		return;
	up_cli_progress_erase();
	up_diag_print(stderr, printer->input, diag);
}

static void note_progress(const struct up_progress *progress, void *data)
{
	struct printer *printer = data;

	up_cli_progress_show(progress);
	up_phases_note(&printer->phases, progress);
}

/* Whether anybody wants to know decides about what it costs. */
static void follow_progress(const struct up_cli *cli, struct up_report *report)
{
	if (cli->verbosity >= 0 &&
	    (up_cli_progress_start() || cli->verbosity > 0))
		report->progress = note_progress;
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

static int read_input(const struct up_cli *cli, struct up_buf *input,
		      struct up_report *report)
{
	up_progress_begin(report, "input");
	if (up_input_read(cli->input, input, report) < 0)
		return -1;
	up_progress_made(report, input->size, 0);
	up_progress_end(report);
	return 0;
}

static int make_files(const struct up_cli *cli, const struct up_buf *input,
		      struct up_report *report, struct up_files *files)
{
	if (cli->bindgen_cli != NULL)
		return up_cli_run_bindgen(cli, input, report, files);
	return up_rewrite((const uint8_t *)input->bytes, input->size,
			  &cli->rewrite, report, files);
}

static void rewrite(const struct up_cli *cli, struct up_report *report)
{
	struct up_files files = {0};
	struct up_buf input = {0};

	/* Input, files, and these; the library adds its own. */
	up_progress_add(report, 2 + cli->verify + (cli->bindgen_cli != NULL));
	if (up_cli_check_output(cli, report) == 0 &&
	    read_input(cli, &input, report) == 0 &&
	    make_files(cli, &input, report, &files) == 0)
		up_cli_write(cli, &files, report);
	up_files_finish(&files);
	up_buf_finish(&input);
}

static void dump(const struct up_cli *cli, struct up_report *report)
{
	struct up_buf input = {0};

	up_progress_add(report, 1);
	if (read_input(cli, &input, report) == 0)
		up_cli_describe(cli, (const uint8_t *)input.bytes, input.size,
				report);
	up_buf_finish(&input);
}

int main(int argc, char **argv)
{
	struct printer printer = {0};
	struct up_report report = {.fn = print_diag, .data = &printer};
	struct up_cli cli = {0};

	up_cli_hold_streams();
	if (up_cli_parse(argc, argv, &cli, &report) < 0) {
		fputs("try 'unpoison --help'\n", stderr);
		return (int)report.fault;
	}
	printer.input = cli.input;
	printer.verbosity = cli.verbosity;
	follow_progress(&cli, &report);
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
	up_cli_progress_erase();
	if (cli.verbosity > 0 && report.fault == UP_FAULT_NONE)
		up_phases_print(&printer.phases);
	up_cli_finish(&cli);
	return (int)report.fault;
}
