/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/foreign.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "diag/diag.h"

static const char magic[] = "\0asm";

enum {
	MAGIC_SIZE = 4,
	VERSION = 1,
	/* The version field of a component: its own version, and layer 1. */
	COMPONENT_LAYER = 1,
};

/* What people pass by mistake. */
struct foreign {
	const char *prefix;
	size_t prefix_size;
	bool text; /* behind white space, in either case */
	const char *message;
};

#define FOREIGN(prefix, text, message) \
	{prefix, sizeof(prefix) - 1, text, message},

static const char message_html[] =
	"is an HTML page, perhaps the error page of a failed download; fetch "
	"the module again";
static const char message_js[] =
	"is JavaScript; pass the .wasm file that it loads";
static const char message_archive[] =
	"is an archive of object files; link it to a .wasm module first (for "
	"Rust: crate-type cdylib)";

static const struct foreign foreigns[] = {
	FOREIGN("(module", true, "is WebAssembly text; convert it with "
				 "wat2wasm first")
	FOREIGN("(component", true, "is the text of a component; pass the "
				    "core module instead, in its binary form")
	FOREIGN(";;", true, "is WebAssembly text; convert it with wat2wasm "
			    "first")
	FOREIGN("(;", true, "is WebAssembly text; convert it with wat2wasm "
			    "first")
	FOREIGN("\x7f" "ELF", false, "is a native ELF file; build for a "
				     "wasm32 target and pass the .wasm file")
	FOREIGN("!<arch>\n", false, message_archive)
	FOREIGN("!<thin>\n", false, message_archive)
	FOREIGN("BC\xc0\xde", false, "is LLVM bitcode; compile and link it to "
				     "a .wasm module first")
	FOREIGN("\x1f\x8b", false, "is compressed with gzip; unpack it first")
	FOREIGN("\x28\xb5\x2f\xfd", false, "is compressed with zstd; unpack "
					   "it first")
	FOREIGN("PK\x03\x04", false, "is a zip archive; unpack it first")
	FOREIGN("<", true, message_html)
	FOREIGN("version https://git-lfs", true,
		"is a Git LFS pointer; fetch the file itself (git lfs pull)")
	FOREIGN("import ", true, message_js)
	FOREIGN("export ", true, message_js)
	FOREIGN("const ", true, message_js)
	FOREIGN("let ", true, message_js)
	FOREIGN("var ", true, message_js)
	FOREIGN("function", true, message_js)
	FOREIGN("async ", true, message_js)
	FOREIGN("\"use strict\"", true, message_js)
	FOREIGN("'use strict'", true, message_js)
	FOREIGN("//", true, message_js)
	FOREIGN("/*", true, message_js)
	FOREIGN("#!", true, "is a script; pass the .wasm file")
	FOREIGN("{", true, "is JSON; pass the .wasm file")
};

static bool matches(const struct foreign *foreign, const char *bytes, size_t size)
{
	if (foreign->text) {
		while (size > 0 && isspace((unsigned char)*bytes)) {
			bytes++;
			size--;
		}
	}
	if (size < foreign->prefix_size)
		return false;
	if (foreign->text)
		return strncasecmp(bytes, foreign->prefix,
				   foreign->prefix_size) == 0;
	return memcmp(bytes, foreign->prefix, foreign->prefix_size) == 0;
}

static int check_version(const uint8_t *bytes, struct up_report *report)
{
	unsigned version = bytes[4] | (unsigned)bytes[5] << 8;
	unsigned layer = bytes[6] | (unsigned)bytes[7] << 8;

	if (layer == COMPONENT_LAYER)
		return up_error(report, UP_FAULT_INPUT, MAGIC_SIZE,
				"is a component, not a core module; pass the "
				"core module that it was made from, or unpack "
				"it with wasm-tools component unbundle");
	if (version != VERSION || layer != 0)
		return up_error(report, UP_FAULT_INPUT, MAGIC_SIZE,
				"is WebAssembly of the unknown version "
				"0x%08" PRIx32 ", known is 1; build it for "
				"that version",
				(uint32_t)layer << 16 | version);
	return 0;
}

int up_foreign_check(const uint8_t *bytes, size_t size, struct up_report *report)
{
	size_t compared = size < MAGIC_SIZE ? size : MAGIC_SIZE;

	if (memcmp(bytes, magic, compared) == 0) {
		if (size >= UP_WASM_HEADER_SIZE)
			return check_version(bytes, report);
		return up_error(report, UP_FAULT_INPUT, size,
				"is cut off in its first %d bytes; build or "
				"fetch it again",
				UP_WASM_HEADER_SIZE);
	}
	for (size_t i = 0; i < sizeof(foreigns) / sizeof(foreigns[0]); i++)
		if (matches(&foreigns[i], (const char *)bytes, size))
			return up_error(report, UP_FAULT_INPUT, 0,
					"is not a WebAssembly module: it %s",
					foreigns[i].message);
	return up_error(report, UP_FAULT_INPUT, 0,
			"is not a WebAssembly module: it does not begin with "
			"\\0asm; pass the .wasm file");
}
