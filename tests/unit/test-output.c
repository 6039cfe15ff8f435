/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Writing files, all or none. The code under test is included, so that the
 * system calls it makes can be made to fail without a hook in it.
 */

#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/path.h"
#include "util/buf.h"
#include "util/mem.h"

/* A call of the code under test that is to fail, and how. */
struct fault {
	int countdown; /* the call that fails, from 1; 0: none */
	bool for_good; /* and all behind it */
	int error;
};

static struct fault rename_fault;
static struct fault link_fault;
static struct fault write_fault;
static struct fault close_fault;
static struct fault mkdir_fault;
static int raise_in_write; /* a signal, or 0 */

static bool is_due(struct fault *fault)
{
	if (fault->countdown == 0)
		return false;
	if (fault->countdown > 1) {
		fault->countdown--;
		return false;
	}
	if (!fault->for_good)
		fault->countdown = 0;
	errno = fault->error;
	return true;
}

static int faulty_rename(const char *from, const char *to)
{
	return is_due(&rename_fault) ? -1 : rename(from, to);
}

static int faulty_link(const char *from, const char *to)
{
	return is_due(&link_fault) ? -1 : link(from, to);
}

/* At most three bytes at a time: short writes are the rule here. */
static ssize_t faulty_write(int fd, const void *bytes, size_t size)
{
	if (raise_in_write != 0)
		raise(raise_in_write);
	return is_due(&write_fault) ? -1
				    : write(fd, bytes, size > 3 ? 3 : size);
}

static int faulty_close(int fd)
{
	int ret = close(fd);

	return is_due(&close_fault) ? -1 : ret;
}

static int faulty_mkdir(const char *path, mode_t mode)
{
	return is_due(&mkdir_fault) ? -1 : mkdir(path, mode);
}

#define mkdir(path, mode) faulty_mkdir(path, mode)
#define rename(from, to) faulty_rename(from, to)
#define link(from, to) faulty_link(from, to)
#define write(fd, bytes, size) faulty_write(fd, bytes, size)
#define close(fd) faulty_close(fd)
#include "io/output.c"
#undef mkdir
#undef rename
#undef link
#undef write
#undef close

/* ---- a directory of our own, and what is in it ---- */

static char root[] = "unpoison-test-XXXXXX";

static int set_up_root(void **state)
{
	(void)state;
	strcpy(root + sizeof(root) - sizeof("XXXXXX"), "XXXXXX");
	rename_fault = link_fault = (struct fault){0};
	write_fault = close_fault = mkdir_fault = (struct fault){0};
	raise_in_write = 0;
	if (mkdtemp(root) == NULL || chdir(root) < 0)
		return -1;
	return 0;
}

