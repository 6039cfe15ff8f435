//- SPDX-License-Identifier: MIT OR Apache-2.0
//- entrypoint(): objects that outlive the state that they were made on. Apart from
//- makeInstance(), so that bundlers leave it out where nobody uses it.
// Whether `value` is to be called with `new`, and not with an object as `this`.
function isClass(value) {
  return Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}

// Whether it has properties that other functions do not have.
function hasMembers(value) {
  return Reflect.ownKeys(value).some((key) =>
    !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key));
}

// Has `waits` get the promises of blockConcurrencyWhile() of an argument; returns
// what makes that as it was.
function listen(context, waits) {
  const block = context.blockConcurrencyWhile;
  if (typeof block !== 'function') return nothing;
  const own = Reflect.getOwnPropertyDescriptor(context, 'blockConcurrencyWhile');
  // The context itself has to be passed on: it may be the host's.
  const changed = Reflect.defineProperty(context, 'blockConcurrencyWhile', {
    value(...given) {
      const wait = Reflect.apply(block, context, given);
      waits.push(wait);
      return wait;
    },
    configurable: true,
  });
  if (!changed) return nothing;
  return () => {
    if (own) Reflect.defineProperty(context, 'blockConcurrencyWhile', own);
    else Reflect.deleteProperty(context, 'blockConcurrencyWhile');
  };
}

// Runs `construct`; returns its object, and the promises of the initialisation that
// it asked to wait for by blockConcurrencyWhile() of one of its arguments.
function construction(args, construct) {
  const waits = [];
  const restores = [];
  for (const context of new Set(args)) {
    if (typeof context !== 'object' || context === null) continue;
    try {
      restores.push(listen(context, waits));
    } catch {
      // It does not want to be looked at.
    }
  }
  try {
    return { object: construct(), waits };
  } finally {
    restores.forEach((restore) => restore());
  }
}

// Of an instance: what settles the promises that methods of its objects return, and
// how often that was.
const watches = new WeakMap();

function watchOf(instance) {
  if (!watches.has(instance)) {
    const { watched, abandon } = watching();
    const watch = { watched, ends: 0 };
    instance.endings.push((error) => {
      watch.ends++;
      return abandon(error);
    });
    watches.set(instance, watch);
  }
  return watches.get(instance);
}

// The traps of the proxy for one object. Its target, the shell, has only what was
// made unchangeable from outside: what an object of one generation has by itself
// need not bind the next.
class Follower {
  constructor(kind, args) {
    this.kind = kind;
    this.args = args;
    this.methods = new Map(); // {method, life, bound} by key
    this.given = new Map(); // functions that were assigned from outside, by key
    this.results = new WeakMap(); // promises without the object itself, by promise
    this.initialising = null; // a promise
    this.solid = false; // the shell has properties that cannot change
    this.shell = Object.create(kind.Class.prototype);
    this.proxy = new Proxy(this.shell, this);
    this.life = kind.instance.follow();
    this.make();
  }

  make() {
    const { Class, instance } = this.kind;
    const { object, waits } = construction(this.args,
      () => instance.within(Reflect.construct, Reflect, [Class, this.args]));
    this.object = object;
    this.given.clear();
    this.wait(waits);
  }

  // Once the object is complete: freezes of it what was frozen of those before it. Its
  // values are its own.
  restrict() {
    const { shell, object } = this;
    for (const key of Reflect.ownKeys(shell)) {
      const fixed = Reflect.getOwnPropertyDescriptor(shell, key);
      const own = Reflect.getOwnPropertyDescriptor(object, key);
      if (own && 'value' in own && 'value' in fixed) fixed.value = own.value;
      Reflect.defineProperty(object, key, fixed);
    }
    if (!Reflect.isExtensible(shell)) Reflect.preventExtensions(object);
  }

  // Lets the calls of methods wait. If that fails, so do they, and the next use
  // begins anew.
  wait(waits) {
    if (waits.length === 0) return;
    const done = Promise.all([this.initialising, ...waits]);
    this.initialising = done;
    done.then(() => {
      if (this.initialising !== done) return;
      this.initialising = null;
      this.restrict();
    }, () => {
      if (this.initialising === done) this.life = -1;
    });
  }

  // The object to use: one of the state that there is now.
  current() {
    const { instance } = this.kind;
    let life = instance.follow();
    // The constructor or onReset may have the module reset once more; but not for ever.
    for (let times = 0; life !== this.life && times < 3; times++) {
      this.renew(life);
      life = instance.recovery_state().generation;
    }
    return this.object;
  }

