/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The declarations of a crate, and the comments in its JavaScript. */

#include "bindgen/types/types.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindgen/types/docs.h"
#include "bindgen/types/idents.h"
#include "bindgen/types/members.h"
#include "bindgen/types/templates.h"
#include "glue/idents.h"
#include "util/mem.h"

struct printing {
	struct up_ts ts;
	const struct up_adapters *adapters;
	bool in_namespace;
	bool *mentioned; /* an item each; owned */
	struct up_arena arena;
	struct up_dict *dict;
};

/* ---- what types mention ---- */

/* Types that nothing mentions are not declared: a crate may have hundreds. */
static void mention(struct printing *p, const struct up_bindgen_type *type)
{
	const struct up_bindgen_item *item = NULL;

	if (type->kind == UP_TYPE_STRING_ENUM || type->kind == UP_TYPE_UNION)
		item = up_bindgen_names_of_type(p->ts.names, type);
	if (item)
		p->mentioned[item - p->ts.names->items] = true;
	for (size_t i = 0; i < type->item_count; i++)
		mention(p, &type->items[i]);
}

static void mention_symbol(struct printing *p,
			   const struct up_bindgen_symbol *symbol)
{
	if (symbol->type)
		mention(p, symbol->type);
}

/* Unions of older things may say less in a function than where they are. */
static void mention_unions(struct printing *p)
{
	const struct up_bindgen_names *names = p->ts.names;

	for (size_t i = 0; i < names->count; i++) {
		const struct up_bindgen_union *union_ =
			names->items[i].definition;

		if (names->items[i].kind != UP_ITEM_UNION || !p->mentioned[i])
			continue;
		for (uint32_t k = 0; k < union_->type_count; k++)
			mention_symbol(p, &union_->types[k]);
	}
}

static size_t count_mentioned(const struct printing *p)
{
	size_t count = 0;

	for (size_t i = 0; i < p->ts.names->count; i++)
		count += p->mentioned[i];
	return count;
}

static void mention_all(struct printing *p)
{
	size_t before;

	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];

		if (adapter->type)
			mention(p, adapter->type);
		if (adapter->field)
			mention_symbol(p, &adapter->field->getter);
		if (adapter->role == UP_ADAPTER_STATIC && adapter->import)
			mention_symbol(p, &adapter->import->static_.symbol);
	}
	do {
		before = count_mentioned(p);
		mention_unions(p);
	} while (count_mentioned(p) != before);
}

/* ---- string enums and unions ---- */

static void print_strings(const struct up_raw_name *strings, size_t count,
			  struct up_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		up_buf_puts(out, out->size > 0 ? " | " : "");
		up_js_string_sized(out, strings[i].text, strings[i].size);
	}
}

/* The same for what goes in and what comes out: an alias has one meaning. */
static void print_union(const struct printing *p,
			const struct up_bindgen_union *union_,
			struct up_buf *out)
{
	struct up_ts ts = p->ts;

	ts.typed_array_buffers = false;
	print_strings(union_->strings, union_->string_count, out);
	for (uint32_t i = 0; i < union_->type_count; i++) {
		up_buf_puts(out, out->size > 0 ? " | " : "");
		if (union_->types[i].type)
			up_bindgen_ts_type(&ts, union_->types[i].type,
					   UP_OUT_OF_RUST, out);
		else
			up_buf_puts(out, "any");
	}
}

static void set_local(struct up_dict *item, const char *local,
		      const char *exported)
{
	up_dict_set(item, "local", local);
	up_dict_set(item, "exported", exported);
}

/* In a namespace: whether it can have the name, and hides nothing by that. */
static bool can_alias(const char *name)
{
	return up_ts_ident_valid(name, strlen(name)) &&
	       !up_ident_reserved(name) && !up_bindgen_names_declared(name);
}

