//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What the crate imports from modules of JavaScript.
//#each sources
//#if commonjs
const { $names$ } = require($module$);
//#else
//= import { $names$ } from $module$;
//#end
//#end
