//- SPDX-License-Identifier: MIT OR Apache-2.0
//- entrypoint(): objects that outlive the state that they were made on. Apart from
//- makeInstance(), so that bundlers leave it out where nobody uses it.
// Whether `value` is to be called with `new`, and not with an object as `this`.
function isClass(value) {
  return Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}

// Runs `construct`; returns its object, and the promises of the initialisation that
// it asked to wait for by blockConcurrencyWhile() of one of its arguments.
function construction(args, construct) {
  const waits = [];
  const restores = [];
  for (const context of args) {
    if (typeof context !== 'object' || context === null) continue;
    const block = context.blockConcurrencyWhile;
    if (typeof block !== 'function') continue;
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
    if (!changed) continue;
    restores.push(() => {
      if (own) Reflect.defineProperty(context, 'blockConcurrencyWhile', own);
      else Reflect.deleteProperty(context, 'blockConcurrencyWhile');
    });
  }
  try {
    return { object: construct(), waits };
  } finally {
    restores.forEach((restore) => restore());
  }
}

// The traps of the proxy for one object. Its target, the shell, is empty until the
// object is frozen: what an object of one generation has need not bind the next.
class Follower {
  constructor(kind, args) {
    this.kind = kind;
    this.args = args;
    this.methods = new Map(); // {method, bound} by key
    this.given = new WeakSet(); // functions that were assigned from outside
    this.solid = false; // the shell has properties of its own
    this.initialising = null; // a promise
    this.life = kind.instance.follow();
    this.make();
  }

  make() {
    const { Class, instance } = this.kind;
    const { object, waits } = construction(this.args,
      () => instance.within(Reflect.construct, Reflect, [Class, this.args]));
    this.object = object;
    this.wait(waits);
  }

  // Lets the calls of methods wait. If that fails, so do they, and the next use
  // begins anew.
  wait(waits) {
    if (waits.length === 0) return;
    const done = Promise.all([this.initialising, ...waits]);
    this.initialising = done;
    done.then(() => {
      if (this.initialising === done) this.initialising = null;
    }, () => {
      if (this.initialising === done) this.life = -1;
    });
  }

  // The object to use: one of the state that there is now.
  current() {
    const life = this.kind.instance.follow();
    if (life !== this.life) this.renew(life);
    return this.object;
  }

  renew(life) {
    const before = this.life;
    const { lazy, onReset } = this.kind;
    this.life = life; // also for uses in the course of this
    if (lazy) {
      this.initialising = null;
      try {
        this.make();
      } catch (error) {
        if (this.life === life) this.life = before;
        throw error;
      }
    }
    if (onReset === undefined || before === -1) return;
    try {
      const told = onReset({ generation: life, instance: this.object });
      if (isPromise(told)) this.wait([told]);
    } catch (error) {
      report(error);
    }
  }

  // A method, with the object as its `this`. It stays the same while there is one of
  // that name, also over resets.
  bind(key, method) {
    const { life } = this;
    const bound = (...args) => this.call(key, method, life, args);
    for (const name of ['name', 'length']) {
      const property = Reflect.getOwnPropertyDescriptor(method, name);
      if (property) Reflect.defineProperty(bound, name, property);
    }
    this.methods.set(key, { method, bound });
    return bound;
  }

  call(key, method, life, args) {
    const object = this.current();
    if (this.initialising !== null) {
      const later = this.initialising.then(() => this.call(key, method, life, args));
      return this.kind.watched(later);
    }
    const { kind } = this;
    // What the object of another generation calls so may be another function.
    const now = this.life === life ? method : Reflect.get(object, key, object);
    return kind.watched(kind.instance.within(typeof now === 'function' ? now : method,
      object, args));
  }

  get(shell, key) {
    const object = this.current();
    const fixed = this.solid ? Reflect.getOwnPropertyDescriptor(shell, key) : undefined;
    const value = fixed && 'value' in fixed ? fixed.value : object[key];
    if (typeof value !== 'function') return value;
    const known = fixed ? undefined : this.methods.get(key);
    if (known !== undefined && known.method === value) return known.bound;
    if (value === this.kind.Class) return key === 'constructor' ? this.kind.proxy : value;
    // A frozen property has its own value, and so has what was assigned.
    if (fixed || this.given.has(value) || isClass(value)) return value;
    return this.bind(key, value);
  }

  set(shell, key, value) {
    const object = this.current();
    if (typeof value === 'function') this.given.add(value);
    if (Object.hasOwn(shell, key) && !Reflect.set(shell, key, value)) return false;
    return Reflect.set(object, key, value, object);
  }

  has(shell, key) {
    return Reflect.has(this.current(), key) || Object.hasOwn(shell, key);
  }

  deleteProperty(shell, key) {
    return Reflect.deleteProperty(shell, key) && Reflect.deleteProperty(this.current(), key);
  }

  ownKeys(shell) {
    const object = this.current();
    return Reflect.ownKeys(Object.isExtensible(shell) ? object : shell);
  }

  getOwnPropertyDescriptor(shell, key) {
    const object = this.current();
    if (Object.hasOwn(shell, key)) return Reflect.getOwnPropertyDescriptor(shell, key);
    if (!Object.isExtensible(shell)) return undefined;
    const property = Reflect.getOwnPropertyDescriptor(object, key);
    if (property) property.configurable = true; // the next object may do without
    return property;
  }

  defineProperty(shell, key, property) {
    const object = this.current();
    if (!Reflect.defineProperty(object, key, property)) return false;
    const fixed = property.configurable === false || Object.hasOwn(shell, key);
    this.solid ||= fixed;
    return !fixed || Reflect.defineProperty(shell, key,
      Reflect.getOwnPropertyDescriptor(object, key));
  }

  // From now on the shell has the properties.
  preventExtensions(shell) {
    const object = this.current();
    this.solid = true;
    for (const key of Reflect.ownKeys(object)) {
      Reflect.defineProperty(shell, key,
        { ...Reflect.getOwnPropertyDescriptor(object, key), configurable: true });
    }
    Reflect.preventExtensions(object);
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
    return Reflect.setPrototypeOf(shell, prototype) &&
      Reflect.setPrototypeOf(this.current(), prototype);
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
  const kind = { instance, Class, lazy, onReset, watched: (value) => value };
  if (lazy) {
    const { watched, abandon } = watching();
    instance.endings.push(abandon);
    kind.watched = watched;
  }
  kind.proxy = new Proxy(Class, {
    construct(target, args, newTarget) {
      if (newTarget !== kind.proxy) {
        throw new TypeError('An entrypoint cannot be extended: extend the class itself, and ' +
          'pass that to entrypoint()');
      }
      return new Proxy(Object.create(Class.prototype), new Follower(kind, args));
    },
  });
  return kind.proxy;
}