static void add_alias(struct printing *p, const struct up_bindgen_item *item)
{
	const struct up_bindgen_string_enum *strings = item->definition;
	const struct up_bindgen_union *union_ = item->definition;
	bool is_union = item->kind == UP_ITEM_UNION;
	bool renamed = strcmp(item->local, item->exported) != 0;
	struct up_dict *dict;
	struct up_docs docs = {0};
	struct up_buf type = {0};

	if (is_union ? !union_->typescript : !strings->typescript)
		return;
	dict = up_dict_add(p->dict, "aliases");
	if (is_union) {
		up_docs_add(&docs, &p->arena, union_->comments,
			    union_->comment_count);
		print_union(p, union_, &type);
	} else {
		up_docs_add(&docs, &p->arena, strings->comments,
			    strings->comment_count);
		print_strings(strings->values, strings->value_count, &type);
	}
	if (type.size == 0)
		up_buf_puts(&type, "never");
	up_docs_fill(&docs, dict);
	set_local(dict, item->local, item->exported);
	up_dict_set(dict, "prefix",
		    item->is_private || renamed ? "" : "export ");
	renamed = renamed && !item->is_private;
	up_dict_flag(dict, "renamed", renamed && !p->in_namespace);
	up_dict_flag(dict, "aliased",
		     renamed && p->in_namespace && can_alias(item->exported));
	up_dict_take(dict, "type", &type);
}

static int compare_names(const void *a, const void *b)
{
	const struct up_bindgen_item *left =
		*(const struct up_bindgen_item *const *)a;
	const struct up_bindgen_item *right =
		*(const struct up_bindgen_item *const *)b;

	return strcmp(left->local, right->local);
}

static void add_aliases(struct printing *p)
{
	const struct up_bindgen_names *names = p->ts.names;
	const struct up_bindgen_item **sorted =
		up_alloc((names->count + 1) * sizeof(*sorted));
	size_t count = 0;

	up_dict_list(p->dict, "aliases");
	for (size_t i = 0; i < names->count; i++)
		if (p->mentioned[i])
			sorted[count++] = &names->items[i];
	qsort(sorted, count, sizeof(*sorted), compare_names);
	for (size_t i = 0; i < count; i++)
		add_alias(p, sorted[i]);
	free(sorted);
}

/* ---- custom sections ---- */

static int compare_sections(const void *a, const void *b)
{
	const struct up_raw_name *left = a, *right = b;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = size > 0 ? memcmp(left->text, right->text, size) : 0;

	return order != 0 ? order
			  : (left->size > right->size) -
				    (left->size < right->size);
}

static void add_sections(struct printing *p)
{
	const struct up_bindgen_programs *programs =
		&p->ts.names->bindgen->programs;
	struct up_raw_name *sections = NULL;
	size_t count = 0;

	up_dict_list(p->dict, "sections");
	for (size_t i = 0; i < programs->count; i++)
		for (size_t k = 0; k < programs->items[i].typescript_count; k++) {
			sections = up_grow(sections, &count, sizeof(*sections));
			sections[count - 1] = programs->items[i].typescript[k];
		}
	if (count > 0)
		qsort(sections, count, sizeof(*sections), compare_sections);
	for (size_t i = 0; i < count; i++) {
		struct up_buf text = {0};

		up_buf_append(&text, sections[i].text, sections[i].size);
		up_dict_take(up_dict_add(p->dict, "sections"), "text", &text);
	}
	free(sections);
}

/* ---- exports ---- */

/* How what is declared comes to be known by its name outside. */
static void set_visibility(const struct printing *p, struct up_dict *dict,
			   const struct up_bindgen_entry *entry, bool exported)
{
	const char *name = exported ? entry->name : entry->local;
	bool is_default = exported && strcmp(name, "default") == 0;
	bool direct = exported && strcmp(name, entry->local) == 0;
	bool other = exported && !direct && !is_default && !p->in_namespace;
	size_t size = strlen(name);
	struct up_buf key = {0};

	up_js_export_name(&key, name);
	if (!up_ident_valid(name) && up_ts_ident_valid(name, size)) {
		up_buf_finish(&key);
		key = (struct up_buf){0};
		up_buf_puts(&key, name);
	}
	set_local(dict, entry->local, key.bytes);
	up_buf_finish(&key);
	up_dict_set(dict, "prefix",
		    direct	      ? "export "
		    : p->in_namespace ? ""
				      : "declare ");
	up_dict_flag(dict, "renamed", other);
	up_dict_flag(dict, "default", is_default && !p->in_namespace);
	up_dict_flag(dict, "aliased", exported && !direct &&
					      p->in_namespace &&
					      can_alias(name));
	up_dict_flag(dict, "type_only",
		     entry->kind == UP_ENTRY_CLASS && entry->is_private &&
			     !exported && !p->in_namespace &&
			     entry->item->js_namespace_count == 0);
}

