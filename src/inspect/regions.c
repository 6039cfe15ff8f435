/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdlib.h>

#include "inspect/escape.h"
#include "util/mem.h"

#define KIND(name) (1u << UP_CODE_##name)

enum {
	KINDS = KIND(CALL) | KIND(CALL_INDIRECT) | KIND(CALL_REF) |
		KIND(UNREACHABLE) | KIND(TRY) | KIND(CATCH) | KIND(CATCH_ALL) |
		KIND(THROW_REF) | KIND(RETHROW) | KIND(DELEGATE) | KIND(BLOCK) |
		KIND(END),
};

#define NONE UINT32_MAX

/*
 * The body of a try of either dialect. What counts is the first clause that
 * takes the language's exception.
 */
struct region {
	uint32_t parent; /* the next one outwards, or NONE */
	uint32_t within; /* the innermost handler that the try stands in: its
			    region, or NONE */
	uint32_t landmark; /* that ends it, or NONE */
	bool catches; /* the language's exception */
	bool all; /* by a clause without a tag */
	bool passes; /* its handler throws it on */
	bool waits; /* its handler has begun (or is to), without a call yet */
	uint32_t next_pad; /* of those that wait in the same place, or NONE */
};

/* A block, or a try. */
struct frame {
	uint32_t region; /* of a try of the older dialect, or NONE */
	uint32_t inside; /* the region of what stands in it now */
	uint32_t outside; /* and of what is behind it */
	uint32_t handler; /* the innermost handler around it, or NONE */
	bool counts; /* what stands in it now is the clause that counts */
	uint32_t pads; /* the first region whose handler begins at its end */
};

struct site {
	uint32_t region;
	uint32_t handler;
	bool cleanup; /* of the newer dialect: ends in throw_ref */
	struct up_call_site call;
};

struct walk {
	const bool *guards;
	uint32_t tag;
	struct region *regions;
	size_t region_count, region_capacity;
	struct frame *frames;
	size_t depth, frame_capacity;
	struct site *sites;
	size_t site_count, site_capacity;
	uint32_t current; /* region */
	uint32_t handler; /* the innermost one, of the older dialect */
	uint32_t pads; /* regions whose handlers begin here: no call yet */
	size_t handler_sites; /* sites before the last one of the newer */
	uint32_t landmark; /* the first that is called at all */
};

static void *room(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 16;
	return up_realloc(array, *capacity * size);
}

static void push(struct walk *walk, uint32_t region)
{
	uint32_t outside = walk->current;

	if (region != NONE)
		walk->current = region;
	walk->frames = room(walk->frames, walk->depth, &walk->frame_capacity,
			    sizeof(*walk->frames));
	walk->frames[walk->depth++] = (struct frame){
		.region = region,
		.inside = walk->current,
		.outside = outside,
		.handler = walk->handler,
		.pads = NONE,
	};
}

static struct frame *frame_at(struct walk *walk, uint32_t label)
{
	return label < walk->depth ? &walk->frames[walk->depth - 1 - label]
				   : NULL;
}

static void wait_for_call(struct walk *walk, uint32_t *list, uint32_t region)
{
	if (walk->regions[region].waits)
		return; /* it has other clauses: one place is enough */
	walk->regions[region].waits = true;
	walk->regions[region].next_pad = *list;
	*list = region;
}

static void begin_try(struct walk *walk, bool exnref)
{
	uint32_t region = (uint32_t)walk->region_count;

	walk->regions = room(walk->regions, walk->region_count,
			     &walk->region_capacity, sizeof(*walk->regions));
	walk->regions[walk->region_count++] =
		(struct region){.parent = walk->current,
				.within = walk->handler,
				.landmark = NONE,
				.next_pad = NONE};
	push(walk, region);
	if (exnref)
		walk->frames[walk->depth - 1].region = NONE;
}

/* The first call of the handlers that begin here, or there is none. */
static void settle_pads(struct walk *walk, uint32_t landmark)
{
	for (uint32_t pad = walk->pads, next; pad != NONE; pad = next) {
		next = walk->regions[pad].next_pad;
		walk->regions[pad].waits = false;
		if (landmark != NONE)
			walk->regions[pad].landmark = landmark;
	}
	walk->pads = NONE;
}

/* Of the older dialect: the body ends, or the handler before this one. */
static void begin_handler(struct walk *walk, bool caught, bool all)
{
	struct frame *frame = &walk->frames[walk->depth - 1];
	struct region *region = &walk->regions[frame->region];

	settle_pads(walk, NONE);
	frame->inside = walk->current = frame->outside;
	frame->counts = caught && !region->catches;
	walk->handler = frame->region;
	if (!frame->counts)
		return;
	region->catches = true;
	region->all = all;
	wait_for_call(walk, &walk->pads, frame->region);
}

/* Of try_table: the handler is what follows the end of the label. */
static void add_clause(struct walk *walk, const struct up_code_event *event,
		       bool caught, bool all)
{
	struct region *region = &walk->regions[walk->current];
	/* Labels are counted from outside of the try_table. */
	struct frame *target = frame_at(walk, event->other + 1);

	if (!caught || region->catches)
		return;
	region->catches = true;
	region->all = all;
	region->passes = event->ref;
	if (target)
		wait_for_call(walk, &target->pads, walk->current);
}

static void meet_catch(struct walk *walk, const struct up_code_event *event)
{
	bool all = event->kind == UP_CODE_CATCH_ALL;
	bool caught = all || walk->tag == UP_NO_INDEX ||
		      event->index == walk->tag;

	if (event->exnref)
		add_clause(walk, event, caught, all);
	else
		begin_handler(walk, caught, all);
}

