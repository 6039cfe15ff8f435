/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What carried bodies name, told to passes that ask who names whom; and which of
 * them are still there afterwards.
 */

#include <stdlib.h>

#include "carry/carry.h"
#include "ir/mentions.h"
#include "util/mem.h"
#include "wasm/recode.h"

static const char *name_of(const struct up_carry *carry, uint32_t body)
{
	return carry->names[UP_RAW_FUNC]
			   [carry->contents.imported_functions + body];
}

void up_carry_mention(struct up_carry *carry, BinaryenModuleRef module)
{
	const struct up_contents *contents = &carry->contents;
	struct up_ir_mentions *mentions =
		up_ir_mentions_create(module, contents, carry->gone);

	carry->stubs = up_alloc((contents->body_count + 1) *
				sizeof(*carry->stubs));
	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];

		if (!carry->carried[i] || (carry->gone && carry->gone[i]))
			continue;
		up_body_each_use(contents->raw->bytes + body->offset,
				 body->size, up_ir_mention, mentions);
		carry->stubs[i] = up_ir_mentions_put(
			mentions, contents->imported_functions + i);
	}
	up_ir_mentions_destroy(mentions);
}

/* Passes have removed it, or have given it another body. */
static bool is_left(const struct up_carry *carry, BinaryenModuleRef module,
		    uint32_t body)
{
	if (carry->gone && carry->gone[body])
		return false;
	if (!carry->carried[body])
		return BinaryenGetFunction(module, name_of(carry, body));
	return up_ir_mentions_drop(module, name_of(carry, body),
				   carry->stubs[body]);
}

void up_carry_settle(struct up_carry *carry, BinaryenModuleRef module)
{
	const struct up_contents *contents = &carry->contents;

	carry->traits = 0;
	for (uint32_t i = 0; i < contents->function_count; i++)
		carry->uses[i] = 0;
	for (uint32_t i = 0; i < contents->body_count; i++) {
		const struct up_raw_body *body = &contents->bodies[i];
		uint32_t traits;

		if (!is_left(carry, module, i)) {
			carry->carried[i] = false;
			continue;
		}
		traits = up_body_traits(contents->raw->bytes + body->offset,
					body->size, UP_NO_INDEX, carry->uses);
		if (carry->carried[i])
			carry->traits |= traits;
	}
	free(carry->stubs);
	carry->stubs = NULL;
}
