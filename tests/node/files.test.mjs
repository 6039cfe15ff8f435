// SPDX-License-Identifier: MIT OR Apache-2.0
// Where the module comes from and goes to: pipes, links, directories, disks that
// are full, rights that are missing.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { flavourFile, wat } from './support/fixtures.mjs';
import { TOOL, freshDir, runTool } from './support/tool.mjs';

const ENV = { ...process.env, NO_COLOR: '1' };
const NOBODY = 65534;
const isRoot = process.getuid() === 0;

const wanted = (() => {
	let bytes;
	return () => {
		if (!bytes) {
			const out = path.join(freshDir('wanted'), 'out.wasm');
			const run = runTool(['-o', out, wat('kinds')]);
			assert.equal(run.status, 0, run.stderr);
			bytes = fs.readFileSync(out);
		}
		return bytes;
	};
})();

/** A shell that finds the tool as $T and the module as $IN; {status, signal, stdout, stderr}, the output as bytes. */
function shell(script, { cwd = freshDir('sh'), ...options } = {}) {
	const run = spawnSync('bash', ['-c', script], {
		cwd, timeout: 60_000, maxBuffer: 64 << 20, ...options,
		env: { ...ENV, T: TOOL, IN: wat('kinds'), ...options.env },
	});
	if (run.error)
		throw run.error;
	return { ...run, stderr: run.stderr?.toString(), cwd };
}

/** Everything in a directory: names, and what is in files and links. */
function listing(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).map((entry) => {
		const file = path.join(dir, entry.name);
		return [entry.name, entry.isSymbolicLink() ? fs.readlinkSync(file)
			: entry.isFile() ? fs.readFileSync(file, 'latin1') : 'not a file'];
	}).sort();
}

/** The run has failed for want of a place to write to, and changed nothing. */
function unwritten(run, before, pattern) {
	assert.equal(run.signal, null);
	assert.equal(run.status, 3, run.stderr);
	assert.match(run.stderr, pattern);
	assert.match(run.stderr, /^unpoison: [^\n]+; [^\n]+\n$/);
	assert.deepEqual(listing(run.cwd), before);
}

