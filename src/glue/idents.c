/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/idents.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Keep sorted. The words of strict mode and modules that begin no value. */
static const char *const statement_words[] = {
	"await",      "break",	  "case",	"catch",     "class",
	"const",      "continue", "debugger",	"default",   "delete",
	"do",	      "else",	  "enum",	"export",    "extends",
	"finally",    "for",	  "function",	"if",	     "implements",
	"import",     "in",	  "instanceof", "interface", "let",
	"new",	      "package",  "private",	"protected", "public",
	"return",     "static",	  "super",	"switch",    "throw",
	"try",	      "typeof",	  "var",	"void",	     "while",
	"with",	      "yield",
};

/* Keep sorted. The others, and what declarations of types must not hide. */
static const char *const value_words[] = {
	"Error", "arguments", "eval", "false",	   "globalThis",
	"null",	 "this",      "true", "undefined",
};

/* Keep sorted. */
static const char *const glue_names[] = {
	"PanicError",	   "TerminatedError", "__wbg_reset_state",
	"createInstance",  "default",	      "entrypoint",
	"init",		   "initSync",	      "recovery_state",
	"schedule_reinit", "set_on_abort",    "set_on_reset",
	"set_recovery_policy",
};

static int compare(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

static bool listed(const char *name, const char *const *list, size_t count)
{
	return bsearch(name, list, count, sizeof(*list), compare);
}

bool up_ident_reserved(const char *name)
{
	return listed(name, statement_words, COUNT(statement_words)) ||
	       listed(name, value_words, COUNT(value_words));
}

bool up_ident_statement(const char *name, size_t size)
{
	for (size_t i = 0; i < COUNT(statement_words); i++)
		if (size == strlen(statement_words[i]) &&
		    !memcmp(name, statement_words[i], size))
			return true;
	return false;
}

bool up_ident_of_glue(const char *name)
{
	return listed(name, glue_names, COUNT(glue_names));
}

bool up_ident_of_bundler(const char *name)
{
	return strcmp(name, "__wbg_set_wasm") == 0 ||
	       (strncmp(name, "__", 2) == 0 && up_ident_of_glue(name + 2));
}

bool up_ident_of_hosts(const char *name)
{
	return strncmp(name, "wasm:", 5) == 0 ||
	       strncmp(name, "wasm-js:", 8) == 0;
}

bool up_ident_sets_prototype(const char *name)
{
	return strcmp(name, "__proto__") == 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool starts_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '$';
}

bool up_ident_valid(const char *name)
{
	if (!starts_ident(*name))
		return false;
	while (starts_ident(*name) || is_digit(*name))
		name++;
	return !*name;
}

/* Whether HTML would take it for more than a character, if it were set in there. */
static bool ends_script(const char *text, size_t left)
{
	return text[0] == '<' && left > 1 && (text[1] == '/' || text[1] == '!');
}

/* Whether a template would take it for the start of an expression. */
static bool starts_expression(const char *text, size_t left)
{
	return text[0] == '$' && left > 1 && text[1] == '{';
}

void up_js_text(struct up_buf *buf, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\'' || c == '"' || c == '`' || c == '\\' ||
		    starts_expression(text + i, size - i))
			up_buf_printf(buf, "\\%c", c);
		else if (c < 0x20 || c == 0x7f ||
			 ends_script(text + i, size - i))
			up_buf_printf(buf, "\\x%02x", c);
		else
			up_buf_append(buf, text + i, 1);
	}
}

void up_js_string_sized(struct up_buf *buf, const char *text, size_t size)
{
	up_buf_puts(buf, "'");
	up_js_text(buf, text, size);
	up_buf_puts(buf, "'");
}

void up_js_string(struct up_buf *buf, const char *text)
{
	up_js_string_sized(buf, text, strlen(text));
}

void up_js_key(struct up_buf *buf, const char *name)
{
	bool computed = up_ident_sets_prototype(name);

	if (!computed && up_ident_valid(name)) {
		up_buf_puts(buf, name);
		return;
	}
	up_buf_puts(buf, computed ? "[" : "");
	up_js_string(buf, name);
	up_buf_puts(buf, computed ? "]" : "");
}

void up_js_member(struct up_buf *buf, const char *name)
{
	if (up_ident_valid(name)) {
		up_buf_printf(buf, ".%s", name);
		return;
	}
	up_buf_puts(buf, "[");
	up_js_string(buf, name);
	up_buf_puts(buf, "]");
}

void up_js_export_name(struct up_buf *buf, const char *name)
{
	if (up_ident_valid(name))
		up_buf_puts(buf, name);
	else
		up_js_string(buf, name);
}

void up_js_url(struct up_buf *buf, const char *name)
{
	up_buf_puts(buf, "./");
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		if (c <= 0x20 || c >= 0x7f || strchr("\"#%'?\\", c))
			up_buf_printf(buf, "%%%02X", c);
		else
			up_buf_append(buf, name, 1);
	}
}

bool up_url_differs(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f || c == '#' || c == '%' ||
	       c == '?' || c == '\\';
}

void up_js_specifier(struct up_buf *buf, const char *name)
{
	up_buf_puts(buf, "./");
	for (; *name; name++) {
		if (up_url_differs(*name))
			up_buf_printf(buf, "%%%02X", (unsigned char)*name);
		else
			up_buf_append(buf, name, 1);
	}
}
