/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "process/child.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag/diag.h"
#include "diag/progress.h"
#include "process/deep.h"
#include "process/end.h"
#include "process/link.h"
#include "util/mem.h"

#ifdef UP_SANITIZE
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <sys/stat.h>
#endif

/* The stacks of Binaryen's own threads; only what is used takes memory. */
static const size_t thread_stack = (size_t)1 << 29;

/* More takes fewer turns between the two; the kernel may say no. */
static const int pipe_size = 1 << 20;

/* How often a caller who wants to know hears that work goes on; milliseconds. */
enum { TICK = 100 };

struct done {
	int result;
	enum up_fault fault;
};

/* What the child cannot find out any more. */
struct before {
	pid_t parent;
	bool threaded; /* see is_threaded() */
	const struct up_report *report; /* the parent's */
};

/* ---- the child ---- */

void up_child_send(const struct up_link *link, uint32_t kind,
		   const void *bytes, size_t size)
{
	up_link_send(link->fd, kind, NULL, 0, bytes, size);
}

static void send_diag(const struct up_diag *diag, void *data)
{
	const struct up_link *link = data;

	up_link_send(link->fd, UP_MESSAGE_DIAG, diag, sizeof(*diag),
		     diag->message, strlen(diag->message));
}

static void send_progress(const struct up_progress *progress, void *data)
{
	const struct up_link *link = data;

	up_link_send(link->fd, UP_MESSAGE_PROGRESS, progress, sizeof(*progress),
		     NULL, 0);
}

struct work {
	const struct up_child_job *job;
	const struct up_link *link;
	const struct up_report *report; /* the parent's, as it was */
	struct done done;
};

/* The last that is heard of the child: nothing is taken down before. */
static _Noreturn void tell(const struct work *work)
{
	up_link_send(work->link->fd, UP_MESSAGE_DONE, &work->done,
		     sizeof(work->done), NULL, 0);
	_exit(EXIT_SUCCESS);
}

static void do_work(void *data)
{
	struct work *work = data;
	struct up_report report = {
		.fn = send_diag,
		.data = (void *)work->link,
		.progress = work->report->progress ? send_progress : NULL,
		.last = work->report->last,
	};

	work->done.result =
		work->job->work(work->link, &report, work->job->data);
	work->done.fault = report.fault;
#ifndef UP_SANITIZE
	/* With the stack that this thread has. */
	tell(work);
#endif
}

