/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/targets.h"

#define CORE                                                                   \
	"crate.js", "errors.js", "promises.js", "instance.js",                 \
		"settings.js", "entrypoint.js", "exports/main.js"

/* Keep sorted by name. */
const struct up_target_row up_targets[] = {
	{
		.target = UP_TARGET_BUNDLER,
		.name = "bundler",
		.late = true,
		.self_ready = true,
		.finds_module = true,
		.files = {
			{".js", {"header.js", "load/bundler_entry.js"}},
			{"_bg.js", {"header.js", CORE, "load/bundler.js",
				    "create.js", "exports/bundler.js"}},
		},
	},
	{
		.target = UP_TARGET_DENO,
		.name = "deno",
		.self_ready = true,
		.finds_module = true,
		.default_source = "; by default fetched from beside this file",
		.sources = " | string",
		.sync_sources = "",
		.files = {
			{".js", {"header.js", CORE, "load/response.js",
				 "load/deno.js", "load/module.js", "init.js",
				 "create.js",
				 "exports/esm.js"}},
		},
	},
	{
		.target = UP_TARGET_MODULE,
		.name = "module",
		.self_ready = true,
		.finds_module = true,
		.default_source = "; by default the source phase import",
		.sources = " | string",
		.sync_sources = "",
		.files = {
			{".js", {"header.js", "load/module_import.js", CORE,
				 "load/response.js", "load/module.js",
				 "init.js",
				 "create.js", "exports/esm.js"}},
		},
	},
	{
		.target = UP_TARGET_NO_MODULES,
		.name = "no-modules",
		.scripts = true,
		.omits_path = true,
		.default_source = "; by default fetched from beside the script",
		.sources = " | Request | string",
		.sync_sources = "",
		.files = {
			{".js", {"header.js", "load/no_modules_begin.js", CORE,
				 "load/response.js", "load/no_modules.js",
				 "load/fetch.js", "init.js",
				 "create.js",
				 "exports/script.js"}},
		},
	},
	{
		.target = UP_TARGET_NODEJS,
		.name = "nodejs",
		.commonjs = true,
		.self_ready = true,
		.finds_module = true,
		.default_source = ", a string being a path; by default the file "
				  "beside this one",
		.sources = "",
		.sync_sources = " | URL | string",
		.files = {
			{".js", {"header.js", CORE, "load/response.js",
				 "load/nodejs.js", "init.js",
				 "create.js",
				 "exports/commonjs.js"}},
		},
	},
	{
		.target = UP_TARGET_WEB,
		.name = "web",
		.omits_path = true,
		.default_source = "; by default fetched from beside this file",
		.sources = " | Request | string",
		.sync_sources = "",
		.files = {
			{".js", {"header.js", CORE, "load/response.js",
				 "load/web.js", "load/fetch.js", "init.js",
				 "create.js",
				 "exports/esm.js"}},
		},
	},
	{
		.target = UP_TARGET_WORKERS,
		.name = "workers",
		.self_ready = true,
		.finds_module = true,
		.worker = true,
		.default_source = "; by default the one that is imported",
		.sources = " | string",
		.sync_sources = "",
		.files = {
			{".js", {"header.js", "load/workers_import.js", CORE,
				 "load/response.js", "load/module.js",
				 "init.js", "create.js", "exports/esm.js",
				 "exports/workers.js"}},
		},
	},
};

const size_t up_target_count = sizeof(up_targets) / sizeof(up_targets[0]);

const char *up_target_global(const struct up_target_row *target,
			     const struct up_options *options)
{
	if (!target->scripts)
		return NULL;
	return options->no_modules_global ? options->no_modules_global
					  : "wasm_bindgen";
}

bool up_target_finds_path(const struct up_target_row *target,
			  const struct up_options *options)
{
	return !target->omits_path || !options->omit_default_module_path;
}

const struct up_target_row *up_target_find(enum up_target target)
{
	for (size_t i = 0; i < up_target_count; i++)
		if (up_targets[i].target == target)
			return &up_targets[i];
	return NULL;
}
