/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cli/progress.h"

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Back to the first column; erase to the end of the line (ECMA-48). */
#define ERASE "\r\x1b[K"

enum {
	USUAL_WIDTH = 80, /* of a terminal that does not say */
	LONGEST = 160, /* line */
	SIGNALS = 4,
};

#define SECOND UINT64_C(1000000000)
#define PATIENCE SECOND /* before there is a line, */
#define REST (SECOND / 10) /* and before it is drawn again */

/* By these the tool can end while the line is there. */
static const int signals[SIGNALS] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

static struct {
	bool shows;
	uint64_t began; /* the work; 0: not yet */
	uint64_t drawn; /* when it was last */
	uint32_t number; /* of the phase that it showed */
	bool is_there;
	struct sigaction old[SIGNALS]; /* while it is there */
} line;

/* ---- the terminal ---- */

bool up_cli_progress_start(void)
{
	const char *terminal = getenv("TERM");

	line.shows = isatty(STDERR_FILENO) && terminal != NULL &&
		     terminal[0] != '\0' && strcmp(terminal, "dumb") != 0;
	return line.shows;
}

/* Another program has it now, if the shell runs this one in the background. */
static bool is_ours(void)
{
	pid_t group = tcgetpgrp(STDERR_FILENO);

	return group < 0 || group == getpgrp();
}

/* What goes into one line without reaching its end, where some terminals wrap. */
static size_t room(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return USUAL_WIDTH - 1;
	return (size_t)size.ws_col - 1;
}

/* There is nobody to tell if it cannot be written. */
static void put(const char *text, size_t size)
{
	ssize_t written = write(STDERR_FILENO, text, size);

	(void)written;
}

/* ---- signals ---- */

/* The handler is gone by now: the signal has its effect when this returns. */
static void erase_and_end(int signal)
{
	put(ERASE, sizeof(ERASE) - 1);
	raise(signal);
}

static void guard_signals(void)
{
	struct sigaction action = {
		.sa_handler = erase_and_end,
		.sa_flags = (int)SA_RESETHAND | SA_RESTART,
	};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < SIGNALS; i++) {
		struct sigaction *old = &line.old[i];

		/* What somebody else sees to ends nothing here. */
		sigaction(signals[i], NULL, old);
		if ((old->sa_flags & SA_SIGINFO) == 0 &&
		    old->sa_handler == SIG_DFL)
			sigaction(signals[i], &action, NULL);
	}
}

static void release_signals(void)
{
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &line.old[i], NULL);
}

/* ---- the line ---- */

/* unpoison: check (3 of 11), 45 %, 1.2 s */
static size_t write_line(const struct up_progress *progress,
			 char text[static LONGEST])
{
	uint64_t tenths = (progress->now - line.began) / (SECOND / 10);
	char share[16] = "";
	int size;

	if (progress->total > 0)
		snprintf(share, sizeof(share), " %d %%,",
			 (int)(progress->done * 100 / progress->total));
	size = snprintf(text, LONGEST,
			"unpoison: %s (%" PRIu32 " of %" PRIu32 "),%s %" PRIu64
			".%d s",
			progress->phase, progress->number, progress->count,
			share, tenths / 10, (int)(tenths % 10));
	return size < LONGEST ? (size_t)size : LONGEST - 1;
}

static void draw(const struct up_progress *progress)
{
	char text[LONGEST], whole[LONGEST + sizeof(ERASE)];
	size_t size = write_line(progress, text), most = room();
	int length;

	length = snprintf(whole, sizeof(whole), "\r%.*s\x1b[K",
			  (int)(size < most ? size : most), text);
	/* The signals first: from here on there is something to erase. */
	if (!line.is_there)
		guard_signals();
	line.is_there = true;
	line.drawn = progress->now;
	line.number = progress->number;
	put(whole, (size_t)length);
}

void up_cli_progress_show(const struct up_progress *progress)
{
	if (line.began == 0)
		line.began = progress->began;
	if (!line.shows || progress->ended != 0 ||
	    progress->now - line.began < PATIENCE)
		return;
	if (line.number == progress->number &&
	    progress->now - line.drawn < REST)
		return;
	if (is_ours())
		draw(progress);
}

void up_cli_progress_erase(void)
{
	if (!line.is_there)
		return;
	put(ERASE, sizeof(ERASE) - 1);
	line.is_there = false;
	release_signals();
}
