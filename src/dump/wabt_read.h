/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_WABT_READ_H
#define UP_DUMP_WABT_READ_H

// Reading a module with wabt, and what its release cannot read: for --verify
// and --dump=wat, the two that ask it.

#include <cstddef>
#include <cstdint>
#include <string>

#include "wabt/config.h"
#include "wabt/ir.h"

enum class up_wabt_verdict {
	VALID,
	UNKNOWN, // it has what this wabt does not know
	INVALID,
};

struct up_wabt_result {
	up_wabt_verdict verdict;
	// Of UNKNOWN: what that is. Of INVALID: what is wrong, and where.
	std::string message;
	uint64_t offset;
};

// Reads and validates the module in @bytes; with the names that it has for its
// parts, if @names. Throws nothing.
up_wabt_result up_wabt_read(const uint8_t *bytes, size_t size, bool names,
			    wabt::Module *module);

#endif
