/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_TOOLCHAIN_H
#define UP_INSPECT_TOOLCHAIN_H

#include "inspect/model.h"

/*
 * Sets toolchain, language and detail of @identity: what the module says about
 * itself, else what only one toolchain leaves behind. NULL where nothing does.
 */
void up_toolchain_find(const struct up_contents *contents,
		       struct up_identity *identity);

#endif
