//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What a module without bindings exports, and how it is started.
//#each exports
//#if declared
//#if function
export function $name$($ts_params$): $ts_result$;
//#else
export let $name$: $ts_type$;
//#end
//#else
//- In a namespace nothing can be exported under another name.
//#if !scripts
//#if function
declare function $local$($ts_params$): $ts_result$;
//#else
declare let $local$: $ts_type$;
//#end
//= export { $local$ as $export_name$ };
//#end
//#end
//#end

/**
 * The exports of the module. A call is refused after an abort, until the module is
 * reset. The functions stay the same over resets.
 */
export interface ModuleExports {
  //#each exports
  //#if function
  readonly $key$: ($ts_params$) => $ts_result$;
  //#else
  readonly $key$: $ts_type$;
  //#end
  //#end
}
//#if imports

/** What the module needs from its host. */
export interface ModuleImports {
  //#each modules
  $key$: {
    //#each members
    //#if function
    $key$: ($ts_params$) => $ts_result$;
    //#else
    $key$: $ts_type$;
    //#end
    //#end
  };
  //#end
}
//#end

//#if late
//#if imports
export interface InitOptions {
  imports: ModuleImports;
}
//#else
export interface InitOptions {}
//#end

export type InitSyncOptions = InitOptions;
//#else
export type SyncSource = BufferSource | WebAssembly.Module$sync_sources$;
export type Source = SyncSource | URL | Response$sources$;

export interface InitOptions {
  //#if finds_path
  /** Where the module comes from$default_source$. */
  module_or_path?: Source | Promise<Source>;
  //#else
  /** Where the module comes from. */
  module_or_path: Source | Promise<Source>;
  //#end
  //#if imports
  imports: ModuleImports;
  //#end
}

export interface InitSyncOptions {
  //#if finds_module
  module?: SyncSource;
  //#else
  module: SyncSource;
  //#end
  //#if imports
  imports: ModuleImports;
  //#end
}
//#end

/**
 * Instantiates the module. Resolves to its guarded exports; to those that are
 * there if it has been initialised before.
 */
//#if imports
export function init(options: InitOptions): Promise<ModuleExports>;
//#else
//#if late
export function init(options?: InitOptions): Promise<ModuleExports>;
//#else
//#if finds_path
export function init(source?: Source | Promise<Source> | InitOptions): Promise<ModuleExports>;
//#else
export function init(source: Source | Promise<Source> | InitOptions): Promise<ModuleExports>;
//#end
//#end
//#end
//#if !scripts
//#if !worker
export default init;
//#end
//#end

/** As init, at once. */
//#if imports
export function initSync(options: InitSyncOptions): ModuleExports;
//#else
//#if late
export function initSync(options?: InitSyncOptions): ModuleExports;
//#else
//#if finds_module
export function initSync(source?: SyncSource | InitSyncOptions): ModuleExports;
//#else
export function initSync(source: SyncSource | InitSyncOptions): ModuleExports;
//#end
//#end
//#end
