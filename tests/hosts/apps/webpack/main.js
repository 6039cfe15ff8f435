// SPDX-License-Identifier: MIT OR Apache-2.0
// A program that uses a package of the target bundler, or of web if the bundler finds
// the module there. Whoever runs it has set start().
import * as flavours from 'flavours';

start(async (imports) => {
	await flavours.init({ imports });
	return flavours;
});
