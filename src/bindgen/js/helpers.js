//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What generated bindings call. A block (up to a blank line) becomes part of the
//- output if something that it declares is used; what it needs comes with it.
//- They are part of makeInstance(), and run in its calls of the module.
const number = (v) => typeof v === 'number' ? v : +v;

function string(v) {
  if (typeof v !== 'string') throw new TypeError(`expected a string argument, found ${typeof v}`);
  return v;
}

function codePoint(v) {
  const point = v.codePointAt(0);
  if (point === undefined || point >= 0xd800 && point < 0xe000) {
    throw new Error(`expected a valid Unicode scalar value, found ${point}`);
  }
  return point;
}

// A typed array for what is no such yet.
const array = (v, Type) => v instanceof Type ? v : Type.from(v);

// What is passed one by one, as an array of our own. Array.from() would do for all, but
// of arrays engines make it slowly.
function list(v, convert) {
  if (!Array.isArray(v)) return Array.from(v, convert);
  const values = [...v];
  return convert === undefined ? values : values.map(convert);
}

// One that is written back to: its elements are to be of the same size.
function typed(v, Type) {
  if (!ArrayBuffer.isView(v) || v.BYTES_PER_ELEMENT !== Type.BYTES_PER_ELEMENT) {
    throw new TypeError(`expected a ${Type.name}`);
  }
  return v;
}

let LEN = 0; // of what was passed last

// A view of the memory, until that grows.
function bytes() {
  if (cachedBytes.byteLength === 0) cachedBytes = new Uint8Array(wasm.memory.buffer);
  return cachedBytes;
}

const wholes = new Map(); // likewise, by type
let wholesOf;
function whole(Type) {
  const memory = bytes();
  if (wholesOf !== memory) wholes.clear();
  wholesOf = memory;
  let all = wholes.get(Type);
  if (all === undefined) wholes.set(Type, all = new Type(memory.buffer));
  return all;
}

const data = () => whole(DataView);

const newDecoder = () => new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
let textDecoder = newDecoder();
let decoded = 0; // bytes
// Safari's decoders give up after 2 GiB.
function decodeText(text) {
  decoded += text.length;
  if (decoded > 0x7ff00000) {
    textDecoder = newDecoder();
    decoded = text.length;
  }
  return textDecoder.decode(text);
}

function decodeLossy(text) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);
}

function getString(at, size) {
  at >>>= 0;
  return decodeText(bytes().subarray(at, at + (size >>> 0)));
}

function takeString(at, size) {
  const text = getString(at, size);
  wasm.__wbindgen_free(at, size, 1);
  return text;
}

// A string that the module keeps the value of: then there is no pointer.
function getCached(at, size) {
  return at === 0 ? getRef(size) : getString(at, size);
}

function takeCached(at, size) {
  const text = getCached(at, size);
  if (at !== 0) wasm.__wbindgen_free(at, size, 1);
  return text;
}

const textEncoder = new TextEncoder();
// Returns how many bytes the text took.
function encodeInto(text, target) {
  //#if encode_into
  //#if encode_test
  if (textEncoder.encodeInto) return textEncoder.encodeInto(text, target).written;
  //#else
  return textEncoder.encodeInto(text, target).written;
  //#end
  //#end
  //#if encode_copy
  const encoded = textEncoder.encode(text);
  target.set(encoded);
  return encoded.length;
  //#end
}

function passString(text) {
  const { length } = text;
  let start = wasm.__wbindgen_malloc(length, 1) >>> 0;
  const memory = bytes();
  let at = 0;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) break;
    memory[start + at] = code;
  }
  if (at < length) {
    const most = at + (length - at) * 3;
    start = wasm.__wbindgen_realloc(start, length, most, 1) >>> 0;
    at += encodeInto(text.slice(at), bytes().subarray(start + at, start + most));
    start = wasm.__wbindgen_realloc(start, most, at, 1) >>> 0;
  }
  LEN = at;
  return start;
}

const view = (Type, at, length) => new Type(wasm.memory.buffer, at >>> 0, length >>> 0);

function takeArray(Type, at, length) {
  const size = Type.BYTES_PER_ELEMENT;
  const start = (at >>> 0) / size;
  const copy = whole(Type).slice(start, start + (length >>> 0));
  wasm.__wbindgen_free(at, length * size, size);
  return copy;
}

