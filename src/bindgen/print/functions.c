/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What JavaScript calls: functions, methods, accessors, closures. */

#include <string.h>

#include "bindgen/print/printer.h"
#include "bindgen/types/idents.h"
#include "glue/idents.h"

struct function {
	struct up_printer *p;
	const struct up_adapter *adapter;
	const struct up_local *class_; /* NULL: a free function */
	const char *local; /* of a free function; NULL: one of `exported` */
	struct up_dict *dict;
	struct up_buf params; /* as declared */
	struct up_buf passed; /* as passed on */
	struct up_buf args; /* of the module's function */
	bool light; /* nothing is converted but numbers and objects */
	bool is_static;
	bool constructor;
	enum up_bindgen_operation operation;
	const char *name; /* of a member */
};

static const char *statement(struct function *f, const char *name,
			     const char *a, const char *b)
{
	const char *args[] = {a, b};

	return up_expression(f->p, "statement", name, args, 2);
}

static void add_line(struct up_dict *dict, const char *list, const char *line)
{
	if (line)
		up_dict_set(up_dict_add(dict, list), "line", line);
}

static void join(struct up_buf *buf, const char *text)
{
	up_buf_printf(buf, "%s%s", buf->size ? ", " : "", text);
}

/* Whether a value of it costs less to convert than a call of a function. */
static bool is_light(const struct up_bindgen_type *type)
{
	struct up_crossing crossing = up_crossing_of(type);

	return !crossing.result && crossing.absence == UP_PRESENT &&
	       (crossing.core->kind <= UP_TYPE_BOOLEAN ||
		crossing.core->kind == UP_TYPE_ENUM ||
		crossing.core->kind == UP_TYPE_UNIT);
}

/* An argument of it is looked at, and gives its pointer. */
static bool is_object(const struct up_bindgen_type *type)
{
	struct up_crossing crossing = up_crossing_of(type);

	return crossing.absence == UP_PRESENT &&
	       crossing.core->kind == UP_TYPE_STRUCT;
}

static void add_argument(struct function *f, const struct up_bindgen_type *type,
			 const char *v)
{
	struct up_lowering lowering = up_lower(f->p, type, v);

	f->light &= is_light(type) || is_object(type);
	if (lowering.prepared)
		add_line(f->dict, "prepares",
			 statement(f, "assign", v, lowering.prepared));
	add_line(f->dict, "checks", lowering.check);
	for (size_t i = 0; i < lowering.word_count; i++)
		join(&f->args, lowering.words[i]);
	if (lowering.lends)
		up_dict_flag(f->dict, "lends", true);
}

static bool is_class(const struct up_printer *p, const char *name)
{
	for (size_t i = 0; i < p->class_count; i++)
		if (!strcmp(p->classes[i].local, name))
			return true;
	return false;
}

/* A parameter of JavaScript's function, and its name. */
static const char *add_param(struct function *f, struct up_raw_name name,
			     size_t index, bool rest)
{
	const char *text = name.size ? up_raw_text(f->p, name)
				     : up_text(f->p, "arg%zu", index);

	if (!up_ident_valid(text) || up_ident_reserved(text) ||
	    up_names_has(f->p->inside, text, strlen(text)) ||
	    is_class(f->p, text))
		text = up_text(f->p, "arg_%zu", index);
	join(&f->params, up_text(f->p, "%s%s", rest ? "..." : "", text));
	join(&f->passed, up_text(f->p, "%s%s", rest ? "..." : "", text));
	return text;
}

static void add_arguments(struct function *f)
{
	const struct up_adapter *adapter = f->adapter;
	const struct up_bindgen_type *type = adapter->type;
	const struct up_bindgen_function *function =
		adapter->export_ ? &adapter->export_->function : NULL;
	size_t count = type->item_count - 2;

	for (size_t i = 0; i < count; i++) {
		struct up_raw_name name = {0};
		bool rest = function && function->variadic && i + 1 == count;

		if (function && i < function->argument_count)
			name = function->arguments[i].name;
		/* The receiver of a function that takes one. */
		if (i == 0 && f->operation == UP_BINDGEN_REGULAR_THIS &&
		    !f->class_)
			add_argument(f, &type->items[i], "this");
		else
			add_argument(f, &type->items[i],
				     add_param(f, name, i, rest));
	}
}

const char *up_class_pointer(struct up_printer *p,
			     const struct up_local *class_)
{
	return class_ && class_->heir
		       ? up_text(p, "__wbg_ptr_%s", class_->local)
		       : "__wbg_ptr";
}

static void add_self(struct function *f)
{
	const char *args[] = {"this", up_class_pointer(f->p, f->class_)};
	bool consumed = f->adapter->export_ && f->adapter->export_->consumed;

	add_line(f->dict, "checks",
		 statement(f, "check_class", "this", f->class_->local));
	if (consumed && f->class_->heir)
		add_line(f->dict, "checks",
			 statement(f, "check_exact", "this",
				   f->class_->local));
	join(&f->args, up_expression(f->p, "lower",
				     !consumed          ? "borrow"
				     : f->class_->heir ? "take_heir"
						       : "take",
				     args, 2));
}

