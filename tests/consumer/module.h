/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MODULE_H
#define MODULE_H

#include <stddef.h>
#include <stdint.h>

enum { MODULE_SIZE = 8 + 7 + 4 + 7 + 8 };

/* (module (func (export "f") (result i32) (i32.const N))): N below 64 */
#define MODULE(n)                                                              \
	{                                                                      \
		0, 'a', 's', 'm', 1, 0, 0, 0, /* magic and version */          \
			1, 5, 1, 0x60, 0, 1, 0x7f, /* type: () -> i32 */       \
			3, 2, 1, 0, /* function */                             \
			7, 5, 1, 1, 'f', 0, 0, /* export */                    \
			10, 6, 1, 4, 0, 0x41, n, 0x0b, /* code */              \
	}

#endif
