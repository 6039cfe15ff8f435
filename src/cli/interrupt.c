/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/interrupt.h"

#include <stddef.h>

static const int signals[UP_INTERRUPT_SIGNALS] = {SIGHUP, SIGINT, SIGTERM};

static volatile sig_atomic_t noted;

static void note(int signal)
{
	noted = signal;
}

void up_interrupt_begin(struct up_interrupt *ret_interrupt)
{
	/* No SA_RESTART: a write that hangs is to return. */
	struct sigaction action = {.sa_handler = note};

	noted = 0;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < UP_INTERRUPT_SIGNALS; i++) {
		struct sigaction *old = &ret_interrupt->old[i];

		sigaction(signals[i], NULL, old);
		if ((old->sa_flags & SA_SIGINFO) == 0 &&
		    old->sa_handler == SIG_DFL)
			sigaction(signals[i], &action, NULL);
	}
}

bool up_interrupt_pending(void *data)
{
	(void)data;
	return noted != 0;
}

void up_interrupt_end(const struct up_interrupt *interrupt)
{
	for (size_t i = 0; i < UP_INTERRUPT_SIGNALS; i++)
		sigaction(signals[i], &interrupt->old[i], NULL);
	if (noted != 0)
		raise(noted);
}
