/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_INTERRUPT_H
#define UP_CLI_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

enum {
	UP_INTERRUPT_SIGNALS = 3,
};

/*
 * While files are being written, the signals by which a person ends a program
 * (SIGINT, SIGTERM, SIGHUP) only leave a note, so that the writer can clean up
 * first. Signals that the program handles or ignores itself are left alone.
 */
struct up_interrupt {
	struct sigaction old[UP_INTERRUPT_SIGNALS];
};

void up_interrupt_begin(struct up_interrupt *ret_interrupt);

/* Whether one of the signals came since the beginning; for up_write_options. */
bool up_interrupt_pending(void *data);

/* Back to the old handling; a signal that came meanwhile has its effect now. */
void up_interrupt_end(const struct up_interrupt *interrupt);

#endif
