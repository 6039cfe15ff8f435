/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What a function of Rust does, by its mangled name (of both kinds). Only such
 * as leave nothing behind that is to be undone: they hold no lock and no borrow
 * when they return, whatever their types are.
 */

#include "bindgen/passes/harmless.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* ---- v0 ---- */

static bool is_base62(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Behind `s_`, `sXYZ_`; @at itself if there is none. */
static const char *skip_disambiguator(const char *at)
{
	const char *end = at + 1;

	if (*at != 's')
		return at;
	while (is_base62(*end))
		end++;
	return *end == '_' ? end + 1 : at;
}

/* An identifier, appended to @path; NULL if there is none. */
static const char *read_identifier(const char *at, struct up_buf *path)
{
	char *end;
	unsigned long size;

	at = skip_disambiguator(at);
	size = strtoul(at, &end, 10);
	if (end == at)
		return NULL;
	if (*end == '_')
		end++;
	if (size > strlen(end))
		return NULL;
	up_buf_puts(path, path->size ? "::" : "");
	up_buf_printf(path, "%.*s", (int)size, end);
	return end + size;
}

/*
 * A path without types in it, like `NvNtC4core3ptr4read`. Returns what follows,
 * or NULL if it is another.
 */
static const char *read_path(const char *at, struct up_buf *path)
{
	size_t levels = 1;

	for (; at[0] == 'N' && at[1]; at += 2)
		levels++;
	if (*at++ != 'C')
		return NULL;
	while (at && levels-- > 0)
		at = read_identifier(at, path);
	return at;
}

static bool is_in(const char *path, const char *module)
{
	size_t size = strlen(module);

	return strncmp(path, module, size) == 0 &&
	       strncmp(path + size, "::", 2) == 0;
}

static const char *const allocating[] = {
	"__rustc::__rust_alloc",
	"__rustc::__rust_alloc_zeroed",
	"alloc::alloc::exchange_malloc",
};

static const char *const writing[] = {
	"compiler_builtins::mem::memcpy",
	"compiler_builtins::mem::memmove",
	"compiler_builtins::mem::memset",
};

static const char *const harmless[] = {
	"__rustc::__rust_dealloc",
	"__rustc::__rust_realloc",
	"__rustc::__rust_no_alloc_shim_is_unstable_v2",
	"compiler_builtins::mem::memcmp",
	"compiler_builtins::mem::bcmp",
	"core::mem::drop",
	"core::ptr::drop_in_place",
};

static const char *const harmless_modules[] = {
	"alloc::fmt",
	"alloc::raw_vec",
	"core::fmt",
};

static bool is_one_of(const char *path, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(path, list[i]) == 0)
			return true;
	return false;
}

#define IS_ONE_OF(path, list) is_one_of(path, list, UP_COUNT(list))

static bool is_in_harmless(const char *path)
{
	for (size_t i = 0; i < UP_COUNT(harmless_modules); i++)
		if (strcmp(path, harmless_modules[i]) == 0 ||
		    is_in(path, harmless_modules[i]))
			return true;
	return false;
}

static enum up_call of_path(const char *path)
{
	if (IS_ONE_OF(path, allocating))
		return UP_CALL_ALLOCATES;
	if (IS_ONE_OF(path, writing))
		return UP_CALL_WRITES;
	return IS_ONE_OF(path, harmless) || is_in_harmless(path)
		       ? UP_CALL_HARMLESS
		       : UP_CALL_OTHER;
}

/* `drop` of whatever type; arguments, which JavaScript gave, made values. */
static bool is_harmless_trait(const char *rest)
{
	static const char *const methods[] = {
		"3ops4drop4Drop4drop",
		"6traits11FromWasmAbi8from_abi",
		"6traits11FromWasmAbi12try_from_abi",
		"6traits14TryFromJsValue17try_from_js_value",
	};

	for (size_t i = 0; i < UP_COUNT(methods); i++)
		if (strstr(rest, methods[i]))
			return true;
	return false;
}

