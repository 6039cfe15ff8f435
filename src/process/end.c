/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The libraries that we use end the process by what they do not expect: by an
 * assertion, Binaryen's Fatal(), an exception that nobody catches, or with their
 * stack exhausted. What they said last tells which.
 */

#include "process/end.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag/diag.h"
#include "util/mem.h"

/* What is looked at of what was said, and of one line of it. */
enum { TEXT_SIZE = 4096, LINE_SIZE = 240 };

static void read_text(int errors, char text[static TEXT_SIZE])
{
	ssize_t size = errors < 0 ? 0
				  : pread(errors, text, TEXT_SIZE - 1, 0);

	text[size > 0 ? size : 0] = '\0';
}

/* Where the words of a line begin that are about the matter. */
static const char *matter(const char *line)
{
	static const char *const openings[] = {"Fatal: ", "Assertion `",
					       "what():  "};

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		const char *found = strstr(line, openings[i]);

		if (found != NULL)
			return i == 1 ? found : found + strlen(openings[i]);
	}
	return line;
}

/* The first line of @text that says something, cut to @line. */
static void pick_line(const char *text, char line[static LINE_SIZE])
{
	const char *start = matter(text + strspn(text, "\r\n "));
	size_t length = strcspn(start, "\r\n");

	snprintf(line, LINE_SIZE, "%.*s", (int)length, start);
}

static bool ran_out_of_memory(int status, const char *text)
{
	return strstr(text, UP_OUT_OF_MEMORY) != NULL ||
	       strstr(text, "std::bad_alloc") != NULL ||
	       strstr(text, "std::length_error") != NULL ||
	       (status >= 0 && WIFSIGNALED(status) &&
		WTERMSIG(status) == SIGKILL);
}

void up_end_report(int status, int errors, const char *advice,
		   struct up_report *report)
{
	char text[TEXT_SIZE], line[LINE_SIZE];

	read_text(errors, text);
	pick_line(text, line);
	if (ran_out_of_memory(status, text))
		up_input_error(report, UP_NO_MEMORY_ADVICE);
	else if (line[0] != '\0')
		up_input_error(report, "Binaryen gave up on the module (%s); %s",
			       line, advice);
	else if (status >= 0 && WIFSIGNALED(status) &&
		 WTERMSIG(status) == SIGSEGV)
		up_input_error(report,
			       "Binaryen ran out of stack or crashed on the "
			       "module; %s",
			       advice);
	else
		up_input_error(report,
			       "the work on the module ended unexpectedly "
			       "(%s %d); %s",
			       status >= 0 && WIFSIGNALED(status) ? "signal"
								  : "status",
			       status >= 0 && WIFSIGNALED(status)
				       ? WTERMSIG(status)
				       : WEXITSTATUS(status),
			       advice);
}
