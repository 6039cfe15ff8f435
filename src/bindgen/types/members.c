/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/types/members.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/types/docs.h"
#include "bindgen/types/idents.h"

/* A property: what gets it, what sets it, or both. */
struct accessor {
	struct up_raw_name name;
	bool is_static;
	const struct up_adapter *getter;
	const struct up_adapter *setter;
};

struct filling {
	struct up_dict *dict;
	const struct up_ts *ts;
	struct up_arena *arena;
	const struct up_adapter **methods; /* of the arena, as the others */
	size_t method_count;
	struct accessor *accessors;
	size_t accessor_count;
};

static bool is_member(const struct up_ts *ts, const struct up_adapter *adapter,
		      const struct up_bindgen_item *class_)
{
	if (!adapter->class_ || (adapter->role != UP_ADAPTER_EXPORT &&
				 adapter->role != UP_ADAPTER_GETTER &&
				 adapter->role != UP_ADAPTER_SETTER))
		return false;
	if (!ts->names->repeats)
		return adapter->class_ == class_->definition;
	return up_bindgen_names_of(ts->names, adapter->class_) == class_;
}

static bool is_constructor(const struct up_adapter *adapter)
{
	return adapter->export_->method.kind == UP_BINDGEN_CONSTRUCTOR;
}

/* Whether calling it is a use of a property, and of which. */
static bool is_accessor(const struct up_adapter *adapter, bool *ret_sets,
			struct up_raw_name *ret_name)
{
	const struct up_bindgen_method *method;

	*ret_sets = adapter->role == UP_ADAPTER_SETTER;
	if (adapter->role != UP_ADAPTER_EXPORT) {
		*ret_name = adapter->field->name;
		return true;
	}
	method = &adapter->export_->method;
	*ret_name = method->property;
	*ret_sets = method->operation == UP_BINDGEN_SETTER;
	return method->kind == UP_BINDGEN_OPERATION &&
	       (*ret_sets || method->operation == UP_BINDGEN_GETTER);
}

static bool is_static(const struct up_adapter *adapter)
{
	return adapter->export_ && adapter->export_->method.is_static;
}

static bool is_declared(const struct up_adapter *adapter)
{
	return adapter->export_ ? adapter->export_->function.typescript
				: adapter->field->typescript;
}

/* ---- methods ---- */

/* The constructor first, then by name: the same in any build of a crate. */
static int compare_methods(const void *a, const void *b)
{
	const struct up_adapter *left = *(const struct up_adapter *const *)a;
	const struct up_adapter *right = *(const struct up_adapter *const *)b;
	struct up_raw_name x = left->export_->function.name;
	struct up_raw_name y = right->export_->function.name;
	size_t size = x.size < y.size ? x.size : y.size;
	int order = is_constructor(right) - is_constructor(left);

	if (order == 0)
		order = is_static(right) - is_static(left);
	if (order == 0 && size > 0)
		order = memcmp(x.text, y.text, size);
	return order != 0 ? order : (x.size > y.size) - (x.size < y.size);
}

static void add_member(struct filling *filling, const struct up_docs *docs,
		       struct up_buf *text)
{
	struct up_dict *item = up_dict_add(filling->dict, "members");

	up_docs_fill(docs, item);
	up_dict_take(item, "member", text);
}

static void add_method(struct filling *filling,
		       const struct up_adapter *adapter)
{
	struct up_raw_name name = adapter->export_->function.name;
	struct up_ts_signature signature;
	struct up_docs docs = {0};
	struct up_buf text = {0};

	up_ts_signature_read(&signature, filling->ts, adapter, filling->arena);
	up_docs_add_export(&docs, filling->arena, adapter, &signature, false);
	up_buf_puts(&text, is_static(adapter) ? "static " : "");
	if (is_constructor(adapter))
		up_buf_puts(&text, "constructor");
	else
		up_ts_class_key(&text, name.text, name.size);
	up_ts_signature_print(&signature, &text);
	add_member(filling, &docs, &text);
}

/* ---- properties ---- */

static struct accessor *obtain(struct filling *filling,
			       struct up_raw_name name, bool is_static_)
{
	struct accessor *accessor;

	for (size_t i = 0; i < filling->accessor_count; i++) {
		accessor = &filling->accessors[i];
		if (accessor->is_static == is_static_ &&
		    accessor->name.size == name.size &&
		    (name.size == 0 ||
		     memcmp(accessor->name.text, name.text, name.size) == 0))
			return accessor;
	}
	filling->accessors =
		up_arena_grow(filling->arena, filling->accessors,
			      &filling->accessor_count, sizeof(*accessor));
	accessor = &filling->accessors[filling->accessor_count - 1];
	accessor->name = name;
	accessor->is_static = is_static_;
	return accessor;
}

