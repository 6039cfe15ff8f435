// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs async functions, at most `width` at a time; the results are in order.
export async function pool(width, tasks) {
	const results = new Array(tasks.length);
	let next = 0;
	const worker = async () => {
		while (next < tasks.length) {
			const i = next++;
			results[i] = await tasks[i]();
		}
	};
	await Promise.all(Array.from({ length: width }, worker));
	return results;
}
