/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_BINDINGS_H
#define UP_GLUE_BINDINGS_H

#include "glue/interface.h"
#include "glue/targets.h"
#include "glue/template.h"

/* The exports that the glue shows: all but the protocol's own. */
bool up_glue_shows(const struct up_glue_export *export_);

/* Whether JavaScript's values are converted before they enter as this type. */
bool up_glue_coerces(enum up_valtype type);

/*
 * Lists of exports: all (exports); what can be taken before there is an instance
 * (taken), where an entrypoint() is taken for it (following), and what cannot
 * (values); functions, of which worker-build makes
 * something, the classes that it is to find, and with these all the others; and
 * what the module itself has (linked). The Durable Objects of the target workers
 * are exported apart.
 */
void up_bind_exports(struct up_dict *dict, const struct up_interface *interface,
		     const struct up_target_row *target);

/* The items of the lists imports, and modules (in it: members, each once). */
void up_bind_imports(struct up_dict *dict, const struct up_interface *interface);

/* The list hosts: names of what the module may import from the glue. */
void up_bind_hosts(struct up_dict *dict, const struct up_interface *interface);

/* Flags of what the module has, so that the rest is left out. */
void up_bind_features(struct up_dict *dict, const struct up_interface *interface);

#endif