/* What a template asks for: which kind it is. */
static struct up_dict *add_entry(struct printing *p,
				 const struct up_bindgen_entry *entry,
				 bool exported)
{
	struct up_dict *dict = up_dict_add(p->dict, "entries");

	up_dict_flag(dict, "class", entry->kind == UP_ENTRY_CLASS);
	up_dict_flag(dict, "enumeration", entry->kind == UP_ENTRY_ENUM);
	up_dict_flag(dict, "function", entry->kind == UP_ENTRY_FUNCTION);
	up_dict_flag(dict, "variable", entry->kind == UP_ENTRY_IMPORT ||
					       entry->kind == UP_ENTRY_NAMESPACE);
	up_dict_list(dict, "docs");
	set_visibility(p, dict, entry, exported && !entry->is_private);
	return dict;
}

static void add_function(struct printing *p, struct up_dict *dict,
			 const struct up_bindgen_entry *entry)
{
	struct up_ts_signature signature;
	struct up_docs docs = {0};
	struct up_buf text = {0};

	up_ts_signature_read(&signature, &p->ts, entry->adapter, &p->arena);
	up_docs_add_export(&docs, &p->arena, entry->adapter, &signature, false);
	up_docs_fill(&docs, dict);
	up_ts_signature_print(&signature, &text);
	up_dict_take(dict, "signature", &text);
}

/* A parent that is not declared is left out; what it can do is, too. */
static void add_class(struct printing *p, struct up_dict *dict,
		      const struct up_bindgen_entry *entry)
{
	const struct up_bindgen_class *class_ = entry->item->definition;
	const struct up_bindgen_item *parent =
		up_bindgen_names_parent(p->ts.names, class_);
	const struct up_bindgen_class *base = parent ? parent->definition : NULL;
	struct up_docs docs = {0};
	struct up_buf heritage = {0};

	up_docs_add(&docs, &p->arena, class_->comments, class_->comment_count);
	up_docs_fill(&docs, dict);
	if (base && base->typescript)
		up_buf_printf(&heritage, " extends %s", parent->local);
	up_dict_take(dict, "heritage", &heritage);
	up_dict_flag(dict, "inspectable", class_->inspectable);
	up_ts_members_fill(dict, &p->ts, p->adapters, entry->item, &p->arena);
}

static void add_variant(struct printing *p, struct up_dict *dict,
			const struct up_bindgen_enum *enum_,
			const struct up_bindgen_enum_variant *variant)
{
	struct up_dict *item = up_dict_add(dict, "variants");
	struct up_docs docs = {0};
	struct up_buf key = {0}, value = {0};

	up_docs_add(&docs, &p->arena, variant->comments,
		    variant->comment_count);
	up_docs_fill(&docs, item);
	up_ts_key(&key, variant->name.text, variant->name.size);
	up_dict_take(item, "key", &key);
	if (enum_->is_signed)
		up_buf_printf(&value, "%" PRId32, (int32_t)variant->value);
	else
		up_buf_printf(&value, "%" PRIu32, variant->value);
	up_dict_take(item, "value", &value);
}

static void add_enum(struct printing *p, struct up_dict *dict,
		     const struct up_bindgen_entry *entry)
{
	const struct up_bindgen_enum *enum_ = entry->item->definition;
	struct up_docs docs = {0};

	up_docs_add(&docs, &p->arena, enum_->comments, enum_->comment_count);
	up_docs_fill(&docs, dict);
	up_dict_list(dict, "variants");
	for (size_t i = 0; i < enum_->variant_count; i++)
		add_variant(p, dict, enum_, &enum_->variants[i]);
}

/* An object with what is in the namespace, each declared beside it. */
static void print_namespace(const struct up_bindgen_entry *entry,
			    const char *indent, struct up_buf *out)
{
	struct up_buf inner = {0};

	up_buf_printf(&inner, "%s  ", indent);
	up_buf_puts(out, "{\n");
	for (size_t i = 0; i < entry->count; i++) {
		const struct up_bindgen_entry *member = &entry->entries[i];

		up_buf_puts(out, inner.bytes);
		up_ts_key(out, member->name, strlen(member->name));
		up_buf_puts(out, ": ");
		if (member->kind == UP_ENTRY_NAMESPACE)
			print_namespace(member, inner.bytes, out);
		else
			up_buf_printf(out, "typeof %s", member->local);
		up_buf_puts(out, ";\n");
	}
	up_buf_printf(out, "%s}", indent);
	up_buf_finish(&inner);
}

