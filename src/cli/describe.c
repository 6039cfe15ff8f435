/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/describe.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/print.h"

/* See https://no-color.org. */
static bool wants_colour(void)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) &&
	       (no_colour == NULL || no_colour[0] == '\0') &&
	       terminal != NULL && strcmp(terminal, "dumb") != 0;
}

static int print_part(const char *bytes, size_t size, void *data)
{
	return up_print(bytes, size, data);
}

void up_cli_describe(const struct up_cli *cli, const uint8_t *bytes,
		     size_t size, struct up_report *report)
{
	struct up_dump_options options = {
		.format = cli->dump,
		.path = cli->input,
		.colour = wants_colour(),
		.sink = print_part,
		.data = report,
	};

	up_dump(bytes, size, &options, &cli->rewrite, report);
}
