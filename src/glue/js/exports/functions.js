//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The functions and classes of the module, by local names.
//#if taken
const {
  //#each taken
  $key$: $local$,
  //#end
} = main.exported;

//#end
//#each following
const $local$ = entrypoint(main.exported$member$);
//#end
