/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Writing a set of files, all or none.
 *
 * Every file is first written under a temporary name beside its final one, so
 * that whatever can go wrong with contents (no space, no permission) goes wrong
 * while nothing has changed yet. Then they are renamed one after the other; the
 * old files stay at hand under temporary names until the last rename is done,
 * and are put back if one fails.
 *
 * The output directory is the caller's, and so are links in the places of files
 * right in it: they are followed. The folders below it have names that come from
 * a module, and whatever lies there was put there by nobody knows whom: only
 * real directories are entered, and only real files replaced.
 */

#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag/diag.h"
#include "io/interrupt.h"
#include "io/path.h"
#include "util/mem.h"

enum {
	NEW_FILE_MODE = 0666, /* less the umask */
	NEW_DIR_MODE = 0777,
	TEMP_ATTEMPTS = 100,
};

struct entry {
	const struct up_file *file; /* borrowed */
	char *path; /* where the file goes, links followed; owned */
	char *temp; /* the new contents, until renamed; owned */
	char *backup; /* the old file, if there is one; owned */
	mode_t mode; /* of the old file, 0 if there is none */
	bool special; /* a device or a pipe: written in place */
	bool published; /* the new file is at @path */
};

struct writer {
	struct entry *entries; /* owned */
	size_t count;
	struct up_paths made; /* directories that were missing */
	struct up_report *report; /* borrowed */
};

static const char *advice(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "make it writable, or choose another output directory";
	case EROFS:
		return "choose an output directory on a writable file system";
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return "make room, or choose an output directory elsewhere";
	case EISDIR:
	case ENOTDIR:
		return "move what is there away, or choose another output "
		       "directory or name";
	case ENAMETOOLONG:
		return "choose a shorter output name";
	case ELOOP:
		return "remove the symbolic link";
	default:
		return "choose another output directory or name";
	}
}

static int report_failure(struct writer *writer, const char *path, int error)
{
	return up_error(writer->report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			"%s: cannot be written (%s); %s", path, strerror(error),
			advice(error));
}

/* ---- before anything is written ---- */

static int report_foreign(struct writer *writer, const char *path,
			  const struct stat *info)
{
	return up_error(writer->report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
			"%s: is %s, which could lead out of the output "
			"directory; remove it",
			path,
			S_ISLNK(info->st_mode) ? "a symbolic link"
					       : "a device or a pipe");
}

static int make_folder(struct writer *writer, const char *path)
{
	struct stat info;

	if (mkdir(path, NEW_DIR_MODE) == 0) {
		up_paths_add(&writer->made, path);
		return 0;
	}
	if (errno != EEXIST || lstat(path, &info) < 0)
		return report_failure(writer, path, errno);
	if (S_ISLNK(info.st_mode))
		return report_foreign(writer, path, &info);
	return S_ISDIR(info.st_mode) ? 0
				     : report_failure(writer, path, ENOTDIR);
}

/* Makes the folders of @name below @dir. */
static int make_folders(struct writer *writer, const char *dir,
			const char *name)
{
	const char *slash = name;
	int ret = 0;

	while (ret == 0 && (slash = strchr(slash, '/')) != NULL) {
		struct up_buf folder = {0};
		char *path;

		up_buf_append(&folder, name, (size_t)(slash - name));
		path = up_path_join(dir, folder.bytes);
		ret = make_folder(writer, path);
		free(path);
		up_buf_finish(&folder);
		slash++;
	}
	return ret;
}

/* Looks at what is at the place of @entry now, and takes down where it goes. */
static int inspect(struct writer *writer, struct entry *entry, const char *path)
{
	bool in_folder = strchr(entry->file->name, '/') != NULL;
	struct stat info;

	if (in_folder && lstat(path, &info) == 0 && !S_ISREG(info.st_mode) &&
	    !S_ISDIR(info.st_mode))
		return report_foreign(writer, path, &info);
	if (stat(path, &info) == 0) {
		if (S_ISDIR(info.st_mode))
			return report_failure(writer, path, EISDIR);
		if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
			return report_failure(writer, path, errno);
		entry->special = !S_ISREG(info.st_mode);
		entry->mode = info.st_mode & 0777;
	}
	entry->path = in_folder || entry->special ? up_strdup(path)
						  : up_path_resolve(path);
	return entry->path != NULL ? 0 : report_failure(writer, path, errno);
}

static int prepare(struct writer *writer, struct entry *entry, const char *dir)
{
	const char *name = entry->file->name;
	const char *fault = up_path_fault(name, strlen(name));
	char *path;
	int ret;

	if (fault != NULL)
		return up_error(writer->report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
				"%s: is no name for a file inside the output "
				"directory (it %s); choose another output name",
				name, fault);
	if (up_path_make_dirs(dir, &writer->made) < 0)
		return report_failure(writer, dir, errno);
	path = up_path_join(dir, name);
	ret = make_folders(writer, dir, name);
	if (ret == 0)
		ret = inspect(writer, entry, path);
	free(path);
	return ret;
}

/* ---- temporary files ---- */

/* A name beside @path that nobody can foresee; caller frees. */
static char *temp_name(const char *path)
{
	struct up_buf base = {0};
	char *parent = up_path_parent(path);
	uint64_t number = 0;
	char *name;

	/* Without randomness the name is merely foreseeable: see O_EXCL. */
	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		number += (uint64_t)getpid();
	up_buf_printf(&base, ".unpoison-%016" PRIx64, number);
	name = up_path_join(parent, base.bytes);
	up_buf_finish(&base);
	free(parent);
	return name;
}

