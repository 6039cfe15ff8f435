/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What the module calls: one function for each import. */

#include <string.h>

#include "bindgen/intrinsic.h"
#include "bindgen/print/convert.h"
#include "bindgen/print/printer.h"
#include "glue/idents.h"

struct shim {
	struct up_printer *p;
	const struct up_adapter *adapter;
	struct up_dict *dict;
	struct up_buf params;
	const char **args; /* values of JavaScript; of the printer's arena */
	size_t arg_count;
	size_t word; /* the next parameter */
	bool safe; /* nothing in it throws */
	bool keeps; /* an exception becomes a value of the module */
};

static void add_line(struct shim *s, const char *list, const char *line)
{
	if (line)
		up_dict_set(up_dict_add(s->dict, list), "line", line);
}

static const char *expression(struct shim *s, const char *section,
			      const char *name, const char *a, const char *b,
			      const char *c)
{
	const char *args[] = {a, b, c};

	return up_expression(s->p, section, name, args, 3);
}

static const char *statement(struct shim *s, const char *name, const char *a,
			     const char *b)
{
	return expression(s, "statement", name, a, b, NULL);
}

static const char *word_at(struct shim *s, size_t index)
{
	return up_text(s->p, "arg%zu", index);
}

/* The value of the next argument. */
static void add_argument(struct shim *s, const struct up_bindgen_type *type)
{
	const char *words[UP_VALUE_WORDS];
	struct up_lifting lifting;

	for (size_t i = 0; i < UP_VALUE_WORDS; i++)
		words[i] = word_at(s, s->word + i);
	lifting = up_lift(s->p, type, words, false);
	add_line(s, "befores", lifting.before);
	if (lifting.after) {
		add_line(s, "finals", lifting.after);
		up_dict_flag(s->dict, "finishes", true);
	}
	s->word += lifting.word_count;
	s->args = up_arena_grow(&s->p->arena, s->args, &s->arg_count,
				sizeof(*s->args));
	s->args[s->arg_count - 1] =
		lifting.value ? lifting.value : "undefined";
}

static const char *joined(struct shim *s, size_t first, bool variadic)
{
	const char *text = "";

	for (size_t i = first; i < s->arg_count; i++) {
		const char *arg = s->args[i];

		if (variadic && i + 1 == s->arg_count)
			arg = up_text(s->p, "...%s", arg);
		text = up_text(s->p, "%s%s%s", text, i > first ? ", " : "",
			       arg);
	}
	return text;
}

static const char *operand(struct shim *s, size_t index)
{
	const char *arg = index < s->arg_count ? s->args[index] : "undefined";

	return up_convert_is_operand(arg) ? arg : up_text(s->p, "(%s)", arg);
}

static const char *member_of(struct shim *s, const char *object,
			     const char *name)
{
	return up_text(s->p, "%s%s", object, up_import_member(s->p, name));
}

/* ---- functions ---- */

/* Reads a property through its accessor, as if nobody could replace it. */
static const char *accessor_call(struct shim *s, const char *class_,
				 const struct up_bindgen_method *method,
				 const char *name, bool variadic)
{
	struct up_buf literal = {0};
	const char *object = method->is_static
				     ? class_
				     : member_of(s, class_, "prototype");
	const char *call;

	up_js_string(&literal, name);
	call = expression(s, "act",
			  method->operation == UP_BINDGEN_GETTER ? "getter"
								 : "setter",
			  object, literal.bytes, NULL);
	up_buf_finish(&literal);
	return expression(s, "act", "apply", call,
			  method->is_static
				  ? up_text(s->p, "%s%s%s", class_,
					    s->arg_count ? ", " : "",
					    joined(s, 0, variadic))
				  : joined(s, 0, variadic),
			  NULL);
}

static const char *property_of(struct shim *s,
			       const struct up_bindgen_import_function *function)
{
	return up_raw_text(s->p, function->method.property.text
					 ? function->method.property
					 : function->function.name);
}

