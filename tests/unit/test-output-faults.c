/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Writing files where each call of the system and of the allocator fails in its
 * turn, and where the process is killed before each.
 */

#include "output-root.h"

#include <sys/wait.h>

enum {
	FAULTS_MAX = 2000, /* more calls than any run makes */
	FAULTS_MIN = 15, /* fewer: they were not counted */
};

/* What a file system may lack. */
struct system {
	const char *what;
	bool no_tmpfile;
	bool no_links;
	bool no_locks;
};

static const struct system systems[] = {
	{"all of it", false, false, false},
	{"no files without a name", true, false, false},
	{"no links", true, true, false},
	{"files that cannot be named", false, true, false},
	{"no locks", true, false, true},
};

enum { SYSTEMS = sizeof(systems) / sizeof(systems[0]) };

/* A set, where it goes, and what is there before. */
struct scene {
	const char *what;
	void (*prepare)(void);
	struct up_files (*files)(void);
	const char *dir;
};

static void prepare_nothing(void)
{
}

static void prepare_all_three(void)
{
	put_old_files();
	put("pkg/a_bg.wasm", "old wasm");
}

static struct up_files one_file(void)
{
	struct up_files files = {0};

	add(&files, "a.js", "new js");
	return files;
}

static const struct scene scenes[] = {
	{"a new directory", prepare_nothing, three_files, "new/dir"},
	{"some old files", put_old_files, three_files, "pkg"},
	{"all old files", prepare_all_three, three_files, "pkg"},
	{"one old file", put_old_files, one_file, "pkg"},
	{"one new file", prepare_nothing, one_file, "."},
	{"folders", put_old_folders, files_in_folders, "pkg"},
};

enum { SCENES = sizeof(scenes) / sizeof(scenes[0]) };

/* Nothing is left of the last time. */
static void clear_root(void)
{
	memset(&faults, 0, sizeof(faults));
	assert_int_equal(chdir("/"), 0);
	remove_tree(root);
	assert_int_equal(mkdir(root, 0700), 0);
	assert_int_equal(chdir(root), 0);
}

static void set_system(const struct system *system)
{
	faults.no_tmpfile = system->no_tmpfile;
	faults.no_links = system->no_links;
	faults.no_locks = system->no_locks;
}

/* The files are made before @faults is what it is to be. */
static int write_scene(const struct scene *scene, struct check_report *record,
		       const struct up_files *files)
{
	check_report_init(record);
	return up_files_write(files, scene->dir, &record->report);
}

/* What is there after a run in which nothing goes wrong; caller frees. */
static char *describe_success(const struct scene *scene)
{
	struct up_files files = scene->files();
	struct check_report record;

	clear_root();
	scene->prepare();
	assert_int_equal(write_scene(scene, &record, &files), 0);
	up_files_finish(&files);
	return describe_root();
}

/* ---- failures ---- */

/* @text without the temporary files in it: those are not told from each other. */
static void strip_temporaries(char *text)
{
	char *line = text;

	while (*line != '\0') {
		char *end = strchr(line, '\n') + 1;
		char *found = strstr(line, ".unpoison-");

		if (found != NULL && found < end)
			memmove(line, end, strlen(end) + 1);
		else
			line = end;
	}
}

/* All is as it was, or, if that is what it said, as it should be. */
static void check_outcome(const struct check_report *record, int ret,
			  const char *before, const char *wanted)
{
	bool taking_away = faults.hit == CALL_UNLINK ||
			   faults.hit == CALL_UNLINKAT ||
			   faults.hit == CALL_RMDIR;
	char *after;

	memset(&faults, 0, sizeof(faults));
	after = describe_root();
	/* What cannot be removed stays. */
	if (taking_away)
		strip_temporaries(after);
	if (ret == 0) {
		assert_string_equal(after, wanted);
		assert_int_equal(record->errors, 0);
	} else {
		assert_int_equal(ret, -1);
		assert_string_equal(after, before);
		assert_int_equal(record->errors, 1);
		assert_int_equal(record->fault, UP_FAULT_OUTPUT);
		assert_int_equal(record->report.fault, UP_FAULT_OUTPUT);
		check_contains(record->message, "; ");
	}
	assert_int_equal(record->warnings, 0);
	free(after);
}

/* Whether the call was made at all: else there are no more of them. */
static bool fail_once(const struct scene *scene, const struct system *system,
		      bool memory, struct fault fault, const char *wanted)
{
	struct fault *armed = memory ? &faults.memory : &faults.system;
	struct up_files files = scene->files();
	struct check_report record;
	char *before;
	bool hit;
	int ret;

	clear_root();
	scene->prepare();
	before = describe_root();
	set_system(system);
	*armed = fault;
	faults.hit = CALLS;
	ret = write_scene(scene, &record, &files);
	hit = faults.hit != CALLS;
	if (hit && memory && strstr(record.message, "Cannot allocate") == NULL)
		assert_int_equal(ret, 0);
	check_outcome(&record, ret, before, wanted);
	up_files_finish(&files);
	free(before);
	return hit;
}

static void fail_each(const struct scene *scene, const struct system *system,
		      bool memory, int error)
{
	char *wanted = describe_success(scene);
	int number = 1;

	while (number < FAULTS_MAX &&
	       fail_once(scene, system, memory,
			 (struct fault){number, false, error}, wanted))
		number++;
	assert_in_range(number, memory ? 5 : FAULTS_MIN, FAULTS_MAX - 1);
	free(wanted);
}

