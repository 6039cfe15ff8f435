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
  //#each values
  ({ $key$: $local$ } = exported);
  //#if commonjs
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
const {
  __wbg_reset_state,
  recovery_state,
  schedule_reinit,
  set_on_abort,
  set_on_reset,
  set_recovery_policy,
} = main;

/**
 * A class like `Class` whose objects follow the generations: at the first use after a
 * reset an object is constructed anew, with the same arguments. With reconstruct
 * 'never' it stays. `onReset` is called then, with {generation, instance}.
 */
const entrypoint = (Class, options) => makeEntrypoint(main, Class, options);

//#end
