//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Which calls are in progress, and of which generation; part of recovery.js.
// How many frames of exports are on the stack. Those below the height of a layer
// do not count: they were there when the module was reset, and belong to that
// generation; or the host may have removed them.
var depth = 0;
const layers = []; // {height, generation}, growing

//#if any_catches
let late = NONE; // what an import threw into a frame that does not count

//#end
function ground() {
  return layers.at(-1)?.height ?? 0;
}

// Lets the frames below `height` count no more. Whether any of them did.
function discount(height) {
  if (ground() >= height) return false;
  layers.push({ height, generation });
  return true;
}

// The stack is no higher than this: of a layer, what is left is left.
function sink(height) {
  depth = height;
  while (ground() > height) {
    const layer = layers.pop();
    if (height > ground()) layers.push({ ...layer, height });
  }
}

function generationOf(level) {
  return (layers.find(({ height }) => level < height) ?? { generation }).generation;
}

// A host that ends calls without an exception leaves their frames counted. Once
// the stack is empty, there are none.
let recounting = false;

function recount() {
  if (recounting) return;
  recounting = true;
  Promise.resolve().then(() => {
    recounting = false;
    failing = false;
    discount(depth);
  });
}

// The module has found that frames are gone which nobody saw leave. How many is
// not known: none below the call that found it counts. Negative for an entry of a
// table, which has no frame here. Whether that call is to be made again.
function lostFrames(index) {
  const isExport = index >= 0;
  discount(isExport ? depth - 1 : depth);
  return isExport && (due || mayRecover !== null);
}

function stale(life, options) {
  return new TerminatedError('Module terminated: its state was reset meanwhile',
    { ...options, generation: life });
}
