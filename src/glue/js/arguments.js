//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What callers pass to the functions of a module without bindings; part of
//- makeInstance().
//#if lowers
// What a caller's valueOf or toString does is nested in the call.
function lower(convert, value) {
  const life = generation;
  value = within(convert, undefined, [value]);
  if (life !== generation) throw stale(life);
  return value;
}

//#if numbers
const number = (value) => lower((given) => +given, value);
//#end
//#if bigints
const bigint = (value) => lower((given) => BigInt.asIntN(64, given), value);
//#end
//#else
//#if numbers
// What a caller's valueOf or toString does is nested in the call.
function number(value) {
  const life = generation;
  value = within((given) => +given, undefined, [value]);
  if (life !== generation) throw stale(life);
  return value;
}
//#end
//#end
//#if funcref

let slot;

// Only null and exported wasm functions can be a funcref.
function funcref(value) {
  if (value === undefined) throw new TypeError('undefined is not a wasm function or null');
  slot ??= new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
  try {
    slot.set(0, value);
  } catch (error) {
    throw Object.values(exported).includes(value) ? new TypeError(
      `The export '${value.name}' is for calls from outside: called by the module itself it ` +
      'would look like a call into a dead instance. Pass a function that the module gave ' +
      'out by a table, a global or a result') : error;
  }
  slot.set(0, null);
  return value;
}
//#end
