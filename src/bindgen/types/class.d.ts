//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A class that the crate exports.
//= $prefix$class $local$$heritage$ {
  //#if !constructible
  //= private constructor();
  //#end
  //#if inspectable
  /** A plain object with the properties that can be read. */
  //= toJSON(): Object;
  /** The same as text. */
  //= toString(): string;
  //#end
  /** Gives back what it holds. The object is not to be used any more. */
  //= free(): void;
  //= [Symbol.dispose](): void;
  //#each members
  //#include docs.d.ts
  //= $member$;
  //#end
//= }
