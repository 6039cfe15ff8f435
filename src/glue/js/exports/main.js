//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The instance that the module's exports are bound to.
//#each values
let $local$;
//#end

// The exports that are not functions exist once there is an instance.
function publish(exported) {
  //#each values
  ({ $key$: $local$ } = exported);
  //#if commonjs
  exports[$literal$] = $local$;
  //#end
  //#end
}

const main = makeInstance(publish);
const { recovery_state, set_on_abort } = main;

