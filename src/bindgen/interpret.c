/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/interpret.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/vm.h"
#include "util/buf.h"
#include "util/mem.h"
#include "wasm/recode.h"

enum {
	MOST_STEPS = 1 << 20,
	MOST_WORDS = 1 << 16,
	FEW_WORDS = 64,
	MOST_LOCALS = 50000,
	OPCODES = 256,
};

/* Of all runs of a module: nobody waits for more than some seconds. */
#define ALL_STEPS (UINT64_C(1) << 27)
#define ALL_WORDS (UINT64_C(1) << 22)

/* Where imports are that the tool provides. */
static const char placeholder[] = "__wbindgen_placeholder__";

/* What runs each instruction. */
struct up_interpreter_table {
	up_vm_run *run[OPCODES];
};

/* ---- problems ---- */

enum up_vm_flow up_vm_fail(struct up_interpreter *vm, const char *format, ...)
{
	struct up_buf text = {0};
	va_list args;

	va_start(args, format);
	up_buf_vprintf(&text, format, args);
	va_end(args);
	free(vm->problem);
	vm->problem = up_buf_take(&text);
	return UP_VM_FAIL;
}

enum up_vm_flow up_vm_too_deep(struct up_interpreter *vm)
{
	return up_vm_fail(vm, "it is nested too deep");
}

enum up_vm_flow up_vm_unexpected(struct up_vm_frame *frame)
{
	const struct up_contents *contents = frame->vm->contents;
	struct up_raw_name name = {0};

	if (contents->function_names)
		name = contents->function_names[frame->function];
	if (name.size > 0)
		return up_vm_fail(frame->vm,
			    "it has an unexpected instruction in '%.*s'",
			    (int)name.size, name.text);
	return up_vm_fail(frame->vm,
		    "it has an unexpected instruction in function %u",
		    (unsigned)frame->function);
}

/* ---- calls ---- */

static enum up_vm_flow say(struct up_interpreter *vm, uint64_t word)
{
	if (vm->words.count == MOST_WORDS || vm->words_left == 0)
		return up_vm_fail(vm, "it does not come to an end");
	vm->words_left--;
	if (vm->words.count == vm->word_capacity) {
		vm->word_capacity = vm->words.count > 0 ? vm->words.count * 2
							: FEW_WORDS;
		vm->words.items = up_realloc(vm->words.items,
					     vm->word_capacity *
						     sizeof(*vm->words.items));
	}
	vm->words.items[vm->words.count++] = (uint32_t)word;
	return UP_VM_NEXT;
}

static const struct up_raw_type *type_of(const struct up_interpreter *vm,
					 uint32_t function)
{
	return &vm->contents->types[vm->contents->functions[function]];
}

static enum up_vm_flow no_import(struct up_interpreter *vm, uint32_t function)
{
	const struct up_contents *contents = vm->contents;

	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		if (import->kind == UP_RAW_FUNC && import->index == function)
			return up_vm_fail(vm, "it calls the import '%.*s'",
				    (int)import->name.size, import->name.text);
	}
	return up_vm_fail(vm, "it calls an import");
}

static bool is_plain(uint8_t type)
{
	return (type >= UP_VT_V128 && type <= UP_VT_I32) ||
	       type == UP_VT_FUNCREF || type == UP_VT_EXTERNREF ||
	       type == UP_VT_EXNREF;
}

/* The locals, all zero: of the parameters and of those that the body declares. */
static enum up_vm_flow make_locals(struct up_vm_frame *frame)
{
	uint64_t count = type_of(frame->vm, frame->function)->param_count;

	for (uint32_t left = up_vm_u32(frame); left > 0; left--) {
		count += up_vm_u32(frame);
		if (!is_plain(up_vm_byte(frame)))
			return up_vm_unexpected(frame);
		if (count > MOST_LOCALS)
			return up_vm_too_deep(frame->vm);
	}
	frame->local_count = (uint32_t)count;
	if (count <= UP_VM_FEW_LOCALS) {
		frame->locals = frame->few;
		memset(frame->few, 0, count * sizeof(uint64_t));
	} else {
		frame->locals = up_alloc(count * sizeof(uint64_t));
	}
	return UP_VM_NEXT;
}

static enum up_vm_flow run_body(struct up_vm_frame *frame);