  renew(life) {
    const before = this.life;
    const { lazy, onReset } = this.kind;
    this.life = life; // also for uses in the course of this
    if (lazy || before === -1) {
      this.initialising = null;
      try {
        this.make();
      } catch (error) {
        if (this.life === life) this.life = before;
        throw error;
      }
    }
    if (onReset !== undefined && before !== -1) {
      try {
        const told = onReset({ generation: life, instance: this.object });
        if (isPromise(told)) this.wait([then.call(told, undefined, report)]);
      } catch (error) {
        report(error);
      }
    }
    if (this.initialising === null) this.restrict();
  }

  // What a value of the object is for others: methods are bound, and the object
  // itself is not known to them.
  show(key, value) {
    if (typeof value !== 'function') return value === this.object ? this.proxy : value;
    if (this.given.get(key) === value) return value;
    const { Class, proxy } = this.kind;
    if (key === 'constructor' && value === Class) return proxy;
    const isMethod = value !== Class && value !== Object.prototype[key] && !isClass(value) &&
      !this.args.includes(value) && !(Object.hasOwn(this.object, key) && hasMembers(value));
    return isMethod ? this.bind(key, value) : value;
  }

  // A method, with the object as its `this`. It stays the same while there is one of
  // that name, also over resets.
  bind(key, method) {
    const { life } = this;
    const known = this.methods.get(key);
    if (known !== undefined && (known.method === method || known.life !== life)) {
      Object.assign(known, { method, life });
      return known.bound;
    }
    const entry = { method, life, bound: (...args) => this.call(key, entry, args) };
    for (const name of ['name', 'length']) {
      const property = Reflect.getOwnPropertyDescriptor(method, name);
      if (property) Reflect.defineProperty(entry.bound, name, property);
    }
    this.methods.set(key, entry);
    return entry.bound;
  }

  call(key, entry, args) {
    const object = this.current();
    if (this.initialising !== null) return this.later(key, entry, args);
    let { method } = entry;
    if (entry.life !== this.life) {
      // What the object of another generation calls so may be another function.
      const now = this.read(object, key);
      if (typeof now === 'function' && now !== entry.bound) method = now;
    }
    return this.outcome(object, this.kind.instance.within(method, object, args));
  }

  // A call that has to wait. Whose caller was told meanwhile that it failed is not made.
  later(key, entry, args) {
    const { watch } = this.kind;
    const { ends } = watch;
    return watch.watched(this.initialising.then(() =>
      watch.ends === ends ? this.call(key, entry, args) : undefined));
  }

  // What a method returned, for its caller.
  outcome(object, result) {
    if (result === object) return this.proxy;
    if (!this.kind.lazy || !isPromise(result)) return result;
    let promise = this.results.get(result);
    if (promise === undefined) {
      try {
        promise = then.call(result, (value) => value === object ? this.proxy : value);
      } catch {
        return result; // it only looked like one
      }
      this.results.set(result, promise);
    }
    return this.kind.watch.watched(promise);
  }

  // A property of the object, which may be an accessor of the class.
  read(from, key) {
    return this.kind.instance.within(Reflect.get, Reflect, [from, key, this.object]);
  }

  get(shell, key) {
    const object = this.current();
    const fixed = this.pin(shell, key);
    if (fixed && 'value' in fixed) return fixed.value;
    const known = fixed ? undefined : this.methods.get(key);
    if (known === undefined) return this.show(key, this.read(fixed ? shell : object, key));
    const value = object[key];
    if (value !== known.method) return this.show(key, value);
    known.life = this.life;
    return known.bound;
  }

  set(shell, key, value, receiver) {
    const object = this.current();
    const from = this.pin(shell, key) ? shell : object;
    if (receiver !== this.proxy) return Reflect.set(from, key, value, receiver);
    if (typeof value === 'function') this.give(key, value);
    return this.kind.instance.within(Reflect.set, Reflect, [from, key, value, object]);
  }

  // Has a function that comes from outside go out again as it is.
  give(key, value) {
    this.given.set(key, value);
    this.methods.delete(key);
  }

  // What the shell has of a property, if that has to be the answer.
  pin(shell, key) {
    const fixed = this.solid ? Reflect.getOwnPropertyDescriptor(shell, key) : undefined;
    return fixed && !fixed.configurable && !fixed.writable ? fixed : undefined;
  }

