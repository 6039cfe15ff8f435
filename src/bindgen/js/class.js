//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A class of the crate. Its functions (of function.js) come behind this, and
//- then the brace.
//#if renamed
//= const $local$ = class $name$ {
//#else
//= class $local$ {
//#end
  //#if wraps
  static __wrap(at) {
    return own(Object.create($local$.prototype), at, '$free$');
  }

  //#end
  //#if unwraps
  static __unwrap(v) {
    return isOf(v, $local$) ? v.__destroy_into_raw() : 0;
  }

  //#end
  __destroy_into_raw() {
    return take(this);
  }

  free() {
    discard(this, '$free$');
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