/* Runs a function whose arguments are the last values, if it is @called. */
static enum up_vm_flow enter(struct up_interpreter *vm, uint32_t function, bool called)
{
	const struct up_contents *contents = vm->contents;
	const struct up_raw_type *type = type_of(vm, function);
	const struct up_raw_body *body;
	struct up_vm_frame frame;
	uint32_t params = called ? type->param_count : 0;
	enum up_vm_flow flow;

	if (function < contents->imported_functions)
		return no_import(vm, function);
	if (vm->label_count == UP_VM_MOST_DEPTH || params > vm->value_count)
		return up_vm_too_deep(vm);
	body = &contents->bodies[function - contents->imported_functions];
	frame.vm = vm;
	frame.function = function;
	frame.next = contents->raw->bytes + body->offset;
	frame.end = frame.next + body->size;
	flow = make_locals(&frame);
	if (flow != UP_VM_NEXT)
		return flow;
	vm->value_count -= params;
	if (params > 0)
		memcpy(frame.locals, &vm->values[vm->value_count],
		       params * sizeof(*frame.locals));
	frame.first_value = vm->value_count;
	/* A place for the call itself, which is a level, too. */
	frame.first_label = ++vm->label_count;
	flow = run_body(&frame);
	vm->label_count = frame.first_label - 1;
	if (flow == UP_VM_RETURN) {
		up_vm_lower(&frame, frame.first_value, type->result_count);
		flow = UP_VM_NEXT;
	}
	if (frame.locals != frame.few)
		free(frame.locals);
	return flow;
}

/* What is not run gives zeros. */
static enum up_vm_flow pass_over(struct up_vm_frame *frame, uint32_t function)
{
	const struct up_raw_type *type = type_of(frame->vm, function);
	enum up_vm_flow flow = UP_VM_NEXT;

	for (uint32_t i = 0; i < type->param_count; i++)
		up_vm_pop(frame);
	for (uint32_t i = 0; flow == UP_VM_NEXT && i < type->result_count; i++)
		flow = up_vm_push(frame, 0);
	return flow;
}

static enum up_vm_flow call(struct up_vm_frame *frame, uint32_t target)
{
	struct up_interpreter *vm = frame->vm;

	if (target >= vm->contents->function_count)
		return up_vm_unexpected(frame);
	if (target == vm->describe && type_of(vm, target)->param_count == 1)
		return say(vm, up_vm_pop(frame));
	if (target == vm->marker)
		return UP_VM_STOP;
	if (vm->skipped[target])
		return pass_over(frame, target);
	return enter(vm, target, true);
}

enum { OP_CALL = 0x10, OP_RETURN_CALL = 0x12 };

static enum up_vm_flow run_call(struct up_vm_frame *frame, uint8_t op)
{
	enum up_vm_flow flow = call(frame, up_vm_u32(frame));

	return flow == UP_VM_NEXT && op == OP_RETURN_CALL ? UP_VM_RETURN : flow;
}

static enum up_vm_flow run_body(struct up_vm_frame *frame)
{
	const struct up_interpreter_table *table = frame->vm->table;
	enum up_vm_flow flow = UP_VM_NEXT;

	while (flow == UP_VM_NEXT) {
		up_vm_run *run;
		uint8_t op;

		if (frame->next >= frame->end)
			return UP_VM_RETURN;
		if (up_vm_step(frame->vm) != UP_VM_NEXT)
			return UP_VM_FAIL;
		op = *frame->next++;
		run = table->run[op];
		flow = run ? run(frame, op) : up_vm_unexpected(frame);
	}
	return flow;
}

static struct up_interpreter_table *make_table(void)
{
	struct up_interpreter_table *table = up_alloc(sizeof(*table));

	for (int op = 0; op < OPCODES; op++) {
		table->run[op] = up_vm_control((uint8_t)op);
		if (!table->run[op])
			table->run[op] = up_vm_value((uint8_t)op);
	}
	table->run[OP_CALL] = table->run[OP_RETURN_CALL] = run_call;
	return table;
}

/* ---- the interpreter ---- */

static bool is_named(const struct up_raw_name *name, const char *text)
{
	return name->size == strlen(text) &&
	       memcmp(name->text, text, name->size) == 0;
}

static void skip_called(enum up_body_use use, uint32_t value, void *data)
{
	struct up_interpreter *vm = data;

	if (use == UP_USE_FUNCTION && value < vm->contents->function_count)
		vm->skipped[value] = true;
}

