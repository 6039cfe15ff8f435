//- SPDX-License-Identifier: MIT OR Apache-2.0
//- entrypoint(): objects that outlive the state that they were made on. Apart from
//- makeInstance(), so that bundlers leave it out where nobody uses it.
const describe = Reflect.getOwnPropertyDescriptor;
const define = Reflect.defineProperty;
const ownKeys = Reflect.ownKeys;

// Whether `value` is to be called with `new`, and not with an object as `this`.
function isClass(value) {
  return describe(value, 'prototype')?.writable === false;
}

// Whether it has properties that other functions do not have.
function hasMembers(value) {
  return ownKeys(value).some((key) =>
    !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key));
}

// Has `waits` get the promises of blockConcurrencyWhile() of the arguments of a
// constructor; returns what makes that as it was. It tells what an initialisation is to
// wait for. An argument itself has to be passed on: it may be the host's.
function listen(args, waits) {
  const key = 'blockConcurrencyWhile';
  const changed = new Map(); // what they had by themselves, by argument
  for (const context of args) {
    try {
      const block = context[key];
      if (typeof context !== 'object' || typeof block !== 'function' || changed.has(context)) continue;
      const own = describe(context, key);
      const value = (...given) => {
        const wait = Reflect.apply(block, context, given);
        waits.push(wait);
        return wait;
      };
      if (define(context, key, { value, configurable: true })) changed.set(context, own);
    } catch {
      // It does not want to be looked at.
    }
  }
  return () => {
    for (const [context, own] of changed) {
      if (own) define(context, key, own);
      else Reflect.deleteProperty(context, key);
    }
  };
}

// Of an instance: what settles the promises that methods of its objects return, and
// how often that was.
function watchOf(instance) {
  const { watched, abandon } = watching();
  const watch = { watched, ends: 0 };
  instance.endings.push((errorOf) => {
    watch.ends++;
    return abandon(errorOf);
  });
  return watch;
}

