//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A comment of the crate.
//#if docs
/**
//#each docs
//=  *$line$
//#end
 */
//#end
