# SPDX-License-Identifier: MIT OR Apache-2.0
"""--help and the man page list the same options, in the same order.

man_vs_help.py TOOL MAN_PAGE_SOURCE
"""

import re
import subprocess
import sys

HELP = re.compile(r"^  (--?[\w-]+)(?: (\[?[A-Z=]+\]?))?(?:  |$)")
MAN = re.compile(r"^\*(--?[\w-]+)\*(?: (\S+))?$")


def from_help(tool):
    text = subprocess.run([tool, "--help"], check=True, capture_output=True,
                          text=True).stdout
    found = (HELP.match(line) for line in text.splitlines())
    return [(match[1], match[2] or "") for match in found if match]


def from_man(path):
    """The options of the section OPTIONS; arguments are _ARG_ or [_ARG_]."""
    options = []
    inside = False
    with open(path, encoding="utf-8") as page:
        for line in page:
            if line.startswith("# "):
                inside = line.strip() == "# OPTIONS"
            match = MAN.match(line.rstrip()) if inside else None
            if match:
                options.append((match[1], (match[2] or "").replace("_", "")))
    return options


def main():
    tool, page = sys.argv[1:]
    helped, manned = from_help(tool), from_man(page)
    if helped == manned and helped:
        print(f"{len(helped)} options, the same in both")
        return 0
    print("only in --help:", [o for o in helped if o not in manned])
    print("only in the man page:", [o for o in manned if o not in helped])
    if sorted(helped) == sorted(manned):
        print("the order differs:", helped, manned, sep="\n")
    return 1


sys.exit(main())
