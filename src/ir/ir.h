/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IR_IR_H
#define UP_IR_IR_H

/*
 * What Binaryen's C API cannot do: reading without ending the process, walks
 * over bodies, both dialects of exception handling. Everything else is called
 * through binaryen-c.h, which only src/ir, src/analysis and src/passes see.
 */

#include <binaryen-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glue/interface.h"
#include "unpoison/unpoison.h"
#include "util/buf.h"
#include "wasm/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads a module that src/wasm has found well-formed. Returns it (the caller
 * disposes of it), or NULL after reporting what is wrong with it and where.
 */
BinaryenModuleRef up_ir_read(const uint8_t *bytes, size_t size, bool dwarf,
			     struct up_report *report);

/*
 * The same for the module that @raw outlines, with as many of its names as can be
 * read; a warning says so if they are not all.
 */
BinaryenModuleRef up_ir_read_mended(const struct up_raw_module *raw, bool dwarf,
				    struct up_report *report);

/*
 * The module that a text in Binaryen's form describes, or NULL. For tests.
 */
BinaryenModuleRef up_ir_parse(const char *text, struct up_report *report);

/* How a module is encoded. */
struct up_ir_writing {
	bool names; /* with the section for them */
	/*
	 * Levels as those of up_ir_optimize(): from 3 or 1 on values stay on
	 * the stack where locals only carry them to the next instruction. That
	 * would spoil DWARF.
	 */
	int optimize, shrink;
};

/* Encodes @module. Returns 0, or a negative value after reporting. */
int up_ir_write(BinaryenModuleRef module, const struct up_ir_writing *how,
		struct up_buf *ret_bytes,
		struct up_report *report);

/*
 * Writes @module in Binaryen's form of the text format, part by part. @take
 * returns a negative value to get no more; that is returned then, else 0.
 */
typedef int up_ir_sink(const char *bytes, size_t size, void *data);
int up_ir_print(BinaryenModuleRef module, up_ir_sink *take, void *data);

/* Whether Binaryen's validator finds nothing wrong; if it does, reports it. */
int up_ir_validate(BinaryenModuleRef module, struct up_report *report);

/* Binaryen's optimizer with the default passes, at its levels. */
void up_ir_optimize(BinaryenModuleRef module, int optimize, int shrink);

/*
 * Calls @visit for every expression of a body, children first. The visitor
 * may replace the expression through @slot.
 */
typedef void up_ir_visitor(BinaryenExpressionRef *slot, void *data);
void up_ir_walk(BinaryenFunctionRef function, up_ir_visitor *visit, void *data);

/* The same for the initializers of globals, tables and element segments. */
void up_ir_walk_initializers(BinaryenModuleRef module, up_ir_visitor *visit,
			     void *data);

/* Whether an expression belongs to one of the two EH dialects. */
enum up_eh up_ir_eh_of(BinaryenExpressionRef expression);

/* Whether it is one of the tail calls. */
bool up_ir_is_tail_call(BinaryenExpressionRef expression);

/* Whether it calls a reference, tail calls too. */
bool up_ir_is_ref_call(BinaryenExpressionRef expression);

/*
 * One clause of a guarded piece of code. Its handler does not fall through:
 * it ends in an unreachable, a return, or (with @rethrow) in throwing on.
 */
struct up_ir_catch {
	const char *tag; /* NULL: anything else */
	BinaryenIndex local; /* takes the payload of @tag */
	BinaryenExpressionRef handler;
	bool rethrow; /* throw the same exception on after @handler */
	/*
	 * With @tag and @rethrow, in the dialect exnref: a local of the type
	 * up_ir_caught(), for payload and exception in one.
	 */
	BinaryenIndex caught;
};

/*
 * @body (of type none) with handlers, in the dialect @eh. @exnref_local is a
 * local of type exnref, needed where a clause rethrows in that dialect.
 */
BinaryenExpressionRef up_ir_guard(BinaryenModuleRef module, enum up_eh eh,
				  BinaryenExpressionRef body,
				  const struct up_ir_catch *clauses,
				  size_t count, BinaryenIndex exnref_local);

/* The type of that local. */
BinaryenType up_ir_exnref(void);

