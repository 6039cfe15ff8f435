/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PROCESS_DEEP_H
#define UP_PROCESS_DEEP_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Calls @fn with @data on a stack that is deep enough for code of others which
 * recurses as deep as its input is nested; on the caller's where there is no room
 * for any.
 */
void up_deep_call(void (*fn)(void *data), void *data);

#ifdef __cplusplus
}
#endif
#endif
