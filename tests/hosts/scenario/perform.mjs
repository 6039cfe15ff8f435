// SPDX-License-Identifier: MIT OR Apache-2.0
// One combination in one host: opens the package and plays its scenario.

import { crateScenario, setHooks } from './crate.mjs';
import { show } from './check.mjs';
import { newEnv, scenario } from './scenario.mjs';

async function play({ kind, flavour }, open) {
	if (kind === 'crate') {
		const hooks = setHooks();
		const { pkg } = await open();
		return crateScenario(pkg, { flavour, hooks });
	}
	const env = newEnv();
	const { pkg, module } = await open(env.imports);
	return scenario(pkg, { flavour, env, module });
}

/**
 * `open(imports)` returns {pkg, module}: the package, instantiated, and the module
 * where createInstance() needs it. Returns {checks}, or {error}: the host could not
 * even open it.
 */
export async function perform(job, open) {
	let opened = false;
	try {
		const checks = await play(job, async (imports) => {
			const result = await open(imports);
			// A package that is not there yet throws here, as it does for a program.
			if (job.kind !== 'crate')
				result.pkg.add(1, 1);
			opened = true;
			return result;
		});
		return { checks };
	} catch (error) {
		const text = `${show(error)}\n${error?.stack ?? ''}`;
		return opened ? { checks: [{ name: 'the scenario', ok: false, detail: text }] } : { error: text };
	}
}
