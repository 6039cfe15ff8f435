//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The JavaScript side of the protocol, see src/abi.h. All state of an instance
//- lives in the closure of makeInstance().
// Stands for "nothing": any other value may be thrown.
const NONE = Symbol('none');
//#if panics

const NO_MESSAGE = 'No panic message available';
//#end
//#if memory
const MAX_TEXT = 1 << 20; // bytes
//#end
//#if texts
const MAX_NOTES = 64;

// The class of an exception object says whose it is: the bytes "MOZ\0RUST", or
// a number that begins (from its high end) with "CLNGC++".
const RUST = 0x4d4f5a0052555354n;
const CPLUSPLUS = 0x434c4e47432b2bn;

// Panics that only report that an earlier one cannot go on.
const CONSEQUENCES = [
  'panic in a function that cannot unwind',
  'panic in a destructor during cleanup',
];
//#end

function ranOut(error) {
  return error instanceof RangeError ||
    (typeof InternalError === 'function' && error instanceof InternalError); // Firefox
}

// Whether the engine made the error: 'overflow' of its stack, or a 'trap' of any
// module. Errors of other realms count too.
function kindOf(error) {
  try {
    if (error instanceof WebAssembly.RuntimeError) return 'trap';
    if (Object.prototype.toString.call(error) !== '[object Error]') return '';
    const { name, message } = error;
    if (name === 'RangeError' && message.startsWith('Maximum call stack size exceeded') ||
        name === 'InternalError' && message === 'too much recursion') {
      return 'overflow';
    }
    return name === 'RuntimeError' && String(error.constructor).includes('[native code]')
      ? 'trap' : '';
  } catch (inner) {
    // The stack ends here, or the error has a getter that throws.
    return ranOut(inner) ? 'overflow' : '';
  }
}

const isTrap = (error) => kindOf(error) === 'trap';

// Throws a RangeError unless there is stack left for all that a failure needs.
const room = new Array(8192).fill(0);

function headroom() {
  Math.max(...room);
}

function report(error) {
  try {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  } catch {
    // There is nobody left to tell.
  }
}

//#if imports
function fits(value, kind) {
  if (kind === 'function') return typeof value === 'function';
  if (kind === 'global') return value !== undefined; // numbers are globals too
  return Object.prototype.toString.call(value).toLowerCase() === `[object webassembly.${kind}]`;
}

/** The imports in `list`; throws an error that names all that are wrong. */
function wanted(imports, list) {
  const wrong = [];
  const values = list.map(([module, name, kind]) => {
    const value = imports?.[module]?.[name];
    if (!fits(value, kind)) wrong.push(`${module}.${name} (a ${kind})`);
    return value;
  });
  if (wrong.length > 0) {
    throw new TypeError(`Missing imports, to be passed as init({ imports }): ${wrong.join(', ')}`);
  }
  return values;
}
//#end

/**
 * The state of one instance, and the functions that are bound to it.
 * `publish` is called when the non-function exports are there or change.
 */