describe('standard input and output', () => {
	it('- and -o -', () => {
		const run = shell('cat "$IN" | "$T" - -o -');
		assert.equal(run.status, 0, run.stderr);
		assert.equal(run.stderr, '');
		assert.deepEqual(run.stdout, wanted());
	});

	it('other names of standard output', () => {
		for (const name of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
			const run = shell(`"$T" - -o ${name} < "$IN" | cat`);
			assert.deepEqual(run.stdout, wanted());
			assert.equal(run.stderr, '');
		}
	});

	it('into a file that is open already: where it stands, and nothing else', () => {
		const run = shell('{ echo before; "$T" -o - "$IN"; echo behind; } > out; printf x >> more; "$T" -o - "$IN" >> more');
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(fs.readFileSync(path.join(run.cwd, 'out')),
			Buffer.concat([Buffer.from('before\n'), wanted(), Buffer.from('behind\n')]));
		assert.deepEqual(fs.readFileSync(path.join(run.cwd, 'more')), Buffer.concat([Buffer.from('x'), wanted()]));
		assert.deepEqual(fs.readdirSync(run.cwd).sort(), ['more', 'out']);
	});

	it('into a pipe that does not block', async () => {
		const child = spawn('bash', ['-c', '"$T" -o - "$IN" | { sleep 0.3; cat; }'],
			{ env: { ...ENV, T: TOOL, IN: flavourFile('legacy') }, stdio: ['ignore', 'pipe', 'inherit'] });
		const chunks = [];
		for await (const chunk of child.stdout)
			chunks.push(chunk);
		assert.ok(WebAssembly.validate(Buffer.concat(chunks)));
		// What a program leaves that made the pipe its own.
		const run = shell(`python3 -c '
import fcntl, os, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
fcntl.fcntl(w, fcntl.F_SETPIPE_SZ, 4096)
tool = subprocess.Popen([os.environ["T"], "-o", "-", os.environ["IN"]], stdout=w)
os.close(w)
time.sleep(0.3)
with os.fdopen(r, "rb") as pipe: sys.stdout.buffer.write(pipe.read())
sys.exit(tool.wait())'`, { env: { IN: flavourFile('legacy') } });
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(run.stdout, Buffer.concat(chunks));
	});

	it('not to a terminal', () => {
		const run = shell('script -qefc \'"$T" -o - "$IN"\' /dev/null < /dev/null');
		assert.equal(run.status, 2);
		assert.match(run.stdout.toString(), /standard output is a terminal, and a module is no text/);
		assert.ok(!run.stdout.includes('\0asm'));
	});

	it('a reader that goes away', () => {
		// As of other programs: by the signal, or, where that is ignored, by an error.
		const killed = shell('{ sleep 0.3; exec "$T" -o - "$IN"; } | true; echo "${PIPESTATUS[0]}"');
		assert.equal(killed.stdout.toString(), '141\n');
		assert.equal(killed.stderr, '');
		const told = shell('trap "" PIPE; { sleep 0.3; exec "$T" -o - "$IN"; } | true; echo "${PIPESTATUS[0]}"');
		assert.equal(told.stdout.toString(), '3\n');
		assert.match(told.stderr, /standard output cannot be written \(Broken pipe\); /);
	});

	it('closed ones', () => {
		const { cwd, ...run } = shell('"$T" -o - "$IN" >&-');
		assert.equal(run.status, 3);
		assert.match(run.stderr, /standard output cannot be written/);
		// No message goes into a file that got the number of a closed one.
		const quiet = shell('"$T" -v -o out.wasm "$IN" <&- >&- 2>&-', { cwd });
		assert.equal(quiet.status, 0);
		assert.deepEqual(fs.readFileSync(path.join(cwd, 'out.wasm')), wanted());
		const input = shell('"$T" -o out.wasm - <&-', { cwd });
		assert.equal(input.status, 1);
		assert.match(input.stderr, /^unpoison: -: cannot be read/);
	});

	it('a full disk', () => {
		const run = shell('"$T" -o - "$IN" > /dev/full');
		assert.equal(run.status, 3);
		assert.match(run.stderr, /standard output cannot be written \(No space left on device\); /);
	});
});

describe('inputs that are no ordinary files', () => {
	const refused = (script, pattern) => {
		const run = shell(script);
		assert.equal(run.status, 1, run.stderr);
		assert.match(run.stderr, pattern);
		assert.deepEqual(fs.readdirSync(run.cwd).filter((name) => name === 'out.wasm'), []);
	};

	it('a named pipe, a process, a link', () => {
		for (const script of ['mkfifo p; cat "$IN" > p & "$T" -o out.wasm p', '"$T" -o out.wasm <(cat "$IN")',
			'ln -s "$IN" l; "$T" -o out.wasm l', 'cp "$IN" $\'a\\n\\xff.wasm\'; "$T" -o out.wasm $\'a\\n\\xff.wasm\'']) {
			const run = shell(script);
			assert.equal(run.status, 0, run.stderr);
			assert.deepEqual(fs.readFileSync(path.join(run.cwd, 'out.wasm')), wanted());
		}
	});

	it('what is no module', () => {
		refused('"$T" -o out.wasm /dev/null', /is empty/);
		refused('"$T" -o out.wasm .', /is a directory/);
		refused('"$T" -o out.wasm - < .', /is a directory/);
		refused('"$T" -o out.wasm /proc/self/status', /not a/i);
		refused('"$T" -o out.wasm /dev/zero', /not a/i);
		refused('ln -s l l; "$T" -o out.wasm l', /symbolic links/);
		refused('"$T" -o out.wasm "$(printf %0300d 0)"', /name too long/);
	});
});

