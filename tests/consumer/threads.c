/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Two rewrites in two threads at once, each of another module. C and C++. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unpoison/unpoison.h>

#include "module.h"

enum { THREADS = 2, TIMES = 25 };

static const uint8_t modules[THREADS][MODULE_SIZE] = {MODULE(1), MODULE(2)};

struct job {
	const uint8_t *module;
	enum up_target target;
	char dir[4096];
	struct up_files first; /* what it gave when it was alone */
	int failures;
};

static int rewrite(const struct job *job, struct up_files *files)
{
	struct up_options options;
	struct up_report report;

	memset(&options, 0, sizeof(options));
	memset(&report, 0, sizeof(report));
	options.name = "mine";
	options.target = job->target;
	options.optimize = 2;
	if (up_rewrite(job->module, sizeof(modules[0]), &options, &report,
		       files) < 0)
		return -1;
	return up_files_write(files, job->dir, &report);
}

static int same(const struct up_files *a, const struct up_files *b)
{
	int equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = strcmp(a->files[i].name, b->files[i].name) == 0 &&
			a->files[i].size == b->files[i].size &&
			memcmp(a->files[i].bytes, b->files[i].bytes,
			       a->files[i].size) == 0;
	return equal;
}

static void *work(void *data)
{
	struct job *job = (struct job *)data;

	for (int i = 0; i < TIMES; i++) {
		struct up_files files = {NULL, 0};

		if (rewrite(job, &files) < 0 || !same(&files, &job->first))
			job->failures++;
		up_files_finish(&files);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct job jobs[THREADS];
	pthread_t threads[THREADS];
	int failures = 0;

	if (argc != 3)
		return 1;
	memset(jobs, 0, sizeof(jobs));
	for (int i = 0; i < THREADS; i++) {
		jobs[i].module = modules[i];
		jobs[i].target = i == 0 ? UP_TARGET_WEB : UP_TARGET_NODEJS;
		snprintf(jobs[i].dir, sizeof(jobs[i].dir), "%s/thread%d",
			 argv[2], i);
		failures += rewrite(&jobs[i], &jobs[i].first) < 0;
	}
	for (int i = 0; i < THREADS; i++)
		failures += pthread_create(&threads[i], NULL, work, &jobs[i]);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		failures += jobs[i].failures;
		up_files_finish(&jobs[i].first);
	}
	if (failures > 0)
		fprintf(stderr, "%d failures\n", failures);
	return failures > 0;
}
