/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/intrinsic.h"

#include <string.h>

static bool is_provided(const struct up_bindgen_module *module)
{
	static const char placeholder[] = "__wbindgen_placeholder__";

	return module->kind == UP_BINDGEN_RAW_MODULE &&
	       module->name.size == sizeof(placeholder) - 1 &&
	       memcmp(module->name.text, placeholder, module->name.size) == 0;
}

struct up_raw_name up_intrinsic(const struct up_adapter *adapter)
{
	if (adapter->role == UP_ADAPTER_INTRINSIC)
		return (struct up_raw_name){adapter->name,
					    strlen(adapter->name)};
	if (adapter->role == UP_ADAPTER_IMPORT && adapter->import &&
	    is_provided(&adapter->import->module))
		return adapter->import->function.function.name;
	return (struct up_raw_name){0};
}

bool up_intrinsic_in_wasm(const char *name)
{
	return strcmp(name, "__wbindgen_object_clone_ref") == 0 ||
	       strcmp(name, "__wbindgen_object_drop_ref") == 0;
}

bool up_intrinsic_looks(struct up_raw_name name)
{
	static const char *const prefixes[] = {
		"__wbindgen_is_",     "__wbindgen_object_",
		"__wbindgen_jsval_eq", "__wbindgen_typeof",
		"__wbindgen_number_get", "__wbindgen_boolean_get",
		"__wbindgen_bigint_get", "__wbindgen_string_get",
		"__wbindgen_memory", "__wbindgen_function_table",
		"__wbindgen_externref_", "__wbindgen_init_",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		size_t size = strlen(prefixes[i]);

		if (name.size >= size &&
		    memcmp(name.text, prefixes[i], size) == 0)
			return true;
	}
	return false;
}