/* A promise must not be pending for ever. */
static bool may_be_promise(const struct function *f,
			   const struct up_bindgen_type *type)
{
	const struct up_bindgen_type *core = up_crossing_of(type).core;
	const char promise[] = "Promise";

	if (core->kind == UP_TYPE_NAMED_EXTERNREF)
		return (core->name.size >= sizeof(promise) - 1 &&
			memcmp(core->name.text, promise,
			       sizeof(promise) - 1) == 0) ||
		       (f->adapter->export_ &&
			f->adapter->export_->function.is_async);
	return core->kind == UP_TYPE_EXTERNREF || core->kind == UP_TYPE_UNION;
}

static void add_result(struct function *f, const struct up_bindgen_type *type)
{
	struct up_printer *p = f->p;
	size_t count = f->adapter->results.count;
	const char *words[UP_VALUE_WORDS + 2] = {"ret"};
	struct up_lifting lifting;
	const char *call =
		up_text(p, "wasm%s(%s)", up_member(p, f->adapter->name),
			f->args.size ? f->args.bytes : "");

	for (size_t i = 0; count > 1 && i < sizeof(words) / sizeof(*words); i++)
		words[i] = up_text(p, "ret[%zu]", i);
	lifting = up_lift(p, type, words, count > 1);
	f->light &= is_light(type);
	add_line(f->dict, "calls",
		 count ? statement(f, "bind", "ret", call)
		       : statement(f, "run", call, NULL));
	if (lifting.failed)
		add_line(f->dict, "results",
			 statement(f, "fail", lifting.failed, lifting.error));
	if (f->constructor && f->class_->heir)
		add_line(f->dict, "results",
			 statement(f, "give_heir", words[0],
				   f->class_->local));
	else if (f->constructor)
		add_line(f->dict, "results",
			 statement(f, "give_own", words[0],
				   up_literal(p, up_class_free(
							 p, f->class_))));
	else if (lifting.value && may_be_promise(f, type)) {
		p->out->promises = true;
		add_line(f->dict, "results",
			 statement(f, "give_promise", lifting.value, NULL));
	} else if (lifting.value)
		add_line(f->dict, "results",
			 statement(f, "give", lifting.value, NULL));
}

/* ---- heads ---- */

static const char *plain_key(struct up_printer *p, const char *name)
{
	struct up_buf key = {0};
	const char *text;

	up_js_key(&key, name);
	text = up_text(p, "%s", key.bytes);
	up_buf_finish(&key);
	return text;
}

static const char *key_of(struct up_printer *p, const char *name)
{
	if (up_ts_is_symbol(name, strlen(name)))
		return name;
	/* A method of that name: it is not the constructor. */
	if (strcmp(name, "constructor") == 0)
		return up_text(p, "['%s']", name);
	return plain_key(p, name);
}

static const char *member_of(struct up_printer *p, const char *name)
{
	return up_ts_is_symbol(name, strlen(name)) ? name : up_member(p, name);
}

/* The call of a free function, made once more. */
static const char *again_of(const struct function *f, const char *callee,
			    const char *passed)
{
	return f->operation == UP_BINDGEN_REGULAR_THIS
		       ? up_text(f->p, "return %s.call(this%s%s)", callee,
				 *passed ? ", " : "", passed)
		       : up_text(f->p, "return %s(%s)", callee, passed);
}

static void set_head(struct function *f)
{
	struct up_printer *p = f->p;
	const char *params = f->params.size ? f->params.bytes : "";
	const char *passed = f->passed.size ? f->passed.bytes : "";
	const char *receiver = f->is_static ? f->class_->local : "this";
	const char *head, *again;

	if (f->constructor) {
		head = up_text(p, "constructor(%s)", params);
		again = up_text(p, "return new %s(%s)", f->class_->local,
				passed);
	} else if (!f->class_ && !f->local) {
		const char *name = up_renamed(p->options->renames,
					      p->options->rename_count,
					      f->name);
		const char *callee =
			up_text(p, "exported%s", up_member(p, name));

		/* Not a method: those have no prototype. */
		head = up_text(p, "%s: function (%s)", plain_key(p, name),
			       params);
		again = again_of(f, callee, passed);
	} else if (!f->class_) {
		head = up_text(p, "function %s(%s)", f->local, params);
		again = again_of(f, f->local, passed);
	} else {
		const char *key = key_of(p, f->name);
		const char *member = member_of(p, f->name);
		const char *prefix = f->is_static ? "static " : "";

		if (f->operation == UP_BINDGEN_GETTER) {
			head = up_text(p, "%sget %s()", prefix, key);
			again = up_text(p, "return %s%s", receiver, member);
		} else if (f->operation == UP_BINDGEN_SETTER) {
			head = up_text(p, "%sset %s(%s)", prefix, key, params);
			again = up_text(p, "return void (%s%s = %s)", receiver,
					member, passed);
		} else {
			head = up_text(p, "%s%s(%s)", prefix, key, params);
			again = up_text(p, "return %s%s(%s)", receiver, member,
					passed);
		}
	}
	up_dict_set(f->dict, "head", head);
	up_dict_set(f->dict, "again", again);
}