static void test_each_system_call_failing(void **state)
{
	static const int errors[] = {
		EIO, ENOSPC, EINTR, EEXIST, ENOENT,
	};

	(void)state;
	for (size_t i = 0; i < SCENES; i++)
		for (size_t j = 0; j < SYSTEMS; j++)
			for (size_t k = 0;
			     k < sizeof(errors) / sizeof(errors[0]); k++)
				fail_each(&scenes[i], &systems[j], false,
					  errors[k]);
}

static void test_each_allocation_failing(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCENES; i++)
		for (size_t j = 0; j < SYSTEMS; j++)
			fail_each(&scenes[i], &systems[j], true, ENOMEM);
}

/* From some allocation on there is no more memory at all. */
static void test_memory_running_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCENES; i++) {
		char *wanted = describe_success(&scenes[i]);

		for (int number = 1;
		     fail_once(&scenes[i], &systems[0], true,
			       (struct fault){number, true, ENOMEM}, wanted);
		     number++)
			assert_true(number < FAULTS_MAX);
		free(wanted);
	}
}

/* ---- kills ---- */

static bool is_line(const char *text, const char *line, size_t length)
{
	for (; *text != '\0'; text = strchr(text, '\n') + 1)
		if (strncmp(text, line, length) == 0)
			return true;
	return false;
}

/* Each file is as it was before, or the whole new one. */
static void check_whole(const char *now, const char *before, const char *wanted)
{
	for (const char *line = now; *line != '\0';
	     line = strchr(line, '\n') + 1) {
		size_t length = (size_t)(strchr(line, '\n') + 1 - line);
		const char *temporary = strstr(line, ".unpoison-");

		if ((temporary == NULL || temporary > line + length) &&
		    !is_line(before, line, length) &&
		    !is_line(wanted, line, length))
			fail_msg("neither old nor new: %.*s", (int)length, line);
	}
	for (const char *line = before; *line != '\0';
	     line = strchr(line, '\n') + 1) {
		const char *colon = strstr(line, ": ");
		const char *end = strchr(line, '\n');

		/* Nothing that was there is gone. */
		if (colon != NULL && colon < end &&
		    !is_line(now, line, (size_t)(colon + 2 - line)))
			fail_msg("gone: %.*s", (int)(end - line), line);
	}
}

/* The first one loads the others: if it is new, all are. */
static void check_order(const char *now, const char *wanted)
{
	char *stripped = strdup(now);

	strip_temporaries(stripped);
	if (strstr(stripped, "/a.js: new js\n") != NULL ||
	    strstr(stripped, "/a.js: js\n") != NULL)
		assert_string_equal(stripped, wanted);
	free(stripped);
}

/* Returns whether the process got that far. */
static bool kill_once(const struct scene *scene, const struct system *system,
		      int number)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct up_files files = scene->files();
		struct check_report record;

		set_system(system);
		faults.kill_at = number;
		_exit(write_scene(scene, &record, &files) == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		return true;
	}
	assert_int_equal(status, 0);
	return false;
}

/* The next run leaves nothing of the one that was killed, if there are locks. */
static void check_next(const struct scene *scene, const struct system *system,
		       const char *wanted)
{
	struct up_files files = scene->files();
	struct check_report record;
	char *now;

	set_system(system);
	assert_int_equal(write_scene(scene, &record, &files), 0);
	up_files_finish(&files);
	memset(&faults, 0, sizeof(faults));
	now = describe_root();
	if (system->no_locks)
		strip_temporaries(now);
	assert_string_equal(now, wanted);
	free(now);
}

static int kill_each(const struct scene *scene, const struct system *system)
{
	char *wanted = describe_success(scene);
	int leftovers = 0;

	for (int number = 1;; number++) {
		char *before, *now;
		bool killed;

		clear_root();
		scene->prepare();
		before = describe_root();
		killed = kill_once(scene, system, number);
		now = describe_root();
		check_whole(now, before, wanted);
		check_order(now, wanted);
		leftovers += strstr(now, ".unpoison-") != NULL;
		check_next(scene, system, wanted);
		free(before);
		free(now);
		if (!killed) {
			assert_in_range(number, FAULTS_MIN, FAULTS_MAX);
			break;
		}
	}
	free(wanted);
	return leftovers;
}

static void test_a_kill_before_each_call(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCENES; i++)
		kill_each(&scenes[i], &systems[0]);
	/* On all of them, what replaces some files and makes others. */
	for (size_t i = 1; i < SYSTEMS; i++)
		kill_each(&scenes[1], &systems[i]);
}

/* A new file has no name before it has its own: nothing can be left of it. */
static void test_a_kill_leaves_nothing_of_new_files(void **state)
{
	(void)state;
	clear_root();
	if (open(".", O_TMPFILE | O_WRONLY, 0600) < 0)
		fail_msg("run this on a file system with O_TMPFILE");
	assert_int_equal(kill_each(&scenes[0], &systems[0]), 0);
	assert_int_equal(kill_each(&scenes[4], &systems[0]), 0);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up_root, tear_down_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_system_call_failing),
		TEST(test_each_allocation_failing),
		TEST(test_memory_running_out),
		TEST(test_a_kill_before_each_call),
		TEST(test_a_kill_leaves_nothing_of_new_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
