// SPDX-License-Identifier: MIT OR Apache-2.0
// A Worker that plays a scenario with the package beside it, and answers with what
// came of it.

import * as pkg from './mod.js';
import module from './mod_bg.wasm';
import { perform } from './perform.mjs';

const openers = {
	// Workers may not compile; what they import is compiled.
	web(imports) {
		pkg.initSync({ module, imports });
		return { pkg };
	},
	imported(imports) {
		pkg.initSync({ imports });
		// The target workers recovers by itself, which the scenario is to ask for.
		pkg.set_recovery_policy({ mode: 'throw' });
		return { pkg, module };
	},
};

export default {
	async fetch(request, { JOB }) {
		const { opener, ...job } = JOB;
		return Response.json(await perform(job, openers[opener]));
	},
};
