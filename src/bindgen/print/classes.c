/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Classes and enums. */

#include <inttypes.h>
#include <string.h>

#include "bindgen/print/printer.h"
#include "bindgen/types/idents.h"
#include "glue/idents.h"

void up_list_locals(struct up_printer *p)
{
	for (size_t i = 0; i < p->names.count; i++) {
		const struct up_bindgen_item *item = &p->names.items[i];
		bool class_ = item->kind == UP_ITEM_CLASS;
		struct up_local **list = class_ ? &p->classes : &p->enums;
		size_t *count = class_ ? &p->class_count : &p->enum_count;

		if ((!class_ && item->kind != UP_ITEM_ENUM) || item->repeated)
			continue;
		*list = up_arena_grow(&p->arena, *list, count, sizeof(**list));
		(*list)[*count - 1] = (struct up_local){
			.item = item->definition,
			.names = item,
			.program = item->program,
			.name = up_raw_text(p, item->name),
			.local = up_local_name(p, item->local),
		};
	}
}

/* After all classes have their names. */
void up_link_classes(struct up_printer *p)
{
	for (size_t i = 0; i < p->class_count; i++) {
		struct up_local *class_ = &p->classes[i];
		const struct up_bindgen_item *parent =
			up_bindgen_names_parent(&p->names, class_->item);

		if (!parent)
			continue;
		class_->parent = up_local_class(p, parent->definition);
		if (!class_->parent)
			return;
		class_->heir = true;
		class_->parent->heir = true;
	}
}

struct up_local *up_local_class(struct up_printer *p,
				const struct up_bindgen_class *class_)
{
	for (size_t i = 0; i < p->class_count; i++)
		if (p->classes[i].item == class_)
			return &p->classes[i];
	p->problem = "a class is unknown";
	return NULL;
}

struct up_local *up_find_class(struct up_printer *p,
			       const struct up_bindgen_type *type)
{
	const struct up_bindgen_item *item =
		up_bindgen_names_of_type(&p->names, type);

	if (!item || item->kind != UP_ITEM_CLASS) {
		p->problem = "a class is unknown";
		return NULL;
	}
	return up_local_class(p, item->definition);
}

/* The name of one of the functions that each class has. */
static const char *export_of(struct up_printer *p,
			     const struct up_bindgen_class *class_,
			     enum up_adapter_role role)
{
	for (size_t i = 0; i < p->adapters->count; i++)
		if (p->adapters->items[i].role == role &&
		    p->adapters->items[i].class_ == class_)
			return p->adapters->items[i].name;
	p->problem = "a class has not all of its functions";
	return "";
}

const char *up_class_free(struct up_printer *p, const struct up_local *class_)
{
	return export_of(p, class_->item, UP_ADAPTER_FREE);
}

/* ---- classes ---- */

static bool is_of(const struct up_adapter *adapter,
		  const struct up_local *class_)
{
	return adapter->class_ == class_->item &&
	       (adapter->role == UP_ADAPTER_EXPORT ||
		adapter->role == UP_ADAPTER_GETTER ||
		adapter->role == UP_ADAPTER_SETTER);
}

static void print_members(struct up_printer *p, const struct up_local *class_,
			  struct up_buf *out)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];
		struct up_buf text = {0};

		if (!is_of(adapter, class_))
			continue;
		up_print_function(p, adapter, class_, NULL, &text);
		up_buf_puts(out, "\n");
		up_indent(&text, "  ", out);
		up_buf_finish(&text);
	}
}

static void add_inspected(struct up_printer *p, struct up_dict *dict,
			  const char *name)
{
	struct up_dict *item = up_dict_add(dict, "members");
	struct up_buf text = {0};

	(void)p;
	up_js_key(&text, name);
	up_dict_take(item, "key", &text);
	up_buf_finish(&text);
	up_js_member(&text, name);
	up_dict_take(item, "member", &text);
	up_buf_finish(&text);
}

/* What a person sees of an object: its fields and getters. */
static void list_inspected(struct up_printer *p, struct up_dict *dict,
			   const struct up_local *class_)
{
	up_dict_list(dict, "members");
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];
		const struct up_bindgen_export *export_ = adapter->export_;

		if (!is_of(adapter, class_))
			continue;
		if (adapter->role == UP_ADAPTER_GETTER)
			add_inspected(p, dict,
				      up_raw_text(p, adapter->field->name));
		else if (export_ && !export_->method.is_static &&
			 export_->method.kind == UP_BINDGEN_OPERATION &&
			 export_->method.operation == UP_BINDGEN_GETTER)
			add_inspected(
				p, dict,
				up_raw_text(p,
					    export_->method.property.text
						    ? export_->method.property
						    : export_->function.name));
	}
}

