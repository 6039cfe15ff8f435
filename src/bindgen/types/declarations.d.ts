//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What a crate declares for JavaScript that imports it.
//#each aliases
//#include docs.d.ts
//= $prefix$type $local$ = $type$;
//#if renamed
//= export type { $local$ as $exported$ };
//#end
//#if aliased
//= export type $exported$ = $local$;
//#end

//#end
//#each sections
$text$

//#end
//#each entries
//#include docs.d.ts
//#if class
//#include class.d.ts
//#end
//#if enumeration
//#include enum.d.ts
//#end
//#if function
//= $prefix$function $local$$signature$;
//#end
//#if variable
//= $prefix$let $local$: $type$;
//#end
//#if renamed
//= export { $local$ as $exported$ };
//#end
//#if default
//= export default $local$;
//#end
//#if aliased
//= export const $exported$: typeof $local$;
//#if class
//= export type $exported$ = $local$;
//#end
//#if enumeration
//= export type $exported$ = $local$;
//#end
//#end
//#if type_only
//= export type { $local$ };
//#end

//#end
/** A use of an object, closure or iterator that was made before a reset. */
export class StaleInstanceError extends Error {
  readonly name: 'StaleInstanceError';
}
