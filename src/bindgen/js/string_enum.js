//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The texts of a string enum, in the order of their numbers.
const $local$ = [
  //#each values
  $literal$,
  //#end
];
