/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/packages.h"

#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "io/input.h"
#include "util/json.h"
#include "util/mem.h"

struct dependency {
	char *name; /* owned */
	char *version; /* owned */
	size_t file; /* the program whose package.json has it */
};

struct packages {
	const struct up_bindgen_programs *programs;
	struct up_report *report;
	struct dependency *items; /* owned */
	size_t count;
	size_t file; /* that is read */
	const char *path; /* of it */
};

static int add(struct packages *p, const char *name, const char *version)
{
	struct dependency *added = NULL;

	for (size_t i = 0; i < p->count; i++) {
		if (strcmp(p->items[i].name, name) != 0)
			continue;
		if (p->items[i].file != p->file)
			return up_input_error(
				p->report,
				"two crates depend on the npm package '%s', by "
				"%s and %.*s; name it in one of these files",
				name, p->path,
				(int)p->programs->items[p->items[i].file]
					.package_json.size,
				p->programs->items[p->items[i].file]
					.package_json.text);
		added = &p->items[i]; /* the last one counts */
	}
	if (!added) {
		p->items = up_grow(p->items, &p->count, sizeof(*added));
		added = &p->items[p->count - 1];
		added->name = up_strdup(name);
	}
	free(added->version);
	added->version = up_strdup(version);
	added->file = p->file;
	return 0;
}

static int broken(struct packages *p, const char *what)
{
	return up_input_error(p->report, "%s, which the crate has: %s; mend it",
			      p->path, what);
}

static int read_dependencies(struct packages *p, struct up_json *json)
{
	struct up_buf name = {0}, version = {0};
	bool first = true;
	int err;

	if (up_json_kind(json) != UP_JSON_OBJECT)
		return broken(p, "\"dependencies\" is no object");
	while (up_json_member(json, first, &name, &err)) {
		first = false;
		if (up_json_kind(json) != UP_JSON_STRING ||
		    up_json_string(json, &version) < 0)
			err = broken(p, "a version in \"dependencies\" is no "
					"string");
		else
			err = add(p, name.bytes, version.bytes);
		up_buf_finish(&name);
		up_buf_finish(&version);
		if (err < 0)
			return -1;
	}
	return err < 0 ? broken(p, "it is not JSON") : 0;
}

static int read_members(struct packages *p, struct up_json *json)
{
	struct up_buf key = {0};
	bool first = true;
	int err;

	if (up_json_kind(json) != UP_JSON_OBJECT)
		return broken(p, "it is no JSON object");
	while (up_json_member(json, first, &key, &err)) {
		bool wanted = strcmp(key.bytes, "dependencies") == 0;

		first = false;
		up_buf_finish(&key);
		if (wanted && read_dependencies(p, json) < 0)
			return -1;
		if (!wanted && up_json_skip(json) < 0)
			return broken(p, "it is not JSON");
	}
	if (err < 0 || !up_json_ends(json))
		return broken(p, "it is not JSON");
	return 0;
}

static int read_file(struct packages *p)
{
	struct up_report quiet = {0};
	struct up_buf bytes = {0};
	struct up_json json;
	int err;

	if (up_input_read(p->path, &bytes, &quiet) < 0)
		return up_input_error(p->report,
				      "%s, which the crate has, cannot be read; "
				      "run this on the machine where the crate "
				      "was built",
				      p->path);
	json = (struct up_json){bytes.bytes, bytes.bytes + bytes.size};
	err = read_members(p, &json);
	up_buf_finish(&bytes);
	return err;
}

/* Whether an earlier program has the same file. */
static bool is_read(const struct packages *p, size_t index)
{
	const struct up_raw_name *path = &p->programs->items[index].package_json;

	for (size_t i = 0; i < index; i++) {
		const struct up_raw_name *other =
			&p->programs->items[i].package_json;

		if (other->text && other->size == path->size &&
		    memcmp(other->text, path->text, path->size) == 0)
			return true;
	}
	return false;
}

static int read_program(struct packages *p, size_t index, bool scripts)
{
	const struct up_raw_name *name = &p->programs->items[index].package_json;
	struct up_buf path = {0};
	int err;

	if (!name->text || is_read(p, index))
		return 0;
	up_buf_append(&path, name->text, name->size);
	p->path = path.bytes;
	p->file = index;
	err = scripts ? up_input_error(p->report,
				       "the crate depends on npm packages (%s), "
				       "which a script cannot import; choose "
				       "another --target",
				       p->path)
		      : read_file(p);
	up_buf_finish(&path);
	return err;
}

static int by_name(const void *a, const void *b)
{
	const struct dependency *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void print(struct packages *p, struct up_buf *out)
{
	qsort(p->items, p->count, sizeof(*p->items), by_name);
	up_buf_puts(out, "{\n  \"dependencies\": {");
	for (size_t i = 0; i < p->count; i++) {
		up_buf_puts(out, i ? ",\n    " : "\n    ");
		up_json_put_string(out, p->items[i].name);
		up_buf_puts(out, ": ");
		up_json_put_string(out, p->items[i].version);
	}
	up_buf_puts(out, "\n  }\n}\n");
}

int up_packages_print(const struct up_bindgen *bindgen, bool scripts,
		      struct up_report *report, struct up_buf *out)
{
	struct packages p = {
		.programs = &bindgen->programs,
		.report = report,
	};
	int err = 0;

	for (size_t i = 0; i < p.programs->count && err == 0; i++)
		err = read_program(&p, i, scripts);
	if (err == 0 && p.count > 0)
		print(&p, out);
	for (size_t i = 0; i < p.count; i++) {
		free(p.items[i].name);
		free(p.items[i].version);
	}
	free(p.items);
	return err;
}
