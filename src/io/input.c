/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag/diag.h"
#include "util/mem.h"

enum {
	CHUNK = 1 << 20,
};

static int report_open(struct up_report *report)
{
	switch (errno) {
	case ENOENT:
		return up_input_error(report,
				      "there is no such file; check the path");
	case EACCES:
		return up_input_error(
			report, "no permission to read it; change its mode, or "
				"run as a user who may");
	default:
		return up_input_error(report,
				      "cannot be opened (%s); check the path",
				      strerror(errno));
	}
}

static int report_directory(struct up_report *report)
{
	return up_input_error(report, "is a directory; pass the .wasm file in "
				      "it");
}

static int read_all(int fd, struct up_report *report, struct up_buf *bytes)
{
	char *chunk = up_alloc(CHUNK);
	ssize_t got;

	do {
		got = read(fd, chunk, CHUNK);
		if (got > 0)
			up_buf_append(bytes, chunk, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
	free(chunk);
	if (got == 0)
		return 0;
	if (errno == EISDIR)
		return report_directory(report);
	return up_input_error(report,
			      "cannot be read (%s); try again, or copy "
			      "it to another place first",
			      strerror(errno));
}

int up_input_read(const char *path, struct up_buf *ret_bytes,
		  struct up_report *report)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct up_buf bytes = {0};
	int fd = STDIN_FILENO;
	int ret;

	if (!is_stdin)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return report_open(report);
	ret = read_all(fd, report, &bytes);
	if (!is_stdin)
		close(fd);
	if (ret == 0 && bytes.size == 0)
		ret = up_input_error(report, "is empty; was the build that "
					     "makes it complete?");
	if (ret < 0) {
		up_buf_finish(&bytes);
		return -1;
	}
	*ret_bytes = bytes;
	return 0;
}
