//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Calls an import. Its result is made what the engine would make of it here,
//- where an exception still is the import's.
let result = $host$($params$);
//#if many
result = [...result];
if (result.length !== $result_count$) throw new TypeError('Wrong number of results');
//#end
//#each results
//#if i32
$at$ |= 0;
//#end
//#if i64
$at$ = BigInt.asIntN(64, $at$);
//#end
//#if float
$at$ = +$at$;
//#end
//#if funcref
$at$ = funcref($at$);
//#end
//#end
