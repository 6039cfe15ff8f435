/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "config.h"
#include "unpoison/unpoison.h"

const char *up_version(void)
{
	return UP_VERSION;
}
