/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "passes/pass.h"

#include <string.h>

#include "abi.h"
#include "ir/build.h"
#include "passes/ways.h"

static const struct up_pass passes[] = {
	/* the globals and the tag that all others speak of */
	{"state", up_pass_state},
	/* before other code asks for sizes */
	{"logical-sizes", up_pass_logical_sizes},
	/* before wrappers exist, so that only the module's own code is seen */
	{"panic-notes", up_pass_panic_notes},
	{"exits", up_pass_exits},
	/* before trampolines: an import that is exported is wrapped by then */
	{"import-wrappers", up_pass_import_wrappers},
	{"escaping-funcs", up_pass_escaping_funcs},
	{"export-trampolines", up_pass_export_trampolines},
	{"start", up_pass_start},
	/* after trampolines: it is one of another kind */
	{"abort-door", up_pass_abort_door},
	/* after start, whose function follows theirs */
	{"segments", up_pass_segments},
	{"reset-state", up_pass_reset_state},
	/* after trampolines: what it exports is not to be guarded */
	{"runtime-exports", up_pass_runtime_exports},
	/* after all imports are there */
	{"late-imports", up_pass_late_imports},
	/* after all code is there */
	{"dialect", up_pass_dialect},
	{"sections", up_pass_sections},
	{NULL, NULL},
};

/* Without what speaks to the glue, and without anything that is imported. */
static const struct up_pass standalone_passes[] = {
	{"state", up_pass_state},
	{"logical-sizes", up_pass_logical_sizes},
	{"standalone-exits", up_pass_standalone_exits},
	/* before wrappers exist, so that only the module's own code is seen */
	{"indirect-calls", up_pass_indirect_calls},
	{"import-wrappers", up_pass_import_wrappers},
	{"escaping-funcs", up_pass_escaping_funcs},
	{"export-trampolines", up_pass_export_trampolines},
	{"start", up_pass_start},
	{"segments", up_pass_segments},
	/* after the trampolines that it calls, before what calls it */
	{"initializers", up_pass_initializers},
	{"reset-state", up_pass_reset_state},
	/* after reset-state, which is not to know the tables of this one */
	{"kept-tables", up_pass_kept_tables},
	{"heal", up_pass_heal},
	{"dialect", up_pass_dialect},
	{"names", up_pass_names},
	{"sections", up_pass_sections},
	{NULL, NULL},
};

static bool is_standalone(const struct up_options *options)
{
	return options->standalone != UP_STANDALONE_NO;
}

const struct up_pass *up_passes_of(const struct up_options *options)
{
	return is_standalone(options) ? standalone_passes : passes;
}

const struct up_ways *up_ways_of(const struct up_options *options)
{
	return is_standalone(options) ? &up_standalone_ways : &up_host_ways;
}

/* The signatures of abi.h: i for i32, x for externref. */
static const struct {
	const char *name; /* in the module of the protocol */
	const char *internal;
	const char *params;
	bool result; /* one i32 */
} hosts[] = {
	{UP_ABI_NOTE_OOM, "unpoison.host.note_oom", "", false},
	{UP_ABI_NOTE_PANIC, "unpoison.host.note_panic", "iiiiii", false},
	{UP_ABI_NOTE_THROW, "unpoison.host.note_throw", "i", false},
	{UP_ABI_PANIC, "unpoison.host.panic", "ii", true},
	{UP_ABI_PASS, "unpoison.host.pass", "", false},
	{UP_ABI_RAISE, "unpoison.host.raise", "", false},
	{UP_ABI_RESTORE, "unpoison.host.restore", "", false},
	{UP_ABI_TERMINATED, "unpoison.host.terminated", "i", false},
	{UP_ABI_UNWIND, "unpoison.host.unwind", "xi", false},
};

const char *up_host(const struct up_pass_context *context, const char *name)
{
	BinaryenModuleRef m = context->module;
	BinaryenType types[8];
	size_t i = 0, params;

	while (strcmp(hosts[i].name, name) != 0)
		i++;
	if (BinaryenGetFunction(m, hosts[i].internal))
		return hosts[i].internal;
	params = strlen(hosts[i].params);
	for (size_t p = 0; p < params; p++)
		types[p] = hosts[i].params[p] == 'x' ? BinaryenTypeExternref()
						     : BinaryenTypeInt32();
	BinaryenAddFunctionImport(
		m, hosts[i].internal, UP_ABI_MODULE, name,
		BinaryenTypeCreate(types, (BinaryenIndex)params),
		hosts[i].result ? BinaryenTypeInt32() : BinaryenTypeNone());
	return hosts[i].internal;
}

BinaryenExpressionRef up_set_running(BinaryenModuleRef m, int32_t value)
{
	return BinaryenGlobalSet(m, UP_RUNNING, up_i32(m, value));
}
