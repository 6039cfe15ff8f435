/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_FLOW_H
#define UP_IR_FLOW_H

/*
 * C++ of this folder alone: what a function has done to the memory that others
 * see by the time that it gets to a call. An abstract interpretation of one body.
 *
 * Clean means: what is in memory, globals and tables is what it was at the entry
 * of the function, but for its own frame on the shadow stack and those frames of
 * its callers that it was given pointers into, memory that it has allocated, and
 * what harmless callees (see throws.h) did.
 */

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ir/throws.h"
#include "wasm.h"

namespace up {

/* How a call is reached, on all ways there are. */
struct Place {
	bool clean;
	/* __stack_pointer, from where it was at the entry of the function. */
	std::optional<int32_t> stack;
	/* How many values were lent since; none if it depends on the way. */
	std::optional<int32_t> lent;
	uint64_t frames; /* arguments that point into frames of this activation */
};

struct Flow {
	bool failed = false; /* there is something that the walk does not know */
	bool returns = false;
	bool clean = false; /* where it returns */
	bool plain = true; /* calls nothing but what is plain itself, or throws */
	uint64_t writes = 0; /* parameters through which it writes */
	/* Calls, in the order in which they are found. */
	std::vector<std::pair<wasm::Expression*, Place>> places;
};

/* What the walk has to know of others. */
struct Callees {
	virtual ~Callees() = default;
	virtual up_call kind(wasm::Name function) = 0;
	/* Nothing unless it is harmless: the parameters that it writes through. */
	virtual std::optional<uint64_t> writes(wasm::Name function) = 0;
	const char* stack_pointer = nullptr;
};

/*
 * @frames: the parameters that may be written through. @released: those of an
 * object whose count may be lowered.
 */
Flow flow_of(wasm::Function* function, Callees& callees, uint64_t frames,
	     uint64_t released);

} // namespace up

#endif
