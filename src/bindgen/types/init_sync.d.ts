//- SPDX-License-Identifier: MIT OR Apache-2.0
/** Instantiates the module at once. Returns its exports. */
//#if late
export function initSync(options?: {}): InitOutput;
//#else
//#if finds_module
export function initSync(module?: { module?: SyncInitInput } | SyncInitInput): InitOutput;
//#else
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;
//#end
//#end
