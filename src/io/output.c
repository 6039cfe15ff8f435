/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Writing a set of files, all or none.
 *
 * The contents of every file are first written to a temporary one beside its
 * place, and brought to the disk, so that whatever can go wrong with them (no
 * space, no permission) goes wrong while nothing has changed yet. The old files
 * get second names. Then nothing is left to do but to rename, one right after
 * the other; if that fails, the old files are put back. Whoever is killed leaves
 * in each place the old file or the whole new one.
 *
 * The output directory is the caller's, and so are links in the places of files
 * right in it: they are followed. The folders below it have names that come from
 * a module, and whatever lies there was put there by nobody knows whom: only
 * real directories are entered, and only real files replaced.
 *
 * This runs in the process of whoever calls the library: nothing here ends it,
 * also where memory runs out, no signal handler is touched, and nothing is
 * shared with other threads that do the same.
 */

#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag/diag.h"
#include "io/path.h"
#include "io/temp.h"
#include "io/write.h"
#include "util/mem.h"

enum {
	/* Files that stay open until the last rename; processes have 1024. */
	HELD_MAX = 64,
	COPY_SIZE = 1 << 16,
};

struct entry {
	const struct up_file *file; /* borrowed */
	char *path; /* where the file goes, links followed; owned */
	char *dir; /* of @path; owned */
	struct up_temp temp; /* the new contents, until renamed */
	struct up_temp backup; /* the old file, if it may have to come back */
	struct stat old; /* the old file, if it @exists */
	bool exists;
	bool special; /* a device or a pipe: written in place */
	bool published; /* the new file is at @path */
};

struct writer {
	struct entry *entries; /* owned */
	size_t count;
	struct up_paths made; /* directories that were missing */
	struct up_cancel cancel;
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
	case ENOENT:
		return "something there may be a symbolic link to nothing, or "
		       "was removed meanwhile; choose another output directory "
		       "or name";
	case EBUSY:
		return "it may be a mount point of its own; choose another "
		       "output directory or name";
	case EPIPE:
		return "whoever was to read it has gone; run it again";
	case ENOMEM:
		return UP_NO_MEMORY_ADVICE;
	case EMFILE:
	case ENFILE:
		return "close some files, or allow for more (ulimit -n)";
	default:
		return "choose another output directory or name";
	}
}

static int report_failure(struct writer *writer, const char *path, int error)
{
	if (error == ECANCELED)
		return up_error(writer->report, UP_FAULT_OUTPUT, UP_NO_OFFSET,
				"interrupted before anything was written; run "
				"it again");
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

	if (up_path_make_dir(path, &writer->made) == 0)
		return 0;
	if (errno != EEXIST || lstat(path, &info) < 0)
		return report_failure(writer, path, errno);
	if (S_ISLNK(info.st_mode))
		return report_foreign(writer, path, &info);
	return S_ISDIR(info.st_mode) ? 0
				     : report_failure(writer, path, ENOTDIR);
}