/* What on_abort() calls it. */
static void set_literal(struct function *f)
{
	struct up_buf literal = {0};
	const char *name = f->constructor ? "constructor" : f->name;

	up_js_string(&literal,
		     f->class_ ? up_text(f->p, "%s.%s", f->class_->name, name)
			       : f->name);
	up_dict_take(f->dict, "literal", &literal);
	up_buf_finish(&literal);
}

static void prepare_dict(struct function *f)
{
	static const char *const lists[] = {"prepares", "checks", "calls",
					    "results"};

	f->dict = up_printer_dict(f->p);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		up_dict_list(f->dict, lists[i]);
	up_dict_flag(f->dict, "lends", false);
	up_dict_flag(f->dict, "member", !f->class_ && !f->local);
}

static void finish(struct function *f)
{
	up_dict_destroy(f->dict);
	up_buf_finish(&f->params);
	up_buf_finish(&f->passed);
	up_buf_finish(&f->args);
}

static void describe_export(struct function *f)
{
	const struct up_bindgen_export *export_ = f->adapter->export_;
	const struct up_bindgen_method *method = &export_->method;

	f->name = up_raw_text(f->p, export_->function.name);
	f->operation = method->operation;
	if (!f->class_)
		return;
	f->constructor = method->kind == UP_BINDGEN_CONSTRUCTOR;
	f->is_static = !f->constructor && method->is_static;
	if (!f->constructor && method->property.text &&
	    (method->operation == UP_BINDGEN_GETTER ||
	     method->operation == UP_BINDGEN_SETTER))
		f->name = up_raw_text(f->p, method->property);
}

static void print_field(struct function *f)
{
	const struct up_adapter *adapter = f->adapter;
	const struct up_bindgen_type *type = adapter->field->getter.type;
	static const struct up_bindgen_type unit = {.kind = UP_TYPE_UNIT};
	struct up_raw_name v = {"value", 5};

	f->name = up_raw_text(f->p, adapter->field->name);
	add_self(f);
	if (adapter->role == UP_ADAPTER_SETTER) {
		f->operation = UP_BINDGEN_SETTER;
		add_argument(f, type, add_param(f, v, 0, false));
		add_result(f, &unit);
	} else {
		f->operation = UP_BINDGEN_GETTER;
		add_result(f, type);
	}
}

/* The constructors of parents run for children too, and are to do nothing. */
static void add_prologue(struct function *f)
{
	if (f->class_->parent)
		add_line(f->dict, "prepares",
			 statement(f, "skip_parent", NULL, NULL));
	if (f->class_->heir)
		add_line(f->dict, "prepares", statement(f, "skip", NULL, NULL));
}

void up_print_function(struct up_printer *p, const struct up_adapter *adapter,
		       const struct up_local *class_, const char *local,
		       struct up_buf *out)
{
	struct function f = {
		.p = p,
		.light = true,
		.adapter = adapter,
		.class_ = class_,
		.local = local,
	};

	prepare_dict(&f);
	if (adapter->role == UP_ADAPTER_EXPORT) {
		describe_export(&f);
		if (f.constructor)
			add_prologue(&f);
		if (class_ && !f.constructor && !f.is_static)
			add_self(&f);
		add_arguments(&f);
		add_result(&f,
			   &adapter->type->items[adapter->type->item_count - 2]);
	} else {
		print_field(&f);
	}
	set_head(&f);
	set_literal(&f);
	up_bindgen_print_jsdoc(&p->names, adapter, "", out);
	up_expand(p, f.light ? "bindgen/function.js" : "bindgen/call.js",
		  f.dict, out);
	finish(&f);
}

/* ---- closures ---- */

static const char *runner_name(struct up_printer *p,
			       const struct up_adapter *adapter)
{
	return up_text(p, "run%s", strrchr(adapter->name, '_'));
}

const char *up_print_runner(struct up_printer *p,
			    const struct up_bindgen_type *type)
{
	const struct up_adapter *adapter =
		up_adapters_closure(p->adapters, type);

	if (!adapter) {
		p->problem = "a closure has no code";
		return "undefined";
	}
	return runner_name(p, adapter);
}

void up_print_runners(struct up_printer *p)
{
	for (size_t i = 0; i < p->adapters->count; i++) {
		struct function f = {.p = p, .adapter = &p->adapters->items[i]};
		const struct up_bindgen_type *type = f.adapter->type;

		if (f.adapter->role != UP_ADAPTER_CLOSURE)
			continue;
		prepare_dict(&f);
		join(&f.params, "a");
		join(&f.params, "b");
		join(&f.args, "a");
		join(&f.args, "b");
		add_arguments(&f);
		add_result(&f, &type->items[type->item_count - 2]);
		up_dict_set(f.dict, "name", runner_name(p, f.adapter));
		up_dict_set(f.dict, "params", f.params.bytes);
		up_dict_set(f.dict, "literal", "undefined");
		up_expand(p, "bindgen/runner.js", f.dict, &p->out->code);
		up_buf_puts(&p->out->code, "\n");
		finish(&f);
	}
}