function pass(v, Type) {
  const { length, byteOffset } = v;
  const size = Type.BYTES_PER_ELEMENT;
  const at = wasm.__wbindgen_malloc(length * size, size) >>> 0;
  // The module's own memory has grown, and there is no such array any more.
  if (v.length !== length) v = view(v.constructor, byteOffset, length);
  whole(Type).set(v, at / size);
  LEN = length;
  return at;
}

function copyInto(target, source) {
  new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(source);
}

//#if references
function addRef(v) {
  const index = wasm.__externref_table_alloc();
  wasm.__wbindgen_externrefs.set(index, v);
  return index;
}

function getRef(index) {
  return wasm.__wbindgen_externrefs.get(index);
}

function takeRef(index) {
  const v = wasm.__wbindgen_externrefs.get(index);
  wasm.__externref_table_dealloc(index);
  return v;
}

function initRefs() {
  const table = wasm.__wbindgen_externrefs;
  //#each slots
  table.set($index$, $value$);
  //#end
}
//#else
// The values that the module has; numbers are the indices of free places. Those
// below the constants are lent for the length of a call, from the top down.
let heap;
let nextFree;
let lentTop;

function clearHeap() {
  heap = new Array($heap_offset$).fill(undefined);
  heap.push(undefined, null, true, false);
  nextFree = heap.length;
  lentTop = $heap_offset$;
}

function addRef(v) {
  if (nextFree === heap.length) heap.push(nextFree + 1);
  const index = nextFree;
  nextFree = heap[index];
  //#if debug
  if (typeof nextFree !== 'number') throw new Error('corrupt heap');
  //#end
  heap[index] = v;
  return index;
}

function getRef(index) {
  return heap[index];
}

function dropRef(index) {
  if (index < $heap_offset$ + 4) return;
  heap[index] = nextFree;
  nextFree = index;
}

function takeRef(index) {
  const v = heap[index];
  dropRef(index);
  return v;
}

function lend(v) {
  if (lentTop === 1) throw new Error('out of js stack');
  heap[--lentTop] = v;
  return lentTop;
}

function giveBack(top) {
  while (lentTop < top) heap[lentTop++] = undefined;
}

function liveRefs() {
  let free = 0;
  for (let next = nextFree; next < heap.length; next = heap[next]) free++;
  return heap.length - free - $heap_offset$ - 4;
}
//#end

function getRefs(at, length) {
  const values = [];
  for (let p = at >>> 0; length-- > 0; p += 4) values.push(getRef(data().getUint32(p, true)));
  return values;
}

function takeRefs(at, length) {
  const values = getRefs(at, length);
  //#if references
  wasm.__externref_drop_slice(at, length);
  //#else
  for (let i = 0; i < length; i++) dropRef(data().getUint32((at >>> 0) + 4 * i, true));
  //#end
  wasm.__wbindgen_free(at, length * 4, 4);
  return values;
}

function passRefs(values) {
  const { length } = values;
  const at = wasm.__wbindgen_malloc(length * 4, 4) >>> 0;
  values.forEach((v, i) => {
    const index = addRef(v);
    data().setUint32(at + 4 * i, index, true);
  });
  LEN = length;
  return at;
}

// Sequences of what has no array of its own: `read` and `write` know an element.
function getEach(at, length, size, read) {
  const values = [];
  for (let p = at >>> 0; length-- > 0; p += size) values.push(read(p));
  return values;
}

function takeEach(at, length, size, read) {
  const values = getEach(at, length, size, read);
  wasm.__wbindgen_free(at, length * size, Math.min(size, 8));
  return values;
}

function passEach(values, size, write) {
  const { length } = values;
  const at = wasm.__wbindgen_malloc(length * size, Math.min(size, 8)) >>> 0;
  values.forEach((v, i) => write(at + i * size, v));
  LEN = length;
  return at;
}

const indexIn = (values, v, invalid) => {
  const index = values.indexOf(v);
  return index < 0 ? invalid : index;
};

// ---- objects of the crate ----

const GENERATION = Symbol('generation');

// The generation of an object. One of entrypoint() may be constructed anew for this: an
// error of its constructor is no abort of the module.
function lifeOf(object) {
  try {
    return object[GENERATION];
  } catch (error) {
    throw unwinding(error);
  }
}

// What is known of an object is of the state that it came from.
function assertLive(object) {
  if (lifeOf(object) !== generation) {
    throw unwinding(new StaleInstanceError('Invalid stale object: its state was reset'));
  }
}

