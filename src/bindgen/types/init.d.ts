//- SPDX-License-Identifier: MIT OR Apache-2.0
//- How the module gets started, and what the running module exports.
//#if !late
//= $declare$type SyncInitInput = BufferSource | WebAssembly.Module$sync_sources$;

//= $declare$type InitInput = URL | Response | BufferSource | WebAssembly.Module$sources$;

//#end
/** The functions of the module itself, in the types of WebAssembly. */
//= $declare$interface InitOutput {
  //#each raw
  //= readonly $key$: $type$;
  //#end
//= }

//#if scripts
//= declare namespace $global$ {
  //#include init_sync.d.ts
  //#if named

  /** The function that the namespace is. */
  export const init: typeof $global$;
  //#end
//= }

/**
 * Instantiates the module, of the script's folder unless one is given. Resolves to
 * its exports; those that are there if it has been initialised before.
 */
//#if finds_path
//= declare function $global$(module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
//#else
//= declare function $global$(module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
//#end
//#else
//#include init_sync.d.ts

/**
 * Instantiates the module. Resolves to its exports; to those that are there if
 * it has been initialised before.
 */
//#if late
declare function __wbg_init(options?: {}): Promise<InitOutput>;
//#else
//#if finds_path
//= declare function __wbg_init(module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
//#else
//= declare function __wbg_init(module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
//#end
//#end
//#if !worker
export default __wbg_init;
//#end
//#if named

//#if !worker
/** The default export. */
//#end
export const init: typeof __wbg_init;
//#end
//#end