describe('the output is the input', () => {
	const cases = {
		'by its path': ['mod.wasm', ''],
		'by another path': ['../$(basename "$PWD")/./mod.wasm', ''],
		'by a symbolic link': ['l', 'ln -s mod.wasm l;'],
		'by a hard link': ['l', 'ln mod.wasm l;'],
	};
	for (const [what, [out, prepare]] of Object.entries(cases)) {
		it(what, () => {
			const run = shell(`cp "$IN" mod.wasm; ${prepare} "$T" -o ${out} mod.wasm`);
			assert.equal(run.status, 0, run.stderr);
			const names = fs.readdirSync(run.cwd).sort();
			assert.deepEqual(names, prepare ? ['l', 'mod.wasm'] : ['mod.wasm']);
			assert.deepEqual(fs.readFileSync(path.join(run.cwd, names[0])), wanted());
			const parted = what === 'by a hard link';
			assert.deepEqual(fs.readFileSync(path.join(run.cwd, 'mod.wasm')), parted ? fs.readFileSync(wat('kinds')) : wanted());
			assert.equal(fs.lstatSync(path.join(run.cwd, names[0])).isSymbolicLink(), what === 'by a symbolic link');
		});
	}
});

describe('what is in the place of the output', () => {
	it('a link, and one to nothing yet', () => {
		for (const prepare of ['echo old > d/real', 'true']) {
			const run = shell(`mkdir d; ${prepare}; ln -s d/real l; "$T" -o l "$IN"`);
			assert.equal(run.status, 0, run.stderr);
			assert.equal(fs.readlinkSync(path.join(run.cwd, 'l')), 'd/real');
			assert.deepEqual(fs.readFileSync(path.join(run.cwd, 'd/real')), wanted());
			assert.deepEqual(fs.readdirSync(path.join(run.cwd, 'd')), ['real']);
		}
	});

	const BAD = {
		'a link to itself': ['ln -s l l', /l: cannot be written \(Too many levels.*remove the symbolic link/],
		'a link into a directory that is not there': ['ln -s no/such l', /No such file/],
		'a directory': ['mkdir l', /Is a directory/],
		'a link to a directory': ['mkdir d; ln -s d l', /Is a directory/],
	};
	for (const [what, [prepare, pattern]] of Object.entries(BAD)) {
		it(what, () => {
			const { cwd } = shell(prepare);
			const before = listing(cwd);
			unwritten(shell('"$T" -o l "$IN"', { cwd }), before, pattern);
		});
	}

	it('an empty file, and one whose name is as long as can be', () => {
		const name = 'n'.repeat(255);
		for (const out of ['empty', name, 'line\\nbreak', '\\xff\\xfe', ' ', '.hidden', '-x']) {
			const run = shell(`out=./$'${out}'; : > "$out"; "$T" -o "$out" "$IN"; cat "$out"; ls -Aq | wc -l >&2`);
			assert.deepEqual(run.stdout, wanted(), out);
			assert.equal(run.stderr, '1\n');
		}
		const { cwd } = shell('true');
		unwritten(shell(`"$T" -o ${name}n "$IN"`, { cwd }), [], /too long/);
	});

	it('a named pipe', () => {
		const run = shell('mkfifo p; "$T" -o p "$IN" & cat p; wait $!');
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(run.stdout, wanted());
		assert.ok(fs.lstatSync(path.join(run.cwd, 'p')).isFIFO());
		const gone = shell('mkfifo p; "$T" -o p "$IN" & head -c 1 p > /dev/null; wait $!',
			{ env: { IN: bigModule() } });
		assert.equal(gone.status, 3);
		assert.match(gone.stderr, /p: cannot be written \(Broken pipe\); /);
		assert.deepEqual(fs.readdirSync(gone.cwd), ['p']);
	});

	it('a pipe that nobody reads yet, until a signal comes', () => {
		const run = shell('mkfifo p; "$T" -o p "$IN" & sleep 0.3; kill -TERM $!; wait $!');
		assert.equal(run.status, 128 + 15, run.stderr);
		assert.match(run.stderr, /interrupted before anything was written; run it again/);
	});

	it('/dev/full', () => {
		const run = shell('"$T" -o /dev/full "$IN"');
		unwritten(run, [], /\/dev\/full: cannot be written \(No space left on device\); make room/);
	});
});

/** A module whose output is larger than a pipe is. */
function bigModule() {
	const size = 300_000;
	const leb = [size + 2 & 127 | 128, (size + 2) >> 7 & 127 | 128, (size + 2) >> 14];
	const file = path.join(freshDir('big'), 'big.wasm');
	fs.writeFileSync(file, Buffer.concat([fs.readFileSync(wat('kinds')), Buffer.from([0, ...leb, 1, 120]),
		Buffer.alloc(size)]));
	return file;
}

describe('modes and owners', () => {
	const modes = (cwd, names) => names.map((name) => (fs.statSync(path.join(cwd, name)).mode & 0o7777).toString(8));

	it('a new file has that of the umask, an old one keeps its own', () => {
		const run = shell('umask 027; : > old; chmod 751 old; "$T" -o old "$IN" && "$T" -o new "$IN" && "$T" --out-dir d "$IN"');
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(modes(run.cwd, ['old', 'new', 'd']), ['751', '640', '750']);
		for (const name of fs.readdirSync(path.join(run.cwd, 'd')))
			assert.deepEqual(modes(run.cwd, [`d/${name}`]), ['640']);
	});

	it('an owner is kept where that may be', () => {
		const run = shell('echo old > old; chmod 666 old; if [ $(id -u) = 0 ]; then chown 65534:65534 old; fi; "$T" -o old "$IN"');
		assert.equal(run.status, 0, run.stderr);
		const { uid, gid } = fs.statSync(path.join(run.cwd, 'old'));
		assert.deepEqual([uid, gid], isRoot ? [NOBODY, NOBODY] : [process.getuid(), process.getgid()]);
		assert.deepEqual(modes(run.cwd, ['old']), ['666']);
	});
});

describe('without permission', () => {
	/** Root may do everything: then as nobody, in a directory of theirs. */
	function asSomebody(script, prepare) {
		const cwd = fs.mkdtempSync('/tmp/unpoison-nobody-');
		process.on('exit', () => {
			shell('chmod -R u+w .', { cwd });
			fs.rmSync(cwd, { recursive: true, force: true });
		});
		fs.copyFileSync(TOOL, path.join(cwd, 'tool'));
		fs.chmodSync(path.join(cwd, 'tool'), 0o755);
		fs.copyFileSync(wat('kinds'), path.join(cwd, 'in.wasm'));
		fs.chmodSync(path.join(cwd, 'in.wasm'), 0o644);
		shell(prepare, { cwd });
		if (isRoot) {
			shell(`chown -R ${NOBODY}:${NOBODY} .`, { cwd });
			// As long as it is nobody's, and not root's, that says what they may do.
			assert.equal(fs.statSync(cwd).uid, NOBODY);
		}
		const who = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
		const run = shell(script, { cwd, ...who, env: { T: './tool', IN: 'in.wasm' } });
		return run;
	}

	const CASES = {
		'a file that is read-only': ['echo old > o; chmod 444 o', '"$T" -o o "$IN"', /o: cannot be written \(Permission denied\); make it writable/],
		'a directory that is read-only': ['mkdir d; chmod 555 d', '"$T" -o d/o "$IN"', /d: cannot be written \(Permission denied\); make it writable/],
		'a set into one': ['mkdir d; echo old > d/in.js; chmod 555 d', '"$T" --out-dir d "$IN"', /d: cannot be written \(Permission denied\)/],
		'one that is to be made in one': ['mkdir d; chmod 555 d', '"$T" --out-dir d/e/f "$IN"', /d\/e\/f: cannot be written \(Permission denied\)/],
		'one that cannot be entered': ['mkdir d; chmod 600 d', '"$T" -o d/o "$IN"', /cannot be written \(Permission denied\)/],
	};
	for (const [what, [prepare, script, pattern]] of Object.entries(CASES)) {
		it(what, () => {
			const run = asSomebody(script, prepare);
			assert.equal(run.status, 3, run.stderr);
			assert.match(run.stderr, pattern);
			const left = fs.readdirSync(run.cwd, { recursive: true }).filter((name) => /unpoison/.test(name));
			assert.deepEqual(left, []);
			if (fs.existsSync(path.join(run.cwd, 'o')))
				assert.equal(fs.readFileSync(path.join(run.cwd, 'o'), 'utf8'), 'old\n');
		});
	}

	it('an input that may not be read', () => {
		const run = asSomebody('"$T" -o o "$IN"', 'chmod 0 in.wasm');
		assert.equal(run.status, 1, run.stderr);
		assert.match(run.stderr, /no permission to read it/);
	});
});

describe('no room', () => {
	it('a limit on the size of files', () => {
		const { cwd } = shell('echo old > o; mkdir d; echo old > d/kinds_bg.wasm');
		const before = listing(cwd);
		unwritten(shell('ulimit -f 1; "$T" -o o "$IN"', { cwd }), before, /o: cannot be written \(File too large\); make room/);
		unwritten(shell('ulimit -f 1; "$T" --out-dir d "$IN"', { cwd }), before, /\(File too large\); make room/);
		assert.deepEqual(listing(path.join(cwd, 'd')), [['kinds_bg.wasm', 'old\n']]);
	});

	/**
	 * Runs a script in a namespace with a file system of @size in ./disk, if such a
	 * namespace can be made; the others of this group work everywhere.
	 */
	const mounts = spawnSync('unshare', ['-rm', 'true']).status === 0;
	const onDisk = (size, script) => shell(`exec unshare -rm bash -c '
		mkdir disk && mount -t tmpfs -o size=${size} none disk && cd disk || exit 99
		${script}'`);

	it('a full disk', () => {
		if (!mounts)
			return;
		const run = onDisk('16k', `echo old > o; echo "old js" > kinds.js
			"$T" -o o "$IN" && cat o | cmp - o || exit 98
			echo old > o
			"$T" --target web --out-dir . "$IN"; status=$?
			ls -A; cat o kinds.js; exit $status`);
		assert.equal(run.status, 3, run.stderr);
		assert.equal(run.stdout.toString(), 'kinds.js\no\nold\nold js\n');
		assert.match(run.stderr, /No space left on device\); make room/);
	});

	it('a file system that is read-only', () => {
		if (!mounts)
			return;
		const run = onDisk('1m', `echo old > o; mount -o remount,ro . || exit 99
			"$T" -o o "$IN"; echo $?; "$T" --out-dir d/e "$IN"; echo $?; "$T" -o new "$IN"; echo $?; ls -A; cat o`);
		assert.equal(run.status, 0, run.stderr);
		assert.equal(run.stdout.toString(), '3\n3\n3\no\nold\n');
		assert.equal(run.stderr.match(/Read-only file system\); choose an output directory on a writable/g)?.length, 3, run.stderr);
	});

	it('a file that is a mount point of its own', () => {
		if (!mounts)
			return;
		const run = onDisk('1m', `echo old > o; echo other > p; mount --bind p o || exit 99
			"$T" -o o "$IN"; echo $?; cat o; ls -A`);
		assert.equal(run.stdout.toString(), '3\nother\no\np\n');
		assert.match(run.stderr, /o: cannot be written \(Device or resource busy\); it may be a mount point/);
	});

	it('a link to another file system', () => {
		if (!mounts)
			return;
		const run = onDisk('1m', `ln -s "$PWD/o" ../l; echo old > o; "$T" -o ../l "$IN" && cmp o ../l && ls -A . >&2; cat o`);
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(run.stdout, wanted());
		assert.equal(run.stderr, 'o\n');
	});
});
