/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * A name is reduced to the path of the function, `core::panicking::panic_fmt`,
 * and that is looked up. Rust's manglings and the demangled forms that tools
 * leave in the name section have the same path; hashes, arguments of generics
 * and parameters are no part of it. What belongs to a function but is another
 * one (closures, methods of types) has no path.
 */

#include "analysis/landmark_names.h"

#include <stdint.h>
#include <string.h>

#define ANY SIZE_MAX

struct landmark {
	const char *path;
	enum up_role role;
	size_t params;
};

static const struct landmark landmarks[] = {
#define UP_LANDMARK(path, role, params) {path, UP_ROLE_##role, params},
#include "analysis/landmark.def"
#undef UP_LANDMARK
};

static const struct landmark families[] = {
#define UP_LANDMARK(path, role, params)
#define UP_LANDMARK_FAMILY(path, role) {path, UP_ROLE_##role, ANY},
#include "analysis/landmark.def"
#undef UP_LANDMARK_FAMILY
#undef UP_LANDMARK
};

static const struct {
	const char *name, *summary;
} roles[] = {
#define UP_ROLE(id, name, summary) {name, summary},
#include "analysis/role.def"
#undef UP_ROLE
};

const char *up_role_name(enum up_role role)
{
	return roles[role].name;
}

const char *up_role_summary(enum up_role role)
{
	return roles[role].summary;
}

/* ---- paths ---- */

/* No landmark has a longer one. */
enum { LONGEST = 96 };

struct path {
	char text[LONGEST + 1];
	size_t size;
};

static bool put(struct path *path, const char *text, size_t size)
{
	if (size > LONGEST - path->size)
		return false;
	memcpy(path->text + path->size, text, size);
	path->size += size;
	path->text[path->size] = '\0';
	return true;
}

static bool put_element(struct path *path, const char *text, size_t size)
{
	return (path->size == 0 || put(path, "::", 2)) && put(path, text, size);
}

struct scan {
	const char *at, *end;
};

static bool next_is(const struct scan *scan, char c)
{
	return scan->at < scan->end && *scan->at == c;
}

static bool take(struct scan *scan, char c)
{
	if (!next_is(scan, c))
		return false;
	scan->at++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool all_hex(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!is_hex(text[i]))
			return false;
	return true;
}

/* A length, as manglings write it in front of a name. */
static bool take_size(struct scan *scan, size_t *ret_size)
{
	size_t size = 0;

	if (scan->at == scan->end || !is_digit(*scan->at))
		return false;
	while (scan->at < scan->end && is_digit(*scan->at) && size <= LONGEST)
		size = size * 10 + (size_t)(*scan->at++ - '0');
	*ret_size = size;
	return size > 0 && size <= LONGEST;
}

static bool take_bytes(struct scan *scan, size_t size, const char **ret_bytes)
{
	if (size > (size_t)(scan->end - scan->at))
		return false;
	*ret_bytes = scan->at;
	scan->at += size;
	return true;
}

/* ---- Rust's newer mangling: _RINvNtCs62v_3std9panicking11begin_panic… ---- */

/* `s62v_`: tells crates and items of one name apart. */
static bool skip_disambiguator(struct scan *scan)
{
	if (!take(scan, 's'))
		return true;
	while (scan->at < scan->end && *scan->at != '_')
		scan->at++;
	return take(scan, '_');
}

static bool take_v0_name(struct scan *scan, struct path *path)
{
	const char *bytes;
	size_t size;

	if (!skip_disambiguator(scan) || !take_size(scan, &size))
		return false;
	take(scan, '_'); /* where the name begins like a number */
	if (!take_bytes(scan, size, &bytes))
		return false;
	if (path->size == 0 && size == 7 && memcmp(bytes, "__rustc", 7) == 0)
		return true; /* the crate of what the compiler makes itself */
	return put_element(path, bytes, size);
}

static bool v0_path(struct scan scan, struct path *path)
{
	size_t depth = 0;

	take(&scan, 'I');
	/* A letter for what kind of name. Closures have an empty one. */
	while (take(&scan, 'N')) {
		if (scan.at == scan.end)
			return false;
		scan.at++;
		depth++;
	}
	if (!take(&scan, 'C'))
		return false;
	for (size_t i = 0; i <= depth; i++)
		if (!take_v0_name(&scan, path))
			return false;
	return true;
}

/* ---- _ZN3std9panicking11begin_panic17h0123456789abcdefE, and C++ ---- */

static bool is_hash(const char *bytes, size_t size)
{
	return size == 17 && bytes[0] == 'h' && all_hex(bytes + 1, 16);
}

/* libc++ has all it defines in a namespace for its version: std::__2. */
static bool is_version(const struct path *path, const char *bytes, size_t size)
{
	return strcmp(path->text, "std") == 0 && size >= 3 &&
	       memcmp(bytes, "__", 2) == 0 &&
	       (is_digit(bytes[2]) || (size == 6 && memcmp(bytes, "__ndk1", 6) == 0));
}

static bool itanium_path(struct scan scan, struct path *path)
{
	const char *bytes;
	size_t size;

	take(&scan, 'N');
	take(&scan, 'K');
	if (next_is(&scan, 'S') && scan.end - scan.at > 1 && scan.at[1] == 't') {
		scan.at += 2;
		put_element(path, "std", 3);
	}
	while (take_size(&scan, &size)) {
		if (!take_bytes(&scan, size, &bytes))
			return false;
		if (is_hash(bytes, size) || is_version(path, bytes, size))
			continue;
		if (!put_element(path, bytes, size))
			return false;
	}
	return strstr(path->text, "::") != NULL;
}

