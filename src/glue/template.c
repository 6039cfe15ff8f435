/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "glue/template.h"

#include <string.h>

#include "diag/diag.h"
#include "glue/dict.h"

enum { NAME_MAX_SIZE = 64, INCLUDE_DEPTH = 8 };

struct line {
	const char *start;
	size_t size; /* without the newline */
};

struct expansion {
	const struct up_template_set *set;
	const char *name; /* of the template that is read */
	const char *text;
	size_t size;
	size_t at; /* where the next line begins */
	int line;
	int depth; /* of includes */
	struct line margin; /* what is put before each line */
	struct up_buf *out;
	struct up_report *report;
};

/* What ended a block. */
enum end {
	END_ERROR = -1,
	END_OF_FILE,
	END_ELSE,
	END_END,
};

static enum end expand_block(struct expansion *x, const struct up_dict *dict);

static int error(struct expansion *x, const char *what, const char *name)
{
	return up_input_error(x->report, "template %s, line %d: %s%s", x->name,
			      x->line, what, name);
}

static bool next_line(struct expansion *x, struct line *ret_line)
{
	const char *start = x->text + x->at;
	const char *end;

	if (x->at >= x->size)
		return false;
	end = memchr(start, '\n', x->size - x->at);
	ret_line->start = start;
	ret_line->size = end ? (size_t)(end - start) : x->size - x->at;
	x->at += ret_line->size + (end != NULL);
	x->line++;
	return true;
}

static size_t indent(const struct line *line)
{
	size_t i = 0;

	while (i < line->size && (line->start[i] == ' ' || line->start[i] == '\t'))
		i++;
	return i;
}

/* What begins a line that directs, and what is said there. */
enum directive {
	NONE, /* a line of text */
	COMMENT,
	IF,
	ELSE,
	END,
	EACH,
	INCLUDE,
	TEXT,
	UNKNOWN,
};

static const struct {
	const char *word;
	size_t size;
} directives[] = {
#define WORD(text) {text, sizeof(text) - 1}
	[COMMENT] = WORD("//-"),	 [IF] = WORD("//#if "),
	[ELSE] = WORD("//#else"),	 [END] = WORD("//#end"),
	[EACH] = WORD("//#each "),	 [INCLUDE] = WORD("//#include "),
	[TEXT] = WORD("//#text "),	 [UNKNOWN] = WORD("//#"),
#undef WORD
};

/* What follows it is in @ret_name. */
static enum directive directive(const struct line *line,
				char ret_name[NAME_MAX_SIZE])
{
	size_t at = indent(line), rest = line->size - at;
	const char *text = line->start + at;
	enum directive kind = COMMENT;

	if (rest < 3 || text[0] != '/' || text[1] != '/' ||
	    (text[2] != '#' && text[2] != '-'))
		return NONE;
	while (kind < UNKNOWN &&
	       (rest < directives[kind].size ||
		memcmp(text, directives[kind].word, directives[kind].size)))
		kind++;
	text += directives[kind].size;
	rest -= directives[kind].size;
	for (; rest > 0 && *text == ' '; text++)
		rest--;
	if (rest >= NAME_MAX_SIZE)
		rest = NAME_MAX_SIZE - 1;
	memcpy(ret_name, text, rest);
	ret_name[rest] = '\0';
	return kind;
}

/* The size of the placeholder at @text, 0 if there is none. */
static size_t placeholder(const char *text, size_t size,
			  char ret_name[NAME_MAX_SIZE])
{
	size_t i = 1;

	while (i < size && i < NAME_MAX_SIZE &&
	       ((text[i] >= 'a' && text[i] <= 'z') || text[i] == '_'))
		i++;
	if (i == 1 || i >= size || i >= NAME_MAX_SIZE || text[i] != '$')
		return 0;
	memcpy(ret_name, text + 1, i - 1);
	ret_name[i - 1] = '\0';
	return i + 1;
}

static int expand_line(struct expansion *x, const struct line *line,
		       const struct up_dict *dict)
{
	const char *at = line->start, *end = at + line->size;
	char name[NAME_MAX_SIZE];

	while (at < end) {
		size_t rest = (size_t)(end - at);
		const char *sign = memchr(at, '$', rest), *text;
		size_t skip = 0;

		if (sign)
			skip = placeholder(sign, (size_t)(end - sign), name);
		/* What is no placeholder is text, and its sign as well. */
		if (skip == 0) {
			rest = sign ? (size_t)(sign + 1 - at) : rest;
			up_buf_append(x->out, at, rest);
			at += rest;
			continue;
		}
		text = up_dict_text(dict, name);
		if (!text)
			return error(x, "no text is called ", name);
		up_buf_append(x->out, at, (size_t)(sign - at));
		up_buf_puts(x->out, text);
		at = sign + skip;
	}
	up_buf_append(x->out, "\n", 1);
	return 0;
}

/* Emits a line that is not a directive. */
static int emit(struct expansion *x, struct line *line,
		const struct up_dict *dict)
{
	size_t at = indent(line);
	size_t size = x->out->size;

	if (at == line->size) {
		if (size >= 2 && !memcmp(x->out->bytes + size - 2, "\n\n", 2))
			return 0;
		up_buf_append(x->out, "\n", 1);
		return 0;
	}
	up_buf_append(x->out, x->margin.start, x->margin.size);
	if (line->size - at >= 4 && !memcmp(line->start + at, "//= ", 4)) {
		up_buf_append(x->out, line->start, at);
		line->start += at + 4;
		line->size -= at + 4;
	}
	return expand_line(x, line, dict);
}