/* What of the methods of @path, by the rest of the name behind that. */
static enum up_call of_method(const char *path, const char *rest, bool is_trait)
{
	if (is_trait && is_harmless_trait(rest))
		return UP_CALL_HARMLESS;
	/* They take a Result apart, and drop what is not wanted of it. */
	if (!is_trait && strcmp(path, "core::result") == 0 &&
	    (strstr(rest, "E3err") || strstr(rest, "E2ok")))
		return UP_CALL_HARMLESS;
	if (!is_trait && strcmp(path, "alloc::rc") == 0 &&
	    strstr(rest, "E9drop_slow"))
		return UP_CALL_HARMLESS;
	return is_in_harmless(path) ? UP_CALL_HARMLESS : UP_CALL_OTHER;
}

static enum up_call of_v0(const char *name)
{
	struct up_buf path = {0};
	enum up_call found = UP_CALL_OTHER;
	const char *at = name + strlen("_R");
	const char *rest;

	if (*at == 'I')
		at++;
	if (starts(at, "NvM") || starts(at, "NvX")) {
		bool is_trait = at[2] == 'X';

		rest = read_path(skip_disambiguator(at + 3), &path);
		if (rest)
			found = of_method(path.bytes, rest, is_trait);
	} else if (read_path(at, &path)) {
		found = of_path(path.bytes);
	}
	up_buf_finish(&path);
	return found;
}

/* ---- the older kind ---- */

struct legacy {
	const char *start, *part; /* that the name has behind _ZN */
	enum up_call call;
};

static const struct legacy legacy[] = {
	{"4core3ptr", "drop_in_place", UP_CALL_HARMLESS},
	{"4core3mem4drop17h", "", UP_CALL_HARMLESS},
	{"4core3fmt", "", UP_CALL_HARMLESS},
	{"5alloc3fmt", "", UP_CALL_HARMLESS},
	{"5alloc7raw_vec", "", UP_CALL_HARMLESS},
	{"4core6result19Result$LT$T$C$E$GT$3err17h", "", UP_CALL_HARMLESS},
	{"4core6result19Result$LT$T$C$E$GT$2ok17h", "", UP_CALL_HARMLESS},
	{"", "core..ops..drop..Drop$GT$4drop17h", UP_CALL_HARMLESS},
	{"", "wasm_bindgen..convert..traits..FromWasmAbi$GT$8from_abi17h",
	 UP_CALL_HARMLESS},
	{"", "wasm_bindgen..convert..traits..TryFromJsValue$GT$17try_from_js",
	 UP_CALL_HARMLESS},
	{"5alloc5alloc15exchange_malloc", "", UP_CALL_ALLOCATES},
	{"17compiler_builtins3mem6memcpy17h", "", UP_CALL_WRITES},
	{"17compiler_builtins3mem7memmove17h", "", UP_CALL_WRITES},
	{"17compiler_builtins3mem6memset17h", "", UP_CALL_WRITES},
};

static enum up_call of_legacy(const char *name)
{
	name += strlen("_ZN");
	for (size_t i = 0; i < UP_COUNT(legacy); i++)
		if (starts(name, legacy[i].start) &&
		    strstr(name, legacy[i].part))
			return legacy[i].call;
	return UP_CALL_OTHER;
}

static enum up_call of_symbol(const char *name)
{
	static const struct {
		const char *name;
		enum up_call call;
	} symbols[] = {
		{"memcpy", UP_CALL_WRITES},
		{"memmove", UP_CALL_WRITES},
		{"memset", UP_CALL_WRITES},
		{"memcmp", UP_CALL_HARMLESS},
		{"bcmp", UP_CALL_HARMLESS},
		{"__rust_alloc", UP_CALL_ALLOCATES},
		{"__rust_alloc_zeroed", UP_CALL_ALLOCATES},
		{"__rust_dealloc", UP_CALL_HARMLESS},
		{"__rust_realloc", UP_CALL_HARMLESS},
		{"__rust_no_alloc_shim_is_unstable_v2", UP_CALL_HARMLESS},
	};

	for (size_t i = 0; i < UP_COUNT(symbols); i++)
		if (strcmp(symbols[i].name, name) == 0)
			return symbols[i].call;
	return UP_CALL_OTHER;
}

enum up_call up_harmless_name(const char *name)
{
	if (starts(name, "_R"))
		return of_v0(name);
	return starts(name, "_ZN") ? of_legacy(name) : of_symbol(name);
}
