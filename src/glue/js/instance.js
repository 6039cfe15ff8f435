//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The JavaScript side of the protocol, see src/abi.h. All state of an instance
//- lives in the closure of makeInstance().
// Stands for "nothing": any other value may be thrown.
const NONE = Symbol('none');
//#if recovers

// Thrown by the module's door: the call is to be made again, on a fresh state.
const AGAIN = Symbol('again');

const RECYCLE_BYTES = 64 << 20; // as long as no policy says otherwise
//#end
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

// How much stack there has to be left for all that an abort needs; and for what is to
// be quick: an exception that crosses the module, a reset.
const room = new Array(8192).fill(0);
//#if some_room
const someRoom = new Array(1024).fill(0);
//#end

//#if bindgen

const NO_BYTES = { byteLength: 0 };
//#end

function nothing() {}

// Throws a RangeError unless there is as much.
function headroom(needed) {
  Reflect.apply(nothing, undefined, needed);
}

function report(error) {
  try {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  } catch {
    // There is nobody left to tell.
  }
}

//#if any_entries

// What tables hand out, of any instance: one may hold functions of another.
const guards = new WeakMap(); // by function of a module
const guarded = new WeakMap(); // the other way round
//#end

//#if snapshots
//#include snapshots.js

//#end
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
    throw new TypeError(`Missing imports, to be passed as { imports }: ${wrong.join(', ')}`);
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
  //#if start
  let starting = false;
  //#end
  //#if recovers
  let generation = 0; // the number of resets
  //#else
  const generation = 0; // the number of resets
  //#end
  let terminated = false;
  let lastError = null; // of the last abort
  let epitaph = ''; // how and where it ended
  const hookOf = { abort: null, reset: null };

  let noted = NONE; // the object that leaves the module as an unwind
  //#if eh
  let passing = false; // the next exception is an unwind, whatever it is
  //#end
  let fatal = NONE; // what ended the module, while nobody knows yet
  let flags = -1; // what __unpoison_terminate said; negative while alive
  let doubt = false; // an exception is not judged yet: the stack may end before
  // The next call cannot just go on: there is no instance yet, or it is
  // terminated, or in doubt, or it is to be reset.
  //- Measured: what every call needs is `var`, since engines look at each use of a
  //- captured `let` whether it is initialised.
  var attention = true;
  const endings = []; // told when a state ends, and how to get the error
  //#if otherref
  let crossings = 0; // calls of imports
  //#end

  //#if bindgen
  //- Measured: engines find a function by its name sooner where that is of the
  //- prototype of a plain object than in the exports, which are a dictionary.
  let wasm; // the exports of the instance in use, in its prototype
  let cachedBytes = NO_BYTES; // a view of its memory
  let rawExported;
  let staleCalls = 0; // of closures whose state is no more
  let told = NONE; // the last abort that a pending promise has told of
  let mourning = false; // the crate's own hook runs, on the dead module
  //#end

  // The module's own functions, behind the guarded ones.
  //#each linked
  var $raw$;
  //#end
  let terminateModule = notLinked;
  //#if guest
  let callAbortHandler;
  //#end
  //#if in_place
  let resetModule;
  //#end
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

  function refusal(life = generation) {
    return new TerminatedError(`Module terminated: ${epitaph}`,
      { cause: lastError, generation: life });
  }

  function notInitialised() {
    return new Error('The module is not initialised: call init() or initSync() first');
  }

  // After an exception was judged.
  function settle() {
    doubt = false;
    //#if recovers
    attention = terminated || due;
    //#else
    attention = terminated;
    //#end
  }

  // Calls a hook. What it calls in its turn is nested in the call in progress.
  function tell(hook, event) {
    //#if recovers
    const level = depth;
    depth = level + 1;
    //#end
    try {
      hook?.(event);
    } catch (error) {
      report(error);
    }
    //#if recovers
    sink(level);
    //#end
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
    //#if bindgen
    if (Object.is(error, vanished)) return 'host-terminated';
    //#end
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
    if (reason === 'panic') error = asPanic(error);
    //#end
    if (terminated) return lastError; // by a getter of the error, just now
    bury(error, name === undefined ? reason : `${reason} in ${name}`);
    //#if guest
    const life = generation;
    tell(mourn);
    tell(hookOf.abort, { error, reason, export: name, generation: life });
    //#else
    tell(hookOf.abort, { error, reason, export: name, generation });
    //#end
    return error;
  }
  //#if memory

  // The trap that a panic ended in, with the panic's text.
  function asPanic(error) {
    if (note === null || !isTrap(error)) return error;
    const { message = NO_MESSAGE, location } = note;
    return new PanicError(message, { location, fatal: true, cause: error });
  }
  //#end
  //#if guest

  // Runs the crate's own hook. The module lets that through though it is dead, and
  // has to hear again that it is; unless the hook had it reset.
  function mourn() {
    const life = generation;
    mourning = true;
    try {
      callAbortHandler?.();
    } catch (error) {
      //#if memory
      if (life === generation) throw asPanic(error);
      //#else
      if (life === generation) throw error;
      //#end
    } finally {
      mourning = false;
      if (life === generation) {
        terminateModule();
        forget();
      }
    }
  }
  //#end

  // The module is dead, and JavaScript knows it.
  function bury(error, how) {
    epitaph = how;
    terminated = true;
    lastError = error;
    forget();
    settle();
    //#if bindgen
    if (end(refusal)) told = error;
    //#else
    end(refusal);
    //#end
  }

  // Promises that wait for a state which is no more settle, with an error that is made
  // only for them. Whether there were any.
  function end(make) {
    let error;
    const once = () => error ??= make();
    let any = false;
    for (const abandon of endings) any = abandon(once) || any;
    return any;
  }

  // Drops what was only of use to the calls in progress.
  function forget() {
    noted = NONE;
    fatal = NONE;
    //#if recovers
    //#if any_catches
    late = NONE;
    //#end
    //#end
    //#if eh
    passing = false;
    raised = NONE;
    raising.length = 0;
    //#end
    oom = false;
    //#if bindgen
    vanished = NONE;
    //#end
    //#if memory
    note = null;
    //#end
    //#if texts
    notes.clear();
    thrownNote = null;
    //#end
  }

  // Judges what came out of the module; returns what the caller is to get.
  //#if recovers
  function caught(error, level, name) {
    const life = generationOf(level);
    sink(level);
    //#else
  //= function caught(error, name) {
    //#end
    if (Object.is(error, noted)) {
      noted = NONE;
      settle();
      return error;
    }
    //#if eh
    if (passing) {
      passing = false;
      settle();
      return error;
    }
    //#end
    //#if recovers
    if (life !== generation) {
      // A frame of an older state: the new one is none of its business.
      //#if any_catches
      const cause = late === NONE ? error : late;
      late = NONE;
      //#else
      const cause = error;
      //#end
      settle();
      const known = cause instanceof TerminatedError && cause.generation === life;
      return known ? cause : stale(life, { cause });
    }
    //#end
    if (terminated) {
      //#if any_catches
      const thrownByImport = fatal;
      fatal = NONE;
      settle();
      if (thrownByImport !== NONE) return thrownByImport;
      //#else
      settle();
      //#end
      // Other traps are those of outer frames whose import swallowed the error.
      return !Object.is(error, lastError) && isTrap(error) ? refusal() : error;
    }
    stop(error);
    headroom(room);
    return terminate(name);
  }

  // An exception was not judged: nothing of the module can be relied on.
  function judge(name) {
    if (terminated) return;
    stop(new RangeError('Maximum call stack size exceeded'));
    terminate(name);
  }

  // Makes a call possible that cannot just go on, or refuses it.
  function attend(name) {
    if (terminateModule === notLinked) throw terminated ? refusal() : notInitialised();
    decide(name);
    if (terminated) throw refusal();
  }

  // Makes the state fresh if it is time for that.
  function decide(name) {
    if (doubt) judge(name);
    //#if recovers
    sink(depth);
    recover();
    //#end
  }
  //#if any_catches

  // Judges what an import threw; returns what the module is to get. It is dead
  // by then if its cleanups must not run.
  //#if recovers
  function thrown(error, life) {
    //#else
  //= function thrown(error) {
    //#end
    headroom(someRoom);
    if (terminateModule === notLinked) return error;
    //#if recovers
    if (life !== generation) {
      late = error; // its frames trap
      return error;
    }
    //#end
    //#if bindgen
    if (terminated && !mourning) {
      //#else
      //= if (terminated) {
      //#end
      fatal = error;
      return error;
    }
    //#if unwinds
    let deadly = doubt || oom || kindOf(error) !== '';
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
  //#include arguments.js

  //#if bindgen
  //#text crate_code

  // What the module imports of the crate's.
  const shims = {
    //#text crate_shims
  };

  //#end
  //#include host.js
  //#if promises

  const { watched, abandon } = watching();
  endings.push(abandon);
  //#end

  //#include recovery.js

  //#if any_entries
  //#include tables.js

  //#end
  //#if bindgen
  /** What the crate exports. */
  const exported = Object.freeze({
    __proto__: null,
    //#text crate_functions
    //#each exports
    //#if !defined
    $key$: $value$,
    //#end
    //#end
  });
  //#else
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
      //#if recovers
      $param$ = typeof $param$ === 'number' ? $param$ | 0 : number($param$);
      //#else
      $param$ |= 0;
      //#end
      //#end
      //#if i64
      //#if recovers
      if (typeof $param$ !== 'bigint') $param$ = bigint($param$);
      //#else
      $param$ = BigInt.asIntN(64, $param$);
      //#end
      //#end
      //#if float
      //#if recovers
      if (typeof $param$ !== 'number') $param$ = number($param$);
      //#else
      $param$ = +$param$;
      //#end
      //#end
      //#if funcref
      $param$ = funcref($param$);
      //#end
      //#end
      //#if otherref
      const crossed = crossings;
      //#end
      //#if recovers
      const level = depth;
      depth = level + 1;
      //#end
      let result;
      try {
        result = $raw$($params$);
        //#if recovers
        depth = level;
        //#end
      } catch (error) {
        //#if recovers
        depth = level;
        if (error === AGAIN) return exported$member$($params$);
        //#end
        //#if otherref
        // No import was called: the engine refused an argument.
        if (crossed === crossings && error instanceof TypeError) throw error;
        //#end
        attention = doubt = true;
        //#if recovers
        throw caught(error, level, $literal$);
        //#else
        throw caught(error, $literal$);
        //#end
      }
      //#if promising
      //#if many
      return result.map(watched);
      //#else
      return watched(result);
      //#end
      //#else
      return result;
      //#end
    },
    //#end
    //#else
    get $key$() {
      return $raw$;
    },
    //#end
    //#end
  });
  //#end

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
  function prepare(imports) {
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
    const object = {
      //#if !reinstantiates
      __unpoison: host,
      //#end
      //#if bindgen
      wbg: shims,
      //#end
      //#each modules
      $key$: {
        //#each members
        //#if shim
        $key$($params$) {
          //#if otherref
          crossings++;
          //#end
          //#if catches
          //#if recovers
          const life = generation;
          //#end
          try {
            //#include result.js
            return result;
          } catch (error) {
            //#if recovers
            throw thrown(error, life);
            //#else
            throw thrown(error);
            //#end
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
    const plan = { object };
    //#if snapshots
    // To be called before instantiation: notes what only the host can bring back.
    plan.keep = () => {
      const keepers = [
        //#each kept
        KEEPERS.$keeper$($host$),
        //#end
      ];
      plan.restore = () => keepers.forEach((restore) => restore());
    };
    //#end
    //#if reinstantiates
    object.__unpoison = hostOf(plan);
    //#end
    return plan;
  }
  //#end

  //#if planned
  function link(exports, plan) {
    used = plan;
    //#else
  //= function link(exports) {
    //#end
    //#if bindgen
    wasm = Object.create({ ...exports });
    cachedBytes = NO_BYTES;
    rawExported = undefined;
    //#end
    ({
      //#each linked
      $wasm_key$: $raw$,
      //#end
      __unpoison_terminate: terminateModule,
      //#if any_entries
      __unpoison_mark: markModule,
      //#end
      //#if guest
      __unpoison_abort_handler: callAbortHandler,
      //#end
      //#if in_place
      __wbg_reset_state: resetModule,
      //#end
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
    //#if any_entries
    guardTables();
    //#end
    //#if recycles
    //#if !only_memory
    memories = Object.values(exports).filter((value) => value instanceof WebAssembly.Memory);
    //#end
    //#end
    settle();
    publish(exported);
  }

  // Back to the time before the first call.
  function revive() {
    terminated = false;
    flags = -1;
    forget();
    //#if heap
    clearHeap();
    //#end
  }

  //#if starts
  // Judges why the module did not start. It is dead, whatever that was; unless it
  // is no more of the generation `life`.
  function notStarted(error, life) {
    attention = doubt = true;
    //#if recovers
    error = caught(error, depth, 'start');
    //#else
    error = caught(error, 'start');
    //#end
    // If it only unwound: half a start is none.
    if (!terminated && life === generation) {
      stop(error);
      bury(error, 'its start failed');
    }
    return error;
  }

  //#end
  /** Takes over an instance and starts it. Returns the guarded exports. */
  //#if planned
  function adopt(exports, plan, module) {
    //#if reinstantiates
    compiled = module;
    //#end
    revive();
    link(exports, plan);
    //#else
  //= function adopt(exports) {
    revive();
    link(exports);
    //#end
    //#if start
    const life = generation;
    starting = true;
    //#if recovers
    const level = depth;
    depth = level + 1; // what it calls is called from inside
    //#end
    try {
      startModule();
    } catch (error) {
      //#if recovers
      depth = level;
      //#end
      throw notStarted(error, life);
    } finally {
      starting = false;
    }
    //#if recovers
    depth = level;
    //#end
    //#end
    ready = true;
    return $output$;
  }

  /** Judges an error of the instantiation; returns what init is to throw. */
  function failed(error) {
    if (kindOf(error) === '') return error;
    revive();
    terminateModule = notLinked;
    stop(error);
    return terminate('start');
  }

  // For objects that follow the generations: the generation that a use of one is of.
  function follow() {
    if (attention && terminateModule !== notLinked) decide();
    return generation;
  }

  // What `callee` calls is called from inside: no reset is due in the middle of it.
  function within(callee, self, args) {
    //#if recovers
    const level = depth;
    depth = level + 1;
    try {
      return Reflect.apply(callee, self, args);
    } finally {
      sink(level);
    }
    //#else
    return Reflect.apply(callee, self, args);
    //#end
  }

  /** Whether the module is terminated, by what, and how often it was reset. */
  function recovery_state() {
    //#if bindgen
    return {
      generation, terminated, resets: generation, last_error: lastError, stale_calls: staleCalls,
    };
    //#else
    return { generation, terminated, resets: generation, last_error: lastError };
    //#end
  }

  return {
    exported,
    //#if debug
    output: () => $output$,
    //#end
    adopt,
    endings,
    follow,
    within,
    //#if late
    bind,
    host,
    refusal,
    //#else
    prepare,
    failed,
    //#end
    // What init() gives, once that was done.
    //#if start
    started: () => ready || starting ? $output$ : undefined,
    //#else
    started: () => ready ? $output$ : undefined,
    //#end
    __wbg_reset_state,
    recovery_state,
    schedule_reinit,
    hookOf,
    //#if recovers
    obey,
    //#end
  };
}
