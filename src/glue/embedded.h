/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_EMBEDDED_H
#define UP_GLUE_EMBEDDED_H

#include <stddef.h>

/* The files below src/glue/js, named from there; made by src/tools/embed.c. */
struct up_embedded_file {
	const char *name;
	const char *bytes;
	size_t size;
};

extern const struct up_embedded_file up_embedded_files[];
extern const size_t up_embedded_file_count;

#endif
