//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What the module imports from "__unpoison"; part of makeInstance().
//#if eh
const raising = []; // errors between panic() and raise()
let raised = NONE; // a panic that leaves as an abort
//#end
let oom = false; // the language's out-of-memory handler has begun
//#if bindgen
let vanished = NONE; // stands for the error of frames that nobody saw leave
//#end
//#if memory
let note = null; // the panic in progress: {message, location}
//#end
//#if texts
const notes = new Map(); // of panics on their way out, by exception
let thrownNote = null; // of the last one
//#end
//#if memory
let decoder;

// Reads memory that may hold anything: undefined unless it is proper UTF-8.
function tryText(pointer, size) {
  try {
    const { buffer } = textMemory;
    pointer >>>= 0;
    size >>>= 0;
    if (pointer + size > buffer.byteLength) return undefined;
    const stream = size > MAX_TEXT; // a character at the end may be split
    // A copy: decoders do not take memory that others can change, or resize.
    const bytes = new Uint8Array(buffer, pointer, stream ? MAX_TEXT : size).slice();
    const reader = decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    if (stream) decoder = undefined; // it will wait for the rest
    return reader.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}
//#end
//#if texts

// The text of a Rust panic's payload, if that is a String or a &'static str.
function payloadText(view, exception) {
  const word = (at) => view.getUint32(at, true);
  const data = word(exception + 28);
  const vtable = word(exception + 32);
  const size = word(vtable + 4);
  if (word(vtable + 8) !== 4) return undefined; // its alignment
  if (size === 8) return tryText(word(data), word(data + 4));
  if (size !== 12) return undefined;
  // Rust does not promise the order of (capacity, pointer, length).
  for (const [capacity, pointer, length] of
    [[0, 4, 8], [4, 0, 8], [8, 0, 4], [8, 4, 0], [0, 8, 4], [4, 8, 0]]) {
    if (word(data + capacity) >>> 0 < word(data + length) >>> 0) continue;
    if (word(data + pointer) === 0) continue;
    const text = tryText(word(data + pointer), word(data + length));
    if (text !== undefined) return text;
  }
  return undefined;
}

// What the exception object itself tells: {rust, message}.
function readException(exception) {
  const found = { rust: 0, message: undefined };
  try {
    const view = new DataView(textMemory.buffer);
    const language = view.getBigUint64(exception, true);
    // Older versions of Rust wrote it as a number.
    if (language === RUST || view.getBigUint64(exception) === RUST) {
      found.rust = 1;
      found.message = payloadText(view, exception);
    } else if (language >> 8n === CPLUSPLUS) {
      found.message = 'C++ exception';
    }
  } catch {
    // Out of bounds, or no memory: then without a text.
  }
  return found;
}
//#end

const host = {
  // An export was entered, and the module had died before it was done.
  terminated(index) {
    const life = generation;
    if (!terminated) {
      //#if bindgen
      if (fatal === NONE) {
        vanished = fatal = new Error('the host stopped a call of the module');
        //#if recovers
        lostFrames(index);
        //#end
      }
      stop(fatal);
      //#if recovers
      // Who was called knows its name, and decides when it is called again. An entry
      // of a table (a negative index) is called by nobody of ours.
      if (index >= 0) {
        attention = doubt = true;
        throw AGAIN;
      }
      //#end
      terminate();
      //#else
      const reason = fatal === NONE ? 'host-terminated' : undefined;
      //#if recovers
      const again = reason !== undefined && lostFrames(index);
      //#end
      stop(new Error('the host stopped a call of the module'));
      // A negative index is an entry of a table: it has no name.
      //#if any_number
      // Objects have numbers first.
      const names = [
        //#each exports
        $literal$,
        //#end
      ];
      //#else
      const names = Object.keys(exported);
      //#end
      const name = index < 0 ? undefined : names[index] ?? 'start';
      terminate(name, reason);
      //#if recovers
      if (again) throw AGAIN;
      //#end
      //#end
    }
    throw unwinding(refusal(life));
  },
  //#if restores

  // The module is being reset, and leaves what it imports to us.
  restore() {
    used.restore();
  },
  //#end

  note_oom() {
    oom = true;
  },
  //#if eh

  // A panic is about to leave: make its error while memory still has it.
  panic(pointer, abort) {
    //#if texts
    pointer >>>= 0;
    const { rust, message } = readException(pointer);
    const bound = notes.get(pointer);
    notes.delete(pointer);
    thrownNote = null;
    raising.push(new PanicError(bound?.message ?? message ?? NO_MESSAGE,
      { location: bound?.location, fatal: abort !== 0 }));
    return rust;
    //#else
    raising.push(new PanicError(NO_MESSAGE, { fatal: abort !== 0 }));
    return 0;
    //#end
  },

  raise() {
    const error = raising.pop();
    if (!error.fatal) throw unwinding(error);
    raised = error;
    throw error;
  },

  pass() {
    passing = true;
  },
  //#end
  //#if unwinds

  // The exception of an import has crossed the module.
  unwind(error, abort) {
    throw abort === 0 ? unwinding(error) : error;
  },
  //#end
  //#if memory

  // A panic begins; a second call brings its text.
  note_panic(text, textSize, file, fileSize, line, column) {
    const message = text === 0 ? undefined : tryText(text, textSize);
    const path = file === 0 ? undefined : tryText(file, fileSize);
    const location = path === undefined ? undefined
      : { file: path.replace(/\0$/, ''), line: line >>> 0, column: column >>> 0 };
    if (text === 0) note = null;
    note = { message: message ?? note?.message, location: location ?? note?.location };
    //#if texts
    // Not a panic of its own, but the end of the one that was on its way.
    if (thrownNote !== null && CONSEQUENCES.includes(message)) note = thrownNote;
    //#end
  },
  //#end
  //#if texts

  note_throw(pointer) {
    pointer >>>= 0;
    notes.delete(pointer); // the address may have had another exception
    if (note !== null) {
      notes.set(pointer, note);
      // Those that were caught inside are never asked for.
      if (notes.size > MAX_NOTES) notes.delete(notes.keys().next().value);
    }
    thrownNote = note;
    note = null;
    oom = false;
  },
  //#end
  //#if late
  //#each imports

  import_$index$($params$) {
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
  //#end
  //#each bound

  import_$index$: shims$member$,
  //#end
  //#end
};
