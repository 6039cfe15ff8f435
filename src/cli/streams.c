/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/streams.h"

#include <fcntl.h>
#include <unistd.h>

void up_cli_hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		/* The lowest number is free, or this one is not. */
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null",
				   fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}
