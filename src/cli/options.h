/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_OPTIONS_H
#define UP_CLI_OPTIONS_H

#include "unpoison/dump.h"
#include "unpoison/unpoison.h"
#include "util/buf.h"

enum up_cli_action {
	UP_CLI_REWRITE,
	UP_CLI_DUMP,
	UP_CLI_HELP,
	UP_CLI_VERSION,
};

/* A command line, understood. Strings are borrowed from it unless said. */
struct up_cli {
	enum up_cli_action action;
	bool as_bindgen; /* called by the name wasm-bindgen: see dropin.h */
	/* Its arrays and its name are owned, and the strings of renames. */
	struct up_options rewrite;
	const char *input;
	const char *out_dir; /* NULL: the default */
	const char *out_name; /* NULL: the stem of the input */
	const char *out_file; /* of -o, else NULL */
	const char *bindgen_cli; /* of --wasm-bindgen, else NULL; with it: */
	enum up_target bindgen_target; /* what its JavaScript is for */
	char *bindgen_name; /* owned: NAME of NAME.js */
	bool to_stdout; /* -o says so, by whichever name */
	bool verify;
	enum up_dump_format dump; /* with UP_CLI_DUMP */
	int verbosity; /* -1 errors only, 0, 1 everything */
};

/*
 * Reads a command line. Returns 0 and sets *@ret, which the caller finishes,
 * or -1 after reporting a usage error. @argv is put in another order.
 */
int up_cli_parse(int argc, char **argv, struct up_cli *ret,
		 struct up_report *report);

/* Frees what @cli holds; takes a zeroed struct too. */
void up_cli_finish(struct up_cli *cli);

/* Appends the text of --help. */
void up_cli_help(struct up_buf *buf);

#endif
