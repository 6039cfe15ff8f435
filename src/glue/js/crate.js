//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What the functions of a crate import.
//#if bindgen
//#text crate_sources

//#end
