// SPDX-License-Identifier: MIT OR Apache-2.0
// A shim of the kind that CUSTOM_SHIM names: worker-build puts it in the place of its
// own, which knows nothing of recovery. What begins with $ it fills in.
import * as imports from "./index_bg.js";
import wasmModule from "./index.wasm";
import { WorkerEntrypoint } from "cloudflare:workers";
$SNIPPET_JS_IMPORTS

const instance = new WebAssembly.Instance(wasmModule, {
	"./index_bg.js": imports,
	$SNIPPET_WASM_IMPORTS
});
imports.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

class Application extends WorkerEntrypoint {
	fetch(request) {
		return imports.fetch(request, this.env, this.ctx);
	}

	queue(batch) {
		return imports.queue(batch, this.env, this.ctx);
	}

	scheduled(event) {
		return imports.scheduled(event, this.env, this.ctx);
	}

	add(a, b) {
		return imports.add(a, b);
	}
}

export default imports.__entrypoint(Application);
export const Counter = imports.__entrypoint(imports.Counter);
