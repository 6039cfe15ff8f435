/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_OUTPUT_ROOT_H
#define UP_TESTS_OUTPUT_ROOT_H

/* A directory in which files are written, and what there is to write. */

#include "check.h"

#include "faults.h"
#include "io/output.h"
#include "io/path.h"
#include "util/buf.h"

/* ---- a directory of our own, and what is in it ---- */

static char root[64];

/* In memory, where there is such a place: there are many of them. */
static inline int set_up_root(void **state)
{
	(void)state;
	memset(&faults, 0, sizeof(faults));
	strcpy(root, "/dev/shm/unpoison-test-XXXXXX");
	if (mkdtemp(root) == NULL) {
		strcpy(root, "/tmp/unpoison-test-XXXXXX");
		if (mkdtemp(root) == NULL)
			return -1;
	}
	if (chdir(root) < 0)
		return -1;
	return 0;
}

static inline void remove_tree(const char *path)
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

static inline int tear_down_root(void **state)
{
	(void)state;
	memset(&faults, 0, sizeof(faults));
	if (chdir("/") < 0)
		return -1;
	remove_tree(root);
	return 0;
}

static inline void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static inline void check_file(const char *path, const char *text)
{
	char found[64] = "";
	FILE *file = fopen(path, "r");

	if (file == NULL)
		fail_msg("%s is missing", path);
	found[fread(found, 1, sizeof(found) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(found, text);
}

static inline void describe_into(struct up_buf *buf, const char *path)
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
static inline char *describe_root(void)
{
	struct up_buf buf = {0};

	describe_into(&buf, ".");
	return up_buf_take(&buf);
}

/* ---- writing ---- */

static inline void add(struct up_files *files, const char *name, const char *text)
{
	struct up_buf buf = {0};

	up_buf_puts(&buf, text);
	up_files_add(files, name, &buf);
	assert_null(buf.bytes);
}

static inline struct up_files three_files(void)
{
	struct up_files files = {0};

	add(&files, "a.js", "new js");
	add(&files, "a_bg.wasm", "new wasm");
	add(&files, "a.d.ts", "new types");
	return files;
}

static inline int write_three(const char *dir, struct check_report *record)
{
	struct up_files files = three_files();
	int ret;

	check_report_init(record);
	ret = up_files_write(&files, dir, &record->report);
	up_files_finish(&files);
	return ret;
}

static inline struct up_files files_in_folders(void)
{
	struct up_files files = {0};

	add(&files, "a.js", "js");
	add(&files, "snippets/x-1/inline0.js", "inline");
	add(&files, "snippets/x-1/src/y.js", "local");
	add(&files, "snippets/z-2/inline0.js", "other");
	return files;
}

static inline int write_folders(const char *dir, struct check_report *record)
{
	struct up_files files = files_in_folders();
	int ret;

	check_report_init(record);
	ret = up_files_write(&files, dir, &record->report);
	up_files_finish(&files);
	return ret;
}

static inline void put_old_files(void)
{
	assert_int_equal(mkdir("pkg", 0755), 0);
	put("pkg/a.js", "old js");
	put("pkg/a.d.ts", "old types");
}

/* An earlier run was here, with some of the same files. */
static inline void put_old_folders(void)
{
	assert_int_equal(mkdir("pkg", 0755), 0);
	assert_int_equal(mkdir("pkg/snippets", 0755), 0);
	assert_int_equal(mkdir("pkg/snippets/x-1", 0755), 0);
	put("pkg/a.js", "old js");
	put("pkg/snippets/x-1/inline0.js", "old inline");
	put("pkg/snippets/x-1/mine", "of the user");
}

/* Three files fail to be written into @dir, and nothing is changed. */
static inline void check_failure(const char *dir, const char *message)
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

#endif
