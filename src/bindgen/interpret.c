/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bindgen/interpret.h"

#include <stdlib.h>
#include <string.h>

#include "bindgen/arith.h"
#include "ir/build.h"
#include "util/buf.h"
#include "util/mem.h"

enum {
	MOST_STEPS = 1 << 20,
	MOST_WORDS = 1 << 16,
	MOST_DEPTH = 1500, /* of calls and expressions together */
};

/* Of all runs of a module: nobody waits for more than some seconds. */
#define ALL_STEPS (UINT64_C(1) << 27)
#define ALL_WORDS (UINT64_C(1) << 22)

/* Where imports are that the tool provides. */
static const char placeholder[] = "__wbindgen_placeholder__";

/* How an expression ended. */
enum flow {
	NEXT,
	BRANCH, /* to the frame's label */
	RETURN,
	STOP, /* the marker was met */
	FAIL, /* the problem is set */
};

struct up_interpreter_global {
	BinaryenGlobalRef global;
	uint64_t value;
};

struct frame {
	struct up_interpreter *vm;
	BinaryenFunctionRef function;
	uint64_t *locals; /* owned */
	size_t local_count;
	const char *label; /* with BRANCH */
	uint64_t carried; /* the value of a BRANCH or RETURN */
};

typedef enum flow run_fn(struct frame *frame, BinaryenExpressionRef e,
			 uint64_t *ret);

static enum flow run(struct frame *frame, BinaryenExpressionRef e,
		     uint64_t *ret);