/* One of the two functions of a property. */
struct half {
	struct up_ts_signature signature;
	struct up_docs docs;
	const char *type; /* NULL: there is none */
	bool optional; /* undefined may be set, and is not in the type */
};

static struct half read_half(struct filling *filling,
			     const struct up_adapter *adapter)
{
	struct half half = {0};

	if (!adapter)
		return half;
	up_ts_signature_read(&half.signature, filling->ts, adapter,
			     filling->arena);
	up_docs_add_export(&half.docs, filling->arena, adapter, &half.signature,
			   false);
	if (half.signature.count > 0)
		half.type = half.signature.params->type;
	else
		half.type = half.signature.result;
	half.optional = half.signature.option;
	return half;
}

static void start_property(const struct accessor *accessor, const char *how,
			   struct up_buf *text)
{
	up_buf_printf(text, "%s%s", accessor->is_static ? "static " : "", how);
	up_ts_class_key(text, accessor->name.text, accessor->name.size);
}

static void add_getter(struct filling *filling, const struct accessor *accessor,
		       const struct half *half)
{
	struct up_buf text = {0};

	start_property(accessor, "get ", &text);
	up_buf_printf(&text, "(): %s", half->type);
	add_member(filling, &half->docs, &text);
}

static void add_setter(struct filling *filling, const struct accessor *accessor,
		       const struct half *half)
{
	struct up_buf text = {0};

	start_property(accessor, "set ", &text);
	up_buf_printf(&text, "(value: %s%s)", half->type,
		      half->optional ? " | undefined" : "");
	add_member(filling, &half->docs, &text);
}

/* Whether what is set and what is got is of one type; then it is @setter's. */
static bool same_type(const struct half *getter, const struct half *setter)
{
	size_t size = strlen(setter->type);

	return strncmp(getter->type, setter->type, size) == 0 &&
	       strcmp(getter->type + size,
		      setter->optional ? " | undefined" : "") == 0;
}

static void add_property(struct filling *filling,
			 const struct accessor *accessor)
{
	struct half getter = read_half(filling, accessor->getter);
	struct half setter = read_half(filling, accessor->setter);
	struct up_buf text = {0};

	if (!setter.type) {
		start_property(accessor, "readonly ", &text);
		up_buf_printf(&text, ": %s", getter.type);
		add_member(filling, &getter.docs, &text);
	} else if (getter.type && same_type(&getter, &setter)) {
		start_property(accessor, "", &text);
		up_buf_printf(&text, "%s: %s", setter.optional ? "?" : "",
			      setter.type);
		add_member(filling, getter.docs.count > 0 ? &getter.docs
							  : &setter.docs,
			   &text);
	} else {
		if (getter.type)
			add_getter(filling, accessor, &getter);
		add_setter(filling, accessor, &setter);
	}
}

/* ---- all of a class ---- */

static void sort_out(struct filling *filling, const struct up_adapter *adapter)
{
	struct up_raw_name name;
	struct accessor *accessor;
	bool sets;

	if (!is_declared(adapter))
		return;
	if (is_accessor(adapter, &sets, &name)) {
		accessor = obtain(filling, name, is_static(adapter));
		*(sets ? &accessor->setter : &accessor->getter) = adapter;
		return;
	}
	filling->methods =
		up_arena_grow(filling->arena, filling->methods,
			      &filling->method_count, sizeof(*filling->methods));
	filling->methods[filling->method_count - 1] = adapter;
}

void up_ts_members_fill(struct up_dict *dict, const struct up_ts *ts,
			const struct up_adapters *adapters,
			const struct up_bindgen_item *class_,
			struct up_arena *arena)
{
	struct filling filling = {.dict = dict, .ts = ts, .arena = arena};
	bool constructible = false;

	up_dict_list(dict, "members");
	for (size_t i = 0; i < adapters->count; i++) {
		const struct up_adapter *adapter = &adapters->items[i];

		if (!is_member(ts, adapter, class_))
			continue;
		sort_out(&filling, adapter);
		constructible = constructible ||
				(adapter->export_ && is_constructor(adapter));
	}
	up_dict_flag(dict, "constructible", constructible);
	if (filling.method_count > 0)
		qsort(filling.methods, filling.method_count,
		      sizeof(*filling.methods), compare_methods);
	for (size_t i = 0; i < filling.method_count; i++)
		add_method(&filling, filling.methods[i]);
	for (size_t i = 0; i < filling.accessor_count; i++)
		add_property(&filling, &filling.accessors[i]);
}
