/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_GLUE_H
#define UP_GLUE_GLUE_H

#include "glue/interface.h"
#include "unpoison/unpoison.h"
#include "util/buf.h"

/*
 * Whether the host instantiates the module for the target of @options, and so
 * resolves its imports; then *@ret_specifier gets where it is to find them.
 */
bool up_glue_imports_late(const struct up_options *options,
			  struct up_buf *ret_specifier);

/*
 * Whether there can be JavaScript for the target of @options: names that clash,
 * imports that the host cannot give. Returns 0, or a negative value after
 * reporting.
 */
int up_glue_check(const struct up_interface *interface,
		  const struct up_options *options, struct up_report *report);

/*
 * Adds to @files the JavaScript (and the .d.ts) for the target of @options,
 * after the checks above. Returns 0, or a negative value after reporting.
 */
int up_glue_print(const struct up_interface *interface,
		  const struct up_options *options, struct up_report *report,
		  struct up_files *files);

#endif
