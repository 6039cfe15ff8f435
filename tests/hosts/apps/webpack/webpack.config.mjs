// SPDX-License-Identifier: MIT OR Apache-2.0
// Nothing of it is about wasm. Webpack before 5.109 wants
//     experiments: { asyncWebAssembly: true }
export default {
	mode: 'production',
	entry: './main.js',
};
