/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_SILENCE_H
#define UP_IR_SILENCE_H

#include <iostream>
#include <sstream>

// While one of these lives, Binaryen's warnings on std::cerr go nowhere: what
// is worth saying, we say ourselves, and the library does not print.
struct up_silence {
	std::ostringstream nowhere;
	std::streambuf* before = std::cerr.rdbuf(nowhere.rdbuf());
	~up_silence() { std::cerr.rdbuf(before); }
};

#endif
