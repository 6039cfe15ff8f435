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
