//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The functions and classes of the module, by local names.
//#if functions
const {
  //#each functions
  $key$: $local$,
  //#end
} = main.exported;

//#end
