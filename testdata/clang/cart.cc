// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What clang makes of C++ with exceptions: one export lets them out, one does not.

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

struct Guard {
	~Guard();
};

static int open_guards;

Guard::~Guard()
{
	open_guards--;
}

namespace cart
{

__attribute__((noinline)) int put(int item)
{
	Guard guard;

	open_guards++;
	if (item < 0)
		throw item;
	return item;
}

} // namespace cart

EXPORT(put) int put_open(int item)
{
	return cart::put(item);
}

EXPORT(put_noexcept) int put_closed(int item) noexcept
{
	return cart::put(item);
}

EXPORT(guards) int guards()
{
	return open_guards;
}
