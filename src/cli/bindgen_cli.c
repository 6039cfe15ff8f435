/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The way out for crates whose bindings are not known here: wasm-bindgen's own
 * command line makes them, in a temporary directory, and what it says goes to
 * standard error.
 */

#include "cli/bindgen_cli.h"

#include <errno.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "diag/diag.h"
#include "diag/progress.h"
#include "glue/targets.h"
#include "io/output.h"
#include "io/path.h"

extern char **environ;

enum { MAX_ARGUMENTS = 32, MAX_OPEN = 16 };

/* ---- how it is called ---- */

struct arguments {
	struct up_buf items[MAX_ARGUMENTS];
	size_t count;
};

static void add(struct arguments *arguments, const char *first,
		const char *second)
{
	struct up_buf *item = &arguments->items[arguments->count++];

	up_buf_puts(item, first);
	up_buf_puts(item, second);
}

static const char *target_name(enum up_target target)
{
	const struct up_target_row *row = up_target_find(target);

	return row ? row->name : "";
}

static void make_arguments(struct arguments *arguments,
			   const struct up_cli *cli, const char *input,
			   const char *out_dir)
{
	static const char *const encode_into[] = {
		[UP_ENCODE_INTO_TEST] = "test",
		[UP_ENCODE_INTO_ALWAYS] = "always",
		[UP_ENCODE_INTO_NEVER] = "never",
	};
	const struct up_options *rewrite = &cli->rewrite;
	const struct {
		bool is;
		const char *option;
	} flags[] = {
		{!rewrite->typescript, "--no-typescript"},
		{rewrite->debug, "--debug"},
		{rewrite->keep_debug, "--keep-debug"},
		{rewrite->keep_lld_exports, "--keep-lld-exports"},
		{rewrite->no_demangle, "--no-demangle"},
		{rewrite->omit_default_module_path,
		 "--omit-default-module-path"},
		{rewrite->omit_imports, "--omit-imports"},
		{rewrite->split_linked_modules, "--split-linked-modules"},
		{rewrite->typed_array_buffers, "--ts-typed-array-buffers"},
	};

	add(arguments, cli->bindgen_cli, "");
	add(arguments, "--target=", target_name(cli->bindgen_target));
	add(arguments, "--out-dir=", out_dir);
	add(arguments, "--out-name=", cli->bindgen_name);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].is)
			add(arguments, flags[i].option, "");
	if (rewrite->encode_into != UP_ENCODE_INTO_TEST)
		add(arguments, "--encode-into=",
		    encode_into[rewrite->encode_into]);
	if (rewrite->no_modules_global)
		add(arguments, "--no-modules-global=",
		    rewrite->no_modules_global);
	add(arguments, input, "");
}

