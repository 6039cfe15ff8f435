// SPDX-License-Identifier: MIT OR Apache-2.0
// C by Emscripten: SQLite as its authors publish it.

import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { numbers, words } from '../lib/data.mjs';

const sqlite3 = await sqlite3InitModule();

const queries = [
	'SELECT count(*), total(n), max(word) FROM t',
	'SELECT word, count(*) AS c FROM t GROUP BY word HAVING c > 2 ORDER BY c DESC, word LIMIT 30',
	'SELECT n, lag(n, 2) OVER w, ntile(5) OVER w, percent_rank() OVER w FROM t WINDOW w AS (ORDER BY id) LIMIT 30',
	"SELECT word FROM search WHERE search MATCH 'module OR pointer*' ORDER BY rank, rowid LIMIT 12",
	"SELECT snippet(search, 0, '<', '>', '…', 6) FROM search WHERE search MATCH 'wild NEAR pointer' LIMIT 5",
	'SELECT id FROM boxes WHERE x1 > 100 AND x0 < 180 ORDER BY id',
	"SELECT json_group_object(word, n) FROM (SELECT * FROM t ORDER BY id LIMIT 9)",
	"SELECT jsonb('[1,2,3]') ->> 1, json_patch('{\"a\":1}', '{\"b\":2}')",
	'WITH RECURSIVE x(n, s) AS (SELECT 1, 1 UNION ALL SELECT n + 1, s * (n + 1) FROM x LIMIT 20) SELECT * FROM x',
	"SELECT 9007199254740993, -9223372036854775808, 1e999, x'00ff', NULL",
	'SELECT shout(word), added(n, 3, 4) FROM t ORDER BY id LIMIT 6',
	'SELECT longest(word) FROM t',
	"SELECT sqrt(2), pow(2, 0.5), ln(10), sin(1), degrees(3), ceil(-1.5)",
	"SELECT datetime(0, 'unixepoch', '+3 months', 'weekday 2'), timediff('2024-03-01', '2023-02-28')",
	'EXPLAIN SELECT * FROM t WHERE n > 5 ORDER BY word',
	'PRAGMA compile_options',
	'SELECT sqlite_version(), sqlite_source_id()',
];

const mistakes = ['SELECT FROM', 'SELECT * FROM missing', 'INSERT INTO t (id) VALUES (1)', 'SELECT broken()',
	"SELECT * FROM search WHERE search MATCH '\"open'", 'ROLLBACK', 'SELECT zeroblob(3000000000)', 'DROP TABLE sqlite_master'];

function filled() {
	const db = new sqlite3.oo1.DB(':memory:', 'c');
	db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT, n REAL CHECK (n >= 0)); ' +
		'CREATE VIRTUAL TABLE search USING fts5 (word); CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1, y0, y1)');
	const all = words(600).split(' '), n = numbers(2, 600);
	db.transaction(() => all.forEach((word, id) => {
		db.exec({ sql: 'INSERT INTO t VALUES (?, ?, ?)', bind: [id, word, n[id]] });
		db.exec({ sql: 'INSERT INTO search VALUES (?)', bind: [all.slice(id, id + 9).join(' ')] });
		db.exec({ sql: 'INSERT INTO boxes VALUES (?, ?, ?, 0, 1)', bind: [id, n[id], n[id] + 9] });
	}));
	db.createFunction('shout', (pointer, text) => `${text.toUpperCase()}!`);
	db.createFunction('added', (pointer, ...list) => list.reduce((a, b) => a + b), { arity: -1 });
	db.createFunction('broken', () => {
		throw new TypeError('thrown by a function of JavaScript');
	});
	let longest = '';
	db.createFunction('longest', {
		xStep: (pointer, text) => {
			longest = text.length > longest.length ? text : longest;
		},
		xFinal: () => longest,
		arity: 1,
	});
	return db;
}

function prepared(db) {
	const statement = db.prepare('SELECT id, word, n FROM t WHERE n > :n AND word <> :word ORDER BY id LIMIT 5');
	const rows = [];
	for (const bound of [{ ':n': 5, ':word': 'the' }, { ':n': 250, ':word': '名前' }]) {
		statement.bind(bound);
		while (statement.step())
			rows.push(statement.get([]), statement.get({}), statement.getString(1), statement.getFloat(2));
		statement.reset();
	}
	statement.finalize();
	return rows;
}

/* Callbacks from the module, some of them in the middle of a statement. */
function watched(db) {
	const { capi } = sqlite3;
	const seen = [];
	capi.sqlite3_set_authorizer(db, (pointer, code, ...texts) => {
		seen.push([code, ...texts]);
		return code === capi.SQLITE_DELETE ? capi.SQLITE_DENY : capi.SQLITE_OK;
	}, 0);
	db.exec('SELECT count(n) FROM t WHERE id < 4');
	try {
		db.exec('DELETE FROM t');
	} catch (error) {
		seen.push(error.message);
	}
	capi.sqlite3_set_authorizer(db, 0, 0);
	return seen;
}

function copied(db) {
	const bytes = sqlite3.capi.sqlite3_js_db_export(db);
	const pointer = sqlite3.wasm.allocFromTypedArray(bytes);
	const copy = new sqlite3.oo1.DB();
	const flags = sqlite3.capi.SQLITE_DESERIALIZE_FREEONCLOSE | sqlite3.capi.SQLITE_DESERIALIZE_RESIZEABLE;
	copy.checkRc(sqlite3.capi.sqlite3_deserialize(copy.pointer, 'main', pointer, bytes.length, bytes.length, flags));
	const rows = copy.selectArrays('SELECT * FROM t ORDER BY id DESC LIMIT 4');
	copy.close();
	return [bytes, rows];
}

export async function use(log) {
	const db = filled();
	for (const query of queries)
		await log.try(query, () => db.selectArrays(query));
	log('prepared', prepared(db));
	log('authorized', watched(db));
	for (const text of mistakes)
		await log.error(text, () => db.exec(text));
	await log.error('transaction', () => db.transaction(() => {
		db.exec('DELETE FROM boxes');
		throw new RangeError('given up by JavaScript');
	}));
	log('after it', db.selectValue('SELECT count(*) FROM boxes'));
	log('copied', copied(db));
	db.exec('CREATE TABLE large (i, data)');
	db.exec('INSERT INTO large WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000) ' +
		'SELECT i, zeroblob(i % 700) FROM n');
	log('large', db.selectArrays('SELECT count(*), sum(length(data)) FROM large'));
	db.close();
	await log.error('closed', () => db.exec('SELECT 1'));
}

export const unhealable = 'the memory is imported';

export function kill(exports, memory) {
	exports.sqlite3_prepare_v2(memory.buffer.byteLength - 4, -16, -1, -16, -16);
}