/* Functions of a class that is there; others make objects of it or take them. */
static void note_wraps(struct up_printer *p)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];
		struct up_local *class_;

		if (adapter->role != UP_ADAPTER_WRAP &&
		    adapter->role != UP_ADAPTER_UNWRAP)
			continue;
		class_ = up_local_class(p, adapter->class_);
		if (!class_)
			continue;
		class_->wraps |= adapter->role == UP_ADAPTER_WRAP;
		class_->unwraps |= adapter->role == UP_ADAPTER_UNWRAP;
	}
}

/* The class and those above it: from each to the next by an upcast. */
static void list_lineage(struct up_printer *p, struct up_dict *dict,
			 const struct up_local *class_)
{
	const struct up_local *child = NULL;

	up_dict_list(dict, "lineage");
	for (; class_; child = class_, class_ = class_->parent) {
		struct up_dict *item = up_dict_add(dict, "lineage");
		const struct up_bindgen_class *below =
			child ? child->item : NULL;

		up_dict_set(item, "pointer",
			    up_literal(p, up_class_pointer(p, class_)));
		up_dict_set(item, "free",
			    up_literal(p, up_class_free(p, class_)));
		up_dict_flag(item, "upcast", below != NULL);
		if (below)
			up_dict_set(item, "upcast_name",
				    up_literal(p, export_of(p, below,
							    UP_ADAPTER_UPCAST)));
	}
}

static bool constructs(const struct up_printer *p,
		       const struct up_bindgen_class *class_)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];

		if (adapter->role == UP_ADAPTER_EXPORT &&
		    adapter->class_ == class_ &&
		    adapter->export_->method.kind == UP_BINDGEN_CONSTRUCTOR)
			return true;
	}
	return false;
}

static bool is_method(const struct up_bindgen_method *method)
{
	return method->kind == UP_BINDGEN_OPERATION && !method->is_static &&
	       method->operation == UP_BINDGEN_REGULAR;
}

/* What the package exports, and what its objects can do. */
static void add_class(struct up_printer *p, const struct up_local *class_)
{
	const struct up_bindgen_class *item = class_->item;
	struct up_binding *binding =
		up_add_binding(p, item->js_namespace, item->js_namespace_count,
			       class_->name, class_->local);

	if (!binding)
		return;
	binding->kind = UP_BINDING_CLASS;
	binding->constructs = constructs(p, item);
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];

		if (adapter->class_ != item ||
		    adapter->role != UP_ADAPTER_EXPORT ||
		    !is_method(&adapter->export_->method))
			continue;
		struct up_raw_name name = adapter->export_->function.name;

		binding->methods = up_arena_grow(&p->out->arena,
						 binding->methods,
						 &binding->method_count,
						 sizeof(*binding->methods));
		binding->methods[binding->method_count - 1] =
			up_arena_text(&p->out->arena, name.text, name.size);
	}
}

static void print_class(struct up_printer *p, struct up_local *class_)
{
	if (class_->printed)
		return;
	class_->printed = true;
	if (class_->parent)
		print_class(p, class_->parent);
	const struct up_bindgen_class *item = class_->item;
	struct up_buf *out = &p->out->code;
	struct up_dict *dict = up_printer_dict(p);
	struct up_buf key = {0};

	up_dict_set(dict, "local", class_->local);
	up_dict_set(dict, "free", up_literal(p, up_class_free(p, class_)));
	up_dict_flag(dict, "wraps", class_->wraps);
	up_dict_flag(dict, "unwraps", class_->unwraps);
	up_dict_flag(dict, "inspectable", item->inspectable);
	up_dict_flag(dict, "node", p->options->commonjs);
	up_js_key(&key, class_->name);
	up_dict_take(dict, "key", &key);
	up_buf_finish(&key);
	up_dict_set(dict, "member", up_member(p, class_->name));
	up_dict_flag(dict, "renamed",
		     strcmp(class_->name, class_->local) != 0);
	up_dict_flag(dict, "heir", class_->heir);
	up_dict_flag(dict, "constructs", constructs(p, item));
	up_dict_set(dict, "heritage",
		    class_->parent ? up_text(p, " %s %s", "extends",
					     class_->parent->local)
				   : "");
	list_lineage(p, dict, class_->heir ? class_ : NULL);
	list_inspected(p, dict, class_);
	up_bindgen_print_item_jsdoc(class_->names, "", out);
	up_expand(p, "bindgen/class.js", dict, out);
	up_buf_puts(out, class_->members);
	up_expand(p, "bindgen/class_end.js", dict, out);
	up_buf_puts(out, "\n");
	up_dict_destroy(dict);
	if (!item->is_private)
		add_class(p, class_);
}

