/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_DESCRIBE_H
#define UP_CLI_DESCRIBE_H

#include "cli/options.h"

/*
 * --dump: describes the module in @bytes on standard output. What is wrong is
 * reported.
 */
void up_cli_describe(const struct up_cli *cli, const uint8_t *bytes,
		     size_t size, struct up_report *report);

#endif