/* Whatever the caller has made of its signals is not for us. */
static void reset_signals(void)
{
	sigset_t none;

	for (int signal = 1; signal < NSIG; signal++) {
		struct sigaction action;

		/* What is ignored stays so: nohup. */
		if (sigaction(signal, NULL, &action) == 0 &&
		    ((action.sa_flags & SA_SIGINFO) != 0 ||
		     action.sa_handler != SIG_IGN)) {
			action = (struct sigaction){.sa_handler = SIG_DFL};
			sigaction(signal, &action, NULL);
		}
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * Closes all files but standard ones and the child's own, which are then 3 and,
 * as standard error, 2. Another child must see the end of its pipe, too.
 */
static int settle_files(int fd, int errors)
{
	enum { LINK = STDERR_FILENO + 1 };

	if (errors >= 0)
		dup2(errors, STDERR_FILENO);
	if (fd != LINK && dup2(fd, LINK) < 0)
		_exit(EXIT_FAILURE);
	close_range(LINK + 1, ~0U, 0);
	return LINK;
}

static void settle(pid_t parent)
{
	const struct rlimit no_core = {0};
	pthread_attr_t attr;

	reset_signals();
	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, thread_stack);
	pthread_setattr_default_np(&attr);
	pthread_attr_destroy(&attr);
}

static _Noreturn void be_child(const struct up_child_job *job,
			       const struct before *before, int fd, int errors)
{
	struct up_link link = {.fd = settle_files(fd, errors)};
	struct work work = {
		.job = job,
		.link = &link,
		.report = before->report,
	};

	settle(before->parent);
	up_deep_call(do_work, &work);
#ifdef UP_SANITIZE
	if (!before->threaded && __lsan_do_recoverable_leak_check() != 0)
		_exit(EXIT_FAILURE);
#endif
	tell(&work);
}

/* ---- the parent ---- */

struct child {
	pid_t pid;
	int fd; /* what it sends */
	int errors; /* what it wrote to its standard error, or -1 */
};

static void take_diag(const uint8_t *bytes, struct up_report *report)
{
	struct up_diag diag;

	memcpy(&diag, bytes, sizeof(diag));
	diag.message = (const char *)bytes + sizeof(diag);
	up_report_pass(report, &diag);
}

static void take_progress(const uint8_t *bytes, struct up_report *report)
{
	struct up_progress progress;

	memcpy(&progress, bytes, sizeof(progress));
	up_progress_pass(report, &progress);
}

/* Returns whether there is more to come; else *@ret_result is what came out. */
static bool take_message(const struct up_child_job *job,
			 const struct up_message *message, uint8_t **bytes,
			 struct up_report *report, int *ret_result)
{
	struct done done;
	int result = 0;

	switch (message->kind) {
	case UP_MESSAGE_DONE:
		memcpy(&done, *bytes, sizeof(done));
		/* Where a finding was not worth a word. */
		if (report->fault == UP_FAULT_NONE)
			report->fault = done.fault;
		*ret_result = done.result;
		return false;
	case UP_MESSAGE_DIAG:
		take_diag(*bytes, report);
		return true;
	case UP_MESSAGE_PROGRESS:
		take_progress(*bytes, report);
		return true;
	default:
		if (job->take != NULL)
			result = job->take(message->kind, bytes,
					   (size_t)message->size, job->data);
		*ret_result = result;
		return result >= 0;
	}
}

/* The child's status, or -1 where somebody else has asked for it first. */
static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static void repeat_errors(int errors)
{
#ifdef UP_SANITIZE
	/* A finding of a sanitizer is for whoever develops this. */
	char text[1 << 14];
	ssize_t size = pread(errors, text, sizeof(text) - 1, 0);

	text[size > 0 ? size : 0] = '\0';
	if (strstr(text, "Sanitizer") != NULL ||
	    strstr(text, "runtime error") != NULL)
		fputs(text, stderr);
#else
	(void)errors;
#endif
}

/* How listening to a child ended. */
enum heard {
	HEARD_ALL, /* or as much as anybody wants to hear */
	HEARD_END, /* of the child, in the middle */
	HEARD_NO_MEMORY,
};

/* Until there is something to hear. */
static void pass_time(int fd, struct up_report *report)
{
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	int ready;

	if (report->progress == NULL)
		return;
	while ((ready = poll(&waiting, 1, TICK)) <= 0) {
		if (ready == 0)
			up_progress_tick(report);
		else if (errno != EINTR)
			return;
	}
}

static enum heard hear(const struct up_child_job *job, int fd,
		       struct up_report *report, int *ret_result)
{
	for (;;) {
		struct up_message message;
		uint8_t *bytes = NULL;
		bool more;

		pass_time(fd, report);
		switch (up_link_receive(fd, &message, &bytes)) {
		case UP_RECEIVED:
			more = take_message(job, &message, &bytes, report,
					    ret_result);
			free(bytes);
			if (!more)
				return HEARD_ALL;
			break;
		case UP_RECEIVED_END:
			return HEARD_END;
		case UP_RECEIVED_NO_MEMORY:
			return HEARD_NO_MEMORY;
		}
	}
}

static int be_parent(const struct up_child_job *job, const struct child *child,
		     struct up_report *report)
{
	int result = -1;
	enum heard heard = hear(job, child->fd, report, &result);

	/* All that is left for it to do is to take itself down. */
	if (heard != HEARD_END)
		kill(child->pid, SIGKILL);
	int status = wait_for(child->pid);
	repeat_errors(child->errors);
	if (heard == HEARD_END)
		up_end_report(status, child->errors, job->advice, report);
	else if (heard == HEARD_NO_MEMORY)
		up_input_error(report, UP_NO_MEMORY_ADVICE);
	return heard == HEARD_ALL ? result : -1;
}

/* ---- between them ---- */

/* What is opened where a standard file was closed must not pass for one. */
static int above_standard(int fd)
{
	int above = fd;

	if (fd >= 0 && fd <= STDERR_FILENO) {
		above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		close(fd);
	}
	return above;
}

static int make_pipe(int fds[2])
{
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	fds[0] = above_standard(fds[0]);
	fds[1] = above_standard(fds[1]);
	(void)fcntl(fds[1], F_SETPIPE_SZ, pipe_size);
	return 0;
}

#ifdef UP_SANITIZE
/*
 * Whether there were other threads: what only their stacks know of would pass for
 * a leak in the child, which has no such threads.
 */
static bool is_threaded(void)
{
	struct stat info;

	return stat("/proc/self/task", &info) < 0 || info.st_nlink > 3;
}
#endif

/* As fork(), with signals held back until the child has its own ways. */
static pid_t fork_quietly(const struct up_child_job *job, int fd, int errors,
			  const struct up_report *report)
{
	struct before before = {.parent = getpid(), .report = report};
	sigset_t all, mask;
	pid_t pid;
	int error;

#ifdef UP_SANITIZE
	before.threaded = is_threaded();
#endif
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &mask);
	pid = fork();
	if (pid == 0)
		be_child(job, &before, fd, errors);
	error = errno;
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	errno = error;
	return pid;
}

int up_child_call(const struct up_child_job *job, struct up_report *report)
{
	struct child child;
	int fds[2], error;

	if (make_pipe(fds) < 0)
		return up_input_error(report,
				      "no pipe can be made for the work on the "
				      "module (%s); try again",
				      strerror(errno));
	child.errors = above_standard(memfd_create("unpoison", MFD_CLOEXEC));
	child.fd = fds[0];
	child.pid = fork_quietly(job, fds[1], child.errors, report);
	error = errno;
	close(fds[1]);
	int result = child.pid > 0 ? be_parent(job, &child, report) : -1;
	close(fds[0]);
	if (child.errors >= 0)
		close(child.errors);
	if (child.pid > 0)
		return result;
	return up_input_error(report,
			      "no process can be made for the work on the "
			      "module (%s); try again",
			      strerror(error));
}
