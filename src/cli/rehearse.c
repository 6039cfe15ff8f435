/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/rehearse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag/diag.h"

/* The child: does all of it but the writing, and says nothing. */
static void play(const uint8_t *bytes, size_t size,
		 const struct up_options *options)
{
	struct up_report nobody = {0};
	struct up_files files = {0};
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	up_rewrite(bytes, size, options, &nobody, &files);
	/* What is wrong with the module is for the parent to find out. */
	_exit(EXIT_SUCCESS);
}

int up_rehearse(const uint8_t *bytes, size_t size,
		const struct up_options *options, struct up_report *report)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0)
		play(bytes, size, options);
	if (child < 0)
		return up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
				"no process can be made to try the debug "
				"information (%s); leave out --keep-debug",
				strerror(errno));
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFSIGNALED(status))
		return 0;
	return up_input_error(report,
			      "Binaryen cannot update the debug information of "
			      "this module; leave out --keep-debug");
}
