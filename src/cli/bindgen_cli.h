/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_BINDGEN_CLI_H
#define UP_CLI_BINDGEN_CLI_H

#include "cli/options.h"

/*
 * For --wasm-bindgen: runs that program on the module in @input, and rewrites the
 * module that it made, which keeps the JavaScript that it made. Returns 0 and adds
 * all files to @files, or -1 after reporting.
 */
int up_cli_run_bindgen(const struct up_cli *cli, const struct up_buf *input,
		       struct up_report *report, struct up_files *files);

#endif