static enum flow fail(struct up_interpreter *vm, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static enum flow fail(struct up_interpreter *vm, const char *format, ...)
{
	struct up_buf text = {0};
	va_list args;

	va_start(args, format);
	up_buf_vprintf(&text, format, args);
	va_end(args);
	free(vm->problem);
	vm->problem = up_buf_take(&text);
	return FAIL;
}

/* ---- values: the bits of an i32, i64, f32 or f64; 0 for a reference ---- */

static enum flow run_const(struct frame *frame, BinaryenExpressionRef e,
			   uint64_t *ret)
{
	BinaryenType type = BinaryenExpressionGetType(e);
	double f64;
	float f32;
	uint32_t bits;

	(void)frame;
	if (type == BinaryenTypeInt32()) {
		*ret = (uint32_t)BinaryenConstGetValueI32(e);
	} else if (type == BinaryenTypeInt64()) {
		*ret = (uint64_t)BinaryenConstGetValueI64(e);
	} else if (type == BinaryenTypeFloat32()) {
		f32 = BinaryenConstGetValueF32(e);
		memcpy(&bits, &f32, sizeof(bits));
		*ret = bits;
	} else if (type == BinaryenTypeFloat64()) {
		f64 = BinaryenConstGetValueF64(e);
		memcpy(ret, &f64, sizeof(*ret));
	} else {
		return fail(frame->vm, "it has a constant vector");
	}
	return NEXT;
}

static enum flow run_null(struct frame *frame, BinaryenExpressionRef e,
			  uint64_t *ret)
{
	(void)frame, (void)e;
	*ret = 0;
	return NEXT;
}

static enum flow run_local_get(struct frame *frame, BinaryenExpressionRef e,
			       uint64_t *ret)
{
	*ret = frame->locals[BinaryenLocalGetGetIndex(e)];
	return NEXT;
}

static enum flow run_local_set(struct frame *frame, BinaryenExpressionRef e,
			       uint64_t *ret)
{
	enum flow flow = run(frame, BinaryenLocalSetGetValue(e), ret);

	if (flow == NEXT)
		frame->locals[BinaryenLocalSetGetIndex(e)] = *ret;
	return flow;
}

/* ---- globals ---- */

static uint64_t *find_global(struct up_interpreter *vm,
			     BinaryenGlobalRef global)
{
	for (size_t i = 0; i < vm->global_count; i++)
		if (vm->globals[i].global == global)
			return &vm->globals[i].value;
	return NULL;
}

/* An imported one is 0: what is described does not depend on it. */
static enum flow run_global_get(struct frame *frame, BinaryenExpressionRef e,
				uint64_t *ret)
{
	BinaryenGlobalRef global = BinaryenGetGlobal(
		frame->vm->module, BinaryenGlobalGetGetName(e));
	const uint64_t *written = find_global(frame->vm, global);
	BinaryenExpressionRef init = BinaryenGlobalGetInitExpr(global);

	if (!written && init)
		return run(frame, init, ret);
	*ret = written ? *written : 0;
	return NEXT;
}

static enum flow run_global_set(struct frame *frame, BinaryenExpressionRef e,
				uint64_t *ret)
{
	struct up_interpreter *vm = frame->vm;
	BinaryenGlobalRef global =
		BinaryenGetGlobal(vm->module, BinaryenGlobalSetGetName(e));
	enum flow flow = run(frame, BinaryenGlobalSetGetValue(e), ret);
	uint64_t *written = find_global(vm, global);

	if (flow != NEXT)
		return flow;
	if (!written) {
		vm->globals = up_grow(vm->globals, &vm->global_count,
				      sizeof(*vm->globals));
		vm->globals[vm->global_count - 1].global = global;
		written = &vm->globals[vm->global_count - 1].value;
	}
	*written = *ret;
	return NEXT;
}

/* ---- memory ---- */

static enum flow no_memory(struct frame *frame)
{
	return fail(frame->vm, "it uses too much memory, or beyond its end");
}

static enum flow run_load(struct frame *frame, BinaryenExpressionRef e,
			  uint64_t *ret)
{
	uint32_t size = BinaryenLoadGetBytes(e);
	bool wide = BinaryenExpressionGetType(e) == BinaryenTypeInt64();
	uint8_t bytes[8] = {0};
	enum flow flow = run(frame, BinaryenLoadGetPtr(e), ret);
	uint64_t value = 0;

	if (flow != NEXT)
		return flow;
	if (size > sizeof(bytes) ||
	    !up_scratch_load(&frame->vm->scratch,
			     *ret + BinaryenLoadGetOffset(e), bytes, size))
		return no_memory(frame);
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	if (BinaryenLoadIsSigned(e) && size < 8)
		value = up_arith_extend(value, 8 * size);
	*ret = wide || size == 8 ? value : (uint32_t)value;
	return NEXT;
}

static enum flow run_store(struct frame *frame, BinaryenExpressionRef e,
			   uint64_t *ret)
{
	uint32_t size = BinaryenStoreGetBytes(e);
	uint64_t address = 0, value = 0;
	uint8_t bytes[8];
	enum flow flow = run(frame, BinaryenStoreGetPtr(e), &address);

	(void)ret;
	if (flow == NEXT)
		flow = run(frame, BinaryenStoreGetValue(e), &value);
	if (flow != NEXT)
		return flow;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	if (size > sizeof(bytes) ||
	    !up_scratch_store(&frame->vm->scratch,
			      address + BinaryenStoreGetOffset(e), bytes, size))
		return no_memory(frame);
	return NEXT;
}

/* ---- arithmetic ---- */

static enum flow run_unary(struct frame *frame, BinaryenExpressionRef e,
			   uint64_t *ret)
{
	enum flow flow = run(frame, BinaryenUnaryGetValue(e), ret);

	if (flow == NEXT &&
	    !up_arith_unary(BinaryenUnaryGetOp(e), *ret, ret))
		return fail(frame->vm, "it uses an unexpected operator");
	return flow;
}

static enum flow run_binary(struct frame *frame, BinaryenExpressionRef e,
			    uint64_t *ret)
{
	uint64_t right = 0;
	enum flow flow = run(frame, BinaryenBinaryGetLeft(e), ret);

	if (flow == NEXT)
		flow = run(frame, BinaryenBinaryGetRight(e), &right);
	if (flow == NEXT &&
	    !up_arith_binary(BinaryenBinaryGetOp(e), *ret, right, ret))
		return fail(frame->vm, "it uses an unexpected operator");
	return flow;
}

static enum flow run_select(struct frame *frame, BinaryenExpressionRef e,
			    uint64_t *ret)
{
	uint64_t no = 0, condition = 0;
	enum flow flow = run(frame, BinaryenSelectGetIfTrue(e), ret);

	if (flow == NEXT)
		flow = run(frame, BinaryenSelectGetIfFalse(e), &no);
	if (flow == NEXT)
		flow = run(frame, BinaryenSelectGetCondition(e), &condition);
	if (condition == 0)
		*ret = no;
	return flow;
}

/* ---- control flow ---- */

/* What a construct with a label does about a branch in it. */
static enum flow land(struct frame *frame, enum flow flow, const char *label,
		      uint64_t *ret)
{
	if (flow != BRANCH || !label || strcmp(label, frame->label) != 0)
		return flow;
	*ret = frame->carried;
	return NEXT;
}

static enum flow run_block(struct frame *frame, BinaryenExpressionRef e,
			   uint64_t *ret)
{
	BinaryenIndex count = BinaryenBlockGetNumChildren(e);
	enum flow flow = NEXT;

	for (BinaryenIndex i = 0; flow == NEXT && i < count; i++)
		flow = run(frame, BinaryenBlockGetChildAt(e, i), ret);
	return land(frame, flow, BinaryenBlockGetName(e), ret);
}

static enum flow run_loop(struct frame *frame, BinaryenExpressionRef e,
			  uint64_t *ret)
{
	const char *label = BinaryenLoopGetName(e);

	for (;;) {
		enum flow flow = run(frame, BinaryenLoopGetBody(e), ret);

		/* Only a branch goes round; each turn counts as steps. */
		if (flow != BRANCH || !label ||
		    strcmp(label, frame->label) != 0)
			return flow;
	}
}

static enum flow run_if(struct frame *frame, BinaryenExpressionRef e,
			uint64_t *ret)
{
	uint64_t condition = 0;
	enum flow flow = run(frame, BinaryenIfGetCondition(e), &condition);
	BinaryenExpressionRef otherwise = BinaryenIfGetIfFalse(e);

	if (flow != NEXT)
		return flow;
	if (condition != 0)
		return run(frame, BinaryenIfGetIfTrue(e), ret);
	return otherwise ? run(frame, otherwise, ret) : NEXT;
}

static enum flow run_break(struct frame *frame, BinaryenExpressionRef e,
			   uint64_t *ret)
{
	BinaryenExpressionRef value = BinaryenBreakGetValue(e);
	BinaryenExpressionRef if_ = BinaryenBreakGetCondition(e);
	uint64_t condition = 1;
	enum flow flow = value ? run(frame, value, ret) : NEXT;

	if (flow == NEXT && if_)
		flow = run(frame, if_, &condition);
	if (flow != NEXT || condition == 0)
		return flow;
	frame->label = BinaryenBreakGetName(e);
	frame->carried = *ret;
	return BRANCH;
}

static enum flow run_switch(struct frame *frame, BinaryenExpressionRef e,
			    uint64_t *ret)
{
	BinaryenExpressionRef value = BinaryenSwitchGetValue(e);
	uint64_t index = 0;
	enum flow flow = value ? run(frame, value, ret) : NEXT;

	if (flow == NEXT)
		flow = run(frame, BinaryenSwitchGetCondition(e), &index);
	if (flow != NEXT)
		return flow;
	frame->label = index < BinaryenSwitchGetNumNames(e)
			       ? BinaryenSwitchGetNameAt(e,
							 (BinaryenIndex)index)
			       : BinaryenSwitchGetDefaultName(e);
	frame->carried = *ret;
	return BRANCH;
}

static enum flow run_return(struct frame *frame, BinaryenExpressionRef e,
			    uint64_t *ret)
{
	BinaryenExpressionRef value = BinaryenReturnGetValue(e);
	enum flow flow = value ? run(frame, value, ret) : NEXT;

	frame->carried = *ret;
	return flow == NEXT ? RETURN : flow;
}

/* Nothing throws here, so handlers never run. */
static enum flow run_guarded(struct frame *frame, BinaryenExpressionRef e,
			     uint64_t *ret)
{
	return run(frame, up_body_guarded(e), ret);
}

static enum flow run_drop(struct frame *frame, BinaryenExpressionRef e,
			  uint64_t *ret)
{
	return run(frame, BinaryenDropGetValue(e), ret);
}

static enum flow run_nop(struct frame *frame, BinaryenExpressionRef e,
			 uint64_t *ret)
{
	(void)frame, (void)e, (void)ret;
	return NEXT;
}

static enum flow run_unreachable(struct frame *frame, BinaryenExpressionRef e,
				 uint64_t *ret)
{
	(void)e, (void)ret;
	return fail(frame->vm, "it ends in a trap");
}

/* ---- calls ---- */

static enum flow say(struct up_interpreter *vm, uint64_t word)
{
	if (vm->words.count == MOST_WORDS || vm->words_left == 0)
		return fail(vm, "it does not come to an end");
	vm->words_left--;
	vm->words.items = up_grow(vm->words.items, &vm->words.count,
				  sizeof(*vm->words.items));
	vm->words.items[vm->words.count - 1] = (uint32_t)word;
	return NEXT;
}

/*
 * Constructors that wasm-ld puts at the begin of exports, and the counters of
 * a build that measures coverage, say nothing.
 */
static bool is_skipped(const struct up_interpreter *vm, const char *name)
{
	static const char profiler[] = "__llvm_profile_";

	for (size_t i = 0; i < vm->skipped_count; i++)
		if (strcmp(vm->skipped[i], name) == 0)
			return true;
	return strncmp(name, profiler, sizeof(profiler) - 1) == 0;
}

static enum flow enter(struct up_interpreter *vm, BinaryenFunctionRef function,
		       const uint64_t *arguments, size_t count, uint64_t *ret)
{
	struct frame frame = {.vm = vm, .function = function};
	enum flow flow;

	if (!BinaryenFunctionGetBody(function))
		return fail(vm, "it calls the import '%s'",
			    BinaryenFunctionGetName(function));
	frame.local_count = up_param_count(function) +
			    BinaryenFunctionGetNumVars(function);
	frame.locals = up_alloc((frame.local_count + 1) * sizeof(uint64_t));
	if (count > 0)
		memcpy(frame.locals, arguments, count * sizeof(uint64_t));
	flow = run(&frame, BinaryenFunctionGetBody(function), ret);
	if (flow == RETURN) {
		*ret = frame.carried;
		flow = NEXT;
	}
	free(frame.locals);
	return flow;
}

static enum flow call(struct frame *frame, const char *target,
		      const uint64_t *arguments, size_t count, uint64_t *ret)
{
	struct up_interpreter *vm = frame->vm;

	if (vm->describe && strcmp(target, vm->describe) == 0 && count == 1)
		return say(vm, arguments[0]);
	if (vm->marker && strcmp(target, vm->marker) == 0)
		return STOP;
	if (is_skipped(vm, target)) {
		*ret = 0;
		return NEXT;
	}
	return enter(vm, BinaryenGetFunction(vm->module, target), arguments,
		     count, ret);
}

static enum flow run_call(struct frame *frame, BinaryenExpressionRef e,
			  uint64_t *ret)
{
	BinaryenIndex count = BinaryenCallGetNumOperands(e);
	uint64_t *arguments = up_alloc((count + 1) * sizeof(*arguments));
	enum flow flow = NEXT;

	for (BinaryenIndex i = 0; flow == NEXT && i < count; i++)
		flow = run(frame, BinaryenCallGetOperandAt(e, i),
			   &arguments[i]);
	if (flow == NEXT)
		flow = call(frame, BinaryenCallGetTarget(e), arguments, count,
			    ret);
	free(arguments);
	if (flow == NEXT && BinaryenCallIsReturn(e)) {
		frame->carried = *ret;
		return RETURN;
	}
	return flow;
}

/* ---- all of them ---- */

static const struct {
	BinaryenExpressionId (*id)(void);
	run_fn *run;
} instructions[] = {
	{BinaryenBinaryId, run_binary},
	{BinaryenBlockId, run_block},
	{BinaryenBreakId, run_break},
	{BinaryenCallId, run_call},
	{BinaryenConstId, run_const},
	{BinaryenDropId, run_drop},
	{BinaryenGlobalGetId, run_global_get},
	{BinaryenGlobalSetId, run_global_set},
	{BinaryenIfId, run_if},
	{BinaryenLoadId, run_load},
	{BinaryenLocalGetId, run_local_get},
	{BinaryenLocalSetId, run_local_set},
	{BinaryenLoopId, run_loop},
	{BinaryenNopId, run_nop},
	{BinaryenRefNullId, run_null},
	{BinaryenReturnId, run_return},
	{BinaryenSelectId, run_select},
	{BinaryenStoreId, run_store},
	{BinaryenSwitchId, run_switch},
	{BinaryenTryId, run_guarded},
	{BinaryenTryTableId, run_guarded},
	{BinaryenUnaryId, run_unary},
	{BinaryenUnreachableId, run_unreachable},
};

enum {
	MOST_IDS = 256, /* more than Binaryen has kinds of expressions */
};

struct table {
	run_fn *run[MOST_IDS];
};

static enum flow run(struct frame *frame, BinaryenExpressionRef e,
		     uint64_t *ret)
{
	struct up_interpreter *vm = frame->vm;
	const struct table *table = vm->table;
	BinaryenExpressionId id = BinaryenExpressionGetId(e);
	enum flow flow;

	if (vm->steps == MOST_STEPS || vm->steps_left == 0)
		return fail(vm, "it does not come to an end");
	if (vm->depth == MOST_DEPTH)
		return fail(vm, "it is nested too deep");
	if (id >= MOST_IDS || !table->run[id])
		return fail(vm, "it has an unexpected instruction in '%s'",
			    BinaryenFunctionGetName(frame->function));
	vm->steps++;
	vm->steps_left--;
	vm->depth++;
	flow = table->run[id](frame, e, ret);
	vm->depth--;
	return flow;
}

/* ---- the interpreter ---- */

static void skip_call(const char *target, void *data)
{
	struct up_interpreter *vm = data;

	vm->skipped = up_grow(vm->skipped, &vm->skipped_count,
			      sizeof(*vm->skipped));
	vm->skipped[vm->skipped_count - 1] = target;
}

/* An export that does nothing; what it calls was put there by the linker. */
static void find_skipped(struct up_interpreter *vm)
{
	BinaryenExportRef export_ = BinaryenGetExport(
		vm->module, "__wbindgen_skip_interpret_calls");

	if (export_ &&
	    BinaryenExportGetKind(export_) == BinaryenExternalFunction())
		up_body_each_call(
			BinaryenGetFunction(vm->module,
					    BinaryenExportGetValue(export_)),
			skip_call, vm);
}

static void find_imports(struct up_interpreter *vm, const char *marker)
{
	BinaryenIndex count = BinaryenGetNumFunctions(vm->module);

	for (BinaryenIndex i = 0; i < count; i++) {
		BinaryenFunctionRef function =
			BinaryenGetFunctionByIndex(vm->module, i);
		const char *base;

		if (BinaryenFunctionGetBody(function) ||
		    strcmp(BinaryenFunctionImportGetModule(function),
			   placeholder) != 0)
			continue;
		base = BinaryenFunctionImportGetBase(function);
		if (strcmp(base, "__wbindgen_describe") == 0)
			vm->describe = BinaryenFunctionGetName(function);
		else if (strcmp(base, marker) == 0)
			vm->marker = BinaryenFunctionGetName(function);
	}
}

void up_interpreter_init(struct up_interpreter *interpreter,
			 BinaryenModuleRef module, const char *marker)
{
	struct table *table = up_alloc(sizeof(*table));

	*interpreter = (struct up_interpreter){
		.module = module,
		.steps_left = ALL_STEPS,
		.words_left = ALL_WORDS,
		.table = table,
	};
	for (size_t i = 0; i < UP_COUNT(instructions); i++)
		if (instructions[i].id() < MOST_IDS)
			table->run[instructions[i].id()] = instructions[i].run;
	up_scratch_init(&interpreter->scratch, module);
	find_imports(interpreter, marker);
	find_skipped(interpreter);
}

/* What a run leaves behind is not for the next one. */
static void clear(struct up_interpreter *vm)
{
	up_scratch_clear(&vm->scratch);
	free(vm->globals);
	free(vm->words.items);
	free(vm->problem);
	vm->globals = NULL;
	vm->global_count = 0;
	vm->words = (struct up_bindgen_words){0};
	vm->problem = NULL;
	vm->steps = 0;
	vm->depth = 0;
}

void up_interpreter_finish(struct up_interpreter *interpreter)
{
	clear(interpreter);
	up_scratch_finish(&interpreter->scratch);
	free(interpreter->skipped);
	free(interpreter->table);
	*interpreter = (struct up_interpreter){0};
}

int up_interpret(struct up_interpreter *interpreter,
		 BinaryenFunctionRef function, struct up_bindgen_words *ret)
{
	uint64_t result = 0;

	clear(interpreter);
	if (enter(interpreter, function, NULL, 0, &result) == FAIL)
		return -1;
	*ret = interpreter->words;
	return 0;
}
