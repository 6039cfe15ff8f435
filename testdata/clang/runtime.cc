// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Just enough of a C++ run time to throw.

extern "C" {

void *__cxa_allocate_exception(unsigned long) noexcept
{
	static char room[64];

	return room;
}

void __cxa_throw(void *thrown, void *, void *)
{
	__builtin_wasm_throw(0, thrown);
}
}

namespace std
{

[[noreturn]] void terminate() noexcept
{
	__builtin_trap();
}

} // namespace std
