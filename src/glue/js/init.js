//- SPDX-License-Identifier: MIT OR Apache-2.0
//- init and initSync of the targets that instantiate the module themselves.
// init and initSync take a plain object of options, or the module itself.
function readOptions(given = {}) {
  if (typeof given === 'object' && given !== null) {
    const parent = Object.getPrototypeOf(given);
    if (parent === null || Object.getPrototypeOf(parent) === null) {
      const { module_or_path, module, imports } = given;
      //#if origins
      return { source: module_or_path ?? module, imports: { ...origins, ...imports } };
      //#else
      return { source: module_or_path ?? module, imports };
      //#end
    }
  }
  //#if origins
  return { source: given ?? undefined, imports: origins };
  //#else
  return { source: given ?? undefined };
  //#end
}

let known; // the module, once it was compiled

function startSync(instance, { source, imports }) {
  const plan = instance.prepare(imports);
  const module = source === undefined && known !== undefined ? known : loadSync(source);
  //#if snapshots
  plan.keep();
  //#end
  let started;
  try {
    started = new WebAssembly.Instance(module, plan.object);
  } catch (error) {
    throw instance.failed(error);
  }
  known ??= module; // it is one of these
  return instance.adopt(started.exports, plan, module);
}

/**
 * Instantiates the module at once. Returns its guarded exports; those that
 * are there if it has been initialised before.
 */
function initSync(options) {
  return main.started() ?? startSync(main, readOptions(options));
}

async function initOnce(options) {
  if (main.started()) return main.started();
  const { source, imports } = readOptions(options);
  const plan = main.prepare(imports);
  const module = await load(source);
  if (main.started()) return main.started();
  //#if snapshots
  plan.keep();
  //#end
  let instance;
  try {
    instance = await WebAssembly.instantiate(module, plan.object);
  } catch (error) {
    if (main.started()) return main.started();
    throw main.failed(error);
  }
  known ??= module;
  // initSync may have been quicker.
  return main.started() ?? main.adopt(instance.exports, plan, module);
}

let pending; // an init in progress

/** As initSync, and loads the module where it has to. */
function init(options) {
  pending ??= initOnce(options).finally(() => {
    pending = undefined;
  });
  return pending;
}

