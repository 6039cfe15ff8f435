// SPDX-License-Identifier: MIT OR Apache-2.0

export function first() {
	return 1;
}
