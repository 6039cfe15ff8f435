/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "process/link.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static void send_all(int fd, const void *bytes, size_t size)
{
	const uint8_t *next = bytes;

	while (size > 0) {
		ssize_t sent = write(fd, next, size);

		if (sent < 0 && errno != EINTR)
			_exit(EXIT_FAILURE);
		if (sent > 0) {
			next += sent;
			size -= (size_t)sent;
		}
	}
}

void up_link_send(int fd, uint32_t kind, const void *head, size_t head_size,
		  const void *bytes, size_t size)
{
	struct up_message message = {.kind = kind, .size = head_size + size};

	send_all(fd, &message, sizeof(message));
	send_all(fd, head, head_size);
	send_all(fd, bytes, size);
}

static bool receive_all(int fd, void *bytes, size_t size)
{
	uint8_t *next = bytes;

	while (size > 0) {
		ssize_t got = read(fd, next, size);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got > 0) {
			next += got;
			size -= (size_t)got;
		}
	}
	return true;
}

enum up_received up_link_receive(int fd, struct up_message *ret,
				 uint8_t **ret_bytes)
{
	uint8_t *bytes;

	if (!receive_all(fd, ret, sizeof(*ret)))
		return UP_RECEIVED_END;
	bytes = ret->size < SIZE_MAX ? malloc((size_t)ret->size + 1) : NULL;
	if (bytes == NULL)
		return UP_RECEIVED_NO_MEMORY;
	if (!receive_all(fd, bytes, (size_t)ret->size)) {
		free(bytes);
		return UP_RECEIVED_END;
	}
	bytes[ret->size] = '\0';
	*ret_bytes = bytes;
	return UP_RECEIVED;
}
