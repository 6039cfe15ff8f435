/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PROCESS_LINK_H
#define UP_PROCESS_LINK_H

/*
 * Messages from a child to its parent, through a pipe: a kind, a length, bytes.
 * Both are the same program, so structs travel as they are.
 */

#include <stddef.h>
#include <stdint.h>

/* Kinds of messages; those of a job begin at UP_MESSAGE_JOB. */
enum {
	UP_MESSAGE_DONE, /* the last: how the work went */
	UP_MESSAGE_DIAG, /* struct up_diag without its message, then that */
	UP_MESSAGE_PROGRESS, /* struct up_progress; its word is in both */
	UP_MESSAGE_JOB = 16,
};

struct up_message {
	uint32_t kind;
	uint32_t reserved;
	uint64_t size; /* of what follows */
};

/*
 * Sends @head and @bytes as one message (either may be empty). Ends the child when
 * the parent has gone: there is nobody to work for.
 */
void up_link_send(int fd, uint32_t kind, const void *head, size_t head_size,
		  const void *bytes, size_t size);

enum up_received {
	UP_RECEIVED,
	UP_RECEIVED_END, /* the other side is gone */
	UP_RECEIVED_NO_MEMORY,
};

/*
 * Waits for the next message. *@ret_bytes is for the caller to free, and has a
 * NUL behind it.
 */
enum up_received up_link_receive(int fd, struct up_message *ret,
				 uint8_t **ret_bytes);

#endif