/* A method of a template that throws: its path is not easily told. */
static bool throws_for_std(const char *name, size_t size)
{
	static const char mark[] = "__throw_";
	const char *at = memmem(name, size, mark, sizeof(mark) - 1);

	return at && at > name && is_digit(at[-1]);
}

/* ---- names as people write them ---- */

/* Skips what is between brackets. They nest: `<` in `Vec<Vec<T>>`. */
static bool skip_brackets(struct scan *scan, char open, char close)
{
	size_t depth = 0;

	for (; scan->at < scan->end; scan->at++) {
		if (*scan->at == open)
			depth++;
		else if (*scan->at == close && scan->at[-1] != '-')
			depth--; /* and not of `fn() -> T` */
		if (depth == 0) {
			scan->at++;
			return true;
		}
	}
	return false;
}

static bool put_written(struct path *path, const char *text, size_t size)
{
	if (is_hash(text, size) || size == 0 || is_version(path, text, size) ||
	    (path->size == 0 && size == 7 && memcmp(text, "__rustc", 7) == 0))
		return true;
	return put_element(path, text, size);
}

/* Skips what parts two elements of a path, or comes behind one. */
static bool skip_mark(struct scan *scan)
{
	switch (*scan->at) {
	case '<':
		return skip_brackets(scan, '<', '>');
	case '[':
		return skip_brackets(scan, '[', ']');
	default:
		scan->at += 2;
		return true;
	}
}

static bool at_mark(const struct scan *scan)
{
	return *scan->at == '<' || *scan->at == '[' ||
	       (*scan->at == ':' && scan->end - scan->at > 1 &&
		scan->at[1] == ':');
}

static bool written_path(struct scan scan, struct path *path)
{
	const char *begin = scan.at;

	while (scan.at < scan.end && *scan.at != '(') {
		if (*scan.at == ' ' || *scan.at == '{')
			return false;
		if (!at_mark(&scan)) {
			scan.at++;
			continue;
		}
		if (!put_written(path, begin, (size_t)(scan.at - begin)) ||
		    !skip_mark(&scan))
			return false;
		begin = scan.at;
	}
	/* exit(Door*) has the name, but is of C++ and another one. */
	return put_written(path, begin, (size_t)(scan.at - begin)) &&
	       (scan.at == scan.end || strstr(path->text, "::"));
}

static bool begins(const char *name, size_t size, const char *with)
{
	return size >= strlen(with) && memcmp(name, with, strlen(with)) == 0;
}

static bool find_path(const char *name, size_t size, struct path *path)
{
	*path = (struct path){.size = 0};
	if (size == 0 || name[0] == '<')
		return false;
	if (begins(name, size, "_R"))
		return v0_path((struct scan){name + 2, name + size}, path);
	if (begins(name, size, "_Z"))
		return itanium_path((struct scan){name + 2, name + size}, path);
	return written_path((struct scan){name, name + size}, path);
}

/* ---- looking up ---- */

/* The first entry that is not before @path. */
static size_t lower_bound(const char *path)
{
	size_t low = 0, high = sizeof(landmarks) / sizeof(landmarks[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(landmarks[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* @found: the path is known, be it of this shape or not. */
static bool look_up(const char *path, size_t param_count,
		    enum up_role *ret_role, bool *ret_found)
{
	size_t count = sizeof(landmarks) / sizeof(landmarks[0]);
	size_t i = lower_bound(path);

	for (; i < count && strcmp(landmarks[i].path, path) == 0; i++) {
		*ret_found = true;
		if (landmarks[i].params != ANY &&
		    landmarks[i].params != param_count)
			continue;
		*ret_role = landmarks[i].role;
		return true;
	}
	return false;
}

static bool look_up_family(const char *name, size_t size,
			   enum up_role *ret_role)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (begins(name, size, families[i].path)) {
			*ret_role = families[i].role;
			return true;
		}
	return false;
}

/* Cuts off what tells functions of one name apart: `.llvm.17`, `.5`, `_1`. */
static bool cut_suffix(struct path *path)
{
	char *dot = strchr(path->text, '.');
	char *end = strstr(path->text, ".llvm.");
	size_t digits = 0;

	if (end) {
		*end = '\0';
		return true;
	}
	while (digits < path->size &&
	       is_digit(path->text[path->size - digits - 1]))
		digits++;
	if (digits == 0 || digits + 1 >= path->size)
		return false;
	end = path->text + path->size - digits - 1;
	if (*end != '_' && end != dot)
		return false;
	*end = '\0';
	return true;
}

bool up_landmark_role(const char *name, size_t size, size_t param_count,
		      enum up_role *ret_role)
{
	struct path path;
	bool found = false;

	if (!find_path(name, size, &path)) {
		/* Zig's and wasm-bindgen's have no paths. */
		if (begins(name, size, "_ZN") && throws_for_std(name, size)) {
			*ret_role = UP_ROLE_THROW;
			return true;
		}
		return look_up_family(name, size, ret_role);
	}
	if (look_up(path.text, param_count, ret_role, &found))
		return true;
	if (found)
		return false;
	if (look_up_family(path.text, path.size, ret_role) ||
	    look_up_family(name, size, ret_role))
		return true;
	if (begins(path.text, path.size, "std::") &&
	    strstr(path.text, "::__throw_")) {
		*ret_role = UP_ROLE_THROW;
		return true;
	}
	if (begins(name, size, "_ZN") && throws_for_std(name, size)) {
		*ret_role = UP_ROLE_THROW;
		return true;
	}
	return cut_suffix(&path) &&
	       look_up(path.text, param_count, ret_role, &found);
}

bool up_landmark_import_role(const char *name, size_t size,
			     enum up_role *ret_role)
{
	/* What is known by its parameters is never imported. */
	return up_landmark_role(name, size, ANY, ret_role);
}
