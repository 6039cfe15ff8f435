// SPDX-License-Identifier: MIT OR Apache-2.0
// Keeps the clock, before tests/packages/lib/preload.mjs makes it stand still.

globalThis[Symbol.for('unpoison.bench.now')] = performance.now.bind(performance);
