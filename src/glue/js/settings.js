//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What programs set of an instance: hooks and the policy. Apart from makeInstance(),
//- so that bundlers leave out what nobody uses.
// set_on_abort or set_on_reset: sets a hook, and returns the one that was set before.
function setterOf(instance, event) {
  const { hookOf } = instance;
  const name = `set_on_${event}`;
  return {
    [name](fn) {
      if (fn !== null && typeof fn !== 'function') {
        throw new TypeError(`${name} takes a function or null`);
      }
      const previous = hookOf[event];
      hookOf[event] = fn;
      return previous;
    },
  }[name];
}

//#if recovers
function checkPolicy(key, value, type) {
  const isOfType = typeof value === type;
  const isGood = key === 'mode' ? value === 'throw' || value === 'reset'
    : isOfType && value >= 0 &&
      (key !== 'max_resets' || value === Infinity || Number.isInteger(value));
  if (isGood) return;
  const Failure = isOfType ? RangeError : TypeError;
  throw new Failure(`set_recovery_policy: ${key} cannot be ${String(value)}`);
}

// The function that sets the policy of an instance.
function policyOf(instance) {
  let policy = {
    mode: 'throw',
    max_resets: Infinity,
    window_ms: 60_000,
    recycle_bytes: RECYCLE_BYTES,
  };
  let recent = []; // when the module was reset without being asked

  // Whether the module may be reset once more without being asked; counts that.
  function mayRecover() {
    const { max_resets, window_ms } = policy;
    const time = typeof performance === 'object' ? performance.now() : Date.now();
    recent = recent.filter((other) => other > time - window_ms);
    if (recent.length >= max_resets) return false;
    if (max_resets !== Infinity) recent.push(time);
    return true;
  }

  return function set_recovery_policy(changes) {
    if (typeof changes !== 'object' || changes === null) {
      throw new TypeError('set_recovery_policy takes an object');
    }
    const next = { ...policy };
    for (const key of Object.keys(next)) {
      const value = changes[key];
      if (value === undefined) continue;
      checkPolicy(key, value, typeof next[key]);
      next[key] = value;
    }
    policy = next;
    instance.obey(policy.mode === 'reset' ? mayRecover : null, policy.recycle_bytes);
  };
}
//#else
function cannotReset() {
  throw new Error('The module cannot be reset: it was rewritten with --reset none');
}
//#end

