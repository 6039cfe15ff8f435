//- SPDX-License-Identifier: MIT OR Apache-2.0
const { then } = Promise.prototype;

// Whether `value` may be a promise, of any realm; then.call() knows for sure.
function isPromise(value) {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return value instanceof Promise ||
      Object.prototype.toString.call(value) === '[object Promise]';
  } catch {
    return false; // a proxy that does not want to be looked at
  }
}

// Promises that callers get, so that none is left pending.
function watching() {
  const unsettled = new Map(); // how to reject, by promise
  let standins = new WeakMap(); // by promise

  // What a caller gets for `value`: for a promise one that settles as it does, to what
  // `change` makes of its result, and that is rejected when the state it may wait for
  // is gone.
  function watched(value, change = (result) => result) {
    if (!isPromise(value)) return value;
    const known = standins.get(value);
    if (known !== undefined) return known;
    let settlers;
    const promise = new Promise((...both) => {
      settlers = both;
    });
    const [resolve, reject] = settlers.map((settle) => (result) => {
      if (unsettled.delete(promise)) settle(result);
    });
    try {
      then.call(value, (result) => resolve(change(result)), reject);
    } catch {
      return value; // it only looked like one
    }
    unsettled.set(promise, reject);
    standins.set(value, promise);
    standins.set(promise, promise);
    return promise;
  }

  // Rejects what is pending. Nobody has to handle that. Whether there was any.
  function abandon(errorOf) {
    standins = new WeakMap();
    if (unsettled.size === 0) return false;
    // In workerd a promise belongs to a request, and the request that we are in must
    // not attach anything to that of another. There, nobody has to handle them.
    const guarded = globalThis.navigator?.userAgent !== 'Cloudflare-Workers';
    for (const [promise, reject] of unsettled) {
      if (guarded) then.call(promise, undefined, () => {});
      reject(errorOf());
    }
    return true;
  }

  return { watched, abandon };
}
