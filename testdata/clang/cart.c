/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What clang makes of C: a table of functions, an import, a trap. */

__attribute__((import_module("env"), import_name("price"))) int price(int item);

#define EXPORT(name) __attribute__((export_name(#name))) name

static int twice(int amount)
{
	return 2 * amount;
}

static int once(int amount)
{
	return amount;
}

static int (*const counts[])(int) = {once, twice};

static int items[16];

int EXPORT(put)(int item, int amount, int kind)
{
	if (item < 0 || item >= 16)
		__builtin_trap();
	items[item] += counts[kind & 1](amount);
	return items[item];
}

int EXPORT(total)(void)
{
	int sum = 0;

	for (int i = 0; i < 16; i++)
		sum += items[i] * price(i);
	return sum;
}

int EXPORT(version)(void)
{
	return 3;
}
