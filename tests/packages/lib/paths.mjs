// SPDX-License-Identifier: MIT OR Apache-2.0
// Where things are.

import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = resolve(here, '../..');
export const output = join(root, 'build/packages');
export const tool = resolve(root, process.env.UP_TOOL ?? 'build/unpoison');
