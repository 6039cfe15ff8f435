/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/print.h"

#include <stdio.h>

#include "diag/diag.h"

int up_print(const char *bytes, size_t size, struct up_report *report)
{
	if (fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0)
		return 0;
	return up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			"standard output cannot be written; redirect it to "
			"another place");
}