/* The payload of @tag, which is one value, and an exnref. */
BinaryenType up_ir_caught(BinaryenModuleRef module, const char *tag);

/* Optimizers leave calls of @function as calls, so that it has a frame. */
void up_ir_keep_frame(BinaryenFunctionRef function);

/* What JavaScript makes of a value of this type. */
enum up_valtype up_ir_valtype(BinaryenType type);

/* Whether a reference of this type can be a function. */
bool up_ir_is_func(BinaryenType type);

/* Whether a function's type is told by its parameters and results alone. */
bool up_ir_has_plain_type(BinaryenFunctionRef function);

/*
 * Adds a function of exactly the type of @like: same parameters, results and
 * place in the type section.
 */
BinaryenFunctionRef up_ir_add_function_like(BinaryenModuleRef module,
					    const char *name,
					    BinaryenFunctionRef like,
					    const BinaryenType *locals,
					    size_t local_count,
					    BinaryenExpressionRef body);

/*
 * Gives an imported function the new name @name and lets @import, which keeps
 * its own, stand in the place of it: every call and reference in the module
 * goes there. @import has to be given a body at once.
 */
void up_ir_interpose(BinaryenModuleRef module, BinaryenFunctionRef import,
		     const char *name);

/* Lets a ref.func know the type of its function anew. */
void up_ir_refresh_reference(BinaryenModuleRef module,
			     BinaryenExpressionRef reference);

/* Lets all that a function does with references know their types anew. */
void up_ir_retype(BinaryenModuleRef module, BinaryenFunctionRef function);

/*
 * Makes the locals of references valid that have no default value. To be
 * called for a new function that keeps results of any type in locals.
 */
void up_ir_fix_locals(BinaryenModuleRef module, BinaryenFunctionRef function);

/* Lets an export stand for another function; its place in the order stays. */
void up_ir_export_retarget(BinaryenExportRef export_, const char *name);

/* Removes the start section. */
void up_ir_remove_start(BinaryenModuleRef module);

/* An import of any kind; the names are owned by the module. */
struct up_ir_import {
	enum up_kind kind;
	const char *module;
	const char *base;
	BinaryenFunctionRef function; /* NULL for other kinds */
};

/* Calls @visit for every import: by kind, each kind in the module's order. */
typedef void up_ir_import_visitor(const struct up_ir_import *import,
				  void *data);
void up_ir_each_import(BinaryenModuleRef module, up_ir_import_visitor *visit,
		       void *data);

/* Renames the module and base names of an imported function. */
void up_ir_import_rename(BinaryenFunctionRef import, const char *module_name,
			 const char *base);

/* Whether any name of functions came with the module. */
bool up_ir_has_explicit_name(BinaryenFunctionRef function);

/*
 * Leaves out features that are not taken for granted, since Binaryen writes some
 * things differently for them. @gc: the module's types need GC.
 */
void up_ir_limit_features(BinaryenModuleRef module, bool gc);

/*
 * Sets the smallest set of features with which the module is valid: its code may
 * need more than its types do. Reports a module that is valid with none. @judged: it
 * was found valid without, so that only its types are asked.
 */
int up_ir_settle_features(BinaryenModuleRef module, bool gc, bool judged,
			  struct up_report *report);

/* The tags in their order. */
uint32_t up_ir_tag_count(BinaryenModuleRef module);
BinaryenTagRef up_ir_tag_at(BinaryenModuleRef module, uint32_t index);

/* The name of memory 0, or NULL without one. Owned by @module. */
const char *up_ir_memory(BinaryenModuleRef module);

/*
 * Where the active data segments end in memory 0, in bytes; UINT64_MAX if a
 * segment has no constant offset.
 */
uint64_t up_ir_data_end(BinaryenModuleRef module);

/*
 * Puts functions in the order of their @weights (by their place as it is), largest
 * first; equal ones stay in order.
 */
void up_ir_order_functions(BinaryenModuleRef module, const uint32_t *weights);

/* Drops the custom sections of DWARF. */
void up_ir_drop_dwarf(BinaryenModuleRef module);

#ifdef __cplusplus
}
#endif
#endif