static void remove_tree(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *child;

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		child = up_path_join(path, entry->d_name);
		if (unlink(child) < 0)
			remove_tree(child);
		free(child);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

static int tear_down_root(void **state)
{
	(void)state;
	if (chdir("..") < 0)
		return -1;
	remove_tree(root);
	return 0;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void check_file(const char *path, const char *text)
{
	char found[64] = "";
	FILE *file = fopen(path, "r");

	if (file == NULL)
		fail_msg("%s is missing", path);
	found[fread(found, 1, sizeof(found) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(found, text);
}

static void describe_into(struct up_buf *buf, const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char *child = up_path_join(path, entries[i]->d_name);
		char text[64] = "";
		struct stat info;
		FILE *file;

		if (strcmp(entries[i]->d_name, ".") == 0 ||
		    strcmp(entries[i]->d_name, "..") == 0) {
			/* themselves */
		} else if (lstat(child, &info) == 0 && S_ISDIR(info.st_mode)) {
			up_buf_printf(buf, "%s/\n", child);
			describe_into(buf, child);
		} else if ((file = fopen(child, "r")) != NULL) {
			text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
			fclose(file);
			up_buf_printf(buf, "%s: %s\n", child, text);
		}
		free(child);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* Every file below the directory and what is in it; caller frees. */
static char *describe_root(void)
{
	struct up_buf buf = {0};

	describe_into(&buf, ".");
	return up_buf_take(&buf);
}

/* ---- writing ---- */

static void add(struct up_files *files, const char *name, const char *text)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, text);
	up_files_add(files, name, &buf);
	assert_null(buf.bytes);
}

static struct up_files three_files(void)
{
	struct up_files files = {0};

	add(&files, "a.js", "new js");
	add(&files, "a_bg.wasm", "new wasm");
	add(&files, "a.d.ts", "new types");
	return files;
}

static int write_three(const char *dir, struct check_report *record)
{
	struct up_files files = three_files();
	int ret;

	check_report_init(record);
	ret = up_files_write(&files, dir, &record->report);
	up_files_finish(&files);
	return ret;
}

/* Three files fail to be written into @dir, and nothing is changed. */
static void check_failure(const char *dir, const char *message)
{
	char *before = describe_root();
	struct check_report record;
	char *after;

	assert_int_equal(write_three(dir, &record), -1);
	after = describe_root();
	assert_string_equal(after, before);
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.warnings, 0);
	assert_int_equal(record.fault, UP_FAULT_OUTPUT);
	check_contains(record.message, message);
	check_contains(record.message, "; ");
	free(before);
	free(after);
}

static void put_old_files(void)
{
	assert_int_equal(mkdir("pkg", 0755), 0);
	put("pkg/a.js", "old js");
	put("pkg/a.d.ts", "old types");
}

static void test_new_directory(void **state)
{
	struct check_report record;
	char *found;

	(void)state;
	assert_int_equal(write_three("x/y//z/", &record), 0);
	found = describe_root();
	assert_string_equal(found, "./x/\n./x/y/\n./x/y/z/\n"
				   "./x/y/z/a.d.ts: new types\n"
				   "./x/y/z/a.js: new js\n"
				   "./x/y/z/a_bg.wasm: new wasm\n");
	free(found);
}

static void test_replacing(void **state)
{
	struct check_report record;
	char *found;

	(void)state;
	put_old_files();
	assert_int_equal(write_three("pkg", &record), 0);
	found = describe_root();
	assert_string_equal(found, "./pkg/\n./pkg/a.d.ts: new types\n"
				   "./pkg/a.js: new js\n"
				   "./pkg/a_bg.wasm: new wasm\n");
	free(found);
}

static void test_every_rename_failing(void **state)
{
	(void)state;
	put_old_files();
	for (int i = 1; i <= 3; i++) {
		rename_fault = (struct fault){i, false, EIO};
		check_failure("pkg", "pkg/a");
		assert_int_equal(rename_fault.countdown, 0);
		rename_fault = (struct fault){i, false, EIO};
		check_failure("new/dir", "new/dir/a");
	}
}

/* On file systems without links the old file is renamed instead. */
static void test_every_rename_failing_without_links(void **state)
{
	struct check_report record;

	(void)state;
	put_old_files();
	put("pkg/a_bg.wasm", "old wasm");
	/* Two files of three are kept: the last rename has no backup. */
	for (int i = 1; i <= 5; i++) {
		link_fault = (struct fault){1, true, EPERM};
		rename_fault = (struct fault){i, false, EIO};
		check_failure("pkg", "pkg/a");
		assert_int_equal(rename_fault.countdown, 0);
	}
	rename_fault.countdown = 0;
	assert_int_equal(write_three("pkg", &record), 0);
	check_file("pkg/a.js", "new js");
}

/* If not even the way back is open, the old file is still somewhere. */
static void test_no_way_back(void **state)
{
	struct check_report record;
	char *found;

	(void)state;
	put_old_files();
	rename_fault = (struct fault){2, true, EIO};
	assert_int_equal(write_three("pkg", &record), -1);
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.warnings, 1);
	check_contains(record.message, "could not be put back");
	check_contains(record.message, "it is at pkg/.unpoison-");
	found = describe_root();
	check_contains(found, ": old js\n");
	check_contains(found, "./pkg/a.d.ts: old types\n");
	free(found);
}

static void test_no_space(void **state)
{
	(void)state;
	put_old_files();
	for (int i = 1; i <= 8; i++) {
		write_fault = (struct fault){i, false, ENOSPC};
		check_failure("pkg", "No space left on device");
		assert_int_equal(write_fault.countdown, 0);
	}
	for (int i = 1; i <= 3; i++) {
		close_fault = (struct fault){i, false, EDQUOT};
		check_failure("pkg", "make room");
		assert_int_equal(close_fault.countdown, 0);
	}
}

static void test_interrupted_write_goes_on(void **state)
{
	struct check_report record;

	(void)state;
	write_fault = (struct fault){2, false, EINTR};
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(write_fault.countdown, 0);
	check_file("pkg/a.js", "new js");
}

static void test_directory_in_the_place(void **state)
{
	(void)state;
	put_old_files();
	assert_int_equal(mkdir("pkg/a_bg.wasm", 0755), 0);
	check_failure("pkg", "pkg/a_bg.wasm: cannot be written (Is a "
			     "directory)");
}

static void test_file_in_the_place_of_the_directory(void **state)
{
	(void)state;
	put("pkg", "a file");
	check_failure("pkg", "pkg: cannot be written (Not a directory)");
	check_failure("pkg/more",
		      "pkg/more: cannot be written (Not a directory)");
}

static void test_no_permission(void **state)
{
	(void)state;
	if (geteuid() == 0)
		skip();
	put_old_files();
	assert_int_equal(chmod("pkg/a.js", 0444), 0);
	check_failure("pkg", "make it writable");
	assert_int_equal(chmod("pkg/a.js", 0644), 0);
	assert_int_equal(chmod("pkg", 0555), 0);
	check_failure("pkg", "make it writable");
	assert_int_equal(chmod("pkg", 0755), 0);
}

static void test_modes(void **state)
{
	struct check_report record;
	mode_t old = umask(027);
	struct stat info;

	(void)state;
	put_old_files();
	assert_int_equal(chmod("pkg/a.js", 0600), 0);
	assert_int_equal(write_three("pkg", &record), 0);
	umask(old);
	assert_int_equal(stat("pkg/a.js", &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(stat("pkg/a_bg.wasm", &info), 0);
	assert_int_equal(info.st_mode & 07777, 0640);
}

static void test_symbolic_links(void **state)
{
	struct check_report record;
	struct stat info;

	(void)state;
	put_old_files();
	assert_int_equal(mkdir("real", 0755), 0);
	put("real/module", "old wasm");
	assert_int_equal(symlink("hop", "pkg/a_bg.wasm"), 0);
	assert_int_equal(symlink("../real/module", "pkg/hop"), 0);
	assert_int_equal(unlink("pkg/a.d.ts"), 0);
	assert_int_equal(symlink("../real/types", "pkg/a.d.ts"), 0);
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(lstat("pkg/a_bg.wasm", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	assert_int_equal(lstat("pkg/a.d.ts", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	check_file("real/module", "new wasm");
	check_file("real/types", "new types");

	assert_int_equal(unlink("pkg/a.js"), 0);
	assert_int_equal(symlink("a.js", "pkg/a.js"), 0);
	check_failure("pkg", "remove the symbolic link");
}

static void test_devices_stay(void **state)
{
	struct up_files files = {0};
	struct check_report record;
	struct stat info;

	(void)state;
	add(&files, "null", "into the void");
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, "/dev", &record.report), 0);
	assert_int_equal(stat("/dev/null", &info), 0);
	assert_true(S_ISCHR(info.st_mode));
	up_files_finish(&files);
}

/* ---- folders ---- */

static struct up_files files_in_folders(void)
{
	struct up_files files = {0};

	add(&files, "a.js", "js");
	add(&files, "snippets/x-1/inline0.js", "inline");
	add(&files, "snippets/x-1/src/y.js", "local");
	add(&files, "snippets/z-2/inline0.js", "other");
	return files;
}

static int write_folders(const char *dir, struct check_report *record)
{
	struct up_files files = files_in_folders();
	int ret;

	check_report_init(record);
	ret = up_files_write(&files, dir, &record->report);
	up_files_finish(&files);
	return ret;
}

/* Files in folders fail to be written into @dir, and nothing is changed. */
static void check_folder_failure(const char *dir, const char *message)
{
	char *before = describe_root();
	struct check_report record;
	char *after;

	assert_int_equal(write_folders(dir, &record), -1);
	after = describe_root();
	assert_string_equal(after, before);
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.warnings, 0);
	assert_int_equal(record.fault, UP_FAULT_OUTPUT);
	check_contains(record.message, message);
	free(before);
	free(after);
}

static const char in_folders[] = "./pkg/\n./pkg/a.js: js\n"
				 "./pkg/snippets/\n"
				 "./pkg/snippets/x-1/\n"
				 "./pkg/snippets/x-1/inline0.js: inline\n"
				 "./pkg/snippets/x-1/src/\n"
				 "./pkg/snippets/x-1/src/y.js: local\n"
				 "./pkg/snippets/z-2/\n"
				 "./pkg/snippets/z-2/inline0.js: other\n";

/* An earlier run was here, with some of the same files. */
static void put_old_folders(void)
{
	assert_int_equal(mkdir("pkg", 0755), 0);
	assert_int_equal(mkdir("pkg/snippets", 0755), 0);
	assert_int_equal(mkdir("pkg/snippets/x-1", 0755), 0);
	put("pkg/a.js", "old js");
	put("pkg/snippets/x-1/inline0.js", "old inline");
	put("pkg/snippets/x-1/mine", "of the user");
}

static void test_folders_in_names(void **state)
{
	struct check_report record;
	char *found;

	(void)state;
	assert_int_equal(write_folders("pkg", &record), 0);
	found = describe_root();
	assert_string_equal(found, in_folders);
	free(found);
	/* Once more over it. */
	assert_int_equal(write_folders("pkg", &record), 0);
	found = describe_root();
	assert_string_equal(found, in_folders);
	free(found);
}

static void test_replacing_in_folders(void **state)
{
	struct check_report record;

	(void)state;
	put_old_folders();
	assert_int_equal(write_folders("pkg", &record), 0);
	check_file("pkg/a.js", "js");
	check_file("pkg/snippets/x-1/inline0.js", "inline");
	check_file("pkg/snippets/x-1/src/y.js", "local");
	check_file("pkg/snippets/x-1/mine", "of the user");
}

static void test_every_step_failing_in_folders(void **state)
{
	(void)state;
	put_old_folders();
	for (int i = 1; i <= 4; i++) {
		rename_fault = (struct fault){i, false, EIO};
		check_folder_failure("pkg", "Input/output error");
		assert_int_equal(rename_fault.countdown, 0);
		rename_fault = (struct fault){i, false, EIO};
		check_folder_failure("new/dir", "Input/output error");
		close_fault = (struct fault){i, false, ENOSPC};
		check_folder_failure("pkg", "make room");
		assert_int_equal(close_fault.countdown, 0);
	}
	/* It is tried on every folder of every name: 1, 2, 3 and 2. */
	for (int i = 1; i <= 7; i++) {
		mkdir_fault = (struct fault){i, false, EACCES};
		check_folder_failure("pkg", "make it writable");
		assert_int_equal(mkdir_fault.countdown, 0);
		mkdir_fault = (struct fault){i, false, ENOSPC};
		check_folder_failure("new/dir", "make room");
		assert_int_equal(mkdir_fault.countdown, 0);
	}
}

/* Whatever a link points to: a folder is entered only if it is a real one. */
static void test_links_in_the_place_of_folders(void **state)
{
	static const char *const places[] = {
		"pkg/snippets", "pkg/snippets/x-1", "pkg/snippets/x-1/src",
	};
	static const char *const targets[] = {
		"/", "/nonexistent", "../../../outside", ".", "outside",
	};

	(void)state;
	assert_int_equal(mkdir("outside", 0755), 0);
	assert_int_equal(mkdir("pkg", 0755), 0);
	put("pkg/a.js", "old js");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (size_t j = 0; j < sizeof(targets) / sizeof(targets[0]);
		     j++) {
			assert_int_equal(symlink(targets[j], places[i]), 0);
			check_folder_failure("pkg", places[i]);
			check_folder_failure("pkg", "is a symbolic link, which "
						    "could lead out of the "
						    "output directory");
			assert_int_equal(unlink(places[i]), 0);
		}
		assert_int_equal(mkdir(places[i], 0755), 0);
	}
}

static void test_links_in_the_place_of_files_in_folders(void **state)
{
	static const char place[] = "pkg/snippets/x-1/inline0.js";

	(void)state;
	put_old_folders();
	put("precious", "not ours");
	assert_int_equal(unlink(place), 0);
	assert_int_equal(symlink("../../../precious", place), 0);
	check_folder_failure("pkg", "inline0.js: is a symbolic link");
	check_file("precious", "not ours");
	/* Not to nothing either, where a file would come into being. */
	assert_int_equal(unlink(place), 0);
	assert_int_equal(symlink("../../../fresh", place), 0);
	check_folder_failure("pkg", "inline0.js: is a symbolic link");
	assert_int_equal(access("fresh", F_OK), -1);
	assert_int_equal(unlink(place), 0);
	assert_int_equal(mkfifo(place, 0600), 0);
	{
		struct check_report record;
		struct stat info;

		/* Not described: reading it would take for ever. */
		assert_int_equal(write_folders("pkg", &record), -1);
		check_contains(record.message, "is a device or a pipe");
		assert_int_equal(lstat(place, &info), 0);
		assert_true(S_ISFIFO(info.st_mode));
		check_file("pkg/a.js", "old js");
	}
	assert_int_equal(unlink(place), 0);
	assert_int_equal(mkdir(place, 0755), 0);
	check_folder_failure("pkg", "inline0.js: cannot be written (Is a "
				    "directory)");
}

static void test_files_in_the_place_of_folders(void **state)
{
	(void)state;
	assert_int_equal(mkdir("pkg", 0755), 0);
	put("pkg/snippets", "a file");
	check_folder_failure("pkg", "pkg/snippets: cannot be written (Not a "
				    "directory)");
}

/* The output directory is the caller's: it may be a link, as its parents. */
static void test_a_link_as_the_output_directory(void **state)
{
	struct check_report record;
	struct stat info;

	(void)state;
	assert_int_equal(mkdir("real", 0755), 0);
	assert_int_equal(symlink("real", "pkg"), 0);
	assert_int_equal(write_folders("pkg", &record), 0);
	assert_int_equal(write_folders("pkg/deeper", &record), 0);
	assert_int_equal(lstat("pkg", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	check_file("real/snippets/x-1/src/y.js", "local");
	check_file("real/deeper/snippets/x-1/src/y.js", "local");
}

/* A name that is a file and a folder: some are refused, none is written. */
static void test_names_in_each_others_way(void **state)
{
	static const char *const names[][2] = {
		{"snippets", "snippets/a.js"},
		{"snippets/a.js", "snippets"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct up_files files = {0};
		struct check_report record;
		char *found;

		add(&files, names[i][0], "one");
		add(&files, names[i][1], "other");
		check_report_init(&record);
		assert_int_equal(up_files_write(&files, "pkg", &record.report),
				 -1);
		assert_int_equal(record.errors, 1);
		found = describe_root();
		assert_string_equal(found, "");
		free(found);
		up_files_finish(&files);
	}
}

static void test_names_that_lead_out(void **state)
{
	static const char *const names[] = {
		"",	"/etc/x", "..",	   "../x",	  "a/../../x", "a//x",
		"./x",	"a/",	  "a/.",   "a/./x",	  "a/..",      "/",
		"a\\b", "..\\x",  "\\\\x\\y", "snippets/\\..\\x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct up_files files = {0};
		struct check_report record;
		char *found;

		add(&files, "first.js", "js");
		add(&files, names[i], "text");
		check_report_init(&record);
		assert_int_equal(up_files_write(&files, "pkg", &record.report),
				 -1);
		check_contains(record.message, "inside the output directory");
		found = describe_root();
		assert_string_equal(found, "");
		free(found);
		up_files_finish(&files);
	}
}

static void test_long_names(void **state)
{
	char part[257], name[1200] = "";
	struct up_files files = {0};
	struct check_report record;

	(void)state;
	memset(part, 'x', sizeof(part) - 1);
	part[256] = '\0';
	assert_string_equal(up_path_fault(part, 256),
			    "has a part that is too long");
	assert_null(up_path_fault(part, 255));
	while (strlen(name) <= 1024)
		strcat(name, "folder/");
	assert_string_equal(up_path_fault(name, strlen(name)), "is too long");
	add(&files, name, "text");
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, "pkg", &record.report), -1);
	assert_int_equal(access("pkg", F_OK), -1);
	up_files_finish(&files);
}

static void test_faults_of_names(void **state)
{
	static const char nul[] = "a\0b";

	(void)state;
	assert_string_equal(up_path_fault(nul, sizeof(nul) - 1),
			    "has a NUL character");
	assert_string_equal(up_path_fault("a", 0), "is empty");
	assert_string_equal(up_path_fault("a/../b", 4), "has the part '..'");
	assert_string_equal(up_path_fault("a/b/", 4), "has an empty part");
	assert_null(up_path_fault("a/b/", 3));
	assert_null(up_path_fault("a/..b/.c/d..", 12));
	assert_null(up_path_fault("snippets/x-0a1b2c3d4e5f6071/inline0.js", 38));
}

/* A signal while the files are written: cleaned up, then it has its effect. */
static void test_interrupt(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	char *before;

	(void)state;
	put_old_files();
	before = describe_root();
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		pid_t child = fork();
		char *after;
		int status;

		assert_true(child >= 0);
		if (child == 0) {
			struct check_report record;

			raise_in_write = signals[i];
			write_three("pkg", &record);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		after = describe_root();
		assert_string_equal(after, before);
		free(after);
	}
	free(before);
}

/* Somebody who ignores a signal (nohup) goes on ignoring it. */
static void test_ignored_signal(void **state)
{
	struct check_report record;

	(void)state;
	put_old_files();
	signal(SIGHUP, SIG_IGN);
	raise_in_write = SIGHUP;
	assert_int_equal(write_three("pkg", &record), 0);
	assert_ptr_equal(signal(SIGHUP, SIG_DFL), SIG_IGN);
	check_file("pkg/a.js", "new js");
}

static void test_empty_sets(void **state)
{
	struct up_files files = {0};
	struct check_report record;
	char *found;

	(void)state;
	check_report_init(&record);
	assert_int_equal(up_files_write(&files, "pkg", &record.report), 0);
	up_files_finish(&files);
	found = describe_root();
	assert_string_equal(found, "");
	free(found);
}

static void test_paths(void **state)
{
	char *path = up_path_join("/", "a");

	(void)state;
	assert_string_equal(path, "/a");
	free(path);
	path = up_path_join("", "a");
	assert_string_equal(path, "a");
	free(path);
	path = up_path_parent("/a");
	assert_string_equal(path, "/");
	free(path);
	path = up_path_parent("a");
	assert_string_equal(path, ".");
	free(path);
	path = up_path_parent("a/b/c");
	assert_string_equal(path, "a/b");
	free(path);
	assert_string_equal(up_path_base("a/b"), "b");
	assert_string_equal(up_path_base("b"), "b");
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up_root, tear_down_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_new_directory),
		TEST(test_replacing),
		TEST(test_every_rename_failing),
		TEST(test_every_rename_failing_without_links),
		TEST(test_no_way_back),
		TEST(test_no_space),
		TEST(test_interrupted_write_goes_on),
		TEST(test_directory_in_the_place),
		TEST(test_file_in_the_place_of_the_directory),
		TEST(test_no_permission),
		TEST(test_modes),
		TEST(test_symbolic_links),
		TEST(test_devices_stay),
		TEST(test_folders_in_names),
		TEST(test_replacing_in_folders),
		TEST(test_every_step_failing_in_folders),
		TEST(test_links_in_the_place_of_folders),
		TEST(test_links_in_the_place_of_files_in_folders),
		TEST(test_files_in_the_place_of_folders),
		TEST(test_a_link_as_the_output_directory),
		TEST(test_names_in_each_others_way),
		TEST(test_names_that_lead_out),
		TEST(test_long_names),
		TEST(test_faults_of_names),
		TEST(test_interrupt),
		TEST(test_ignored_signal),
		TEST(test_empty_sets),
		TEST(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
