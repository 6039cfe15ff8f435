/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* A program of somebody else's: from memory to memory, and to files. C and C++. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unpoison/dump.h>
#include <unpoison/unpoison.h>

#include "module.h"

#define CHECK(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
				#condition);                                   \
			exit(1);                                               \
		}                                                              \
	} while (0)

struct said {
	char text[4096];
	int errors;
};

static void say(const struct up_diag *diag, void *data)
{
	struct said *said = (struct said *)data;

	snprintf(said->text, sizeof(said->text), "%s", diag->message);
	said->errors += diag->severity == UP_ERROR;
}

static int keep(const char *bytes, size_t size, void *data)
{
	struct said *said = (struct said *)data;
	size_t length = strlen(said->text);

	CHECK(length + size < sizeof(said->text));
	memcpy(said->text + length, bytes, size);
	said->text[length + size] = '\0';
	return 0;
}

static struct up_options defaults(void)
{
	struct up_options options;

	memset(&options, 0, sizeof(options));
	options.name = "mine";
	options.typescript = true;
	return options;
}

static struct up_report report_to(struct said *said)
{
	struct up_report report;

	memset(said, 0, sizeof(*said));
	memset(&report, 0, sizeof(report));
	report.fn = say;
	report.data = said;
	return report;
}

static const char *const names[] = {"mine.js", "mine_bg.js", "mine_bg.wasm",
				    "mine.d.ts"};

static int has_file(const struct up_files *files, const char *name)
{
	for (size_t i = 0; i < files->count; i++)
		if (strcmp(files->files[i].name, name) == 0)
			return files->files[i].size > 0;
	return 0;
}

static void rewrite(const char *dir)
{
	static const uint8_t module[] = MODULE(7);
	struct up_options options = defaults();
	struct said said;
	struct up_report report = report_to(&said);
	struct up_files files = {NULL, 0};
	char path[4096];

	CHECK(up_rewrite(module, sizeof(module), &options, &report, &files) ==
	      0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK(has_file(&files, names[i]));
	CHECK(said.errors == 0);
	CHECK(report.fault == UP_FAULT_NONE);
	CHECK(up_files_write(&files, dir, &report) == 0);
	up_files_finish(&files);
	CHECK(files.count == 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		CHECK(remove(path) == 0);
	}
}

/* What is wrong comes by the callback; the program goes on. */
static void fail(const char *dir)
{
	static const uint8_t damaged[] = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 99};
	struct up_options options = defaults();
	struct said said;
	struct up_report report = report_to(&said);
	struct up_files files = {NULL, 0};
	char path[4096];

	CHECK(up_rewrite(damaged, sizeof(damaged), &options, &report, &files) <
	      0);
	CHECK(files.count == 0);
	CHECK(said.errors == 1);
	CHECK(said.text[0] != '\0');
	CHECK(report.fault == UP_FAULT_INPUT);
	/* Nobody has to listen. */
	memset(&report, 0, sizeof(report));
	CHECK(up_rewrite(damaged, sizeof(damaged), &options, &report, &files) <
	      0);
	CHECK(report.fault == UP_FAULT_INPUT);

	static const uint8_t module[] = MODULE(7);
	report = report_to(&said);
	CHECK(up_rewrite(module, sizeof(module), &options, &report, &files) ==
	      0);
	snprintf(path, sizeof(path), "%s/program/below", dir);
	CHECK(up_files_write(&files, path, &report) < 0);
	CHECK(report.fault == UP_FAULT_OUTPUT);
	CHECK(said.errors == 1);
	up_files_finish(&files);
}

static void describe(void)
{
	static const uint8_t module[] = MODULE(7);
	struct up_options options = defaults();
	struct said said;
	struct up_report report = report_to(&said);
	struct up_dump_options dump;

	memset(&dump, 0, sizeof(dump));
	dump.format = UP_DUMP_JSON;
	dump.path = "mine.wasm";
	dump.sink = keep;
	dump.data = &said;
	CHECK(up_dump(module, sizeof(module), &dump, &options, &report) == 0);
	CHECK(strstr(said.text, "\"exports\"") != NULL);
}

int main(int argc, char **argv)
{
	CHECK(argc == 3);
	CHECK(strcmp(up_version(), argv[1]) == 0);
	rewrite(argv[2]);
	fail(argv[2]);
	describe();
	return 0;
}
