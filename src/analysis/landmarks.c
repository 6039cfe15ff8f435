/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Functions known by their names. A name counts when it contains one of the
 * needles below: the length-prefixed path that both of Rust's manglings share,
 * or the demangled form that some tools leave in the name section.
 */

#include <string.h>

#include "analysis/facts.h"
#include "ir/ir.h"
#include "util/mem.h"

static const struct {
	const char *needle;
	enum up_role role;
	size_t params; /* a function of another shape is something else */
} names[] = {
	{"panicking15panic_with_hook", UP_ROLE_PANIC_HOOK, 5},
	{"panicking::panic_with_hook", UP_ROLE_PANIC_HOOK, 5},
	{"panicking20rust_panic_with_hook", UP_ROLE_PANIC_HOOK, 5},
	{"panicking::rust_panic_with_hook", UP_ROLE_PANIC_HOOK, 5},
	{"panicking20rust_panic_with_hook", UP_ROLE_PANIC_HOOK, 6},
	{"panicking::rust_panic_with_hook", UP_ROLE_PANIC_HOOK, 6},
	{"panic_count8increase", UP_ROLE_PANIC_COUNT, 1},
	{"panic_count::increase", UP_ROLE_PANIC_COUNT, 1},
	{"5alloc8rust_oom", UP_ROLE_OUT_OF_MEMORY, 2},
	{"std::alloc::rust_oom", UP_ROLE_OUT_OF_MEMORY, 2},
	{"5alloc18handle_alloc_error", UP_ROLE_OUT_OF_MEMORY, 2},
	{"alloc::handle_alloc_error", UP_ROLE_OUT_OF_MEMORY, 2},
	{"__rust_alloc_error_handler", UP_ROLE_OUT_OF_MEMORY, 2},
	{"__rdl_alloc_error_handler", UP_ROLE_OUT_OF_MEMORY, 2},
	{"rt14malloc_failure", UP_ROLE_OUT_OF_MEMORY, 0}, /* wasm-bindgen */
	{"__rt::malloc_failure", UP_ROLE_OUT_OF_MEMORY, 0},
	{"__rust_dealloc", UP_ROLE_DEALLOC, 3},
	{"__rdl_dealloc", UP_ROLE_DEALLOC, 3},
	{"__wasm_longjmp", UP_ROLE_LONGJMP, 2},
	{"emscripten_longjmp", UP_ROLE_LONGJMP, 2},
};

static bool all_i32(BinaryenFunctionRef function, size_t count)
{
	BinaryenType params = BinaryenFunctionGetParams(function);
	BinaryenType types[8];

	if (BinaryenTypeArity(params) != count || count > 8)
		return false;
	BinaryenTypeExpand(params, types);
	for (size_t i = 0; i < count; i++)
		if (types[i] != BinaryenTypeInt32())
			return false;
	return true;
}

static void look_at(struct up_facts *facts, BinaryenFunctionRef function)
{
	const char *name = BinaryenFunctionGetName(function);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strstr(name, names[i].needle) ||
		    !all_i32(function, names[i].params))
			continue;
		facts->landmarks =
			up_grow(facts->landmarks, &facts->landmark_count,
				sizeof(*facts->landmarks));
		facts->landmarks[facts->landmark_count - 1] =
			(struct up_landmark){names[i].role, function};
		return;
	}
}

void up_find_landmarks(struct up_facts *facts, BinaryenModuleRef module)
{
	BinaryenIndex count = BinaryenGetNumFunctions(module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(module, i);
		if (BinaryenFunctionGetBody(function) &&
		    up_ir_has_explicit_name(function))
			look_at(facts, function);
	}
}

BinaryenFunctionRef up_landmark(const struct up_facts *facts,
				enum up_role role)
{
	for (size_t i = 0; i < facts->landmark_count; i++)
		if (facts->landmarks[i].role == role)
			return facts->landmarks[i].function;
	return NULL;
}
