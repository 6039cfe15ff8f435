//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Behind the functions of a class.
//#if renamed
//= } }$member$;
//#else
//= }
//#end
if (Symbol.dispose) $local$.prototype[Symbol.dispose] = $local$.prototype.free;
