/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Prints the bindings of a module: test-bindgen-print [--all] FILE. Without
 * --all, what is the same in all builds of the crate in testdata/bindgen: its
 * own bindings and what no crate speaks of, sorted; not the thousands of lines
 * about js-sys, and not which crate's programs are in which order.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/bindgen.h"
#include "ir/ir.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/module.h"

static void say(const struct up_diag *diag, void *data)
{
	(void)data;
	fprintf(stderr, "offset 0x%llx: %s\n", (unsigned long long)diag->offset,
		diag->message);
}

/* A thing and what is said of it: lines that are indented more. */
struct block {
	const char *text; /* borrowed */
	size_t size;
};

static int compare(const void *a, const void *b)
{
	const struct block *left = a, *right = b;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = memcmp(left->text, right->text, size);

	return order != 0 ? order
			  : (left->size > right->size) -
				    (left->size < right->size);
}

static bool starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void print_sorted(const char *text)
{
	struct block *blocks = NULL;
	size_t count = 0;
	bool wanted = true, more = false;

	for (const char *line = text, *end; *line; line = end) {
		end = strchr(line, '\n') + 1;
		if (starts_with(line, "program "))
			wanted = starts_with(line, "program bindgen-");
		else if (*line != ' ')
			wanted = true;
		if (!starts_with(line, "    "))
			more = wanted && !starts_with(line, "  describers ");
		if (more && !starts_with(line, "    ")) {
			blocks = up_grow(blocks, &count, sizeof(*blocks));
			blocks[count - 1].text = line;
		}
		if (more)
			blocks[count - 1].size =
				(size_t)(end - blocks[count - 1].text);
	}
	if (count > 0)
		qsort(blocks, count, sizeof(*blocks), compare);
	for (size_t i = 0; i < count; i++)
		fwrite(blocks[i].text, 1, blocks[i].size, stdout);
	free(blocks);
}

static int read_all(const uint8_t *bytes, size_t size, bool all)
{
	struct up_report report = {.fn = say};
	struct up_raw_module raw = {0};
	struct up_contents contents = {0};
	struct up_bindgen bindgen = {0};
	struct up_buf text = {0};
	BinaryenModuleRef module = NULL;
	int status = EXIT_FAILURE;

	if (up_raw_module_read(bytes, size, &raw, &report) < 0)
		return EXIT_FAILURE;
	module = up_ir_read(bytes, size, false, &report);
	if (module && up_contents_read(&raw, &contents, &report) == 0 &&
	    up_bindgen_read(&bindgen, module, &contents, NULL, NULL,
			    &report) == 0) {
		up_bindgen_print(&bindgen, &text);
		if (text.size > 0 && all)
			fputs(text.bytes, stdout);
		else if (text.size > 0)
			print_sorted(text.bytes);
		status = EXIT_SUCCESS;
	}
	up_buf_finish(&text);
	up_bindgen_finish(&bindgen);
	if (module)
		BinaryenModuleDispose(module);
	up_contents_finish(&contents);
	up_raw_module_finish(&raw);
	return status;
}

int main(int argc, char **argv)
{
	bool all = argc == 3 && strcmp(argv[1], "--all") == 0;
	struct up_buf bytes = {0};
	char block[4096];
	size_t size;
	FILE *file;
	int status;

	if (argc != 2 + all || !(file = fopen(argv[argc - 1], "rb"))) {
		fprintf(stderr, "usage: test-bindgen-print [--all] FILE\n");
		return EXIT_FAILURE;
	}
	while ((size = fread(block, 1, sizeof(block), file)) > 0)
		up_buf_append(&bytes, block, size);
	fclose(file);
	status = read_all((const uint8_t *)bytes.bytes, bytes.size, all);
	up_buf_finish(&bytes);
	return status;
}