/* Namespaces come behind what is in them; @exported: outside of any. */
static void add_exports(struct printing *p,
			const struct up_bindgen_entry *entries, bool exported)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct up_bindgen_entry *entry = &entries->entries[i];
		struct up_dict *dict;
		struct up_buf type = {0};

		if (entry->kind == UP_ENTRY_NAMESPACE)
			add_exports(p, entry, false);
		if (!entry->typescript ||
		    (entry->kind == UP_ENTRY_NAMESPACE && !exported))
			continue;
		dict = add_entry(p, entry, exported);
		switch (entry->kind) {
		case UP_ENTRY_FUNCTION:
			add_function(p, dict, entry);
			break;
		case UP_ENTRY_CLASS:
			add_class(p, dict, entry);
			break;
		case UP_ENTRY_ENUM:
			add_enum(p, dict, entry);
			break;
		case UP_ENTRY_IMPORT:
			up_dict_set(dict, "type", "unknown");
			break;
		case UP_ENTRY_NAMESPACE:
			print_namespace(entry, "", &type);
			up_dict_take(dict, "type", &type);
			break;
		}
	}
}

int up_bindgen_print_types(const struct up_bindgen_names *names,
			   const struct up_bindgen_entry *exports,
			   const struct up_adapters *adapters,
			   const struct up_bindgen_types_options *options,
			   struct up_report *report, struct up_buf *out)
{
	struct printing p = {
		.ts = {names, options->typed_array_buffers},
		.adapters = adapters,
		.in_namespace = options->in_namespace,
		.mentioned = up_alloc(names->count + 1),
		.dict = up_dict_create(),
	};
	int err;

	mention_all(&p);
	add_aliases(&p);
	add_sections(&p);
	up_dict_list(p.dict, "entries");
	add_exports(&p, exports, true);
	err = up_ts_expand("declarations.d.ts", p.dict, report, out);
	up_dict_destroy(p.dict);
	up_arena_finish(&p.arena);
	free(p.mentioned);
	return err;
}

/* ---- JSDoc ---- */

void up_bindgen_print_jsdoc(const struct up_bindgen_names *names,
			    const struct up_adapter *adapter,
			    const char *indent, struct up_buf *out)
{
	const struct up_ts ts = {names, false};
	struct up_ts_signature signature;
	struct up_docs docs = {0};
	struct up_arena arena = {0};

	up_ts_signature_read(&signature, &ts, adapter, &arena);
	up_docs_add_export(&docs, &arena, adapter, &signature, true);
	up_docs_print(&docs, indent, out);
	up_arena_finish(&arena);
}

void up_bindgen_print_comment(const struct up_raw_name *texts, size_t count,
			      const char *indent, struct up_buf *out)
{
	struct up_docs docs = {0};
	struct up_arena arena = {0};

	up_docs_add(&docs, &arena, texts, count);
	up_docs_print(&docs, indent, out);
	up_arena_finish(&arena);
}

/* Without TypeScript's declarations an enum is one by its comment. */
static void add_values(struct up_docs *docs, struct up_arena *arena,
		       const struct up_bindgen_enum *enum_)
{
	struct up_buf tag = {0};

	up_buf_puts(&tag, "@enum {");
	for (size_t i = 0; i < enum_->variant_count; i++) {
		uint32_t value = enum_->variants[i].value;

		up_buf_puts(&tag, i > 0 ? " | " : "");
		if (enum_->is_signed)
			up_buf_printf(&tag, "%" PRId32, (int32_t)value);
		else
			up_buf_printf(&tag, "%" PRIu32, value);
	}
	up_buf_puts(&tag, "}");
	up_docs_add_tag(docs, arena, tag.bytes, "", (struct up_raw_name){0});
	up_buf_finish(&tag);
}

void up_bindgen_print_item_jsdoc(const struct up_bindgen_item *item,
				 const char *indent, struct up_buf *out)
{
	const struct up_bindgen_class *class_ = item->definition;
	const struct up_bindgen_enum *enum_ = item->definition;
	struct up_docs docs = {0};
	struct up_arena arena = {0};

	if (item->kind == UP_ITEM_CLASS) {
		up_docs_add(&docs, &arena, class_->comments,
			    class_->comment_count);
	} else if (item->kind == UP_ITEM_ENUM) {
		up_docs_add(&docs, &arena, enum_->comments,
			    enum_->comment_count);
		add_values(&docs, &arena, enum_);
	}
	up_docs_print(&docs, indent, out);
	up_arena_finish(&arena);
}
