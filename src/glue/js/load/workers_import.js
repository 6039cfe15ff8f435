//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target workers: a plain import of a .wasm file gives its WebAssembly.Module.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers';
import wasmModule from '$wasm_url$';

