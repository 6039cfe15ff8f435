/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Reading a module whose name section may be broken. */

#include "diag/diag.h"
#include "ir/ir.h"
#include "wasm/name_section.h"

/* Whether an error is about the module's names alone. */
static bool is_in_names(const struct up_raw_module *raw, uint64_t offset)
{
	const struct up_raw_section *names = up_raw_module_custom(raw, "name");

	return names && offset > names->offset &&
	       offset <= names->payload_offset + names->payload_size;
}

static void keep_offset(const struct up_diag *diag, void *data)
{
	uint64_t *offset = data;

	*offset = diag->offset;
}

/* With fewer and fewer names, as long as that is what is wrong. */
static BinaryenModuleRef read_mended(const struct up_raw_module *raw, bool dwarf,
				     struct up_report *report)
{
	uint64_t offset = UP_NO_OFFSET;
	struct up_report quiet = {.fn = keep_offset, .data = &offset};
	BinaryenModuleRef module =
		up_ir_read(raw->bytes, raw->size, dwarf, &quiet);

	for (enum up_names names = UP_NAMES_OLD_TAGS;
	     !module && names <= UP_NAMES_NONE && is_in_names(raw, offset);
	     names++) {
		struct up_buf bytes = {0};
		up_name_section_mend(raw, names, &bytes);
		module = up_ir_read((const uint8_t *)bytes.bytes, bytes.size,
				    dwarf, &quiet);
		up_buf_finish(&bytes);
		if (module && names > UP_NAMES_OLD_TAGS)
			up_warning(report,
				   "some names in the name section cannot be "
				   "read; they are left out");
	}
	/* Once more, for the report. */
	return module ? module
		      : up_ir_read(raw->bytes, raw->size, dwarf, report);
}

BinaryenModuleRef up_ir_read_mended(const struct up_raw_module *raw, bool dwarf,
				    struct up_report *report)
{
	struct up_raw_module clear = *raw;
	struct up_buf bytes = {0};
	BinaryenModuleRef module;

	if (up_name_section_clear(raw, &bytes))
		clear.bytes = (const uint8_t *)bytes.bytes;
	module = read_mended(&clear, dwarf, report);
	up_buf_finish(&bytes);
	return module;
}
