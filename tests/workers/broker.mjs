// SPDX-License-Identifier: MIT OR Apache-2.0
// What a platform has around a Worker: a queue, a clock, and other Workers that call
// its procedures. The driver asks for each over HTTP.

const waiting = [];
let sent = 0;

// What the binding of a queue sends: one message, whose body is text here.
async function take(request) {
	waiting.push({ id: String(sent++), timestamp: new Date(), attempts: 1, body: JSON.parse(await request.text()) });
	return Response.json({ metadata: { metrics: { backlogCount: waiting.length, backlogBytes: 0 } } });
}

// Hands all messages over in one batch, and keeps those that are to come again.
async function deliver({ APP }) {
	const batch = waiting.splice(0);
	const result = await APP.queue('jobs', batch);
	const again = new Set(result.retryMessages.map(({ msgId }) => msgId));
	const all = result.outcome !== 'ok' || result.retryBatch.retry;
	const acknowledged = new Set(result.explicitAcks);
	for (const message of batch) {
		if (again.has(message.id) || (all && !acknowledged.has(message.id)))
			waiting.push({ ...message, attempts: message.attempts + 1 });
	}
	return { outcome: result.outcome, delivered: batch.length, left: waiting.length };
}

const actions = {
	deliver: (env) => deliver(env),
	forget: () => ({ forgotten: waiting.splice(0).length }),
	async cron({ APP }, [cron]) {
		const { outcome } = await APP.scheduled({ cron, scheduledTime: new Date() });
		return { outcome };
	},
	// {value}, or {error}: what another Worker gets of a procedure.
	async call({ APP }, [name, ...given]) {
		try {
			const value = await APP[name](...given.map(Number));
			return { value: value === undefined ? null : value };
		} catch (error) {
			return { error: `${error.name}: ${error.message}` };
		}
	},
};

export default {
	async fetch(request, env) {
		const [what, ...given] = new URL(request.url).pathname.split('/').slice(1);
		if (what === 'message')
			return take(request);
		return Response.json(await actions[what](env, given.map(decodeURIComponent)));
	},
};
