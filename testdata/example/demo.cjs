// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The same crate, built to unwind and built to abort, after unpoison:
//
//     node demo.cjs UNWINDING/shop.js ABORTING/shop.js

'use strict';

const path = require('node:path');

function print_error(error) {
	console.log(`      ${error.name}: ${error.message}`);
	if (error.location) {
		const { file, line, column } = error.location;
		console.log(`      at ${file}:${line}:${column}`);
	}
	if ('fatal' in error) {
		console.log(`      fatal: ${error.fatal}`);
	}
	if (error.cause) {
		console.log(`      cause: ${error.cause.name}: ${error.cause.message}`);
	}
}

// Calls an export as any program would, and shows what comes back.
function call(shop, name, ...args) {
	const source = `shop.${name}(${args.join(', ')})`;
	try {
		console.log(`  ${source.padEnd(26)} -> ${shop[name](...args)}`);
		return undefined;
	} catch (error) {
		console.log(`  ${source.padEnd(26)} throws`);
		print_error(error);
		return error;
	}
}

function check(condition, claim) {
	if (!condition) {
		throw new Error(`the demonstration failed: ${claim}`);
	}
	console.log(`  ok: ${claim}\n`);
}

function unwinding(shop) {
	console.log('1. Built with panic=unwind\n');
	call(shop, 'add_to_cart', 1, 2);

	const unknown = call(shop, 'add_to_cart', 99, 1);
	check(unknown instanceof shop.PanicError && !unknown.fatal,
		'the panic is an error with its text and its place');

	call(shop, 'items_in_cart');
	check(shop.items_in_cart() === 2 && shop.total_in_cents() === 998,
		'destructors ran: the half-made change was taken back, the cart kept');

	call(shop, 'add_to_cart', 3, 0);
	call(shop, 'add_to_cart', 3, 4);
	check(shop.items_in_cart() === 6 && !shop.recovery_state().terminated,
		'the next call works');
}

function aborting(shop) {
	console.log('2. Built with panic=abort\n');
	let hook_calls = 0;
	shop.set_on_abort((event) => {
		hook_calls += 1;
		console.log(`  on_abort: reason '${event.reason}' in ${event.export}()`);
	});
	call(shop, 'add_to_cart', 1, 2);

	const unknown = call(shop, 'add_to_cart', 99, 1);
	check(unknown instanceof shop.PanicError && unknown.fatal && hook_calls === 1,
		'text and place are known here too; nothing ran to clean up: fatal');

	const refused = call(shop, 'items_in_cart');
	check(refused instanceof shop.TerminatedError && refused.cause === unknown,
		'nobody can go on with the broken cart');

	console.log('  shop.__wbg_reset_state()');
	shop.__wbg_reset_state();
	call(shop, 'add_to_cart', 3, 4);
	check(shop.items_in_cart() === 4 && shop.recovery_state().generation === 1,
		'a fresh cart, behind the same functions');
}

const [unwinding_file, aborting_file] = process.argv.slice(2, 4);
unwinding(require(path.resolve(unwinding_file)));
aborting(require(path.resolve(aborting_file)));
