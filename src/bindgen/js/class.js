//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A class of the crate. Its functions (of function.js) come behind this, and
//- then the brace. A class with its own name in it would hide what else has that.
//#if renamed
//= const $local$ = { $key$: class$heritage$ {
//#else
//= class $local$$heritage$ {
//#end
  //#if heir
  static __lineage = [
    //#each lineage
    //#if upcast
    { member: $pointer$, free: $free$, upcast: $upcast_name$ },
    //#else
    { member: $pointer$, free: $free$ },
    //#end
    //#end
  ];

  //#end
  //#if debug
  //#if !heir
  //#if !constructs
  constructor() {
    throw new TypeError('cannot invoke `new` directly');
  }

  //#end
  //#end
  //#end
  //#if wraps
  static __wrap(at) {
    //#if heir
    return ownHeir(Object.create($local$.prototype), at, $local$.__lineage);
    //#else
    return own(Object.create($local$.prototype), at, $free$);
    //#end
  }

  //#end
  //#if unwraps
  static __unwrap(v) {
    return isOf(v, $local$) && !isOld(v[GENERATION]) ? v.__destroy_into_raw() : 0;
  }

  //#end
  __destroy_into_raw() {
    //#if heir
    return takeHeir(this, $local$.__lineage);
    //#else
    return take(this);
    //#end
  }

  free() {
    //#if heir
    assertExact(this, $local$);
    //#end
    discard(this, $free$);
  }
  //#if inspectable

  toJSON() {
    return {
      //#each members
      $key$: this$member$,
      //#end
    };
  }

  toString() {
    return JSON.stringify(this);
  }
  //#if node

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return Object.assign(Object.create({ constructor: this.constructor }), this.toJSON());
  }
  //#end
  //#end
