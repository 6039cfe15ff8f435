//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Objects for the namespaces of a crate, and what is in them.
//#each spaces
//#if declared
const $path$ = $value$;
//#else
$path$ = $value$;
//#end
//#end
