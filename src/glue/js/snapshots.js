//- SPDX-License-Identifier: MIT OR Apache-2.0
// Each notes what an imported object holds, and returns what brings that back.
const KEEPERS = {
  memory(memory) {
    const { buffer } = memory;
    const words = buffer.byteLength % 4 === 0 ? new Int32Array(buffer) : new Uint8Array(buffer);
    let end = words.length;
    while (end > 0 && words[end - 1] === 0) end--;
    const kept = new Uint8Array(words.slice(0, end).buffer);
    return () => {
      const bytes = new Uint8Array(memory.buffer);
      bytes.set(kept);
      bytes.fill(0, kept.length);
    };
  },
  table(table) {
    let kept;
    try {
      kept = Array.from({ length: table.length }, (_, i) => table.get(i));
    } catch {
      return () => {}; // of a type that JavaScript cannot have
    }
    while (kept.length > 0 && kept[kept.length - 1] === null) kept.pop();
    return () => {
      for (let i = 0; i < table.length; i++) {
        const value = i < kept.length ? kept[i] : null;
        if (!Object.is(table.get(i), value)) table.set(i, value);
      }
    };
  },
  //#if reinstantiates
  global(global) {
    // The value itself may have been given; and not all types can be read.
    if (Object.prototype.toString.call(global) !== '[object WebAssembly.Global]') return () => {};
    let value;
    try {
      ({ value } = global);
    } catch {
      return () => {};
    }
    return () => {
      if (!Object.is(global.value, value)) global.value = value;
    };
  },
  //#end
};
