// SPDX-License-Identifier: MIT OR Apache-2.0
// A classic worker: it has importScripts().
'use strict';

onmessage = async ({ data: job }) => {
	const { perform } = await import('/scenario/perform.mjs');
	postMessage(await perform(job, async (imports) => {
		importScripts(job.entry);
		await wasm_bindgen({ module_or_path: job.module, imports });
		return { pkg: wasm_bindgen };
	}));
};
