//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The error classes of a module. Shared by all its instances.
/**
 * A panic (or a C++ exception) of the module that left it.
 *
 * `location` is {file, line, column} where it is known. `fatal` tells that the
 * panic ended in an abort: the module is terminated.
 */
class PanicError extends Error {
  constructor(message, options = {}) {
    super(message, options); // the cause, if there is one
    const { location, fatal = false } = options;
    this.location = location;
    this.fatal = fatal;
  }
}

/** A call into a module that an abort (its `cause`) has terminated. */
class TerminatedError extends Error {
  constructor(message, options = {}) {
    super(message, options);
    const { generation = 0 } = options;
    this.generation = generation;
  }
}

//#if bindgen
/** A use of an object or closure whose state was reset. */
class StaleInstanceError extends Error {}

//#end
function nameErrors(Class, value) {
  Object.defineProperty(Class.prototype, 'name', { value, configurable: true, writable: true });
}

nameErrors(PanicError, 'PanicError');
nameErrors(TerminatedError, 'TerminatedError');
//#if bindgen
nameErrors(StaleInstanceError, 'StaleInstanceError');
//#end

