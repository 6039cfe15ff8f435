/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_WRITE_H
#define UP_CLI_WRITE_H

#include "cli/options.h"

/* Whether what is asked for can be written at all: 0, or -1 after reporting. */
int up_cli_check_output(const struct up_cli *cli, struct up_report *report);

/* Verifies @files if asked to, writes them, and says so if anybody looks on. */
void up_cli_write(const struct up_cli *cli, const struct up_files *files,
		  struct up_report *report);

#endif