void up_print_classes(struct up_printer *p)
{
	note_wraps(p);
	/* All of them first: they tell which classes get objects made. */
	for (size_t i = 0; i < p->class_count; i++) {
		struct up_buf members = {0};

		print_members(p, &p->classes[i], &members);
		p->classes[i].members =
			up_text(p, "%s", members.size ? members.bytes : "");
		up_buf_finish(&members);
	}
	for (size_t i = 0; i < p->class_count; i++)
		print_class(p, &p->classes[i]);
}

/* ---- enums ---- */

static void add_variant(struct up_printer *p, struct up_dict *dict,
			const struct up_bindgen_enum *enum_,
			const struct up_bindgen_enum_variant *variant)
{
	struct up_dict *item = up_dict_add(dict, "variants");
	const char *name = up_raw_text(p, variant->name);
	struct up_buf text = {0};

	up_dict_list(item, "docs");
	up_dict_set(item, "value",
		    enum_->is_signed
			    ? up_text(p, "%" PRId32, (int32_t)variant->value)
			    : up_text(p, "%" PRIu32, variant->value));
	up_js_key(&text, name);
	up_dict_take(item, "key", &text);
	up_buf_finish(&text);
	up_js_string(&text, name);
	up_dict_take(item, "literal", &text);
	up_buf_finish(&text);
}

void up_print_enums(struct up_printer *p)
{
	for (size_t i = 0; i < p->enum_count; i++) {
		const struct up_local *local = &p->enums[i];
		const struct up_bindgen_enum *enum_ = local->item;
		struct up_dict *dict = up_printer_dict(p);

		up_dict_set(dict, "local", local->local);
		up_dict_list(dict, "variants");
		for (size_t k = 0; k < enum_->variant_count; k++)
			add_variant(p, dict, enum_, &enum_->variants[k]);
		up_bindgen_print_item_jsdoc(local->names, "", &p->out->code);
		up_expand(p, "bindgen/enum.js", dict, &p->out->code);
		up_buf_puts(&p->out->code, "\n");
		up_dict_destroy(dict);
		if (!enum_->is_private)
			up_add_binding(p, enum_->js_namespace,
				       enum_->js_namespace_count, local->name,
				       local->local);
	}
}

/* ---- string enums ---- */

const char *up_string_enum(struct up_printer *p, const char *name)
{
	const char *ident = up_ts_ident(&p->arena, name, strlen(name));
	const char *local = up_text(p, "__wbindgen_enum_%s", ident);

	up_names_add(&p->string_enums, name, strlen(name));
	return local;
}

/* One of the constants that up_string_enum() spoke of. */
static void print_string_enum(struct up_printer *p, const char *name,
			      const struct up_bindgen_string_enum *enum_)
{
	struct up_dict *dict = up_printer_dict(p);

	up_dict_set(dict, "local", up_string_enum(p, name));
	up_dict_list(dict, "values");
	for (size_t i = 0; i < enum_->value_count; i++) {
		struct up_buf literal = {0};

		up_js_string_sized(&literal, enum_->values[i].text,
				   enum_->values[i].size);
		up_dict_take(up_dict_add(dict, "values"), "literal", &literal);
		up_buf_finish(&literal);
	}
	up_expand(p, "bindgen/string_enum.js", dict, &p->out->code);
	up_buf_puts(&p->out->code, "\n");
	up_dict_destroy(dict);
}

void up_print_string_enums(struct up_printer *p)
{
	const struct up_bindgen_programs *programs = &p->bindgen->programs;
	struct up_names done = {0};

	for (size_t i = 0; i < programs->count; i++) {
		const struct up_bindgen_program *program = &programs->items[i];

		for (size_t k = 0; k < program->import_count; k++) {
			const struct up_bindgen_import *import =
				&program->imports[k];
			struct up_raw_name name = import->string_enum.name;

			if (import->kind != UP_BINDGEN_IMPORT_STRING_ENUM ||
			    !up_names_has(&p->string_enums, name.text,
					  name.size) ||
			    !up_names_add(&done, name.text, name.size))
				continue;
			print_string_enum(p, up_raw_text(p, name),
					  &import->string_enum);
		}
	}
	if (done.count < p->string_enums.count)
		p->problem = "a string enum is unknown";
	up_names_finish(&done);
}
