/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The schemas that are known, the newest first; schema.h says what their
 * members mean. Releases that were yanked count, too.
 */

#include <string.h>

#include "bindgen/schema.h"

static const char describe_cast[] = "__wbindgen_describe_cast";
static const char describe_generic[] = "__wbindgen_describe_generic_import";

static const char above_u32[] = "0x100000001";
static const char largest_integer[] = "9007199254740991";

const struct up_bindgen_schema up_bindgen_schemas[] = {
	{
		.version = "0.2.130",
		.number = 130,
		.releases = "0.2.130",
		.marker = describe_generic,
		.marker_has_key = true,
		.namespace_separator = "__",
		.class_namespaces = true,
		.method_namespaces = true,
		.local_namespaces = true,
		.crate_hashes = true,
		.module_paths = true,
		.clean_names = true,
		.float_enums = true,
		.encoded_enums = true,
		.plain_arrays = true,
		.no_number = largest_integer,
	},
	{
		.version = "0.2.128",
		.number = 128,
		.releases = "0.2.128 to 0.2.129",
		.marker = describe_generic,
		.marker_has_key = true,
		.namespace_separator = "__",
		.class_namespaces = true,
		.method_namespaces = true,
		.local_namespaces = true,
		.crate_hashes = true,
		.clean_names = true,
		.no_number = largest_integer,
	},
	{
		.version = "0.2.122",
		.number = 122,
		.releases = "0.2.122 to 0.2.127",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.method_namespaces = true,
		.local_namespaces = true,
		.clean_names = true,
		.no_number = largest_integer,
	},
	{
		.version = "0.2.121",
		.number = 121,
		.releases = "0.2.121",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.local_namespaces = true,
		.clean_names = true,
		.no_number = largest_integer,
	},
	{
		.version = "0.2.119",
		.number = 119,
		.releases = "0.2.119 to 0.2.120",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.local_namespaces = true,
		.no_number = largest_integer,
	},
	{
		.version = "0.2.118",
		.number = 118,
		.releases = "0.2.118",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.no_number = above_u32,
	},
	{
		.version = "0.2.115",
		.number = 115,
		.releases = "0.2.115 to 0.2.117",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.no_number = above_u32,
	},
	{
		.version = "0.2.114",
		.number = 114,
		.releases = "0.2.114",
		.marker = describe_cast,
		.namespace_separator = "__",
		.class_namespaces = true,
		.no_number = above_u32,
	},
	{
		.version = "0.2.107",
		.number = 107,
		.releases = "0.2.107 to 0.2.113",
		.marker = describe_cast,
		.namespace_separator = "_",
		.no_number = above_u32,
	},
	{.version = NULL},
};

const struct up_bindgen_schema *
up_bindgen_schema_find(struct up_raw_name version)
{
	const struct up_bindgen_schema *schema = up_bindgen_schemas;

	for (; schema->version; schema++)
		if (strlen(schema->version) == version.size &&
		    memcmp(schema->version, version.text, version.size) == 0)
			return schema;
	return NULL;
}

bool up_bindgen_schema_has(const struct up_bindgen_schema *schema,
			   struct up_bindgen_age age)
{
	return schema->number >= age.since &&
	       (age.before == 0 || schema->number < age.before);
}
