/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/scratch.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

enum {
	PAGE = 1024,
	MOST_PAGES = 256,
};

struct up_scratch_page {
	uint64_t start;
	uint8_t bytes[PAGE];
};

void up_scratch_init(struct up_scratch *scratch,
		     const struct up_contents *contents)
{
	*scratch = (struct up_scratch){.contents = contents};
}

void up_scratch_clear(struct up_scratch *scratch)
{
	free(scratch->pages);
	scratch->pages = NULL;
	scratch->page_count = 0;
}

void up_scratch_finish(struct up_scratch *scratch)
{
	up_scratch_clear(scratch);
	scratch->contents = NULL;
}

/* Lays the part of a segment that is on the page there. */
static void fill(struct up_scratch_page *page, const struct up_raw_data *data)
{
	uint64_t start = page->start, end = page->start + PAGE;
	uint64_t data_end = (uint64_t)data->offset + data->size;

	if (data->mode != UP_SEGMENT_ACTIVE || !data->has_offset ||
	    data->offset >= end || data_end <= start)
		return;
	if (data->offset > start)
		start = data->offset;
	if (data_end < end)
		end = data_end;
	memcpy(page->bytes + (start - page->start),
	       data->bytes + (start - data->offset), end - start);
}

static struct up_scratch_page *find_page(struct up_scratch *scratch,
					 uint64_t start)
{
	struct up_scratch_page *page;

	/* The stack is touched most, and mostly last. */
	for (size_t i = scratch->page_count; i-- > 0;)
		if (scratch->pages[i].start == start)
			return &scratch->pages[i];
	if (scratch->page_count == MOST_PAGES)
		return NULL;
	scratch->pages = up_grow(scratch->pages, &scratch->page_count,
				 sizeof(*page));
	page = &scratch->pages[scratch->page_count - 1];
	page->start = start;
	for (uint32_t i = 0; i < scratch->contents->data_count; i++)
		fill(page, &scratch->contents->data[i]);
	return page;
}

static uint8_t *find_byte(struct up_scratch *scratch, uint64_t address)
{
	struct up_scratch_page *page =
		find_page(scratch, address - address % PAGE);

	return page ? &page->bytes[address % PAGE] : NULL;
}

static bool is_place(uint64_t address, size_t size)
{
	return address <= (uint64_t)UINT32_MAX + 1 - size;
}

bool up_scratch_load(struct up_scratch *scratch, uint64_t address, void *bytes,
		     size_t size)
{
	if (!is_place(address, size))
		return false;
	for (size_t i = 0; i < size; i++) {
		const uint8_t *byte = find_byte(scratch, address + i);

		if (!byte)
			return false;
		((uint8_t *)bytes)[i] = *byte;
	}
	return true;
}

bool up_scratch_store(struct up_scratch *scratch, uint64_t address,
		      const void *bytes, size_t size)
{
	if (!is_place(address, size))
		return false;
	for (size_t i = 0; i < size; i++) {
		uint8_t *byte = find_byte(scratch, address + i);

		if (!byte)
			return false;
		*byte = ((const uint8_t *)bytes)[i];
	}
	return true;
}
