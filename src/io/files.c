/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/output.h"

#include <stdlib.h>

#include "util/mem.h"

void up_files_add(struct up_files *files, const char *name,
		  struct up_buf *contents)
{
	struct up_file *file;

	files->files =
		up_grow(files->files, &files->count, sizeof(files->files[0]));
	file = &files->files[files->count - 1];
	file->name = up_strdup(name);
	file->size = contents->size;
	file->bytes = (uint8_t *)up_buf_take(contents);
}

int up_files_append(struct up_files *files, char *name)
{
	size_t size = (files->count + 1) * sizeof(files->files[0]);
	struct up_file *grown = realloc(files->files, size);

	if (grown == NULL)
		return -1;
	files->files = grown;
	grown[files->count++] = (struct up_file){.name = name};
	return 0;
}

void up_files_finish(struct up_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->files[i].name);
		free(files->files[i].bytes);
	}
	free(files->files);
	*files = (struct up_files){0};
}
