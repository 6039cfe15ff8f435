/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Command lines: words with a NUL between them, the program's name first. */

#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "fuzz.h"
#include "util/utf8.h"

enum { WORDS_MAX = 64 };

static void check_parsed(const struct up_cli *cli)
{
	size_t length;

	if (cli->action == UP_CLI_HELP || cli->action == UP_CLI_VERSION)
		return;
	fuzz_check(cli->input != NULL);
	if (cli->action == UP_CLI_DUMP)
		return;
	/* Only what is no file has no name. */
	fuzz_check(cli->rewrite.name != NULL);
	length = strlen(cli->input);
	fuzz_check(cli->rewrite.name[0] != '\0' || length == 0 ||
		   cli->input[length - 1] == '/');
	fuzz_check(cli->out_file == NULL || cli->out_dir == NULL);
	fuzz_check((cli->out_file != NULL ||
		    cli->rewrite.standalone != UP_STANDALONE_NO) ==
		   (cli->rewrite.target == UP_TARGET_NONE));
	fuzz_check((cli->bindgen_cli != NULL) == (cli->bindgen_name != NULL));
	fuzz_check(cli->bindgen_cli == NULL ||
		   (cli->out_file == NULL &&
		    cli->bindgen_target != UP_TARGET_NONE));
}

static void parse(int argc, char **argv)
{
	struct fuzz_report report;
	struct up_cli cli = {0};
	int result;

	fuzz_report_init(&report, 0);
	result = up_cli_parse(argc, argv, &cli, &report.report);
	fuzz_check_result(&report, result);
	if (result == 0)
		check_parsed(&cli);
	else
		fuzz_check(report.report.fault == UP_FAULT_USAGE);
	up_cli_finish(&cli);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words = malloc(size + 1);
	char *argv[WORDS_MAX + 1];
	int argc = 0;

	memcpy(words, data, size);
	words[size] = '\0';
	for (size_t at = 0; at < size && argc < WORDS_MAX;
	     at += strlen(words + at) + 1)
		argv[argc++] = words + at;
	argv[argc] = NULL;
	if (argc > 0)
		parse(argc, argv);
	free(words);
	return 0;
}