const { isPrototypeOf } = Object.prototype;
// `this` of a method, or an argument, is an object that can be used. A class may
// say for itself what its instances are; that does not count here.
function assertClass(object, Class) {
  if (!isPrototypeOf.call(Class.prototype, object)) {
    throw unwinding(new TypeError(`expected instance of ${Class.name}`));
  }
  assertLive(object);
  //#if debug
  if (object.__wbg_ptr === 0) throw unwinding(new Error('Attempt to use a moved value'));
  //#else
  if (object.__wbg_ptr === 0) throw unwinding(new Error('null pointer passed to rust'));
  //#end
}

function own(object, at, free) {
  at >>>= 0;
  object.__wbg_ptr = at;
  object[GENERATION] = generation;
  objects.register(object, { at, life: generation, free }, object);
  return object;
}

// Takes the pointer out of an object: it is the module's from now on.
function take(object) {
  const at = object.__wbg_ptr;
  object.__wbg_ptr = 0;
  objects.unregister(object);
  return at;
}

// Classes that extend one another have a pointer each in an object, by the class.
function ownHeir(object, at, lineage) {
  let part = at >>> 0;
  for (const { member, free, upcast } of lineage) {
    if (upcast !== undefined) part = wasm[upcast](part) >>> 0;
    object[member] = part;
    objects.register(object, { at: part, life: generation, free }, object);
  }
  object.__wbg_ptr = object[lineage[0].member];
  object[GENERATION] = generation;
  return object;
}

// The parents' pointers are given back: only the object's own is wanted.
function takeHeir(object, lineage) {
  const at = object.__wbg_ptr;
  object.__wbg_ptr = 0;
  objects.unregister(object);
  lineage.forEach(({ member, free }, i) => {
    const part = object[member];
    object[member] = 0;
    if (i > 0 && part !== 0 && object[GENERATION] === generation) wasm[free](part, 1);
  });
  return at;
}

// What is given away is to be of the very class: a pointer of a child is no
// pointer of its parent.
function assertExact(object, Class) {
  const [{ member }] = Class.__lineage;
  if (object.__wbg_ptr !== object[member]) {
    throw unwinding(new TypeError(`expected exact instance of ${Class.name}, not of a class that extends it`));
  }
}

// Tells the constructor of a parent that it is not asked for an object.
const SKIP = Symbol('skip');

// Those that were dropped without free().
const objects = new FinalizationRegistry(({ at, life, free }) => {
  quietly(life, () => wasm[free](at, 1));
});

// Gives an object of this state back to the module. Never asks for another state:
// what belongs to one that is over has gone with it.
function discard(object, free) {
  const life = object[GENERATION];
  if (life === undefined) throw new TypeError('expected an object of this instance');
  if (isOld(life)) {
    object.__wbg_ptr = 0;
    objects.unregister(object);
    return;
  }
  inside('free', () => {
    const at = object.__destroy_into_raw();
    if (at === 0) throw unwinding(new Error('null pointer passed to rust'));
    wasm[free](at, 0);
  }, () => discard(object, free));
}

// Whether a value is an object of a class, of whatever state.
function isOf(v, Class) {
  return isPrototypeOf.call(Class.prototype, v);
}

function isInstance(v, classOf) {
  try {
    return v instanceof classOf();
  } catch {
    return false;
  }
}

// A call of the module for something that belongs to its state. `again` is what is
// to be done if it turns out only now that the state is over.
function inside(name, call, again) {
  //#if recovers
  const level = depth++;
  //#end
  try {
    const result = call();
    //#if recovers
    depth = level;
    //#end
    return result;
  } catch (error) {
    //#if recovers
    depth = level;
    if (error === AGAIN) return again(name, call);
    //#end
    attention = doubt = true;
    //#if recovers
    throw caught(error, level, name);
    //#else
    throw caught(error, name);
    //#end
  }
}

//#if recovers
// What came out of a call: throws what its caller is to get. Returns if the call is to
// be made again; `attention` and `doubt` are set then, too.
function fail(error, level, name) {
  if (error !== AGAIN) throw caught(error, level, name);
}
//#end

// A call of the module that is no function of the crate.
function guarded(name, call) {
  if (attention) attend(name);
  return inside(name, call, guarded);
}

