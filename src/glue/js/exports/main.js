//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The instance that the module's exports are bound to.
//#if !scripts
//#each values
let $local$;
//#end
//#end

//#if commonjs
//#if any_proto
// A plain assignment would set the prototype.
function expose(name, value) {
  Object.defineProperty(exports, name,
    { value, enumerable: true, writable: true, configurable: true });
}

//#end
//#end
//#if debug
let __wasm; // the exports of the module itself, once there is an instance

//#end
// The exports that are not functions exist once there is an instance.
function publish(exported) {
  //#if debug
  __wasm = main.output();
  //#if commonjs
  exports.__wasm = __wasm;
  //#end
  //#end
  //#if !scripts
  //#if values
  ({
    //#each values
    $key$: $local$,
    //#end
  } = exported);
  //#end
  //#if commonjs
  //#each values
  //#if proto
  expose($literal$, $local$);
  //#else
  exports[$literal$] = $local$;
  //#end
  //#end
  //#end
  //#end
}

const main = makeInstance(publish);
//#if !scripts
const { __wbg_reset_state, recovery_state, schedule_reinit } = main;

/**
 * Calls `fn` once per abort, at once, with {error, reason, export,
 * generation}. Returns the function that was set before, or null.
 */
const set_on_abort = /* @__PURE__ */ setterOf(main, 'abort');

//#if recovers
/**
 * Calls `fn` after every reset, with {generation}. Returns the function that was
 * set before, or null.
 */
const set_on_reset = /* @__PURE__ */ setterOf(main, 'reset');

/**
 * Sets what is done after an abort: mode 'throw' refuses all calls until somebody
 * resets the module; 'reset' makes the next outermost call do that, but not more
 * than max_resets times in window_ms. A memory larger than recycle_bytes is
 * given back at a reset where that is possible. What is not named stays.
 */
const set_recovery_policy = /* @__PURE__ */ policyOf(main);
//#else
const set_on_reset = cannotReset;
const set_recovery_policy = cannotReset;
//#end

/**
 * A class like `Class` whose objects follow the generations: at the first use after a
 * reset an object is constructed anew, with the same arguments. With reconstruct
 * 'never' it stays. `onReset` is called then, with {generation, instance}.
 */
const entrypoint = (Class, options) => makeEntrypoint(main, Class, options);

//#end
