/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Folders and names in sets of files, and links in their places. */

#include "output-root.h"

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
	faults.no_tmpfile = true;
	for (int i = 1; i <= 4; i++) {
		faults.calls[CALL_RENAME] = (struct fault){i, false, EIO};
		check_folder_failure("pkg", "Input/output error");
		assert_int_equal(faults.calls[CALL_RENAME].countdown, 0);
		faults.calls[CALL_RENAME] = (struct fault){i, false, EIO};
		check_folder_failure("new/dir", "Input/output error");
		faults.calls[CALL_CLOSE] = (struct fault){i, false, ENOSPC};
		check_folder_failure("pkg", "make room");
		assert_int_equal(faults.calls[CALL_CLOSE].countdown, 0);
	}
	/* It is tried on every folder of every name: 1, 2, 3 and 2. */
	for (int i = 1; i <= 7; i++) {
		faults.calls[CALL_MKDIR] = (struct fault){i, false, EACCES};
		check_folder_failure("pkg", "make it writable");
		assert_int_equal(faults.calls[CALL_MKDIR].countdown, 0);
		faults.calls[CALL_MKDIR] = (struct fault){i, false, ENOSPC};
		check_folder_failure("new/dir", "make room");
		assert_int_equal(faults.calls[CALL_MKDIR].countdown, 0);
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
		TEST(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