/* An export that does nothing; what it calls was put there by the linker. */
static void skip_constructors(struct up_interpreter *vm)
{
	const struct up_contents *contents = vm->contents;

	for (uint32_t i = 0; i < contents->export_count; i++) {
		const struct up_raw_export *export_ = &contents->exports[i];
		const struct up_raw_body *body;

		if (export_->kind != UP_RAW_FUNC ||
		    export_->index < contents->imported_functions ||
		    !is_named(&export_->name,
			      "__wbindgen_skip_interpret_calls"))
			continue;
		body = &contents->bodies[export_->index -
					 contents->imported_functions];
		up_body_each_use(contents->raw->bytes + body->offset,
				 body->size, skip_called, vm);
	}
}

/*
 * Constructors that wasm-ld puts at the begin of exports, and the counters of
 * a build that measures coverage, say nothing.
 */
static void find_skipped(struct up_interpreter *vm)
{
	static const char profiler[] = "__llvm_profile_";
	const struct up_contents *contents = vm->contents;
	size_t size = sizeof(profiler) - 1;

	vm->skipped = up_alloc(contents->function_count + 1);
	for (uint32_t i = 0; contents->function_names &&
			     i < contents->function_count; i++) {
		const struct up_raw_name *name = &contents->function_names[i];

		vm->skipped[i] = name->size >= size &&
				 memcmp(name->text, profiler, size) == 0;
	}
	skip_constructors(vm);
}

static void find_imports(struct up_interpreter *vm, const char *marker)
{
	const struct up_contents *contents = vm->contents;

	vm->describe = vm->marker = UP_NO_INDEX;
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		if (import->kind != UP_RAW_FUNC ||
		    !is_named(&import->module, placeholder))
			continue;
		if (is_named(&import->name, "__wbindgen_describe"))
			vm->describe = import->index;
		else if (is_named(&import->name, marker))
			vm->marker = import->index;
	}
}

void up_interpreter_init(struct up_interpreter *interpreter,
			 const struct up_contents *contents,
			 const char *marker)
{
	*interpreter = (struct up_interpreter){
		.contents = contents,
		.steps_left = ALL_STEPS,
		.words_left = ALL_WORDS,
	};
	interpreter->values =
		up_alloc(UP_VM_MOST_VALUES * sizeof(*interpreter->values));
	interpreter->labels =
		up_alloc(UP_VM_MOST_DEPTH * sizeof(*interpreter->labels));
	interpreter->table = make_table();
	up_scratch_init(&interpreter->scratch, contents);
	find_imports(interpreter, marker);
	find_skipped(interpreter);
}

/* What a run leaves behind is not for the next one. */
static void clear(struct up_interpreter *vm)
{
	up_scratch_clear(&vm->scratch);
	free(vm->globals);
	free(vm->problem);
	vm->globals = NULL;
	vm->global_count = 0;
	vm->words.count = 0;
	vm->problem = NULL;
	vm->steps_left -= vm->steps;
	vm->most_steps = vm->steps_left < MOST_STEPS ? (uint32_t)vm->steps_left
						     : MOST_STEPS;
	vm->steps = 0;
	vm->value_count = 0;
	vm->label_count = 0;
}

void up_interpreter_finish(struct up_interpreter *interpreter)
{
	clear(interpreter);
	free(interpreter->words.items);
	up_scratch_finish(&interpreter->scratch);
	free(interpreter->skipped);
	free(interpreter->values);
	free(interpreter->labels);
	free(interpreter->table);
	*interpreter = (struct up_interpreter){0};
}

int up_interpret(struct up_interpreter *interpreter, uint32_t function,
		 struct up_bindgen_words *ret)
{
	clear(interpreter);
	if (enter(interpreter, function, false) == UP_VM_FAIL)
		return -1;
	*ret = interpreter->words;
	return 0;
}

bool up_interpreter_charge(struct up_interpreter *interpreter, uint32_t steps,
			   uint32_t words)
{
	struct up_interpreter *vm = interpreter;

	/* The last run has not been taken off yet. */
	if (vm->steps_left - vm->steps < steps || vm->words_left < words)
		return false;
	vm->steps_left -= steps;
	vm->words_left -= words;
	return true;
}
