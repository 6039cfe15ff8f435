//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The helpers that instance.js calls: these are always there.
rawExports;
//#if !references
clearHeap;
//#end
