/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_PRINTER_H
#define UP_BINDGEN_PRINT_PRINTER_H

/*
 * What the parts of the printer share. Texts are owned by its arena, so that
 * they can be passed around freely.
 */

#include "bindgen/adapters.h"
#include "bindgen/print/bindings.h"
#include "bindgen/print/convert.h"
#include "bindgen/print/words.h"
#include "bindgen/types/types.h"
#include "glue/template.h"
#include "util/buf.h"

/* A class or enum, and what the JavaScript calls it. */
struct up_local {
	const void *item; /* struct up_bindgen_class or struct up_bindgen_enum */
	const struct up_bindgen_program *program;
	const char *local; /* identifier in the generated code */
	const char *name; /* for JavaScript's users */
	const struct up_bindgen_item *names;
	struct up_local *parent; /* that the class extends, or NULL */
	bool heir; /* it extends a class, or is extended */
	const char *members; /* the text of its functions */
	bool printed;
	bool wraps; /* objects are made of pointers */
	bool unwraps;
};

/* What is put into an object that stands for a namespace, or that object. */
struct up_space {
	const char *path;
	const char *value;
	bool declared; /* it is a variable */
};

struct up_printer {
	const struct up_bindgen *bindgen;
	const struct up_adapters *adapters;
	const struct up_print_options *options;
	struct up_report *report;
	struct up_bindings *out;
	struct up_conversions conversions;
	struct up_bindgen_names names;
	struct up_arena arena;
	const struct up_names *inside; /* identifiers that functions use inside */
	struct up_names string_enums; /* that the code uses */
	struct up_names taken; /* identifiers that the code cannot use anew */
	const struct up_names *own; /* what hides globals of the same name */
	struct up_local *classes; /* of the arena */
	size_t class_count;
	struct up_local *enums; /* of the arena */
	size_t enum_count;
	struct up_space *spaces; /* of the arena */
	size_t space_count;
	struct up_names drops; /* exports that drop closures */
	struct up_source *sources; /* of the arena */
	size_t source_count;
	const char *problem; /* the first thing that went wrong inside */
};

/* Text of the arena, made as by printf. */
const char *up_text(struct up_printer *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *up_raw_text(struct up_printer *p, struct up_raw_name name);

/* As a string literal; and as what is behind an object to name a member. */
const char *up_literal(struct up_printer *p, const char *text);
const char *up_member(struct up_printer *p, const char *name);

/* The expression of conversions.js; notes a problem if there is none. */
const char *up_expression(struct up_printer *p, const char *section,
			  const char *name, const char *const *args,
			  size_t count);

/* An identifier like @name that nothing else has; from now on it is taken. */
const char *up_local_name(struct up_printer *p, const char *name);

/* What a class is called in the code; NULL (and a problem) if it is unknown. */
struct up_local *up_find_class(struct up_printer *p,
			       const struct up_bindgen_type *type);
struct up_local *up_local_class(struct up_printer *p,
				const struct up_bindgen_class *class_);

/* The member that has the pointer for the functions of a class. */
const char *up_class_pointer(struct up_printer *p,
			     const struct up_local *class_);

/* The export that drops an object of a class. */
const char *up_class_free(struct up_printer *p, const struct up_local *class_);

/* The export that drops a closure. */
const char *up_closure_drop(struct up_printer *p,
			    const struct up_bindgen_type *closure);

/* The constant that has the texts of a string enum. */
const char *up_string_enum(struct up_printer *p, const char *name);

/* Expands a template of this folder with the flags of all. */
void up_expand(struct up_printer *p, const char *template,
	       const struct up_dict *dict, struct up_buf *out);
struct up_dict *up_printer_dict(struct up_printer *p);

/* ---- value.c ---- */

enum { UP_VALUE_WORDS = 5 };

/* How a value goes into the module. */
struct up_lowering {
	const char *prepared; /* what it is made first; NULL: nothing */
	const char *check; /* a statement, behind the decision; or NULL */
	const char *words[UP_VALUE_WORDS];
	size_t word_count;
	bool lends; /* takes a place of the heap for the call */
};

struct up_lowering up_lower(struct up_printer *p,
			    const struct up_bindgen_type *type, const char *v);

/* How a value comes out of it. */
struct up_lifting {
	const char *value; /* NULL: there is none */
	const char *failed; /* of a Result: the condition; else NULL */
	const char *error; /* of a Result: what to throw */
	const char *before; /* a statement that has to run first, or NULL */
	const char *after; /* likewise when all is over */
	size_t word_count; /* that it took */
};

/* @words are expressions; @memory if they come from there (or in a row). */
struct up_lifting up_lift(struct up_printer *p,
			  const struct up_bindgen_type *type,
			  const char *const *words, bool memory);

/* ---- parts ---- */

/* Appends @text with @indent before every line that is not empty. */
void up_indent(const struct up_buf *text, const char *indent,
	       struct up_buf *out);

/*
 * Lets the package export @local as @name, in the namespace. Returns what that
 * adds to the exports until the next is added; NULL in a namespace.
 */
struct up_binding *up_add_binding(struct up_printer *p,
				  const struct up_raw_name *namespaces,
				  size_t count, const char *name,
				  const char *local);

/* Lets it export something that the crate imports. */
void up_add_imported(struct up_printer *p, const char *name, const char *value);

/* Gives classes and enums their names. */
void up_list_locals(struct up_printer *p);
void up_link_classes(struct up_printer *p);

void up_print_function(struct up_printer *p, const struct up_adapter *adapter,
		       const struct up_local *class_, const char *local,
		       struct up_buf *out);
const char *up_print_runner(struct up_printer *p,
			    const struct up_bindgen_type *type);
void up_print_runners(struct up_printer *p);
void up_print_classes(struct up_printer *p);
void up_print_enums(struct up_printer *p);
void up_print_string_enums(struct up_printer *p); /* those that were used */
void up_print_shims(struct up_printer *p);

/* Where an import comes from, as an expression. */
const char *up_import_source(struct up_printer *p,
			     const struct up_adapter *adapter,
			     struct up_raw_name name);
const char *up_import_static(struct up_printer *p,
			     const struct up_adapter *adapter,
			     struct up_raw_name name, bool optional);

/* The way from an object to what a crate calls @name. */
const char *up_import_member(struct up_printer *p, const char *name);

/* The URL of a file that the crate links to. */
const char *up_import_link(struct up_printer *p,
			   const struct up_adapter *adapter);

/* Before anything gets a name of the code. */
void up_reserve_globals(struct up_printer *p);

/* Last of all. Returns -1 after reporting a file with an impossible path. */
int up_print_sources(struct up_printer *p);

#endif
