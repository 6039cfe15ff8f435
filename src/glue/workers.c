/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/workers.h"

#include <string.h>

#include "diag/diag.h"
#include "glue/bindings.h"
#include "glue/idents.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* By which names the runtime calls a Worker, with the event, env and ctx. */
static const char *const handlers[] = {
	"connect", "email", "fetch", "queue", "scheduled", "tail",
};

/* By which names it calls a Durable Object. */
static const char *const object_handlers[] = {
	"alarm",	    "connect",	       "fetch", "webSocketClose",
	"webSocketError", "webSocketMessage",
};

/* What the runtime lets nobody call. */
static const char *const forbidden[] = {"constructor", "dup"};

static bool listed(const char *name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}

/* ---- what there is ---- */

/* The functions for JavaScript, by number; NULL where there is another thing. */
static const char *function_at(const struct up_interface *interface,
			       size_t index)
{
	const struct up_glue_bindings *bindings = interface->bindings;

	if (bindings) {
		const struct up_glue_binding *binding =
			&bindings->exports[index];

		return binding->kind == UP_BINDING_FUNCTION ? binding->name
							    : NULL;
	}
	const struct up_glue_export *export_ = &interface->exports[index];

	return export_->kind == UP_KIND_FUNC && up_glue_shows(export_)
		       ? export_->js_name
		       : NULL;
}

static size_t function_count(const struct up_interface *interface)
{
	return interface->bindings ? interface->bindings->export_count
				   : interface->export_count;
}

static bool has_function(const struct up_interface *interface, const char *name)
{
	for (size_t i = 0; i < function_count(interface); i++) {
		const char *function = function_at(interface, i);

		if (function && !strcmp(function, name))
			return true;
	}
	return false;
}

bool up_worker_is_object(const struct up_glue_binding *binding)
{
	if (binding->kind != UP_BINDING_CLASS || !binding->constructs)
		return false;
	for (size_t i = 0; i < binding->method_count; i++)
		if (listed(binding->methods[i], object_handlers,
			   COUNT(object_handlers)))
			return true;
	return false;
}

bool up_worker_is_app(const struct up_interface *interface)
{
	return interface->bindings &&
	       has_function(interface, "__worker_init_state");
}

/* ---- --rpc ---- */

/* The method that @rpc names if it is one of @binding; NULL otherwise. */
static const char *method_of(const struct up_glue_binding *binding,
			     const char *rpc)
{
	size_t size = strlen(binding->name);

	if (!up_worker_is_object(binding) ||
	    strncmp(rpc, binding->name, size) != 0 || rpc[size] != '.')
		return NULL;
	return listed(rpc + size + 1, binding->methods, binding->method_count)
		       ? rpc + size + 1
		       : NULL;
}

static const char *method_named(const struct up_interface *interface,
				const char *rpc)
{
	const struct up_glue_bindings *bindings = interface->bindings;
	const char *method = NULL;

	for (size_t i = 0; bindings && i < bindings->export_count && !method;
	     i++)
		method = method_of(&bindings->exports[i], rpc);
	return method;
}

static int check_rpc(const struct up_interface *interface,
		     const struct up_options *options, size_t index,
		     struct up_report *report)
{
	const char *rpc = options->rpcs[index];
	const char *method = method_named(interface, rpc);
	bool function = has_function(interface, rpc);

	if (!function && !method)
		return up_input_error(report,
				      "--rpc %s: there is no such function, and "
				      "no such method of a Durable Object, "
				      "among the exports",
				      rpc);
	if (listed(rpc, options->rpcs, index))
		return up_input_error(report, "--rpc %s is given twice", rpc);
	if (function ? listed(rpc, handlers, COUNT(handlers))
		     : listed(method, object_handlers, COUNT(object_handlers)))
		return up_input_error(report,
				      "--rpc %s: the runtime calls that itself, "
				      "for events; leave the option out",
				      rpc);
	if (listed(method ? method : rpc, forbidden, COUNT(forbidden)))
		return up_input_error(report,
				      "--rpc %s: Workers cannot call a method "
				      "of that name",
				      rpc);
	return 0;
}

int up_worker_check(const struct up_interface *interface,
		    const struct up_options *options, struct up_report *report)
{
	for (size_t i = 0; i < options->rpc_count; i++)
		if (check_rpc(interface, options, i, report) < 0)
			return -1;
	return 0;
}

/* ---- the lists ---- */

static void add_method(struct up_dict *dict, const char *list, const char *name)
{
	struct up_dict *item = up_dict_add(dict, list);
	struct up_buf text = {0};

	up_dict_flag(item, "fetch", !strcmp(name, "fetch"));
	up_js_key(&text, name);
	up_dict_take(item, "key", &text);
	up_js_member(&text, name);
	up_dict_take(item, "member", &text);
}

static void add_object(struct up_dict *dict,
		       const struct up_glue_binding *binding,
		       const struct up_options *options)
{
	struct up_dict *item = up_dict_add(dict, "objects");
	struct up_buf text = {0};

	up_dict_set(item, "local", binding->local);
	up_js_member(&text, binding->name);
	up_dict_take(item, "member", &text);
	up_js_export_name(&text, binding->name);
	up_dict_take(item, "export_name", &text);
	up_dict_list(item, "methods");
	for (size_t i = 0; i < binding->method_count; i++)
		if (listed(binding->methods[i], object_handlers,
			   COUNT(object_handlers)))
			add_method(item, "methods", binding->methods[i]);
	for (size_t i = 0; i < options->rpc_count; i++) {
		const char *method = method_of(binding, options->rpcs[i]);

		if (method)
			add_method(item, "methods", method);
	}
}

void up_worker_bind(struct up_dict *dict, const struct up_interface *interface,
		    const struct up_options *options)
{
	const struct up_glue_bindings *bindings = interface->bindings;

	up_dict_list(dict, "handlers");
	up_dict_list(dict, "rpcs");
	up_dict_list(dict, "objects");
	for (size_t i = 0; i < COUNT(handlers); i++)
		if (has_function(interface, handlers[i]))
			add_method(dict, "handlers", handlers[i]);
	for (size_t i = 0; i < options->rpc_count; i++)
		if (has_function(interface, options->rpcs[i]))
			add_method(dict, "rpcs", options->rpcs[i]);
	for (size_t i = 0; bindings && i < bindings->export_count; i++)
		if (up_worker_is_object(&bindings->exports[i]))
			add_object(dict, &bindings->exports[i], options);
}
