/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DIAG_PROGRESS_H
#define UP_DIAG_PROGRESS_H

#include "unpoison/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* So many phases more than are known of will come; or fewer. */
void up_progress_add(struct up_report *report, int phases);

/* A phase begins; that before it, if it has not ended, does. @phase is static. */
void up_progress_begin(struct up_report *report, const char *phase);

/* So much of the phase is done. Costs little: what nobody would see is not told. */
void up_progress_far(struct up_report *report, uint64_t done, uint64_t total);

/* What the phase is about, to be told when it has ended. */
void up_progress_made(struct up_report *report, uint64_t bytes,
		      uint64_t functions);

/* The phase, if there is one, has ended. */
void up_progress_end(struct up_report *report);

/* Nothing is new but the time. */
void up_progress_tick(struct up_report *report);

/* Hands over what was told elsewhere, as if it had been told here. */
void up_progress_pass(struct up_report *report,
		      const struct up_progress *progress);

#ifdef __cplusplus
}
#endif
#endif
