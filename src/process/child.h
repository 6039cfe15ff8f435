/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PROCESS_CHILD_H
#define UP_PROCESS_CHILD_H

/*
 * Work that may end the process it runs in, out of reach of the caller's: in a
 * child made by fork(), on a deep stack. What the child finds out comes back as
 * messages; how it ends otherwise becomes a diagnostic.
 *
 * The child has the caller's memory as it was, and is alone in it: no other
 * thread, no open file but its own, no signal handler. It never returns.
 */

#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The child's end of the pipe. */
struct up_link {
	int fd;
};

/* Sends a message of a kind of the job's own, from UP_MESSAGE_JOB on. */
void up_child_send(const struct up_link *link, uint32_t kind,
		   const void *bytes, size_t size);

struct up_child_job {
	/* In the child. Returns what up_child_call() returns. */
	int (*work)(const struct up_link *link, struct up_report *report,
		    void *data);
	/*
	 * In the parent, for each message of the job's: @bytes has a NUL behind
	 * its @size; set to NULL, the caller keeps it and frees it. A negative
	 * return value ends the child and is returned. May be NULL.
	 */
	int (*take)(uint32_t kind, uint8_t **bytes, size_t size, void *data);
	void *data; /* handed to both */
	const char *advice; /* what to do if the child ends unexpectedly */
};

/*
 * Has a child do @job, and waits for it. Returns what it returned, or a negative
 * value: after reporting that it cannot be made or has ended in the middle, or
 * silently what @take returned.
 */
int up_child_call(const struct up_child_job *job, struct up_report *report);

#ifdef __cplusplus
}
#endif
#endif
