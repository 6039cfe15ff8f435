/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <string.h>

#include "abi.h"
#include "diag/diag.h"
#include "wasm/entity.h"
#include "wasm/raw_name.h"

/* Custom sections of modules that cannot be rewritten. */
static const struct {
	const char *name;
	bool is_prefix;
	const char *message;
} refused[] = {
	{UP_ABI_SECTION, false,
	 "was rewritten by unpoison before; pass the module as the compiler "
	 "made it"},
	{"dylink", false,
	 "is a dynamic library, or the program for some, which share a memory; "
	 "link it statically (without -shared, -sMAIN_MODULE of emcc) and pass "
	 "the result"},
	{"dylink.0", false,
	 "is a dynamic library, or the program for some, which share a memory; "
	 "link it statically (without -shared, -sMAIN_MODULE of emcc) and pass "
	 "the result"},
	{"linking", false,
	 "is an object file, not a linked module; link it first (wasm-ld, "
	 "without --relocatable and --emit-relocs)"},
	{"reloc.", true,
	 "has relocations, as an object file has; link it first (wasm-ld, "
	 "without --relocatable and --emit-relocs)"},
};

static int check_section(const struct up_raw_section *section,
			 struct up_report *report)
{
	if (section->id != 0)
		return 0;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (refused[i].is_prefix
			    ? up_raw_name_begins(section->name, refused[i].name)
			    : up_raw_name_is(section->name, refused[i].name))
			return up_error(report, UP_FAULT_INPUT, section->offset,
					"%s", refused[i].message);
	return 0;
}

/* ---- names ---- */

enum { SECTION_IMPORT = 2, SECTION_EXPORT = 7 };

/* A name that other programs are to find a thing by, as C has texts. */
static int check_name(struct up_cursor *cursor, const char *what)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_raw_name name;

	if (up_cursor_name(cursor, what, &name) < 0)
		return -1;
	if (name.size > 0 && memchr(name.text, '\0', name.size))
		return up_error(cursor->report, UP_FAULT_INPUT, offset,
				"%s, which begins with '%s', has a NUL in it, "
				"which is not supported; rename it in the source",
				what, name.text);
	return 0;
}

static int check_imports(struct up_cursor cursor)
{
	uint32_t count;
	struct up_raw_import import;
	struct up_entity entity;
	struct up_cursor names;

	if (up_cursor_count(&cursor, "the number of imports", &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++) {
		names = cursor;
		if (up_cursor_import(&cursor, UINT64_MAX, &import,
				     &entity) < 0 ||
		    check_name(&names, "the module name of an import") < 0 ||
		    check_name(&names, "the name of an import") < 0)
			return -1;
	}
	return 0;
}

static int check_exports(struct up_cursor cursor)
{
	uint32_t count;
	static const uint64_t any[] = {UINT64_MAX, UINT64_MAX, UINT64_MAX,
				       UINT64_MAX, UINT64_MAX};
	struct up_raw_export export;
	struct up_cursor names;

	if (up_cursor_count(&cursor, "the number of exports", &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++) {
		names = cursor;
		if (up_cursor_export(&cursor, any, &export) < 0 ||
		    check_name(&names, "the name of an export") < 0)
			return -1;
	}
	return 0;
}

static int check_names(const struct up_raw_module *module,
		       const struct up_raw_section *section,
		       struct up_report *report)
{
	struct up_cursor cursor = up_cursor_over(module, section, report);

	if (section->id == SECTION_IMPORT)
		return check_imports(cursor);
	if (section->id == SECTION_EXPORT)
		return check_exports(cursor);
	return 0;
}

int up_raw_module_check(const struct up_raw_module *module,
			struct up_report *report)
{
	if (module->memory64_offset != 0)
		return up_error(report, UP_FAULT_INPUT, module->memory64_offset,
				"has a 64-bit memory (memory64); only wasm32 "
				"modules can be rewritten, build it for a "
				"wasm32 target");
	if (module->table64_offset != 0)
		return up_error(report, UP_FAULT_INPUT, module->table64_offset,
				"has a table with 64-bit limits (memory64); "
				"only wasm32 modules can be rewritten, build "
				"it for a wasm32 target");
	for (size_t i = 0; i < module->section_count; i++)
		if (check_section(&module->sections[i], report) < 0 ||
		    check_names(module, &module->sections[i], report) < 0)
			return -1;
	return 0;
}
