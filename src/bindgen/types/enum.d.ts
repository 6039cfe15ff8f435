//- SPDX-License-Identifier: MIT OR Apache-2.0
//- An enum of numbers.
//= $prefix$enum $local$ {
  //#each variants
  //#include docs.d.ts
  //= $key$ = $value$,
  //#end
//= }
