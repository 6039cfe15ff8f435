/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_TYPES_H
#define UP_BINDGEN_TYPES_TYPES_H

/*
 * The TypeScript of a crate's bindings: what NAME.d.ts says of the crate itself
 * and of starting it, NAME_bg.wasm.d.ts, and the comments of the JavaScript. All
 * of it is text for a template, or a file of its own.
 */

#include "bindgen/adapters.h"
#include "bindgen/types/exports.h"
#include "bindgen/types/names.h"
#include "bindgen/types/ts.h"
#include "glue/interface.h"
#include "unpoison/diag.h"
#include "util/buf.h"

struct up_bindgen_types_options {
	/* Typed arrays that are results say what is below: TypeScript 5.7. */
	bool typed_array_buffers;
	/* The declarations stand in a `declare namespace`, of no-modules. */
	bool in_namespace;
};

/* How JavaScript starts the module. */
struct up_bindgen_init_options {
	/* The host instantiates it: there is nothing to say about where it is. */
	bool late;
	bool finds_module; /* initSync() needs no bytes */
	bool finds_path; /* and the default export not where they are */
	/*
	 * The name `init` means the default export, as in modules without
	 * bindings; false where the crate exports that name itself.
	 */
	bool named;
	bool worker; /* the default export is something else */
	/* Other types for where the module is, each behind a |. Never NULL. */
	const char *sources;
	const char *sync_sources;
	/* What no-modules calls the bindings; NULL: there are modules. */
	const char *global;
};

/*
 * Appends the declarations of the crate: its custom sections, what it exports,
 * the types in that, and StaleInstanceError. Returns 0, or -1 after reporting.
 */
int up_bindgen_print_types(const struct up_bindgen_names *names,
			   const struct up_bindgen_entry *exports,
			   const struct up_adapters *adapters,
			   const struct up_bindgen_types_options *options,
			   struct up_report *report, struct up_buf *out);

/*
 * Appends what starting the module takes and gives: the default export, initSync
 * and the types of both. @interface, which may be NULL, has the exports of the
 * module that are no adapters. Returns 0, or -1 after reporting.
 */
int up_bindgen_print_init_types(const struct up_adapters *adapters,
				const struct up_interface *interface,
				const struct up_bindgen_init_options *options,
				struct up_report *report, struct up_buf *out);

/* Appends NAME_bg.wasm.d.ts, likewise. */
int up_bindgen_print_raw_types(const struct up_adapters *adapters,
			       const struct up_interface *interface,
			       struct up_report *report, struct up_buf *out);

/*
 * Appends the comment in front of a function or method of the JavaScript, or of
 * one that gets or sets: what the crate wrote, and its types for who has no
 * TypeScript. Nothing where there is nothing to say.
 */
void up_bindgen_print_jsdoc(const struct up_bindgen_names *names,
			    const struct up_adapter *adapter,
			    const char *indent, struct up_buf *out);

/* Appends a comment of the crate as it is, say of a variant of an enum. */
void up_bindgen_print_comment(const struct up_raw_name *texts, size_t count,
			      const char *indent, struct up_buf *out);

/* Appends the comment in front of the JavaScript of a class or enum. */
void up_bindgen_print_item_jsdoc(const struct up_bindgen_item *item,
				 const char *indent, struct up_buf *out);

#endif