/* A property, a method or an index of the first argument. */
static const char *instance_call(struct shim *s,
				 const struct up_bindgen_import_function *function,
				 const char *class_)
{
	const char *name = up_raw_text(s->p, function->function.name);

	switch (function->method.operation) {
	case UP_BINDGEN_GETTER:
		name = property_of(s, function);
		return function->structural
			       ? member_of(s, operand(s, 0), name)
			       : accessor_call(s, class_, &function->method,
					       name, false);
	case UP_BINDGEN_SETTER:
		name = property_of(s, function);
		return function->structural
			       ? expression(s, "act", "assign",
					    member_of(s, operand(s, 0), name),
					    operand(s, 1), NULL)
			       : accessor_call(s, class_, &function->method,
					       name, false);
	case UP_BINDGEN_INDEXING_GETTER:
		return expression(s, "act", "index", operand(s, 0),
				  operand(s, 1), NULL);
	case UP_BINDGEN_INDEXING_SETTER:
		return expression(s, "act", "assign_index", operand(s, 0),
				  operand(s, 1), operand(s, 2));
	case UP_BINDGEN_INDEXING_DELETER:
		return expression(s, "act", "delete_index", operand(s, 0),
				  operand(s, 1), NULL);
	default:
		break;
	}
	if (function->structural)
		return expression(s, "act", "call",
				  member_of(s, operand(s, 0), name),
				  joined(s, 1, function->variadic), NULL);
	return expression(s, "act", "apply",
			  member_of(s, member_of(s, class_, "prototype"), name),
			  joined(s, 0, function->variadic), NULL);
}

static const char *static_call(struct shim *s,
			       const struct up_bindgen_import_function *function,
			       const char *class_)
{
	const char *name = up_raw_text(s->p, function->function.name);

	switch (function->method.operation) {
	case UP_BINDGEN_GETTER:
		return member_of(s, class_, property_of(s, function));
	case UP_BINDGEN_SETTER:
		return expression(s, "act", "assign",
				  member_of(s, class_,
					    property_of(s, function)),
				  operand(s, 0), NULL);
	case UP_BINDGEN_INDEXING_GETTER:
		return expression(s, "act", "index", class_, operand(s, 0),
				  NULL);
	case UP_BINDGEN_INDEXING_SETTER:
		return expression(s, "act", "assign_index", class_,
				  operand(s, 0), operand(s, 1));
	case UP_BINDGEN_INDEXING_DELETER:
		return expression(s, "act", "delete_index", class_,
				  operand(s, 0), NULL);
	default:
		return expression(s, "act", "call", member_of(s, class_, name),
				  joined(s, 0, function->variadic), NULL);
	}
}

static bool is_named(struct up_raw_name name, const char *text)
{
	return name.size == strlen(text) &&
	       memcmp(name.text, text, name.size) == 0;
}

static bool begins(struct up_raw_name name, const char *text)
{
	return name.size >= strlen(text) &&
	       memcmp(name.text, text, strlen(text)) == 0;
}

static bool has_import(const struct up_bindgen_program *program,
		       const struct up_bindgen_import *import)
{
	return import >= program->imports &&
	       import < program->imports + program->import_count;
}

/*
 * Whether the import is the one by which the crates of wasm-bindgen let their
 * queue of tasks run. Built for debugging they insist on being run only when they
 * asked for it; what tells is that they name tasks for the console then.
 */
static bool runs_tasks(const struct shim *s)
{
	static const char *const crates[] = {"js-sys-",
					     "wasm-bindgen-futures-"};
	const struct up_bindgen_programs *programs = &s->p->bindgen->programs;
	const struct up_bindgen_import *import = s->adapter->import;
	bool found = false;

	if (!is_named(import->function.function.name, "queueMicrotask"))
		return false;
	for (size_t i = 0; i < programs->count; i++) {
		const struct up_bindgen_program *program = &programs->items[i];
		bool is_theirs = false;

		for (size_t k = 0; k < sizeof(crates) / sizeof(*crates); k++)
			is_theirs |= begins(program->crate, crates[k]);
		found |= is_theirs && has_import(program, import);
		for (size_t k = 0; is_theirs && k < program->import_count; k++)
			if (program->imports[k].kind == UP_BINDGEN_IMPORT_STATIC &&
			    is_named(program->imports[k].static_.name,
				     "createTask"))
				return false;
	}
	return found;
}

static const char *function_call(struct shim *s)
{
	const struct up_bindgen_import_function *function =
		&s->adapter->import->function;
	struct up_raw_name name = function->function.name;
	const char *class_;

	if (!function->is_method && s->arg_count == 1 &&
	    s->p->options->catches && runs_tasks(s))
		s->args[0] = expression(s, "act", "tasks", s->args[0], NULL,
					NULL);
	if (!function->is_method)
		return expression(s, "act", "call",
				  up_import_source(s->p, s->adapter, name),
				  joined(s, 0, function->variadic), NULL);
	/* What is asked of an object itself needs no class. */
	class_ = function->structural && !function->method.is_static &&
				 function->method.kind == UP_BINDGEN_OPERATION
			 ? ""
			 : up_import_source(s->p, s->adapter,
					    function->class_name);
	if (function->method.kind == UP_BINDGEN_CONSTRUCTOR)
		return expression(s, "act", "construct", class_,
				  joined(s, 0, function->variadic), NULL);
	return function->method.is_static ? static_call(s, function, class_)
					  : instance_call(s, function, class_);
}