static void end_frame(struct walk *walk)
{
	struct frame *frame = &walk->frames[--walk->depth];

	walk->current = frame->outside;
	walk->handler = frame->handler;
	if (frame->pads != NONE)
		walk->handler_sites = walk->site_count;
	for (uint32_t pad = frame->pads, next; pad != NONE; pad = next) {
		next = walk->regions[pad].next_pad;
		walk->regions[pad].next_pad = walk->pads;
		walk->pads = pad;
	}
}

static void meet_delegate(struct walk *walk, uint32_t label)
{
	struct frame *frame = &walk->frames[walk->depth - 1];
	uint32_t region = frame->region;

	end_frame(walk);
	frame = frame_at(walk, label);
	walk->regions[region].parent = frame ? frame->inside : NONE;
}

static void meet_rethrow(struct walk *walk, uint32_t label)
{
	struct frame *frame = frame_at(walk, label);

	if (frame && frame->counts)
		walk->regions[frame->region].passes = true;
}

/* What was called since the handler began was to clean up. */
static void meet_throw_ref(struct walk *walk)
{
	while (walk->handler_sites < walk->site_count)
		walk->sites[walk->handler_sites++].cleanup = true;
}

static void add_site(struct walk *walk, const struct up_code_event *event)
{
	bool direct = event->kind == UP_CODE_CALL;
	bool stops = direct && walk->guards[event->index];
	struct site site = {
		.region = event->tail ? NONE : walk->current,
		.handler = walk->handler,
		.call.indirect = !direct,
		.call.index = event->index,
		.call.table = event->kind == UP_CODE_CALL_INDIRECT
				      ? event->other
				      : UP_NO_INDEX,
	};

	settle_pads(walk, stops ? event->index : NONE);
	if (stops && walk->landmark == NONE)
		walk->landmark = event->index;
	walk->sites = room(walk->sites, walk->site_count, &walk->site_capacity,
			   sizeof(*walk->sites));
	walk->sites[walk->site_count++] = site;
}

static void visit(const struct up_code_event *event, void *data)
{
	struct walk *walk = data;

	switch (event->kind) {
	case UP_CODE_CALL:
	case UP_CODE_CALL_INDIRECT:
	case UP_CODE_CALL_REF:
		add_site(walk, event);
		break;
	case UP_CODE_TRY:
		begin_try(walk, event->exnref);
		break;
	case UP_CODE_CATCH:
	case UP_CODE_CATCH_ALL:
		meet_catch(walk, event);
		break;
	case UP_CODE_DELEGATE:
		meet_delegate(walk, event->index);
		break;
	case UP_CODE_BLOCK:
		push(walk, NONE);
		break;
	case UP_CODE_END:
		/* That of the body has no frame. */
		if (walk->depth > 0)
			end_frame(walk);
		break;
	case UP_CODE_RETHROW:
		meet_rethrow(walk, event->index);
		settle_pads(walk, NONE);
		break;
	case UP_CODE_THROW_REF:
		meet_throw_ref(walk);
		settle_pads(walk, NONE);
		break;
	default:
		settle_pads(walk, NONE);
		break;
	}
}

/* Whether the region ends exceptions, or leaves them to the one around it. */
static bool keeps(const struct walk *walk, struct region *region)
{
	if (region->landmark != NONE)
		return true;
	if (!region->catches || region->passes)
		return false;
	/*
	 * catch_unwind and catch (...) ask for the tag. Who takes all and
	 * throws nothing on calls the landmark, if only behind destructors.
	 */
	if (region->all)
		region->landmark = walk->landmark;
	return true;
}

/*
 * Decides the fate of what each region covers: stored in @landmark and
 * @catches. Outer regions come first. Of handlers: @passes, also if one around
 * it does.
 */
static void decide(struct walk *walk)
{
	for (size_t i = 0; i < walk->region_count; i++) {
		struct region *region = &walk->regions[i];
		const struct region *parent = NULL;

		if (region->parent != NONE)
			parent = &walk->regions[region->parent];
		if (!keeps(walk, region)) {
			region->catches = parent && parent->catches;
			region->landmark = parent ? parent->landmark : NONE;
		}
		if (region->within != NONE)
			region->passes |= walk->regions[region->within].passes;
	}
}

/* An exception of what cleans up is a second one: no program survives that. */
static enum up_exit exit_of(const struct walk *walk, struct site *site)
{
	const struct region *region =
		site->region == NONE ? NULL : &walk->regions[site->region];

	site->call.landmark = NONE;
	if (site->cleanup || (site->handler != NONE &&
			      walk->regions[site->handler].passes))
		return UP_EXIT_SECOND;
	if (!region)
		return UP_EXIT_OPEN;
	site->call.landmark = region->landmark;
	if (region->landmark != NONE)
		return UP_EXIT_GUARDED;
	return region->catches ? UP_EXIT_CAUGHT : UP_EXIT_OPEN;
}

void up_call_sites(const struct up_contents *contents, uint32_t function,
		   const bool *guards, uint32_t tag,
		   up_call_site_visitor *found, void *data)
{
	struct walk walk = {
		.guards = guards,
		.tag = tag,
		.current = NONE,
		.handler = NONE,
		.pads = NONE,
		.landmark = NONE,
	};
	struct up_report silent = {0};
	uint64_t features = 0;

	/* It was read before, so there is nothing to report. */
	if (up_code_scan(contents,
			 &contents->bodies[function -
					   contents->imported_functions],
			 KINDS, visit, &walk, &features, &silent) == 0) {
		decide(&walk);
		for (size_t i = 0; i < walk.site_count; i++) {
			struct site *site = &walk.sites[i];

			site->call.exit = exit_of(&walk, site);
			found(&site->call, data);
		}
	}
	free(walk.regions);
	free(walk.frames);
	free(walk.sites);
}
