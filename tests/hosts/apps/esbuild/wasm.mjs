// SPDX-License-Identifier: MIT OR Apache-2.0
// A plugin for esbuild: `import * as wasm from './x.wasm'` is an instance of the
// module, whose own imports are modules too. The file becomes a part of the bundle.
import { readFile } from 'node:fs/promises';

export const wasm = {
	name: 'wasm',
	setup: (build) => build.onLoad({ filter: /\.wasm$/ }, async ({ path, suffix }) => {
		const bytes = await readFile(path);
		if (suffix === '?bytes')
			return { contents: bytes, loader: 'binary' };
		const module = await WebAssembly.compile(bytes);
		const sources = [...new Set(WebAssembly.Module.imports(module).map((i) => JSON.stringify(i.module)))];
		const names = WebAssembly.Module.exports(module).map((e) => JSON.stringify(e.name));
		return { contents: `
			import bytes from ${JSON.stringify(`${path}?bytes`)};
			${sources.map((source, i) => `import * as m${i} from ${source};`).join('\n')}
			const { instance } = await WebAssembly.instantiate(bytes, { ${sources.map((source, i) => `${source}: m${i}`)} });
			${names.map((name, i) => `const e${i} = instance.exports[${name}];`).join('\n')}
			export { ${names.map((name, i) => `e${i} as ${name}`)} };
		` };
	}),
};
