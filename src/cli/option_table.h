/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_OPTION_TABLE_H
#define UP_CLI_OPTION_TABLE_H

/* Every option there is, as data, and what each does to the result. */

#include "cli/options.h"

struct up_option_row;

/* A command line while it is read. */
struct up_parse {
	struct up_cli cli;
	struct up_report *report; /* borrowed */
	int argc;
	char **argv;
	const struct up_option_row *row; /* the option that is being handled */
	/* What was seen, and excludes other things. */
	const char *target_option; /* without the dashes */
	bool typescript;
	bool no_typescript;
	bool reset_function;
};

enum up_option_section {
	UP_SECTION_OUTPUT,
	UP_SECTION_BINDINGS,
	UP_SECTION_PROTECTION,
	UP_SECTION_INSPECTION,
	UP_SECTION_GENERAL,
	UP_SECTION_SILENT, /* taken, but not listed by --help */
	UP_SECTION_NONE, /* not in this version */
};

/* @argument is NULL where none was given. Returns -1 after a usage error. */
typedef int up_option_handler(struct up_parse *parse, const char *argument);

struct up_option_row {
	enum up_option_section section;
	const char *long_name; /* NULL if it has a short one */
	char short_name; /* 0 if it has a long one */
	const char *argument; /* NULL if it takes none; "[X]" if it may */
	/* '@' stands for the list of targets, '$' for that of --dump's formats */
	const char *help;
	up_option_handler *handle; /* NULL in UP_SECTION_NONE */
	size_t flag; /* of set_flag: where the bool is in struct up_cli */
};

extern const struct up_option_row up_option_rows[];
extern const size_t up_option_count;

int up_usage_error(struct up_parse *parse, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends the names of the targets that there is JavaScript for. */
void up_option_list_targets(struct up_buf *buf);

/* Appends the names of what --dump can print. */
void up_option_list_formats(struct up_buf *buf);

#endif
