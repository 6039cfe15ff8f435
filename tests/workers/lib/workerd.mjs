// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs workerd with one Worker of the application, and with the broker around it.

import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collect, start, within } from '../../hosts/lib/processes.mjs';
import { here, workerd } from './paths.mjs';

const STARTING = 30_000;
const DATE = '2026-01-01';

const config = ({ modules }) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "broker", worker = .broker),
    (name = "storage", disk = (path = "storage", writable = true)),
  ],
  sockets = [
    (name = "app", address = "127.0.0.1:0", http = (), service = "app"),
    (name = "broker", address = "127.0.0.1:0", http = (), service = "broker"),
  ],
);

const app :Workerd.Worker = (
  compatibilityDate = "${DATE}",
  modules = [
${modules.map((name) => `    (name = "${name}", ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed "${name}"),`).join('\n')}
  ],
  bindings = [
    (name = "COUNTER", durableObjectNamespace = "Counter"),
    (name = "JOBS", queue = "broker"),
  ],
  durableObjectNamespaces = [(className = "Counter", uniqueKey = "counter", enableSql = true)],
  durableObjectStorage = (localDisk = "storage"),
);

const broker :Workerd.Worker = (
  compatibilityDate = "${DATE}",
  compatibilityFlags = ["service_binding_extra_handlers"],
  modules = [(name = "broker.mjs", esModule = embed "broker.mjs")],
  bindings = [(name = "APP", service = "app")],
);
`;

/* {app, broker}: the ports that workerd has taken; or what it said when it ended. */
function listening(child, said) {
	return new Promise((resolve, reject) => {
		const control = collect(child.stdio[3]);
		child.stdio[3].on('data', () => {
			const events = control.all.split('\n').slice(0, -1).map((line) => JSON.parse(line));
			const ports = Object.fromEntries(events.map(({ socket, port }) => [socket, port]));
			if (ports.app && ports.broker)
				resolve(ports);
		});
		child.on('error', reject);
		child.on('close', (status) => reject(new Error(`workerd ended, status ${status}\n${said.all}`)));
	});
}

/**
 * Serves `dir` with its `modules`, the first of them being the entry. Returns
 * {app, broker, said, stop}: addresses, what it has logged, and its end.
 */
export async function serve({ dir, modules }) {
	await rm(join(dir, 'storage'), { recursive: true, force: true });
	await mkdir(join(dir, 'storage'));
	await copyFile(join(here, 'broker.mjs'), join(dir, 'broker.mjs'));
	await writeFile(join(dir, 'config.capnp'), config({ modules }));
	const child = start(workerd, ['serve', '--experimental', 'config.capnp', '--control-fd=3'],
		{ cwd: dir, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
	const said = collect(child.stderr);
	child.stdout.setEncoding('utf8').on('data', (data) => (said.all += data));
	const ports = await within(STARTING, 'workerd', listening(child, said));
	return {
		app: `http://127.0.0.1:${ports.app}`,
		broker: `http://127.0.0.1:${ports.broker}`,
		said,
		stop: () => new Promise((resolve) => {
			child.on('close', resolve).kill('SIGKILL');
		}),
	};
}
