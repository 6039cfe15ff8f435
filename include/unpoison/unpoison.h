/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UNPOISON_UNPOISON_H
#define UNPOISON_UNPOISON_H

/*
 * unpoison as a library: bytes of a wasm32 module in, files out.
 *
 * Nothing here touches the file system, except up_files_write*(). There is no state
 * but what the caller holds; calls may run in several threads at once.
 *
 * The work on a module is done in a child process, made by fork() for each call
 * and gone afterwards: what is too much for it, or for Binaryen, is an error, and
 * never the end of the caller's process. See libunpoison(3).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unpoison/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the tool, "MAJOR.MINOR.PATCH". Static, do not free. */
const char *up_version(void);

enum up_target {
	UP_TARGET_BUNDLER,
	UP_TARGET_WEB,
	UP_TARGET_NODEJS,
	UP_TARGET_MODULE,
	UP_TARGET_DENO,
	UP_TARGET_NO_MODULES,
	UP_TARGET_WORKERS,
	UP_TARGET_NONE, /* only the module, no JavaScript */
};

enum up_eh {
	UP_EH_NONE, /* as an option: keep what the input has */
	UP_EH_LEGACY, /* try, catch, rethrow, delegate */
	UP_EH_EXNREF, /* try_table, throw_ref */
	UP_EH_MIXED, /* both: no engine takes that */
};

/* Which paths are taken to be unwind-safe. */
enum up_unwind {
	UP_UNWIND_AUTO, /* those of a module whose toolchain unwinds */
	UP_UNWIND_TRUST, /* all */
	UP_UNWIND_NEVER, /* none: whatever leaves the module is an abort */
};

/* How a terminated module gets a fresh state. */
enum up_reset {
	UP_RESET_AUTO, /* in place where that is possible, else anew */
	UP_RESET_IN_PLACE, /* by the export __wbg_reset_state */
	UP_RESET_REINSTANTIATE, /* by a new instance, in JavaScript */
	UP_RESET_NONE,
};

/* A module that keeps its own JavaScript: no imports are added, no glue made. */
enum up_standalone {
	UP_STANDALONE_NO,
	/* What died is noticed by the module, and traps at every entry. */
	UP_STANDALONE_CONTAIN,
	/* The same, but the next outermost entry puts the state back first. */
	UP_STANDALONE_HEAL,
};

/* Whether strings go into the memory by TextEncoder's encodeInto(). */
enum up_encode_into {
	UP_ENCODE_INTO_TEST, /* where the host has it */
	UP_ENCODE_INTO_ALWAYS, /* without asking */
	UP_ENCODE_INTO_NEVER, /* by encode(), and a copy */
};

struct up_rename {
	const char *from;
	const char *to;
};

/*
 * What to do with a module. All pointers are borrowed from the caller for the
 * length of the call. A zeroed struct with `name` set holds the defaults, but
 * for `typescript`.
 */
struct up_options {
	enum up_target target;
	enum up_eh eh; /* of the output; UP_EH_NONE keeps the input's */
	enum up_unwind unwind;
	enum up_reset reset;
	enum up_standalone standalone; /* needs UP_TARGET_NONE */
	const char *name; /* NAME of NAME.js, NAME_bg.wasm, NAME.d.ts */
	/* Globs over "module.name" or "name" of an import: unwind-safe. */
	const char *const *unwind_safe_imports;
	size_t unwind_safe_import_count;
	/* Globs over the name of an export: whatever leaves it is an abort. */
	const char *const *abort_exports;
	size_t abort_export_count;
	/* Names of exports as JavaScript sees them. */
	const struct up_rename *renames;
	size_t rename_count;
	bool typescript; /* write NAME.d.ts */
	bool keep_debug; /* keep and update DWARF */
	int optimize; /* Binaryen's level 0 to 4 */
	int shrink; /* Binaryen's 0 to 2: -Os, -Oz */
	bool remove_names; /* the output has no section `name` */
	bool remove_producers; /* nor `producers` */
	/* Target no-modules: the variable to set; NULL is wasm_bindgen. */
	const char *no_modules_global;
	/* Targets web, no-modules: init() has to be told where the module is. */
	bool omit_default_module_path;
	/*
	 * Target workers: what other Workers may call. Names of functions for
	 * JavaScript, or CLASS.METHOD of a Durable Object.
	 */
	const char *const *rpcs;
	size_t rpc_count;

	/* What follows is for the bindings of #[wasm_bindgen] crates alone. */
	enum up_encode_into encode_into;
	bool debug; /* the JavaScript checks what its callers hand over */
	bool no_demangle; /* functions keep the names that rustc gave them */
	bool keep_lld_exports; /* __heap_base and others that the linker adds */
	bool omit_imports; /* no import statement for what bindings import */
	bool split_linked_modules; /* link_to!: files of their own, no data: URL */
	bool typed_array_buffers; /* .d.ts: Uint8Array<ArrayBuffer> and so on */
};

struct up_file {
	/*
	 * Relative to the directory of the set; folders are parted by `/`, as in
	 * snippets/a.js. Owned by the set.
	 */
	char *name;
	uint8_t *bytes; /* owned by the set */
	size_t size;
};

/* The files of one run. They come into being together or not at all. */
struct up_files {
	struct up_file *files; /* owned */
	size_t count;
};

/*
 * Rewrites the module in @bytes and adds what came out to @files, which the
 * caller has initialised (zero) and finishes. Returns 0, or a negative value
 * after an error was reported; @files is then as it was.
 */
int up_rewrite(const uint8_t *bytes, size_t size,
	       const struct up_options *options, struct up_report *report,
	       struct up_files *files);

/*
 * Writes every file of @files below @dir, which is made if it is missing, as are
 * the folders of the names. Returns 0, or a negative value after reporting; what
 * was there before is then there as it was, and no temporary file.
 *
 * The contents are on the disk before the first file takes its place. That is by
 * rename, from the last of the set to the first, one right after the other:
 * whoever is killed in between leaves in each place the old file or the whole new
 * one, and if the first is new, all are. Only what is no regular file, such as a
 * pipe, is written in place. A file that is replaced keeps its mode, and its owner
 * and group if they may be set; its other hard links keep the old contents. Names
 * that lead out of @dir are refused, and so are symbolic links in the place of a
 * folder or of what is in one.
 *
 * Different threads may write different sets. No handler of a signal is set, and
 * no signal sent: a pipe that nobody reads is an error.
 */
int up_files_write(const struct up_files *files, const char *dir,
		   struct up_report *report);

/* How to write a set. A zeroed struct holds the defaults. */
struct up_write_options {
	/*
	 * Asked before each file, and when a signal has cut a call of the system
	 * short: where it returns true, the writing fails. It is not asked any
	 * more once files take their places. May be NULL.
	 */
	bool (*cancelled)(void *data);
	void *data; /* handed to cancelled */
};

/* The same with @options, which may be NULL. */
int up_files_write_with(const struct up_files *files, const char *dir,
			const struct up_write_options *options,
			struct up_report *report);

/* Frees what @files holds, not @files; takes a zeroed struct too. */
void up_files_finish(struct up_files *files);

#ifdef __cplusplus
}
#endif
#endif