function makeInstance(publish) {
  let ready = false; // linked and started
  let starting = false;
  let generation = 0; // the number of resets
  let terminated = false;
  let lastError = null; // of the last abort
  let epitaph = ''; // how and where it ended
  let onAbort = null;

  let noted = NONE; // the object that leaves the module as an unwind
  //#if eh
  let passing = false; // the next exception is an unwind, whatever it is
  //#end
  let fatal = NONE; // what ended the module, while nobody knows yet
  let flags = -1; // what __unpoison_terminate said; negative while alive
  // The next call cannot just go on: there is no instance yet, or it is
  // terminated, or an exception is not judged (the stack may end before).
  let attention = true;
  //#if otherref
  let crossings = 0; // calls of imports
  //#end

  // The module's own functions, behind the guarded ones.
  //#each linked
  let $raw$;
  //#end
  let terminateModule = notLinked;
  //#if start
  let startModule;
  //#end
  //#if unwinds
  let unwindTag;
  //#end
  //#if memory
  let textMemory;
  //#end
  //#if late
  //#each imports
  let $host$;
  //#end
  //#end

  function refusal() {
    return new TerminatedError(`Module terminated: ${epitaph}`, { cause: lastError, generation });
  }

  function unwinding(error) {
    noted = error;
    return error;
  }

  // Instantiation failed: `running` is as good as 1.
  function notLinked() {
    return 1;
  }

  // Tells the module that it is dead. Nothing has changed if that throws.
  function stop(error) {
    if (flags < 0) flags = terminateModule();
    if (fatal === NONE) fatal = error;
  }

  function reasonOf(error) {
    const kind = kindOf(error);
    if (oom) return 'out-of-memory';
    if (kind === 'overflow' || (kind === 'trap' && (flags & 2) !== 0)) return 'stack-overflow';
    //#if eh
    if (Object.is(error, raised)) return 'panic';
    //#end
    //#if memory
    if (kind === 'trap' && note !== null) return 'panic';
    //#end
    // A trap while the host ran is that of another module.
    return kind === 'trap' && (flags & 1) !== 0 ? 'trap' : 'foreign-exception';
  }

  // The module was stopped; this is where JavaScript learns of it.
  function terminate(name, reason = reasonOf(fatal)) {
    let error = fatal;
    //#if memory
    if (reason === 'panic' && note !== null && isTrap(error)) {
      const { message = NO_MESSAGE, location } = note;
      error = new PanicError(message, { location, fatal: true, cause: error });
    }
    //#end
    if (terminated) return lastError; // by a getter of the error, just now
    epitaph = name === undefined ? reason : `${reason} in ${name}`;
    terminated = true;
    attention = true;
    lastError = error;
    forget();
    if (onAbort !== null) {
      try {
        const hook = onAbort;
        hook({ error, reason, export: name, generation });
      } catch (inner) {
        report(inner);
      }
    }
    return error;
  }

  // Drops what was only of use to the calls in progress.
  function forget() {
    noted = NONE;
    fatal = NONE;
    //#if eh
    passing = false;
    raised = NONE;
    raising.length = 0;
    //#end
    oom = false;
    //#if memory
    note = null;
    //#end
    //#if texts
    notes.clear();
    thrownNote = null;
    //#end
  }

  // Judges what came out of the module; returns what the caller is to get.
  function caught(error, life, name) {
    if (Object.is(error, noted)) {
      noted = NONE;
      attention = terminated;
      return error;
    }
    //#if eh
    if (passing) {
      passing = false;
      attention = terminated;
      return error;
    }
    //#end
    if (life !== generation) {
      // A frame of an older state: the new one is none of its business.
      attention = terminated;
      return new TerminatedError('Module terminated: it was reset during this call',
        { cause: error, generation: life });
    }
    if (terminated) {
      const thrownByImport = fatal;
      fatal = NONE;
      if (thrownByImport !== NONE) return thrownByImport;
      // Other traps are those of outer frames whose import swallowed the error.
      return !Object.is(error, lastError) && isTrap(error) ? refusal() : error;
    }
    stop(error);
    headroom();
    return terminate(name);
  }

  // Refuses a call, or finds out why it was not to go on.
  function attend(name) {
    if (!terminated && terminateModule === notLinked) {
      throw new Error('The module is not initialised: call init() or initSync() first');
    }
    if (!terminated) {
      stop(new RangeError('Maximum call stack size exceeded'));
      terminate(name);
    }
    throw refusal();
  }
  //#if any_catches

  // Judges what an import threw; returns what the module is to get. It is dead
  // by then if its cleanups must not run.
  function thrown(error, life) {
    headroom();
    if (life !== generation || terminateModule === notLinked) return error;
    if (terminated) {
      fatal = error;
      return error;
    }
    //#if unwinds
    let deadly = attention || oom || kindOf(error) !== '';
    //#if memory
    deadly ||= note !== null; // it crosses the panic machinery
    //#end
    if (!deadly) {
      //#if texts
      thrownNote = null;
      //#end
      return new WebAssembly.Exception(unwindTag, [error]);
    }
    //#end
    stop(error);
    return error;
  }
  //#end
  //#if funcref

  let slot;

  // Only null and exported wasm functions can be a funcref.
  function funcref(value) {
    if (value === undefined) throw new TypeError('undefined is not a wasm function or null');
    slot ??= new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    slot.set(0, value);
    slot.set(0, null);
    return value;
  }
  //#end

  //#include host.js

  /** The guarded exports. */
  const exported = Object.freeze({
    __proto__: null,
    //#each exports
    //#if function
    //#if impossible
    $key$($params$) {
      throw new TypeError('A v128 or exnref cannot cross to JavaScript');
    },
    //#else
    $key$($params$) {
      if (attention) attend($literal$);
      //#each coerced
      //#if i32
      $param$ |= 0;
      //#end
      //#if i64
      $param$ = BigInt.asIntN(64, $param$);
      //#end
      //#if float
      $param$ = +$param$;
      //#end
      //#if funcref
      $param$ = funcref($param$);
      //#end
      //#end
      const life = generation;
      //#if otherref
      const crossed = crossings;
      //#end
      try {
        return $raw$($params$);
      } catch (error) {
        //#if otherref
        // No import was called: the engine refused an argument.
        if (crossed === crossings && error instanceof TypeError) throw error;
        //#end
        attention = true;
        throw caught(error, life, $literal$);
      }
    },
    //#end
    //#else
    get $key$() {
      return $raw$;
    },
    //#end
    //#end
  });

  //#if late
  // Binds the functions that the module imports.
  function bind(imports) {
    //#if imports
    [
      //#each imports
      $host$,
      //#end
    ] = wanted(imports, [
      //#each imports
      [$module$, $name$, $kind$],
      //#end
    ]);
    //#end
  }
  //#else
  /** What the module is instantiated with. Throws if something is missing. */
  function importObject(imports) {
    //#if imports
    const [
      //#each imports
      $host$,
      //#end
    ] = wanted(imports, [
      //#each imports
      [$module$, $name$, $kind$],
      //#end
    ]);
    //#end
    return {
      __unpoison: host,
      //#each modules
      $key$: {
        //#each members
        //#if shim
        $key$($params$) {
          //#if otherref
          crossings++;
          //#end
          //#if catches
          const life = generation;
          try {
            //#include result.js
            return result;
          } catch (error) {
            throw thrown(error, life);
          }
          //#else
          return $host$($params$);
          //#end
        },
        //#else
        $key$: $host$,
        //#end
        //#end
      },
      //#end
    };
  }
  //#end

  function link(exports) {
    ({
      //#each linked
      $wasm_key$: $raw$,
      //#end
      __unpoison_terminate: terminateModule,
      //#if start
      __unpoison_start: startModule,
      //#end
      //#if unwinds
      __unpoison_unwind: unwindTag,
      //#end
      //#if memory
      __unpoison_memory: textMemory,
      //#end
    } = exports);
    attention = false;
    publish(exported);
  }

  // Back to the time before the first call; for an attempt to start anew.
  function revive() {
    terminated = false;
    flags = -1;
    terminateModule = notLinked;
    forget();
  }

  /** Takes over a new instance and starts it. Returns the guarded exports. */
  function adopt(exports) {
    revive();
    link(exports);
    //#if start
    starting = true;
    try {
      startModule();
    } catch (error) {
      attention = true;
      error = caught(error, generation, 'start');
      if (!terminated) {
        // It unwound, but half a start is none.
        stop(error);
        epitaph = 'its start function failed';
        terminated = true;
        attention = true;
        lastError = error;
        forget();
      }
      throw error;
    } finally {
      starting = false;
    }
    //#end
    ready = true;
    return exported;
  }

  /** Judges an error of the instantiation; returns what init is to throw. */
  function failed(error) {
    if (kindOf(error) === '') return error;
    revive();
    stop(error);
    return terminate('start');
  }

  /**
   * Calls `fn` once per abort, at once, with {error, reason, export,
   * generation}. Returns the function that was set before, or null.
   */
  function set_on_abort(fn) {
    if (fn !== null && typeof fn !== 'function') {
      throw new TypeError('set_on_abort takes a function or null');
    }
    const previous = onAbort;
    onAbort = fn;
    return previous;
  }

  /** Whether the module is terminated, by what, and how often it was reset. */
  function recovery_state() {
    return { generation, terminated, resets: generation, last_error: lastError };
  }

  return {
    exported,
    adopt,
    //#if late
    bind,
    host,
    refusal,
    //#else
    importObject,
    failed,
    //#end
    isUp: () => ready || starting,
    set_on_abort,
    recovery_state,
  };
}

