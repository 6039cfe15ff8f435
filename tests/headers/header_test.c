/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Compiled once for each public header, which UP_HEADER names; included twice,
 * so that its guard is tested as well.
 */
#include UP_HEADER
#include UP_HEADER

int main(void)
{
	return 0;
}
