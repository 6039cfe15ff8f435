/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_EXPORTS_H
#define UP_BINDGEN_TYPES_EXPORTS_H

/* What JavaScript can import of a crate by name, as a tree of namespaces. */

#include "bindgen/types/names.h"

enum up_entry_kind {
	UP_ENTRY_FUNCTION,
	UP_ENTRY_CLASS,
	UP_ENTRY_ENUM,
	UP_ENTRY_IMPORT, /* what the crate imports, handed on */
	UP_ENTRY_NAMESPACE,
};

struct up_bindgen_entry {
	enum up_entry_kind kind;
	const char *name; /* as JavaScript says */
	const char *local; /* as it is declared: an identifier */
	bool is_private; /* declared, and not exported */
	bool renamed; /* it has another name than the crate has for it */
	bool typescript;
	const struct up_adapter *adapter; /* of a function */
	const struct up_bindgen_item *item; /* of a class or enum */
	/* Of an import; and of a namespace that is put into an import. */
	const struct up_bindgen_import *import;
	struct up_bindgen_entry *entries; /* of a namespace; sorted by name */
	size_t count;
};

/*
 * Lists the exports in *@ret, a namespace without a name, sorted by name at every
 * level. Identifiers are taken from @names, which owns all of this. Returns 0, or
 * -1 after reporting two things of one name.
 */
int up_bindgen_exports_init(struct up_bindgen_entry *ret,
			    struct up_bindgen_names *names,
			    const struct up_adapters *adapters,
			    struct up_report *report);

/*
 * Exports as @to what is exported as @from, outside of namespaces; nothing if
 * there is none. Both are borrowed.
 */
void up_bindgen_exports_rename(struct up_bindgen_entry *entries,
			       const char *from, const char *to);

/* The entry of that name in a namespace, or NULL. */
const struct up_bindgen_entry *
up_bindgen_exports_find(const struct up_bindgen_entry *entries,
			const char *name);

#endif
