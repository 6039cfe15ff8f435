//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Exported tables of functions; part of makeInstance(). The module calls by them
//- without asking who calls, so what JavaScript gets out of one is guarded here.
//- Their functions take and give numbers alone, and throw no exceptions of wasm's.
let markModule; // says that wasm runs, or no more
const strangers = new WeakSet(); // what JavaScript has put in

// What a caller's object is for the engine, whichever number is asked for.
const numeric = (given) => -(-given);

function isObject(value) {
  return value !== null && (typeof value === 'object' || typeof value === 'function');
}

function enter() {
  if (markModule(0, 1) === 0) return;
  try {
    host.terminated(-1);
  } finally {
    noted = NONE;
  }
}

// The function that JavaScript is to call in the place of one of the module.
function guardOf(entry) {
  const known = guards.get(entry);
  if (known !== undefined) return known;
  const mark = markModule;
  //#if recovers
  const life = generation;
  //#end
  const { [entry.name]: guard } = {
    [entry.name](...args) {
      if (attention) attend();
      //#if recovers
      if (mark !== markModule) throw stale(life); // of an instance that is no more
      //#end
      args = args.map((arg) => isObject(arg) ? lower(numeric, arg) : arg);
      enter();
      //#if recovers
      const level = depth;
      depth = level + 1;
      //#end
      try {
        const result = entry(...args);
        mark(1, 0);
        //#if recovers
        depth = level;
        //#end
        return result;
      } catch (error) {
        //#if recovers
        depth = level;
        //#end
        // The engine refused an argument: what an import throws leaves the host running.
        if (kindOf(error) === '' && mark(1, 0) === 1) throw error;
        attention = doubt = true;
        //#if recovers
        throw caught(error, level);
        //#else
        throw caught(error);
        //#end
      }
    },
  };
  Object.defineProperty(guard, 'length', { value: entry.length, configurable: true });
  guards.set(entry, guard);
  guarded.set(guard, entry);
  return guard;
}

// Has a table hand out guarded functions, and take them back.
function guardTable(table) {
  const { get, set, grow } = WebAssembly.Table.prototype;
  const put = (method, self, args) => {
    const [at, value] = args;
    const known = guarded.get(value);
    if (known !== undefined) return Reflect.apply(method, self, [at, known]);
    const result = Reflect.apply(method, self, args);
    if (isObject(value)) strangers.add(value);
    return result;
  };
  const methods = {
    get(...args) {
      const entry = Reflect.apply(get, this, args);
      return entry === null || strangers.has(entry) ? entry : guardOf(entry);
    },
    set(...args) {
      return put(set, this, args);
    },
    grow(...args) {
      return put(grow, this, args);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(table, name, { value, configurable: true, writable: true });
  }
}

// Without the mark the module is one that was made to do without this JavaScript: it
// guards its functions itself.
function guardTables() {
  if (markModule === undefined) return;
  //#each exports
  //#if entries
  guardTable($raw$);
  //#end
  //#end
}