/* Returns the status of waitpid(), or -1 with errno set. */
static int spawn(char *const *argv)
{
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO,
					 STDOUT_FILENO);
	err = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err != 0) {
		errno = err;
		return -1;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static int run(const struct up_cli *cli, const char *input,
	       const char *out_dir, struct up_report *report)
{
	struct arguments arguments = {0};
	char *argv[MAX_ARGUMENTS + 1] = {0};
	int status, error;

	up_progress_begin(report, "wasm-bindgen");
	/* It may print to the same terminal. */
	up_cli_progress_erase();
	make_arguments(&arguments, cli, input, out_dir);
	for (size_t i = 0; i < arguments.count; i++)
		argv[i] = arguments.items[i].bytes;
	status = spawn(argv);
	error = errno;
	for (size_t i = 0; i < arguments.count; i++)
		up_buf_finish(&arguments.items[i]);
	if (status == 0) {
		up_progress_end(report);
		return 0;
	}
	if (status == -1)
		return up_error(report, UP_FAULT_USAGE, UP_NO_OFFSET,
				"--wasm-bindgen '%s' cannot be run (%s); name "
				"wasm-bindgen's program",
				cli->bindgen_cli, strerror(error));
	return up_input_error(report,
			      "'%s' made no bindings of it; what it says is "
			      "above, and its version has to be that of the "
			      "crate's wasm-bindgen",
			      cli->bindgen_cli);
}

/* ---- the files that it made ---- */

static int read_whole(const char *path, struct up_buf *bytes)
{
	FILE *file = fopen(path, "rb");
	char chunk[1 << 14];
	size_t got;
	int err;

	if (!file)
		return -1;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		up_buf_append(bytes, chunk, got);
	err = ferror(file) ? -1 : 0;
	fclose(file);
	return err;
}

static int write_whole(const char *path, const struct up_buf *bytes)
{
	FILE *file = fopen(path, "wb");
	int err;

	if (!file)
		return -1;
	err = fwrite(bytes->bytes, 1, bytes->size, file) == bytes->size ? 0
									: -1;
	return fclose(file) == 0 ? err : -1;
}

/* nftw() takes no argument of its caller's. */
static struct up_paths *found;

static int note_file(const char *path, const struct stat *stat, int type,
		     struct FTW *where)
{
	(void)stat;
	(void)where;
	return type == FTW_F ? up_paths_add(found, path) : 0;
}

/*
 * By name, but the script that loads the others comes first: whoever sees the new
 * one sees all.
 */
static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_first(struct up_paths *paths, const char *path)
{
	for (size_t i = 1; i < paths->count; i++) {
		if (strcmp(paths->paths[i], path) != 0)
			continue;
		char *first = paths->paths[i];
		memmove(&paths->paths[1], &paths->paths[0],
			i * sizeof(first));
		paths->paths[0] = first;
	}
}

static int list_files(const char *dir, const char *name,
		      struct up_paths *paths)
{
	struct up_buf script = {0};

	found = paths;
	if (nftw(dir, note_file, MAX_OPEN, FTW_PHYS) != 0)
		return -1;
	if (paths->count > 0)
		qsort(paths->paths, paths->count, sizeof(paths->paths[0]),
		      compare);
	up_buf_printf(&script, "%s/%s.js", dir, name);
	put_first(paths, script.bytes);
	up_buf_finish(&script);
	return 0;
}

/* The module in the place of the one that was made, protected. */
static int protect(const struct up_cli *cli, struct up_buf *bytes,
		   struct up_report *report)
{
	struct up_files made = {0};
	int err = up_rewrite((const uint8_t *)bytes->bytes, bytes->size,
			     &cli->rewrite, report, &made);

	if (err == 0) {
		up_buf_finish(bytes);
		up_buf_append(bytes, made.files[0].bytes, made.files[0].size);
	}
	up_files_finish(&made);
	return err;
}

static int add_file(const struct up_cli *cli, const char *path,
		    const char *name, struct up_report *report,
		    struct up_files *files)
{
	struct up_buf bytes = {0};
	int err = read_whole(path, &bytes);

	if (err < 0)
		up_input_error(report, "'%s' has gone (%s); run it again",
			       path, strerror(errno));
	else if (strcmp(name, cli->rewrite.name) == 0)
		err = protect(cli, &bytes, report);
	if (err == 0)
		up_files_add(files, name, &bytes);
	up_buf_finish(&bytes);
	return err;
}

static bool has(const struct up_files *files, const char *name)
{
	for (size_t i = 0; i < files->count; i++)
		if (strcmp(files->files[i].name, name) == 0)
			return true;
	return false;
}

static int collect(const struct up_cli *cli, const char *dir,
		   struct up_report *report, struct up_files *files)
{
	struct up_paths paths = {0};
	int err = list_files(dir, cli->bindgen_name, &paths);

	if (err < 0)
		up_input_error(report, "what '%s' made cannot be read (%s)",
			       cli->bindgen_cli, strerror(errno));
	for (size_t i = 0; err == 0 && i < paths.count; i++)
		err = add_file(cli, paths.paths[i],
			       paths.paths[i] + strlen(dir) + 1, report, files);
	if (err == 0 && !has(files, cli->rewrite.name))
		err = up_input_error(report,
				     "'%s' made no %s; is it wasm-bindgen?",
				     cli->bindgen_cli, cli->rewrite.name);
	up_paths_finish(&paths);
	return err;
}

/* ---- its directory ---- */

static int remove_one(const char *path, const struct stat *stat, int type,
		      struct FTW *where)
{
	(void)stat;
	(void)type;
	(void)where;
	return remove(path);
}

static int run_in(const char *dir, const struct up_cli *cli,
		  const struct up_buf *input, struct up_report *report,
		  struct up_files *files)
{
	struct up_buf module = {0}, out_dir = {0};
	int err;

	/* Its error messages name the file. */
	up_buf_printf(&module, "%s/%s.wasm", dir, cli->bindgen_name);
	up_buf_printf(&out_dir, "%s/out", dir);
	err = write_whole(module.bytes, input);
	if (err < 0)
		up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			 "cannot write %s (%s); set TMPDIR to a directory with "
			 "room",
			 module.bytes, strerror(errno));
	if (err == 0)
		err = run(cli, module.bytes, out_dir.bytes, report);
	if (err == 0)
		err = collect(cli, out_dir.bytes, report, files);
	up_buf_finish(&module);
	up_buf_finish(&out_dir);
	return err;
}

int up_cli_run_bindgen(const struct up_cli *cli, const struct up_buf *input,
		       struct up_report *report, struct up_files *files)
{
	const char *parent = getenv("TMPDIR");
	struct up_interrupt interrupt;
	char *dir = up_path_join(parent && *parent ? parent : "/tmp",
				 "unpoison-XXXXXX");
	int err = -1;

	/* Signals that end the tool do so when the directory is gone. */
	up_interrupt_begin(&interrupt);
	if (!dir || !mkdtemp(dir)) {
		up_error(report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			 "cannot make a temporary directory (%s); set TMPDIR "
			 "to one that can be written",
			 strerror(errno));
	} else {
		err = run_in(dir, cli, input, report, files);
		nftw(dir, remove_one, MAX_OPEN, FTW_DEPTH | FTW_PHYS);
	}
	up_cli_progress_erase();
	up_interrupt_end(&interrupt);
	free(dir);
	return err;
}
