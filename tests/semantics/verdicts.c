/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Says of modules on the standard input, each behind its size in four bytes, the
 * lowest first, whether our reader and validator take them: a line for each, `ok`,
 * `left` (Binaryen's validator has to judge it), or `bad` and why.
 */

#include <stdio.h>
#include <stdlib.h>

#include "unpoison/diag.h"
#include "wasm/code.h"
#include "wasm/module.h"

static void keep_message(const struct up_diag *diag, void *data)
{
	snprintf(data, 200, "%s", diag->message);
}

static const char *verdict_of(const uint8_t *bytes, size_t size,
			      struct up_report *report)
{
	struct up_contents contents;
	struct up_raw_module raw;
	bool judged = false;
	int err;

	if (up_raw_module_read(bytes, size, &raw, report) < 0)
		return "bad";
	err = up_contents_read(&raw, &contents, report);
	if (err == 0) {
		err = up_code_check(&contents, &judged, report);
		up_contents_finish(&contents);
	}
	up_raw_module_finish(&raw);
	if (err < 0)
		return "bad";
	return judged ? "ok" : "left";
}

/* A module in memory of its own, so that a sanitizer sees what is read behind it. */
static uint8_t *read_module(size_t *ret_size)
{
	uint8_t head[4], *bytes;

	if (fread(head, sizeof(head), 1, stdin) != 1)
		return NULL;
	*ret_size = (size_t)head[0] | (size_t)head[1] << 8 |
		    (size_t)head[2] << 16 | (size_t)head[3] << 24;
	bytes = malloc(*ret_size);
	if (bytes && fread(bytes, *ret_size, 1, stdin) == 1)
		return bytes;
	free(bytes);
	return NULL;
}

int main(void)
{
	uint8_t *bytes;
	size_t size;

	while ((bytes = read_module(&size)) != NULL) {
		char message[200] = "";
		struct up_report report = {.fn = keep_message, .data = message};
		const char *verdict = verdict_of(bytes, size, &report);

		printf("%s\t%s\n", verdict, message);
		free(bytes);
	}
	return ferror(stdin) ? EXIT_FAILURE : EXIT_SUCCESS;
}