  has(shell, key) {
    return Reflect.has(this.current(), key) ||
      (Object.hasOwn(shell, key) && this.mirror(shell, key) !== undefined);
  }

  deleteProperty(shell, key) {
    const object = this.current();
    return Reflect.deleteProperty(object, key) && Reflect.deleteProperty(shell, key);
  }

  ownKeys(shell) {
    const object = this.current();
    const fixed = Reflect.ownKeys(shell).filter((key) => this.mirror(shell, key) !== undefined);
    const own = Reflect.ownKeys(object);
    return Reflect.isExtensible(shell) ? [...new Set([...own, ...fixed])]
      : [...new Set([...own.filter((key) => Object.hasOwn(shell, key)), ...fixed])];
  }

  // A property of the object, as it is shown.
  property(key) {
    const own = Reflect.getOwnPropertyDescriptor(this.object, key);
    if (own && 'value' in own) own.value = this.show(key, own.value);
    return own;
  }

  // What the shell has of a property, brought up to date as far as that can be.
  mirror(shell, key) {
    const fixed = Reflect.getOwnPropertyDescriptor(shell, key);
    const own = this.property(key);
    if (fixed.configurable) {
      if (own) Reflect.defineProperty(shell, key, { ...own, configurable: true });
      else Reflect.deleteProperty(shell, key);
    } else if (fixed.writable && own && 'value' in own) {
      Reflect.defineProperty(shell, key, { value: own.value });
    }
    return Reflect.getOwnPropertyDescriptor(shell, key);
  }

  getOwnPropertyDescriptor(shell, key) {
    this.current();
    if (Object.hasOwn(shell, key)) return this.mirror(shell, key);
    const property = Reflect.isExtensible(shell) ? this.property(key) : undefined;
    if (property) property.configurable = true; // the next object may do without
    return property;
  }

  defineProperty(shell, key, property) {
    const object = this.current();
    const known = Object.hasOwn(shell, key);
    if (!known && !Reflect.isExtensible(shell)) return false;
    if (!Reflect.defineProperty(object, key, property)) return false;
    if (typeof property.value === 'function') this.give(key, property.value);
    const made = this.property(key);
    if ('value' in property) made.value = property.value;
    if (!known && made.configurable) return true;
    this.solid = true;
    return Reflect.defineProperty(shell, key, made);
  }

  // From now on the shell has the properties.
  preventExtensions(shell) {
    const object = this.current();
    if (!Reflect.preventExtensions(object)) return false;
    for (const key of Reflect.ownKeys(object)) {
      if (!Object.hasOwn(shell, key)) {
        Reflect.defineProperty(shell, key, { ...this.property(key), configurable: true });
      }
    }
    Reflect.setPrototypeOf(shell, Reflect.getPrototypeOf(object));
    return Reflect.preventExtensions(shell);
  }

  isExtensible(shell) {
    return Reflect.isExtensible(shell);
  }

  // Of a frozen object it cannot change any more.
  getPrototypeOf(shell) {
    return Reflect.getPrototypeOf(Reflect.isExtensible(shell) ? this.object : shell);
  }

  setPrototypeOf(shell, prototype) {
    return Reflect.setPrototypeOf(this.current(), prototype) &&
      Reflect.setPrototypeOf(shell, prototype);
  }
}

function makeEntrypoint(instance, Class, { reconstruct = 'lazy', onReset } = {}) {
  if (typeof Class !== 'function') throw new TypeError('entrypoint takes a class');
  if (reconstruct !== 'lazy' && reconstruct !== 'never') {
    throw new RangeError(`entrypoint: reconstruct cannot be ${String(reconstruct)}`);
  }
  if (onReset !== undefined && typeof onReset !== 'function') {
    throw new TypeError('entrypoint: onReset is to be a function');
  }
  const lazy = reconstruct === 'lazy';
  const watch = lazy ? watchOf(instance) : { watched: (value) => value, ends: 0 };
  const kind = { instance, Class, lazy, onReset, watch };
  kind.proxy = new Proxy(Class, {
    construct(target, args, newTarget) {
      if (newTarget !== kind.proxy) {
        throw new TypeError('An entrypoint cannot be extended: extend the class itself, and ' +
          'pass that to entrypoint()');
      }
      return new Follower(kind, args).proxy;
    },
  });
  return kind.proxy;
}

