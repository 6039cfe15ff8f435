/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Runs a fuzz program on files, without libFuzzer:
 *
 *     fuzz-NAME [--mutate COUNT] [--save DIR] FILE|DIR...
 *
 * What it dies of is as with libFuzzer. With --mutate, COUNT changed ones of each
 * input are run, the same ones in each run; with --save, what rewriting makes is
 * written to DIR/0, DIR/1, ...
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "io/input.h"
#include "io/path.h"
#include "util/buf.h"

enum { ROOM = 4096 }; /* by which an input may grow */

__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
						     size_t max_size,
						     unsigned seed);

static size_t runs;

/* ---- changes ---- */

/* xorshift: the same numbers in each run. */
static uint32_t state;

static uint32_t below(size_t limit)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return limit > 0 ? (uint32_t)(state % limit) : 0;
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	size_t at = below(size), length = 1 + below(8);

	switch (below(4)) {
	case 0: /* a few go */
		length = length < size - at ? length : size - at;
		memmove(data + at, data + at + length, size - at - length);
		return size - length;
	case 1: /* a few come */
		length = length < max_size - size ? length : max_size - size;
		memmove(data + at + length, data + at, size - at);
		for (size_t i = 0; i < length; i++)
			data[at + i] = (uint8_t)below(256);
		return size + length;
	case 2:
		if (size > 0)
			data[at] ^= (uint8_t)(1 << below(8));
		return size;
	default:
		if (size > 0)
			data[at] = (uint8_t)below(256);
		return size;
	}
}

/* ---- runs ---- */

/* In a block of its own, so that a read beyond it is found. */
static void run(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	memcpy(copy, bytes, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	runs++;
}

static void run_changed(const struct up_buf *input, size_t count)
{
	size_t room = input->size + ROOM;
	uint8_t *bytes = malloc(room);

	state = 2463534242;
	for (size_t i = 0; i < count; i++) {
		size_t size = input->size;

		memcpy(bytes, input->bytes, size);
		size = LLVMFuzzerCustomMutator
			       ? LLVMFuzzerCustomMutator(bytes, size, room,
							 below(1u << 31))
			       : LLVMFuzzerMutate(bytes, size, room);
		run(bytes, size);
	}
	free(bytes);
}

static void run_file(const char *path, size_t changes)
{
	struct up_report report = {0};
	struct up_buf input = {0};

	if (up_input_read(path, &input, &report) < 0)
		fuzz_fail("%s: cannot be read", path);
	/* Last, so that it is the one that died. */
	printf("%s\n", path);
	fflush(stdout);
	run((const uint8_t *)input.bytes, input.size);
	run_changed(&input, changes);
	up_buf_finish(&input);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run_path(const char *path, size_t changes)
{
	struct stat stat_buf;
	struct dirent **entries;
	int count;

	if (stat(path, &stat_buf) == 0 && !S_ISDIR(stat_buf.st_mode)) {
		run_file(path, changes);
		return;
	}
	count = scandir(path, &entries, visible, alphasort);
	if (count <= 0)
		fuzz_fail("%s: nothing there to run", path);
	for (int i = 0; i < count; i++) {
		char *file = up_path_join(path, entries[i]->d_name);

		run_path(file, changes);
		free(file);
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char **argv)
{
	size_t changes = 0;
	int at = 1;

	/* One thread, as escape.c relies on. */
	setenv("BINARYEN_CORES", "1", 1);
	for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
		if (strcmp(argv[at], "--mutate") == 0)
			changes = strtoul(argv[at + 1], NULL, 10);
		else if (strcmp(argv[at], "--save") == 0)
			fuzz_save = argv[at + 1];
		else
			break;
	}
	if (at >= argc || argv[at][0] == '-') {
		fprintf(stderr,
			"usage: %s [--mutate COUNT] [--save DIR] FILE|DIR...\n",
			argv[0]);
		return 2;
	}
	for (; at < argc; at++)
		run_path(argv[at], changes);
	printf("%zu runs\n", runs);
	return 0;
}
