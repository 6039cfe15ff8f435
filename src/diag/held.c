/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "diag/held.h"

#include <stdlib.h>

#include "diag/diag.h"
#include "util/mem.h"

static void keep(const struct up_diag *diag, void *data)
{
	struct up_held *held = data;
	struct up_diag *kept;

	held->items = up_grow(held->items, &held->count, sizeof(*kept));
	kept = &held->items[held->count - 1];
	*kept = *diag;
	kept->message = up_strdup(diag->message);
}

void up_held_init(struct up_held *held)
{
	*held = (struct up_held){.report = {.fn = keep, .data = held}};
}

void up_held_pass(struct up_held *held, struct up_report *report)
{
	for (size_t i = 0; i < held->count; i++) {
		up_report_pass(report, &held->items[i]);
		free((char *)held->items[i].message);
	}
	free(held->items);
	*held = (struct up_held){0};
}