// What nobody waits for: an old state has nothing to drop.
function quietly(life, call) {
  if (!ready || isOld(life)) return;
  try {
    inside(undefined, call, nothing);
  } catch (error) {
    report(error);
  }
}

// Whether what belongs to this state is of no use any more.
function isOld(life) {
  if (doubt) judge();
  return life !== generation || terminated;
}

// ---- closures of the crate ----

// Whether a closure belongs to a state that is no more. Who calls it then cannot
// know, and gets nothing.
function isOver(life) {
  const old = isOld(life);
  if (old) staleCalls++;
  return old;
}

//#if recovers
// What the caller of a closure gets whose code has failed, or was not reached.
// Where there is no call that it is a part of (a timer, a microtask), nobody could
// handle an abort that a pending promise has told of.
function closureFailed(error, level) {
  depth = level;
  if (error === AGAIN) {
    isOver(generation);
    return undefined;
  }
  attention = doubt = true;
  const failure = caught(error, level);
  if (level > ground() || !terminated) throw failure;
  if (failure instanceof TerminatedError) {
    staleCalls++;
    return undefined;
  }
  if (Object.is(failure, told)) return undefined;
  throw failure;
}
//#end

function recursive() {
  throw new Error('closure invoked recursively or after being dropped');
}

function invoke(state, run, args, mutable) {
  if (isOver(state.life)) return undefined;
  const { a } = state;
  if (a === 0) recursive();
  if (mutable) state.a = 0;
  try {
    return run(a, state.b, ...args);
  } finally {
    if (mutable) state.a = a;
  }
}

// One that JavaScript keeps, until it is dropped on both sides.
function closure(a, b, run, drop, mutable) {
  const state = { a, b, uses: 1, life: generation, drop };
  const call = (...args) => {
    if (state.uses > 0) state.uses++;
    try {
      return invoke(state, run, args, mutable);
    } finally {
      call._wbg_cb_unref();
    }
  };
  call._wbg_cb_unref = () => {
    if (state.uses > 0 && --state.uses === 0) {
      closures.unregister(state);
      dropClosure(state);
    }
  };
  closures.register(call, state, state);
  return call;
}

function dropClosure(state) {
  const { a, b, drop } = state;
  state.a = 0;
  quietly(state.life, () => wasm[drop](a, b));
}

const closures = new FinalizationRegistry(dropClosure);

// One that is the module's, which takes it back.
function lendClosure(a, b, run, mutable) {
  const state = { a, b, life: generation };
  const call = (...args) => invoke(state, run, args, mutable);
  call._wbg_cb_unref = () => {
    state.a = 0;
  };
  return call;
}

// ---- imports ----

// The queue of tasks of wasm-bindgen's crates. What leaves it by an exception has
// taken out one task alone: the others wait until it is run again.
function tasks(run) {
  return () => {
    try {
      run();
    } catch (error) {
      if (!terminated) queueMicrotask(tasks(run));
      throw error;
    }
  };
}

// What a `catch` import threw becomes a value of the module, unless it is no
// exception but the end of it.
//#if recovers
function keep(error, life) {
  if (life !== generation || terminated && !mourning || doubt || kindOf(error) !== '') {
    //#if any_catches
    throw thrown(error, life);
    //#else
    throw error;
    //#end
  }
  headroom(someRoom);
  wasm.__wbindgen_exn_store(addRef(error));
}
//#else
//= function keep(error) {
  if (terminated && !mourning || doubt || kindOf(error) !== '') {
    //#if any_catches
    throw thrown(error);
    //#else
    throw error;
    //#end
  }
  headroom(someRoom);
  wasm.__wbindgen_exn_store(addRef(error));
}
//#end

// What the module throws of its own. It is an abort, unless nothing was done on the
// way that would have to be undone: then the module takes it for a return.
function raiseError(error) {
  //#if tidy
  if (wasm.__unpoison_settle() !== 0) throw unwinding(error);
  //#end
  throw error;
}

// The same for what may have come from JavaScript; it is judged here.
//#if any_catches
function rethrow(error) {
  //#if tidy
  if (wasm.__unpoison_settle() !== 0) unwinding(error);
  //#end
  //#if recovers
  throw thrown(error, generation);
  //#else
  throw thrown(error);
  //#end
}
//#else
const rethrow = raiseError;
//#end

function missing(name) {
  throw new ReferenceError(`${name} is not defined`);
}