/* Reads to the end of the block without emitting. */
static enum end skip_block(struct expansion *x)
{
	char name[NAME_MAX_SIZE];
	struct line line;
	int depth = 0;

	while (next_line(x, &line)) {
		enum directive kind = directive(&line, name);

		if (kind == IF || kind == EACH)
			depth++;
		else if (kind == ELSE && !depth)
			return END_ELSE;
		else if (kind == END && !depth--)
			return END_END;
	}
	return END_OF_FILE;
}

static int expand_if(struct expansion *x, const char *name,
		     const struct up_dict *dict)
{
	bool negated = name[0] == '!';
	int value = up_dict_test(dict, name + negated);
	bool taken = negated ? !value : value;
	enum end end;

	if (value < 0)
		return error(x, "no flag or list is called ", name + negated);
	end = taken ? expand_block(x, dict) : skip_block(x);
	if (end == END_ELSE)
		end = taken ? skip_block(x) : expand_block(x, dict);
	if (end == END_ERROR)
		return -1;
	return end == END_END ? 0 : error(x, "no //#end of //#if ", name);
}

static int expand_each(struct expansion *x, const char *name,
		       const struct up_dict *dict)
{
	size_t count = 0;
	struct up_dict *const *items = up_dict_items(dict, name, &count);
	size_t start = x->at;
	int start_line = x->line;
	enum end end;

	if (!items)
		return error(x, "no list is called ", name);
	if (!count)
		end = skip_block(x);
	for (size_t i = 0; i < count; i++) {
		x->at = start;
		x->line = start_line;
		end = expand_block(x, items[i]);
		if (end != END_END)
			break;
	}
	if (end == END_ERROR)
		return -1;
	return end == END_END ? 0 : error(x, "no //#end of //#each ", name);
}

static int expand_file(struct expansion *x, const char *name,
		       const struct up_dict *dict)
{
	const struct up_embedded_file *file = NULL;
	enum end end;

	for (size_t i = 0; i < x->set->count && !file; i++)
		if (!strcmp(x->set->files[i].name, name))
			file = &x->set->files[i];
	if (!file)
		return error(x, "no template is called ", name);
	if (x->depth > INCLUDE_DEPTH)
		return error(x, "too many templates include one another: ", name);
	x->name = file->name;
	x->text = file->bytes;
	x->size = file->size;
	x->at = 0;
	x->line = 0;
	end = expand_block(x, dict);
	if (end == END_ERROR)
		return -1;
	return end == END_OF_FILE ? 0 : error(x, "//#else or //#end without a start", "");
}

/* The template is set in as far as the directive is. */
static int expand_include(struct expansion *x, const char *name,
			  const struct line *line, const struct up_dict *dict)
{
	struct expansion inner = *x;
	struct up_buf margin = {0};
	int status;

	up_buf_append(&margin, x->margin.start, x->margin.size);
	up_buf_append(&margin, line->start, indent(line));
	inner.margin = (struct line){margin.bytes, margin.size};
	inner.depth++;
	status = expand_file(&inner, name, dict);
	up_buf_finish(&margin);
	return status;
}

/* Every line of the text gets the margin; nothing in it is replaced. */
static int expand_text(struct expansion *x, const char *name,
		       const struct line *line, const struct up_dict *dict)
{
	const char *text = up_dict_text(dict, name);

	if (!text)
		return error(x, "no text is called ", name);
	while (*text) {
		size_t size = strcspn(text, "\n");

		if (size > 0) {
			up_buf_append(x->out, x->margin.start, x->margin.size);
			up_buf_append(x->out, line->start, indent(line));
			up_buf_append(x->out, text, size);
		}
		up_buf_append(x->out, "\n", 1);
		text += size + (text[size] != '\0');
	}
	return 0;
}

static enum end expand_block(struct expansion *x, const struct up_dict *dict)
{
	char name[NAME_MAX_SIZE];
	struct line line;
	int status = 0;

	while (next_line(x, &line)) {
		switch (directive(&line, name)) {
		case ELSE:
			return END_ELSE;
		case END:
			return END_END;
		case IF:
			status = expand_if(x, name, dict);
			break;
		case EACH:
			status = expand_each(x, name, dict);
			break;
		case INCLUDE:
			status = expand_include(x, name, &line, dict);
			break;
		case TEXT:
			status = expand_text(x, name, &line, dict);
			break;
		case UNKNOWN:
			status = error(x, "unknown directive ", name);
			break;
		case COMMENT:
			status = 0;
			break;
		case NONE:
			status = emit(x, &line, dict);
			break;
		}
		if (status < 0)
			return END_ERROR;
	}
	return END_OF_FILE;
}

int up_template_expand(const struct up_template_set *set, const char *name,
		       const struct up_dict *dict, struct up_buf *out,
		       struct up_report *report)
{
	struct expansion x = {
		.set = set,
		.name = name,
		.margin = {"", 0},
		.out = out,
		.report = report,
	};

	return expand_file(&x, name, dict);
}
