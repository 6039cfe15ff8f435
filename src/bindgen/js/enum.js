//- SPDX-License-Identifier: MIT OR Apache-2.0
//- An enum: names to numbers, and back.
const $local$ = Object.freeze({
  //#each variants
  //#each docs
  $line$
  //#end
  $key$: $value$, '$value$': $literal$,
  //#end
});
