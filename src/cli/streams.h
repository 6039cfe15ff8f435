/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_STREAMS_H
#define UP_CLI_STREAMS_H

/*
 * Whoever starts the tool may have closed its standard streams. The next files
 * that are opened would get their numbers, and messages would go into a module:
 * so they are taken, by what can neither be read nor written.
 */
void up_cli_hold_streams(void);

#endif