/* Makes the folders of @name below @dir, where @path is both. */
static int make_folders(struct writer *writer, const char *path,
			const char *name)
{
	char *folder = strdup(path);
	char *slash;
	int ret = 0;

	if (folder == NULL)
		return report_failure(writer, path, errno);
	slash = folder + (strlen(path) - strlen(name));
	while (ret == 0 && (slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		ret = make_folder(writer, folder);
		*slash++ = '/';
	}
	free(folder);
	return ret;
}

/* Looks at what is at @path now, links followed. */
static int inspect_old(struct writer *writer, struct entry *entry,
		       const char *path)
{
	if (stat(path, &entry->old) < 0)
		return errno == ENOENT ? 0
				       : report_failure(writer, path, errno);
	if (S_ISDIR(entry->old.st_mode))
		return report_failure(writer, path, EISDIR);
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
		return report_failure(writer, path, errno);
	entry->exists = true;
	entry->special = !S_ISREG(entry->old.st_mode);
	return 0;
}

/* Looks at what is at the place of @entry now, and takes down where it goes. */
static int inspect(struct writer *writer, struct entry *entry, const char *path)
{
	bool in_folder = strchr(entry->file->name, '/') != NULL;
	struct stat info;

	if (in_folder && lstat(path, &info) == 0 && !S_ISREG(info.st_mode) &&
	    !S_ISDIR(info.st_mode))
		return report_foreign(writer, path, &info);
	if (inspect_old(writer, entry, path) < 0)
		return -1;
	entry->path = in_folder || entry->special ? strdup(path)
						  : up_path_resolve(path);
	if (entry->path != NULL)
		entry->dir = up_path_parent(entry->path);
	if (entry->dir == NULL)
		return report_failure(writer, path, errno);
	/* A link of /proc/self/fd may be to a file that was removed. */
	if (entry->exists && lstat(entry->path, &info) < 0)
		return report_failure(writer, path, errno);
	return 0;
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
	if (path == NULL)
		return report_failure(writer, dir, errno);
	ret = make_folders(writer, path, name);
	if (ret == 0)
		ret = inspect(writer, entry, path);
	free(path);
	return ret;
}

/* A link, or the caller, may lead two files to one place. */
static int check_distinct(struct writer *writer)
{
	for (size_t i = 0; i < writer->count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(writer->entries[i].path,
				   writer->entries[j].path) == 0)
				return up_error(writer->report, UP_FAULT_OUTPUT,
						UP_NO_OFFSET,
						"%s: is the place of two files, "
						"%s and %s; remove the symbolic "
						"link between them",
						writer->entries[i].path,
						writer->entries[j].file->name,
						writer->entries[i].file->name);
	return 0;
}

/* ---- contents ---- */

static bool is_held(const struct writer *writer, const struct entry *entry)
{
	return entry - writer->entries < HELD_MAX;
}

/* A file that is replaced keeps its owner, group and mode, where it can. */
static int keep_rights(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;
	struct stat info;

	if (fstat(fd, &info) < 0)
		return errno;
	if (info.st_gid != old->st_gid &&
	    fchown(fd, (uid_t)-1, old->st_gid) < 0)
		/* The group is another one, and gets what all others get. */
		mode = (mode & ~070U) | (mode & 007U) << 3;
	if (info.st_uid != old->st_uid &&
	    fchown(fd, old->st_uid, (gid_t)-1) < 0)
		/* Then it is ours, with the rights that it had. */
		errno = 0;
	return fchmod(fd, mode) < 0 && errno != EPERM ? errno : 0;
}

/* Whether it is there to stay is only known when it is on the disk. */
static int fill_temp(struct writer *writer, struct entry *entry)
{
	struct up_temp *temp = &entry->temp;
	int error = 0;

	if (entry->exists)
		error = keep_rights(temp->fd, &entry->old);
	if (error == 0)
		error = up_write_all(temp->fd, entry->file->bytes,
				     entry->file->size, &writer->cancel);
	if (error == 0 && !is_held(writer, entry)) {
		error = up_write_sync(temp->fd);
		close(temp->fd);
		temp->fd = -1;
	} else if (error == 0) {
		up_write_begin_sync(temp->fd);
	}
	return error;
}

static int write_temp(struct writer *writer, struct entry *entry)
{
	int error = up_temp_create(&entry->temp, entry->dir,
				   is_held(writer, entry));

	if (error != 0)
		return report_failure(writer, entry->dir, error);
	error = fill_temp(writer, entry);
	return error != 0 ? report_failure(writer, entry->path, error) : 0;
}

/* All at once, after all were written: the disk has to be waited for once. */
static int sync_temps(struct writer *writer)
{
	for (size_t i = 0; i < writer->count; i++) {
		struct entry *entry = &writer->entries[i];
		int error = 0;

		if (entry->temp.fd >= 0)
			error = up_write_sync(entry->temp.fd);
		if (error != 0)
			return report_failure(writer, entry->path, error);
	}
	return 0;
}

static int open_special(struct writer *writer, const char *path)
{
	int fd;

	do {
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	} while (fd < 0 && errno == EINTR && !up_cancelled(&writer->cancel));
	return fd;
}

static int write_special(struct writer *writer, struct entry *entry)
{
	const struct up_file *file = entry->file;
	int fd = open_special(writer, entry->path);
	int error;

	if (fd < 0)
		return report_failure(writer, entry->path,
				      errno == EINTR ? ECANCELED : errno);
	error = up_write_all(fd, file->bytes, file->size, &writer->cancel);
	if (close(fd) < 0 && error == 0 && errno != EINTR)
		error = errno;
	return error != 0 ? report_failure(writer, entry->path, error) : 0;
}

/* ---- the old files ---- */

/* Returns 0 or an errno. */
static int copy_bytes(struct writer *writer, int from, int to)
{
	char bytes[COPY_SIZE];
	int error = 0;
	ssize_t got;

	do {
		got = read(from, bytes, sizeof(bytes));
		if (got > 0)
			error = up_write_all(to, bytes, (size_t)got,
					     &writer->cancel);
	} while (error == 0 && (got > 0 || (got < 0 && errno == EINTR)));
	return error == 0 && got < 0 ? errno : error;
}

/* Where there are no second names, the old contents get a file of their own. */
static int copy_old(struct writer *writer, struct entry *entry)
{
	int from = open(entry->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	bool held = is_held(writer, entry);
	int error;

	if (from < 0)
		return errno;
	error = up_temp_create_named(&entry->backup, entry->dir, held);
	if (error == 0)
		error = keep_rights(entry->backup.fd, &entry->old);
	if (error == 0)
		error = copy_bytes(writer, from, entry->backup.fd);
	if (error == 0)
		error = up_write_sync(entry->backup.fd);
	if (!held && entry->backup.fd >= 0) {
		close(entry->backup.fd);
		entry->backup.fd = -1;
	}
	close(from);
	return error;
}

static int keep_old(struct writer *writer, struct entry *entry)
{
	int error = up_temp_second_name(&entry->backup, entry->dir, entry->path,
					is_held(writer, entry));

	if (error != 0)
		error = copy_old(writer, entry);
	return error != 0 ? report_failure(writer, entry->path, error) : 0;
}

/* Undoes what publish() did to @entry. */
static void take_back(struct writer *writer, struct entry *entry)
{
	if (!entry->published)
		return;
	if (!entry->exists) {
		unlink(entry->path);
		return;
	}
	if (rename(entry->backup.name, entry->path) == 0) {
		up_temp_forget_name(&entry->backup);
		return;
	}
	int error = errno;
	up_temp_keep(&entry->backup, entry->dir);
	up_warning(writer->report,
		   "%s: the old file could not be put back (%s); it is at %s",
		   entry->path, strerror(error), entry->backup.name);
	/* Then it must not be cleaned up. */
	up_temp_forget_name(&entry->backup);
}

/* ---- the renames ---- */

/* A name, so that it can be renamed; by another way if need be. */
static int name_temp(struct writer *writer, struct entry *entry)
{
	int error = up_temp_link(&entry->temp, entry->dir, NULL);

	if (error == 0)
		return 0;
	up_temp_remove(&entry->temp);
	error = up_temp_create_named(&entry->temp, entry->dir,
				     is_held(writer, entry));
	if (error == 0)
		error = fill_temp(writer, entry);
	if (error == 0 && entry->temp.fd >= 0)
		error = up_write_sync(entry->temp.fd);
	return error;
}

/* All that can fail, or takes long, before the first file is replaced. */
static int get_ready(struct writer *writer)
{
	for (size_t i = 0; i < writer->count; i++) {
		struct entry *entry = &writer->entries[i];
		int error = 0;

		if (entry->special)
			continue;
		/* Nothing can fail behind the last rename, that of the first. */
		if (entry->exists && i > 0 && keep_old(writer, entry) < 0)
			return -1;
		if (entry->exists && entry->temp.name == NULL)
			error = name_temp(writer, entry);
		if (error != 0)
			return report_failure(writer, entry->path, error);
	}
	return up_cancelled(&writer->cancel)
		       ? report_failure(writer, NULL, ECANCELED)
		       : 0;
}

static int publish(struct writer *writer, struct entry *entry)
{
	int error = 0;

	/* What is new has no name until it gets that one. */
	if (entry->temp.name == NULL &&
	    up_temp_link(&entry->temp, entry->dir, entry->path) == 0) {
		entry->published = true;
		return 0;
	}
	if (entry->temp.name == NULL)
		error = name_temp(writer, entry);
	if (error == 0 && rename(entry->temp.name, entry->path) < 0)
		error = errno;
	if (error != 0)
		return report_failure(writer, entry->path, error);
	up_temp_forget_name(&entry->temp);
	entry->published = true;
	return 0;
}

/* The first file, which loads the others, comes last. */
static int publish_all(struct writer *writer)
{
	for (size_t i = writer->count; i-- > 0;) {
		struct entry *entry = &writer->entries[i];

		if (entry->special || publish(writer, entry) == 0)
			continue;
		for (size_t j = i; j < writer->count; j++)
			take_back(writer, &writer->entries[j]);
		return -1;
	}
	return 0;
}

/* ---- the whole ---- */

static int write_contents(struct writer *writer)
{
	for (size_t i = 0; i < writer->count; i++) {
		if (up_cancelled(&writer->cancel))
			return report_failure(writer, NULL, ECANCELED);
		if (!writer->entries[i].special &&
		    write_temp(writer, &writer->entries[i]) < 0)
			return -1;
	}
	if (sync_temps(writer) < 0)
		return -1;
	/* What cannot be taken back comes last. */
	for (size_t i = 0; i < writer->count; i++)
		if (writer->entries[i].special &&
		    write_special(writer, &writer->entries[i]) < 0)
			return -1;
	return 0;
}

static int write_entries(struct writer *writer, const char *dir)
{
	for (size_t i = 0; i < writer->count; i++)
		if (prepare(writer, &writer->entries[i], dir) < 0)
			return -1;
	if (check_distinct(writer) < 0 || write_contents(writer) < 0 ||
	    get_ready(writer) < 0)
		return -1;
	return publish_all(writer);
}

/* What others have left in the directories that were written to. */
static void sweep(const struct writer *writer)
{
	const char *last = NULL;

	for (size_t i = 0; i < writer->count; i++) {
		const struct entry *entry = &writer->entries[i];

		if (entry->special || (last && strcmp(last, entry->dir) == 0))
			continue;
		up_temp_sweep(entry->dir);
		last = entry->dir;
	}
}

/* Removes every temporary file, and the new directories of a failed run. */
static void clean_up(struct writer *writer, bool failed)
{
	for (size_t i = 0; i < writer->count; i++) {
		up_temp_remove(&writer->entries[i].temp);
		up_temp_remove(&writer->entries[i].backup);
	}
	if (!failed)
		sweep(writer);
	for (size_t i = 0; i < writer->count; i++) {
		free(writer->entries[i].path);
		free(writer->entries[i].dir);
	}
	if (failed)
		for (size_t i = writer->made.count; i-- > 0;)
			rmdir(writer->made.paths[i]);
	up_paths_finish(&writer->made);
	free(writer->entries);
}

int up_files_write_with(const struct up_files *files, const char *dir,
			const struct up_write_options *options,
			struct up_report *report)
{
	struct writer writer = {.count = files->count, .report = report};
	int ret;

	if (options != NULL)
		writer.cancel = (struct up_cancel){options->cancelled,
						   options->data};
	if (files->count == 0)
		return 0;
	if (dir[0] == '\0')
		dir = ".";
	writer.entries = calloc(files->count, sizeof(writer.entries[0]));
	if (writer.entries == NULL)
		return report_failure(&writer, dir, ENOMEM);
	for (size_t i = 0; i < files->count; i++)
		writer.entries[i] = (struct entry){
			.file = &files->files[i],
			.temp = UP_TEMP_NONE,
			.backup = UP_TEMP_NONE,
		};
	ret = write_entries(&writer, dir);
	clean_up(&writer, ret < 0);
	return ret;
}

int up_files_write(const struct up_files *files, const char *dir,
		   struct up_report *report)
{
	return up_files_write_with(files, dir, NULL, report);
}
