/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/print.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/progress.h"
#include "diag/diag.h"
#include "io/write.h"

int up_print(const char *bytes, size_t size, struct up_report *report)
{
	static const struct up_cancel never;
	int error;

	/* Both may be the same terminal. */
	up_cli_progress_erase();
	error = up_write_all(STDOUT_FILENO, bytes, size, &never);
	if (error == 0)
		return 0;
	/* As others do whose reader has seen enough; unless it is ignored. */
	if (error == EPIPE)
		raise(SIGPIPE);
	return up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			"standard output cannot be written (%s); redirect it "
			"to another place",
			strerror(error));
}
