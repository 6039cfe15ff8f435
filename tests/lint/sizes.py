# SPDX-License-Identifier: MIT OR Apache-2.0
"""Functions and files stay short: sizes.py SOURCE_ROOT.

A function ends with the first `}` that stands as far to the left as the line it
begins in; that is how the C, C++ and JavaScript of the project is laid out. The
lines of a function within another one (in JavaScript) count for the inner one;
empty lines and those of comments count for none.
"""

import pathlib
import re
import sys

FUNCTION_LINES = 150
FILE_LINES = 900
SUFFIXES = {".c", ".cc", ".h", ".js", ".cjs", ".mjs", ".py", ".def"}
FOLDERS = ["include", "src", "tests", "scripts"]

# In C a function begins in the first column, in JavaScript by its keyword.
HEAD_C = re.compile(r"^()[A-Za-z_].*?\b([A-Za-z_]\w*)\s*\(")
COMMENT = re.compile(r"\s*(//|/\*|\*( |/|$))")
HEAD_JS = re.compile(r"^(\s*)(?:export )?(?:async )?function\*? (\w+)")


def functions(lines, head):
    """Yields (name, number of the first line, own lines)."""
    opened = []  # [name, indentation, first line, own lines]
    for number, line in enumerate(lines, 1):
        if not line.strip() or COMMENT.match(line):
            continue
        match = head.match(line)
        if match and line.rstrip().endswith(";"):
            match = None
        if match:
            opened.append([match[2], match[1], number, 1])
        elif opened and line.startswith(opened[-1][1] + "}"):
            name, _, start, own = opened.pop()
            yield name, start, own + 1
        elif opened and line.startswith(opened[-1][1]) and \
                line[len(opened[-1][1]):][:1].strip() and line.endswith(";"):
            opened.pop()  # it was a declaration
        elif opened:
            opened[-1][3] += 1


def check(path, shown):
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > FILE_LINES:
        yield f"{shown}: {len(lines)} lines, allowed are {FILE_LINES}"
    head = HEAD_JS if "js" in path.suffix else HEAD_C
    for name, start, length in functions(lines, head):
        if length > FUNCTION_LINES:
            yield (f"{shown}:{start}: {name}() has {length} lines, "
                   f"allowed are {FUNCTION_LINES}")


def main():
    root = pathlib.Path(sys.argv[1])
    seen = 0
    errors = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and "node_modules" not in path.parts:
                seen += 1
                errors += check(path, path.relative_to(root))
    print("\n".join(errors) or f"{seen} files are short enough")
    sys.exit(bool(errors) or seen == 0)


main()
