//- SPDX-License-Identifier: MIT OR Apache-2.0
//- createInstance(): an instance of its own, as an object.
// What belongs to an instance besides the exports of the module.
function recoveryOf(instance) {
  return {
    PanicError,
    TerminatedError,
    //#if bindgen
    StaleInstanceError,
    //#end
    __wbg_reset_state: instance.__wbg_reset_state,
    entrypoint: (Class, options) => makeEntrypoint(instance, Class, options),
    recovery_state: instance.recovery_state,
    schedule_reinit: instance.schedule_reinit,
    set_on_abort: setterOf(instance, 'abort'),
    //#if recovers
    set_on_reset: setterOf(instance, 'reset'),
    set_recovery_policy: policyOf(instance),
    //#else
    set_on_reset: cannotReset,
    set_recovery_policy: cannotReset,
    //#end
  };
}

/**
 * A further instance of the module, independent of all others. Returns its exports
 * and its functions of recovery.
 */
function createInstance(options) {
  const instance = makeInstance(nothing);
  //#if late
  const { module, imports } = options ?? {};
  if (module === undefined) {
    throw new TypeError('createInstance needs { module }: its bytes or a WebAssembly.Module, ' +
      'since the bundler keeps the one that it has loaded to itself');
  }
  //#if origins
  instance.bind({ ...origins, ...imports });
  //#else
  instance.bind(imports);
  //#end
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  const { exports } = new WebAssembly.Instance(compiled, {
    '$bg_url$': {
      //#each hosts
      __unpoison_$name$: instance.host.$name$,
      //#end
    },
  });
  instance.adopt(exports);
  //#else
  const given = readOptions(options);
  //#if !finds_module
  if (given.source === undefined && known === undefined) {
    throw new TypeError('createInstance needs { module }, its bytes or a WebAssembly.Module, ' +
      'as long as init() has loaded none');
  }
  //#end
  startSync(instance, given);
  //#end
  const exported = Object.create(null, Object.getOwnPropertyDescriptors(instance.exported));
  return Object.freeze(Object.assign(exported, recoveryOf(instance)));
}

