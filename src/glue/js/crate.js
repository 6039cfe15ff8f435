//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What the functions of a crate import, and what the module itself does.
//#if bindgen
//#text crate_sources

//#end
//#if origins
//#each origins
//#if commonjs
const $namespace$ = require($specifier$);
//#else
//= import * as $namespace$ from $specifier$;
//#end
//#end

const origins = {
  //#each origins
  $key$: $namespace$,
  //#end
};

//#end
