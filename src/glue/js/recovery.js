//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A fresh state behind the same functions; part of makeInstance().
//#if recovers
//#include frames.js

let due = false; // the next outermost call is to run on a fresh state
let failing = false; // a hook is told of an abort in the middle of a reset
let mayRecover = null; // asks the policy for a reset that nobody asked for
//#if recycles
let recycleBytes = RECYCLE_BYTES; // a memory larger than this is given back
//#end

// Before a call: makes the state fresh if it is time for that.
function recover() {
  const wanted = terminated && mayRecover !== null;
  if (!due && !wanted) return;
  if (depth > ground()) recount();
  else if (due || mayRecover()) renew();
}

//#if planned
let used; // what the instance in use was made with

//#end
//#if recycles
//#if !only_memory
let memories = []; // of the instance in use

//#end
//#end
//#if reinstantiates
let compiled; // the module

// The functions of the glue, for one instance. Who still holds a function of an
// older one may call it; that says nothing about the one in use.
function hostOf(plan) {
  const life = generation;
  return {
    ...host,
    terminated(index) {
      if (plan !== used) throw stale(life);
      host.terminated(index);
    },
  };
}

// An error keeps the frames that it came from, and with them their instance, until
// its stack is read.
function loosen(error) {
  try {
    String(error.stack);
    String(error.cause.stack);
  } catch {
    // It is no error, or has no cause.
  }
}

// Makes another instance and ends the old one, whose frames then trap.
function instantiate() {
  const plan = { ...used, object: { ...used.object } };
  plan.object.__unpoison = hostOf(plan);
  terminateModule();
  //#if snapshots
  plan.restore();
  //#end
  const instance = new WebAssembly.Instance(compiled, plan.object);
  loosen(lastError);
  return { plan, exports: instance.exports };
}

//#if !in_place
// There is no other instance, and the old one has ended.
function notMade(error) {
  attention = doubt = true;
  stop(error);
  bury(error, 'it could not be instantiated');
  return error;
}

//#end
function start({ plan, exports }) {
  link(exports, plan);
  //#if start
  startModule();
  //#end
}

//#end
//#if recycles
// Another instance, if that gives memory back, and if there is room for it.
function recycle() {
  //#if only_memory
  const large = textMemory.buffer.byteLength > recycleBytes;
  //#else
  const large = memories.some(({ buffer }) => buffer.byteLength > recycleBytes);
  //#end
  if (!large) return undefined;
  try {
    return instantiate();
  } catch {
    return undefined;
  }
}

//#end
// Makes the state fresh, whatever it was. If that fails, the module is dead and
// of the generation that it was of.
function renew() {
  if (failing) {
    recount();
    throw new Error('The module is being reset');
  }
  headroom(someRoom);
  const before = generation;
  const height = depth;
  if (!terminated) end(() => stale(before));
  due = false;
  const isNew = discount(height);
  generation = before + 1;
  revive();
  settle();
  depth = height + 1; // its start function calls from inside
  //#if !in_place
  let begun = false;
  //#end
  try {
    //#if recycles
    const made = recycle();
    if (made === undefined) resetModule();
    else start(made);
    //#else
    //#if in_place
    resetModule();
    //#else
    const made = instantiate();
    begun = true;
    start(made);
    //#end
    //#end
    sink(height);
  } catch (error) {
    sink(height);
    // Its start function may have had it reset again.
    if (generation !== before + 1) throw stale(before + 1, { cause: error });
    if (isNew) layers.pop();
    generation = before;
    failing = true;
    try {
      //#if !in_place
      if (!begun && kindOf(error) === '') throw notMade(error);
      //#end
      throw notStarted(error, before);
    } finally {
      failing = false;
    }
  }
  ready = true;
  settle();
  tell(hookOf.reset, { generation });
}

/**
 * Makes the state of the module what it was after instantiation, now. Calls in
 * progress fail with a TerminatedError when they resume.
 */
function __wbg_reset_state() {
  if (terminateModule === notLinked) throw notInitialised();
  renew();
}

/**
 * Lets the next outermost call run on a fresh state. The call in progress, and
 * what is called in it, still runs on this one.
 */
function schedule_reinit() {
  if (terminateModule === notLinked) throw notInitialised();
  due = true;
  attention = true;
}

// What the policy has come to: whether it is asked, and from where on memory is given back.
//#if recycles
function obey(may, bytes) {
  mayRecover = may;
  recycleBytes = bytes;
}
//#else
function obey(may) {
  mayRecover = may;
}
//#end
//#else

const __wbg_reset_state = cannotReset;
const schedule_reinit = cannotReset;
//#end
