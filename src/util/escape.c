/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "util/escape.h"

#include <inttypes.h>

#include "util/utf8.h"

static const struct {
	uint32_t first;
	uint32_t last;
} unsafe[] = {
	{0x00, 0x1f}, /* C0 controls */
	{0x7f, 0x9f}, /* DEL, C1 controls */
	{0x61c, 0x61c}, /* a direction mark */
	{0x200b, 0x200f}, /* zero width; direction marks */
	{0x2028, 0x202e}, /* line separators; direction embeddings */
	{0x2060, 0x206f}, /* invisible operators; direction isolates */
	{0xfeff, 0xfeff}, /* byte order mark */
	{0xfff9, 0xfffb}, /* annotations between lines */
	{0xe0000, 0xe007f}, /* tags, which are invisible letters */
};

bool up_escape_needed(uint32_t point)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (unsafe[i].first <= point && point <= unsafe[i].last)
			return true;
	return false;
}

static void escape_point(struct up_buf *buf, uint32_t point)
{
	switch (point) {
	case '\n':
		up_buf_puts(buf, "\\n");
		break;
	case '\r':
		up_buf_puts(buf, "\\r");
		break;
	case '\t':
		up_buf_puts(buf, "\\t");
		break;
	default:
		up_buf_printf(buf, "\\u{%" PRIx32 "}", point);
		break;
	}
}

void up_escape_put(struct up_buf *buf, const char *text, size_t size)
{
	while (size > 0) {
		uint32_t point;
		size_t length = up_utf8_decode(text, size, &point);

		if (length == 0) {
			length = 1;
			up_buf_printf(buf, "\\x%02x", (unsigned char)*text);
		} else if (up_escape_needed(point)) {
			escape_point(buf, point);
		} else {
			up_buf_append(buf, text, length);
		}
		text += length;
		size -= length;
	}
}