// Makes objects of `Class` that follow the generations, for the class `entry`.
function followers(instance, Class, entry, lazy, onReset) {
  const { follow, within } = instance;
  const watch = lazy ? instance.watch ??= watchOf(instance) : { watched: (value) => value };

  // The proxy for one object. Its target, the shell, has only what was made
  // unchangeable from outside: what an object of one generation has by itself need
  // not bind the next.
  return (args) => {
    const methods = new Map(); // {method, life, bound} by key
    const given = new Map(); // functions that were assigned from outside, by key
    const shell = Object.create(Class.prototype);
    let solid = false; // the shell has properties that cannot change
    let initialising = null; // a promise
    let made; // the object
    let madeIn; // the generation of that

    function make() {
      const waits = [];
      const restore = listen(args, waits);
      try {
        made = within(Reflect.construct, Reflect, [Class, args]);
      } finally {
        restore();
      }
      given.clear();
      wait(waits);
    }

    // Once the object is complete: freezes of it what was frozen of those before it.
    // Its values are its own.
    function restrict() {
      for (const key of ownKeys(shell)) {
        const fixed = describe(shell, key);
        const own = describe(made, key);
        if (own && 'value' in own && 'value' in fixed) fixed.value = own.value;
        define(made, key, fixed);
      }
      if (!Reflect.isExtensible(shell)) Reflect.preventExtensions(made);
    }

    // Lets the calls of methods wait. If that fails, so do they, and the next use
    // begins anew.
    function wait(waits) {
      if (waits.length === 0) return;
      const done = Promise.all([initialising, ...waits]);
      initialising = done;
      done.then(() => {
        if (initialising !== done) return;
        initialising = null;
        restrict();
      }, () => {
        if (initialising === done) madeIn = -1;
      });
    }

    // The object to use: one of the state that there is now.
    function current() {
      let life = follow();
      // The constructor or onReset may have the module reset once more; but not for ever.
      for (let times = 0; life !== madeIn && times < 3; times++) {
        renew(life);
        life = instance.recovery_state().generation;
      }
      return made;
    }

    function renew(life) {
      const before = madeIn;
      madeIn = life; // also for uses in the course of this
      if (lazy || before === -1) {
        initialising = null;
        try {
          make();
        } catch (error) {
          if (madeIn === life) madeIn = before;
          throw error;
        }
      }
      if (onReset !== undefined && before !== -1) {
        try {
          const told = onReset({ generation: life, instance: made });
          if (isPromise(told)) wait([then.call(told, undefined, report)]);
        } catch (error) {
          report(error);
        }
      }
      if (initialising === null) restrict();
    }

    // What a value of the object is for others: methods are bound, and the object
    // itself is not known to them.
    function show(key, value) {
      if (typeof value !== 'function') return value === made ? proxy : value;
      const known = methods.get(key);
      if (known?.method === value) return again(known, value);
      if (given.get(key) === value) return value;
      if (key === 'constructor' && value === Class) return entry();
      const isMethod = value !== Class && value !== Object.prototype[key] && !isClass(value) &&
        !args.includes(value) && !(Object.hasOwn(made, key) && hasMembers(value));
      return isMethod ? bind(key, value) : value;
    }

    // One that is bound already.
    function again(known, method) {
      known.method = method;
      known.life = madeIn;
      return known.bound;
    }

    // A method, with the object as its `this`. It stays the same while there is one of
    // that name, also over resets.
    function bind(key, method) {
      const known = methods.get(key);
      if (known !== undefined && known.life !== madeIn) return again(known, method);
      const bound = (...values) => call(key, entry, values);
      const entry = { method, life: madeIn, bound };
      for (const name of ['name', 'length']) {
        const property = describe(method, name);
        if (property) define(bound, name, property);
      }
      methods.set(key, entry);
      return bound;
    }

    function call(key, entry, values) {
      const object = current();
      if (initialising !== null) return later(key, entry, values);
      let { method } = entry;
      if (entry.life !== madeIn) {
        // What the object of another generation calls so may be another function.
        const now = read(object, key);
        if (typeof now === 'function' && now !== entry.bound) method = now;
      }
      return outcome(object, within(method, object, values));
    }

    // A call that has to wait. Whose caller was told meanwhile that it failed is not made.
    function later(key, entry, values) {
      const { ends } = watch;
      return watch.watched(initialising.then(() =>
        watch.ends === ends ? call(key, entry, values) : undefined));
    }

    // What a method returned, for its caller.
    function outcome(object, result) {
      return result === object ? proxy
        : watch.watched(result, (value) => value === object ? proxy : value);
    }

    // A property of the object, which may be an accessor of the class.
    function read(from, key) {
      return within(Reflect.get, Reflect, [from, key, made]);
    }

    // Has a function that comes from outside go out again as it is.
    function give(key, value) {
      given.set(key, value);
      methods.delete(key);
    }

    // What the shell has of a property, if that has to be the answer.
    function pin(key) {
      const fixed = solid ? describe(shell, key) : undefined;
      return fixed && !fixed.configurable && !fixed.writable ? fixed : undefined;
    }

    // A property of the object, as it is shown.
    function property(key) {
      const own = describe(made, key);
      if (own && 'value' in own) own.value = show(key, own.value);
      return own;
    }

    // What the shell has of a property, brought up to date as far as that can be.
    function mirror(key) {
      const fixed = describe(shell, key);
      const own = property(key);
      if (fixed.configurable) {
        if (own) define(shell, key, { ...own, configurable: true });
        else Reflect.deleteProperty(shell, key);
      } else if (fixed.writable && own && 'value' in own) {
        define(shell, key, { value: own.value });
      }
      return describe(shell, key);
    }

    const proxy = new Proxy(shell, {
      get(_, key) {
        const object = current();
        const fixed = pin(key);
        if (fixed && 'value' in fixed) return fixed.value;
        return show(key, read(fixed ? shell : object, key));
      },

      set(_, key, value, receiver) {
        const object = current();
        const from = pin(key) ? shell : object;
        if (receiver !== proxy) return Reflect.set(from, key, value, receiver);
        if (typeof value === 'function') give(key, value);
        return within(Reflect.set, Reflect, [from, key, value, object]);
      },

      has: (_, key) => Reflect.has(current(), key) ||
        (Object.hasOwn(shell, key) && mirror(key) !== undefined),

      deleteProperty: (_, key) =>
        Reflect.deleteProperty(current(), key) && Reflect.deleteProperty(shell, key),

      ownKeys() {
        const object = current();
        const fixed = ownKeys(shell).filter((key) => mirror(key) !== undefined);
        const own = ownKeys(object).filter((key) =>
          Reflect.isExtensible(shell) || Object.hasOwn(shell, key));
        return [...new Set([...own, ...fixed])];
      },

      getOwnPropertyDescriptor(_, key) {
        current();
        if (Object.hasOwn(shell, key)) return mirror(key);
        const found = Reflect.isExtensible(shell) ? property(key) : undefined;
        if (found) found.configurable = true; // the next object may do without
        return found;
      },

      defineProperty(_, key, wanted) {
        const object = current();
        const known = Object.hasOwn(shell, key);
        if (!known && !Reflect.isExtensible(shell)) return false;
        if (!define(object, key, wanted)) return false;
        if (typeof wanted.value === 'function') give(key, wanted.value);
        const found = property(key);
        if ('value' in wanted) found.value = wanted.value;
        if (!known && found.configurable) return true;
        solid = true;
        return define(shell, key, found);
      },

      // From now on the shell has the properties.
      preventExtensions() {
        const object = current();
        if (!Reflect.preventExtensions(object)) return false;
        for (const key of ownKeys(object)) {
          if (!Object.hasOwn(shell, key)) {
            define(shell, key, { ...property(key), configurable: true });
          }
        }
        Reflect.setPrototypeOf(shell, Reflect.getPrototypeOf(object));
        return Reflect.preventExtensions(shell);
      },

      // Of a frozen object it cannot change any more.
      getPrototypeOf: () => Reflect.getPrototypeOf(Reflect.isExtensible(shell) ? made : shell),

      setPrototypeOf: (_, prototype) => Reflect.setPrototypeOf(current(), prototype) &&
        Reflect.setPrototypeOf(shell, prototype),
    });

    madeIn = follow();
    make();
    return proxy;
  };
}

function makeEntrypoint(instance, Class, { reconstruct = 'lazy', onReset } = {}) {
  if (typeof Class !== 'function') throw new TypeError('entrypoint takes a class');
  const lazy = reconstruct === 'lazy';
  if (!lazy && reconstruct !== 'never') {
    throw new RangeError(`entrypoint: reconstruct cannot be ${String(reconstruct)}`);
  }
  if (onReset !== undefined && typeof onReset !== 'function') {
    throw new TypeError('entrypoint: onReset takes a function');
  }
  const follower = followers(instance, Class, () => proxy, lazy, onReset);
  const proxy = new Proxy(Class, {
    construct(target, args, newTarget) {
      if (newTarget !== proxy) {
        throw new TypeError('An entrypoint cannot be extended: extend the class itself');
      }
      return follower(args);
    },
  });
  return proxy;
}

