// SPDX-License-Identifier: MIT OR Apache-2.0
// C by Emscripten: SQLite, with functions of JavaScript in queries.

import initSqlJs from 'sql.js';
import { numbers, words } from '../lib/data.mjs';

const SQL = await initSqlJs();

const queries = [
	'SELECT count(*), sum(value), avg(value), min(name), max(name) FROM items',
	'SELECT name, value FROM items WHERE value BETWEEN 20 AND 40 ORDER BY name DESC, id LIMIT 20',
	'SELECT a.id, b.id FROM items a JOIN items b ON a.value = b.value AND a.id < b.id ORDER BY 1, 2 LIMIT 50',
	'SELECT value % 7 AS rest, count(*) AS n, group_concat(id) FROM items GROUP BY rest HAVING n > 3 ORDER BY rest',
	'WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib LIMIT 80) SELECT a FROM fib',
	'SELECT id, sum(value) OVER (ORDER BY id ROWS 3 PRECEDING), rank() OVER (ORDER BY value) FROM items ORDER BY id LIMIT 40',
	"SELECT json_object('a', value, 'b', json_array(name, id)) FROM items ORDER BY id LIMIT 5",
	"SELECT key, value FROM json_each('{\"a\":[1,2,{\"b\":null}],\"c\":1.5e300}')",
	"SELECT hex(zeroblob(9)), typeof(1.0), quote('it''s'), printf('%08.3f|%-9s|%x', 3.14159, 'ab', 255)",
	"SELECT date('2024-02-29', '+1 year'), strftime('%j %W %s', '1999-12-31 23:59:59'), julianday('2000-01-01')",
	"SELECT upper('größe'), length('名前'), substr('unpoison', -3), instr('abcabc', 'ca'), replace('aXbX', 'X', '--')",
	'SELECT 1e308 * 10, -1e308 * 10, 9223372036854775807 + 1, 1 / 0, 7 / 2, 7 / 2.0, round(2.5), abs(-9)',
	"SELECT name FROM items WHERE name LIKE '%mod%' OR name GLOB '[v-z]*' ORDER BY id LIMIT 10",
	'EXPLAIN QUERY PLAN SELECT * FROM items WHERE value = 3 ORDER BY name',
	'SELECT twice(value), joined(name, id, value) FROM items ORDER BY id LIMIT 8',
	'SELECT total_of(value), value % 2 FROM items GROUP BY value % 2',
	'PRAGMA integrity_check',
];

const mistakes = ['SELEC 1', 'SELECT * FROM nowhere', "INSERT INTO items VALUES (1, 'again', 2)",
	"SELECT abs('x', 2)", 'SELECT fails(1)', "INSERT INTO strict VALUES ('text')", 'SELECT (',
	"SELECT json_extract('{', '$.a')", 'CREATE TABLE items (a)', 'UPDATE items SET id = NULL, nothing = 1'];

function filled() {
	const db = new SQL.Database();
	db.run('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, value REAL, data BLOB);' +
		'CREATE INDEX by_value ON items (value); CREATE TABLE strict (n INTEGER) STRICT');
	const names = words(400).split(' '), values = numbers(9, 400);
	const insert = db.prepare('INSERT INTO items VALUES ($id, $name, $value, $data)');
	db.run('BEGIN');
	names.forEach((name, i) => insert.run({ $id: i, $name: name, $value: values[i] / 4, $data: values.subarray(0, i % 9) }));
	db.run('COMMIT');
	insert.free();
	db.create_function('twice', (n) => 2 * n);
	db.create_function('joined', (a, b, c) => `${a}+${b}+${c}`);
	db.create_function('fails', (n) => {
		throw new Error(`${n}, said by JavaScript`);
	});
	db.create_aggregate('total_of', { init: () => 0, step: (sum, n) => sum + n, finalize: (sum) => `${sum} in all` });
	return db;
}

function copied(db) {
	const file = db.export();
	const copy = new SQL.Database(file);
	const rows = copy.exec('SELECT * FROM items ORDER BY id DESC LIMIT 9');
	copy.close();
	return [file, rows];
}

function stepped(db) {
	const rows = [];
	const statement = db.prepare('SELECT id, name, data FROM items WHERE value > ? AND id % ? = 0');
	for (const values of [[10, 7], [60, 3]]) {
		statement.bind(values);
		while (statement.step())
			rows.push(statement.get(), statement.getAsObject());
	}
	statement.free();
	return rows;
}

export async function use(log) {
	const db = filled();
	for (const query of queries)
		await log.try(query, () => db.exec(query));
	log('statements, step by step', stepped(db));
	for (const text of mistakes)
		await log.error(text, () => db.exec(text));
	log('after mistakes', db.exec('SELECT count(*) FROM items'));
	log('changes', db.run("UPDATE items SET name = name || '!' WHERE id < 77").getRowsModified());
	log('exported', copied(db));
	db.exec('CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) ' +
		"SELECT i, printf('row %d', i) AS text, zeroblob(i % 900) AS data FROM n");
	log('large', db.exec('SELECT count(*), sum(length(data)), max(text) FROM large'));
	log('large, exported', db.export());
	log('sorted', db.exec('SELECT i FROM large ORDER BY text DESC, i LIMIT 30'));
	db.run('BEGIN');
	db.run('DELETE FROM large');
	db.run('ROLLBACK');
	log('rolled back', db.exec('SELECT count(*) FROM large'));
	const each = [];
	db.each('SELECT name FROM items WHERE id < $n', { $n: 5 }, (row) => each.push(row), () => each.push('done'));
	log('each', each);
	db.close();
	await log.error('closed', () => db.exec('SELECT 1'));
	const garbage = new SQL.Database(numbers(5, 9000));
	await log.error('no database', () => garbage.exec('SELECT * FROM sqlite_master'));
	garbage.close();
}

export const masked = 'Its JavaScript gives its piece of the stack back in any case, and what that throws is what one sees.';

/** A database that is gone, as a bug would leave it. */
export function kill() {
	const db = new SQL.Database();
	db.db = -16;
	db.exec('SELECT 1');
}
