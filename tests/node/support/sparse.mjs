// SPDX-License-Identifier: MIT OR Apache-2.0
// What is tried with many names, cuts or kills is tried with all of them in one run. The
// others, in another engine or with a slower build of the tool, take each UP_SPARSE-th.

const EVERY = Number(process.env.UP_SPARSE ?? 1);

/** Some of `list`, spread over all of it; `salt` chooses others. */
export const some = (list, salt = 0) =>
	[...list].filter((_, i) => (i + salt) % EVERY === 0);

/** How many of so many. */
export const share = (count) => Math.ceil(count / EVERY);
