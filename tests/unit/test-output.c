/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Writing files, all or none. */

#include "output-root.h"

enum { NOBODY = 65534 };

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

/* With a name from the beginning, each file is renamed once. */
static void test_every_rename_failing(void **state)
{
	(void)state;
	put_old_files();
	for (int i = 1; i <= 3; i++) {
		faults.no_tmpfile = true;
		faults.calls[CALL_RENAME] = (struct fault){i, false, EIO};
		check_failure("pkg", "pkg/a");
		assert_int_equal(faults.calls[CALL_RENAME].countdown, 0);
		faults.calls[CALL_RENAME] = (struct fault){i, false, EIO};
		check_failure("new/dir", "new/dir/a");
	}
}

/* On file systems without links the old file is copied instead. */
static void test_every_rename_failing_without_links(void **state)
{
	struct check_report record;

	(void)state;
	put_old_files();
	put("pkg/a_bg.wasm", "old wasm");
	faults.no_tmpfile = faults.no_links = true;
	for (int i = 1; i <= 3; i++) {
		faults.calls[CALL_RENAME] = (struct fault){i, false, EIO};
		check_failure("pkg", "pkg/a");
		assert_int_equal(faults.calls[CALL_RENAME].countdown, 0);
	}
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
	faults.no_tmpfile = true;
	faults.calls[CALL_RENAME] = (struct fault){2, true, EIO};
	assert_int_equal(write_three("pkg", &record), -1);
	faults.calls[CALL_RENAME].countdown = 0;
	assert_int_equal(record.errors, 1);
	assert_int_equal(record.warnings, 1);
	check_contains(record.message, "could not be put back");
	check_contains(record.message, "it is at pkg/.unpoison-");
	found = describe_root();
	check_contains(found, ": old types\n");
	check_contains(found, "./pkg/a.js: old js\n");
	check_contains(found, "./pkg/a.d.ts: new types\n");
	free(found);
}

/* What could not be put back is never swept away. */
static void test_what_is_kept(void **state)
{
	struct check_report record;
	char *found;

	(void)state;
	put_old_files();
	assert_int_equal(unlink("pkg/a.js"), 0);
	/* The module gets no name in any way, and the old types stay away. */
	faults.calls[CALL_LINKAT] = (struct fault){3, true, EIO};
	faults.calls[CALL_OPEN] = (struct fault){5, true, EIO};
	faults.calls[CALL_RENAME] = (struct fault){2, false, EIO};
	assert_int_equal(write_three("pkg", &record), -1);
	memset(&faults, 0, sizeof(faults));
	assert_int_equal(record.warnings, 1);
	check_contains(record.message, "it is at pkg/.unpoison-keep-");
	assert_int_equal(write_three("pkg", &record), 0);
	found = describe_root();
	check_contains(found, "./pkg/.unpoison-keep-");
	check_contains(found, ": old types\n");
	free(found);
}

static void test_no_space(void **state)
{
	(void)state;
	put_old_files();
	for (int i = 1; i <= 8; i++) {
		faults.calls[CALL_WRITE] = (struct fault){i, false, ENOSPC};
		check_failure("pkg", "No space left on device");
		assert_int_equal(faults.calls[CALL_WRITE].countdown, 0);
	}
	for (int i = 1; i <= 3; i++) {
		faults.calls[CALL_CLOSE] = (struct fault){i, false, EDQUOT};
		check_failure("pkg", "make room");
		assert_int_equal(faults.calls[CALL_CLOSE].countdown, 0);
		faults.calls[CALL_SYNC] = (struct fault){i, false, EIO};
		check_failure("pkg", "Input/output error");
		assert_int_equal(faults.calls[CALL_SYNC].countdown, 0);
	}
}

static void test_interrupted_write_goes_on(void **state)
{
	struct check_report record;

	(void)state;
	faults.calls[CALL_WRITE] = (struct fault){2, false, EINTR};
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(faults.calls[CALL_WRITE].countdown, 0);
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

/* Root may do everything: then as somebody else, who has our directory. */
static void begin_unprivileged(void)
{
	if (geteuid() != 0)
		return;
	assert_int_equal(chown(".", NOBODY, NOBODY), 0);
	assert_int_equal(setegid(NOBODY), 0);
	assert_int_equal(seteuid(NOBODY), 0);
}

static void end_unprivileged(void)
{
	if (getuid() != 0)
		return;
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(setegid(0), 0);
}

static void test_no_permission(void **state)
{
	(void)state;
	begin_unprivileged();
	put_old_files();
	assert_int_equal(chmod("pkg/a.js", 0444), 0);
	check_failure("pkg", "pkg/a.js: cannot be written (Permission denied); "
			     "make it writable");
	assert_int_equal(chmod("pkg/a.js", 0644), 0);
	assert_int_equal(chmod("pkg", 0555), 0);
	check_failure("pkg", "pkg: cannot be written (Permission denied); make "
			     "it writable");
	check_failure("pkg/more", "pkg/more: cannot be written");
	assert_int_equal(chmod("pkg", 0755), 0);
	end_unprivileged();
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

/* Of a file with no rights at all, too: root may write to it. */
static void test_mode_of_nothing(void **state)
{
	struct check_report record;
	struct stat info;

	(void)state;
	if (geteuid() != 0)
		return; /* Then it is not writable: see test_no_permission(). */
	put_old_files();
	assert_int_equal(chmod("pkg/a.js", 0), 0);
	faults.no_tmpfile = true;
	faults.calls[CALL_RENAME] = (struct fault){3, false, EIO};
	check_failure("pkg", "pkg/a.js");
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(stat("pkg/a.js", &info), 0);
	assert_int_equal(info.st_mode & 07777, 0);
}

static void test_owner_and_group(void **state)
{
	struct check_report record;
	struct stat info;

	(void)state;
	if (geteuid() != 0)
		return; /* There is nobody else whose file we may make it. */
	put_old_files();
	assert_int_equal(chown("pkg/a.js", NOBODY, NOBODY), 0);
	assert_int_equal(chmod("pkg/a.js", 0664), 0);
	assert_int_equal(write_three("pkg", &record), 0);
	assert_int_equal(stat("pkg/a.js", &info), 0);
	assert_int_equal(info.st_uid, NOBODY);
	assert_int_equal(info.st_gid, NOBODY);
	assert_int_equal(info.st_mode & 07777, 0664);

	/* A group that cannot be kept is not to get what the old one had. */
	assert_int_equal(chown("pkg/a.js", 0, NOBODY), 0);
	assert_int_equal(chmod("pkg/a.js", 0660), 0);
	faults.calls[CALL_FCHOWN] = (struct fault){1, true, EPERM};
	assert_int_equal(write_three("pkg", &record), 0);
	faults.calls[CALL_FCHOWN].countdown = 0;
	assert_int_equal(stat("pkg/a.js", &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
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
		TEST(test_what_is_kept),
		TEST(test_no_space),
		TEST(test_interrupted_write_goes_on),
		TEST(test_directory_in_the_place),
		TEST(test_file_in_the_place_of_the_directory),
		TEST(test_no_permission),
		TEST(test_modes),
		TEST(test_mode_of_nothing),
		TEST(test_owner_and_group),
		TEST(test_symbolic_links),
		TEST(test_devices_stay),
		TEST(test_empty_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
