// SPDX-License-Identifier: MIT OR Apache-2.0
//
// How values cross between JavaScript and a crate, as expressions that the
// printers set in. An entry is one line; its parameters are replaced by what is
// passed there. Functions that are called here are those of helpers.js. Where an
// entry `NAME_index` exists, it is for a value of JavaScript of which only the
// index is at hand.

// What JavaScript passed, made what it is to be. Runs before the module is
// entered, since it may call anything of the caller's.
export const prepare = {
  number: (v) => number(v),
  real: (v) => number(v),
  bool: (v) => number(v),
  i64: (v) => BigInt.asIntN(64, v),
  i128: (v) => BigInt.asIntN(128, v),
  char: (v) => codePoint(v),
  string: (v) => string(v),
  array: (v, Type) => array(v, Type),
  mutable: (v, Type) => typed(v, Type),
  refs: (v) => list(v),
  strings: (v) => list(v, string),
  each: (v, convert) => list(v, convert),
  option: (v, some) => v == null ? undefined : some,
  nullable: (v, some) => v === null ? null : some,
  either: (v, some) => v == null ? v : some,
};

// The same with --debug: what is of another type is refused.
export const prepare_debug = {
  number: (v) => checkNumber(v),
  real: (v) => number(v),
  bool: (v) => number(checkBoolean(v)),
  i64: (v) => BigInt.asIntN(64, checkBigInt(v)),
  i128: (v) => BigInt.asIntN(128, checkBigInt(v)),
  char: (v) => codePoint(v),
  string: (v) => string(v),
  array: (v, Type) => array(checkList(v, Type), Type),
  mutable: (v, Type) => checkTyped(v, Type),
  refs: (v) => list(checkList(v)),
  strings: (v) => list(checkList(v), string),
  each: (v, convert) => list(checkList(v), convert),
  option: (v, some) => v == null ? undefined : some,
  nullable: (v, some) => v === null ? null : some,
  either: (v, some) => v == null ? v : some,
};

// A word for the module, of a prepared value. Behind that of a sequence comes LEN.
export const lower = {
  plain: (v) => v,
  high: (v) => v >> 64n,
  float: (v) => Math.fround(v),
  int: (v) => v >> 0,
  uint: (v) => v >>> 0,
  string: (v) => passString(v),
  array: (v, Type) => pass(v, Type),
  refs: (v) => passRefs(v),
  each: (v, size, write) => passEach(v, size, write),
  ref: (v) => v,
  ref_index: (v) => addRef(v),
  lent: (v) => v,
  lent_index: (v) => lend(v),
  string_enum: (v, values, invalid) => indexIn(values, v, invalid),
  take: (v) => v.__destroy_into_raw(),
  take_heir: (v) => v.__destroy_into_raw(),
  borrow: (v, member) => v.member,
};

// Words of a value that may be absent: `none` stands for undefined, `nil` for
// null; both are of one word.
export const absent = {
  option: (v, none, nil, some) => v === undefined ? none : some,
  nullable: (v, none, nil, some) => v === null ? nil : some,
  either: (v, none, nil, some) => v === undefined ? none : v === null ? nil : some,
};

// What JavaScript gets, of words of the module.
export const lift = {
  plain: (a) => a,
  bool: (a) => a !== 0,
  uint: (a) => a >>> 0,
  u64: (a) => BigInt.asUintN(64, a),
  i128: (a, b) => BigInt.asUintN(64, a) | b << 64n,
  u128: (a, b) => BigInt.asUintN(64, a) | BigInt.asUintN(64, b) << 64n,
  char: (a) => String.fromCodePoint(a),
  string_enum: (a, values) => values[a],
  string: (a, b) => takeString(a, b),
  string_lent: (a, b) => getString(a, b),
  cached: (a, b) => takeCached(a, b),
  cached_lent: (a, b) => getCached(a, b),
  array: (a, b, Type) => takeArray(Type, a, b),
  array_plain: (a, b, Type) => Array.from(takeArray(Type, a, b)),
  array_lent: (a, b, Type) => view(Type, a, b),
  array_lent_copy: (a, b, Type) => view(Type, a, b).slice(),
  array_lent_plain: (a, b, Type) => Array.from(view(Type, a, b)),
  refs: (a, b) => takeRefs(a, b),
  refs_lent: (a, b) => getRefs(a, b),
  each: (a, b, size, read) => takeEach(a, b, size, read),
  each_lent: (a, b, size, read) => getEach(a, b, size, read),
  ref: (a) => a,
  ref_index: (a) => takeRef(a),
  lent: (a) => a,
  lent_index: (a) => getRef(a),
  struct: (a, Class) => Class.__wrap(a),
};