/* Returns a file descriptor, or -1 with errno set. */
static int create_temp(struct entry *entry)
{
	for (int i = 0; i < TEMP_ATTEMPTS; i++) {
		char *name = temp_name(entry->path);
		int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			      NEW_FILE_MODE);

		if (fd >= 0) {
			entry->temp = name;
			return fd;
		}
		free(name);
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

static int write_all(int fd, const uint8_t *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && (errno != EINTR || up_interrupt_pending()))
			return -1;
		if (written > 0) {
			bytes += written;
			size -= (size_t)written;
		}
	}
	return 0;
}

/* Closes @fd in any case. Returns 0 or an errno. */
static int write_and_close(int fd, const struct up_file *file)
{
	int error = 0;

	if (write_all(fd, file->bytes, file->size) < 0)
		error = errno;
	if (close(fd) < 0 && error == 0)
		error = errno;
	return error;
}

static int write_temp(struct writer *writer, struct entry *entry)
{
	int error = 0;
	int fd = create_temp(entry);

	if (fd < 0) {
		error = errno;
	} else {
		/* A file that is replaced keeps its mode, where it can. */
		if (entry->mode != 0 && fchmod(fd, entry->mode) < 0)
			error = errno == EPERM ? 0 : errno;
		if (error == 0)
			error = write_and_close(fd, entry->file);
		else
			close(fd);
	}
	if (up_interrupt_pending())
		return up_error(writer->report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
				"interrupted before anything was written; run "
				"it again");
	return error != 0 ? report_failure(writer, entry->path, error) : 0;
}

static int write_special(struct writer *writer, struct entry *entry)
{
	int fd = open(entry->path, O_WRONLY | O_CLOEXEC);
	int error = fd < 0 ? errno : write_and_close(fd, entry->file);

	entry->published = true;
	return error != 0 ? report_failure(writer, entry->path, error) : 0;
}

/* ---- the renames ---- */

/* Gives the old file a second name, or, where that cannot be, another one. */
static int keep_old(struct entry *entry)
{
	char *backup = temp_name(entry->path);

	if (link(entry->path, backup) < 0 && rename(entry->path, backup) < 0) {
		free(backup);
		return -1;
	}
	entry->backup = backup;
	return 0;
}

static int publish(struct writer *writer, struct entry *entry, bool last)
{
	/* Nothing can fail behind the last rename. */
	if (entry->mode != 0 && !last && keep_old(entry) < 0)
		return report_failure(writer, entry->path, errno);
	if (rename(entry->temp, entry->path) < 0)
		return report_failure(writer, entry->path, errno);
	entry->published = true;
	return 0;
}

/* Undoes what publish() did to @entry, as far as it came. */
static void take_back(struct writer *writer, struct entry *entry)
{
	if (entry->backup == NULL) {
		if (entry->published)
			unlink(entry->path);
		return;
	}
	if (rename(entry->backup, entry->path) == 0)
		return;
	up_warning(writer->report,
		   "%s: the old file could not be put back (%s); it is at %s",
		   entry->path, strerror(errno), entry->backup);
	/* Then it must not be cleaned up. */
	free(entry->backup);
	entry->backup = NULL;
}

static int publish_all(struct writer *writer)
{
	for (size_t i = 0; i < writer->count; i++) {
		struct entry *entry = &writer->entries[i];
		bool last = i + 1 == writer->count;

		if (entry->special || publish(writer, entry, last) == 0)
			continue;
		for (size_t j = i + 1; j-- > 0;)
			if (!writer->entries[j].special)
				take_back(writer, &writer->entries[j]);
		return -1;
	}
	return 0;
}

/* ---- the whole ---- */

static int write_entries(struct writer *writer, const char *dir)
{
	for (size_t i = 0; i < writer->count; i++)
		if (prepare(writer, &writer->entries[i], dir) < 0)
			return -1;
	for (size_t i = 0; i < writer->count; i++)
		if (!writer->entries[i].special &&
		    write_temp(writer, &writer->entries[i]) < 0)
			return -1;
	/* What cannot be taken back comes last. */
	for (size_t i = 0; i < writer->count; i++)
		if (writer->entries[i].special &&
		    write_special(writer, &writer->entries[i]) < 0)
			return -1;
	return publish_all(writer);
}

/* Removes every temporary name, and the new directories of a failed run. */
static void clean_up(struct writer *writer, bool failed)
{
	for (size_t i = 0; i < writer->count; i++) {
		struct entry *entry = &writer->entries[i];

		if (entry->temp != NULL && !entry->published)
			unlink(entry->temp);
		/*
		 * Renaming a name of a file to another of the same file does
		 * nothing: a backup that was put back may still be there.
		 */
		if (entry->backup != NULL)
			unlink(entry->backup);
		free(entry->temp);
		free(entry->backup);
		free(entry->path);
	}
	if (failed)
		for (size_t i = writer->made.count; i-- > 0;)
			rmdir(writer->made.paths[i]);
	up_paths_finish(&writer->made);
	free(writer->entries);
}

int up_files_write(const struct up_files *files, const char *dir,
		   struct up_report *report)
{
	struct writer writer = {.count = files->count, .report = report};
	struct up_interrupt interrupt;
	int ret;

	if (dir[0] == '\0')
		dir = ".";
	writer.entries = up_alloc(files->count * sizeof(writer.entries[0]));
	for (size_t i = 0; i < files->count; i++)
		writer.entries[i].file = &files->files[i];
	up_interrupt_begin(&interrupt);
	ret = write_entries(&writer, dir);
	clean_up(&writer, ret < 0);
	up_interrupt_end(&interrupt);
	return ret;
}
