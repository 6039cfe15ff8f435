/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "process/link.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

/* In one piece, mostly: the parent wakes up once. */
static void send_all(int fd, struct iovec *parts, int count)
{
	while (count > 0) {
		ssize_t sent = writev(fd, parts, count);

		if (sent < 0 && errno != EINTR)
			_exit(EXIT_FAILURE);
		while (count > 0 && sent >= (ssize_t)parts->iov_len) {
			sent -= (ssize_t)parts->iov_len;
			parts++;
			count--;
		}
		if (count > 0 && sent > 0) {
			parts->iov_base = (char *)parts->iov_base + sent;
			parts->iov_len -= (size_t)sent;
		}
	}
}

void up_link_send(int fd, uint32_t kind, const void *head, size_t head_size,
		  const void *bytes, size_t size)
{
	struct up_message message = {.kind = kind, .size = head_size + size};
	struct iovec parts[] = {
		{.iov_base = &message, .iov_len = sizeof(message)},
		{.iov_base = (void *)head, .iov_len = head_size},
		{.iov_base = (void *)bytes, .iov_len = size},
	};

	send_all(fd, parts, 3);
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
