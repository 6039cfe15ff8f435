//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The functions and classes of the module, by local names.
//#if taken
// Each by itself, so that bundlers leave out those that nobody uses.
const pick = (name) => main.exported[name];

//#each taken
const $local$ = /* @__PURE__ */ pick($literal$);
//#end

//#end
//#each following
const $local$ = entrypoint(main.exported$member$);
//#end
