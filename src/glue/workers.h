/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_GLUE_WORKERS_H
#define UP_GLUE_WORKERS_H

/*
 * What a Worker of Cloudflare's runtime offers to the world, found from what the
 * module exports: handlers of events, Durable Objects, and what --rpc names.
 */

#include "glue/interface.h"
#include "glue/template.h"

/* Whether @binding is a Durable Object: a class that handles events. */
bool up_worker_is_object(const struct up_glue_binding *binding);

/* Whether the module is an application of workers-rs: the crate exports that. */
bool up_worker_is_app(const struct up_interface *interface);

/* Returns 0, or -1 after reporting that some --rpc cannot be. */
int up_worker_check(const struct up_interface *interface,
		    const struct up_options *options, struct up_report *report);

/* The lists handlers, rpcs and objects (in each: methods). */
void up_worker_bind(struct up_dict *dict, const struct up_interface *interface,
		    const struct up_options *options);

#endif
