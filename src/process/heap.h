/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PROCESS_HEAP_H
#define UP_PROCESS_HEAP_H

#include <stdbool.h>

/*
 * For a process that ends soon, before it has other threads: memory comes in large
 * pieces, and stays. Addresses are taken for more than will be used; with @huge the
 * kernel is asked for huge pages, each of which saves hundreds of page faults.
 */
void up_heap_settle(bool huge);

#endif
