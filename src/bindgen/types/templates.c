/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/templates.h"

/* The table that the build makes has a name already; here it gets another. */
#define up_embedded_files up_ts_embedded_files
#define up_embedded_file_count up_ts_embedded_file_count

extern const struct up_embedded_file up_embedded_files[];
extern const size_t up_embedded_file_count;

#include "bindgen/types/embedded.h"

int up_ts_expand(const char *name, const struct up_dict *dict,
		 struct up_report *report, struct up_buf *out)
{
	const struct up_template_set set = {up_ts_embedded_files,
					    up_ts_embedded_file_count};

	return up_template_expand(&set, name, dict, out, report);
}