function accessor(object, key) {
  for (; object; object = Object.getPrototypeOf(object)) {
    const found = Object.getOwnPropertyDescriptor(object, key);
    if (found !== undefined) return found;
  }
  return {};
}

function tryNumber(v) {
  try {
    return +v;
  } catch (error) {
    return error;
  }
}

function tryDivide(a, b) {
  try {
    return a / b;
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}

function moduleURL(text) {
  return typeof URL.createObjectURL === 'undefined'
    ? `data:application/javascript,${encodeURIComponent(text)}`
    : URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}

//#if texts
// Where the panic came from: the last one with this text. It was caught, so its
// exception is not at hand any more.
function placeOf(message) {
  const found = [...notes.values()].findLast((other) => (other.message ?? NO_MESSAGE) === message);
  return found?.location;
}

//#end
function panicError(message) {
  return message instanceof PanicError ? message
    : new PanicError(String(message), {
      //#if texts
      location: placeOf(message),
      //#end
      cause: typeof message === 'string' ? undefined : message,
    });
}

//#if recovers
// The crate itself asks for a fresh state.
function scheduleFromInside() {
  due = true;
  attention = true;
}
//#else
function scheduleFromInside() {
  report(new Error('The module cannot be reset: it was rewritten with --reset none'));
}
//#end

// A text for people, of any value.
function debugString(v) {
  const type = typeof v;
  if (type === 'string') return JSON.stringify(v);
  if (type === 'bigint') return `${v}n`;
  if (type === 'symbol') return v.description === undefined ? 'Symbol' : `Symbol(${v.description})`;
  if (type === 'function') return v.name ? `Function(${v.name})` : 'Function';
  if (type !== 'object' || v === null) return String(v);
  if (Array.isArray(v)) return `[${Array.from(v, debugString).join(', ')}]`;
  if (v instanceof Error) return `${v.name}: ${v.message}\n${v.stack}`;
  const brand = Object.prototype.toString.call(v);
  const name = /^\[object (.+)\]$/.exec(brand)?.[1] ?? brand;
  if (name !== 'Object') return name;
  try {
    return `Object(${JSON.stringify(v)})`;
  } catch {
    return name;
  }
}

// The exports of the module as they are, each guarded like a function of the crate.
// Who waits for init() gets them: they must not look like a promise.
function rawExports() {
  rawExported ??= Object.freeze(Object.fromEntries(
    Object.entries(Object.getPrototypeOf(wasm))
    .filter(([name]) => name !== 'then' && !name.startsWith('__unpoison'))
    .map(([name, v]) => [name, typeof v !== 'function' ? v
      : (...args) => guarded(name, () => v(...args))])));
  return rawExported;
}

// ---- what --debug looks at ----

function checkType(v, type) {
  if (typeof v !== type) throw new TypeError(`expected a ${type} argument, found ${typeof v}`);
  return v;
}

const checkNumber = (v) => checkType(v, 'number');

const checkBoolean = (v) => checkType(v, 'boolean');

const checkBigInt = (v) => checkType(v, 'bigint');

// What a value is called in a message.
function kindName(v) {
  if (v === null) return 'null';
  return typeof v === 'object' ? Object.prototype.toString.call(v).slice(8, -1) : typeof v;
}

// Nothing is made of what has no length: it would be empty, and nobody would know.
function checkList(v, Type) {
  if (typeof v !== 'object' || typeof v?.length !== 'number') {
    const expected = Type === undefined ? 'an array' : `an array or ${Type.name}`;
    throw new TypeError(`expected ${expected}, found ${kindName(v)}`);
  }
  return v;
}

// As typed, and integers are not to become parts of numbers with fractions.
function checkTyped(v, Type) {
  const found = kindName(v);
  const { name, BYTES_PER_ELEMENT } = Type;
  if (!ArrayBuffer.isView(v) || v.BYTES_PER_ELEMENT !== BYTES_PER_ELEMENT ||
      found.startsWith('Float') !== name.startsWith('Float')) {
    throw new TypeError(`expected ${name}, found ${found}`);
  }
  return v;
}

// Tells of an exception that the crate does not expect.
function logged(error) {
  let text = '<failed to stringify thrown value>';
  try {
    text = error instanceof Error
      ? `${error.message}\n\nStack:\n${error.stack}` : error.toString();
  } catch {
    // It stays at that.
  }
  console.error(
    'wasm-bindgen: imported JS function that was not marked as `catch` threw an error:', text);
  return error;
}