static const char *intrinsic_call(struct shim *s, const char *name)
{
	struct up_raw_name raw = {name, strlen(name)};

	/* What rethrows has judged that, and nothing else in it throws. */
	s->safe = up_intrinsic_looks(raw) ||
		  strcmp(name, "__wbindgen_rethrow") == 0;
	if (!up_convert_exists(&s->p->conversions, "intrinsic", name)) {
		s->p->problem = up_text(
			s->p, "nothing says what the import '%s' is", name);
		return "undefined";
	}
	if (strcmp(name, "__wbindgen_module") == 0 ||
	    strcmp(name, "__wbindgen_instance") == 0)
		s->p->out->compiled = true;
	return up_expression(s->p, "intrinsic", name, s->args, s->arg_count);
}

/* ---- the others ---- */

static const char *static_value(struct shim *s)
{
	const struct up_bindgen_import *import = s->adapter->import;

	return up_import_static(s->p, s->adapter, import->static_.name,
				up_crossing_of(import->static_.symbol.type)
						.absence != UP_PRESENT);
}

static const char *string_value(struct shim *s)
{
	struct up_raw_name string = s->adapter->import->string.string;
	struct up_buf literal = {0};
	const char *text;

	up_js_string_sized(&literal, string.text, string.size);
	text = up_text(s->p, "%s", literal.bytes);
	up_buf_finish(&literal);
	return text;
}

static const char *call_of(struct shim *s)
{
	const struct up_adapter *adapter = s->adapter;
	struct up_local *class_;

	switch (adapter->role) {
	case UP_ADAPTER_IMPORT:
		return up_intrinsic(adapter).text
			       ? intrinsic_call(
					 s, up_raw_text(s->p,
							up_intrinsic(adapter)))
			       : function_call(s);
	case UP_ADAPTER_STATIC:
		return static_value(s);
	case UP_ADAPTER_STRING:
		s->safe = true;
		return string_value(s);
	case UP_ADAPTER_INSTANCEOF:
		s->safe = true;
		return expression(
			s, "act", "instance", s->args[0],
			up_import_source(s->p, adapter,
					 adapter->import->type.name),
			NULL);
	case UP_ADAPTER_WRAP:
	case UP_ADAPTER_UNWRAP:
		s->safe = true;
		class_ = up_local_class(s->p, adapter->class_);
		return expression(s, "act",
				  adapter->role == UP_ADAPTER_WRAP ? "wrap"
								   : "unwrap",
				  s->args[0], class_ ? class_->local : "",
				  NULL);
	case UP_ADAPTER_LINK:
		return up_import_link(s->p, adapter);
	case UP_ADAPTER_CAST:
		s->safe = true;
		return s->args[0];
	default:
		return intrinsic_call(s, adapter->name);
	}
}

/* ---- results ---- */

/* What the module gets in the place of a value that was not there. */
static void set_fallback(struct shim *s)
{
	const struct up_words *results = &s->adapter->results;
	const char *text = "";
	bool wanted = results->count > 1;

	for (size_t i = 0; i < results->count; i++) {
		bool wide = results->items[i] == UP_WORD_I64;

		wanted |= wide;
		text = up_text(s->p, "%s%s%s", text, i ? ", " : "",
			       wide ? "0n" : "0");
	}
	if (results->count > 1)
		text = up_text(s->p, "[%s]", text);
	up_dict_flag(s->dict, "fallback", wanted);
	up_dict_set(s->dict, "fallback_value", text);
}

/* A value that the engine takes as it is. */
static bool is_exact(const struct up_bindgen_type *type)
{
	struct up_crossing crossing = up_crossing_of(type);

	return crossing.absence == UP_PRESENT &&
	       (crossing.core->kind == UP_TYPE_EXTERNREF ||
		crossing.core->kind == UP_TYPE_NAMED_EXTERNREF ||
		crossing.core->kind == UP_TYPE_UNION);
}

static void add_result(struct shim *s, const struct up_bindgen_type *type,
		       const char *call)
{
	struct up_lowering lowering = up_lower(s->p, type, "ret");
	const char *words = "";

	if (lowering.word_count == 0) {
		add_line(s, "lines", statement(s, "run", call, NULL));
		return;
	}
	if (is_exact(type) || (s->safe && s->adapter->results.count == 1 &&
			       !up_crossing_of(type).absence)) {
		lowering = up_lower(s->p, type, call);
		add_line(s, "lines",
			 statement(s, "give", lowering.words[0], NULL));
		return;
	}
	if (lowering.prepared) {
		add_line(s, "lines", statement(s, "bind_anew", "ret", call));
		add_line(s, "lines",
			 statement(s, "assign", "ret", lowering.prepared));
	} else {
		add_line(s, "lines", statement(s, "bind", "ret", call));
	}
	add_line(s, "lines", lowering.check);
	for (size_t i = 0; i < lowering.word_count; i++)
		words = up_text(s->p, "%s%s%s", words, i ? ", " : "",
				lowering.words[i]);
	add_line(s, "lines",
		 statement(s, lowering.word_count > 1 ? "give_all" : "give",
			   words, NULL));
}

