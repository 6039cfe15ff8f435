//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target no-modules: a script is one function, which keeps its names to
//- itself. exports/script.js ends it.
//= var $global$ = (function () {
//= 'use strict';

