# SPDX-License-Identifier: MIT OR Apache-2.0
"""What each part of the source may do: layers.py SOURCE_ROOT.

Each rule is a pattern that lines of src/ may have in some places only. Comments
do not count.
"""

import pathlib
import re
import sys

CALL = r"(?<![\w.>])({})\s*\("

# (pattern, where it is allowed, what is wrong elsewhere)
RULES = [
    (
        CALL.format("printf|fprintf|vfprintf|vprintf|puts|fputs|putchar|putc|"
                    "fputc|fwrite|perror|dprintf") +
        r"|\b(stderr|stdout)\b|std::(cout|cerr|clog)\b",
        ["src/cli/", "src/tools/", "src/diag/diag_print.c",
         "src/ir/silence.h", "src/process/child.c"],
        "only the command line prints; report it (diag/diag.h)",
    ),
    (
        CALL.format("exit|_exit|_Exit|quick_exit|abort|assert_perror"),
        ["src/cli/", "src/tools/", "src/util/mem.c", "src/process/"],
        "the library does not end the process; report an error",
    ),
    (
        r'"\s*(export|import)\s+([{*]|default\b|function\b|const\b|class\b|'
        r'async\b|\w+ from\b)|'
        r'"\s*(async )?function\b\*?\s*\w*\s*\(|'
        r'"\s*(const|let|var)\s+[\w%{\[]+.*=|'
        r'"\s*(return|throw|await)\b[^"]*;|'
        r'"[^"]*\)?\s*=>\s*[{(]',
        # print.c says what is imported, in words.
        ["src/tools/", "src/bindgen/dump.c"],
        "JavaScript belongs into a .js file",
    ),
    (
        r"#include [<\"](wasm(-[\w-]+)?\.h|ir/\w+-utils\.h|pass\.h)[>\"]",
        ["src/ir/"],
        "Binaryen's C++ is used in src/ir only",
    ),
    (
        r"#include [<\"]binaryen-c\.h",
        ["src/ir/", "src/analysis/", "src/carry/", "src/passes/", "src/bindgen/",
         "src/rewrite.c"],
        "what reads or prints files does without Binaryen",
    ),
    (
        r"#include [<\"]wabt/",
        ["src/dump/wabt_read.", "src/dump/wat.cc"],
        "wabt is used by --verify and --dump=wat only, through wabt_read.h",
    ),
]

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
ATTRIBUTE = re.compile(r"__attribute__\(\(format\(\w+, \d+, \d+\)\)\)")


def code_of(path):
    """The text of @path without comments, its lines where they were."""
    text = path.read_text(encoding="utf-8")
    text = ATTRIBUTE.sub("", text)
    return COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)


def main():
    root = pathlib.Path(sys.argv[1])
    errors = []
    seen = 0
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".c", ".cc", ".h"}:
            continue
        seen += 1
        shown = path.relative_to(root).as_posix()
        for number, line in enumerate(code_of(path).splitlines(), 1):
            for pattern, allowed, wrong in RULES:
                if shown.startswith(tuple(allowed)):
                    continue
                if re.search(pattern, line):
                    errors.append(f"{shown}:{number}: {wrong}: {line.strip()}")
    print("\n".join(errors) or f"{seen} files keep to their layers")
    sys.exit(bool(errors) or seen == 0)


main()