static const struct up_bindgen_type *result_type(const struct up_adapter *a)
{
	static const struct up_bindgen_type
		unit = {.kind = UP_TYPE_UNIT},
		value = {.kind = UP_TYPE_EXTERNREF},
		text = {.kind = UP_TYPE_STRING},
		number = {.kind = UP_TYPE_I32};

	if (a->type)
		return &a->type->items[a->type->item_count - 2];
	switch (a->role) {
	case UP_ADAPTER_STATIC:
		return a->import->static_.symbol.type;
	case UP_ADAPTER_STRING:
	case UP_ADAPTER_WRAP:
		return &value;
	case UP_ADAPTER_LINK:
		return &text;
	case UP_ADAPTER_INSTANCEOF:
	case UP_ADAPTER_UNWRAP:
		return &number;
	default:
		return a->results.count ? &number : &unit;
	}
}

/* The arguments of what is not described: as their words are. */
static void add_words(struct shim *s)
{
	static const struct up_bindgen_type number = {.kind = UP_TYPE_I32};
	static const struct up_bindgen_type item = {.kind = UP_TYPE_EXTERNREF};
	static const struct up_bindgen_type value = {.kind = UP_TYPE_EXTERNREF};
	static const struct up_bindgen_type lent = {
		.kind = UP_TYPE_REF,
		.items = (struct up_bindgen_type *)&item,
		.item_count = 1,
	};
	const struct up_words *params = &s->adapter->params;

	for (size_t i = 0; i < params->count; i++)
		add_argument(s, params->items[i] == UP_WORD_REF ? &value
				: params->items[i] == UP_WORD_REF_LENT
					? &lent
					: &number);
}

static void add_arguments(struct shim *s)
{
	const struct up_bindgen_type *type = s->adapter->type;

	if (!type) {
		add_words(s);
		return;
	}
	for (size_t i = 0; i + 2 < type->item_count; i++)
		add_argument(s, &type->items[i]);
}

/* With --debug, whether exceptions of what the crate imports are told of. */
static bool logs(const struct shim *s)
{
	return s->p->options->debug && !s->keeps &&
	       s->adapter->role == UP_ADAPTER_IMPORT &&
	       !up_intrinsic(s->adapter).text;
}

static void print_shim(struct up_printer *p, const struct up_adapter *adapter)
{
	struct shim s = {.p = p, .adapter = adapter, .dict = up_printer_dict(p)};
	struct up_buf key = {0};
	const char *call;

	up_dict_list(s.dict, "befores");
	up_dict_list(s.dict, "lines");
	up_dict_list(s.dict, "finals");
	up_dict_flag(s.dict, "finishes", false);
	for (size_t i = 0; i < adapter->params.count; i++)
		up_buf_printf(&s.params, "%sarg%zu", i ? ", " : "", i);
	s.keeps = adapter->role == UP_ADAPTER_IMPORT &&
		  adapter->import->function.catch_errors;
	add_arguments(&s);
	call = call_of(&s);
	add_result(&s, result_type(adapter), call);
	set_fallback(&s);
	up_js_key(&key, adapter->shim);
	up_dict_take(s.dict, "key", &key);
	up_dict_set(s.dict, "params", s.params.size ? s.params.bytes : "");
	up_dict_flag(s.dict, "keeps", s.keeps);
	up_dict_flag(s.dict, "logs", logs(&s));
	up_dict_flag(s.dict, "guarded",
		     s.keeps || (p->options->catches && !s.safe));
	up_expand(p, "bindgen/shim.js", s.dict, &p->out->shims);
	up_buf_finish(&key);
	up_buf_finish(&s.params);
	up_dict_destroy(s.dict);
}

void up_print_shims(struct up_printer *p)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		const struct up_adapter *adapter = &p->adapters->items[i];

		if (up_adapter_is_import(adapter) &&
		    !(p->adapters->references &&
		      adapter->role == UP_ADAPTER_INTRINSIC &&
		      up_intrinsic_in_wasm(adapter->name)))
			print_shim(p, adapter);
	}
}