// What may be absent: as above, in the other direction.
export const present = {
  option: (a, none, nil, some) => a === none ? undefined : some,
  nullable: (a, none, nil, some) => a === nil ? null : some,
  either: (a, none, nil, some) => a === none ? undefined : a === nil ? null : some,
};

// Those of sequences have a pointer, and if that is 0 the length tells.
export const sequence = {
  option: (a, b, nil, some) => a === 0 ? undefined : some,
  nullable: (a, b, nil, some) => a === 0 ? null : some,
  either: (a, b, nil, some) => a === 0 ? b === nil ? null : undefined : some,
};

// An element of a sequence in memory, at `p`.
export const element = {
  read_i32: (p) => data().getInt32(p, true),
  read_u32: (p) => data().getUint32(p, true),
  read_f64: (p) => data().getFloat64(p, true),
  write_i32: (p, v) => data().setInt32(p, v, true),
  write_f64: (p, v) => data().setFloat64(p, v, true),
  reader: (p, value) => (p) => value,
  writer: (p, v, effect) => (p, v) => effect,
  converter: (v, value) => (v) => value,
};

// Statements: the braces are not theirs.
export const statement = {
  run: (value) => { value; },
  assign: (v, value) => { v = value; },
  bind: (v, value) => { const v = value; },
  bind_anew: (v, value) => { let v = value; },
  give: (value) => { return value; },
  give_promise: (value) => { return watched(value); },
  give_all: (values) => { return [values]; },
  give_own: (at, free) => { return own(this, at, free); },
  give_heir: (at, Class) => { return ownHeir(this, at, Class.__lineage); },
  fail: (condition, error) => { if (condition) throw unwinding(error); },
  check_class: (v, Class) => { assertClass(v, Class); },
  check_exact: (v, Class) => { assertExact(v, Class); },
  check_each: (v, one, check) => { for (const one of v) { check } },
  check_present: (v, check) => { if (v != null) { check } },
  skip: () => { if (arguments[0] === SKIP) return; },
  skip_parent: () => { super(SKIP); },
};

// What an import does.
export const act = {
  call: (f, args) => f(args),
  construct: (f, args) => new f(args),
  tasks: (run) => tasks(run),
  apply: (f, args) => f.call(args),
  assign: (place, v) => place = v,
  index: (object, key) => object[key],
  assign_index: (object, key, v) => object[key] = v,
  delete_index: (object, key) => delete object[key],
  spread: (v) => ...v,
  getter: (Class, key) => accessor(Class, key).get,
  setter: (Class, key) => accessor(Class, key).set,
  instance: (v, Class) => isInstance(v, () => Class),
  global: (root, whole) => typeof root === 'undefined' ? undefined : whole,
  wrap: (a, Class) => Class.__wrap(a),
  unwrap: (a, Class) => Class.__unwrap(a),
  prefixed: (name, others) => typeof name !== 'undefined' ? name : others,
  missing: (text) => missing(text),
  url: (text) => moduleURL(text),
  file: (path) => new URL(path, import.meta.url).toString(),
  file_script: (path) => new URL(path, ownURL()).toString(),
  file_commonjs: (path) => require('url').pathToFileURL(require('path').join(__dirname, path)).toString(),
  unref: (v) => v._wbg_cb_unref(),
};

// The closures that an import gets.
export const closure = {
  owned: (a, b, run, drop) => closure(a, b, run, drop),
  owned_mutable: (a, b, run, drop) => closure(a, b, run, drop, true),
  lent: (a, b, run) => lendClosure(a, b, run),
  lent_mutable: (a, b, run) => lendClosure(a, b, run, true),
};

