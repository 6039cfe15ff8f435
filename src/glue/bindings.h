/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_BINDINGS_H
#define UP_GLUE_BINDINGS_H

#include "glue/interface.h"
#include "glue/template.h"

/* The exports that the glue shows: all but the protocol's own. */
bool up_glue_shows(const struct up_glue_export *export_);

/* The items of the lists exports, functions, values and linked. */
void up_bind_exports(struct up_dict *dict, const struct up_interface *interface);

/* The items of the lists imports, and modules (in it: members, each once). */
void up_bind_imports(struct up_dict *dict, const struct up_interface *interface);

/* The list hosts: names of what the module may import from the glue. */
void up_bind_hosts(struct up_dict *dict, const struct up_interface *interface);

/* Flags of what the module has, so that the rest is left out. */
void up_bind_features(struct up_dict *dict, const struct up_interface *interface);

#endif