// What the crate `wasm-bindgen` asks of its JavaScript, by name.
export const intrinsic = {
  __wbindgen_jsval_eq: (a, b) => a === b,
  __wbindgen_jsval_loose_eq: (a, b) => a == b,
  __wbindgen_is_function: (a) => typeof a === 'function',
  __wbindgen_is_undefined: (a) => a === undefined,
  __wbindgen_is_null: (a) => a === null,
  __wbindgen_is_null_or_undefined: (a) => a == null,
  __wbindgen_object_is_null_or_undefined: (a) => a == null,
  __wbindgen_object_is_undefined: (a) => a === undefined,
  __wbindgen_is_object: (a) => typeof a === 'object' && a !== null,
  __wbindgen_is_symbol: (a) => typeof a === 'symbol',
  __wbindgen_is_string: (a) => typeof a === 'string',
  __wbindgen_is_bigint: (a) => typeof a === 'bigint',
  __wbindgen_typeof: (a) => typeof a,
  __wbindgen_in: (a, b) => a in b,
  __wbindgen_is_falsy: (a) => !a,
  __wbindgen_try_into_number: (a) => tryNumber(a),
  __wbindgen_neg: (a) => -a,
  __wbindgen_bit_and: (a, b) => a & b,
  __wbindgen_bit_or: (a, b) => a | b,
  __wbindgen_bit_xor: (a, b) => a ^ b,
  __wbindgen_bit_not: (a) => ~a,
  __wbindgen_shl: (a, b) => a << b,
  __wbindgen_shr: (a, b) => a >> b,
  __wbindgen_unsigned_shr: (a, b) => a >>> b,
  __wbindgen_add: (a, b) => a + b,
  __wbindgen_sub: (a, b) => a - b,
  __wbindgen_div: (a, b) => a / b,
  __wbindgen_checked_div: (a, b) => tryDivide(a, b),
  __wbindgen_mul: (a, b) => a * b,
  __wbindgen_rem: (a, b) => a % b,
  __wbindgen_pow: (a, b) => a ** b,
  __wbindgen_lt: (a, b) => a < b,
  __wbindgen_le: (a, b) => a <= b,
  __wbindgen_ge: (a, b) => a >= b,
  __wbindgen_gt: (a, b) => a > b,
  __wbindgen_object_clone_ref: (a) => addRef(getRef(a)),
  __wbindgen_object_drop_ref: (a) => dropRef(a),
  __wbindgen_number_get: (a) => typeof a === 'number' ? a : undefined,
  __wbindgen_string_get: (a) => typeof a === 'string' ? a : undefined,
  __wbindgen_boolean_get: (a) => typeof a === 'boolean' ? a : undefined,
  __wbindgen_bigint_get_as_i64: (a) => typeof a === 'bigint' ? a : undefined,
  __wbindgen_string_from_utf8_lossy: (a) => decodeLossy(a),
  __wbindgen_throw: (a) => raiseError(new Error(a)),
  __wbindgen_rethrow: (a) => rethrow(a),
  __wbindgen_memory: () => wasm.memory,
  __wbindgen_exports: () => rawExports(),
  __wbindgen_module: () => wasmModuleOf(),
  __wbindgen_instance: () => wasmInstanceOf(),
  __wbindgen_function_table: () => wasm.__indirect_function_table,
  __wbindgen_debug_string: (a) => debugString(a),
  __wbindgen_copy_to_typed_array: (a, b) => copyInto(b, a),
  __wbindgen_externref_heap_live_count: () => liveRefs(),
  __wbindgen_init_externref_table: () => initRefs(),
  __wbindgen_panic_error: (a) => panicError(a),
  __wbindgen_reinit: () => scheduleFromInside(),
  __wbindgen_jspi_in_context: () => 0,
  __wbindgen_jspi_suspend: (a) => missing('WebAssembly.Suspending'),
  __wbindgen_jspi_spawn_poll: (a) => missing('WebAssembly.promising'),
  __wbindgen_jspi_spawn_first: (a) => missing('WebAssembly.promising'),
};
